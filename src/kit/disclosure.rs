//! Sections that open and close.

use leptos::prelude::*;

use super::dynamic::{dynamic_words, shown_while};
use super::icon::{Icon, IconName};
use super::part::{element, part};
use super::reactive::{derive, ever};

/// A heading whose button shows or hides what belongs to it.
pub struct Disclosure {
    /// The heading.
    pub heading: Signal<String>,
    /// How many things are inside, if that is known.
    pub count: Option<Signal<Option<String>>>,
    /// Whether it is open. The caller keeps this, so that it can be remembered.
    pub open: Signal<bool>,
    /// The agent asked for the other state.
    pub on_toggle: Callback<()>,
    /// An id to which the focus can return.
    pub id: String,
}

impl Disclosure {
    /// Draws it around `content`, which is made when the section first opens, and kept from then on.
    pub fn view(self, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        let Self { heading, count, open, on_toggle, id } = self;
        let panel_id = format!("{id}-panel");
        let count =
            count.map(|count| dynamic_words(count, |count| part("span", "disclosure__count").text(count).into()));
        let button = part("button", "disclosure__button")
            .attr("id", &id)
            .attr("type", "button")
            .attr_bool("aria-expanded", open)
            .attr("aria-controls", &panel_id)
            .on_click(move || on_toggle.run(()))
            .child(element("span").words(heading))
            .child_maybe(count)
            .child(Icon { class: "disclosure__chevron", ..Icon::new(IconName::Expand) }.view());
        let panel = part("div", "disclosure__panel")
            .attr("id", &panel_id)
            .flag("hidden", derive(move || !open.get()))
            .child(shown_while(ever(open), content));
        part("section", "disclosure").child(element("h3").child(button)).child(panel).into()
    }
}
