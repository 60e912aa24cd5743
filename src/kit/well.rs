//! Wells: a framed group inside a panel.

use leptos::prelude::*;

use super::part::part;

/// A framed group with a name for assistive technology.
#[must_use]
pub fn well(label: Signal<String>, content: Vec<AnyView>) -> AnyView {
    part("section", "well stack stack--tight").attr_words("aria-label", label).children(content).into()
}
