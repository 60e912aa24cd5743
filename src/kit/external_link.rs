//! Links that leave the app.

use leptos::prelude::*;

use super::icon::{IconName, small_icon};
use super::part::{element, part};

/// Whether an address may become a link. Addresses come from the network: anything that is not plain HTTPS, such as
/// `javascript:`, stays text. This machine's own addresses pass for the sake of the sandbox.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let local = |host: &str| address.strip_prefix(host).is_some_and(|rest| rest.starts_with([':', '/']));
    address.starts_with("https://") || local("http://localhost") || local("http://127.0.0.1")
}

/// A link that opens in a window of its own and says so to assistive technology.
pub struct ExternalLink {
    /// The address. An unsafe one leaves the words without a link.
    pub href: Signal<String>,
    /// The words of the link.
    pub label: Signal<String>,
    /// Where it leads, for those who cannot see the icon, such as "(opens in PagerDuty)".
    pub note: Signal<String>,
    /// Reads as text until it is hovered or focused, and shows the new-window icon after the words.
    pub quiet: bool,
}

impl ExternalLink {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { href, label, note, quiet } = self;
        part("a", if quiet { "quiet-link quiet-link--icon" } else { "" })
            .attr_live("href", move || href.with(|href| is_safe_address(href).then(|| href.clone())))
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .child(element("bdi").words(label))
            .child_maybe(quiet.then(|| small_icon(IconName::NewWindow)))
            .child(part("span", "visually-hidden").text(" ").words(note))
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_become_links() {
        for address in
            ["https://acme.pagerduty.com/incidents/P1", "http://localhost:4000/incidents/P1", "http://127.0.0.1/x"]
        {
            assert!(is_safe_address(address), "{address}");
        }
        for address in [
            "",
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "http://acme.pagerduty.com/",
            "http://localhost.evil.example/",
            " https://acme.pagerduty.com",
            "//evil.example",
        ] {
            assert!(!is_safe_address(address), "{address}");
        }
    }
}
