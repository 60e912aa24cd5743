//! One of a few, from the browser's own list: it works everywhere, with every keyboard and every screen reader.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::field::FieldLinks;
use super::icon::{IconName, icon};
use super::part::{element, fragment, part};

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What the caller gets back.
    pub value: String,
    /// What the agent reads.
    pub label: String,
}

/// A list of which one is chosen. Up to about twenty choices; a [`Combobox`](super::combobox::Combobox) searches more.
pub fn select(
    links: &FieldLinks,
    choices: impl Fn() -> Vec<Choice> + Send + 'static,
    value: Signal<String>,
    on_change: Callback<(String,)>,
) -> AnyView {
    let option = move |Choice { value: own, label }: Choice| {
        element("option")
            .attr("value", &own)
            .text(&label)
            .property_bool("selected", move || value.with(|value| *value == own))
            .into()
    };
    let control = links
        .tie(part("select", "input"))
        .on_text("change", on_change)
        .child(dynamic(move || Some(fragment(choices().into_iter().map(option).collect()))));
    part("div", "select").child(control).child(icon(IconName::Expand)).into()
}
