//! Where pages, scripts and styles point.
//!
//! Zendesk serves each upload from a new path, so an address that begins with `/` finds nothing there; and a package that loads
//! from anybody but the vendors would hand the agents' tokens to a stranger.

use regex_lite::Regex;

use super::Refusal;
use super::contents::Package;

/// Hosts that the app may name: the vendors', with everything below them, and the one that names the XML vocabularies.
const HOSTS: [&str; 5] = ["pagerduty.com", "zendesk.com", "zdassets.com", "apps.zdusercontent.com", "www.w3.org"];

/// Checks every page, script and style among the assets.
pub(super) fn check(package: &Package) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (path, file) in package.files().filter(|(path, _)| path.starts_with("assets/")) {
        let text = String::from_utf8_lossy(&file.bytes);
        let reasons = match path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html") => {
                let mut reasons = strange_hosts(&text, false);
                reasons.extend(rooted(&text, HTML));
                reasons.extend(missing(path, &text, package));
                reasons
            }
            Some("js" | "mjs") => [strange_hosts(&text, true), rooted(&text, SCRIPT)].concat(),
            Some("css") => [strange_hosts(&text, false), rooted(&text, STYLE)].concat(),
            Some("svg") => [strange_hosts(&text, false), rooted(&text, HTML)].concat(),
            _ => Vec::new(),
        };
        refusals.extend(reasons.into_iter().map(|reason| Refusal::new(path, reason)));
    }
    refusals
}

