//! Which language an agent reads, and how `Intl` calls it.

/// The languages that have words in `translations/`, English first because it is the fallback.
pub const CATALOGS: &[&str] = &["en", "de", "fr", "es", "pt-br", "ja", "ar"];

/// English made longer and put between brackets, which shows what overflows and what no translation reaches.
/// Only the sandbox has such an agent and such words; the name is Unicode's (CLDR, pseudo-locales).
const PSEUDO: &str = "en-xa";

/// The languages that are written from right to left, among those Zendesk offers to agents.
const RIGHT_TO_LEFT: &[&str] = &["ar", "he", "fa", "ur"];

/// The side on which a line begins; the value of the HTML attribute `dir`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `ltr`
    LeftToRight,
    /// `rtl`
    RightToLeft,
}

impl Direction {
    /// The value of the HTML attribute `dir`.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// The language of the words on the screen.
///
/// An agent whose language has no words here reads English, and then dates and numbers are English
/// too: half a sentence in another language helps nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    catalog: &'static str,
    tag: String,
    direction: Direction,
}

impl Locale {
    /// English, before Zendesk has said anything.
    pub fn english() -> Self {
        Self::from_zendesk("en")
    }

    /// Reads the agent's locale as Zendesk writes it: `en-US`, `pt-br`, `no`, `zh-cn`
    /// (Zendesk Apps Framework: `currentUser.locale`). Whatever cannot be read becomes English.
    pub fn from_zendesk(locale: &str) -> Self {
        Self::choose(locale, CATALOGS)
    }

    /// The name of the translation: the file is `translations/<catalog>.json`.
    pub fn catalog(&self) -> &'static str {
        self.catalog
    }

    /// The BCP 47 tag for `Intl`, with calendar and digits where the default would surprise.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The BCP 47 tag of the words themselves, for the HTML attribute `lang`.
    pub fn language(&self) -> &str {
        self.tag.split_once("-u-").map_or(self.tag.as_str(), |(language, _)| language)
    }

    /// The side on which lines begin.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    fn choose(locale: &str, catalogs: &[&'static str]) -> Self {
        let wanted = locale.trim().to_ascii_lowercase().replace('_', "-");
        let wanted = if is_tag(&wanted) { wanted } else { "en".to_owned() };
        let language = language_of(&wanted);
        let catalog = catalogs
            .iter()
            .chain(&[PSEUDO])
            .find(|name| **name == wanted)
            .or_else(|| catalogs.iter().find(|name| **name == language))
            .or_else(|| catalogs.iter().find(|name| language_of(name) == language))
            .copied()
            .unwrap_or("en");
        let speaks = language_of(catalog);
        let tag = intl_tag(if speaks == language { &wanted } else { catalog });
        let direction = if RIGHT_TO_LEFT.contains(&speaks) { Direction::RightToLeft } else { Direction::LeftToRight };
        Self { catalog, tag, direction }
    }
}

/// The part of a tag before the first hyphen.
fn language_of(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(language, _)| language)
}

/// Whether the text has the outer form of a language tag: letters, then letters or digits.
fn is_tag(text: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    let sized = |part: &str| (1..=8).contains(&part.len());
    let mut parts = text.split('-');
    parts.next().is_some_and(|first| (2..=3).contains(&first.len()) && letters(first))
        && parts.all(|part| sized(part) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Zendesk's name of a locale as `Intl` knows it.
///
/// Incident times are Gregorian everywhere, although Thai and some Arabic regions default to another
/// calendar; Arabic keeps the digits of the incident numbers beside it.
fn intl_tag(zendesk: &str) -> String {
    match zendesk {
        "no" => "nb".to_owned(),
        "zh-cn" => "zh-Hans-CN".to_owned(),
        "zh-tw" => "zh-Hant-TW".to_owned(),
        other => match language_of(other) {
            "ar" | "fa" => format!("{other}-u-ca-gregory-nu-latn"),
            "th" => format!("{other}-u-ca-gregory"),
            _ => other.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

    use std::collections::BTreeSet;

    use super::{CATALOGS, Direction, Locale};

    #[test]
    fn the_list_of_catalogs_is_the_folder_of_translations() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/translations");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
            .collect();
        let listed: BTreeSet<String> = CATALOGS.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(files, listed);
    }

    #[test]
    fn a_region_keeps_its_dates_and_reads_its_language() {
        let locale = Locale::from_zendesk("en-GB");
        assert_eq!((locale.catalog(), locale.tag()), ("en", "en-gb"));
        let locale = Locale::from_zendesk("de_AT");
        assert_eq!((locale.catalog(), locale.tag()), ("de", "de-at"));
        assert_eq!(locale.direction().attribute(), "ltr");
    }

    #[test]
    fn arabic_runs_from_the_right_with_the_digits_of_incident_numbers() {
        let locale = Locale::from_zendesk("ar");
        assert_eq!(locale.direction(), Direction::RightToLeft);
        assert_eq!(locale.tag(), "ar-u-ca-gregory-nu-latn");
        assert_eq!(locale.language(), "ar");
    }

    #[test]
    fn every_name_that_zendesk_gives_a_language_finds_its_words() {
        for (zendesk, catalog, tag) in [
            ("en-US", "en", "en-us"),
            ("fr-ca", "fr", "fr-ca"),
            ("fr", "fr", "fr"),
            ("es-419", "es", "es-419"),
            ("es-es", "es", "es-es"),
            ("pt", "pt-br", "pt"),
            ("pt-br", "pt-br", "pt-br"),
            ("pt-BR", "pt-br", "pt-br"),
            ("ja", "ja", "ja"),
            ("de-ch", "de", "de-ch"),
        ] {
            let locale = Locale::from_zendesk(zendesk);
            assert_eq!((locale.catalog(), locale.tag()), (catalog, tag), "{zendesk}");
            assert_eq!(locale.direction(), Direction::LeftToRight);
        }
    }

    #[test]
    fn the_pseudo_language_is_asked_for_only_by_its_full_name() {
        let pseudo = Locale::from_zendesk("en-XA");
        assert_eq!((pseudo.catalog(), pseudo.language()), ("en-xa", "en-xa"));
        assert_eq!(Locale::from_zendesk("en-x").catalog(), "en");
        assert_eq!(Locale::from_zendesk("de-xa").catalog(), "de");
    }

    #[test]
    fn an_agent_without_words_of_their_own_reads_english_throughout() {
        let hebrew = Locale::from_zendesk("he");
        assert_eq!((hebrew.catalog(), hebrew.tag()), ("en", "en"));
        assert_eq!(hebrew.direction(), Direction::LeftToRight);
    }

    #[test]
    fn names_that_intl_would_misread_are_translated() {
        let catalogs = &["en", "no", "zh-cn", "th", "he", "pt-br"];
        let tag = |name: &str| Locale::choose(name, catalogs).tag().to_owned();
        assert_eq!(tag("no"), "nb");
        assert_eq!(tag("zh-cn"), "zh-Hans-CN");
        assert_eq!(tag("th"), "th-u-ca-gregory");
        assert_eq!(tag("pt"), "pt");
        assert_eq!(Locale::choose("pt", catalogs).catalog(), "pt-br");
        assert_eq!(Locale::choose("he", catalogs).direction(), Direction::RightToLeft);
    }

    #[test]
    fn whatever_cannot_be_read_is_english() {
        for hostile in ["", "-", "../../x", "en/../de", "x", "e1", "de-", "german-language"] {
            assert_eq!(Locale::from_zendesk(hostile).tag(), "en", "{hostile}");
        }
    }
}
