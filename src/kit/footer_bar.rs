//! The bar at the end of a panel: how fresh the data is, and the buttons that belong to the whole app.

use leptos::prelude::*;

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

/// The footer. It is no live region: its words change every few seconds and would be read out for ever.
#[component]
pub fn FooterBar(
    /// How fresh what is shown is.
    #[prop(into)]
    freshness: Signal<Freshness>,
    /// The same in words.
    #[prop(into)]
    words: Signal<String>,
    /// Icon buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <footer class="footer-bar">
            <span class=move || freshness.get().class()><span>{words}</span></span>
            <span class="footer-bar__actions">{children()}</span>
        </footer>
    }
    .into_any()
}
