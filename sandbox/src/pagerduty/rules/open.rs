//! Opening an incident: by hand through REST, or by an event.

use super::log::Line;
use crate::pagerduty::model::{Agent, ConferenceBridge, Id, Incident, Status};
use crate::pagerduty::time::SECOND;
use crate::pagerduty::world::World;
use serde_json::json;
use std::collections::BTreeSet;

/// Whom a new incident goes to.
pub(crate) enum Assignee {
    Policy(Id),
    User(Id),
}

/// A new incident, checked and ready to be opened.
pub(crate) struct Opening {
    pub(crate) title: String,
    pub(crate) service: Id,
    pub(crate) incident_key: Option<String>,
    pub(crate) urgency: String,
    pub(crate) priority: Option<Id>,
    pub(crate) body: Option<String>,
    pub(crate) conference_bridge: Option<ConferenceBridge>,
    pub(crate) incident_type: String,
    pub(crate) assignee: Assignee,
    pub(crate) agent: Agent,
}

impl World {
    /// Opens an incident and returns its id.
    pub(crate) fn open(&mut self, opening: Opening, at: i64) -> Id {
        let id = self.random.incident();
        let number = self.next_number;
        self.next_number += 1;
        let service = self.services.get(&opening.service);
        let policy = match &opening.assignee {
            Assignee::Policy(policy) => policy.clone(),
            Assignee::User(_) => service.map(|service| service.escalation_policy.clone()).unwrap_or_default(),
        };
        let auto_resolve_at =
            service.and_then(|service| service.auto_resolve_timeout).map(|seconds| at + seconds * SECOND);
        let channel = match (&opening.agent, &opening.body) {
            (Agent::User(_), body) => json!({
                "type": "web_trigger",
                "summary": opening.title,
                "subject": opening.title,
                "details": body.clone().unwrap_or_default(),
            }),
            _ => json!({"type": "api", "summary": opening.title, "details": {}}),
        };
        let summary = match &opening.agent {
            Agent::User(_) => "Triggered through the website.".to_owned(),
            _ => "Triggered through the API.".to_owned(),
        };
        let agent = opening.agent.clone();
        self.incidents.insert(
            id.clone(),
            Incident {
                id: id.clone(),
                number,
                title: opening.title,
                incident_key: opening.incident_key,
                service: opening.service,
                escalation_policy: policy.clone(),
                urgency: opening.urgency,
                status: Status::Triggered,
                created_at: at,
                updated_at: at,
                resolved_at: None,
                last_status_change_at: at,
                last_status_change_by: agent.clone(),
                assignments: Vec::new(),
                direct: false,
                acknowledgements: Vec::new(),
                priority: opening.priority,
                escalation_level: 1,
                loops: 0,
                escalate_at: None,
                unacknowledge_at: None,
                auto_resolve_at,
                unsnooze_at: None,
                body: opening.body,
                conference_bridge: opening.conference_bridge,
                merged_into: None,
                resolution: None,
                incident_type: opening.incident_type,
                alerts: Vec::new(),
                notes: Vec::new(),
                log: Vec::new(),
                responder_requests: Vec::new(),
                status_updates: Vec::new(),
                subscribers: BTreeSet::new(),
                workflow_instances: Vec::new(),
                workflows_running: Vec::new(),
            },
        );
        self.log(&id, at, Line::new("trigger", &agent, summary).through(channel));
        match opening.assignee {
            Assignee::Policy(_) => self.assign_level(&id, 1, &agent, at),
            Assignee::User(user) if agent == Agent::User(user.clone()) => {
                self.assign(&id, std::slice::from_ref(&user), true, &agent, at, false);
                self.mark_acknowledged(&id, &user, at);
            }
            Assignee::User(user) => self.assign(&id, &[user], true, &agent, at, true),
        }
        id
    }
}
