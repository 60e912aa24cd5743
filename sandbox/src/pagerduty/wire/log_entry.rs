//! Timeline lines.

use super::{View, page_url, rest_url, with};
use crate::pagerduty::model::{Incident, LogEntry};
use serde_json::{Map, Value, json};

impl View<'_> {
    /// A whole log entry; its channel is only a type until `include[]=channels` is asked for.
    pub(crate) fn log_entry(&self, incident: &Incident, entry: &LogEntry) -> Value {
        let channel = self.expand(
            "channels",
            || entry.channel.clone(),
            || json!({"type": entry.channel.get("type").cloned().unwrap_or(Value::Null)}),
        );
        let service = &incident.service;
        let mut value = with(
            log_entry_reference(incident, entry),
            json!({
                "type": format!("{}_log_entry", entry.kind),
                "created_at": self.time(entry.created_at),
                "agent": self.agent_reference(&entry.agent),
                "channel": channel,
                "service": self.expand("services", || self.service_by_id(service), || self.service_reference(service)),
                "incident": self.expand(
                    "incidents",
                    || View::plain(self.world).incident(incident),
                    || self.incident_reference(&incident.id),
                ),
                "teams": self.teams(&self.world.incident_teams(incident)),
                "contexts": entry.contexts,
            }),
        );
        let mut more = Map::new();
        let users: Vec<Value> = entry.users.iter().map(|user| self.user_reference(user)).collect();
        match entry.kind {
            // No schema names the type; clients that read it find the words in `message`.
            "status_update" => {
                more.insert("message".to_owned(), entry.channel.get("summary").cloned().unwrap_or(Value::Null));
            }
            "trigger" => {
                more.insert("event_details".to_owned(), json!({"description": incident.title}));
            }
            "assign" => {
                more.insert("assignees".to_owned(), Value::from(users));
            }
            "notify" => {
                more.insert("user".to_owned(), users.into_iter().next().unwrap_or(Value::Null));
            }
            "acknowledge" => {
                let seconds = self.world.services.get(service).and_then(|service| service.acknowledgement_timeout);
                more.insert("acknowledgement_timeout".to_owned(), json!(seconds));
            }
            _ => {}
        }
        if let Some(note) = &entry.note {
            more.insert("note".to_owned(), Value::from(note.clone()));
        }
        value = with(value, Value::Object(more));
        value
    }
}

/// A reference to a log entry, whose address names its incident.
pub(super) fn log_entry_reference(incident: &Incident, entry: &LogEntry) -> Value {
    json!({
        "id": entry.id,
        "type": format!("{}_log_entry_reference", entry.kind),
        "summary": entry.summary,
        "self": format!("{}?incident_id={}", rest_url("log_entries", &entry.id), incident.id),
        "html_url": page_url(&format!("incidents/{}/log_entries", incident.id), &entry.id),
    })
}
