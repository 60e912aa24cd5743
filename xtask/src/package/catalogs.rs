//! Every language says everything that English says, and fills in the same values.
//!
//! A leaf is a text or, with a note for the translator, `{ "title": note, "value": text }`. An object of plural categories
//! (Unicode CLDR) counts as one leaf, whose categories differ from language to language. What begins with an underscore at the
//! top is a remark on the file.

use std::collections::{BTreeMap, BTreeSet};

use regex_lite::Regex;
use serde_json::Value;

use super::translations::{file, text};
use super::{Refusal, json};

/// The plural categories of Unicode CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What one language says: for every leaf by its path, the texts by plural category (`""` when it is no plural).
type Leaves = BTreeMap<String, BTreeMap<String, String>>;

/// Compares the project's translations, given as text by locale, with the English one.
pub(super) fn compare(sources: &BTreeMap<String, String>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut languages = BTreeMap::new();
    for (locale, text) in sources {
        let file = file(locale);
        match json::parse(text.as_bytes()) {
            Ok(value) => {
                let mut leaves = Leaves::new();
                refusals.extend(collect("", &value, &mut leaves).into_iter().map(|reason| Refusal::new(&file, reason)));
                languages.insert(locale.as_str(), leaves);
            }
            Err(error) => refusals.push(Refusal::new(&file, format!("cannot be read: {error}"))),
        }
    }
    let Some(english) = languages.get("en") else {
        refusals.push(Refusal::new(file("en"), "is missing; the other languages are compared with it"));
        return refusals;
    };
    for (locale, leaves) in &languages {
        refusals.extend(
            compare_with_english(locale, english, leaves).into_iter().map(|reason| Refusal::new(file(locale), reason)),
        );
    }
    refusals
}

fn compare_with_english(locale: &str, english: &Leaves, leaves: &Leaves) -> Vec<String> {
    let missing = english.keys().filter(|key| !leaves.contains_key(*key)).map(|key| format!("{key} is missing"));
    let extra = leaves.keys().filter(|key| !english.contains_key(*key)).map(|key| format!("{key} is not in English"));
    let mut reasons: Vec<String> = missing.chain(extra).collect();
    for (key, forms) in leaves {
        reasons.extend(forms.values().any(|text| text.trim().is_empty()).then(|| format!("{key} is empty")));
        let Some(model) = english.get(key) else {
            continue;
        };
        reasons.extend(compare_forms(locale, model, forms).into_iter().map(|reason| format!("{key} {reason}")));
    }
    reasons
}

fn compare_forms(locale: &str, english: &BTreeMap<String, String>, forms: &BTreeMap<String, String>) -> Vec<String> {
    let is_plural = |forms: &BTreeMap<String, String>| !forms.contains_key("");
    if is_plural(english) != is_plural(forms) {
        return vec!["is a plural in one language and a plain text in the other".to_owned()];
    }
    let mut reasons = Vec::new();
    if is_plural(forms) {
        let missing = categories(locale).iter().filter(|category| !forms.contains_key(**category));
        reasons.extend(missing.map(|category| format!("lacks the plural category {category:?} that {locale} needs")));
    }
    let wanted: BTreeSet<&str> = english.values().flat_map(|text| slots(text)).collect();
    for (category, text) in forms {
        let found = slots(text);
        // A form for one number may say it in words, "an incident"; the general form has to fill in everything.
        let complete = matches!(category.as_str(), "" | "other");
        if found.difference(&wanted).next().is_some() || (complete && found != wanted) {
            let list = |slots: &BTreeSet<&str>| slots.iter().copied().collect::<Vec<_>>().join(", ");
            reasons.push(format!("fills in {{{{{}}}}} where English fills in {{{{{}}}}}", list(&found), list(&wanted)));
        }
    }
    reasons
}

/// The plural categories of whole numbers that a language distinguishes (Unicode CLDR, "Language Plural Rules").
fn categories(locale: &str) -> &'static [&'static str] {
    match locale.split('-').next().unwrap_or_default() {
        "ar" => &CATEGORIES,
        "cs" | "sk" | "hr" | "sr" | "ro" | "lt" => &["one", "few", "other"],
        "ca" | "es" | "fr" | "it" | "pt" => &["one", "many", "other"],
        "pl" | "ru" | "uk" => &["one", "few", "many", "other"],
        "he" => &["one", "two", "other"],
        "id" | "ja" | "ko" | "ms" | "th" | "vi" | "zh" => &["other"],
        _ => &["one", "other"],
    }
}

fn slots(text: &str) -> BTreeSet<&str> {
    let Ok(pattern) = Regex::new(r"\{\{\s*([^{}]*?)\s*\}\}") else {
        return BTreeSet::new();
    };
    pattern.captures_iter(text).filter_map(|captures| captures.get(1)).map(|group| group.as_str()).collect()
}

