//! Adding responders and handing an incident over: whom the agent chooses, who would be notified, and sending it exactly once.
//!
//! Both page people, so both say before whom, and neither is ever sent twice: PagerDuty has no idempotency key, so when an answer is
//! lost the incident is read again before anything else, and so it is before a second attempt.

mod cancel;
mod choose;
mod event;
mod send;
pub mod words;

use vecmap::VecMap;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::people::{Candidate, Kinds, Level, OnCall, Target, level_of, levels};
use crate::domain::responder::{Handover, Plea, Summons};

use super::create::Search;
use super::effect::Effect;
use super::model::Model;
use super::remote::Remote;

pub use choose::SEARCH;
pub(super) use choose::search;
pub use event::{Made, PeopleEffect, PeopleEvent};
pub(super) use send::{look_up, resume};

/// What people are paged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// To help.
    Responders,
    /// To take over.
    Reassign,
}

impl Purpose {
    /// The action that must be permitted.
    pub fn action(self) -> Action {
        match self {
            Self::Responders => Action::AddResponders,
            Self::Reassign => Action::Reassign,
        }
    }
}

/// One purpose at one incident.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Errand {
    /// What for.
    pub purpose: Purpose,
    /// Which incident.
    pub incident: IncidentId,
}

/// By which way an incident is handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Way {
    /// To the next level of its policy.
    NextLevel,
    /// To a level that the agent names.
    Level,
    /// To another policy.
    #[default]
    EscalationPolicy,
    /// To people.
    Users,
}

/// What is missing before it can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// Nobody was chosen.
    Target,
    /// PagerDuty wants a message.
    Message,
    /// There is no such level.
    Level,
}

/// A change that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Names it.
    pub asked: u32,
    /// What was asked for.
    pub summons: Summons,
    /// The incident as it was known before, by which the change is recognized.
    pub before: Box<Incident>,
}

/// Why the incident is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The answer was lost; the failure says how.
    Lost(Failure),
    /// The agent sends again, this, after nobody could tell.
    Again(Summons),
}

/// How far sending is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    /// The agent is choosing.
    #[default]
    Editing,
    /// It was sent.
    Sending(Attempt),
    /// Nobody knows whether it arrived; the incident is being read.
    Checking {
        /// What was sent.
        attempt: Attempt,
        /// The question that is open; `None` while waiting to ask again.
        asked: Option<u32>,
        /// How often it was asked.
        lookups: u32,
        /// Why it is asked.
        why: Doubt,
    },
}

/// Who is on call for what the agent has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// What is known.
    pub duties: Vec<OnCall>,
    /// For whom that holds.
    pub covered: Vec<Target>,
    /// The question that counts, and for whom it asks.
    pub asked: Option<(u32, Vec<Target>)>,
    /// Why the last question failed.
    pub failure: Option<Failure>,
}

impl Roster {
    /// Whether the duties of `target` are known.
    pub fn covers(&self, target: &Target) -> bool {
        self.covered.iter().any(|covered| covered.is(target))
    }
}

/// What the agent has chosen and typed for one errand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleTask {
    /// By which way an incident is handed over.
    pub way: Way,
    /// The level that was named.
    pub level: Option<u32>,
    /// Who was chosen, in that order. For a handover at most one of them is a policy.
    pub chosen: Vec<Candidate>,
    /// The message as typed; `None` while it is as the panel proposes it.
    pub message: Option<String>,
    /// What is missing, after an attempt to send.
    pub lacks: Vec<Lack>,
    /// The search for people and policies.
    pub search: Search<Candidate>,
    /// The incident's own policy with its levels.
    pub own: Remote<Candidate>,
    /// The question about it that counts.
    pub own_asked: Option<u32>,
    /// Who is on call.
    pub roster: Roster,
    /// How far sending is.
    pub sending: Sending,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
    /// The attempt of which nobody knows whether it arrived.
    pub unsure: Option<Attempt>,
}

impl PeopleTask {
    /// What the search may find.
    pub fn kinds(&self, purpose: Purpose) -> Kinds {
        match (purpose, self.way) {
            (Purpose::Responders, _) => Kinds::Both,
            (Purpose::Reassign, Way::EscalationPolicy) => Kinds::EscalationPolicies,
            (Purpose::Reassign, _) => Kinds::Users,
        }
    }

    /// Those of the chosen that count: a handover goes by one way.
    pub fn counting(&self, purpose: Purpose) -> Vec<&Candidate> {
        let kinds = self.kinds(purpose);
        let counts = |it: &&Candidate| if it.target.is_policy() { kinds.has_policies() } else { kinds.has_users() };
        self.chosen.iter().filter(counts).collect()
    }

