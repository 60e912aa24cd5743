//! The timeline of an incident: its log entries.

use crate::domain::id::IncidentId;
use crate::domain::moment::Moment;
use crate::domain::timeline::{Entry, EntryKind, Page};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::name_of;

/// Each entry repeats its incident and service, so a page is smaller than it could be.
const PAGE: u32 = 50;

impl<T: Transport> Api<T> {
    /// A page of an incident's timeline, newest first, after `offset` entries. PagerDuty REST: `GET /incidents/{id}/log_entries`.
    pub async fn timeline(&self, id: &IncidentId, offset: u32) -> Result<Page<Entry>, Failure> {
        let request = Request::new(Method::Get, format!("/incidents/{id}/log_entries"));
        self.page(request, "log_entries", PAGE, offset, read).await
    }
}

fn read(place: &Json<'_>) -> Result<Entry, Failure> {
    let kind = kind(place.at("type").text_or_empty());
    Ok(Entry {
        id: place.at("id").text()?.to_owned(),
        at: place.at("created_at").read(Moment::parse)?,
        kind,
        summary: place.at("summary").text_or_empty().to_owned(),
        who: who(kind, &place.at("agent")),
    })
}

/// Kinds are named in the type before `_log_entry`; those that nobody knows yet tell by their summary.
fn kind(name: &str) -> EntryKind {
    match name.split("_log_entry").next().unwrap_or_default() {
        "trigger" => EntryKind::Trigger,
        "acknowledge" => EntryKind::Acknowledge,
        "unacknowledge" => EntryKind::Unacknowledge,
        "resolve" => EntryKind::Resolve,
        "assign" | "delegate" => EntryKind::Assign,
        "escalate" => EntryKind::Escalate,
        "notify" => EntryKind::Notify,
        "annotate" => EntryKind::Annotate,
        "snooze" => EntryKind::Snooze,
        other if other.starts_with("status_update") => EntryKind::StatusUpdate,
        other if other.starts_with("priority") => EntryKind::Priority,
        other if other.starts_with("responder") => EntryKind::Responder,
        _ => EntryKind::Other,
    }
}

/// A service is the agent of what happens by itself, such as an escalation by timeout, which nobody did. It is told where an event
/// took or ended the incident: our sentence for that names nobody else.
fn who(kind: EntryKind, agent: &Json<'_>) -> Option<String> {
    let by_service = agent.at("type").text_or_empty().starts_with("service");
    let told = matches!(kind, EntryKind::Acknowledge | EntryKind::Resolve);
    (told || !by_service).then(|| name_of(agent))?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::super::fixture::{Line, now};
    use super::*;

    fn entry(kind: &str, agent: &Value) -> Value {
        json!({ "id": "R1", "type": kind, "summary": "Something happened.", "created_at": "2026-11-22T14:08:00Z", "agent": agent })
    }

    fn read_all(entries: &[Value]) -> Result<Page<Entry>, Failure> {
        let line = Line::answering(200, &json!({ "log_entries": entries, "more": true }));
        let page = now(line.api().timeline(&IncidentId::parse("P1").unwrap(), 50));
        assert_eq!(line.only().url, "https://api.pagerduty.com/incidents/P1/log_entries?limit=50&offset=50");
        page
    }

    #[test]
    fn known_kinds_are_told_apart_and_new_ones_pass() {
        let names = [
            ("trigger_log_entry", EntryKind::Trigger),
            ("delegate_log_entry", EntryKind::Assign),
            ("responder_request_for_user_log_entry", EntryKind::Responder),
            ("priority_change_log_entry", EntryKind::Priority),
            ("status_update_log_entry", EntryKind::StatusUpdate),
            ("resolve_log_entry_reference", EntryKind::Resolve),
            ("exhaust_escalation_path_log_entry", EntryKind::Other),
            ("dance_log_entry", EntryKind::Other),
            ("", EntryKind::Other),
        ];
        let entries: Vec<_> = names.iter().map(|(name, _)| entry(name, &Value::Null)).collect();
        let page = read_all(&entries).unwrap();
        let kinds: Vec<_> = page.items.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, names.map(|(_, kind)| kind));
        assert!(page.more);
    }

    #[test]
    fn people_and_integrations_are_named_and_what_happens_by_itself_is_not() {
        let agents = [
            json!({ "type": "user_reference", "summary": "Mia Wong" }),
            json!({ "type": "events_api_v2_inbound_integration_reference", "summary": "Zendesk" }),
            json!({ "type": "service_reference", "summary": "Checkout" }),
            Value::Null,
            json!("Mia"),
        ];
        let who = |kind| {
            let page = read_all(&agents.each_ref().map(|agent| entry(kind, agent))).unwrap();
            page.items.into_iter().map(|entry| entry.who).collect::<Vec<_>>()
        };
        let named = |names: [Option<&str>; 5]| names.map(|name| name.map(str::to_owned));
        assert_eq!(who("escalate_log_entry"), named([Some("Mia Wong"), Some("Zendesk"), None, None, None]));
        // An event that ends the incident does it in the name of the service.
        let ended = named([Some("Mia Wong"), Some("Zendesk"), Some("Checkout"), None, None]);
        assert_eq!(who("resolve_log_entry"), ended);
        assert_eq!(who("acknowledge_log_entry"), ended);
    }

    #[test]
    fn an_entry_without_a_time_names_the_place() {
        let broken = json!({ "id": "R1", "type": "trigger_log_entry" });
        assert_eq!(read_all(&[broken]), Err(Failure::Malformed { path: "log_entries[0].created_at".into() }));
    }
}
