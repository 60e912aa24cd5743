//! The bar at the end of a panel: how fresh the data is, and the buttons that belong to the whole app.

use leptos::prelude::*;

use super::part::{element, part};

/// How fresh what is shown is. The words beside the dot say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// Up to date.
    #[default]
    Live,
    /// Older than it should be.
    Late,
    /// Not refreshed at all.
    Off,
}

impl Freshness {
    const fn class(self) -> &'static str {
        match self {
            Self::Live => "freshness",
            Self::Late => "freshness freshness--late",
            Self::Off => "freshness freshness--off",
        }
    }
}

/// The footer: how fresh what is shown is, the same in words, and icon buttons. It is no live region: its words change
/// every few seconds and would be read out for ever.
pub fn footer_bar(
    freshness: impl Fn() -> Freshness + Send + 'static,
    words: Signal<String>,
    buttons: Vec<AnyView>,
) -> AnyView {
    let state = element("span")
        .attr_live("class", move || Some(freshness().class().to_owned()))
        .child(element("span").words(words));
    part("footer", "footer-bar").child(state).child(part("span", "footer-bar__actions").children(buttons)).into()
}
