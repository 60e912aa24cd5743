//! Tags: a state or a priority in a word or two.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::icon::{IconName, small_icon};
use super::part::{element, part};

/// The color of a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagTone {
    /// Grey.
    #[default]
    Neutral,
    /// Red.
    Danger,
    /// Amber.
    Warning,
    /// Green.
    Success,
    /// Blue.
    Primary,
}

impl TagTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tag",
            Self::Danger => "tag tag--danger",
            Self::Warning => "tag tag--warning",
            Self::Success => "tag tag--success",
            Self::Primary => "tag tag--primary",
        }
    }
}

/// A word or two on a colored ground, with an icon whose shape says the same as the color.
pub fn tag(label: Signal<String>, look: impl Fn() -> (TagTone, Option<IconName>) + Copy + Send + 'static) -> AnyView {
    element("span")
        .attr_live("class", move || Some(look().0.class().to_owned()))
        .child(dynamic(move || look().1.map(small_icon)))
        .child(part("span", "text--one-line").words(label))
        .into()
}

/// A fact on a grey ground, in plain letters: one of several that belong together. Text from elsewhere reads in its own direction.
#[must_use]
pub fn fact_tag(label: &str) -> AnyView {
    part("span", "tag tag--fact").child(part("bdi", "text--one-line").text(label)).into()
}

/// A grey tag with the account's own color as a dot: `#rrggbb` or `rrggbb`; anything else shows no dot.
#[must_use]
pub fn dotted_tag(label: &str, color: Option<&str>) -> AnyView {
    part("span", TagTone::Neutral.class())
        .child_maybe(color.and_then(css_color).map(priority_dot))
        .child(part("span", "text--one-line").text(label))
        .into()
}

/// A dot in the account's own color, one that [`css_color`] let through. The words beside it carry the meaning.
#[must_use]
pub fn priority_dot(color: String) -> AnyView {
    part("i", "priority-dot").attr("aria-hidden", "true").custom_property("--dot-color", color).into()
}

/// A color of an account as CSS writes it, or nothing if it is not six hexadecimal digits: the value comes from the
/// network and goes into a style.
#[must_use]
pub fn css_color(color: &str) -> Option<String> {
    let digits = color.strip_prefix('#').unwrap_or(color);
    let plain = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| format!("#{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_six_digits_and_nothing_else() {
        assert_eq!(css_color("a8171c").as_deref(), Some("#a8171c"));
        assert_eq!(css_color("#A8171C").as_deref(), Some("#A8171C"));
        for color in ["", "#fff", "red", "a8171c;}", "url(//x)", "ääää"] {
            assert_eq!(css_color(color), None, "{color}");
        }
    }
}
