//! One of a few, from the browser's own list: it works everywhere, with every keyboard and every screen reader.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::field::FieldLinks;
use super::icon::{Icon, IconName};

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What the caller gets back.
    pub value: String,
    /// What the agent reads.
    pub label: String,
}

/// A list of which one is chosen. Up to about twenty choices; a [`Combobox`](super::combobox::Combobox) searches more.
#[component]
pub fn Select(
    /// The choices.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The value of the chosen one.
    #[prop(into)]
    value: Signal<String>,
    /// The agent chose: the value.
    #[prop(into)]
    on_change: Callback<(String,)>,
) -> impl IntoView {
    let links = FieldLinks::here();
    let option = move |choice: Choice| {
        let Choice { value: own, label } = choice;
        let this = own.clone();
        view! { <option value=own prop:selected=move || value.with(|value| *value == this)>{label}</option> }
    };
    view! {
        <div class="select">
            <select
                class="input"
                id=links.control
                aria-required=links.required.then_some("true")
                aria-invalid=move || links.invalid.get().then_some("true")
                aria-describedby=move || links.described_by.get()
                on:change=move |event| on_change.run((event_target_value(&event),))
            >
                {dynamic(move || Some(choices.get().into_iter().map(option).collect_view().into_any()))}
            </select>
            <Icon name=IconName::Expand />
        </div>
    }
    .into_any()
}
