//! Switches: something that is on or off from the moment it is pressed.

use leptos::prelude::*;

use super::dynamic::dynamic_words;
use super::part::{fragment, part};

/// One thing that is on or off. Its label stands elsewhere, or nowhere: the name says it to those who do not see the place.
pub struct Switch {
    /// What it turns on.
    pub name: Signal<String>,
    /// Whether it is on.
    pub checked: Signal<bool>,
    /// Why it may not be turned now; nothing if it may.
    pub disabled_because: Option<Signal<Option<String>>>,
    /// An id to which the focus can return.
    pub id: String,
    /// The other state was asked for.
    pub on_change: Callback<(bool,)>,
}

impl Switch {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { name, checked, disabled_because, id, on_change } = self;
        let control = part("input", "switch")
            .attr("type", "checkbox")
            .attr("role", "switch")
            .attr("id", &id)
            .attr_words("aria-label", name)
            .property_bool("checked", move || checked.get());
        let Some(because) = disabled_because else {
            return control.on("change", move |event| on_change.run((event_target_checked(&event),))).into();
        };
        let reason_id = format!("{id}-reason");
        let described_by = reason_id.clone();
        let control = control
            .attr_words_maybe("title", because)
            .attr_live("aria-disabled", move || because.with(Option::is_some).then(|| "true".to_owned()))
            .attr_live("aria-describedby", move || because.with(Option::is_some).then(|| described_by.clone()))
            // The press is taken back before the browser turns the switch; the focus stays on it.
            .on("click", move |event| {
                if because.with_untracked(Option::is_some) {
                    event.prevent_default();
                }
            })
            .on("change", move |event| on_change.run((event_target_checked(&event),)));
        let reason = dynamic_words(because, move |reason| {
            part("span", "visually-hidden").attr("id", &reason_id).text(reason).into()
        });
        fragment(vec![control.into(), reason])
    }
}
