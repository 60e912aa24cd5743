//! The frame of a form control: label, hint and error, tied to the control by ids.

use leptos::prelude::*;

use super::dynamic::dynamic_words;
use super::icon::{IconName, small_icon};
use super::identity::unique_id;
use super::part::{Part, element, part};
use super::reactive::derive;

/// What a [`Field`] tells the control inside it, so that a panel writes each id never.
#[derive(Clone)]
pub struct FieldLinks {
    /// The id the control must take: the label refers to it.
    pub control: String,
    /// The ids of the hint and the error that are shown now.
    pub described_by: Signal<Option<String>>,
    /// Whether an error is shown.
    pub invalid: Signal<bool>,
    /// Whether the field must be filled.
    pub required: bool,
}

impl FieldLinks {
    /// Ties `control` to its field.
    pub fn tie(&self, control: Part) -> Part {
        control
            .attr("id", &self.control)
            .attr_maybe("aria-required", self.required.then_some("true"))
            .attr_while("aria-invalid", self.invalid)
            .attr_words_maybe("aria-describedby", self.described_by)
    }
}

/// A label with one control, and with what helps to fill it.
pub struct Field {
    /// The label. It is always visible text unless `label_hidden`.
    pub label: Signal<String>,
    /// Hides the label from sight, where an icon and the heading say the same.
    pub label_hidden: bool,
    /// How to fill it, or what a choice means.
    pub hint: Option<Signal<String>>,
    /// What is wrong, and how to mend it.
    pub error: Option<Signal<Option<String>>>,
    /// Whether it must be filled: a star shows it, and the control says it.
    pub required: bool,
    /// The id of the control, where the focus should reach it, such as the first one with an error.
    pub id: Option<String>,
}

impl Field {
    /// A field with a label and nothing else.
    #[must_use]
    pub fn new(label: Signal<String>) -> Self {
        Self { label, label_hidden: false, hint: None, error: None, required: false, id: None }
    }

    /// Draws it around the control that `draw` makes.
    pub fn view(self, draw: impl FnOnce(&FieldLinks) -> AnyView) -> AnyView {
        let id = self.id.unwrap_or_else(|| unique_id("field"));
        let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
        let (hint, error) = (self.hint, self.error);
        let invalid = derive(move || error.is_some_and(|error| error.with(Option::is_some)));
        let described_by = {
            let hint_id = hint.map(|_| hint_id.clone());
            let error_id = error_id.clone();
            derive(move || match (invalid.get(), &hint_id) {
                (true, Some(hint_id)) => Some(format!("{error_id} {hint_id}")),
                (true, None) => Some(error_id.clone()),
                (false, hint_id) => hint_id.clone(),
            })
        };
        let links = FieldLinks { control: id, described_by, invalid, required: self.required };
        let mark = self.required.then(|| part("span", "field__mark").attr("aria-hidden", "true").text(" *").into());
        let label = part("label", if self.label_hidden { "field__label visually-hidden" } else { "field__label" })
            .attr("for", &links.control)
            .words(self.label)
            .child_maybe(mark);
        let error = error.map(|error| {
            dynamic_words(error, move |words| {
                let words = element("span").text(words);
                part("p", "field__error").attr("id", &error_id).child(small_icon(IconName::Error)).child(words).into()
            })
        });
        let hint = hint.map(|hint| part("p", "field__hint").attr("id", &hint_id).words(hint).into());
        part("div", "field").child(label).child(draw(&links)).child_maybe(error).child_maybe(hint).into()
    }
}
