//! What PagerDuty does with status updates and workflows in a story, and what the agent does with them.

use incident_command_console::console::effect::{StatusUpdateEffect, WorkflowEffect};
use incident_command_console::console::event::Answer;
use incident_command_console::console::status_update::StatusUpdateEvent;
use incident_command_console::console::workflow::WorkflowEvent;
use incident_command_console::console::{Effect, Event};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::{IncidentId, WorkflowId};
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::status_update::{StatusUpdate, Subscribers};
use incident_command_console::domain::workflow::{Runnable, RunnableId, Trace};

use crate::story::Story;
use crate::story_cast::me;

/// What was told to others.
#[derive(Default)]
pub(crate) struct Broadcasts {
    /// Every update that was sent, with its time.
    updates: Vec<(IncidentId, Moment, String)>,
    /// Every workflow that was started, by its instance.
    runs: Vec<(IncidentId, String)>,
    /// Texts that the agent has confirmed, each different.
    typed: Vec<String>,
}

fn or<T>(failure: Option<Failure>, value: impl FnOnce() -> T) -> Answer<T> {
    failure.map_or_else(|| Ok(value()), Err)
}

fn workflow() -> Runnable {
    let id = RunnableId::Workflow(WorkflowId::parse("PW1").unwrap());
    Runnable { id, name: "Call everyone".into(), description: String::new(), restricted: false }
}

impl Story {
    /// Answers a question about status updates.
    pub(crate) fn answer_update(&mut self, effect: StatusUpdateEffect, done: bool, failure: Option<Failure>) -> Event {
        Event::StatusUpdate(match effect {
            StatusUpdateEffect::Send { asked, incident, update } => {
                let sent =
                    StatusUpdate { at: Moment(self.now), who: Some(me().name), message: update.message().into() };
                if done {
                    self.broadcasts.updates.push((incident.clone(), sent.at, sent.message.clone()));
                }
                StatusUpdateEvent::Answered { asked, incident, answer: or(failure, || sent) }
            }
            StatusUpdateEffect::LookUp { asked, incident, since } => {
                let answer = or(failure, || self.updates_of(&incident, Some(since)));
                StatusUpdateEvent::LookedUp { asked, incident, answer }
            }
            StatusUpdateEffect::LoadLatest { asked, incident, since, .. } => {
                let answer = or(failure, || self.updates_of(&incident, since));
                StatusUpdateEvent::LatestArrived { asked, incident, answer }
            }
            StatusUpdateEffect::LoadTemplates => StatusUpdateEvent::TemplatesArrived(or(failure, Vec::new)),
            StatusUpdateEffect::Render { asked, incident, .. } => {
                StatusUpdateEvent::Rendered { asked, incident, answer: Err(failure.unwrap_or(Failure::NotFound)) }
            }
            StatusUpdateEffect::LoadSubscribers { asked, incident } => {
                let answer = or(failure, Subscribers::default);
                StatusUpdateEvent::SubscribersArrived { asked, incident, answer }
            }
            StatusUpdateEffect::NameSubscribers { incident, .. } => {
                StatusUpdateEvent::NamesArrived { incident, names: Vec::new() }
            }
            StatusUpdateEffect::FindSubscribers { asked, .. } => {
                StatusUpdateEvent::SubscribersFound { asked, answer: or(failure, Vec::new) }
            }
            StatusUpdateEffect::Subscribe { asked, incident, .. } => {
                StatusUpdateEvent::Subscribed { asked, incident, answer: or(failure, Vec::new) }
            }
            StatusUpdateEffect::Insert { .. } => StatusUpdateEvent::Inserted(or(failure, || ())),
        })
    }

    fn updates_of(&self, incident: &IncidentId, since: Option<Moment>) -> Vec<StatusUpdate> {
        let mine =
            |(id, at, _): &&(IncidentId, Moment, String)| id == incident && since.is_none_or(|since| *at >= since);
        let read = |(_, at, message): &(IncidentId, Moment, String)| StatusUpdate {
            at: *at,
            who: Some(me().name),
            message: message.clone(),
        };
        self.broadcasts.updates.iter().rev().filter(mine).map(read).collect()
    }

