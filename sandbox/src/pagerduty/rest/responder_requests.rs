//! `POST /incidents/{id}/responder_requests` and `PUT …/responder_requests/cancel`.

use super::answer::Answer;
use super::body::{self, Reference};
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Id;
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::http::StatusCode;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::POST, "/incidents/{id}/responder_requests", Needs::Act, request),
        Operation::new(MethodFilter::PUT, "/incidents/{id}/responder_requests/cancel", Needs::Act, cancel),
    ]
}

#[derive(Deserialize)]
struct Request {
    requester_id: Option<String>,
    message: String,
    responder_request_targets: Vec<Wrapped>,
}

#[derive(Deserialize)]
struct Wrapped {
    responder_request_target: Reference,
}

#[derive(Deserialize)]
struct Cancel {
    requester_id: Option<String>,
    responder_request_targets: Vec<Reference>,
}

fn requester(world: &World, given: Option<String>) -> Result<Id, Failure> {
    let id = given.ok_or_else(|| {
        Failure::new(StatusCode::BAD_REQUEST, 2011, "You must specify a requester_id to perform this action")
    })?;
    if world.users.contains_key(&id) { Ok(id) } else { Err(Failure::incident(1008)) }
}

/// `user` or `escalation_policy`, whether or not the type ends in `_reference`.
fn kind(reference: &Reference) -> Result<&'static str, Failure> {
    match reference.kind.as_deref() {
        Some("user" | "user_reference") => Ok("user"),
        Some("escalation_policy" | "escalation_policy_reference") => Ok("escalation_policy"),
        _ => Err(Failure::input("Targets must be user_reference or escalation_policy_reference")),
    }
}

fn request(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability("coordinated_responding")?;
    let body = body::read::<Request>(&call.body)?;
    let requester = requester(world, body.requester_id)?;
    let id = call.incident_id(world)?;
    if body.message.trim().is_empty() || body.responder_request_targets.is_empty() {
        return Err(Failure::input("Message and responder_request_targets cannot be empty"));
    }
    let mut targets = Vec::new();
    for wrapped in body.responder_request_targets {
        let target = wrapped.responder_request_target;
        targets.push((kind(&target)?, target.id));
    }
    let made = world.request_responders(&id, &requester, &body.message, &targets, call.now)?;
    Ok(Answer::ok(json!({"responder_request": View::plain(world).responder_request(&id, &made)})))
}

fn cancel(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability("coordinated_responding")?;
    let body = body::read::<Cancel>(&call.body)?;
    requester(world, body.requester_id)?;
    let id = call.incident_id(world)?;
    let mut results: Vec<Value> = Vec::new();
    for target in body.responder_request_targets {
        let kind = kind(&target)?;
        let result = world.cancel_request(&id, kind, &target.id, call.now);
        results.push(json!({"type": format!("{kind}_reference"), "id": target.id, "result": result}));
    }
    Ok(Answer::ok(json!({"responder_request_targets": results})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn people_are_asked_and_the_question_is_taken_back() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        let (me, priya) = (bench.user("maya.chen@northwind.example"), bench.user("priya.nair@northwind.example"));
        let path = format!("/incidents/{id}/responder_requests");
        let targets = json!([
            {"responder_request_target": {"id": priya, "type": "user_reference"}},
            {"responder_request_target": {"id": bench.policy("Ledger"), "type": "escalation_policy_reference"}},
        ]);
        let body = json!({"requester_id": me, "message": "Please join", "responder_request_targets": targets});
        let (status, made) = bench.send("POST", &path, Some(body)).await;
        assert_eq!(status, 200, "{made}");
        let asked = &made["responder_request"]["responder_request_targets"];
        assert_eq!(asked[0]["responder_request_target"]["incidents_responders"][0]["state"], "pending");
        let incident = bench.get(&format!("/incidents/{id}")).await;
        assert_eq!(incident["incident"]["incidents_responders"].as_array().unwrap().len(), 2);
        let jonas = bench.user("jonas.okafor@northwind.example");
        let cancel = json!({"requester_id": me, "responder_request_targets": [
            {"id": priya, "type": "user_reference"}, {"id": jonas, "type": "user_reference"},
        ]});
        let (_, results) = bench.send("PUT", &format!("{path}/cancel"), Some(cancel)).await;
        assert_eq!(results["responder_request_targets"][0]["result"], "cancelled");
        assert_eq!(results["responder_request_targets"][1]["result"], "not_found");
    }

    #[tokio::test]
    async fn a_request_needs_a_requester_a_message_and_the_ability() {
        let bench = Bench::new();
        let path = format!("/incidents/{}/responder_requests", bench.triggered().await);
        let me = bench.user("maya.chen@northwind.example");
        let target = json!([{"responder_request_target": {"id": me, "type": "user_reference"}}]);
        let full = json!({"requester_id": me, "message": "Help", "responder_request_targets": target});
        let without = |field: &str| {
            let mut body = full.clone();
            body.as_object_mut().unwrap().remove(field);
            Some(body)
        };
        bench.refused("POST", &path, without("requester_id"), 400, 2011).await;
        bench.refused("POST", &path, without("message"), 400, 2001).await;
        bench.refused("POST", &path, without("responder_request_targets"), 400, 2001).await;
        bench.pagerduty.remove_ability("coordinated_responding");
        bench.refused("POST", &path, Some(full), 402, 2014).await;
    }
}
