//! Acknowledging and resolving: shown at once, taken back with words when refused.

use std::time::Duration;

use crate::domain::action::Action;
use crate::domain::draft::{DraftProblem, NewNote};
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::mirror::Change;

use super::effect::{Effect, Focus, Timer};
use super::event::{Answer, Event};
use super::manners::drafts;
use super::model::{Expanded, Model, Notice, Pending, Spoken, Task};
use super::{feed, mirror, status_update, timeline};

/// How long a resolution waits for a change of mind: PagerDuty does not promise that a resolved incident can be opened again.
pub(super) const HOLD: Duration = Duration::from_secs(5);

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::AcknowledgeClicked(id) => acknowledge(model, id),
        Event::AcknowledgeAnswered(id, answer) => answered(model, &id, Action::Acknowledge, answer),
        Event::ResolveClicked(id) => open(model, id),
        Event::ResolutionTyped(text) => {
            if let Some(Task::Resolve { note, problem, .. }) = &mut model.task {
                *note = text;
                *problem = None;
            }
            Vec::new()
        }
        Event::ResolutionUpdateToggled(wanted) => {
            if let Some(Task::Resolve { update, .. }) = &mut model.task {
                *update = wanted;
            }
            Vec::new()
        }
        Event::ResolveConfirmed => confirm(model),
        Event::ResolveUndone(id) => undo(model, &id),
        Event::ResolveAnswered(id, answer) => answered(model, &id, Action::Resolve, answer),
        _ => Vec::new(),
    }
}

fn acknowledge(model: &mut Model, id: IncidentId) -> Vec<Effect> {
    if model.permit_on(Action::Acknowledge, &id).is_err() {
        return Vec::new();
    }
    model.dossier(&id).pending = Some(Pending::Acknowledging);
    forget_failure(model, &id, Action::Acknowledge);
    keep_open(model, &id);
    // The button that was pressed goes away with the new status.
    vec![Effect::Focus(Focus::Incident(id.clone())), Effect::Acknowledge(id)]
}

/// Another incident may come first by its new status; the one that the agent is working on stays open.
fn keep_open(model: &mut Model, id: &IncidentId) {
    model.expanded = Expanded::One(id.clone());
}

fn open(model: &mut Model, id: IncidentId) -> Vec<Effect> {
    if model.permit_on(Action::Resolve, &id).is_err() {
        return Vec::new();
    }
    let note = model.manners.drafts.shelf.get(&drafts::resolution(&id)).unwrap_or_default().to_owned();
    model.task = Some(Task::Resolve { incident: id, note, problem: None, update: false });
    vec![Effect::Focus(Focus::Task)]
}

fn confirm(model: &mut Model) -> Vec<Effect> {
    let Some(Task::Resolve { incident, note, problem, update }) = &mut model.task else { return Vec::new() };
    let follow = *update;
    let checked = match NewNote::check(note) {
        Ok(note) => Some(note),
        Err(DraftProblem::NoteEmpty) => None,
        Err(found) => {
            *problem = Some(found);
            return Vec::new();
        }
    };
    let id = incident.clone();
    if model.permit_on(Action::Resolve, &id).is_err() {
        return Vec::new();
    }
    if follow && !status_update::follow_resolution(model, &id) {
        return vec![Effect::Focus(Focus::Element(status_update::TEXT.to_owned()))];
    }
    model.task = None;
    forget_failure(model, &id, Action::Resolve);
    keep_open(model, &id);
    let until = model.now.after(HOLD);
    model.dossier(&id).pending = Some(Pending::Holding { until, note: checked });
    let mut effects = vec![Effect::Wake(Timer::Resolve(id.clone()), HOLD), Effect::Focus(Focus::Incident(id.clone()))];
    effects.extend(model.say_of(&id, Spoken::Resolving(u32::try_from(HOLD.as_secs()).unwrap_or_default())));
    effects
}

