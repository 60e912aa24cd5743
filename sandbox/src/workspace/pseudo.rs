//! English as no translation has it: accented, longer by two fifths, and between brackets.
//!
//! An agent with the locale [`LOCALE`] reads the app in it. What it cuts off or pushes aside would be cut off in a longer
//! language too, and words outside of brackets are no part of any translation. It is made of the served app's own English, so
//! that it is never behind, and no built app holds it.

use serde_json::Value;

/// Unicode's name for such English (CLDR, pseudo-locales).
pub(super) const LOCALE: &str = "en-xa";
/// How much longer words become, as a fraction: translations of short English labels are up to twice as long, sentences a third.
const GROWTH: (usize, usize) = (2, 5);
/// What makes a word longer; every letter is another one, so that the end of what is cut off can be told.
const PADDING: [&str; 6] = ["öñé", "ŧŵö", "ţĥŕéé", "ƒöûŕ", "ƒîṽé", "šîẋ"];
/// The accented form of every letter, from `a` and `A` on.
const SMALL: [char; 26] = [
    'å', 'ƀ', 'ç', 'ð', 'é', 'ƒ', 'ĝ', 'ĥ', 'î', 'ĵ', 'ķ', 'ļ', 'ɱ', 'ñ', 'ö', 'þ', 'ǫ', 'ŕ', 'š', 'ţ', 'û', 'ṽ', 'ŵ',
    'ẋ', 'ý', 'ž',
];
const LARGE: [char; 26] = [
    'Å', 'Ɓ', 'Ç', 'Ð', 'É', 'Ƒ', 'Ĝ', 'Ĥ', 'Î', 'Ĵ', 'Ķ', 'Ļ', 'Ṁ', 'Ñ', 'Ö', 'Þ', 'Ǫ', 'Ŕ', 'Š', 'Ţ', 'Û', 'Ṽ', 'Ŵ',
    'Ẋ', 'Ý', 'Ž',
];

/// The pseudo-translation of the text of an English one; nothing when that is no JSON.
pub(super) fn translate(english: &[u8]) -> Option<Vec<u8>> {
    let mut words: Value = serde_json::from_slice(english).ok()?;
    walk(&mut words);
    serde_json::to_vec(&words).ok()
}

fn walk(value: &mut Value) {
    match value {
        Value::String(text) => *text = sentence(text),
        Value::Object(members) => members.values_mut().for_each(walk),
        _ => {}
    }
}

/// One sentence; its `{{slots}}` stay as they are.
fn sentence(english: &str) -> String {
    let mut out = String::from("[");
    let mut letters = 0;
    let mut rest = english;
    loop {
        let (words, behind) = rest.split_once("{{").unwrap_or((rest, ""));
        out.extend(words.chars().map(accented));
        letters += words.chars().count();
        let Some((slot, behind)) = behind.split_once("}}") else {
            break;
        };
        out.push_str("{{");
        out.push_str(slot);
        out.push_str("}}");
        rest = behind;
    }
    let wanted = (letters * GROWTH.0).div_ceil(GROWTH.1);
    let mut padded = 0;
    for word in PADDING.iter().cycle() {
        if padded >= wanted {
            break;
        }
        out.push(' ');
        out.push_str(word);
        padded += 1 + word.chars().count();
    }
    out.push(']');
    out
}

fn accented(letter: char) -> char {
    let from = |first: u8, letters: [char; 26]| {
        u8::try_from(letter).ok().and_then(|byte| letters.get(usize::from(byte.checked_sub(first)?)).copied())
    };
    from(b'a', SMALL).or_else(|| from(b'A', LARGE)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::{sentence, translate};

    #[test]
    fn a_sentence_is_accented_longer_and_between_brackets() {
        assert_eq!(sentence("Resolve"), "[Ŕéšöļṽé öñé]");
        assert_eq!(sentence("Zzz 9 @[`{"), "[Žžž 9 @[`{ öñé]");
        let english = "The console couldn’t start, because a part of it couldn’t be loaded.";
        let growth = sentence(english).chars().count() * 100 / english.chars().count();
        assert!((140..155).contains(&growth), "{growth}");
    }

    #[test]
    fn slots_stay_as_they_are() {
        assert_eq!(sentence("#{{number}}"), "[#{{number}} öñé]");
        assert_eq!(sentence("{{name}} by {{age}}"), "[{{name}} ƀý {{age}} öñé]");
        assert_eq!(sentence("{{a}}{{b}}"), "[{{a}}{{b}}]");
    }

    #[test]
    fn every_sentence_of_a_translation_is_changed_and_nothing_else() {
        let made = translate(br#"{"a":{"one":"x","other":"{{count}} x"},"b":"Y"}"#).unwrap_or_default();
        assert_eq!(
            String::from_utf8_lossy(&made),
            r#"{"a":{"one":"[ẋ öñé]","other":"[{{count}} ẋ öñé]"},"b":"[Ý öñé]"}"#
        );
        assert_eq!(translate(b"{"), None);
    }
}
