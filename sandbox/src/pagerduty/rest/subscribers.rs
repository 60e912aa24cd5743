//! `/incidents/{id}/status_updates/subscribers` and `…/unsubscribe`: results come per subscriber inside a 200.

use super::answer::Answer;
use super::body;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::world::World;
use axum::http::StatusCode;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::{Value, json};

const PATH: &str = "/incidents/{id}/status_updates/subscribers";

pub(super) fn operations() -> [Operation; 3] {
    [
        Operation::new(MethodFilter::GET, PATH, Needs::ReadIncidents, list),
        Operation::new(MethodFilter::POST, PATH, Needs::Subscribe, add),
        Operation::new(MethodFilter::POST, "/incidents/{id}/status_updates/unsubscribe", Needs::Subscribe, remove),
    ]
}

#[derive(Deserialize)]
struct Body {
    subscribers: Vec<Subscriber>,
}

#[derive(Deserialize)]
struct Subscriber {
    subscriber_id: String,
    subscriber_type: String,
}

/// The subscribers of a body; an empty list and an unknown type are 422.
fn subscribers(call: &Call) -> Result<Vec<Subscriber>, Failure> {
    let refused =
        |reason: &str| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, 2001, "Invalid Input Provided").because(reason);
    let subscribers = body::read::<Body>(&call.body)?.subscribers;
    if subscribers.is_empty() {
        return Err(refused("Subscribers cannot be empty"));
    }
    if subscribers.iter().any(|one| !matches!(one.subscriber_type.as_str(), "user" | "team")) {
        return Err(refused("Subscriber type must be user or team"));
    }
    Ok(subscribers)
}

fn known(world: &World, subscriber: &Subscriber) -> bool {
    match subscriber.subscriber_type.as_str() {
        "user" => world.users.contains_key(&subscriber.subscriber_id),
        _ => world.teams.contains_key(&subscriber.subscriber_id),
    }
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let incident = world.incident(call.param("id")?)?;
    let all: Vec<&(String, String)> = incident.subscribers.iter().collect();
    let mut page = call.query.page("subscribers", &all, |(kind, id)| {
        json!({
            "subscriber_id": id,
            "subscriber_type": kind,
            "has_indirect_subscription": false,
            "subscribed_via": null,
        })
    })?;
    if let Value::Object(page) = &mut page {
        page.insert("account_id".to_owned(), Value::from(world.account.clone()));
        page.insert("total".to_owned(), Value::from(all.len()));
    }
    Ok(Answer::ok(page))
}

fn add(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let wanted = subscribers(call)?;
    let id = call.incident_id(world)?;
    let account = world.account.clone();
    let mut results = Vec::new();
    for subscriber in wanted {
        let result = if known(world, &subscriber) {
            let entry = (subscriber.subscriber_type.clone(), subscriber.subscriber_id.clone());
            if world.incident_mut(&id)?.subscribers.insert(entry) { "success" } else { "duplicate" }
        } else {
            "unauthorized"
        };
        results.push(json!({
            "account_id": account,
            "subscribable_id": id,
            "subscribable_type": "incident",
            "subscriber_id": subscriber.subscriber_id,
            "subscriber_type": subscriber.subscriber_type,
            "result": result,
        }));
    }
    Ok(Answer::ok(json!({"subscriptions": results})))
}

fn remove(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let wanted = subscribers(call)?;
    let id = call.incident_id(world)?;
    let (mut deleted, mut unauthorized, mut absent) = (0, 0, 0);
    for subscriber in wanted {
        if !known(world, &subscriber) {
            unauthorized += 1;
        } else if world.incident_mut(&id)?.subscribers.remove(&(subscriber.subscriber_type, subscriber.subscriber_id)) {
            deleted += 1;
        } else {
            absent += 1;
        }
    }
    Ok(Answer::ok(json!({
        "deleted_count": deleted,
        "unauthorized_count": unauthorized,
        "non_existent_count": absent,
    })))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn each_subscriber_gets_a_result_of_its_own() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        let path = format!("/incidents/{id}/status_updates/subscribers");
        let olu = bench.user("olu.stake@northwind.example");
        let people = json!({"subscribers": [
            {"subscriber_id": olu, "subscriber_type": "user"},
            {"subscriber_id": olu, "subscriber_type": "user"},
            {"subscriber_id": "PNOBODY", "subscriber_type": "user"},
        ]});
        let (status, answer) = bench.send("POST", &path, Some(people.clone())).await;
        let results: Vec<_> =
            answer["subscriptions"].as_array().unwrap().iter().map(|one| one["result"].clone()).collect();
        assert_eq!((status, results), (200, vec![json!("success"), json!("duplicate"), json!("unauthorized")]));
        assert_eq!(bench.get(&path).await["subscribers"][0]["subscriber_id"], olu);
        let gone = format!("/incidents/{id}/status_updates/unsubscribe");
        let (_, counts) = bench.send("POST", &gone, Some(people)).await;
        assert_eq!(counts, json!({"deleted_count": 1, "unauthorized_count": 1, "non_existent_count": 1}));
        bench.refused("POST", &path, Some(json!({"subscribers": []})), 422, 2001).await;
        let robot = json!({"subscribers": [{"subscriber_id": olu, "subscriber_type": "robot"}]});
        bench.refused("POST", &path, Some(robot), 422, 2001).await;
    }

    #[tokio::test]
    async fn a_stakeholder_may_subscribe_but_not_act() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        let token = bench.bearer("olu.stake@northwind.example");
        let olu = bench.user("olu.stake@northwind.example");
        let body = json!({"subscribers": [{"subscriber_id": olu, "subscriber_type": "user"}]});
        let path = format!("/incidents/{id}/status_updates/subscribers");
        assert_eq!(bench.send_as(&token, "POST", &path, Some(body)).await.0, 200);
        let change = json!({"incident": {"type": "incident", "status": "acknowledged"}});
        let (status, refusal) = bench.send_as(&token, "PUT", &format!("/incidents/{id}"), Some(change)).await;
        assert_eq!((status, &refusal["error"]["code"]), (403, &json!(2010)));
    }
}
