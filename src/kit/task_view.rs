//! A task that takes the panel for a while: create, link, resolve.
//!
//! It is no dialog. The frame is as tall as its content, so a centered dialog could open out of sight, and a focus trap
//! would only trap the agent inside the frame while the ticket around it stays within reach.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use super::button::IconButton;
use super::focus::focus_when_mounted;
use super::icon::IconName;

/// The id of the heading. A page shows one task at a time.
pub const HEADING: &str = "task-heading";

/// A view with a way back on top, a form, and a footer that stays in sight. Its heading takes the focus when it opens,
/// which must be in answer to a press; giving the focus back when it closes is for the caller,
/// with [`return_focus`](super::focus::return_focus).
#[component]
pub fn TaskView(
    /// The heading: the task as a verb.
    #[prop(into)]
    heading: Signal<String>,
    /// The name of the button that leads back, such as "Back to incident".
    #[prop(into)]
    back: Signal<String>,
    /// The agent wants to go back, by the button or by Escape.
    #[prop(into)]
    on_back: Callback<()>,
    /// The agent submits the form, by a button of kind `submit` or by Enter in a line of text.
    #[prop(optional, into)]
    on_submit: Option<Callback<()>>,
    /// The buttons: cancel first, the one primary button last.
    #[prop(into)]
    footer: ViewFnOnce,
    /// The form.
    children: Children,
) -> impl IntoView {
    let title = NodeRef::new();
    focus_when_mounted::<leptos::html::H2>(title);
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() && !event.is_composing() {
            event.prevent_default();
            on_back.run(());
        }
    };
    let on_form_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(on_submit) = on_submit {
            on_submit.run(());
        }
    };
    view! {
        <section class="task-view" on:keydown=on_keydown>
            <div class="task-view__head">
                <IconButton label=back icon=IconName::Back on_press=on_back />
                <h2 id=HEADING tabindex="-1" node_ref=title>{heading}</h2>
            </div>
            <form class="task-view__form" novalidate on:submit=on_form_submit>
                <div class="task-view__body">{children()}</div>
                <div class="task-view__foot">{footer.run()}</div>
            </form>
        </section>
    }
    .into_any()
}
