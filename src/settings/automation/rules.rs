//! The list of rules: adding, switching, copying, moving, taking away and taking that back.
//!
//! Everything here changes the draft, which is saved with all other settings.

use crate::domain::automation::ready_made::ReadyMade;
use crate::domain::automation::{Automation, Destination, DestinationId, Rule, RuleId};

use super::super::effect::Effect;
use super::super::model::{Model, Spoken};
use super::editor::{self, Editor};
use super::{Said, UNDO, edit_button, more_button};

/// What can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// The rule as it was.
    pub rule: Rule,
    /// Where it led, in case nothing else leads there.
    pub destination: Option<Destination>,
    /// What became of it.
    pub why: Why,
}

/// What became of a rule that can be brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was taken out of the list, where it had this place.
    Removed(usize),
    /// What had been changed in it was given up.
    Reverted,
}

/// Something that happened to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulesEvent {
    /// Show or hide what can be added.
    OffersToggled,
    /// Add a rule: a ready-made one or an empty one.
    Added {
        /// Which; `None` for an empty one.
        ready_made: Option<ReadyMade>,
        /// Its title, in the administrator's language.
        title: String,
    },
    /// Open a rule.
    EditClicked(RuleId),
    /// Turn a rule on or off.
    Switched(RuleId, bool),
    /// Copy a rule.
    DuplicateClicked {
        /// Which.
        rule: RuleId,
        /// The title of the copy, in the administrator's language.
        title: String,
    },
    /// Move a rule one place up.
    UpClicked(RuleId),
    /// Move a rule one place down.
    DownClicked(RuleId),
    /// Take a rule away.
    RemoveClicked(RuleId),
    /// Bring back what was taken away last.
    UndoClicked,
}

pub(super) fn update(model: &mut Model, event: RulesEvent) -> Vec<Effect> {
    match event {
        RulesEvent::OffersToggled => {
            let shown = &mut model.automation.offers_shown;
            *shown = !*shown;
            Vec::new()
        }
        RulesEvent::Added { ready_made, title } => {
            let id = new_rule(model);
            let rule = match ready_made {
                Some(ready_made) => ready_made.rule(id, &title),
                None => Rule { title, ..Rule::blank(id) },
            };
            let rule = Rule { destination: only_destination(&model.store.draft.automation), ..rule };
            model.automation.offers_shown = false;
            let place = model.store.draft.automation.rules.len();
            insert(model, place, rule)
        }
        RulesEvent::EditClicked(id) => {
            let Some(rule) = model.store.draft.automation.rule(&id).cloned() else { return Vec::new() };
            editor::open(model, Editor::new(id, Some(rule)))
        }
        RulesEvent::Switched(id, active) => {
            if let Some(rule) = rule_mut(model, &id) {
                rule.active = active;
            }
            Vec::new()
        }
        RulesEvent::DuplicateClicked { rule, title } => {
            let Some(place) = place(model, &rule) else { return Vec::new() };
            let Some(original) = model.store.draft.automation.rule(&rule).cloned() else { return Vec::new() };
            // Off, or every ticket would be sent by both until the copy is changed.
            let copy = Rule { id: new_rule(model), title, active: false, ..original };
            insert(model, place + 1, copy)
        }
        RulesEvent::UpClicked(id) => move_to(model, &id, |place| place.checked_sub(1)),
        RulesEvent::DownClicked(id) => move_to(model, &id, |place| place.checked_add(1)),
        RulesEvent::RemoveClicked(id) => remove(model, &id),
        RulesEvent::UndoClicked => undo(model),
    }
}

/// An id that no rule has. Two administrators at once would need the same millisecond and the same number of questions.
fn new_rule(model: &mut Model) -> RuleId {
    loop {
        let id = RuleId::make(model.random());
        if model.store.draft.automation.rule(&id).is_none() {
            return id;
        }
    }
}

/// The same for destinations.
pub(super) fn new_destination(model: &mut Model) -> DestinationId {
    loop {
        let id = DestinationId::make(model.random());
        if model.store.draft.automation.destination(&id).is_none() {
            return id;
        }
    }
}

/// Where there is only one way to go, it is taken.
fn only_destination(automation: &Automation) -> Option<DestinationId> {
    match automation.destinations.as_slice() {
        [only] => Some(only.id.clone()),
        _ => None,
    }
}

/// A rule of the draft.
pub(super) fn rule_mut<'a>(model: &'a mut Model, id: &RuleId) -> Option<&'a mut Rule> {
    model.store.draft.automation.rules.iter_mut().find(|rule| rule.id == *id)
}

fn place(model: &Model, id: &RuleId) -> Option<usize> {
    model.store.draft.automation.rules.iter().position(|rule| rule.id == *id)
}

fn insert(model: &mut Model, place: usize, rule: Rule) -> Vec<Effect> {
    let id = rule.id.clone();
    let rules = &mut model.store.draft.automation.rules;
    rules.insert(place.min(rules.len()), rule);
    editor::open(model, Editor::new(id, None))
}

fn move_to(model: &mut Model, id: &RuleId, to: impl FnOnce(usize) -> Option<usize>) -> Vec<Effect> {
    let Some(from) = place(model, id) else { return Vec::new() };
    let rules = &mut model.store.draft.automation.rules;
    let Some(to) = to(from).filter(|to| *to < rules.len()) else { return Vec::new() };
    rules.swap(from, to);
    let mut effects = vec![Effect::Focus(more_button(id))];
    effects.extend(model.say(Spoken::Automation(Said::Moved { place: to + 1 })));
    effects
}

/// Takes a rule out of the draft and keeps it for taking that back.
pub(super) fn remove(model: &mut Model, id: &RuleId) -> Vec<Effect> {
    let Some(place) = place(model, id) else { return Vec::new() };
    let automation = &mut model.store.draft.automation;
    let rule = automation.rules.remove(place);
    let destination = automation.destination_of(&rule).cloned();
    tidy(automation);
    model.automation.undo = Some(Undo { rule, destination, why: Why::Removed(place) });
    if model.automation.editor.as_ref().is_some_and(|editor| editor.rule == *id) {
        model.automation.editor = None;
    }
    let mut effects = vec![Effect::Focus(UNDO.to_owned())];
    effects.extend(model.say(Spoken::Automation(Said::Removed)));
    effects
}

fn undo(model: &mut Model) -> Vec<Effect> {
    let Some(Undo { rule, destination, why }) = model.automation.undo.take() else { return Vec::new() };
    let id = rule.id.clone();
    let automation = &mut model.store.draft.automation;
    let there = automation.rules.iter().position(|other| other.id == id);
    match (there, why) {
        (Some(place), _) => {
            if let Some(own) = automation.rules.get_mut(place) {
                *own = rule;
            }
        }
        (None, Why::Removed(place)) => automation.rules.insert(place.min(automation.rules.len()), rule),
        (None, Why::Reverted) => automation.rules.push(rule),
    }
    if let Some(destination) = destination
        && automation.destination(&destination.id).is_none()
    {
        automation.destinations.push(destination);
    }
    let mut effects = vec![Effect::Focus(edit_button(&id))];
    effects.extend(model.say(Spoken::Automation(Said::PutBack)));
    effects
}

/// Forgets destinations to which nothing leads.
pub(super) fn tidy(automation: &mut Automation) {
    let rules = &automation.rules;
    automation.destinations.retain(|it| rules.iter().any(|rule| rule.destination.as_ref() == Some(&it.id)));
}
