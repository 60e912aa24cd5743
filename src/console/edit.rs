//! Editing an incident: only what the agent changed is sent, and nothing that somebody else changed is overwritten unseen.

use std::time::Duration;

use crate::domain::action::Action;
use crate::domain::draft::DraftProblem;
use crate::domain::edit::{Edit, EditField, EditValues, IncidentChange};
use crate::domain::failure::{Failure, Told};
use crate::domain::id::{IncidentId, PriorityId};
use crate::domain::incident::{Incident, Urgency};
use crate::domain::moment::Moment;

use super::effect::{Effect, Focus};
use super::model::{Model, Notice, Spoken, Task};
use super::{feed, mirror, session, timeline};

/// The id of the alert that says what somebody else has changed.
pub const DISPUTE: &str = "edit-dispute";

/// The id of the title's control.
pub const TITLE: &str = "edit-title";

/// What has stood on the screen for less than this was not read before a press.
const READING: Duration = Duration::from_secs(1);

/// Something that happened to the editing of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditEvent {
    /// The agent wants to edit this one.
    Opened(IncidentId),
    /// The agent typed into the title.
    TitleTyped(String),
    /// The agent chose an urgency.
    UrgencyChosen(Urgency),
    /// The agent chose a priority, or none.
    PriorityChosen(Option<PriorityId>),
    /// The agent takes what somebody else has put into a field.
    GaveWay(EditField),
    /// The agent saves.
    Submitted,
    /// PagerDuty answered.
    Answered {
        /// Which attempt.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// What came of it.
        written: Written,
    },
}

/// What came of a change that is looked up when its answer is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was made; the incident as it is now.
    Made(Box<Incident>),
    /// It was not sent, because somebody else had changed the same; the incident as it is now.
    Overtaken(Box<Incident>),
    /// It failed.
    Failed {
        /// Why.
        failure: Failure,
        /// Whether it is certain that nothing was changed.
        settled: bool,
    },
}

/// The edit of one incident, kept while other things happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditTask {
    /// What the agent saw and wants.
    pub edit: Edit,
    /// What is wrong with the title, after an attempt to save.
    pub problem: Option<DraftProblem>,
    /// Whether the agent tried to save nothing.
    pub unchanged: bool,
    /// The attempt that is under way.
    pub asked: Option<u32>,
    /// Why the last attempt failed, and whether it is certain that nothing was changed.
    pub failure: Option<(Failure, bool)>,
    /// Since when a dispute stands on the screen.
    disputed_at: Option<Moment>,
}

impl Model {
    /// The incident that is being edited.
    pub fn editing(&self) -> Option<&IncidentId> {
        match &self.task {
            Some(Task::Edit(id)) => Some(id),
            _ => None,
        }
    }

    /// The edit of the task.
    pub fn edit(&self) -> Option<&EditTask> {
        self.edits.get(self.editing()?)
    }

    fn edit_mut(&mut self) -> Option<&mut EditTask> {
        let id = self.editing()?.clone();
        self.edits.get_mut(&id).filter(|task| task.asked.is_none())
    }
}

pub(super) fn update(model: &mut Model, event: EditEvent) -> Vec<Effect> {
    match event {
        EditEvent::Opened(id) => open(model, id),
        EditEvent::TitleTyped(title) => change(model, |edit| edit.wanted.title = title),
        EditEvent::UrgencyChosen(urgency) => change(model, |edit| edit.wanted.urgency = urgency),
        EditEvent::PriorityChosen(priority) => change(model, |edit| edit.wanted.priority = priority),
        EditEvent::GaveWay(field) => {
            change(model, |edit| edit.give_way(field));
            // The button that was pressed goes away.
            vec![Effect::Focus(Focus::Task)]
        }
        EditEvent::Submitted => submit(model),
        EditEvent::Answered { asked, incident, written } => answered(model, asked, &incident, written),
    }
}

fn open(model: &mut Model, id: IncidentId) -> Vec<Effect> {
    let Some(incident) = model.incident(&id).filter(|_| model.permit_on(Action::Edit, &id).is_ok()) else {
        return Vec::new();
    };
    let fresh = Edit::of(incident);
    if let Some(task) = model.edits.get_mut(&id) {
        task.edit.meet(&fresh.seen);
        task.unchanged = false;
    } else {
        let task =
            EditTask { edit: fresh, problem: None, unchanged: false, asked: None, failure: None, disputed_at: None };
        model.edits.insert(id.clone(), task);
    }
    model.task = Some(Task::Edit(id));
    let mut effects = vec![Effect::Focus(Focus::Task)];
    if model.create.priorities.known().is_none() {
        model.create.priorities.ask();
        effects.push(Effect::LoadPriorities);
    }
    effects
}

