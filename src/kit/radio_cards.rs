//! One of several, each with a line about it.

use leptos::prelude::*;

use super::identity::unique_id;
use super::part::{element, part};
use super::reactive::Slice;
use super::rows::{Row, rows};

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadioCard {
    /// What the caller gets back.
    pub key: String,
    /// What the agent reads first.
    pub label: String,
    /// More about it; may be empty.
    pub detail: String,
}

/// A group of framed radio buttons.
pub struct RadioCards {
    /// What is chosen.
    pub legend: Signal<String>,
    /// The choices.
    pub cards: Slice<Vec<RadioCard>>,
    /// The key of the chosen one.
    pub chosen: Slice<Option<String>>,
    /// The agent chose: the key.
    pub on_choose: Callback<(String,)>,
}

impl RadioCards {
    /// Draws it.
    pub fn view(self) -> AnyView {
        let Self { legend, cards, chosen, on_choose } = self;
        let group = unique_id("choice");
        let each = move || {
            let group = group.clone();
            let row = |card: RadioCard| {
                let (key, group) = ([&*card.key, &*card.label, &*card.detail].join("\n"), group.clone());
                Row::new(key, move || draw(card, &group, chosen, on_choose))
            };
            cards.get().into_iter().map(row).collect()
        };
        element("fieldset")
            .child(part("legend", "visually-hidden").words(legend))
            .child(part("div", "stack").child(rows(each)))
            .into()
    }
}

fn draw(card: RadioCard, group: &str, chosen: Slice<Option<String>>, on_choose: Callback<(String,)>) -> AnyView {
    let RadioCard { key, label, detail } = card;
    let (own, value) = (key.clone(), key.clone());
    let control = part("input", "radio-card__box")
        .attr("type", "radio")
        .attr("name", group)
        .attr("value", &value)
        .property_bool("checked", move || chosen.with(|chosen| chosen.as_ref() == Some(&own)))
        .on("change", move |_| on_choose.run((key.clone(),)));
    let detail =
        (!detail.is_empty()).then(|| part("span", "radio-card__detail").child(element("bdi").text(&detail)).into());
    let words = element("span").child(part("bdi", "text--strong").text(&label)).child_maybe(detail);
    part("label", "radio-card").child(control).child(words).into()
}