fn undo(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let dossier = model.dossier(id);
    let Some(Pending::Holding { note, .. }) = dossier.pending.take_if(|it| matches!(it, Pending::Holding { .. }))
    else {
        return Vec::new();
    };
    let mut effects = vec![Effect::Hush(Timer::Resolve(id.clone()))];
    effects.extend(model.say_of(id, Spoken::ResolveUndone));
    let update = status_update::no_longer_follow(model, id);
    match note {
        // What was typed comes back with the task.
        note if model.task.is_none() && (note.is_some() || update) => {
            let note = note.map(|note| note.text().to_owned()).unwrap_or_default();
            model.task = Some(Task::Resolve { incident: id.clone(), note, problem: None, update });
            effects.push(Effect::Focus(Focus::Task));
        }
        _ => effects.push(Effect::Focus(Focus::Incident(id.clone()))),
    }
    effects
}

/// Whether a confirmed resolution may still go out: permissions, sign-in and network can change during the hold.
pub(super) fn may_resolve(model: &Model, id: &IncidentId) -> bool {
    let open = model.incident(id).is_some_and(Incident::is_open);
    open && model.permit(Action::Resolve).is_ok()
}

pub(super) fn hold_is_over(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let dossier = model.dossier(id);
    let Some(Pending::Holding { note, .. }) = dossier.pending.take_if(|it| matches!(it, Pending::Holding { .. }))
    else {
        return Vec::new();
    };
    if !may_resolve(model, id) {
        if model.incident(id).is_some_and(|incident| !incident.is_open()) {
            // Somebody else has resolved it meanwhile; subscribers are still told what the agent confirmed.
            return status_update::send_after_resolving(model, id);
        }
        give_back_note(model, id, note);
        status_update::keep_after_refusal(model, id);
        let failure = if model.online { Failure::Unauthorized } else { Failure::Unreachable };
        model.notify(Notice::CommandFailed { action: Action::Resolve, incident: id.clone(), failure: failure.clone() });
        return model.say_of(id, Spoken::Failed(failure));
    }
    model.dossier(id).pending = Some(Pending::Resolving { note: note.clone() });
    vec![Effect::Resolve { incident: id.clone(), note, leaving: false }]
}

fn answered(model: &mut Model, id: &IncidentId, action: Action, answer: Answer<Incident>) -> Vec<Effect> {
    let matches = |pending: &mut Pending| match action {
        Action::Acknowledge => matches!(pending, Pending::Acknowledging),
        _ => matches!(pending, Pending::Resolving { .. }),
    };
    let Some(pending) = model.dossier(id).pending.take_if(matches) else { return Vec::new() };
    match answer {
        Ok(incident) => {
            feed::adopt(model, incident);
            let spoken = if action == Action::Acknowledge { Spoken::Acknowledged } else { Spoken::Resolved };
            let mut effects = model.say_of(id, spoken);
            if action == Action::Resolve {
                effects.extend(status_update::send_after_resolving(model, id));
            }
            effects.extend(timeline::reload_open_sections(model));
            if let Pending::Resolving { note: Some(note) } = &pending {
                effects.extend(mirror::tell(model, id, Change::Note(note.text().to_owned())));
            }
            let change = if action == Action::Acknowledge { Change::Acknowledged } else { Change::Resolved };
            effects.extend(mirror::tell(model, id, change));
            effects
        }
        Err(failure) => {
            if let Pending::Resolving { note } = pending {
                give_back_note(model, id, note);
                status_update::keep_after_refusal(model, id);
            }
            model.notify(Notice::CommandFailed { action, incident: id.clone(), failure: failure.clone() });
            let mut effects = model.say_of(id, Spoken::Failed(failure.clone()));
            // Either it is not as we thought, or nobody knows whether the change was made: look.
            effects.extend(feed::refresh(model));
            effects
        }
    }
}

/// A resolution note that did not go out becomes the draft of a note, unless the agent is writing another.
fn give_back_note(model: &mut Model, id: &IncidentId, note: Option<NewNote>) {
    let dossier = model.dossier(id);
    if let (Some(note), true) = (note, dossier.note_draft.trim().is_empty()) {
        note.text().clone_into(&mut dossier.note_draft);
    }
}

fn forget_failure(model: &mut Model, id: &IncidentId, action: Action) {
    model.drop_notices(|notice| matches!(notice, Notice::CommandFailed { incident, action: other, .. } if incident == id && *other == action));
}
