//! The timeline of an incident: its log entries.

use crate::domain::id::IncidentId;
use crate::domain::mapped_priority::{Past, Trace};
use crate::domain::moment::Moment;
use crate::domain::timeline::{Entry, EntryKind, Page};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::name_of;

/// Each entry repeats its incident and service, so a page is smaller than it could be.
const PAGE: u32 = 50;

/// So many pages are read to learn where an incident came from. One with a longer life has people who look after it.
const LONGEST_PAST: u32 = 4;

impl<T: Transport> Api<T> {
    /// A page of an incident's timeline, newest first, after `offset` entries. PagerDuty REST: `GET /incidents/{id}/log_entries`.
    pub async fn timeline(&self, id: &IncidentId, offset: u32) -> Result<Page<Entry>, Failure> {
        let request = Request::new(Method::Get, format!("/incidents/{id}/log_entries"));
        self.page(request, "log_entries", PAGE, offset, read).await
    }

    /// Where an incident came from, and whether its priority was ever changed. PagerDuty REST: `GET /incidents/{id}/log_entries`.
    pub async fn past(&self, id: &IncidentId) -> Result<Past, Failure> {
        let mut past = Past::default();
        for page in 0..LONGEST_PAST {
            let request = Request::new(Method::Get, format!("/incidents/{id}/log_entries"));
            let page = self.page(request, "log_entries", PAGE, page * PAGE, |place| Ok(trace(place))).await?;
            page.items.into_iter().for_each(|trace| past.saw(trace));
            if !page.more {
                past.began();
                break;
            }
        }
        Ok(past)
    }
}

/// A person is a user; events come from an integration or a service.
fn trace(place: &Json<'_>) -> Trace {
    match kind(place.at("type").text_or_empty()) {
        EntryKind::Trigger => {
            let agent = place.at("agent");
            let by = agent.at("type").text_or_empty();
            // Of whom nothing is said, nothing is assumed.
            Trace::Triggered { by_person: by.is_empty() || by.starts_with("user") }
        }
        EntryKind::Priority => Trace::Prioritized,
        _ => Trace::Other,
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

    fn past(answers: &[(&[Value], bool)]) -> (Past, Vec<String>) {
        let line = answers.iter().fold(Line::default(), |line, (entries, more)| {
            line.then(200, &json!({ "log_entries": entries, "more": more }))
        });
        let past = now(line.api().past(&IncidentId::parse("P1").unwrap())).unwrap();
        (past, line.requests().into_iter().map(|request| request.url).collect())
    }

    #[test]
    fn an_event_leaves_the_priority_open_and_a_person_does_not() {
        let of = |kind: &str, agent: &str| entry(kind, &json!({ "id": "X1", "type": agent, "summary": "X" }));
        let event = of("trigger_log_entry", "events_api_v2_inbound_integration_reference");
        let notify = of("notify_log_entry", "service_reference");
        let (open, urls) = past(&[(&[notify.clone(), event.clone()], false)]);
        assert!(open.leaves_priority_open());
        assert_eq!(urls, ["https://api.pagerduty.com/incidents/P1/log_entries?limit=50&offset=0"]);
        for decided in [
            vec![event.clone(), of("trigger_log_entry", "user_reference")],
            vec![entry("trigger_log_entry", &Value::Null)],
            vec![of("priority_change_log_entry", "user_reference"), event.clone()],
            vec![notify.clone()],
        ] {
            assert!(!past(&[(&decided, false)]).0.leaves_priority_open(), "{decided:?}");
        }
    }

    #[test]
    fn a_past_is_read_to_its_beginning_or_counts_as_unknown() {
        let event = entry("trigger_log_entry", &json!({ "type": "service_reference" }));
        let notify = entry("notify_log_entry", &Value::Null);
        let first: &[Value] = std::slice::from_ref(&notify);
        let last: &[Value] = std::slice::from_ref(&event);
        let (whole, urls) = past(&[(first, true), (last, false)]);
        assert!(whole.leaves_priority_open());
        assert_eq!(urls.len(), 2);
        assert!(urls[1].ends_with("?limit=50&offset=50"), "{urls:?}");
        let (endless, urls) = past(&[(last, true); 9]);
        assert!(!endless.leaves_priority_open());
        assert_eq!(urls.len(), 4);
    }
}
