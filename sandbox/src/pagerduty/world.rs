//! The whole state of the account, and small look-ups over it.

use super::access::Access;
use super::failure::Failure;
use super::limits::Limits;
use super::model::{
    Agent, EscalationPolicy, Id, Incident, Priority, ResponsePlay, Schedule, Service, Team, Template, User, Workflow,
};
use super::orchestration::Orchestration;
use super::random::Random;
use std::collections::{BTreeMap, BTreeSet};

/// The account's subdomain on pagerduty.com.
pub(crate) const SUBDOMAIN: &str = "northwind-pay";

/// Everything the account holds.
pub(crate) struct World {
    pub(crate) random: Random,
    /// Ids of timeline lines come from a source of their own: their number depends on the clock, and no other id may.
    pub(crate) log_random: Random,
    pub(crate) account: Id,
    pub(crate) users: BTreeMap<Id, User>,
    pub(crate) teams: BTreeMap<Id, Team>,
    pub(crate) schedules: BTreeMap<Id, Schedule>,
    pub(crate) policies: BTreeMap<Id, EscalationPolicy>,
    pub(crate) services: BTreeMap<Id, Service>,
    /// Highest first, as the vendor sends them.
    pub(crate) priorities: Vec<Priority>,
    pub(crate) incidents: BTreeMap<Id, Incident>,
    pub(crate) next_number: u64,
    pub(crate) workflows: Vec<Workflow>,
    pub(crate) templates: Vec<Template>,
    pub(crate) response_plays: Vec<ResponsePlay>,
    pub(crate) orchestrations: Vec<Orchestration>,
    pub(crate) abilities: BTreeSet<String>,
    pub(crate) access: Access,
    pub(crate) limits: Limits,
    pub(crate) events: Tally,
    pub(crate) mails: Tally,
}

/// What came in from other systems since the account was made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Taken in, with whatever came of it.
    pub(crate) accepted: u64,
    /// Of those, the ones that nothing came of.
    pub(crate) dropped: u64,
    /// Turned away.
    pub(crate) refused: u64,
}

impl World {
    /// An account with nothing in it but its own id and keys.
    pub(crate) fn empty(seed: u64) -> Self {
        let mut random = Random::new(seed);
        Self {
            account: random.resource(),
            access: Access::new(&mut random),
            random,
            log_random: Random::new(seed.wrapping_add(1)),
            users: BTreeMap::new(),
            teams: BTreeMap::new(),
            schedules: BTreeMap::new(),
            policies: BTreeMap::new(),
            services: BTreeMap::new(),
            priorities: Vec::new(),
            incidents: BTreeMap::new(),
            next_number: 1,
            workflows: Vec::new(),
            templates: Vec::new(),
            response_plays: Vec::new(),
            orchestrations: Vec::new(),
            abilities: BTreeSet::new(),
            limits: Limits::default(),
            events: Tally::default(),
            mails: Tally::default(),
        }
    }

    /// The user with this e-mail address, whatever its case.
    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.values().find(|user| user.email.eq_ignore_ascii_case(email))
    }

    /// A user's name, or a dash for one who is gone.
    pub(crate) fn user_name(&self, id: &str) -> String {
        self.users.get(id).map_or_else(|| "-".to_owned(), |user| user.name.clone())
    }

    /// The id of the incident named by id or by number, as `GET /incidents/{id}` accepts both.
    pub(crate) fn incident_id(&self, named: &str) -> Result<Id, Failure> {
        if self.incidents.contains_key(named) {
            return Ok(named.to_owned());
        }
        named
            .parse::<u64>()
            .ok()
            .and_then(|number| self.incidents.values().find(|incident| incident.number == number))
            .map(|incident| incident.id.clone())
            .ok_or_else(Failure::not_found)
    }

    /// The incident named by id or by number.
    pub(crate) fn incident(&self, named: &str) -> Result<&Incident, Failure> {
        let id = self.incident_id(named)?;
        self.incidents.get(&id).ok_or_else(Failure::not_found)
    }

    /// The incident with this id, to be changed.
    pub(crate) fn incident_mut(&mut self, id: &str) -> Result<&mut Incident, Failure> {
        self.incidents.get_mut(id).ok_or_else(Failure::not_found)
    }

    /// Whether the account has the ability, as a 402 when it has not.
    pub(crate) fn require_ability(&self, name: &str) -> Result<(), Failure> {
        if self.abilities.contains(name) { Ok(()) } else { Err(Failure::ability(name)) }
    }

    /// How an agent is called in a summary.
    pub(crate) fn agent_name(&self, agent: &Agent) -> String {
        match agent {
            Agent::User(id) => self.user_name(id),
            Agent::Service(id) | Agent::Integration { service: id, .. } => {
                self.services.get(id).map_or_else(|| "-".to_owned(), |service| service.name.clone())
            }
        }
    }
}

impl World {
    /// What the service shows: `disabled` and `maintenance` as set, else after its open incidents.
    pub(crate) fn service_status<'a>(&self, service: &'a super::model::Service) -> &'a str {
        if service.status != "active" {
            return &service.status;
        }
        let mut status = "active";
        for incident in self.incidents.values().filter(|incident| incident.service == service.id) {
            match incident.status {
                super::model::Status::Triggered => return "critical",
                super::model::Status::Acknowledged => status = "warning",
                super::model::Status::Resolved => {}
            }
        }
        status
    }

    /// When the last incident of the service was opened.
    pub(crate) fn last_incident(&self, service: &str) -> Option<i64> {
        self.incidents.values().filter(|incident| incident.service == service).map(|incident| incident.created_at).max()
    }
}
