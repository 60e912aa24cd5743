//! The Support API through its router: what it does and what it refuses.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use serde_json::{Value, json};

use super::super::bench::{ask, raw, sandbox};
use super::super::seed::people::{ADA_ADMIN, ELENA_PETROVA, JONAS_OKAFOR, LENA_VOGT, PRIYA_NAIR};
use super::super::seed::tickets::{CHECKOUT, CLOSED, NO_FIELD};

fn ticket(id: u64) -> String {
    format!("/api/v2/tickets/{id}.json")
}

#[tokio::test]
async fn a_stranger_and_a_customer_are_not_let_in() {
    let (sandbox, _) = sandbox();
    for agent in [None, Some(ELENA_PETROVA), Some(1)] {
        let answer = raw(sandbox.zendesk_rest(), "GET", &ticket(CHECKOUT), agent, Value::Null).await;
        assert_eq!(answer.status(), 401);
    }
}

#[tokio::test]
async fn an_unknown_record_an_unknown_address_and_a_bad_id_differ() {
    let (sandbox, _) = sandbox();
    let get = async |path: &str| ask(sandbox.zendesk_rest(), "GET", path, JONAS_OKAFOR, Value::Null).await;
    let (status, body) = get("/api/v2/tickets/1").await;
    assert_eq!((status.as_u16(), &body["error"]), (404, &json!("RecordNotFound")));
    let (status, body) = get("/api/v2/incidents").await;
    assert_eq!((status.as_u16(), &body["error"]), (404, &json!("InvalidEndpoint")));
    assert_eq!(get("/api/v2/tickets/first").await.0, 400);
}

#[tokio::test]
async fn an_update_writes_the_field_the_tag_and_a_note_at_once() {
    let (sandbox, clock) = sandbox();
    let field = sandbox.zendesk().requirement("incidents").unwrap();
    clock.advance(5_000);
    let change = json!({"ticket": {
        "custom_fields": [{"id": field, "value": "PABC123"}],
        "additional_tags": ["Pagerduty Incident", "linked"],
        "comment": {"body": "Linked.", "public": false}
    }});
    let (status, body) = ask(sandbox.zendesk_rest(), "PUT", &ticket(NO_FIELD), JONAS_OKAFOR, change).await;
    assert_eq!(status, 200);
    assert_eq!(body["ticket"]["custom_fields"], json!([{"id": field, "value": "PABC123"}]));
    assert_eq!(body["ticket"]["tags"], json!(["gift_cards", "pagerduty_incident", "linked"]));
    assert_eq!(body["ticket"]["updated_at"], "2026-11-22T09:15:02Z");
    assert_eq!(body["audit"]["author_id"], JONAS_OKAFOR);
    let kept = sandbox.zendesk().ticket(NO_FIELD).unwrap();
    let note = kept.comments.last().unwrap();
    assert_eq!((note.body.as_str(), note.public, note.author_id), ("Linked.", false, JONAS_OKAFOR));
}

#[tokio::test]
async fn a_safe_update_with_an_old_stamp_is_a_conflict_and_changes_nothing() {
    let (sandbox, clock) = sandbox();
    let stamp = super::super::stamp::stamp(sandbox.zendesk().ticket(CHECKOUT).unwrap().updated_at);
    clock.advance(60_000);
    sandbox.zendesk().update_as(PRIYA_NAIR, CHECKOUT, &json!({"priority": "urgent"})).unwrap();
    let change = json!({"ticket": {"status": "pending", "safe_update": true, "updated_stamp": stamp}});
    let (status, body) = ask(sandbox.zendesk_rest(), "PUT", &ticket(CHECKOUT), JONAS_OKAFOR, change).await;
    assert_eq!((status.as_u16(), &body["error"]), (409, &json!("UpdateConflict")));
    assert_eq!(sandbox.zendesk().ticket(CHECKOUT).unwrap().status, "open");

    let stamp = super::super::stamp::stamp(sandbox.zendesk().ticket(CHECKOUT).unwrap().updated_at);
    let change = json!({"ticket": {"status": "pending", "safe_update": "true", "updated_stamp": stamp}});
    assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &ticket(CHECKOUT), JONAS_OKAFOR, change).await.0, 200);
    let without = json!({"ticket": {"status": "open", "safe_update": true}});
    assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &ticket(CHECKOUT), JONAS_OKAFOR, without).await.0, 400);
}