/// Collects the leaves below a value; gives the reasons for what is neither a text nor an object of such.
fn collect(path: &str, value: &Value, leaves: &mut Leaves) -> Vec<String> {
    if let Some(text) = text(value) {
        leaves.insert(path.to_owned(), BTreeMap::from([(String::new(), text.to_owned())]));
        return Vec::new();
    }
    let Some(object) = value.as_object() else {
        return vec![format!("{path} is neither a text nor an object")];
    };
    let is_plural = object.contains_key("other")
        && object.iter().all(|(key, value)| CATEGORIES.contains(&key.as_str()) && text(value).is_some());
    if is_plural {
        let forms = object.iter().filter_map(|(category, value)| Some((category.clone(), text(value)?.to_owned())));
        leaves.insert(path.to_owned(), forms.collect());
        return Vec::new();
    }
    let below = |key: &str| {
        if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
    };
    object
        .iter()
        .filter(|(key, _)| !(path.is_empty() && key.starts_with('_')))
        .flat_map(|(key, value)| collect(&below(key), value, leaves))
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

    use super::super::reasons;
    use super::*;

    fn compared(english: &str, locale: &str, other: &str) -> String {
        reasons(compare(&BTreeMap::from([
            ("en".to_owned(), english.to_owned()),
            (locale.to_owned(), other.to_owned()),
        ])))
    }

    #[test]
    fn languages_that_say_the_same_pass() {
        assert_eq!(
            compared(
                r#"{"a":{"b":"Hi {{name}}"}}"#,
                "de",
                r#"{"a":{"b":{"title":"greeting","value":"Hallo {{ name }}"}}}"#
            ),
            ""
        );
    }

    #[test]
    fn missing_extra_and_empty_texts_are_refused() {
        assert_eq!(compared(r#"{"a":{"b":"x"}}"#, "de", r#"{"a":{}}"#), "translations/de.json: a.b is missing");
        assert_eq!(compared("{}", "de", r#"{"c":"x"}"#), "translations/de.json: c is not in English");
        assert_eq!(compared(r#"{"a":"x"}"#, "de", r#"{"a":" "}"#), "translations/de.json: a is empty");
        assert_eq!(compared(r#"{"a":1}"#, "de", "{}"), "translations/en.json: a is neither a text nor an object");
    }

    #[test]
    fn different_slots_are_refused() {
        assert!(
            compared(r#"{"a":"{{one}} {{two}}"}"#, "de", r#"{"a":"{{one}}"}"#)
                .contains("a fills in {{one}} where English fills in {{one, two}}")
        );
        assert!(compared(r#"{"a":"x"}"#, "de", r#"{"a":"{{nmae}}"}"#).contains("nmae"));
    }

    #[test]
    fn plurals_have_the_categories_of_their_language() {
        let english = r#"{"n":{"one":"{{count}} incident","other":"{{count}} incidents"}}"#;
        assert_eq!(compared(english, "ja", r#"{"n":{"other":"{{count}}"}}"#), "");
        assert!(compared(english, "de", r#"{"n":{"other":"{{count}}"}}"#).contains("\"one\" that de needs"));
        let arabic =
            r#"{"n":{"zero":"0","one":"1","two":"2","few":"{{count}}","many":"{{count}}","other":"{{count}}"}}"#;
        assert_eq!(compared(english, "ar", arabic), "");
        assert!(compared(english, "ar", r#"{"n":{"one":"1","other":"{{count}}"}}"#).contains("\"few\""));
        for romance in ["fr", "es", "pt-br"] {
            let found = compared(english, romance, r#"{"n":{"one":"{{count}}","other":"{{count}}"}}"#);
            assert!(found.contains(&format!("\"many\" that {romance} needs")), "{found}");
        }
        assert!(compared(english, "ja", r#"{"n":{"other":"many"}}"#).contains("fills in"));
        assert!(compared(english, "ja", r#"{"n":"{{count}}"}"#).contains("plain text"));
    }

    #[test]
    fn english_has_to_be_there_and_every_file_has_to_be_json() {
        assert!(
            reasons(compare(&BTreeMap::from([("de".to_owned(), "{}".to_owned())]))).contains("en.json: is missing")
        );
        assert!(compared("{}", "de", "{").contains("cannot be read"));
        assert!(compared("{}", "de", r#"{"a":"x","a":"y"}"#).contains("twice"));
    }

    #[test]
    fn a_remark_on_the_file_is_no_text() {
        assert_eq!(compared("{}", "de", r#"{"_review":"awaiting"}"#), "");
        assert_ne!(compared("{}", "de", r#"{"a":{"_review":"awaiting"}}"#), "");
    }
}
