//! One of several, below each other, each with what it means.

use leptos::prelude::*;

use super::dynamic::dynamic_words;
use super::identity::unique_id;
use super::part::{element, part};

/// One choice.
pub struct RadioChoice {
    /// What the caller gets back.
    pub value: &'static str,
    /// What the agent reads.
    pub label: Signal<String>,
    /// What choosing it means, if that has to be said.
    pub hint: Signal<Option<String>>,
}

/// A radio group, so the arrow keys choose.
pub struct RadioList {
    /// What is chosen.
    pub legend: Signal<String>,
    /// The choices.
    pub choices: Vec<RadioChoice>,
    /// The value of the chosen one.
    pub value: Signal<String>,
    /// The agent chose: the value.
    pub on_change: Callback<(String,)>,
}

impl RadioList {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { legend, choices, value, on_change } = self;
        let group = unique_id("choice");
        let choice = |RadioChoice { value: own, label, hint }: RadioChoice| {
            let control = part("input", "checkbox__box checkbox__box--round")
                .attr("type", "radio")
                .attr("name", &group)
                .attr("value", own)
                .property_bool("checked", move || value.with(|value| value == own))
                .on_text("change", on_change);
            let hint = dynamic_words(hint, |hint| {
                part("span", "checkbox__hint").text(" ").child(element("bdi").text(hint)).into()
            });
            part("label", "checkbox").child(control).child(element("span").words(label).child(hint)).into()
        };
        let choices = choices.into_iter().map(choice).collect();
        part("fieldset", "field").child(part("legend", "field__label").words(legend)).children(choices).into()
    }
}