#[tokio::test]
async fn a_closed_ticket_takes_no_update() {
    let (sandbox, _) = sandbox();
    let change = json!({"ticket": {"comment": {"body": "late", "public": false}}});
    let (status, body) = ask(sandbox.zendesk_rest(), "PUT", &ticket(CLOSED), ADA_ADMIN, change).await;
    assert_eq!(status, 422);
    assert_eq!(body["details"]["status"][0]["description"], "Status: closed prevents ticket update");
    let tags = json!({"tags": ["late"]});
    let path = format!("/api/v2/tickets/{CLOSED}/tags");
    assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &path, ADA_ADMIN, tags).await.0, 422);
}

#[tokio::test]
async fn the_thirty_first_update_within_ten_minutes_waits() {
    let (sandbox, clock) = sandbox();
    for number in 0..30 {
        let tags = json!({"tags": [format!("tag-{number}")]});
        let path = format!("/api/v2/tickets/{CHECKOUT}/tags.json");
        assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &path, JONAS_OKAFOR, tags).await.0, 200);
        clock.advance(1_000);
    }
    let change = json!({"ticket": {"priority": "low"}});
    let answer = raw(sandbox.zendesk_rest(), "PUT", &ticket(CHECKOUT), Some(JONAS_OKAFOR), change.clone()).await;
    assert_eq!(answer.status(), 429);
    let wait: i64 = answer.headers().get("retry-after").unwrap().to_str().unwrap().parse().unwrap();
    assert_eq!(wait, 571);
    assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &ticket(CHECKOUT), PRIYA_NAIR, change.clone()).await.0, 200);
    clock.advance(wait * 1_000);
    assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &ticket(CHECKOUT), JONAS_OKAFOR, change).await.0, 200);
}

#[tokio::test]
async fn a_light_agent_reads_and_writes_internal_notes_only() {
    let (sandbox, _) = sandbox();
    let put = async |change: Value| {
        ask(sandbox.zendesk_rest(), "PUT", &ticket(CHECKOUT), LENA_VOGT, json!({"ticket": change})).await.0
    };
    assert_eq!(ask(sandbox.zendesk_rest(), "GET", &ticket(CHECKOUT), LENA_VOGT, Value::Null).await.0, 200);
    assert_eq!(put(json!({"comment": {"body": "seen", "public": false}})).await, 200);
    assert_eq!(put(json!({"comment": {"body": "seen", "public": true}})).await, 403);
    assert_eq!(put(json!({"comment": {"body": "seen"}})).await, 403);
    assert_eq!(put(json!({"status": "solved"})).await, 403);
}

#[tokio::test]
async fn tags_are_added_set_and_taken_away() {
    let (sandbox, _) = sandbox();
    let path = format!("/api/v2/tickets/{CHECKOUT}/tags.json");
    let send = async |method: &str, tags: Value| {
        ask(sandbox.zendesk_rest(), method, &path, JONAS_OKAFOR, json!({"tags": tags})).await
    };
    let (status, body) = send("POST", json!(["one", "two"])).await;
    assert_eq!((status.as_u16(), &body["tags"]), (201, &json!(["one", "two"])));
    assert_eq!(send("PUT", json!(["two", "three"])).await.1["tags"], json!(["one", "two", "three"]));
    assert_eq!(send("DELETE", json!(["two"])).await.1["tags"], json!(["one", "three"]));
    assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &path, JONAS_OKAFOR, json!({})).await.0, 400);
}

#[tokio::test]
async fn comments_come_by_cursor_and_newest_first_when_asked() {
    let (sandbox, _) = sandbox();
    let path = format!("/api/v2/tickets/{CHECKOUT}/comments?page[size]=3&sort=-created_at");
    let (_, body) = ask(sandbox.zendesk_rest(), "GET", &path, JONAS_OKAFOR, Value::Null).await;
    assert_eq!(body["comments"].as_array().unwrap().len(), 3);
    assert_eq!(body["comments"][0]["author_id"], ELENA_PETROVA);
    assert_eq!(body["meta"]["has_more"], true);
    assert!(body["links"]["next"].as_str().unwrap().starts_with("https://northwind.zendesk.com/api/v2/tickets/"));
}
