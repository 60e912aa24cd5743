//! Review, write, read back; and what to do when another administrator was faster.

use crate::domain::configuration::{LARGEST, Section, Side, merge};
use crate::domain::failure::Failure;

use super::super::effect::Effect;
use super::super::model::{Model, Spoken};
use super::{Conflict, Notice, StoreEffect, StoreEvent, Stored, Task, drop_edits, focus_on_heading, leave, open};

/// How saving ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Zendesk holds what was written; it was read back.
    Saved(Stored),
    /// Before anything was written it held something else than what was loaded.
    Overtaken(Stored),
    /// It could not be read before writing, so nothing was written.
    NotRead(Failure),
    /// It was not written, for sure.
    NotWritten(Failure),
    /// It was written, and nobody knows whether that arrived.
    Unsure {
        /// Why.
        failure: Failure,
        /// What was written.
        text: String,
    },
    /// Zendesk said that it was written, but holds something else.
    Mismatch(Stored),
    /// It is larger than the setting; nothing was written.
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
}

pub(super) fn update(model: &mut Model, event: StoreEvent) -> Vec<Effect> {
    match event {
        StoreEvent::SaveClicked => review(model),
        StoreEvent::Measured { asked, bytes } if model.store.examined == Some(asked) => {
            model.store.examined = None;
            model.store.bytes = Some(bytes);
            Vec::new()
        }
        StoreEvent::SaveConfirmed => save(model),
        StoreEvent::Ended { asked, outcome } if model.store.saving == Some(asked) => {
            model.store.saving = None;
            ended(model, *outcome)
        }
        StoreEvent::TaskClosed if !model.store.is_saving() => {
            leave(model);
            vec![focus_on_heading()]
        }
        StoreEvent::NewsOpened => match model.store.newer.take() {
            Some(theirs) => conflict(model, theirs),
            None => Vec::new(),
        },
        StoreEvent::SideChosen(section, side) => {
            if let Some(Task::Conflict(conflict)) = &mut model.store.task {
                conflict.chosen.retain(|(other, _)| *other != section);
                conflict.chosen.push((section, side));
            }
            Vec::new()
        }
        StoreEvent::KeepBothClicked => keep_both(model),
        StoreEvent::OverwriteClicked => match take_theirs(model) {
            Some(theirs) => {
                model.store.rest_on(theirs);
                model.store.starts_over = model.store.unreadable().is_some();
                review(model)
            }
            None => Vec::new(),
        },
        StoreEvent::DiscardMineClicked => match take_theirs(model) {
            Some(theirs) => {
                model.store.rest_on(theirs);
                drop_edits(model)
            }
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Shows what would be saved, unless there is something to decide first.
pub(super) fn review(model: &mut Model) -> Vec<Effect> {
    if !model.store.is_changed() || model.store.is_saving() {
        model.store.task = None;
        return vec![focus_on_heading()];
    }
    if let Some(newer) = model.store.newer.take() {
        return conflict(model, newer);
    }
    let Some(before) = model.store.stored.known().map(|stored| stored.text.clone()) else { return Vec::new() };
    let mut effects = open(model, Task::Review);
    let asked = model.ask();
    model.store.examined = Some(asked);
    model.store.bytes = None;
    let draft = Box::new(model.store.draft.clone());
    effects.push(Effect::Store(StoreEffect::Measure { asked, draft, before }));
    effects
}

fn save(model: &mut Model) -> Vec<Effect> {
    let too_large = model.store.bytes.is_some_and(|bytes| bytes > LARGEST);
    let ready = model.store.task == Some(Task::Review) && model.store.is_changed() && !model.store.is_saving();
    if !ready || too_large || !model.online {
        return Vec::new();
    }
    let Some(loaded) = model.store.stored.known().map(|stored| stored.text.clone()) else { return Vec::new() };
    let asked = model.ask();
    let store = &mut model.store;
    store.saving = Some(asked);
    store.notice = None;
    // A reading that is under way would bring what was there before.
    store.asked = None;
    let draft = Box::new(store.draft.clone());
    vec![Effect::Store(StoreEffect::Save { asked, draft, loaded, doubt: store.doubt.clone() })]
}

fn ended(model: &mut Model, outcome: Outcome) -> Vec<Effect> {
    let store = &mut model.store;
    match outcome {
        Outcome::Saved(stored) => {
            store.rest_on(stored);
            store.read_at = Some(model.now);
            if !store.is_changed() {
                store.draft = store.untouched();
            }
            store.undo = None;
            store.task = None;
            store.notice = Some(Notice::Saved);
            let mut effects = vec![Effect::Store(StoreEffect::Announce), focus_on_heading()];
            effects.extend(model.say(Spoken::Saved));
            effects
        }
        Outcome::Overtaken(theirs) => {
            store.doubt = None;
            conflict(model, theirs)
        }
        // What was in doubt before stays so: it could not be looked at.
        Outcome::NotRead(failure) => told(model, Notice::Failed(failure)),
        Outcome::NotWritten(failure) => {
            store.doubt = None;
            told(model, Notice::Failed(failure))
        }
        Outcome::Unsure { failure, text } => {
            store.doubt = Some(text);
            told(model, Notice::Unsure(failure))
        }
        Outcome::Mismatch(stored) => {
            let other = store.stored.known().is_some_and(|known| known.text != stored.text);
            if other {
                store.newer = Some(stored);
            }
            store.doubt = None;
            told(model, Notice::Mismatch)
        }
        Outcome::TooLarge { bytes } => {
            store.bytes = Some(bytes);
            told(model, Notice::TooLarge { bytes })
        }
    }
}

fn told(model: &mut Model, notice: Notice) -> Vec<Effect> {
    model.store.notice = Some(notice);
    Vec::new()
}

/// Shows what both changed. When what the other one saved is what is here, there is nothing to decide.
fn conflict(model: &mut Model, theirs: Stored) -> Vec<Effect> {
    if theirs.configuration.as_ref().is_ok_and(|configuration| configuration.same_as(&model.store.draft)) {
        model.store.rest_on(theirs);
        model.store.draft = model.store.untouched();
        model.store.task = None;
        model.store.notice = Some(Notice::Saved);
        let mut effects = vec![focus_on_heading()];
        effects.extend(model.say(Spoken::Saved));
        return effects;
    }
    open(model, Task::Conflict(Box::new(Conflict { theirs, chosen: Vec::new() })))
}

impl super::State {
    /// The sections that both administrators have changed, in the conflict that is open.
    pub fn contested(&self) -> Vec<Section> {
        let Some(Task::Conflict(conflict)) = &self.task else { return Vec::new() };
        let theirs = conflict.theirs.configuration.as_ref();
        theirs.map(|theirs| merge(&self.holds(), &self.draft, theirs).1).unwrap_or_default()
    }

    /// Whether what both decided can be put together: what is saved can be read, and it is said whose decision counts where both
    /// differ.
    pub fn can_keep_both(&self) -> bool {
        let Some(Task::Conflict(conflict)) = &self.task else { return false };
        let chosen = |section: &Section| conflict.chosen.iter().any(|(other, _)| other == section);
        conflict.theirs.configuration.is_ok() && self.contested().iter().all(chosen)
    }
}

fn keep_both(model: &mut Model) -> Vec<Effect> {
    if !model.store.can_keep_both() {
        return Vec::new();
    }
    let Some(Task::Conflict(conflict)) = model.store.task.take() else { return Vec::new() };
    let Conflict { theirs, chosen } = *conflict;
    let store = &mut model.store;
    if let Ok(saved) = &theirs.configuration {
        let (mut merged, contested) = merge(&store.holds(), &store.draft, saved);
        for (section, side) in chosen {
            if side == Side::Mine && contested.contains(&section) {
                merged.take(section, &store.draft);
            }
        }
        store.draft = merged;
    }
    store.rest_on(theirs);
    review(model)
}

fn take_theirs(model: &mut Model) -> Option<Stored> {
    match model.store.task.take()? {
        Task::Conflict(conflict) => Some(conflict.theirs),
        other => {
            model.store.task = Some(other);
            None
        }
    }
}
