//! Placeholders in the shape of what is loading. They stay unseen for 450 ms, so a fast load never flashes.

use leptos::prelude::*;

use super::part::{Part, fragment, part};

fn bone(kind: &str) -> AnyView {
    part("span", kind).into()
}

fn bones(class: &str, kinds: &[&str]) -> Part {
    part("div", class).children(kinds.iter().map(|kind| bone(kind)).collect())
}

fn told(label: Signal<String>) -> Part {
    part("p", "visually-hidden").attr("role", "status").words(label)
}

/// The placeholder of a whole panel; the label says what is loading, for assistive technology. `index.html` holds the same
/// shapes for the time before the program runs: change both together, or the panel jumps.
#[must_use]
pub fn panel_skeleton(label: Signal<String>) -> AnyView {
    let section = || bones("skeleton__section", &["bone bone--heading"]).attr("aria-hidden", "true").into();
    let shapes = part("div", "skeleton")
        .attr("aria-hidden", "true")
        .child(bones("skeleton__row", &["bone bone--status", "bone bone--priority"]))
        .child(bones("skeleton__lines", &["bone", "bone bone--two-thirds", "bone bone--thin"]))
        .child(bones("skeleton__row", &["bone bone--button", "bone bone--button"]))
        .child(bone("bone bone--block"))
        .child(bones("skeleton__row", &["bone bone--avatar", "bone bone--half"]));
    let body = part("div", "panel__body").attr("aria-busy", "true").child(told(label)).child(shapes);
    fragment(vec![body.into(), section(), section(), section()])
}

/// The placeholder of a list inside a section.
#[must_use]
pub fn list_skeleton(label: Signal<String>) -> AnyView {
    let row = || bones("skeleton__lines", &["bone bone--two-thirds", "bone bone--thin"]).into();
    part("div", "skeleton").attr("aria-busy", "true").child(told(label)).children(vec![row(), row(), row()]).into()
}
