//! What every translation must hold, and what a catalog says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use super::Catalog;
use crate::i18n::locale::CATALOGS;
use crate::i18n::messages::{self, settings};
use crate::i18n::{Locale, Message, Sentence, SettingsMessage};

/// Every sentence of every screen: its key and its slots.
fn entries() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
    messages::ENTRIES.iter().chain(settings::ENTRIES)
}

/// The plural categories of each language that has words (Unicode CLDR, cardinal rules).
const CATEGORIES: &[(&str, &[&str])] = &[
    ("en", &["one", "other"]),
    ("de", &["one", "other"]),
    // "Many" are the millions, which take a preposition: un million d’incidents.
    ("fr", &["one", "many", "other"]),
    ("es", &["one", "many", "other"]),
    ("pt-br", &["one", "many", "other"]),
    ("ja", &["other"]),
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
];

/// Members of the outermost object that hold no sentence of the console: what Zendesk reads, what
/// `oauth.html` says without WebAssembly, and the mark of an unreviewed translation.
const NOT_OURS: &[&str] = &["app", "oauth", "_review"];

fn translation(name: &str) -> String {
    let path = format!("{}/translations/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every sentence of a file by its key; a plain one has the single form `""`.
fn leaves(name: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    fn walk(path: &str, value: &Value, out: &mut BTreeMap<String, BTreeMap<String, String>>) {
        match value {
            Value::String(text) => {
                let forms = BTreeMap::from([(String::new(), text.clone())]);
                out.insert(path.to_owned(), forms);
            }
            Value::Object(members) if members.contains_key("other") => {
                let forms =
                    members.iter().map(|(form, text)| (form.clone(), text.as_str().unwrap().to_owned())).collect();
                out.insert(path.to_owned(), forms);
            }
            Value::Object(members) => {
                for (key, member) in members {
                    walk(&format!("{path}.{key}"), member, out);
                }
            }
            other => panic!("{path} is neither text nor an object: {other}"),
        }
    }
    let file: Value = serde_json::from_str(&translation(name)).unwrap();
    let mut out = BTreeMap::new();
    for (section, value) in file.as_object().unwrap() {
        if !NOT_OURS.contains(&section.as_str()) {
            walk(section, value, &mut out);
        }
    }
    out
}

fn holes(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).map(|part| part.split_once("}}").expect("a hole that closes").0).collect()
}

#[test]
fn every_translation_has_every_sentence_and_no_other() {
    let declared: BTreeSet<&str> = entries().map(|(key, _)| *key).collect();
    let english = leaves("en");
    let mut complaints = String::new();
    for name in CATALOGS {
        let leaves = leaves(name);
        let present: BTreeSet<&str> = leaves.keys().map(String::as_str).collect();
        // With the English words, so that the list can be handed to whoever translates.
        for key in declared.difference(&present) {
            let words = english.get(*key).and_then(|forms| forms.get("").or_else(|| forms.get("other")));
            let _ =
                writeln!(complaints, "{name} lacks {key}: {}", words.map_or("(English lacks it too)", String::as_str));
        }
        for key in present.difference(&declared) {
            let _ = writeln!(complaints, "{name} has {key}, which nobody says");
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

#[test]
fn every_sentence_has_exactly_its_slots_in_every_translation() {
    for name in CATALOGS {
        let leaves = leaves(name);
        for (key, slots) in entries() {
            let declared: BTreeSet<&str> = slots.iter().copied().collect();
            for (form, text) in &leaves[*key] {
                assert!(!text.trim().is_empty(), "{name} {key} is empty");
                let found = holes(text);
                // "No notes", "one note": a form may spell its number out, except the general one.
                let without_count: BTreeSet<&str> = declared.iter().copied().filter(|slot| *slot != "count").collect();
                let allowed = found == declared || (!form.is_empty() && form != "other" && found == without_count);
                assert!(allowed, "{name} {key} {form}: {found:?}, not {declared:?}");
            }
        }
    }
}

#[test]
fn plural_sentences_carry_every_category_of_their_language() {
    for name in CATALOGS {
        let wanted: BTreeSet<&str> = CATEGORIES
            .iter()
            .find(|(language, _)| language == name)
            .unwrap_or_else(|| panic!("{name} has no plural categories in the table"))
            .1
            .iter()
            .copied()
            .collect();
        for (key, forms) in leaves(name) {
            let counted = entries().any(|(declared, slots)| *declared == key && slots.contains(&"count"));
            let found: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            let expected = if counted { wanted.clone() } else { BTreeSet::from([""]) };
            assert_eq!(found, expected, "{name} {key}");
        }
    }
}

#[test]
fn the_sign_in_page_has_the_same_words_in_every_translation() {
    let keys = |name: &str| -> BTreeSet<String> {
        let file: Value = serde_json::from_str(&translation(name)).unwrap();
        let words = file["oauth"].as_object().unwrap();
        assert!(words.values().all(|text| text.as_str().is_some_and(|text| !text.is_empty())));
        words.keys().cloned().collect()
    };
    for name in CATALOGS {
        assert_eq!(keys(name), keys("en"), "{name}");
    }
}

#[test]
fn translations_other_than_english_say_that_they_await_review() {
    for name in CATALOGS.iter().filter(|name| **name != "en") {
        let file: Value = serde_json::from_str(&translation(name)).unwrap();
        assert_eq!(file["_review"], "awaiting native review", "{name}");
    }
}

#[test]
fn every_sentence_is_said_from_the_translation_with_its_slots_filled() {
    // A pseudo-language: the English text between brackets.
    fn bracket(value: &mut Value) {
        match value {
            Value::String(text) => *text = format!("[{text}]"),
            Value::Object(members) => members.values_mut().for_each(bracket),
            _ => {}
        }
    }
    let mut pseudo: Value = serde_json::from_str(&translation("en")).unwrap();
    bracket(&mut pseudo);
    let catalog = Catalog::new(Locale::from_zendesk("de"), "UTC", Some(&pseudo.to_string()));
    let console = Message::samples().into_iter().map(|message| Box::new(message) as Box<dyn Sentence>);
    let settings = SettingsMessage::samples().into_iter().map(|message| Box::new(message) as Box<dyn Sentence>);
    for message in console.chain(settings) {
        let said = catalog.say(&*message);
        assert!(said.starts_with('[') && said.ends_with(']'), "{said}");
        assert!(!said.contains("{{"), "{said}");
    }
}

#[test]
fn a_missing_sentence_is_said_in_english() {
    let partial = r#"{ "action": { "resolve": "Lösen" }, "incident": { "count": { "one": 5 } } }"#;
    let catalog = Catalog::new(Locale::from_zendesk("de"), "UTC", Some(partial));
    assert_eq!(catalog.say(&Message::Resolve), "Lösen");
    assert_eq!(catalog.say(&Message::Acknowledge), "Acknowledge");
    assert_eq!(catalog.say(&Message::IncidentCount { count: 1 }), "1 incident");
    assert_eq!(catalog.say(&Message::IncidentCount { count: 1_200 }), "1,200 incidents");
}

#[test]
fn a_translation_that_cannot_be_read_leaves_plain_english() {
    for broken in [None, Some(""), Some("[1]"), Some("{ \"action\": ")] {
        let catalog = Catalog::new(Locale::from_zendesk("ar"), "UTC", broken);
        assert_eq!(catalog.locale().catalog(), "en");
        assert_eq!(catalog.locale().direction().attribute(), "ltr");
        assert_eq!(catalog.say(&Message::Resolve), "Resolve");
    }
}

#[test]
fn hostile_text_in_a_slot_stays_text() {
    let catalog = Catalog::english();
    let said = catalog.say(&Message::EntryByAgo { name: "{{age}}<b>".to_owned(), age: "now".to_owned() });
    assert_eq!(said, "{{age}}<b> · now");
}

#[test]
fn slots_of_a_right_to_left_sentence_are_fenced_off() {
    let text = translation("ar");
    let catalog = Catalog::new(Locale::from_zendesk("ar"), "UTC", Some(&text));
    let said = catalog.say(&Message::AnnounceCreated { number: "#1042".to_owned() });
    assert!(said.contains("\u{2068}#1042\u{2069}"), "{said}");
}

#[test]
fn moments_are_said_by_their_day() {
    let now = 1_795_356_480_000;
    let catalog = Catalog::english();
    assert_eq!(catalog.moment(now, now), "Today, 14:08");
    assert_eq!(catalog.moment(now - 72_000_000, now), "Yesterday, 18:08");
    assert_eq!(catalog.moment(now - 864_000_000, now), "Nov 12, 2026, 14:08");
}

/// Everything but the list of sentences itself and what only tests say.
fn program(folder: &std::path::Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if name != "messages" {
                program(&path, out);
            }
        } else if !name.ends_with("_tests.rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            out.push_str(source.split("#[cfg(test)]\nmod tests {").next().unwrap());
        }
    }
}

#[test]
fn no_sentence_is_downloaded_that_nobody_says() {
    let mut source = String::new();
    program(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut source);
    let said_as = |name: &str| -> BTreeSet<String> {
        // One name ends like the other.
        let source = if name == "Message" { source.replace("SettingsMessage::", "") } else { source.clone() };
        source
            .split(&format!("{name}::"))
            .skip(1)
            .map(|rest| rest.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap().to_owned())
            .collect()
    };
    for (name, variants) in [("Message", messages::VARIANTS), ("SettingsMessage", settings::VARIANTS)] {
        let said = said_as(name);
        let never: Vec<_> = variants.iter().filter(|variant| !said.contains(**variant)).collect();
        assert!(never.is_empty(), "{never:?} are said nowhere: take them out of the list and of every translation");
    }
}
