//! The words of one language, with English behind them.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use super::fill::{fill, isolate};
use super::format::{Day, Formats};
use super::locale::{Direction, Locale};
use super::messages::{Message, Sentence, Slot};

/// The sentences of one locale and the formats that belong to them.
pub struct Catalog {
    locale: Locale,
    formats: Formats,
    /// The language's own words; nothing when it is English.
    words: Option<Value>,
    /// Read only when a sentence of a screen is first missing from `words`; by the text that it was read from.
    english: RefCell<Vec<(&'static str, Rc<Value>)>>,
}

impl Catalog {
    /// A catalog from the text of `translations/<locale.catalog()>.json`.
    ///
    /// Without a text, or with one that is no JSON object, the words and formats are English:
    /// a translation that did not arrive must not stop the console.
    pub fn new(locale: Locale, time_zone: &str, translation: Option<&str>) -> Self {
        let words = translation.and_then(|text| serde_json::from_str(text).ok()).filter(Value::is_object);
        let locale = if words.is_some() || locale.catalog() == "en" { locale } else { Locale::english() };
        Self { formats: Formats::new(&locale, time_zone), locale, words, english: RefCell::default() }
    }

    /// English in the browser's time zone, before anything is known of the agent.
    pub fn english() -> Self {
        Self::new(Locale::english(), "", None)
    }

    /// The locale of the words that are really here.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// Numbers, ages, moments and lists in this locale.
    pub fn formats(&self) -> &Formats {
        &self.formats
    }

    /// The sentence in this language; in English when it is missing; its key when that is too.
    pub fn say(&self, message: &dyn Sentence) -> String {
        let category = |count| self.formats.category(count);
        let put = |template: &str| fill(template, |name| self.slot(message, name));
        if let Some(words) = &self.words
            && let Some(own) = template(words, message, category)
        {
            return put(own);
        }
        let english = self.english_of(message);
        let category = |count| if count == 1 { "one" } else { "other" }.to_owned();
        template(&english, message, category).map_or_else(|| message.key().to_owned(), put)
    }

    /// The English that holds a sentence.
    fn english_of(&self, message: &dyn Sentence) -> Rc<Value> {
        let source = message.english();
        let mut read = self.english.borrow_mut();
        if let Some((_, words)) = read.iter().find(|(from, _)| std::ptr::eq(*from, source)) {
            return Rc::clone(words);
        }
        let words = Rc::new(serde_json::from_str(source).unwrap_or_default());
        read.push((source, Rc::clone(&words)));
        words
    }

    /// A moment as an agent would say it: `Today, 14:08`, `Yesterday, 18:20`, else date and time.
    /// Both are milliseconds since 1970-01-01 UTC.
    pub fn moment(&self, at: i64, now: i64) -> String {
        match self.formats.day(at, now) {
            Day::Today => self.say(&Message::Today { time: self.formats.time(at) }),
            Day::Yesterday => self.say(&Message::Yesterday { time: self.formats.time(at) }),
            Day::Other => self.formats.date_time(at),
        }
    }

    fn slot(&self, message: &dyn Sentence, wanted: &str) -> Option<String> {
        let right_to_left = self.locale.direction() == Direction::RightToLeft;
        let mut found = None;
        message.visit_slots(&mut |name, slot| {
            if name == wanted {
                found = Some(match slot {
                    Slot::Text(text) => isolate(text, right_to_left),
                    Slot::Count(count) => self.formats.number(count),
                });
            }
        });
        found
    }
}

/// The text of a sentence in one translation, in the plural form that `category` chooses.
fn template<'words>(
    words: &'words Value,
    message: &dyn Sentence,
    category: impl Fn(u64) -> String,
) -> Option<&'words str> {
    let leaf = message.key().split('.').try_fold(words, |section, part| section.get(part))?;
    match leaf {
        Value::String(text) => Some(text),
        Value::Object(forms) => forms.get(&category(message.count()?)).or_else(|| forms.get("other"))?.as_str(),
        _ => None,
    }
}

#[cfg(test)]
#[path = "catalog_tests.rs"]
mod tests;
