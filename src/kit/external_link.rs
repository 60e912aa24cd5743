//! Links that leave the app.

use leptos::prelude::*;

use super::icon::{Icon, IconName};

/// Whether an address may become a link. Addresses come from the network: anything that is not plain HTTPS, such as
/// `javascript:`, stays text. This machine's own addresses pass for the sake of the sandbox.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let local = |host: &str| address.strip_prefix(host).is_some_and(|rest| rest.starts_with([':', '/']));
    address.starts_with("https://") || local("http://localhost") || local("http://127.0.0.1")
}

/// A link that opens in a window of its own and says so to assistive technology.
#[component]
pub fn ExternalLink(
    /// The address. An unsafe one leaves the words without a link.
    #[prop(into)]
    href: Signal<String>,
    /// The words of the link.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads, for those who cannot see the icon, such as "(opens in PagerDuty)".
    #[prop(into)]
    note: Signal<String>,
    /// Reads as text until it is hovered or focused.
    #[prop(optional)]
    quiet: bool,
    /// Whether the new-window icon follows the words.
    #[prop(optional)]
    icon: bool,
) -> impl IntoView {
    let class = match (quiet, icon) {
        (true, true) => "quiet-link quiet-link--icon",
        (true, false) => "quiet-link",
        (false, _) => "",
    };
    let target = move || href.with(|href| is_safe_address(href).then(|| href.clone()));
    view! {
        <a class=class href=target target="_blank" rel="noopener noreferrer">
            <bdi>{label}</bdi>
            {icon.then(|| view! { <Icon name=IconName::NewWindow small=true /> })}
            <span class="visually-hidden">" "{note}</span>
        </a>
    }
    .into_any()
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