    /// Whether all is known that is told before these people are paged.
    pub fn is_told(&self, purpose: Purpose) -> bool {
        match (purpose, self.way) {
            (Purpose::Reassign, Way::NextLevel | Way::Level) => {
                self.own.known().is_some_and(|own| self.roster.covers(&own.target))
            }
            _ => self.counting(purpose).iter().all(|candidate| self.roster.covers(&candidate.target)),
        }
    }

    /// The levels of the incident's own policy, as far as they are known.
    pub fn own_levels(&self) -> Vec<Level> {
        match self.own.known() {
            Some(Candidate { target: target @ Target::EscalationPolicy(policy), delays, .. })
                if self.roster.covers(target) =>
            {
                levels(&policy.id, delays, &self.roster.duties, 1)
            }
            _ => Vec::new(),
        }
    }

    /// The level at which the incident seems to stand.
    pub fn current_level(&self, incident: &Incident) -> Option<u32> {
        if incident.assigned_directly {
            return None;
        }
        let assigned: Vec<_> = incident.assigned.iter().map(|since| since.user.id.clone()).collect();
        level_of(&assigned, &self.own_levels())
    }

    /// The next level at which somebody is on call.
    pub fn next_level(&self, incident: &Incident) -> Option<u32> {
        let current = self.current_level(incident)?;
        let next = |level: &&Level| level.number > current && level.after.is_some();
        self.own_levels().iter().find(next).map(|level| level.number)
    }

    /// The level to which the incident would go.
    pub fn chosen_level(&self, incident: &Incident) -> Option<u32> {
        match self.way {
            Way::NextLevel => self.next_level(incident),
            Way::Level => self.level,
            Way::EscalationPolicy | Way::Users => None,
        }
    }

    /// What would be sent, or what is missing.
    fn summons(&self, purpose: Purpose, incident: &Incident, message: &str) -> Result<Summons, Vec<Lack>> {
        let targets: Vec<Target> = self.counting(purpose).into_iter().map(|it| it.target.clone()).collect();
        if purpose == Purpose::Responders {
            let message = message.trim().to_owned();
            let lacks = [(targets.is_empty(), Lack::Target), (message.is_empty(), Lack::Message)];
            let lacks: Vec<Lack> = lacks.into_iter().filter_map(|(so, lack)| so.then_some(lack)).collect();
            return if lacks.is_empty() { Ok(Summons::Responders(Plea { targets, message })) } else { Err(lacks) };
        }
        let handover = match self.way {
            Way::NextLevel | Way::Level => {
                Handover::Level(self.chosen_level(incident).ok_or_else(|| vec![Lack::Level])?)
            }
            Way::EscalationPolicy | Way::Users => {
                let mut users = Vec::new();
                for target in targets {
                    match target {
                        Target::User(user) => users.push(user),
                        Target::EscalationPolicy(policy) => {
                            return Ok(Summons::Handover(Handover::EscalationPolicy(policy)));
                        }
                    }
                }
                if users.is_empty() {
                    return Err(vec![Lack::Target]);
                }
                Handover::Users(users)
            }
        };
        Ok(Summons::Handover(handover))
    }
}

/// Every errand that was begun, and requests that are being taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// What was chosen and typed for each.
    pub tasks: VecMap<Errand, PeopleTask>,
    /// Requests that are being taken back.
    pub cancelling: Vec<(IncidentId, Target)>,
}

impl People {
    /// Whether the incident is on its way to somebody else.
    pub fn is_handing_over(&self, incident: &IncidentId) -> bool {
        let errand = Errand { purpose: Purpose::Reassign, incident: incident.clone() };
        self.tasks.get(&errand).is_some_and(|task| task.sending != Sending::Editing)
    }
}

pub(super) fn update(model: &mut Model, event: PeopleEvent) -> Vec<Effect> {
    match event {
        PeopleEvent::Opened(_)
        | PeopleEvent::WayChosen(_)
        | PeopleEvent::LevelChosen(_)
        | PeopleEvent::Typed(_)
        | PeopleEvent::Found { .. }
        | PeopleEvent::Chosen(_)
        | PeopleEvent::Removed(_)
        | PeopleEvent::PolicyArrived { .. }
        | PeopleEvent::OnCallArrived { .. }
        | PeopleEvent::OnCallRetried
        | PeopleEvent::MessageTyped(_) => choose::update(model, event),
        PeopleEvent::Submitted(message) => send::submit(model, &message),
        PeopleEvent::Answered { errand, asked, answer } => send::answered(model, &errand, asked, answer),
        PeopleEvent::LookedUp { errand, asked, answer } => send::looked_up(model, &errand, asked, answer),
        PeopleEvent::CancelClicked(incident, target) => cancel::ask(model, incident, target),
        PeopleEvent::CancelAnswered { incident, target, answer } => cancel::answered(model, &incident, &target, answer),
    }
}
