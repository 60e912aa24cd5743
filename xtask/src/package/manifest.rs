//! The rules for `manifest.json`, except its parameters.
//!
//! Source: Zendesk's app support library (`manifest.rb`, `location.rb`, `manifest/location_options.rb`, `validations/manifest.rb`)
//! and the developer documentation, "Manifest reference".

use serde_json::{Map, Value};

use super::Refusal;
use super::contents::Package;

const FILE: &str = "manifest.json";

/// Where an app can appear in Support.
const SUPPORT_LOCATIONS: [&str; 11] = [
    "background",
    "custom_object_record_sidebar",
    "modal",
    "nav_bar",
    "new_ticket_sidebar",
    "organization_sidebar",
    "system_top_bar",
    "ticket_editor",
    "ticket_sidebar",
    "top_bar",
    "user_sidebar",
];
/// Locations that show an icon of the app's own.
const WITH_ICON: [&str; 4] = ["nav_bar", "system_top_bar", "ticket_editor", "top_bar"];
/// Keys of the manifest that are true or false.
const BOOLEANS: [&str; 6] =
    ["private", "singleInstall", "signedUrls", "noTemplate", "requirementsOnly", "marketingOnly"];
/// Keys of a location that are true or false.
const LOCATION_BOOLEANS: [&str; 5] = ["autoLoad", "autoHide", "flexible", "signed", "legacy"];
/// What the app itself needs although Zendesk's library does not ask for it.
const NON_EMPTY_TEXTS: [&str; 3] = ["name", "version", "defaultLocale"];

/// Checks everything in the manifest but its parameters.
pub(super) fn check(manifest: &Map<String, Value>, package: &Package) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    for key in NON_EMPTY_TEXTS {
        if manifest.get(key).and_then(Value::as_str).is_none_or(str::is_empty) {
            reasons.push(format!("{key} has to be a text"));
        }
    }
    if manifest.get("frameworkVersion").and_then(Value::as_str) != Some("2.0") {
        reasons.push("frameworkVersion has to be \"2.0\"".to_owned());
    }
    for key in BOOLEANS.into_iter().filter(|key| manifest.get(*key).is_some_and(|value| !value.is_boolean())) {
        reasons.push(format!("{key} has to be true or false"));
    }
    if manifest.contains_key("noTemplate") {
        reasons.push("noTemplate is a key of framework version 1".to_owned());
    }
    if manifest.contains_key("oauth") {
        reasons.push("oauth would put a client secret into the zip; agents sign in by themselves".to_owned());
    }
    reasons.extend(author(manifest.get("author")));
    reasons.extend(default_locale(manifest, package));
    reasons.extend(domains(manifest.get("domainWhitelist")));
    for key in ["termsConditionsURL", "remoteInstallationURL"] {
        if manifest.get(key).is_some_and(|url| !url.as_str().is_some_and(is_https)) {
            reasons.push(format!("{key} has to be an https address"));
        }
    }
    reasons.extend(locations(manifest.get("location"), package));
    reasons.into_iter().map(|reason| Refusal::new(FILE, reason)).collect()
}

fn author(author: Option<&Value>) -> Vec<String> {
    let Some(author) = author.and_then(Value::as_object) else {
        return vec!["author has to be an object with a name and an email".to_owned()];
    };
    let text = |key| author.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut reasons = Vec::new();
    if text("name").is_empty() {
        reasons.push("author.name has to be a text".to_owned());
    }
    if text("email").split_once('@').is_none_or(|(user, host)| user.is_empty() || !host.contains('.')) {
        reasons.push("author.email has to be an e-mail address".to_owned());
    }
    if author.get("url").is_some_and(|url| !url.as_str().is_some_and(is_https)) {
        reasons.push("author.url has to be an https address".to_owned());
    }
    reasons
}

