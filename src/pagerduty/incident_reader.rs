//! Reads an incident out of an answer. PagerDuty REST: `components.schemas.Incident`.
//!
//! An incident without id, number, status, service or beginning is none; whatever else is missing or odd is left out.

use crate::domain::id::{EscalationPolicyId, IncidentId, PriorityId, ServiceId, UserId};
use crate::domain::incident::{Incident, IncidentKey, Named, Priority, Since, Status, Urgency, checked_url};
use crate::domain::moment::Moment;
use crate::http::Failure;
use crate::http::json::Json;

use super::responder_reader;

/// Reads the incident at `place`.
pub(super) fn read(place: &Json<'_>) -> Result<Incident, Failure> {
    let service = place.at("service");
    let service_id = service.at("id").read(ServiceId::parse)?;
    let number = place.at("incident_number").number()?;
    let created_at = place.at("created_at").read(Moment::parse)?;
    let changed_at = moment(place, "last_status_change_at").unwrap_or(created_at);
    let pending = place.at("pending_actions");
    Ok(Incident {
        id: place.at("id").read(IncidentId::parse)?,
        number,
        title: first_of(place, &["title", "summary"]).unwrap_or_else(|| format!("#{number}")),
        status: place.at("status").read(status)?,
        urgency: if place.at("urgency").text_or_empty() == "low" { Urgency::Low } else { Urgency::High },
        priority: place.maybe("priority").and_then(|priority| priority_at(&priority)),
        service: Named { name: name_of(&service).unwrap_or_else(|| service_id.to_string()), id: service_id },
        escalation_policy: named(&place.at("escalation_policy"), EscalationPolicyId::parse),
        teams: place.at("teams").items_or_none().iter().filter_map(name_of).collect(),
        assigned: since_each(&place.at("assignments"), "assignee"),
        acknowledged: since_each(&place.at("acknowledgements"), "acknowledger"),
        created_at,
        changed_at,
        updated_at: moment(place, "updated_at").unwrap_or(changed_at),
        key: place.at("incident_key").text().ok().and_then(IncidentKey::parse),
        url: place.at("html_url").text().ok().and_then(checked_url),
        escalates_at: pending_at(&pending, "escalate"),
        triggers_again_at: pending_at(&pending, "unacknowledge"),
        merged_into: merged_into(&place.at("resolve_reason")),
        assigned_directly: place.at("assigned_via").text_or_empty() == "direct_assignment",
        responder_requests: responder_reader::requests(place),
    })
}

/// Reads the incident of an answer that holds one.
pub(super) fn read_one(body: &serde_json::Value) -> Result<Incident, Failure> {
    read(&Json::root(body).at("incident"))
}

/// Reads a priority; `None` when it has no id.
pub(super) fn priority_at(place: &Json<'_>) -> Option<Priority> {
    let id = place.at("id").read(PriorityId::parse).ok()?;
    let is_color = |text: &&str| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let color = place.at("color").text().ok().filter(is_color).map(str::to_ascii_lowercase);
    Some(Priority { name: name_of(place).unwrap_or_else(|| id.to_string()), id, color })
}

/// Reads a thing with an id and a name; references have their name in `summary`. `None` when it has no id.
pub(super) fn named<I: std::fmt::Display>(place: &Json<'_>, parse: impl Fn(&str) -> Option<I>) -> Option<Named<I>> {
    let id = place.at("id").read(parse).ok()?;
    Some(Named { name: name_of(place).unwrap_or_else(|| id.to_string()), id })
}

/// The name of a thing or of a reference to it.
pub(super) fn name_of(place: &Json<'_>) -> Option<String> {
    first_of(place, &["name", "summary"])
}

fn first_of(place: &Json<'_>, names: &[&str]) -> Option<String> {
    names.iter().map(|name| place.at(name).text_or_empty()).find(|text| !text.trim().is_empty()).map(str::to_owned)
}

fn status(text: &str) -> Option<Status> {
    match text {
        "triggered" => Some(Status::Triggered),
        "acknowledged" => Some(Status::Acknowledged),
        "resolved" => Some(Status::Resolved),
        _ => None,
    }
}

/// Reads the instant in the field `name`; `None` when there is none.
pub(super) fn moment(place: &Json<'_>, name: &str) -> Option<Moment> {
    place.at(name).text().ok().and_then(Moment::parse)
}

