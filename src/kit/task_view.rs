//! A task that takes the panel for a while: create, link, resolve.
//!
//! It is no dialog. The frame is as tall as its content, so a centered dialog could open out of sight, and a focus trap
//! would only trap the agent inside the frame while the ticket around it stays within reach.

use leptos::prelude::*;

use super::button::IconButton;
use super::focus::focus_soon;
use super::icon::IconName;
use super::part::{element, part};

/// The id of the heading. A page shows one task at a time.
pub const HEADING: &str = "task-heading";

/// A view with a way back on top, a form, and a footer that stays in sight. Its heading takes the focus when it opens,
/// which must be in answer to a press; giving the focus back when it closes is for the caller,
/// with [`return_focus`](super::focus::return_focus).
pub struct TaskView {
    /// The heading: the task as a verb.
    pub heading: Signal<String>,
    /// The name of the button that leads back, such as "Back to incident".
    pub back: Signal<String>,
    /// The agent wants to go back, by the button or by Escape.
    pub on_back: Callback<()>,
    /// The agent submits the form, by a button of kind `submit` or by Enter in a line of text.
    pub on_submit: Option<Callback<()>>,
    /// The buttons: cancel first, the one primary button last.
    pub footer: AnyView,
    /// The form.
    pub content: Vec<AnyView>,
}

impl TaskView {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { heading, back, on_back, on_submit, footer, content } = self;
        focus_soon(HEADING.to_owned());
        let back = IconButton::new(back, IconName::Back, on_back).view();
        let title = element("h2").attr("id", HEADING).attr("tabindex", "-1").words(heading);
        let form = part("form", "task-view__form")
            .attr("novalidate", "")
            .on("submit", move |event| {
                event.prevent_default();
                if let Some(on_submit) = on_submit {
                    on_submit.run(());
                }
            })
            .child(part("div", "task-view__body").children(content))
            .child(part("div", "task-view__foot").child(footer));
        part("section", "task-view")
            .on_key(move |event| {
                if event.key() == "Escape" && !event.default_prevented() && !event.is_composing() {
                    event.prevent_default();
                    on_back.run(());
                }
            })
            .child(part("div", "task-view__head").child(back).child(title))
            .child(form)
            .into()
    }
}
