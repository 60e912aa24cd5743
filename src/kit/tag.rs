//! Tags: a state or a priority in a word or two.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::icon::{Icon, IconName};

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
#[component]
pub fn Tag(
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// The color.
    #[prop(into, optional)]
    tone: Signal<TagTone>,
    /// The icon before the words.
    #[prop(into, optional)]
    icon: MaybeProp<IconName>,
    /// The account's own color as `#rrggbb` or `rrggbb`, shown as a dot. Anything else shows no dot.
    #[prop(into, optional)]
    dot: MaybeProp<String>,
    /// An id, where a heading or the focus refers to the tag.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    view! {
        <span id=id class=move || tone.get().class()>
            {dynamic(move || icon.get().map(|name| view! { <Icon name=name small=true /> }.into_any()))}
            {dynamic(move || dot.get().and_then(|color| css_color(&color)).map(|color| view! { <PriorityDot color=color /> }.into_any()))}
            <span class="text--one-line">{label}</span>
        </span>
    }
    .into_any()
}

/// A dot in the account's own color. The words beside it carry the meaning.
#[component]
pub fn PriorityDot(
    /// A color that [`css_color`] let through.
    color: String,
) -> impl IntoView {
    view! { <i class="priority-dot" aria-hidden="true" style=("--dot-color", color)></i> }.into_any()
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
