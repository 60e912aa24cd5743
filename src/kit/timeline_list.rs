//! What happened, newest first.

use leptos::prelude::*;

use super::icon::{Icon, IconName, IconTone};
use super::part::{element, part};

/// A list of events in time; holds what [`timeline_entry`] makes.
#[must_use]
pub fn timeline_list(label: Signal<String>, entries: AnyView) -> AnyView {
    part("ol", "timeline").attr_words("aria-label", label).child(entries).into()
}

/// One event: the drawing for its kind in the color of the state it led to, what happened, and a line about who and when.
/// For that line take a `<time datetime>` with the absolute time as its title.
#[must_use]
pub fn timeline_entry((name, tone): (IconName, IconTone), told: AnyView, when: AnyView) -> AnyView {
    let drawing = Icon { small: true, tone, ..Icon::new(name) }.view();
    let words = element("div").child(told).child(part("p", "timeline__when").child(when));
    part("li", "timeline__entry").child(part("span", "timeline__icon").child(drawing)).child(words).into()
}
