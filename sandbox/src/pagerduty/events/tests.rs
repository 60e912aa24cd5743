//! Tests of the Events API: what is taken, what is refused, and what becomes of incidents.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use crate::pagerduty::Region;
use crate::pagerduty::rest::bench::Bench;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;

async fn post(bench: &Bench, region: Region, body: String) -> (u16, Value) {
    let request = Request::post("/v2/enqueue").header("content-type", "application/json");
    let response = bench.pagerduty.events(region).oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

async fn send(bench: &Bench, event: &Value) -> (u16, Value) {
    post(bench, Region::Us, event.to_string()).await
}

/// Sends what must be accepted.
async fn accepted(bench: &Bench, event: &Value) -> String {
    let (status, answer) = send(bench, event).await;
    assert_eq!((status, &answer["status"], &answer["message"]), (202, &json!("success"), &json!("Event processed")));
    answer["dedup_key"].as_str().unwrap().to_owned()
}

fn trigger(key: &str, dedup_key: &str) -> Value {
    json!({
        "routing_key": key,
        "event_action": "trigger",
        "dedup_key": dedup_key,
        "payload": {"summary": "Fees are booked twice", "source": "northwind.zendesk.com", "severity": "error"},
    })
}

fn follow(key: &str, dedup_key: &str, action: &str) -> Value {
    json!({"routing_key": key, "event_action": action, "dedup_key": dedup_key})
}

/// The incidents with an alert of this key, oldest first.
fn incidents(bench: &Bench, dedup_key: &str) -> Vec<Value> {
    let shared = bench.pagerduty.shared();
    let mut numbers: Vec<u64> =
        shared.lock().incidents.values().filter(|one| one.carries(dedup_key)).map(|one| one.number).collect();
    numbers.sort_unstable();
    numbers.iter().map(|number| bench.pagerduty.incident(&number.to_string()).unwrap()).collect()
}

fn kinds(incident: &Value) -> Vec<&str> {
    incident["log_entries"].as_array().unwrap().iter().map(|line| line["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_life_from_trigger_to_resolve_and_a_second_one() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    let dedup_key = "Zendesk_northwind_48225";
    let mut event = trigger(&key, dedup_key);
    event["payload"]["custom_details"] = json!({"ticket": 48_225, "said": "\"quoted\"\nlines"});
    event["payload"]["timestamp"] = json!("2026-11-17T14:00:00.000+0000");
    event["client"] = json!("Zendesk");
    event["client_url"] = json!("https://northwind.zendesk.com/agent/tickets/48225");
    event["links"] = json!([{"href": "https://northwind.zendesk.com/agent/tickets/48225", "text": "The ticket"}]);
    event["images"] = json!([{"src": "https://northwind.example/logo.png", "alt": "Logo"}]);
    assert_eq!(accepted(&bench, &event).await, dedup_key);
    let opened = incidents(&bench, dedup_key).remove(0);
    assert_eq!((&opened["title"], &opened["status"]), (&json!("Fees are booked twice"), &json!("triggered")));
    assert!(opened["incident_key"].is_null() && opened["priority"].is_null());
    let alert = &opened["alerts"][0];
    assert_eq!((&alert["severity"], &alert["body"]["details"]["ticket"]), (&json!("error"), &json!(48_225)));
    assert_eq!(alert["body"]["contexts"][0]["text"], "The ticket");
    let first = &opened["log_entries"][0];
    assert_eq!((&first["channel"]["client"], &first["channel"]["type"]), (&json!("Zendesk"), &json!("api")));
    assert_eq!(first["contexts"][1]["type"], "image");
    assert!(!opened.to_string().contains(&key), "the key stays a secret");

    accepted(&bench, &event).await;
    accepted(&bench, &follow(&key, dedup_key, "acknowledge")).await;
    accepted(&bench, &follow(&key, dedup_key, "acknowledge")).await;
    let acknowledged = incidents(&bench, dedup_key).remove(0);
    assert_eq!(acknowledged["status"], "acknowledged");
    assert_eq!(acknowledged["acknowledgements"].as_array().unwrap().len(), 1);
    assert_eq!(acknowledged["acknowledgements"][0]["acknowledger"]["type"], "service_reference");
    assert_eq!(kinds(&acknowledged).iter().filter(|kind| **kind == "trigger_log_entry").count(), 2);

    accepted(&bench, &follow(&key, dedup_key, "resolve")).await;
    let resolved = incidents(&bench, dedup_key).remove(0);
    assert_eq!((&resolved["status"], &resolved["alerts"][0]["status"]), (&json!("resolved"), &json!("resolved")));
    assert_eq!(kinds(&resolved).last(), Some(&"resolve_log_entry"));
    accepted(&bench, &follow(&key, dedup_key, "resolve")).await;
    accepted(&bench, &follow(&key, "never seen", "acknowledge")).await;
    accepted(&bench, &event).await;
    let both = incidents(&bench, dedup_key);
    assert_eq!(both.len(), 2, "a resolved one stays resolved");
    assert_eq!(bench.pagerduty.dump()["events"], json!({"accepted": 8, "dropped": 2, "refused": 0}));
}

#[tokio::test]
async fn an_incident_of_an_event_gets_its_priority_through_rest() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    accepted(&bench, &trigger(&key, "Zendesk_northwind_1")).await;
    let id = incidents(&bench, "Zendesk_northwind_1")[0]["id"].as_str().unwrap().to_owned();
    let priority = json!({"id": bench.priority("P2"), "type": "priority_reference"});
    let body = json!({"incident": {"type": "incident_reference", "priority": priority}});
    let (status, changed) = bench.send("PUT", &format!("/incidents/{id}"), Some(body)).await;
    assert_eq!((status, &changed["incident"]["priority"]["summary"]), (200, &json!("P2")));
}

#[tokio::test]
async fn follow_ups_reach_an_alert_through_the_key_that_opened_it_only() {
    let bench = Bench::new();
    let (ledger, payouts) =
        (bench.pagerduty.routing_key("Ledger").unwrap(), bench.pagerduty.routing_key("Payouts").unwrap());
    accepted(&bench, &trigger(&ledger, "Zendesk_northwind_7")).await;
    accepted(&bench, &follow(&payouts, "Zendesk_northwind_7", "resolve")).await;
    assert_eq!(incidents(&bench, "Zendesk_northwind_7")[0]["status"], "triggered");
    accepted(&bench, &trigger(&payouts, "Zendesk_northwind_7")).await;
    assert_eq!(incidents(&bench, "Zendesk_northwind_7").len(), 2, "each service has its own");
}

#[tokio::test]
async fn an_incident_is_over_when_its_last_alert_is() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    for number in ["one", "two"] {
        accepted(&bench, &trigger(&key, number)).await;
    }
    let id = |number: &str| incidents(&bench, number)[0]["id"].as_str().unwrap().to_owned();
    let (target, source) = (id("one"), id("two"));
    let body = json!({"source_incidents": [{"id": source, "type": "incident_reference"}]});
    assert_eq!(bench.send("PUT", &format!("/incidents/{target}/merge"), Some(body)).await.0, 200);
    accepted(&bench, &follow(&key, "two", "resolve")).await;
    let left = bench.pagerduty.incident(&target).unwrap();
    assert_eq!((&left["status"], &left["alert_counts"]["resolved"]), (&json!("triggered"), &json!(1)));
    accepted(&bench, &follow(&key, "one", "resolve")).await;
    assert_eq!(bench.pagerduty.incident(&target).unwrap()["status"], "resolved");
}

#[tokio::test]
async fn a_service_that_takes_nothing_drops_what_was_accepted() {
    let bench = Bench::new();
    for name in ["Legacy Fax Gateway", "Statement Printer"] {
        let key = bench.pagerduty.routing_key(name).unwrap();
        accepted(&bench, &trigger(&key, name)).await;
        assert!(incidents(&bench, name).is_empty(), "{name}");
    }
    assert_eq!(bench.pagerduty.dump()["events"]["dropped"], 2);
}

#[tokio::test]
async fn a_trigger_without_a_key_is_given_one() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    let mut event = trigger(&key, "");
    let first = accepted(&bench, &event).await;
    event.as_object_mut().unwrap().remove("dedup_key");
    let second = accepted(&bench, &event).await;
    assert_ne!(first, second);
    assert_eq!((incidents(&bench, &first).len(), incidents(&bench, &second).len()), (1, 1));
}

