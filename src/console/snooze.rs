//! Keeping an acknowledged incident quiet for a while.

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::mirror::Change;
use crate::domain::moment::Moment;
use crate::domain::snooze::{Snooze, SnoozeChoice, SnoozeProblem, SnoozeUnit};

use super::edit::{Written, failed};
use super::effect::{Effect, Focus};
use super::model::{Model, Notice, Spoken, Task};
use super::{feed, mirror, timeline};

/// The id of the control for the agent's own number.
pub const NUMBER: &str = "snooze-number";

/// Something that happened to snoozing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnoozeEvent {
    /// The agent wants to snooze this one.
    Opened(IncidentId),
    /// The agent chose how long.
    Chosen(SnoozeChoice),
    /// The agent typed a number.
    NumberTyped(String),
    /// The agent chose the number's unit.
    UnitChosen(SnoozeUnit),
    /// The agent snoozes it.
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

/// The snooze of one incident, kept while other things happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnoozeTask {
    /// How long.
    pub choice: SnoozeChoice,
    /// The agent's own number as typed.
    pub number: String,
    /// The number's unit.
    pub unit: SnoozeUnit,
    /// What is wrong with it, after an attempt.
    pub problem: Option<SnoozeProblem>,
    /// The attempt that is under way, and when it would end.
    pub asked: Option<(u32, Moment)>,
    /// Why the last attempt failed, and whether it is certain that nothing was changed.
    pub failure: Option<(Failure, bool)>,
}

impl Default for SnoozeTask {
    fn default() -> Self {
        Self {
            choice: SnoozeChoice::Hours(1),
            number: String::new(),
            unit: SnoozeUnit::default(),
            problem: None,
            asked: None,
            failure: None,
        }
    }
}

impl SnoozeTask {
    /// The snooze that would be sent at `now`.
    pub fn check(&self, now: Moment) -> Result<Snooze, SnoozeProblem> {
        Snooze::check(self.choice, &self.number, self.unit, now)
    }
}

impl Model {
    /// The incident that is to be snoozed.
    pub fn snoozing(&self) -> Option<&IncidentId> {
        match &self.task {
            Some(Task::Snooze(id)) => Some(id),
            _ => None,
        }
    }

    /// The snooze of the task.
    pub fn snooze(&self) -> Option<&SnoozeTask> {
        self.snoozes.get(self.snoozing()?)
    }

    fn snooze_mut(&mut self) -> Option<&mut SnoozeTask> {
        let id = self.snoozing()?.clone();
        self.snoozes.get_mut(&id).filter(|task| task.asked.is_none())
    }
}

pub(super) fn update(model: &mut Model, event: SnoozeEvent) -> Vec<Effect> {
    match event {
        SnoozeEvent::Opened(id) => {
            if model.permit_on(Action::Snooze, &id).is_err() {
                return Vec::new();
            }
            let task = model.snoozes.entry(id.clone()).or_default();
            if let SnoozeChoice::Until(at) = task.choice
                && at <= model.now
            {
                // That morning has come since the task was left.
                task.choice = SnoozeChoice::Hours(1);
            }
            model.task = Some(Task::Snooze(id));
            vec![Effect::Focus(Focus::Task)]
        }
        SnoozeEvent::Chosen(choice) => change(model, |task| task.choice = choice),
        SnoozeEvent::NumberTyped(number) => change(model, |task| {
            task.number = number;
            task.choice = SnoozeChoice::Own;
        }),
        SnoozeEvent::UnitChosen(unit) => change(model, |task| {
            task.unit = unit;
            task.choice = SnoozeChoice::Own;
        }),
        SnoozeEvent::Submitted => submit(model),
        SnoozeEvent::Answered { asked, incident, written } => answered(model, asked, &incident, written),
    }
}

fn change(model: &mut Model, make: impl FnOnce(&mut SnoozeTask)) -> Vec<Effect> {
    if let Some(task) = model.snooze_mut() {
        make(task);
        task.problem = None;
    }
    Vec::new()
}

fn submit(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(incident) = model.snoozing().cloned().filter(|id| model.permit_on(Action::Snooze, id).is_ok()) else {
        return Vec::new();
    };
    let asked = model.ask();
    let Some(task) = model.snooze_mut() else { return Vec::new() };
    task.failure = None;
    match task.check(now) {
        Err(problem) => {
            task.problem = Some(problem);
            if task.choice == SnoozeChoice::Own {
                vec![Effect::Focus(Focus::Element(NUMBER.to_owned()))]
            } else {
                Vec::new()
            }
        }
        Ok(snooze) => {
            let until = snooze.until(now);
            task.asked = Some((asked, until));
            vec![Effect::Snooze { asked, incident, snooze, until }]
        }
    }
}

fn answered(model: &mut Model, asked: u32, id: &IncidentId, written: Written) -> Vec<Effect> {
    let open = model.snoozing() == Some(id);
    let Some(task) = model.snoozes.get_mut(id) else { return Vec::new() };
    let Some((_, until)) = task.asked.take_if(|(number, _)| *number == asked) else { return Vec::new() };
    match written {
        Written::Made(incident) | Written::Overtaken(incident) => {
            model.snoozes.remove(id);
            // PagerDuty's clock is the one that ends it.
            let until = incident.triggers_again_at.unwrap_or(until);
            feed::adopt(model, *incident);
            model.notify(Notice::Snoozed { incident: id.clone(), until });
            let mut effects = model.say_of(id, Spoken::Snoozed(until));
            effects.extend(mirror::tell(model, id, Change::Snoozed));
            if open {
                effects.extend(model.close_task());
            }
            effects.extend(timeline::reload_open_sections(model));
            effects
        }
        Written::Failed { failure, settled } => {
            task.failure = Some((failure.clone(), settled));
            failed(model, id, Action::Snooze, failure, open)
        }
    }
}
