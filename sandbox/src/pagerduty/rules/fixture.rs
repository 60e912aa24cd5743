//! A small account for the tests of the rules: one service, two levels, a timeout of every kind.

use super::open::{Assignee, Opening};
use crate::pagerduty::integration::{Integration, Kind};
use crate::pagerduty::model::{Agent, EscalationPolicy, Id, Rule, Service, Target, User};
use crate::pagerduty::world::World;

/// The account and the ids that tests name.
pub(crate) struct Fixture {
    pub(crate) world: World,
    pub(crate) maya: Id,
    pub(crate) jonas: Id,
    pub(crate) service: Id,
    pub(crate) policy: Id,
    pub(crate) empty_policy: Id,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let mut world = World::empty(1);
        let mut person = |name: &str| {
            let id = world.random.resource();
            world.users.insert(
                id.clone(),
                User {
                    id: id.clone(),
                    name: name.to_owned(),
                    email: format!("{}@northwind.example", name.to_lowercase()),
                    role: "user".to_owned(),
                    time_zone: "UTC".to_owned(),
                    color: "green".to_owned(),
                    job_title: "Engineer".to_owned(),
                    teams: Vec::new(),
                },
            );
            id
        };
        let (maya, jonas) = (person("Maya"), person("Jonas"));
        let mut policy = |targets: &[&Id]| {
            let id = world.random.resource();
            let rules = targets
                .iter()
                .map(|user| Rule {
                    id: format!("{id}R"),
                    delay_minutes: 30,
                    targets: vec![Target::User((*user).clone())],
                })
                .collect();
            let policy =
                EscalationPolicy { id: id.clone(), name: "Policy".to_owned(), rules, num_loops: 1, teams: Vec::new() };
            world.policies.insert(id.clone(), policy);
            id
        };
        let (two_levels, empty_policy) = (policy(&[&maya, &jonas]), policy(&[]));
        let service = world.random.resource();
        world.services.insert(
            service.clone(),
            Service {
                id: service.clone(),
                name: "Checkout API".to_owned(),
                description: String::new(),
                status: "active".to_owned(),
                created_at: 0,
                acknowledgement_timeout: Some(1_800),
                auto_resolve_timeout: Some(14_400),
                escalation_policy: two_levels.clone(),
                teams: Vec::new(),
                integrations: vec![Integration {
                    id: "PINTEGR".to_owned(),
                    name: "Events API v2".to_owned(),
                    created_at: 0,
                    vendor: None,
                    received: 0,
                    kind: Kind::Events { key: "r".repeat(32) },
                }],
                urgency: "high".to_owned(),
            },
        );
        Self { world, maya, jonas, service, policy: two_levels, empty_policy }
    }

    /// An incident opened at time 0 by the integration and assigned to Maya.
    pub(crate) fn opened(&mut self) -> Id {
        let agent = Agent::Integration { service: self.service.clone(), integration: "PINTEGR".to_owned() };
        let opening = Opening {
            title: "Elevated errors".to_owned(),
            service: self.service.clone(),
            incident_key: None,
            urgency: "high".to_owned(),
            priority: None,
            body: None,
            conference_bridge: None,
            incident_type: "incident_default".to_owned(),
            assignee: Assignee::Policy(self.policy.clone()),
            agent,
        };
        self.world.open(opening, 0)
    }
}
