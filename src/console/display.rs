//! What is shown of an incident, by the agent's choice or the administrator's.

pub use crate::domain::display::Item;
use crate::domain::display::{Block, Display};

use super::effect::{Effect, Focus};
use super::model::{Model, Section, Spoken, Task};
use super::timeline;

/// Something that happened to what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisplayEvent {
    /// The agent pressed the gear.
    Opened,
    /// The agent shows or hides something.
    Toggled(Item, bool),
    /// The agent moves something one place up.
    MovedUp(Item),
    /// The agent moves something one place down.
    MovedDown(Item),
    /// The agent dropped something on another of its kind.
    Dropped {
        /// What.
        item: Item,
        /// In whose place.
        onto: Item,
    },
    /// The agent goes back to what the administrator chose.
    Reset,
}

impl Model {
    /// What is shown: as the agent chose, else as the administrator did, else everything.
    pub fn display(&self) -> Display {
        let chosen = self.preferences.display.as_ref();
        let standard = || self.surroundings.as_ref().map(|it| &it.display);
        chosen.or_else(standard).cloned().unwrap_or_default()
    }

    /// Whether a part is shown. A note that the agent is writing, or that was not sent, is never hidden.
    pub fn shows(&self, block: Block) -> bool {
        let unsent = || self.dossiers.values().any(|it| !it.note_draft.is_empty() || !it.outbox.is_empty());
        self.display().blocks.shows(block) || (block == Block::Notes && (self.notes_wanted || unsent()))
    }

    /// The parts that are shown, in their order.
    pub fn blocks(&self) -> Vec<Block> {
        let display = self.display();
        display.blocks.items().iter().map(|(block, _)| *block).filter(|block| self.shows(*block)).collect()
    }

    /// Whether a section is shown and open, so that it has to be read.
    pub(super) fn reads(&self, section: Section) -> bool {
        let block = match section {
            Section::Details => Block::Details,
            Section::Timeline => Block::Timeline,
            Section::Notes => Block::Notes,
            Section::Tickets => Block::LinkedTickets,
        };
        self.preferences.open.contains(&section) && self.shows(block)
    }
}

pub(super) fn update(model: &mut Model, event: DisplayEvent) -> Vec<Effect> {
    match event {
        DisplayEvent::Opened => {
            model.task = Some(Task::Display);
            vec![Effect::Focus(Focus::Task)]
        }
        DisplayEvent::Toggled(item, shown) => {
            if item == Item::Block(Block::Notes) && !shown {
                model.notes_wanted = false;
            }
            change(model, |display| display.set(item, shown))
        }
        DisplayEvent::MovedUp(item) => step(model, item, true),
        DisplayEvent::MovedDown(item) => step(model, item, false),
        DisplayEvent::Dropped { item, onto } => {
            let (place, _) = model.display().standing(onto);
            if item.is_like(onto) { put(model, item, place) } else { Vec::new() }
        }
        DisplayEvent::Reset => {
            model.preferences.display = None;
            model.notes_wanted = false;
            let mut effects = vec![Effect::Remember(model.preferences.clone())];
            effects.extend(model.say(Spoken::DisplayReset));
            effects.extend(timeline::load_open_sections(model));
            effects
        }
    }
}

fn change(model: &mut Model, make: impl FnOnce(&mut Display)) -> Vec<Effect> {
    let mut display = model.display();
    make(&mut display);
    model.preferences.display = Some(display);
    let mut effects = vec![Effect::Remember(model.preferences.clone())];
    effects.extend(timeline::load_open_sections(model));
    effects
}

fn step(model: &mut Model, item: Item, up: bool) -> Vec<Effect> {
    let display = model.display();
    let Some(to) = display.step(item, up) else { return Vec::new() };
    let (_, count) = display.standing(item);
    let mut effects = put(model, item, to);
    // The row has moved in the page, which takes the focus from its button; and at an end only the other button is left.
    let up = if to == 0 { false } else { up || to + 1 == count };
    effects.push(Effect::Focus(Focus::Element(button(item, up))));
    effects
}

/// The id of a button that moves something.
pub fn button(item: Item, up: bool) -> String {
    format!("{}-{}", if up { "up" } else { "down" }, item.key())
}

fn put(model: &mut Model, item: Item, place: usize) -> Vec<Effect> {
    let mut effects = change(model, |display| display.put(item, place));
    let (place, count) = model.display().standing(item);
    effects.extend(model.say(Spoken::Moved(place + 1, count)));
    effects
}