fn default_locale(manifest: &Map<String, Value>, package: &Package) -> Option<String> {
    let locale = manifest.get("defaultLocale")?.as_str()?;
    if !super::translations::is_locale(locale) {
        return Some(format!("defaultLocale {locale:?} is no locale"));
    }
    let file = format!("translations/{locale}.json");
    (!package.contains(&file)).then(|| format!("defaultLocale is {locale}, but there is no {file}"))
}

fn domains(list: Option<&Value>) -> Option<String> {
    let wrong = "domainWhitelist has to be a list of host names without scheme or path";
    let Some(list) = list?.as_array() else {
        return Some(wrong.to_owned());
    };
    let is_host = |text: &str| {
        text.contains('.')
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '*'))
    };
    let bad = list.iter().find(|entry| !entry.as_str().is_some_and(is_host))?;
    Some(format!("{wrong}; {bad} is none"))
}

fn locations(location: Option<&Value>, package: &Package) -> Vec<String> {
    let Some(products) = location.and_then(Value::as_object).filter(|products| !products.is_empty()) else {
        return vec!["location has to name a product and in it a place for the app".to_owned()];
    };
    let mut reasons = Vec::new();
    for (product, places) in products {
        if product != "support" {
            reasons.push(format!("location {product:?} is no product that this app is made for; \"support\" is"));
            continue;
        }
        let Some(places) = places.as_object().filter(|places| !places.is_empty()) else {
            reasons.push("location.support has to name at least one place".to_owned());
            continue;
        };
        for (place, options) in places {
            reasons.extend(
                one_location(place, options, package)
                    .into_iter()
                    .map(|reason| format!("location.support.{place} {reason}")),
            );
        }
    }
    reasons
}

fn one_location(place: &str, options: &Value, package: &Package) -> Vec<String> {
    if !SUPPORT_LOCATIONS.contains(&place) {
        return vec!["is no place in Support".to_owned()];
    }
    let mut reasons = Vec::new();
    let url = match options {
        Value::String(url) => Some(url.as_str()),
        Value::Object(options) => {
            for key in
                LOCATION_BOOLEANS.into_iter().filter(|key| options.get(*key).is_some_and(|value| !value.is_boolean()))
            {
                reasons.push(format!("has a {key} that is neither true nor false"));
            }
            options.get("url").and_then(Value::as_str)
        }
        _ => None,
    };
    reasons.extend(match url {
        None => Some("has no url".to_owned()),
        Some(url) => location_url(url, package),
    });
    if WITH_ICON.contains(&place) && !has_icon(place, package) {
        reasons.push(format!("needs assets/icon_{place}.svg"));
    }
    reasons
}

fn location_url(url: &str, package: &Package) -> Option<String> {
    if is_https(url) || url.starts_with("http://localhost:") || url.starts_with("http://localhost/") {
        return Some(format!("loads {url}, but this app is served from its own package"));
    }
    if url.contains("://") {
        return Some(format!("loads {url}, which is neither https nor a file of the package"));
    }
    let file = url.split(['?', '#']).next().unwrap_or_default();
    if !file.starts_with("assets/") {
        return Some(format!("loads {url}, which does not lie under assets/"));
    }
    (!package.contains(file)).then(|| format!("loads {file}, which the package does not hold"))
}

fn has_icon(place: &str, package: &Package) -> bool {
    let states = ["inactive", "active", "hover"];
    package.contains(&format!("assets/icon_{place}.svg"))
        || states.iter().all(|state| package.contains(&format!("assets/icon_{place}_{state}.png")))
}

