//! Checkboxes.

use leptos::prelude::*;

use super::dynamic::dynamic_words;
use super::part::{element, part};

/// One thing that is on or off.
pub struct Checkbox {
    /// What it turns on.
    pub label: Signal<String>,
    /// What that means.
    pub hint: Option<Signal<Option<String>>>,
    /// Whether it is on.
    pub checked: Signal<bool>,
    /// The agent asked for the other state.
    pub on_change: Callback<(bool,)>,
}

impl Checkbox {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { label, hint, checked, on_change } = self;
        let control = part("input", "checkbox__box")
            .attr("type", "checkbox")
            .property_bool("checked", move || checked.get())
            .on("change", move |event| on_change.run((event_target_checked(&event),)));
        let hint =
            hint.map(|hint| dynamic_words(hint, |hint| part("span", "checkbox__hint").text(" ").text(hint).into()));
        part("label", "checkbox").child(control).child(element("span").words(label).child_maybe(hint)).into()
    }
}
