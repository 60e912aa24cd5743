//! Switches: something that is on or off at once, in a row of its own or alone.

use leptos::prelude::*;

use super::identity::unique_id;
use super::part::part;

/// One thing that is on or off.
pub struct Switch {
    /// What it turns on.
    pub label: Signal<String>,
    /// What that means.
    pub hint: Signal<String>,
    /// Whether it is on.
    pub on: Signal<bool>,
    /// An id to which the focus can return.
    pub id: Option<String>,
    /// The person asked for the other state.
    pub on_change: Callback<(bool,)>,
}

impl Switch {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { label, hint, on, id, on_change } = self;
        let id = id.unwrap_or_else(|| unique_id("switch"));
        let (label_id, hint_id) = (format!("{id}-label"), format!("{id}-hint"));
        let control = part("input", "switch__control")
            .attr("type", "checkbox")
            .attr("role", "switch")
            .attr("id", &id)
            .attr("aria-labelledby", &label_id)
            .attr("aria-describedby", &hint_id)
            .property_bool("checked", move || on.get())
            .on("change", move |event| on_change.run((event_target_checked(&event),)));
        let text = part("span", "switch__text")
            .child(part("span", "switch__label").attr("id", &label_id).words(label))
            .child(part("span", "switch__hint").attr("id", &hint_id).words(hint));
        part("label", "switch").attr("for", &id).child(text).child(control).into()
    }
}

/// A switch without visible words, for a place whose heading says what it is of.
pub struct BareSwitch {
    /// What it turns on: the name for assistive technology.
    pub name: Signal<String>,
    /// Whether it is on.
    pub on: Signal<bool>,
    /// An id to which the focus can return.
    pub id: String,
    /// The person asked for the other state.
    pub on_change: Callback<(bool,)>,
}

impl BareSwitch {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { name, on, id, on_change } = self;
        part("input", "switch__control")
            .attr("type", "checkbox")
            .attr("role", "switch")
            .attr("id", &id)
            .attr_words("aria-label", name)
            .property_bool("checked", move || on.get())
            .on("change", move |event| on_change.run((event_target_checked(&event),)))
            .into()
    }
}