fn is_https(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
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

    use serde_json::json;

    use super::super::contents::sample;
    use super::super::json;
    use super::*;

    /// The reasons for which the sample's manifest is refused once a key was changed; `null` removes it.
    fn refused_with(key: &str, value: Value) -> Vec<String> {
        let package = sample();
        let mut manifest = json::object(&package, FILE).unwrap();
        if value.is_null() {
            manifest.remove(key);
        } else {
            manifest.insert(key.to_owned(), value);
        }
        check(&manifest, &package).into_iter().map(|refusal| refusal.reason).collect()
    }

    fn refused_place(place: &str, options: &Value) -> String {
        refused_with("location", json!({ "support": { place: options } })).join("; ")
    }

    #[test]
    fn the_sample_passes() {
        assert_eq!(refused_with("unknown keys are ignored", json!(1)), Vec::<String>::new());
    }

    #[test]
    fn each_required_key_is_missed() {
        for key in ["name", "version", "author", "defaultLocale", "frameworkVersion", "location"] {
            let reasons = refused_with(key, Value::Null);
            assert!(reasons.iter().any(|reason| reason.starts_with(key)), "{key}: {reasons:?}");
        }
    }

    #[test]
    fn the_framework_version_is_exactly_two_point_zero() {
        assert_eq!(refused_with("frameworkVersion", json!("2.1")).len(), 1);
        assert_eq!(refused_with("frameworkVersion", json!(2.0)).len(), 1);
    }

    #[test]
    fn switches_are_true_or_false() {
        assert_eq!(refused_with("private", json!("true")), ["private has to be true or false"]);
        assert!(
            refused_place("ticket_sidebar", &json!({ "url": "assets/index.html", "flexible": 1 })).contains("flexible")
        );
    }

    #[test]
    fn an_author_has_a_name_and_an_address() {
        assert_eq!(refused_with("author", json!({})).len(), 2);
        assert_eq!(
            refused_with("author", json!({ "name": "A", "email": "a@example.com", "url": "example.com" })).len(),
            1
        );
    }

    #[test]
    fn the_default_locale_has_its_translation() {
        assert!(refused_with("defaultLocale", json!("fr"))[0].contains("translations/fr.json"));
        assert!(refused_with("defaultLocale", json!("English"))[0].contains("no locale"));
    }

    #[test]
    fn allowed_domains_are_host_names() {
        assert_eq!(refused_with("domainWhitelist", json!("api.pagerduty.com")).len(), 1);
        assert_eq!(refused_with("domainWhitelist", json!([1])).len(), 1);
        assert!(refused_with("domainWhitelist", json!(["https://api.pagerduty.com"]))[0].contains("https"));
    }

    #[test]
    fn a_location_is_a_known_place_with_a_file_of_the_package() {
        assert!(refused_place("ticket_side_bar", &json!("assets/index.html")).contains("no place"));
        assert!(refused_place("ticket_sidebar", &json!("assets/none.html")).contains("does not hold"));
        assert!(refused_place("ticket_sidebar", &json!("index.html")).contains("assets/"));
        assert!(refused_place("ticket_sidebar", &json!("http://example.com/")).contains("neither https"));
        assert!(refused_place("ticket_sidebar", &json!("https://example.com/")).contains("own package"));
        assert!(refused_place("ticket_sidebar", &json!({})).contains("no url"));
        assert_eq!(refused_place("ticket_sidebar", &json!("assets/index.html?view=a")), "");
        assert_eq!(refused_with("location", json!({ "support": {} })).len(), 1);
        assert_eq!(refused_with("location", json!({ "shop": { "main": "assets/index.html" } })).len(), 1);
    }

    #[test]
    fn a_place_in_a_bar_needs_its_icon() {
        assert!(refused_place("nav_bar", &json!("assets/index.html")).contains("icon_nav_bar.svg"));
        let mut package = sample();
        package.put("assets/icon_nav_bar.svg", b"<svg/>");
        let mut manifest = json::object(&package, FILE).unwrap();
        manifest.insert("location".into(), json!({ "support": { "nav_bar": "assets/index.html" } }));
        assert_eq!(check(&manifest, &package), []);
    }

    #[test]
    fn a_client_secret_and_old_keys_are_refused() {
        assert!(refused_with("oauth", json!({ "client_secret": "x" }))[0].contains("secret"));
        assert_eq!(refused_with("noTemplate", json!(true)).len(), 1);
    }
}
