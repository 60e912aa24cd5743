//! Zendesk's own rules for translations: the app support library, `validations/translations.rb`.

use serde_json::{Map, Value};

use super::Refusal;
use super::contents::Package;
use super::{json, parameters};

/// What Zendesk shows of the app in its list and at installation.
const APP_TEXTS: [&str; 4] = ["name", "short_description", "long_description", "installation_instructions"];

/// Whether Zendesk takes this as the name of a translation (`^[a-z]{2,3}(-\w{2,3})?$`).
pub(super) fn is_locale(name: &str) -> bool {
    let is_word = |word: &str, sizes: std::ops::RangeInclusive<usize>, lower: bool| {
        sizes.contains(&word.len())
            && word.chars().all(|letter| {
                if lower { letter.is_ascii_lowercase() } else { letter.is_ascii_alphanumeric() || letter == '_' }
            })
    };
    match name.split_once('-') {
        None => is_word(name, 2..=3, true),
        Some((language, region)) => is_word(language, 2..=3, true) && is_word(region, 2..=3, false),
    }
}

/// Checks the section that Zendesk reads.
pub(super) fn check_for_zendesk(package: &Package, locale: &str) -> Vec<Refusal> {
    let file = file(locale);
    let mut reasons = Vec::new();
    if !is_locale(locale) {
        reasons.push("is not called after a locale such as de or pt-br".to_owned());
    }
    match json::object(package, &file) {
        Err(refusal) => return vec![refusal],
        Ok(all) => match all.get("app").and_then(Value::as_object) {
            None => reasons.push("has no section app".to_owned()),
            Some(app) => {
                let missing = APP_TEXTS.into_iter().filter(|key| !app.get(*key).is_some_and(is_filled));
                reasons.extend(missing.map(|key| format!("app.{key} is missing or empty")));
            }
        },
    }
    reasons.into_iter().map(|reason| Refusal::new(&file, reason)).collect()
}

/// Checks that the settings page can name every parameter, and that no label is left of one that is gone.
pub(super) fn check_labels(manifest: &Map<String, Value>, package: &Package, locale: &str) -> Vec<Refusal> {
    let file = file(locale);
    let Ok(all) = json::object(package, &file) else {
        return Vec::new();
    };
    let empty = Map::new();
    let labels = all.get("app").and_then(|app| app.get("parameters")).and_then(Value::as_object).unwrap_or(&empty);
    let names = parameters::names(manifest);
    let unlabelled =
        names.iter().filter(|name| !labels.get(**name).and_then(|entry| entry.get("label")).is_some_and(is_filled));
    let orphans = labels.keys().filter(|key| !names.contains(&key.as_str()));
    unlabelled
        .map(|name| format!("the parameter {name} has no label: app.parameters.{name}.label is missing or empty"))
        .chain(orphans.map(|key| format!("app.parameters.{key} labels a parameter that the manifest does not have")))
        .map(|reason| Refusal::new(&file, reason))
        .collect()
}

/// The text of a leaf, with or without a note for the translator.
pub(super) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Object(object) if object.len() == 2 && object.contains_key("title") => object.get("value")?.as_str(),
        _ => None,
    }
}

fn is_filled(value: &Value) -> bool {
    text(value).is_some_and(|text| !text.trim().is_empty())
}

/// The path of a translation in the package and in the project.
pub(super) fn file(locale: &str) -> String {
    format!("translations/{locale}.json")
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
    use super::super::reasons;
    use super::*;

    #[test]
    fn locales_are_called_as_zendesk_calls_them() {
        assert!(["en", "de", "ast", "pt-br", "zh-cn", "es-419"].into_iter().all(is_locale));
        assert!(!["", "e", "EN", "german", "pt_br", "zh-hans", "de-"].into_iter().any(is_locale));
        let mut package = sample();
        package.put("translations/german.json", package.bytes("translations/de.json").unwrap().to_vec().as_slice());
        assert!(reasons(check_for_zendesk(&package, "german")).contains("called after a locale"));
    }

    #[test]
    fn what_zendesk_shows_of_the_app_has_to_be_said() {
        let mut package = sample();
        assert_eq!(check_for_zendesk(&package, "de"), []);
        package.put("translations/de.json", br#"{"app":{"name":"","short_description":"S","long_description":"L"}}"#);
        let found = reasons(check_for_zendesk(&package, "de"));
        assert!(found.contains("app.name is missing") && found.contains("app.installation_instructions"), "{found}");
        package.put("translations/de.json", b"{}");
        assert!(reasons(check_for_zendesk(&package, "de")).contains("no section app"));
        package.put("translations/de.json", b"[]");
        assert!(reasons(check_for_zendesk(&package, "de")).contains("not a JSON object"));
    }

    #[test]
    fn every_parameter_is_labelled_in_every_language() {
        let mut package = sample();
        let manifest = json::object(&package, "manifest.json").unwrap();
        assert_eq!(check_labels(&manifest, &package, "de"), []);
        package.put(
            "translations/de.json",
            br#"{"app":{"parameters":{"region":{"label":"Region"},"read_key":{"helpText":"H"},"gone":{"label":"G"}}}}"#,
        );
        let found = reasons(check_labels(&manifest, &package, "de"));
        assert!(found.contains("read_key has no label") && found.contains("app.parameters.gone"), "{found}");
        assert_eq!(check_labels(&manifest, &package, "en"), []);
    }
}
