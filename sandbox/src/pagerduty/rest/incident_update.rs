//! `PUT /incidents/{id}` and `PUT /incidents`: every change of one incident, or of up to 250 at once.

use super::answer::Answer;
use super::body;
use super::call::Call;
use super::gate::{Needs, Operation};
use super::incident_edit::{Change, edit};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Agent, Id, Status};
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::http::StatusCode;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::json;

/// The most incidents that one request changes.
const MOST_AT_ONCE: usize = 250;

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::PUT, "/incidents/{id}", Needs::Act, update).requiring_from(),
        Operation::new(MethodFilter::PUT, "/incidents", Needs::Act, update_many).requiring_from().limited(300),
    ]
}

#[derive(Deserialize)]
struct One {
    incident: Change,
}

#[derive(Deserialize)]
struct Many {
    incidents: Vec<Change>,
}

fn update(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let change = body::read::<One>(&call.body)?.incident;
    let id = call.incident_id(world)?;
    change_all(world, call, vec![(id.clone(), change)])?;
    let view = View::plain(world);
    Ok(Answer::ok(json!({"incident": view.incident(world.incident(&id)?)})))
}

fn update_many(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let changes = body::read::<Many>(&call.body)?.incidents;
    if changes.len() > MOST_AT_ONCE {
        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, 2001, "Request Entity Too Large")
            .because("At most 250 incidents can be changed at once"));
    }
    let mut named = Vec::new();
    for mut change in changes {
        change.service = None;
        let id = change.id.clone().ok_or_else(|| Failure::incident(1004))?;
        named.push((world.incident_id(&id)?, change));
    }
    let ids: Vec<Id> = named.iter().map(|(id, _)| id.clone()).collect();
    change_all(world, call, named)?;
    let view = View::plain(world);
    let after: Vec<_> =
        ids.iter().filter_map(|id| world.incidents.get(id)).map(|incident| view.incident(incident)).collect();
    Ok(Answer::ok(json!({"incidents": after})))
}

/// Applies every change, or none of them when one is refused.
fn change_all(world: &mut World, call: &Call, changes: Vec<(Id, Change)>) -> Result<(), Failure> {
    let agent = call.agent()?;
    let before: Vec<_> = changes.iter().filter_map(|(id, _)| world.incidents.get(id).cloned()).collect();
    for (id, change) in changes {
        if let Err(failure) = apply(world, &id, change, &agent, call) {
            for incident in before {
                world.incidents.insert(incident.id.clone(), incident);
            }
            return Err(failure);
        }
    }
    Ok(())
}