    /// Answers a question about workflows.
    pub(crate) fn answer_workflow(&mut self, effect: WorkflowEffect, done: bool, failure: Option<Failure>) -> Event {
        Event::Workflow(match effect {
            WorkflowEffect::Load { asked, .. } => {
                WorkflowEvent::Arrived { asked, answer: or(failure, || vec![workflow()]) }
            }
            WorkflowEffect::LoadSteps(id) => WorkflowEvent::StepsArrived(id, or(failure, Vec::new)),
            WorkflowEffect::Start { asked, incident, instance, .. } => {
                if done {
                    self.broadcasts.runs.push((incident.clone(), instance.as_str().to_owned()));
                }
                WorkflowEvent::Answered { asked, incident, answer: or(failure, || ()) }
            }
            WorkflowEffect::Trace { asked, incident, instance, .. } => {
                let runs = self.broadcasts.runs.iter().filter(|(id, run)| *id == incident && *run == instance.as_str());
                let trace = |_| Trace {
                    at: Moment(self.now),
                    summary: "started".into(),
                    certain: true,
                    named: true,
                    mine: true,
                };
                let traces = runs.map(trace).collect();
                WorkflowEvent::Traced { asked, incident, answer: or(failure, || traces) }
            }
        })
    }

    /// The agent tells somebody something.
    pub(crate) fn tell(&mut self, what: u8, id: IncidentId) {
        let fresh = format!("update-{}.", self.broadcasts.typed.len());
        let send = |story: &mut Self, event| story.send(Event::StatusUpdate(event));
        match what {
            0 => {
                send(self, StatusUpdateEvent::Opened(id.clone()));
                send(self, StatusUpdateEvent::Typed(id, fresh.clone()));
                self.broadcasts.typed.push(fresh);
                send(self, StatusUpdateEvent::Submitted);
            }
            1 => send(self, StatusUpdateEvent::Submitted),
            2 => {
                self.send(Event::ResolveClicked(id.clone()));
                self.send(Event::ResolutionUpdateToggled(true));
                send(self, StatusUpdateEvent::Typed(id, fresh.clone()));
                self.broadcasts.typed.push(fresh);
                self.send(Event::ResolveConfirmed);
            }
            3 => send(self, StatusUpdateEvent::Opened(id)),
            4 => {
                self.send(Event::Workflow(WorkflowEvent::Opened(id)));
                self.send(Event::Workflow(WorkflowEvent::Chosen(workflow().id)));
            }
            _ => self.send(Event::Workflow(WorkflowEvent::Submitted)),
        }
    }

    /// Nobody is told anything twice, and no run begins twice.
    pub(crate) fn check_told(&self) {
        for text in &self.broadcasts.typed {
            let sent = self.broadcasts.updates.iter().filter(|(_, _, message)| message == text).count();
            assert!(sent <= 1, "{text} was sent {sent} times");
        }
        for (_, run) in &self.broadcasts.runs {
            let started = self.broadcasts.runs.iter().filter(|(_, other)| other == run).count();
            assert_eq!(started, 1, "{run} was started {started} times");
        }
    }

    /// The ability that telling needs; `None` for what only asks.
    pub(crate) fn telling(effect: &Effect) -> Option<incident_command_console::domain::ability::Ability> {
        use incident_command_console::domain::ability::Ability;
        match effect {
            Effect::StatusUpdate(StatusUpdateEffect::Send { .. } | StatusUpdateEffect::Subscribe { .. }) => {
                Some(Ability::StatusUpdate)
            }
            Effect::Workflow(WorkflowEffect::Start { .. }) => Some(Ability::Workflow),
            _ => None,
        }
    }
}
