//! Chips: what was chosen in a search, each to be taken off again.

use leptos::prelude::*;

use super::icon::{IconName, small_icon};
use super::part::{element, part};
use super::rows::{Row, rows};

/// One thing that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// What the caller gets back.
    pub key: String,
    /// What the agent reads.
    pub label: String,
    /// The name of the button that takes it off.
    pub remove: String,
}

/// A list of chips with a name, gone while there are none. The caller moves the focus when a chip goes: its button goes with it.
pub fn chips(
    label: Signal<String>,
    chosen: impl Fn() -> Vec<Chip> + Copy + Send + Sync + 'static,
    on_remove: Callback<(String,)>,
) -> AnyView {
    let each = move || {
        let row = |chip: Chip| Row::new(format!("{} {}", chip.key, chip.remove), move || drawn(chip, on_remove));
        chosen().into_iter().map(row).collect()
    };
    part("ul", "chips")
        .attr("role", "list")
        .attr_words("aria-label", label)
        .attr_live("hidden", move || chosen().is_empty().then(String::new))
        .child(rows(each))
        .into()
}

fn drawn(chip: Chip, on_remove: Callback<(String,)>) -> AnyView {
    let Chip { key, label, remove } = chip;
    let button = part("button", "chip__remove")
        .attr("type", "button")
        .attr("aria-label", &remove)
        .attr("title", &remove)
        .on_click(move || on_remove.run((key.clone(),)))
        .child(small_icon(IconName::Close));
    let text = part("bdi", "chip__name").text(&label);
    part("li", "chip").child(text).child(element("span").child(button)).into()
}
