//! Incidents, their alerts and their notes.

use super::directory::priority as whole_priority;
use super::log_entry::log_entry_reference;
use super::{View, page_url, rest_url, whole, with};
use crate::pagerduty::model::{Alert, Id, Incident, Note, Since, StatusUpdate};
use serde_json::{Map, Value, json};

/// `[#1042] The title`.
pub(super) fn summary(incident: &Incident) -> String {
    format!("[#{}] {}", incident.number, incident.title)
}

impl View<'_> {
    /// A whole incident. `body`, `conference_bridge` and `custom_fields` appear only when they are included.
    pub(crate) fn incident(&self, incident: &Incident) -> Value {
        let policy = &incident.escalation_policy;
        let mut value = with(
            whole(self.incident_reference(&incident.id)),
            json!({
                "incident_number": incident.number,
                "title": incident.title,
                "description": incident.title,
                "created_at": self.time(incident.created_at),
                "updated_at": self.time(incident.updated_at),
                "status": incident.status.name(),
                "incident_key": incident.incident_key,
                "service": self.expand(
                    "services",
                    || self.service_by_id(&incident.service),
                    || self.service_reference(&incident.service),
                ),
                "assigned_via": if incident.direct { "direct_assignment" } else { "escalation_policy" },
                "last_status_change_at": self.time(incident.last_status_change_at),
                "resolved_at": self.maybe_time(incident.resolved_at),
                "alert_counts": alert_counts(&incident.alerts),
                "is_mergeable": incident.mergeable(),
                "incident_type": {"name": incident.incident_type},
                "escalation_policy": self.expand(
                    "escalation_policies",
                    || self.policy_by_id(policy),
                    || self.policy_reference(policy),
                ),
                "teams": self.teams(&self.world.incident_teams(incident)),
                "pending_actions": self.pending_actions(incident),
            }),
        );
        value = with(
            value,
            json!({
                "assignments": self.people(&incident.assignments, "assignee", "assignees"),
                "acknowledgements": self.people(&incident.acknowledgements, "acknowledger", "acknowledgers"),
                "alert_grouping": null,
                "last_status_change_by": self.agent(&incident.last_status_change_by),
                "first_trigger_log_entry": self.first_trigger(incident),
                "priority": self.incident_priority(incident.priority.as_ref()),
                "resolve_reason": incident.merged_into.as_ref().map(|id| json!({
                    "type": "merge_resolve_reason",
                    "incident": self.incident_reference(id),
                })),
                "urgency": incident.urgency,
            }),
        );
        if self.world.abilities.contains("coordinated_responding") {
            value = with(
                value,
                json!({
                    "incidents_responders": self.incident_responders(incident),
                    "responder_requests": incident
                        .responder_requests
                        .iter()
                        .map(|request| self.responder_request(&incident.id, request))
                        .collect::<Vec<_>>(),
                }),
            );
        }
        with(value, Value::Object(self.included_fields(incident)))
    }

    fn included_fields(&self, incident: &Incident) -> Map<String, Value> {
        let mut fields = Map::new();
        if self.includes("conference_bridge") {
            let bridge = incident
                .conference_bridge
                .as_ref()
                .map(|bridge| json!({"conference_number": bridge.number, "conference_url": bridge.url}));
            fields.insert("conference_bridge".to_owned(), bridge.unwrap_or(Value::Null));
        }
        if self.includes("body") {
            let body = incident.body.as_ref().map(|details| json!({"type": "incident_body", "details": details}));
            fields.insert("body".to_owned(), body.unwrap_or(Value::Null));
        }
        if self.includes("custom_fields") {
            fields.insert("custom_fields".to_owned(), json!([]));
        }
        fields
    }

    fn people(&self, people: &[Since], field: &str, include: &str) -> Vec<Value> {
        people
            .iter()
            .map(|since| {
                let included = self.includes(include) || self.includes("users");
                let user = match (self.world.services.contains_key(&since.user), included) {
                    (true, true) => self.service_by_id(&since.user),
                    (true, false) => self.service_reference(&since.user),
                    (false, true) => self.user_by_id(&since.user),
                    (false, false) => self.user_reference(&since.user),
                };
                json!({"at": self.time(since.at), field: user})
            })
            .collect()
    }

    /// The whole priority, whether `include[]=priorities` asks for it or not: the schema's type of the field is
    /// `Priority`, and recorded answers to `GET` and `POST /incidents` carry it with its name and color. Only the
    /// schema's examples show a reference there.
    fn incident_priority(&self, id: Option<&Id>) -> Value {
        let priority = id.and_then(|id| self.world.priorities.iter().find(|priority| priority.id == *id));
        priority.map_or(Value::Null, whole_priority)
    }

    fn pending_actions(&self, incident: &Incident) -> Vec<Value> {
        let unacknowledge = incident.unacknowledge_at.or(incident.unsnooze_at);
        [("escalate", incident.escalate_at), ("unacknowledge", unacknowledge), ("resolve", incident.auto_resolve_at)]
            .into_iter()
            .filter_map(|(kind, at)| at.map(|at| json!({"type": kind, "at": self.time(at)})))
            .collect()
    }

    fn first_trigger(&self, incident: &Incident) -> Value {
        let Some(entry) = incident.log.first() else {
            return Value::Null;
        };
        self.expand(
            "first_trigger_log_entries",
            || self.log_entry(incident, entry),
            || log_entry_reference(incident, entry),
        )
    }

    /// A whole alert.
    pub(crate) fn alert(&self, incident: &Incident, alert: &Alert) -> Value {
        let service = &incident.service;
        json!({
            "id": alert.id,
            "type": "alert",
            "summary": alert.summary,
            "self": rest_url(&format!("incidents/{}/alerts", incident.id), &alert.id),
            "html_url": page_url("alerts", &alert.id),
            "created_at": self.time(alert.created_at),
            "resolved_at": self.maybe_time(alert.resolved_at),
            "status": if alert.resolved_at.is_some() { "resolved" } else { "triggered" },
            "alert_key": alert.key,
            "severity": alert.severity,
            "suppressed": false,
            "service": self.expand("services", || self.service_by_id(service), || self.service_reference(service)),
            "body": {"type": "alert_body", "contexts": alert.contexts, "details": alert.details},
            "incident": self.expand(
                "incidents",
                || View::plain(self.world).incident(incident),
                || self.incident_reference(&incident.id),
            ),
            "integration": self.integration_reference(service, &alert.integration),
        })
    }

    /// A whole note.
    pub(crate) fn note(&self, note: &Note) -> Value {
        json!({
            "id": note.id,
            "user": self.user_reference(&note.user),
            "channel": {"summary": "The PagerDuty website or APIs"},
            "content": note.content,
            "created_at": self.time(note.created_at),
            "updated_at": self.time(note.updated_at),
        })
    }

    /// A whole status update.
    pub(crate) fn status_update(&self, update: &StatusUpdate) -> Value {
        json!({
            "id": update.id,
            "message": update.message,
            "sender": self.user_reference(&update.sender),
            "created_at": self.time(update.created_at),
            "subject": update.subject,
            "html_message": update.html_message,
        })
    }
}

fn alert_counts(alerts: &[Alert]) -> Value {
    let resolved = alerts.iter().filter(|alert| alert.resolved_at.is_some()).count();
    json!({"all": alerts.len(), "triggered": alerts.len() - resolved, "resolved": resolved})
}

impl crate::pagerduty::world::World {
    /// The teams of the incident's policy and of its service, each once.
    pub(crate) fn incident_teams(&self, incident: &Incident) -> Vec<Id> {
        let policy = self.policies.get(&incident.escalation_policy).map(|policy| &policy.teams);
        let service = self.services.get(&incident.service).map(|service| &service.teams);
        let mut teams: Vec<Id> = Vec::new();
        for team in policy.into_iter().chain(service).flatten() {
            if !teams.contains(team) {
                teams.push(team.clone());
            }
        }
        teams
    }
}

impl Incident {
    /// Whether `user` is assigned to the incident or was asked to help with it.
    pub(crate) fn involves(&self, user: &str) -> bool {
        self.assignments.iter().any(|assignment| assignment.user == user)
            || self
                .responder_requests
                .iter()
                .flat_map(|request| request.targets.iter())
                .flat_map(|target| target.responders.iter())
                .any(|responder| responder.user == user && responder.state != "cancelled")
    }
}