#[tokio::test]
async fn events_that_break_a_rule_are_refused_with_every_reason() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    let with = |path: &str, value: Value| {
        let mut event = trigger(&key, "Zendesk_northwind_9");
        *event.pointer_mut(path).unwrap() = value;
        event
    };
    let and = |name: &str, value: Value| {
        let mut event = trigger(&key, "Zendesk_northwind_9");
        event[name] = value;
        event
    };
    let inside = |name: &str, value: Value| {
        let mut event = trigger(&key, "Zendesk_northwind_9");
        event["payload"][name] = value;
        event
    };
    let cases = [
        (with("/routing_key", json!("short")), "Length of 'routing_key'"),
        (with("/routing_key", json!("-".repeat(32))), "non-alphanumeric"),
        (with("/routing_key", Value::Null), "'routing_key' is missing"),
        (with("/routing_key", json!("0".repeat(32))), "Invalid routing key"),
        (with("/event_action", json!("open")), "'event_action' must be one of"),
        (with("/event_action", Value::Null), "'event_action' is missing"),
        (with("/dedup_key", json!("k".repeat(256))), "'dedup_key' is too long"),
        (with("/dedup_key", json!(7)), "'dedup_key' must be a string"),
        (with("/payload", Value::Null), "'payload' is missing"),
        (with("/payload/summary", json!("s".repeat(1_025))), "'payload.summary' is too long"),
        (with("/payload/summary", json!("  ")), "'payload.summary' is missing"),
        (with("/payload/source", Value::Null), "'payload.source' is missing"),
        (with("/payload/severity", json!("urgent")), "'payload.severity' must be one of"),
        (inside("timestamp", json!("yesterday")), "'payload.timestamp'"),
        (inside("component", json!(["a"])), "'component' must be a string"),
        (inside("custom_details", json!("text")), "'payload.custom_details' must be an object"),
        (and("client", json!({})), "'client' must be a string"),
        (and("client_url", json!("javascript:alert(1)")), "'client_url' is not a URL"),
        (and("links", json!({"href": "https://a.example"})), "'links' must be a list"),
        (and("links", json!([{"text": "no address"}])), "'links.href' is missing"),
        (and("links", json!([{"href": "not an address"}])), "'links.href' is not a URL"),
        (and("images", json!([{"src": "http://a.example/a.png"}])), "'images.src'"),
        (and("images", json!(["https://a.example/a.png"])), "'images' must be a list"),
        (json!({"routing_key": key, "event_action": "resolve"}), "'dedup_key' is missing"),
    ];
    let count = cases.len();
    for (event, reason) in cases {
        let (status, answer) = send(&bench, &event).await;
        assert_eq!((status, &answer["status"]), (400, &json!("invalid event")), "{reason}");
        assert_eq!(answer["message"], "Event object is invalid");
        let errors = answer["errors"].as_array().unwrap();
        assert!(errors.iter().any(|error| error.as_str().unwrap().contains(reason)), "{reason}: {answer}");
    }
    let (_, empty) = send(&bench, &json!({})).await;
    assert_eq!(empty["errors"].as_array().unwrap().len(), 2, "a key and an action are missing: {empty}");
    assert!(incidents(&bench, "Zendesk_northwind_9").is_empty());
    assert_eq!(bench.pagerduty.dump()["events"]["refused"], count + 1);
    let longest = with("/payload/summary", json!("é".repeat(1_024)));
    accepted(&bench, &longest).await;
}

