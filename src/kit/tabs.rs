//! Two sides of one thing, of which one is shown, after the ARIA Authoring Practices' tabs.

use leptos::prelude::*;

use super::focus;
use super::part::{element, part};
use super::reactive::derive;

/// Two tabs and what they show. Any arrow key leads to the other one.
pub struct Tabs {
    /// Where the ids begin: letters, digits and `-`, different for each set of tabs.
    pub id: &'static str,
    /// What the tabs are the sides of.
    pub label: Signal<String>,
    /// The name of the first.
    pub first: Signal<String>,
    /// The name of the second.
    pub second: Signal<String>,
    /// Whether the second one is shown.
    pub on_second: Signal<bool>,
    /// The agent chose: whether the second.
    pub on_select: Callback<(bool,)>,
}

impl Tabs {
    /// Draws them around `content`, which shows the side that is chosen.
    pub fn view(self, content: AnyView) -> AnyView {
        let Self { id, label, first, second, on_second, on_select } = self;
        let name = move |second: bool| format!("{id}-tab-{}", if second { "second" } else { "first" });
        let panel = format!("{id}-side");
        let tab = |words: Signal<String>, this: bool| {
            let selected = derive(move || on_second.get() == this);
            part("button", "tabs__tab")
                .attr("type", "button")
                .attr("role", "tab")
                .attr("id", &name(this))
                .attr("aria-controls", &panel)
                .attr_bool("aria-selected", selected)
                .attr_live("tabindex", move || Some(if selected.get() { "0" } else { "-1" }.to_owned()))
                .on_click(move || on_select.run((this,)))
                .on_key(move |event| {
                    let other = match event.key().as_str() {
                        "ArrowLeft" | "ArrowRight" => !this,
                        "Home" => false,
                        "End" => true,
                        _ => return,
                    };
                    event.prevent_default();
                    on_select.run((other,));
                    focus::focus(&name(other));
                })
                .words(words)
        };
        let tabs = part("div", "tabs__list")
            .attr("role", "tablist")
            .attr_words("aria-label", label)
            .child(tab(first, false))
            .child(tab(second, true));
        let side = element("div")
            .attr("id", &panel)
            .attr("role", "tabpanel")
            .attr_live("aria-labelledby", move || Some(name(on_second.get())))
            .child(content);
        part("div", "tabs").child(tabs).child(side).into()
    }
}
