//! Avatars: a person's initials on a color that stays theirs.

use leptos::prelude::*;

use super::icon::{IconName, small_icon};
use super::part::{element, part};

const HUES: [&str; 4] = ["avatar", "avatar avatar--purple", "avatar avatar--azure", "avatar avatar--orange"];

/// A circle with initials. It is decoration: the name stands beside it as text.
#[must_use]
pub fn avatar(name: Signal<String>) -> AnyView {
    element("span")
        .attr_live("class", move || Some(name.with(|name| hue_class(name)).to_owned()))
        .attr("aria-hidden", "true")
        .live(move || name.with(|name| initials(name)))
        .into()
}

/// The circle of what is no person and has no initials, such as a service that acts through an integration.
#[must_use]
pub fn machine() -> AnyView {
    part("span", "avatar avatar--machine").attr("aria-hidden", "true").child(small_icon(IconName::Workflow)).into()
}

/// The first letter of the first and of the last word that begin with one, which the style sheet sets in upper case; "?" if there is none.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut letters =
        name.split_whitespace().filter_map(|word| word.chars().next().filter(|letter| !letter.is_ascii_punctuation()));
    match (letters.next(), letters.next_back()) {
        (Some(first), Some(last)) => [first, last].iter().collect(),
        (Some(only), None) => only.to_string(),
        (None, _) => "?".to_owned(),
    }
}

fn hue_class(name: &str) -> &'static str {
    let sum = name.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    HUES.get(sum % HUES.len()).copied().unwrap_or("avatar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_take_the_first_and_the_last_word() {
        assert_eq!(initials("Maya Chen"), "MC");
        assert_eq!(initials("ana de la cruz"), "ac");
        assert_eq!(initials("Zoë"), "Z");
        assert_eq!(initials("Jonas Okafor (Support)"), "JO");
        assert_eq!(initials("مايا تشن"), "مت");
        assert_eq!(initials("  "), "?");
    }

    #[test]
    fn a_name_keeps_its_color() {
        assert_eq!(hue_class("Maya Chen"), hue_class("Maya Chen"));
        let hues: std::collections::BTreeSet<_> =
            ["Maya Chen", "Priya Nair", "Jonas Okafor", "Dana Kowalski", "Ola Berg", "Ivo Marsh"].map(hue_class).into();
        assert!(hues.len() > 1);
    }
}