/// Attributes that load something, with an address from the root of the host.
const HTML: &[&str] =
    &[r#"(?i)\b(?:src|href|srcset|action|formaction|poster|data|data-[a-z-]+)\s*=\s*["']?(/[^\s"'>]*)"#];
/// The ways in which a script loads something, with an address from the root of the host.
const SCRIPT: &[&str] = &[
    r#"\b(?:from|import)\s*\(?\s*["'`](/[^"'`]*)"#,
    r#"\b(?:URL|fetch|Worker|SharedWorker|importScripts|Request)\(\s*["'`](/[^"'`]*)"#,
    r#"\.(?:src|href|action)\s*=\s*["'`](/[^"'`]*)"#,
];
/// The ways in which a style loads something, with an address from the root of the host.
const STYLE: &[&str] = &[r#"(?i)url\(\s*["']?(/[^)"']*)"#, r#"(?i)@import\s+["'](/[^"']*)"#];

fn rooted(text: &str, patterns: &[&str]) -> Vec<String> {
    matches(text, patterns)
        .into_iter()
        .map(|address| format!("points to {address}; under Zendesk's host only relative addresses are found"))
        .collect()
}

/// Addresses of hosts that are not the vendors'. In a script localhost is allowed: there the app asks where it is served from.
fn strange_hosts(text: &str, localhost: bool) -> Vec<String> {
    let addresses = matches(text, &[r#"(?i)\b((?:https?|wss?)://[^\s"'`<>\\),;]*)"#]);
    let strange = |address: &&String| {
        let host = address.split("://").nth(1).unwrap_or_default();
        let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
        let known = HOSTS
            .iter()
            .any(|known| host == *known || host.strip_suffix(known).is_some_and(|before| before.ends_with('.')));
        // A host that a template fills in is seen only where it runs; the content security policy holds it there.
        let computed = host.is_empty() || host.starts_with("${");
        let local = localhost && matches!(host.as_str(), "localhost" | "127.0.0.1" | "[");
        !known && !computed && !local
    };
    addresses
        .iter()
        .filter(strange)
        .map(|address| format!("names {address}, which is not one of the vendors' hosts"))
        .collect()
}

/// Files that a page loads by a relative address and that the package does not hold.
fn missing(page: &str, text: &str, package: &Package) -> Vec<String> {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let addresses = matches(text, &[r#"(?i)\b(?:src|href|data-js|data-wasm)\s*=\s*["']?([^\s"'>#?]+)"#]);
    let held = |address: &str| package.contains(&format!("{folder}/{}", address.trim_start_matches("./")));
    let relative = addresses.into_iter().filter(|address| !address.starts_with('/') && !address.contains(':'));
    relative
        .filter(|address| !held(address))
        .map(|address| format!("loads {address}, which the package does not hold"))
        .collect()
}

/// What the first group of each pattern matches.
fn matches(text: &str, patterns: &[&str]) -> Vec<String> {
    let patterns = patterns.iter().filter_map(|pattern| Regex::new(pattern).ok());
    patterns
        .flat_map(|pattern| {
            let found: Vec<String> = pattern
                .captures_iter(text)
                .filter_map(|captures| captures.get(1))
                .map(|group| group.as_str().to_owned())
                .collect();
            found
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use super::super::contents::sample;
    use super::*;

    fn refused(path: &str, text: &str) -> String {
        let mut package = sample();
        package.put(path, text.as_bytes());
        check(&package).into_iter().map(|refusal| refusal.reason).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn every_pattern_is_a_regular_expression() {
        for pattern in [HTML, SCRIPT, STYLE].concat() {
            assert!(Regex::new(pattern).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn pages_that_point_to_the_root_of_the_host_are_refused() {
        for tag in [
            r#"<script src="/boot.js">"#,
            "<link href=/boot.js>",
            "<script src = '//example.com/x.js'>",
            r#"<script data-wasm="/app_bg.wasm">"#,
            r#"<img srcset="/a.png 2x">"#,
        ] {
            assert!(refused("assets/page.html", tag).contains("only relative"), "{tag}");
        }
        assert!(refused("assets/page.html", r#"<a href="./boot.js">"#).is_empty());
    }

    #[test]
    fn scripts_that_load_from_the_root_of_the_host_are_refused() {
        for line in [
            "import init from \"/app.js\"",
            "await import('/app.js')",
            "import\"/app.js\"",
            "new URL('/app_bg.wasm', import.meta.url)",
            "fetch(`/app_bg.wasm`)",
            "image.src='/logo.png'",
        ] {
            assert!(refused("assets/more.js", line).contains("only relative"), "{line}");
        }
        assert!(refused("assets/more.js", "const path = '/incidents'; request(path); a/'b'").is_empty());
    }

    #[test]
    fn styles_that_load_from_the_root_of_the_host_are_refused() {
        assert!(refused("assets/a.css", "a{background:url(/logo.png)}").contains("/logo.png"));
        assert!(refused("assets/a.css", "a{background:url( \"/logo.png\" )}").contains("/logo.png"));
        assert!(refused("assets/a.css", "@import '/b.css';").contains("/b.css"));
        assert!(refused("assets/a.css", "a{background:url(logo.png)}").is_empty());
    }

    #[test]
    fn strangers_are_refused_and_vendors_are_not() {
        assert!(refused("assets/more.js", "fetch('https://example.com/x')").contains("example.com"));
        assert!(refused("assets/more.js", "fetch('https://notpagerduty.com/x')").contains("notpagerduty"));
        assert!(refused("assets/more.js", "fetch('https://pagerduty.com.example.com/x')").contains("vendors"));
        assert!(refused("assets/a.css", "@import url(https://example.com/a.css)").contains("example.com"));
        assert!(
            refused(
                "assets/more.js",
                "fetch('https://api.eu.pagerduty.com/incidents');new WebSocket('wss://pubsub.zendesk.com')"
            )
            .is_empty()
        );
        assert!(
            refused(
                "assets/page.html",
                r#"<script src="https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js">"#
            )
            .is_empty()
        );
        assert!(refused("assets/more.js", "let a=`https://${subdomain}.zendesk.com/`").is_empty());
    }

    #[test]
    fn localhost_is_for_scripts_and_not_for_the_policy_of_a_page() {
        assert!(refused("assets/more.js", "if(origin==='http://localhost:4600')a()").is_empty());
        let policy = r#"<meta http-equiv="Content-Security-Policy" content="connect-src http://localhost:4600">"#;
        assert!(refused("assets/page.html", policy).contains("localhost"));
    }

    #[test]
    fn a_page_that_loads_what_the_package_does_not_hold_is_refused() {
        assert!(refused("assets/page.html", r#"<script src="none.js">"#).contains("does not hold"));
        assert!(
            refused("assets/page.html", r##"<a href="#top"><use href="boot.js#x"><a href="mailto:a@example.com">"##)
                .is_empty()
        );
    }
}