#[tokio::test]
async fn what_is_no_event_object_is_refused() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    let broken =
        format!(r#"{{"routing_key": "{key}", "event_action": "trigger", "payload": {{"summary": "He said "no""}}}}"#);
    for body in [broken, String::new(), "[]".to_owned(), "null".to_owned()] {
        let (status, answer) = post(&bench, Region::Us, body).await;
        assert_eq!((status, &answer["status"]), (400, &json!("Unrecognized object")));
        assert_eq!(answer["errors"], json!(["JSON parse error"]));
    }
    let mut large = trigger(&key, "large");
    large["payload"]["custom_details"] = json!({"text": "x".repeat(512 * 1024)});
    assert_eq!(send(&bench, &large).await.0, 413);
    let other = Request::get("/v2/enqueue").body(Body::empty()).unwrap();
    assert_eq!(bench.pagerduty.events(Region::Us).oneshot(other).await.unwrap().status(), 405);
}

#[tokio::test]
async fn the_other_region_knows_no_key_and_neither_does_this_one_after_it_is_revoked() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    let event = trigger(&key, "Zendesk_northwind_3").to_string();
    let (status, answer) = post(&bench, Region::Eu, event.clone()).await;
    assert_eq!((status, &answer["errors"]), (400, &json!(["Invalid routing key"])));
    assert_eq!(post(&bench, Region::Us, event.clone()).await.0, 202);
    assert!(bench.pagerduty.revoke_integration(&key));
    assert!(!bench.pagerduty.revoke_integration(&key), "it is gone");
    assert_eq!(post(&bench, Region::Us, event).await.1["errors"], json!(["Invalid routing key"]));
    assert_eq!(bench.pagerduty.routing_key("Ledger"), None);
    assert_eq!(incidents(&bench, "Zendesk_northwind_3")[0]["status"], "triggered", "what is open stays open");
    let orchestration = bench.pagerduty.orchestration_key("Monitoring").unwrap();
    assert!(bench.pagerduty.revoke_integration(&orchestration));
    assert_eq!(send(&bench, &trigger(&orchestration, "k")).await.0, 400);
}

