//! `POST /incidents`.
//!
//! Sources: PagerDuty REST schema, and the guide "Incident Creation API". The refusal of a repeated key is as it was
//! observed on the live API (400, code 2002).

use super::answer::Answer;
use super::body::{self, Assignment, Bridge, Reference, TypeName};
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{ConferenceBridge, Id, Service};
use crate::pagerduty::rules::open::{Assignee, Opening};
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::http::StatusCode;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::json;

/// The longest incident key.
const LONGEST_KEY: usize = 255;

pub(super) fn operations() -> [Operation; 1] {
    [Operation::new(MethodFilter::POST, "/incidents", Needs::Act, create).requiring_from().limited(300)]
}

#[derive(Deserialize)]
struct Wrapped {
    incident: Draft,
}

#[derive(Deserialize)]
struct Draft {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    service: Reference,
    priority: Option<Reference>,
    urgency: Option<String>,
    body: Option<Details>,
    incident_key: Option<String>,
    assignments: Option<Vec<Assignment>>,
    escalation_policy: Option<Reference>,
    incident_type: Option<TypeName>,
    conference_bridge: Option<Bridge>,
}

/// The schema types `details` as an object, but the guide says that only strings are accepted.
#[derive(Deserialize)]
struct Details {
    details: Option<String>,
}

fn refused(reason: &str) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, 2001, "Incident could not be created").because(reason)
}

fn create(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let draft = body::read::<Wrapped>(&call.body)?.incident;
    if draft.kind != "incident" {
        return Err(Failure::input("Type must be incident"));
    }
    if draft.title.trim().is_empty() {
        return Err(refused("Title cannot be empty"));
    }
    let service = world
        .services
        .get(&draft.service.id)
        .cloned()
        .ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, 5002, "Service Not Found"))?;
    if service.status == "disabled" {
        return Err(refused("Service is disabled"));
    }
    if let Some(urgency) = &draft.urgency {
        body::urgency(urgency)?;
    }
    let assignee = assignee(world, call, &draft, &service)?;
    let incident_type = draft.incident_type.map_or_else(|| "incident_default".to_owned(), |kind| kind.name);
    check_type(&incident_type)?;
    let opening = Opening {
        title: draft.title,
        service: service.id.clone(),
        incident_key: Some(key(world, draft.incident_key, &service.id)?),
        urgency: draft.urgency.unwrap_or_else(|| service.urgency.clone()),
        priority: draft.priority.map(|priority| world.priority_by_id(&priority.id)).transpose()?,
        body: draft.body.and_then(|body| body.details),
        conference_bridge: draft.conference_bridge.map(ConferenceBridge::from),
        incident_type,
        assignee,
        agent: call.agent()?,
    };
    let id = world.open(opening, call.now);
    let view = View::plain(world);
    Ok(Answer::created(json!({"incident": view.incident(world.incident(&id)?)})))
}

/// The person or the policy; both together are refused, and so are two people.
fn assignee(world: &World, call: &Call, draft: &Draft, service: &Service) -> Result<Assignee, Failure> {
    let people = draft.assignments.as_deref().unwrap_or_default();
    if !people.is_empty() && draft.escalation_policy.is_some() {
        return Err(refused("Assignments and escalation policy cannot both be specified"));
    }
    if people.len() > 1 {
        return Err(refused("Only one assignee is supported"));
    }
    if let Some(person) = people.first() {
        world.assignable(&person.assignee.id)?;
        return Ok(Assignee::User(person.assignee.id.clone()));
    }
    let policy = draft.escalation_policy.as_ref().map_or(&service.escalation_policy, |policy| &policy.id);
    if !world.policies.contains_key(policy) {
        return Err(Failure::incident(1014));
    }
    if world.next_level(policy, 1, call.now).is_none() {
        return Err(Failure::incident(1015));
    }
    Ok(Assignee::Policy(policy.clone()))
}

/// The key given, when no open incident of the service has it; else a key of PagerDuty's own.
fn key(world: &mut World, given: Option<String>, service: &str) -> Result<String, Failure> {
    let Some(key) = given.filter(|key| !key.is_empty()) else {
        return Ok(world.random.uuid().replace('-', ""));
    };
    if key.chars().count() > LONGEST_KEY {
        return Err(refused("Incident key is too long (maximum is 255 characters)"));
    }
    let taken = world
        .incidents
        .values()
        .any(|incident| incident.open() && incident.service == service && incident.carries(&key));
    if taken {
        return Err(
            Failure::incident(2002).because("Open incident with matching dedup key already exists on this service")
        );
    }
    Ok(key)
}

/// Refuses an incident type that the account does not have.
pub(super) fn check_type(name: &str) -> Result<(), Failure> {
    if matches!(name, "incident_default" | "major_incident") {
        Ok(())
    } else {
        Err(Failure::input(format!("Incident type {name} was not found")))
    }
}

impl From<Bridge> for ConferenceBridge {
    fn from(bridge: Bridge) -> Self {
        Self { number: bridge.conference_number, url: bridge.conference_url }
    }
}

impl World {
    /// The id of a priority, when the account has priorities and this one among them.
    pub(super) fn priority_by_id(&self, id: &str) -> Result<Id, Failure> {
        self.require_ability("priorities")?;
        self.priorities
            .iter()
            .find(|priority| priority.id == id)
            .map(|priority| priority.id.clone())
            .ok_or_else(|| Failure::incident(1020))
    }