fn apply(world: &mut World, id: &str, change: Change, agent: &Agent, call: &Call) -> Result<(), Failure> {
    let at = call.now;
    if !matches!(change.kind.as_str(), "incident" | "incident_reference") {
        return Err(Failure::input("Type must be incident or incident_reference"));
    }
    let hands_over =
        [change.assignments.is_some(), change.escalation_policy.is_some(), change.escalation_level.is_some()];
    if hands_over.into_iter().filter(|given| *given).count() > 1 {
        return Err(Failure::incident(1011).because("Only one kind of reassignment can be made at once"));
    }
    let status = match change.status.as_deref() {
        None => None,
        Some(text) => Some(Status::read(text).ok_or_else(|| Failure::incident(1003))?),
    };
    let was_open = world.incident(id)?.open();
    if !was_open && matches!(status, Some(Status::Triggered | Status::Acknowledged)) {
        world.reopen(id, agent, at)?;
    }
    world.require_open(id)?;
    edit(world, id, &change, agent, at)?;
    if let Some(people) = &change.assignments {
        let users: Vec<Id> = people.iter().map(|person| person.assignee.id.clone()).collect();
        for user in &users {
            world.assignable(user)?;
        }
        world.reassign(id, &users, agent, at)?;
    } else if let Some(policy) = &change.escalation_policy {
        world.reassign_policy(id, &policy.id, agent, at)?;
    } else if let Some(level) = change.escalation_level {
        world.escalate(id, level, agent, at)?;
    } else if !was_open && status == Some(Status::Triggered) {
        world.assign_level(id, 1, agent, at);
    }
    match status {
        None => Ok(()),
        Some(Status::Triggered) => {
            world.unacknowledge(id, agent, at);
            Ok(())
        }
        Some(Status::Acknowledged) => {
            let user = call.user()?.to_owned();
            if !was_open {
                world.assign(id, std::slice::from_ref(&user), true, agent, at, false);
            }
            world.acknowledge(id, &user, at)
        }
        Some(Status::Resolved) => world.resolve(id, agent, change.resolution, at),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::{Value, json};

    #[allow(
        clippy::needless_pass_by_value,
        clippy::unnecessary_wraps,
        reason = "the calls read like the requests they stand for"
    )]
    fn body(more: Value) -> Option<Value> {
        let mut incident = json!({"type": "incident_reference"});
        incident.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Some(json!({"incident": incident}))
    }

    async fn put(bench: &Bench, id: &str, more: Value) -> Value {
        let (status, answer) = bench.send("PUT", &format!("/incidents/{id}"), body(more)).await;
        assert_eq!(status, 200, "{answer}");
        answer["incident"].clone()
    }

    #[tokio::test]
    async fn an_incident_is_acknowledged_resolved_and_opened_again() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        let path = format!("/incidents/{id}");
        assert_eq!(put(&bench, &id, json!({"status": "acknowledged"})).await["status"], "acknowledged");
        bench.refused("PUT", &path, body(json!({"status": "acknowledged"})), 400, 1002).await;
        let resolved = put(&bench, &id, json!({"status": "resolved", "resolution": "Rolled back"})).await;
        assert!(resolved["resolved_at"].is_string());
        assert_eq!((&resolved["assignments"], &resolved["pending_actions"]), (&json!([]), &json!([])));
        bench.refused("PUT", &path, body(json!({"status": "resolved"})), 400, 1001).await;
        bench.refused("PUT", &path, body(json!({"title": "Too late"})), 400, 1001).await;
        let reopened = put(&bench, &id, json!({"status": "acknowledged"})).await;
        let me = bench.user("maya.chen@northwind.example");
        assert_eq!(reopened["assignments"][0]["assignee"]["id"], me);
        let log = bench.get(&format!("{path}/log_entries?limit=100")).await;
        let notes: Vec<_> =
            log["log_entries"].as_array().unwrap().iter().filter_map(|entry| entry.get("note")).collect();
        assert_eq!(notes, [&json!("Rolled back")]);
    }

    #[tokio::test]
    async fn title_priority_urgency_and_bridge_change_and_leave_lines() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        let changed = put(&bench, &id, json!({"title": "Renamed", "priority": "P2", "urgency": "low"})).await;
        assert_eq!(changed["title"], "Renamed");
        assert_eq!((&changed["priority"]["summary"], &changed["urgency"]), (&json!("P2"), &json!("low")));
        let priorities = bench.get("/priorities").await;
        assert_eq!(changed["priority"], priorities["priorities"][1], "the whole priority, not a reference");
        assert_eq!(bench.get(&format!("/incidents/{id}")).await["incident"]["priority"], changed["priority"]);
        assert!(put(&bench, &id, json!({"priority": null})).await["priority"].is_null());
        put(&bench, &id, json!({"conference_bridge": {"conference_url": "https://meet.example/x"}})).await;
        let read = bench.get(&format!("/incidents/{id}?include[]=conference_bridge")).await;
        assert_eq!(read["incident"]["conference_bridge"]["conference_url"], "https://meet.example/x");
        let path = format!("/incidents/{id}");
        bench.refused("PUT", &path, body(json!({"priority": "P9"})), 400, 1020).await;
        bench.refused("PUT", &path, body(json!({"status": "closed"})), 400, 1003).await;
        bench.refused("PUT", &path, body(json!({"escalation_level": "two"})), 400, 2001).await;
        let two = json!({"escalation_level": 2, "escalation_policy": {"id": bench.policy("Checkout")}});
        bench.refused("PUT", &path, body(two), 400, 1011).await;
    }

    #[tokio::test]
    async fn reassigning_and_escalating_trigger_again() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        put(&bench, &id, json!({"status": "acknowledged"})).await;
        let jonas = bench.user("jonas.okafor@northwind.example");
        let given =
            put(&bench, &id, json!({"assignments": [{"assignee": {"id": jonas, "type": "user_reference"}}]})).await;
        assert_eq!((&given["status"], &given["acknowledgements"]), (&json!("triggered"), &json!([])));
        assert_eq!(given["assignments"][0]["assignee"]["id"], jonas);
        let policy = put(&bench, &id, json!({"escalation_policy": {"id": bench.policy("Ledger")}})).await;
        assert_eq!(policy["assigned_via"], "escalation_policy");
        let higher = put(&bench, &id, json!({"escalation_level": 2})).await;
        assert_eq!(higher["status"], "triggered");
        let nobody = body(json!({"escalation_policy": {"id": bench.policy("Facilities")}}));
        bench.refused("PUT", &format!("/incidents/{id}"), nobody, 400, 1015).await;
    }

    #[tokio::test]
    async fn a_bulk_change_is_all_or_nothing_and_at_most_250() {
        let bench = Bench::new();
        let (one, other) = (bench.triggered().await, bench.triggered().await);
        let both = |ids: &[&str]| {
            let changes: Vec<_> = ids
                .iter()
                .map(|id| json!({"id": id, "type": "incident_reference", "status": "acknowledged"}))
                .collect();
            Some(json!({"incidents": changes}))
        };
        bench.refused("PUT", "/incidents", both(&[&one, &one]), 400, 1002).await;
        assert_eq!(bench.get(&format!("/incidents/{one}")).await["incident"]["status"], "triggered");
        let (status, changed) = bench.send("PUT", "/incidents", both(&[&one, &other])).await;
        assert_eq!(status, 200);
        assert!(changed["incidents"].as_array().unwrap().iter().all(|one| one["status"] == "acknowledged"));
        bench.refused("PUT", "/incidents", both(&vec![one.as_str(); 251]), 413, 2001).await;
    }
}
