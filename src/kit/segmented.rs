//! One of two or three, all in sight.

use leptos::prelude::*;

use super::identity::unique_id;
use super::part::{element, part};
use super::select::Choice;

/// A row of joined choices, two or three with short labels: a radio group, so the arrow keys choose.
pub struct Segmented {
    /// What is chosen.
    pub legend: Signal<String>,
    /// The choices.
    pub choices: Vec<Choice>,
    /// The value of the chosen one.
    pub value: Signal<String>,
    /// The agent chose: the value.
    pub on_change: Callback<(String,)>,
}

impl Segmented {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { legend, choices, value, on_change } = self;
        let group = unique_id("choice");
        let choice = |Choice { value: own, label }: Choice| {
            let control = element("input")
                .attr("type", "radio")
                .attr("name", &group)
                .attr("value", &own)
                .property_bool("checked", move || value.with(|value| *value == own))
                .on_text("change", on_change);
            part("label", "segmented__choice").child(control).child(element("span").text(&label)).into()
        };
        let choices = part("div", "segmented").children(choices.into_iter().map(choice).collect());
        part("fieldset", "field").child(part("legend", "field__label").words(legend)).child(choices).into()
    }
}
