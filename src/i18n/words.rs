//! The words as views reach them: one small handle, and text that follows the language.

use std::rc::Rc;

use leptos::prelude::{LocalStorage, RwSignal, Set, With, provide_context, use_context};

use super::catalog::Catalog;
use super::format::Day;
use super::locale::Direction;
use super::messages::Sentence;

/// A handle to the current [`Catalog`], cheap to copy into any view or closure.
///
/// Its methods track: a view that says something says it anew when the language changes.
#[derive(Clone, Copy)]
pub struct Words {
    catalog: RwSignal<Rc<Catalog>, LocalStorage>,
}

impl Words {
    /// A handle that belongs to the current reactive owner.
    pub fn new(catalog: Catalog) -> Self {
        Self { catalog: RwSignal::new_local(Rc::new(catalog)) }
    }

    /// Makes the handle known to every view below.
    pub fn provide(self) {
        provide_context(self);
    }

    /// The handle provided above; plain English when there is none.
    pub fn from_context() -> Self {
        use_context().unwrap_or_else(|| Self::new(Catalog::english()))
    }

    /// Changes the language; everything said through this handle is said again.
    pub fn change(self, catalog: Catalog) {
        self.catalog.set(Rc::new(catalog));
    }

    /// The sentence in the current language.
    pub fn say(self, message: impl Sentence) -> String {
        self.read(|catalog| catalog.say(&message))
    }

    /// How long ago a moment was, as [`Formats::relative`](super::Formats::relative).
    pub fn relative(self, then: i64, now: i64) -> String {
        self.read(|catalog| catalog.formats().relative(then, now))
    }

    /// The span between two moments, as [`Formats::since`](super::Formats::since).
    pub fn since(self, then: i64, now: i64) -> String {
        self.read(|catalog| catalog.formats().since(then, now))
    }

    /// A span in milliseconds, as [`Formats::duration`](super::Formats::duration).
    pub fn duration(self, milliseconds: u64) -> String {
        self.read(|catalog| catalog.formats().duration(milliseconds))
    }

    /// A moment by its day, as [`Catalog::moment`].
    pub fn moment(self, at: i64, now: i64) -> String {
        self.read(|catalog| catalog.moment(at, now))
    }

    /// The time of day, as [`Formats::time`](super::Formats::time).
    pub fn time(self, at: i64) -> String {
        self.read(|catalog| catalog.formats().time(at))
    }

    /// The time of day in another time zone, as [`Formats::time_in`](super::Formats::time_in).
    pub fn time_in(self, at: i64, time_zone: &str) -> Option<String> {
        self.consult(|catalog| catalog.formats().time_in(at, time_zone)).flatten()
    }

    /// A moment to come: the time of day if it is today, else with its date.
    pub fn deadline(self, at: i64, now: i64) -> String {
        self.read(|catalog| match catalog.formats().day(at, now) {
            Day::Today => catalog.formats().time(at),
            Day::Yesterday | Day::Other => catalog.formats().date_time(at),
        })
    }

    /// Date and time in full, as [`Formats::date_time`](super::Formats::date_time).
    pub fn date_time(self, at: i64) -> String {
        self.read(|catalog| catalog.formats().date_time(at))
    }

    /// The hour of the agent's next calendar day, as [`Formats::tomorrow_at`](super::Formats::tomorrow_at).
    pub fn tomorrow_at(self, hour: i64, now: i64) -> i64 {
        self.consult(|catalog| catalog.formats().tomorrow_at(hour, now)).unwrap_or(now)
    }

    /// Items joined as a sentence does it.
    pub fn list(self, items: &[String]) -> String {
        self.read(|catalog| catalog.formats().list(items))
    }

    /// A whole number in the style of the language.
    pub fn number(self, value: u64) -> String {
        self.read(|catalog| catalog.formats().number(value))
    }

    /// The BCP 47 tag of the words, for the HTML attribute `lang`.
    pub fn language(self) -> String {
        self.read(|catalog| catalog.locale().language().to_owned())
    }

    /// The side on which lines begin.
    pub fn direction(self) -> Direction {
        self.catalog.try_with(|catalog| catalog.locale().direction()).unwrap_or(Direction::LeftToRight)
    }

    /// Asks the catalog something that takes more than one sentence; nothing when the screen that owned it is gone.
    pub fn consult<T>(self, read: impl FnOnce(&Catalog) -> T) -> Option<T> {
        self.catalog.try_with(|catalog| read(catalog))
    }

    /// Reads the catalog; empty text when the screen that owned it is gone.
    fn read(self, read: impl FnOnce(&Catalog) -> String) -> String {
        self.catalog.try_with(|catalog| read(catalog)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::{Get, Memo, Owner};

    use super::Words;
    use crate::i18n::{Catalog, Locale, Message};

    #[test]
    fn text_follows_the_language() {
        let owner = Owner::new();
        owner.with(|| {
            let words = Words::new(Catalog::english());
            words.provide();
            let text = Memo::new(move |_| words.say(Message::Resolve));
            assert_eq!(text.get(), "Resolve");

            let german = r#"{ "action": { "resolve": "Lösen" } }"#;
            Words::from_context().change(Catalog::new(Locale::from_zendesk("de"), "Europe/Berlin", Some(german)));
            assert_eq!(text.get(), "Lösen");
            assert_eq!(words.language(), "de");
        });
    }

    #[test]
    fn without_a_screen_above_the_words_are_english() {
        let owner = Owner::new();
        owner.with(|| {
            assert_eq!(Words::from_context().say(&Message::Undo), "Undo");
        });
    }

    #[test]
    fn a_handle_that_outlives_its_screen_says_nothing() {
        let owner = Owner::new();
        let words = owner.with(|| Words::new(Catalog::english()));
        owner.cleanup();
        assert_eq!(words.say(Message::Undo), "");
    }
}