#[tokio::test]
async fn a_key_takes_a_hundred_and_twenty_events_a_minute() {
    let bench = Bench::new();
    let (key, other) =
        (bench.pagerduty.routing_key("Ledger").unwrap(), bench.pagerduty.routing_key("Payouts").unwrap());
    for _ in 0..120 {
        accepted(&bench, &follow(&key, "nothing open", "resolve")).await;
    }
    let (status, answer) = send(&bench, &trigger(&key, "one too many")).await;
    assert_eq!((status, &answer["message"]), (429, &json!("Request Limit Exceeded")));
    assert!(incidents(&bench, "one too many").is_empty());
    accepted(&bench, &trigger(&other, "another key")).await;
    bench.clock.advance(60_000);
    accepted(&bench, &trigger(&key, "a minute later")).await;
}

#[tokio::test]
async fn an_orchestration_routes_by_its_rules_and_follows_up_where_the_alert_is() {
    let bench = Bench::new();
    let key = bench.pagerduty.orchestration_key("Customer reports").unwrap();
    let event = |dedup_key: &str, summary: &str| {
        let mut event = trigger(&key, dedup_key);
        event["payload"]["summary"] = json!(summary);
        event
    };
    let mut tagged = event("tag", "Money is late");
    tagged["payload"]["custom_details"] = json!({"tags": "vip payout"});
    for (sent, service) in [
        (event("part", "The CHECKOUT spins"), "Checkout API"),
        (event("regex", "No log in since noon"), "Customer Portal"),
        (tagged, "Payouts"),
        (event("rest", "A question"), "Customer Portal"),
    ] {
        accepted(&bench, &sent).await;
        let opened = incidents(&bench, sent["dedup_key"].as_str().unwrap()).remove(0);
        assert_eq!(opened["service"]["summary"], service);
        assert!(opened["alerts"][0]["integration"].is_null(), "no integration of the service took it");
        assert_eq!(opened["log_entries"][0]["agent"]["type"], "service_reference");
    }
    accepted(&bench, &event("part", "No log in since noon")).await;
    assert_eq!(incidents(&bench, "part").len(), 1, "an open alert stays where it is");
    accepted(&bench, &follow(&key, "part", "acknowledge")).await;
    assert_eq!(incidents(&bench, "part")[0]["status"], "acknowledged");
    accepted(&bench, &follow(&key, "part", "resolve")).await;
    assert_eq!(incidents(&bench, "part")[0]["status"], "resolved");
    let unrouted = bench.pagerduty.orchestration_key("Monitoring").unwrap();
    accepted(&bench, &trigger(&unrouted, "nobody's")).await;
    assert!(incidents(&bench, "nobody's").is_empty());
    let dump = bench.pagerduty.dump();
    assert_eq!((&dump["events"]["dropped"], &dump["orchestrations"][1]["received"]), (&json!(1), &json!(1)));
    assert!(!dump.to_string().contains(&key));
}