fn since_each(list: &Json<'_>, who: &str) -> Vec<Since> {
    let since = |item: &Json<'_>| {
        let who = item.at(who);
        // PagerDuty REST: an `acknowledger` is a user or, after an event that acknowledges, the service.
        let by_service = who.at("type").text_or_empty().starts_with("service");
        Some(Since { user: named(&who, UserId::parse)?, by_service, at: moment(item, "at") })
    };
    list.items_or_none().iter().filter_map(since).collect()
}

/// When a pending action of this type falls due.
fn pending_at(actions: &Json<'_>, kind: &str) -> Option<Moment> {
    let items = actions.items_or_none();
    items.iter().filter(|action| action.at("type").text_or_empty() == kind).find_map(|action| moment(action, "at"))
}

/// The incident of a `merge_resolve_reason`, which is the only reason that PagerDuty documents.
fn merged_into(reason: &Json<'_>) -> Option<Named<IncidentId>> {
    let merged = reason.at("type").text_or_empty() == "merge_resolve_reason";
    merged.then(|| named(&reason.at("incident"), IncidentId::parse))?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::*;

    fn least() -> Value {
        json!({
            "id": "PINC001",
            "incident_number": 42,
            "status": "triggered",
            "created_at": "2026-11-22T14:08:00Z",
            "service": { "id": "PSVC001" },
        })
    }

    fn with(change: Value) -> Result<Incident, Failure> {
        let mut incident = least();
        if let Value::Object(fields) = change {
            incident.as_object_mut().unwrap().extend(fields);
        }
        read_one(&json!({ "incident": incident }))
    }

    #[test]
    fn what_is_not_needed_may_be_missing() {
        let incident = with(json!({})).unwrap();
        assert_eq!((incident.updated_at, incident.triggers_again_at), (incident.created_at, None));
        assert_eq!(incident.title, "#42");
        assert_eq!(incident.service.name, "PSVC001");
        assert_eq!(incident.urgency, Urgency::High);
        assert_eq!(incident.changed_at, incident.created_at);
        assert_eq!((incident.priority, incident.url, incident.key, incident.escalates_at), (None, None, None, None));
    }

    #[test]
    fn a_whole_incident_is_read() {
        let incident = with(json!({
            "title": "Checkout fails",
            "summary": "[#42] Checkout fails",
            "status": "acknowledged",
            "urgency": "low",
            "priority": { "id": "PPRI001", "type": "priority", "summary": "P1", "name": "P1", "color": "A8171C" },
            "service": { "id": "PSVC001", "type": "service_reference", "summary": "Checkout" },
            "escalation_policy": { "id": "PPOL001", "summary": "Payments on call" },
            "teams": [{ "id": "PTEAM01", "summary": "Payments" }],
            "assignments": [{ "at": "2026-11-22T14:08:00Z", "assignee": { "id": "PUSR001", "summary": "Mia Wong" } }],
            "acknowledgements": [{ "at": "2026-11-22T14:09:00Z", "acknowledger": { "id": "PUSR001", "summary": "Mia Wong" } }],
            "last_status_change_at": "2026-11-22T14:09:00Z",
            "updated_at": "2026-11-22T14:10:00Z",
            "resolve_reason": null,
            "incident_key": "Zendesk_northwind_48213",
            "html_url": "https://northwind.pagerduty.com/incidents/PINC001",
            "pending_actions": [
                { "type": "unacknowledge", "at": "2026-11-22T14:38:00Z" },
                { "type": "escalate", "at": "2026-11-22T14:18:00Z" },
            ],
            "field_of_tomorrow": { "deep": [1] },
        }))
        .unwrap();
        let mia = Named { id: UserId::parse("PUSR001").unwrap(), name: "Mia Wong".into() };
        assert_eq!((incident.status, incident.urgency), (Status::Acknowledged, Urgency::Low));
        assert_eq!(incident.priority.unwrap().color.as_deref(), Some("a8171c"));
        assert_eq!(incident.escalation_policy.unwrap().name, "Payments on call");
        assert_eq!(incident.teams, ["Payments"]);
        assert_eq!(
            incident.assigned,
            [Since { user: mia.clone(), by_service: false, at: Moment::parse("2026-11-22T14:08:00Z") }]
        );
        assert_eq!(
            incident.acknowledged,
            [Since { user: mia, by_service: false, at: Moment::parse("2026-11-22T14:09:00Z") }]
        );
        assert_eq!(Some(incident.changed_at), Moment::parse("2026-11-22T14:09:00Z"));
        assert_eq!(incident.key, IncidentKey::parse("Zendesk_northwind_48213"));
        assert_eq!(incident.url.as_deref(), Some("https://northwind.pagerduty.com/incidents/PINC001"));
        assert_eq!(incident.escalates_at, Moment::parse("2026-11-22T14:18:00Z"));
        assert_eq!(incident.triggers_again_at, Moment::parse("2026-11-22T14:38:00Z"));
        assert_eq!((Some(incident.updated_at), incident.merged_into), (Moment::parse("2026-11-22T14:10:00Z"), None));
    }

    #[test]
    fn an_event_acknowledges_in_the_name_of_its_service() {
        let service = json!({ "id": "PSVC001", "type": "service_reference", "summary": "Checkout" });
        let taken = json!([{ "at": "2026-11-22T14:09:00Z", "acknowledger": service }]);
        let incident = with(json!({ "status": "acknowledged", "acknowledgements": taken })).unwrap();
        let [taken] = incident.acknowledged.as_slice() else { unreachable!("one is read") };
        assert_eq!((taken.user.name.as_str(), taken.by_service), ("Checkout", true));
    }

    #[test]
    fn a_merged_incident_names_its_target_and_an_odd_reason_names_none() {
        let target = json!({ "id": "PINC002", "type": "incident_reference", "summary": "[#43] <b>Payments</b>" });
        let merged = with(json!({ "resolve_reason": { "type": "merge_resolve_reason", "incident": target } })).unwrap();
        let target = merged.merged_into.unwrap();
        assert_eq!((target.id.as_str(), target.name.as_str()), ("PINC002", "[#43] <b>Payments</b>"));
        for reason in [
            json!({ "type": "merge_resolve_reason", "incident": { "id": "../x" } }),
            json!({ "type": "merge_resolve_reason" }),
            json!({ "type": "another_reason", "incident": { "id": "PINC002" } }),
            json!("merged"),
        ] {
            assert_eq!(with(json!({ "resolve_reason": reason })).unwrap().merged_into, None);
        }
    }

    #[test]
    fn what_is_needed_names_its_place_when_it_is_wrong() {
        for (change, path) in [
            (json!({ "id": "P1/../users" }), "incident.id"),
            (json!({ "id": 7 }), "incident.id"),
            (json!({ "incident_number": "42" }), "incident.incident_number"),
            (json!({ "status": "snoozed" }), "incident.status"),
            (json!({ "status": null }), "incident.status"),
            (json!({ "created_at": "yesterday" }), "incident.created_at"),
            (json!({ "service": null }), "incident.service.id"),
            (json!({ "service": { "id": "" } }), "incident.service.id"),
        ] {
            assert_eq!(with(change), Err(Failure::Malformed { path: path.into() }), "{path}");
        }
        assert_eq!(read_one(&json!([])), Err(Failure::Malformed { path: "incident.service.id".into() }));
    }

    #[test]
    fn what_is_hostile_is_left_out() {
        let incident = with(json!({
            "title": "  ",
            "summary": "<script>alert(1)</script>",
            "urgency": ["low"],
            "html_url": "javascript:alert(1)",
            "priority": { "id": "PPRI001", "summary": "P1", "color": "red;}" },
            "escalation_policy": { "id": "../x", "summary": "?" },
            "teams": [null, 7, { "summary": "" }, { "summary": "Payments" }],
            "assignments": [{ "assignee": null }, { "assignee": { "id": "a b" } }, "x", { "at": 5, "assignee": { "id": "PUSR001" } }],
            "acknowledgements": { "0": {} },
            "incident_key": "",
            "pending_actions": "none",
        }))
        .unwrap();
        assert_eq!(incident.title, "<script>alert(1)</script>");
        assert_eq!(
            (incident.url, incident.key, incident.escalation_policy, incident.urgency),
            (None, None, None, Urgency::High)
        );
        assert_eq!(incident.priority.unwrap().color, None);
        assert_eq!(incident.teams, ["Payments"]);
        let [assigned] = incident.assigned.as_slice() else { unreachable!("one is left") };
        assert_eq!((assigned.user.name.as_str(), assigned.at), ("PUSR001", None));
        assert!(incident.acknowledged.is_empty());
    }
}