fn change(model: &mut Model, make: impl FnOnce(&mut Edit)) -> Vec<Effect> {
    if let Some(task) = model.edit_mut() {
        make(&mut task.edit);
        task.edit.settle();
        task.problem = None;
        task.unchanged = false;
    }
    Vec::new()
}

/// The incident may have changed in PagerDuty: what the agent left alone follows, and what both changed is told.
pub(super) fn meet(model: &mut Model) -> Vec<Effect> {
    let Some(now) = model.editing().and_then(|id| model.incident(id)).map(EditValues::of) else {
        return Vec::new();
    };
    let at = model.now;
    let Some(task) = model.edit_mut() else { return Vec::new() };
    if !task.edit.meet(&now) {
        return Vec::new();
    }
    task.disputed_at = Some(at);
    model.say(Spoken::Overtaken)
}

fn submit(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(id) = model.editing().cloned().filter(|id| model.permit_on(Action::Edit, id).is_ok()) else {
        return Vec::new();
    };
    let Some(task) = model.edit_mut() else { return Vec::new() };
    let unread = task.disputed_at.is_some_and(|at| at.age(now) < READING);
    if !task.edit.disputed.is_empty() && unread {
        return vec![Effect::Focus(Focus::Element(DISPUTE.to_owned()))];
    }
    task.failure = None;
    match task.edit.check() {
        Err(problem) => {
            task.problem = Some(problem);
            vec![Effect::Focus(Focus::Element(TITLE.to_owned()))]
        }
        Ok(None) => {
            task.unchanged = true;
            Vec::new()
        }
        Ok(Some(change)) => send(model, id, change),
    }
}

fn send(model: &mut Model, incident: IncidentId, change: IncidentChange) -> Vec<Effect> {
    let asked = model.ask();
    let Some(task) = model.edits.get_mut(&incident) else { return Vec::new() };
    task.asked = Some(asked);
    let seen = Box::new(task.edit.seen.clone());
    vec![Effect::Edit { asked, incident, change: Box::new(change), seen }]
}

fn answered(model: &mut Model, asked: u32, id: &IncidentId, written: Written) -> Vec<Effect> {
    let now = model.now;
    let open = model.editing() == Some(id);
    let Some(task) = model.edits.get_mut(id) else { return Vec::new() };
    if task.asked.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    match written {
        Written::Made(incident) => {
            model.edits.remove(id);
            let before = model.incident(id).cloned();
            feed::adopt(model, *incident);
            model.notify(Notice::Edited { incident: id.clone() });
            let mut effects = model.say_of(id, Spoken::Edited);
            effects.extend(before.iter().flat_map(|before| mirror::tell_edit(model, before)));
            if open {
                effects.extend(model.close_task());
            }
            effects.extend(timeline::reload_open_sections(model));
            effects
        }
        Written::Overtaken(incident) => {
            let disputes = task.edit.meet(&EditValues::of(&incident));
            if disputes {
                task.disputed_at = Some(now);
            } else {
                // Not the values have changed but the incident: it was resolved.
                task.failure = Some((Failure::Conflict(Told::default()), true));
            }
            feed::adopt(model, *incident);
            let mut effects = model.say_of(id, Spoken::Overtaken);
            if open && disputes {
                effects.push(Effect::Focus(Focus::Element(DISPUTE.to_owned())));
            }
            effects
        }
        Written::Failed { failure, settled } => {
            task.failure = Some((failure.clone(), settled));
            failed(model, id, Action::Edit, failure, open)
        }
    }
}

/// A change of the open task, or of one that was left meanwhile, has failed.
pub(super) fn failed(model: &mut Model, id: &IncidentId, action: Action, failure: Failure, open: bool) -> Vec<Effect> {
    if !open {
        model.notify(Notice::CommandFailed { action, incident: id.clone(), failure: failure.clone() });
    }
    let expired = failure == Failure::Unauthorized;
    let mut effects = model.say_of(id, Spoken::Failed(failure));
    if expired {
        effects.extend(session::expired(model));
    } else {
        // Either it is not as we thought, or nobody knows whether the change was made: look.
        effects.extend(feed::refresh(model));
    }
    effects
}
