//! What the console shows until an agent chooses otherwise.

use crate::domain::display::{Display, Item};

use super::effect::Effect;
use super::model::{Model, Spoken};

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {}

/// Something that happened here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutEvent {
    /// Shows or hides something.
    Toggled(Item, bool),
    /// Moves something one place up or down.
    Moved {
        /// What.
        item: Item,
        /// Whether up.
        up: bool,
    },
    /// Dropped something on another of its kind.
    Dropped {
        /// What.
        item: Item,
        /// In whose place.
        onto: Item,
    },
    /// Everything is shown again, in the usual order.
    Reset,
}

/// The id of a button that moves something.
pub fn button(item: Item, up: bool) -> String {
    format!("{}-{}", if up { "up" } else { "down" }, item.key())
}

pub(super) fn update(model: &mut Model, event: LayoutEvent) -> Vec<Effect> {
    let display = &mut model.store.draft.display;
    match event {
        LayoutEvent::Toggled(item, shown) => {
            display.set(item, shown);
            Vec::new()
        }
        LayoutEvent::Moved { item, up } => {
            let Some(to) = display.step(item, up) else { return Vec::new() };
            let (_, count) = display.standing(item);
            // The row has moved in the page, which takes the focus from its button; and at an end only the other button is left.
            let up = if to == 0 { false } else { up || to + 1 == count };
            let mut effects = put(model, item, to);
            effects.push(Effect::Focus(button(item, up)));
            effects
        }
        LayoutEvent::Dropped { item, onto } => {
            let (place, _) = display.standing(onto);
            if item.is_like(onto) { put(model, item, place) } else { Vec::new() }
        }
        LayoutEvent::Reset => {
            *display = Display::default();
            model.say(Spoken::LayoutReset)
        }
    }
}

fn put(model: &mut Model, item: Item, place: usize) -> Vec<Effect> {
    model.store.draft.display.put(item, place);
    let (place, count) = model.store.draft.display.standing(item);
    model.say(Spoken::Moved(place + 1, count))
}