    /// Refuses somebody who is unknown or, being a stakeholder, cannot be given an incident.
    pub(super) fn assignable(&self, user: &str) -> Result<(), Failure> {
        match self.users.get(user) {
            Some(user) if !user.role.starts_with("read_only") => Ok(()),
            _ => Err(Failure::incident(1007)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::{Value, json};

    #[allow(clippy::needless_pass_by_value, reason = "the calls read like the requests they stand for")]
    fn draft(bench: &Bench, more: Value) -> Value {
        let mut incident = json!({
            "type": "incident",
            "title": "Refunds fail with a timeout",
            "service": {"id": bench.service("Checkout API"), "type": "service_reference"},
        });
        incident.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"incident": incident})
    }

    #[tokio::test]
    async fn an_incident_goes_to_whoever_is_on_call_and_is_found_by_its_key() {
        let bench = Bench::new();
        let more = json!({
            "incident_key": "Zendesk_northwind_48214",
            "body": {"type": "incident_body", "details": "Ticket 48214"},
            "priority": {"id": bench.priority("P2"), "type": "priority_reference"},
            "urgency": "low",
            "surprise": {"unknown": true},
        });
        let (status, made) = bench.send("POST", "/incidents", Some(draft(&bench, more))).await;
        assert_eq!(status, 201);
        let made = &made["incident"];
        assert_eq!((&made["status"], &made["urgency"]), (&json!("triggered"), &json!("low")));
        assert_eq!(made["assigned_via"], "escalation_policy");
        assert!(!made["assignments"].as_array().unwrap().is_empty());
        assert_eq!((&made["priority"]["name"], &made["priority"]["type"]), (&json!("P2"), &json!("priority")));
        let found = bench.get("/incidents?incident_key=Zendesk_northwind_48214&date_range=all").await;
        assert_eq!(found["incidents"][0]["id"], made["id"]);
    }

    #[tokio::test]
    async fn a_key_is_used_once_among_the_open_incidents_of_a_service() {
        let bench = Bench::new();
        let body = draft(&bench, json!({"incident_key": "Zendesk_northwind_48213"}));
        bench.refused("POST", "/incidents", Some(body), 400, 2002).await;
        let elsewhere = draft(
            &bench,
            json!({"incident_key": "Zendesk_northwind_48213", "service": {"id": bench.service("Ledger")}}),
        );
        assert_eq!(bench.send("POST", "/incidents", Some(elsewhere)).await.0, 201);
        let (_, resolved) = bench
            .send("PUT", "/incidents/1042", Some(json!({"incident": {"type": "incident", "status": "resolved"}})))
            .await;
        assert_eq!(resolved["incident"]["status"], "resolved");
        let again = draft(&bench, json!({"incident_key": "Zendesk_northwind_48213"}));
        assert_eq!(bench.send("POST", "/incidents", Some(again)).await.0, 201, "only open incidents hold a key");
    }

    #[tokio::test]
    async fn an_incident_assigned_to_its_maker_is_acknowledged_and_notifies_nobody() {
        let bench = Bench::new();
        let me = bench.user("maya.chen@northwind.example");
        let more = json!({"assignments": [{"assignee": {"id": me, "type": "user_reference"}}]});
        let (_, made) = bench.send("POST", "/incidents", Some(draft(&bench, more))).await;
        assert_eq!(made["incident"]["status"], "acknowledged");
        assert_eq!(made["incident"]["assigned_via"], "direct_assignment");
        let path = format!("/incidents/{}/log_entries", made["incident"]["id"].as_str().unwrap());
        let log = bench.get(&path).await;
        let kinds: Vec<_> = log["log_entries"].as_array().unwrap().iter().map(|entry| entry["type"].clone()).collect();
        assert!(!kinds.contains(&json!("notify_log_entry")), "{kinds:?}");
    }

    #[tokio::test]
    async fn drafts_that_cannot_become_an_incident_are_refused() {
        let bench = Bench::new();
        let someone = json!([{"assignee": {"id": bench.user("jonas.okafor@northwind.example")}}]);
        let stakeholder = json!([{"assignee": {"id": bench.user("olu.stake@northwind.example")}}]);
        let cases = [
            (json!({"assignments": someone, "escalation_policy": {"id": bench.policy("Checkout")}}), 400, 2001),
            (json!({"assignments": [someone[0], someone[0]]}), 400, 2001),
            (json!({"assignments": stakeholder}), 400, 1007),
            (json!({"assignments": [{"assignee": {"id": "PNOBODY"}}]}), 400, 1007),
            (json!({"escalation_policy": {"id": "PNOTHIN"}}), 400, 1014),
            (json!({"escalation_policy": {"id": bench.policy("Facilities")}}), 400, 1015),
            (json!({"service": {"id": bench.service("Legacy Fax Gateway")}}), 400, 2001),
            (json!({"service": {"id": "PNOSERV"}}), 404, 5002),
            (json!({"priority": {"id": "PNOPRIO"}}), 400, 1020),
            (json!({"urgency": "medium"}), 400, 2001),
            (json!({"title": "  "}), 400, 2001),
            (json!({"title": 7}), 400, 2001),
            (json!({"type": "incidents"}), 400, 2001),
            (json!({"body": {"details": {"not": "a string"}}}), 400, 2001),
            (json!({"incident_key": "k".repeat(256)}), 400, 2001),
            (json!({"incident_type": {"name": "fire_drill"}}), 400, 2001),
        ];
        let before = bench.get("/incidents?date_range=all&total=true").await["total"].clone();
        for (more, status, code) in cases {
            bench.refused("POST", "/incidents", Some(draft(&bench, more)), status, code).await;
        }
        bench.pagerduty.remove_ability("priorities");
        let priority = json!({"priority": {"id": bench.priority("P1")}});
        bench.refused("POST", "/incidents", Some(draft(&bench, priority)), 402, 2014).await;
        assert_eq!(bench.get("/incidents?date_range=all&total=true").await["total"], before);
    }
}
