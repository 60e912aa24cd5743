//! Triggers that run: in their order, once, again after changes, and with what they send.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::super::bench::sandbox;
use super::super::seed::people::{ADA_ADMIN, JONAS_OKAFOR, LENA_VOGT, PRIYA_NAIR};
use super::super::seed::tickets::CHECKOUT;
use crate::Sandbox;
use crate::faults::{Fault, Kind, Target};

/// A webhook to PagerDuty.
pub(super) fn webhook(sandbox: &Sandbox) -> String {
    let made = sandbox.zendesk().add_webhook(&json!({
        "name": "PagerDuty events", "status": "active", "endpoint": "https://events.pagerduty.com/v2/enqueue",
        "http_method": "POST", "request_format": "json", "subscriptions": ["conditional_ticket_events"]
    }));
    made.unwrap()["id"].as_str().unwrap().to_owned()
}

fn trigger(sandbox: &Sandbox, title: &str, all: &Value, actions: &Value) -> u64 {
    let made = sandbox.zendesk().add_trigger(&json!({"title": title, "conditions": {"all": all}, "actions": actions}));
    made.unwrap()["id"].as_u64().unwrap()
}

fn sent(sandbox: &Sandbox) -> Vec<String> {
    let payload = |attempt: &Value| attempt["request"]["payload"].as_str().unwrap().to_owned();
    sandbox.zendesk().invocations().iter().map(|made| payload(&made["attempts"][0])).collect()
}

#[tokio::test]
async fn a_change_sends_once_with_the_placeholders_filled_in() {
    let (sandbox, _) = sandbox();
    let hook = webhook(&sandbox);
    let body = "{\"routing_key\":\"R\",\"event_action\":\"trigger\",\"dedup_key\":\"Zendesk_northwind_{{ticket.id}}\"}";
    let conditions = json!([{"field": "priority", "operator": "value", "value": "urgent"}]);
    trigger(&sandbox, "Urgent", &conditions, &json!([{"field": "notification_webhook", "value": [hook, body]}]));
    sandbox.update_ticket(JONAS_OKAFOR, CHECKOUT, &json!({"status": "pending"})).await.unwrap();
    assert!(sent(&sandbox).is_empty());
    sandbox.update_ticket(JONAS_OKAFOR, CHECKOUT, &json!({"priority": "urgent"})).await.unwrap();
    sandbox.update_ticket(JONAS_OKAFOR, CHECKOUT, &json!({"status": "open"})).await.unwrap();
    assert_eq!(sent(&sandbox).len(), 1);
    assert!(sent(&sandbox)[0].contains("\"Zendesk_northwind_48213\""));
    let made =
        sandbox.create_ticket(PRIYA_NAIR, &json!({"priority": "urgent", "comment": {"body": "All is down"}})).await;
    assert!(sent(&sandbox)[1].contains(&format!("Zendesk_northwind_{}", made.unwrap())));
}

#[tokio::test]
async fn the_list_begins_again_after_a_change_and_each_fires_once() {
    let (sandbox, _) = sandbox();
    let hook = webhook(&sandbox);
    let urgent = json!([{"field": "priority", "operator": "is", "value": "urgent"}]);
    // Last in the list, yet it makes the first one fire, which in turn undoes it.
    trigger(
        &sandbox,
        "tell",
        &json!([{"field": "current_tags", "operator": "includes", "value": "vip"}]),
        &json!([{"field": "remove_tags", "value": "vip"}, {"field": "notification_webhook", "value": [hook, "tell {{ticket.tags}}"]}]),
    );
    let idle = trigger(&sandbox, "idle", &urgent, &json!([{"field": "notification_webhook", "value": [hook, "idle"]}]));
    trigger(&sandbox, "mark", &urgent, &json!([{"field": "current_tags", "value": "VIP other"}]));
    sandbox.zendesk().edit_trigger(idle, &json!({"active": false})).unwrap();
    sandbox.update_ticket(JONAS_OKAFOR, CHECKOUT, &json!({"priority": "urgent"})).await.unwrap();
    assert_eq!(sent(&sandbox), ["tell checkout payments pagerduty_incident other"]);
    let ticket = sandbox.zendesk().ticket(CHECKOUT).unwrap();
    assert_eq!(ticket.tags, ["checkout", "payments", "pagerduty_incident", "other"]);
    let events = &ticket.audits.last().unwrap().events;
    let by_rule = events.iter().filter(|event| event["via"]["channel"] == "rule");
    assert_eq!(by_rule.count(), 3, "{events:?}");
}

#[tokio::test]
async fn the_signature_is_over_the_timestamp_and_the_body() {
    let (sandbox, _) = sandbox();
    let hook = webhook(&sandbox);
    let conditions = json!([{"field": "update_type", "value": "Change"}]);
    trigger(&sandbox, "All", &conditions, &json!([{"field": "notification_webhook", "value": [hook, "{\"a\":1}"]}]));
    sandbox.update_ticket(ADA_ADMIN, CHECKOUT, &json!({"status": "pending"})).await.unwrap();
    let recorded = sandbox.recorder().exchanges();
    let request = &recorded[0]["request"];
    assert_eq!(
        (&recorded[0]["service"], &request["url"]),
        (&json!("events"), &json!("https://events.pagerduty.com/v2/enqueue"))
    );
    let header = |name: &str| request["headers"][name].as_str().unwrap().to_owned();
    let path = format!("/api/v2/webhooks/{hook}/signing_secret");
    let (_, body) = super::super::bench::ask(sandbox.zendesk_rest(), "GET", &path, ADA_ADMIN, Value::Null).await;
    let secret = body["signing_secret"]["secret"].as_str().unwrap().to_owned();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{}{}", header("x-zendesk-webhook-signature-timestamp"), "{\"a\":1}").as_bytes());
    assert_eq!(STANDARD.decode(header("x-zendesk-webhook-signature")).unwrap(), mac.finalize().into_bytes().to_vec());
    assert_eq!((header("x-zendesk-webhook-id"), header("x-zendesk-account-id")), (hook, "22118940".to_owned()));
    assert_eq!(header("content-type"), "application/json");
}

