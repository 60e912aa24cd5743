//! Checkboxes.

use leptos::prelude::*;

use super::dynamic::dynamic;

/// One thing that is on or off.
#[component]
pub fn Checkbox(
    /// What it turns on.
    #[prop(into)]
    label: Signal<String>,
    /// What that means.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// The agent asked for the other state.
    #[prop(into)]
    on_change: Callback<(bool,)>,
) -> impl IntoView {
    view! {
        <label class="checkbox">
            <input
                type="checkbox"
                class="checkbox__box"
                prop:checked=move || checked.get()
                on:change=move |event| on_change.run((event_target_checked(&event),))
            />
            <span>
                {label}
                {dynamic(move || hint.get().map(|hint| view! { <span class="checkbox__hint">" "{hint}</span> }.into_any()))}
            </span>
        </label>
    }
    .into_any()
}
