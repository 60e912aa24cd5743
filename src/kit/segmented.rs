//! One of two or three, all in sight.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::identity::unique_id;
use super::select::Choice;

/// A row of joined choices: a radio group, so the arrow keys choose.
#[component]
pub fn Segmented(
    /// What is chosen.
    #[prop(into)]
    legend: Signal<String>,
    /// How the choice is decided, or what it means.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// The choices, two or three with short labels.
    choices: Vec<Choice>,
    /// The value of the chosen one.
    #[prop(into)]
    value: Signal<String>,
    /// The agent chose: the value.
    #[prop(into)]
    on_change: Callback<(String,)>,
) -> impl IntoView {
    let group = unique_id("choice");
    let hint_id = format!("{group}-hint");
    let described_by = hint_id.clone();
    let choice = |Choice { value: own, label }: Choice| {
        let this = own.clone();
        view! {
            <label class="segmented__choice">
                <input
                    type="radio"
                    name=group.clone()
                    value=own
                    prop:checked=move || value.with(|value| *value == this)
                    on:change=move |event| on_change.run((event_target_value(&event),))
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field" aria-describedby=move || hint.get().map(|_| described_by.clone())>
            <legend class="field__label">{legend}</legend>
            <div class="segmented">{choices.into_iter().map(choice).collect_view()}</div>
            {dynamic(move || hint.get().map(|words| view! { <p class="field__hint" id=hint_id.clone()>{words}</p> }.into_any()))}
        </fieldset>
    }
    .into_any()
}