#[tokio::test]
async fn what_may_pass_is_tried_again_three_times_and_what_will_not_is_not() {
    let (sandbox, clock) = sandbox();
    let hook = webhook(&sandbox);
    let conditions = json!([{"field": "update_type", "value": "Change"}]);
    trigger(&sandbox, "All", &conditions, &json!([{"field": "notification_webhook", "value": [hook, "{\"a\":1}"]}]));
    let fails = |code| Fault::new(Target::Events, Kind::Status { code, retry_after: None, body: None });
    let attempts = || sandbox.zendesk().invocations().last().unwrap()["attempts"].as_array().unwrap().len();
    let wait = async || {
        clock.advance(45_000);
        sandbox.deliver_due().await;
    };
    sandbox.faults().add(fails(503));
    sandbox.update_ticket(ADA_ADMIN, CHECKOUT, &json!({"status": "pending"})).await.unwrap();
    sandbox.deliver_due().await;
    assert_eq!(attempts(), 1, "not before its time");
    for expected in [2, 3, 4, 4] {
        wait().await;
        assert_eq!(attempts(), expected);
    }
    let last = sandbox.zendesk().invocations().pop().unwrap();
    assert_eq!((&last["status"], &last["status_code"]), (&json!("failed"), &json!(503)));

    sandbox.faults().clear();
    sandbox.faults().add(fails(503).times(1));
    sandbox.update_ticket(ADA_ADMIN, CHECKOUT, &json!({"status": "open"})).await.unwrap();
    wait().await;
    let last = sandbox.zendesk().invocations().pop().unwrap();
    // PagerDuty was there the second time, and found no event in the body.
    assert_eq!((attempts(), &last["status_code"], &last["status"]), (2, &json!(400), &json!("failed")));

    sandbox.faults().add(fails(500).times(1));
    sandbox.update_ticket(ADA_ADMIN, CHECKOUT, &json!({"status": "pending"})).await.unwrap();
    wait().await;
    assert_eq!(attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_does_not_answer_costs_twelve_seconds() {
    let (sandbox, _) = sandbox();
    let hook = webhook(&sandbox);
    let conditions = json!([{"field": "update_type", "value": "Change"}]);
    trigger(&sandbox, "All", &conditions, &json!([{"field": "notification_webhook", "value": [hook, "{}"]}]));
    sandbox.faults().add(Fault::new(Target::Events, Kind::Hang));
    let start = tokio::time::Instant::now();
    sandbox.update_ticket(ADA_ADMIN, CHECKOUT, &json!({"status": "pending"})).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 12);
    assert_eq!(sandbox.zendesk().invocations()[0]["status_code"], 0);
}

#[tokio::test]
async fn other_hosts_are_not_reachable_and_mails_are_kept() {
    let (sandbox, _) = sandbox();
    let made = sandbox.zendesk().add_webhook(&json!({
        "name": "Elsewhere", "status": "active", "endpoint": "https://example.com/hook/{{ticket.id}}",
        "http_method": "GET", "request_format": "form_encoded", "subscriptions": ["conditional_ticket_events"]
    }));
    let hook = made.unwrap()["id"].as_str().unwrap().to_owned();
    let router = sandbox.zendesk_rest();
    let target = json!({"target": {"type": "email_target", "title": "Mail", "email": "checkout@northwind.pagerduty.com",
        "subject": "[{{ticket.id}}] {{ticket.title}}"}});
    let (_, body) = super::super::bench::ask(router, "POST", "/api/v2/targets", ADA_ADMIN, target).await;
    let conditions = json!([{"field": "status", "operator": "value", "value": "solved"}]);
    let actions = json!([
        {"field": "notification_webhook", "value": [hook, [["id", "{{ticket.id}}"]]]},
        {"field": "notification_target", "value": [body["target"]["id"].to_string(), "Status: Resolved\n{{ticket.link}}"]}
    ]);
    trigger(&sandbox, "Solved", &conditions, &actions);
    sandbox.update_ticket(JONAS_OKAFOR, CHECKOUT, &json!({"status": "solved"})).await.unwrap();
    let made = &sandbox.zendesk().invocations()[0];
    assert_eq!(made["status"], "failed");
    assert!(
        made["attempts"][0]["response"]["payload"].as_str().unwrap().contains("https://example.com is not reachable")
    );
    let mails = sandbox.zendesk().mails();
    assert_eq!(mails[0].to, "checkout@northwind.pagerduty.com");
    assert!(mails[0].subject.starts_with("[48213] Can't complete checkout"));
    assert_eq!(mails[0].body, "Status: Resolved\nhttps://northwind.zendesk.com/agent/tickets/48213");
}

#[tokio::test]
async fn a_light_agents_note_is_an_update_too() {
    let (sandbox, _) = sandbox();
    let hook = webhook(&sandbox);
    let conditions = json!([{"field": "comment_is_public", "operator": "is", "value": "false"}]);
    trigger(
        &sandbox,
        "Note",
        &conditions,
        &json!([{"field": "notification_webhook", "value": [hook, "{{current_user.name}}: {{ticket.latest_comment}}"]}]),
    );
    let note = json!({"comment": {"body": "It \"is\" down", "public": false}});
    sandbox.update_ticket(LENA_VOGT, CHECKOUT, &note).await.unwrap();
    assert_eq!(sent(&sandbox), ["Lena Vogt: It \"is\" down"]);
}
