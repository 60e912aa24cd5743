//! Text, in one line and in several.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::field::FieldLinks;

/// A line of text.
#[component]
pub fn TextInput(
    /// What is in it. The caller keeps it, so that nothing typed is ever lost.
    #[prop(into)]
    value: Signal<String>,
    /// The agent typed: the whole new text.
    #[prop(into)]
    on_input: Callback<(String,)>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// The agent left the control.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    let links = FieldLinks::here();
    view! {
        <input
            type="text"
            class="input"
            id=links.control
            dir="auto"
            autocomplete="off"
            placeholder=move || placeholder.get()
            aria-required=links.required.then_some("true")
            aria-invalid=move || links.invalid.get().then_some("true")
            aria-describedby=move || links.described_by.get()
            prop:value=move || value.get()
            on:input=move |event| on_input.run((event_target_value(&event),))
            on:blur=move |_| {
                if let Some(on_leave) = on_leave {
                    on_leave.run(());
                }
            }
        />
    }
    .into_any()
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// What is in it. The caller keeps it, so that nothing typed is ever lost.
    #[prop(into)]
    value: Signal<String>,
    /// The agent typed: the whole new text.
    #[prop(into)]
    on_input: Callback<(String,)>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// The agent pressed Ctrl or Command with Enter.
    #[prop(optional, into)]
    on_send: Option<Callback<()>>,
) -> impl IntoView {
    let links = FieldLinks::here();
    let on_keydown = move |event: KeyboardEvent| {
        let Some(on_send) = on_send else { return };
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            on_send.run(());
        }
    };
    view! {
        <textarea
            class="input input--area"
            id=links.control
            dir="auto"
            placeholder=move || placeholder.get()
            aria-required=links.required.then_some("true")
            aria-invalid=move || links.invalid.get().then_some("true")
            aria-describedby=move || links.described_by.get()
            prop:value=move || value.get()
            on:input=move |event| on_input.run((event_target_value(&event),))
            on:keydown=on_keydown
        ></textarea>
    }
    .into_any()
}
