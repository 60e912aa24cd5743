//! Puts values into the `{{holes}}` of a sentence.

/// First strong isolate: what follows keeps its own writing direction, whatever surrounds it.
const ISOLATE: char = '\u{2068}';
/// The end of what [`ISOLATE`] began.
const END_ISOLATE: char = '\u{2069}';

/// The sentence `template` with each `{{name}}` replaced by what `value` returns for the name.
///
/// It reads the template once, so a value that itself looks like a hole stays as it is.
/// A hole without a value, and a `{{` that nothing closes, stay visible.
pub(super) fn fill(template: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        if let Some(text) = value(name) {
            out.push_str(&text);
        } else {
            out.push_str("{{");
            out.push_str(name);
            out.push_str("}}");
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// `text` fenced off from the direction of the sentence around it, where that can matter:
/// always in a right-to-left sentence, otherwise only when the text has right-to-left letters.
///
/// Names, titles and numbers come from people of every language; without the fence their
/// punctuation and digits would jump to the other side of the sentence.
pub(super) fn isolate(text: &str, sentence_is_right_to_left: bool) -> String {
    if text.is_empty() || !(sentence_is_right_to_left || has_right_to_left(text)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 6);
    out.push(ISOLATE);
    out.push_str(text);
    out.push(END_ISOLATE);
    out
}

/// Whether any letter is written from right to left, or a control character says so.
/// The ranges are the right-to-left blocks of Unicode's `DerivedBidiClass`, from Hebrew to Adlam.
fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(letter,
            '\u{0590}'..='\u{08FF}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}')
    })
}

#[cfg(test)]
mod tests {
    use super::{fill, isolate};

    #[test]
    fn holes_take_their_values() {
        let filled = fill("{{name}}, {{age}}!", |name| Some(name.to_uppercase()));
        assert_eq!(filled, "NAME, AGE!");
    }

    #[test]
    fn a_value_that_looks_like_a_hole_is_not_filled_again() {
        let filled = fill("{{a}} {{b}}", |name| match name {
            "a" => Some("{{b}}".to_owned()),
            "b" => Some("{{a}}".to_owned()),
            _ => None,
        });
        assert_eq!(filled, "{{b}} {{a}}");
    }

    #[test]
    fn unknown_and_unclosed_holes_stay_visible() {
        assert_eq!(fill("{{who}} and {{", |_| None), "{{who}} and {{");
        assert_eq!(fill("a }} b", |_| None), "a }} b");
    }

    #[test]
    fn foreign_directions_are_fenced_off() {
        assert_eq!(isolate("Maya", false), "Maya");
        assert_eq!(isolate("Maya", true), "\u{2068}Maya\u{2069}");
        assert_eq!(isolate("مايا", false), "\u{2068}مايا\u{2069}");
        assert_eq!(isolate("\u{202E}gnp.exe", false), "\u{2068}\u{202E}gnp.exe\u{2069}");
        assert_eq!(isolate("", true), "");
    }
}
