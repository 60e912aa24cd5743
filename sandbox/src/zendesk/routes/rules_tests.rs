//! What admins set up through the API: what it takes, what it refuses, and to whom.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::bench::{ask, sandbox};
use super::super::seed::desk::{INCIDENT_FORM, NOTIFICATIONS};
use super::super::seed::people::{ADA_ADMIN, JONAS_OKAFOR, LENA_VOGT, PRIYA_NAIR, TIER_1};
use super::super::seed::tickets::CHECKOUT;
use super::super::{INSTALLATION_ID, model::FORM};
use crate::Sandbox;

async fn admin(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> (u16, Value) {
    let (status, body) = ask(sandbox.zendesk_rest(), method, path, ADA_ADMIN, body).await;
    (status.as_u16(), body)
}

fn hook() -> Value {
    json!({
        "name": "PagerDuty", "status": "active", "endpoint": "https://events.pagerduty.com/v2/enqueue", "http_method": "POST",
        "request_format": "json", "subscriptions": ["conditional_ticket_events"]
    })
}

fn rule() -> Value {
    json!({
        "title": "Urgent", "conditions": {"all": [{"field": "priority", "operator": "is", "value": "urgent"}], "any": []},
        "actions": [{"field": "current_tags", "value": "seen"}]
    })
}

/// One object with some members changed.
fn with(base: &Value, change: &Value) -> Value {
    let mut made = base.clone();
    for (name, value) in change.as_object().unwrap() {
        made[name] = value.clone();
    }
    made
}

#[tokio::test]
async fn a_trigger_is_made_listed_changed_and_deleted() {
    let (sandbox, clock) = sandbox();
    let (status, body) = admin(&sandbox, "POST", "/api/v2/triggers.json", json!({"trigger": rule()})).await;
    assert_eq!(status, 201, "{body}");
    let made = &body["trigger"];
    assert_eq!((&made["active"], &made["position"]), (&json!(true), &json!(1)));
    assert_eq!(made["category_id"], NOTIFICATIONS.to_string());
    let path = format!("/api/v2/triggers/{}.json", made["id"]);
    let second = json!({"trigger": with(&rule(), &json!({"title": "Other urgent", "active": false}))});
    admin(&sandbox, "POST", "/api/v2/triggers", second).await;
    let titles = async |path: &str| {
        let (_, body) = admin(&sandbox, "GET", path, Value::Null).await;
        let list: Vec<Value> = body["triggers"].as_array().unwrap().iter().map(|each| each["title"].clone()).collect();
        Value::Array(list)
    };
    assert_eq!(titles("/api/v2/triggers").await, json!(["Urgent", "Other urgent"]));
    assert_eq!(titles("/api/v2/triggers?active=true").await, json!(["Urgent"]));
    assert_eq!(titles("/api/v2/triggers/active.json").await, json!(["Urgent"]));
    assert_eq!(titles("/api/v2/triggers/search?query=other").await, json!(["Other urgent"]));
    assert_eq!(titles("/api/v2/triggers?page[size]=1").await, json!(["Urgent"]));
    assert_eq!(titles("/api/v2/triggers?sort_by=alphabetical").await, json!(["Other urgent", "Urgent"]));
    clock.advance(1_000);
    let (_, body) = admin(&sandbox, "PUT", &path, json!({"trigger": {"title": "Very urgent"}})).await;
    assert_eq!(body["trigger"]["conditions"], rule()["conditions"]);
    assert_ne!(body["trigger"]["updated_at"], body["trigger"]["created_at"]);
    let (status, _) = admin(&sandbox, "PUT", &path, json!({"trigger": {"actions": rule()["actions"]}})).await;
    assert_eq!(status, 422, "conditions and actions are replaced together, so there would be no conditions");
    assert_eq!(admin(&sandbox, "DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(admin(&sandbox, "GET", &path, Value::Null).await.0, 404);
}

#[tokio::test]
async fn what_is_no_trigger_is_refused_in_words() {
    let (sandbox, _) = sandbox();
    let id = super::super::webhooks::id(1);
    let condition = |field: &str, operator: &str, value: Value| json!({"conditions": {"all": [{"field": field, "operator": operator, "value": value}]}});
    for (change, field, words) in [
        (json!({"title": " "}), "title", "Title: cannot be blank"),
        (json!({"conditions": {"all": [], "any": []}}), "base", "at least one condition"),
        (json!({"actions": []}), "base", "at least one action"),
        (condition("weather", "is", json!("rain")), "base", "Invalid field 'weather'"),
        (condition("status", "includes", json!("open")), "base", "Invalid operator 'includes' in 'Status'"),
        (condition("status", "is", json!("broken")), "base", "Invalid value 'broken' in 'Status / Is / broken'"),
        (condition("group_id", "is", json!(1)), "base", "Invalid value '1'"),
        (condition("custom_fields_1", "is", json!("x")), "base", "Invalid field"),
        (json!({"actions": [{"field": "status", "value": "done"}]}), "base", "Invalid value 'done'"),
        (json!({"actions": [{"field": "notification_webhook", "value": [id, "x"]}]}), "base", "Notify active webhook"),
        (json!({"actions": [{"field": "notification_target", "value": ["1", "x"]}]}), "base", "Notify target"),
        (json!({"actions": [{"field": "current_tags", "value": "{{ticket.id"}]}), "base", "Liquid syntax error"),
        (json!({"category_id": "1"}), "category_id", "Category: is invalid"),
    ] {
        let sent = json!({"trigger": with(&rule(), &change)});
        let (status, body) = admin(&sandbox, "POST", "/api/v2/triggers", sent).await;
        assert_eq!((status, &body["error"]), (422, &json!("RecordInvalid")), "{change}");
        let told = body["details"][field][0]["description"].as_str().unwrap_or_default();
        assert!(told.contains(words), "{change}: {body}");
    }
    assert!(sandbox.zendesk().triggers().is_empty());
    let (status, _) = admin(&sandbox, "POST", "/api/v2/triggers", json!({"title": "bare"})).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn the_body_of_a_webhook_is_checked_as_liquid_and_for_its_size() {
    let (sandbox, _) = sandbox();
    let (_, body) = admin(&sandbox, "POST", "/api/v2/webhooks", json!({"webhook": hook()})).await;
    let id = body["webhook"]["id"].clone();
    let make = async |text: &Value| {
        let actions = json!({"actions": [{"field": "notification_webhook", "value": [id, text]}]});
        admin(&sandbox, "POST", "/api/v2/triggers", json!({"trigger": with(&rule(), &actions)})).await.0
    };
    assert_eq!(make(&json!("{\"summary\":\"{{ticket.title | escape}}\"}")).await, 201);
    assert_eq!(make(&json!("{\"summary\":\"{{ticket.title | json}}\"}")).await, 422);
    assert_eq!(make(&json!("x".repeat(256 * 1_024 + 1))).await, 422);
    assert_eq!(make(&json!([["a", "b"]])).await, 422, "a POST takes a body, not parameters");
    let path = format!("/api/v2/webhooks/{}", id.as_str().unwrap());
    let (status, body) = admin(&sandbox, "DELETE", &path, Value::Null).await;
    assert_eq!((status, &body["errors"][0]["code"]), (400, &json!("WebhookInUse")));
}

#[tokio::test]
async fn a_webhook_is_made_patched_replaced_and_never_tells_its_credentials() {
    let (sandbox, clock) = sandbox();
    let secret = json!({"type": "bearer_token", "data": {"token": "tell-nobody"}, "add_position": "header"});
    let sent = json!({"webhook": with(&hook(), &json!({"authentication": secret, "description": "events"}))});
    let (status, body) = admin(&sandbox, "POST", "/api/v2/webhooks", sent).await;
    assert_eq!(status, 201, "{body}");
    assert_eq!(body["webhook"]["authentication"], json!({"type": "bearer_token", "add_position": "header"}));
    assert_eq!(body["webhook"]["created_by"], ADA_ADMIN.to_string());
    let path = format!("/api/v2/webhooks/{}", body["webhook"]["id"].as_str().unwrap());
    clock.advance(1_000);
    assert_eq!(admin(&sandbox, "PATCH", &path, json!({"webhook": {"status": "inactive"}})).await.0, 204);
    let (_, body) = admin(&sandbox, "GET", &path, Value::Null).await;
    assert_eq!((&body["webhook"]["status"], &body["webhook"]["description"]), (&json!("inactive"), &json!("events")));
    assert!(!body.to_string().contains("tell-nobody"));
    assert_eq!(admin(&sandbox, "PUT", &path, json!({"webhook": {"name": "Half"}})).await.0, 400);
    assert_eq!(
        admin(&sandbox, "PUT", &path, json!({"webhook": with(&hook(), &json!({"name": "Whole"}))})).await.0,
        204
    );
    let list = async |query: &str| {
        let (_, body) = admin(&sandbox, "GET", &format!("/api/v2/webhooks?{query}"), Value::Null).await;
        (body["webhooks"].as_array().unwrap().len(), body["meta"]["has_more"].clone())
    };
    assert_eq!(list("filter[name_contains]=whol").await, (1, json!(false)));
    assert_eq!(list("filter[name_contains]=half&page[size]=1").await, (0, json!(false)));
    let secret = async |method: &str| admin(&sandbox, method, &format!("{path}/signing_secret"), Value::Null).await;
    let (before, (status, after)) = (secret("GET").await.1, secret("POST").await);
    assert_eq!((status, &after["signing_secret"]["algorithm"]), (201, &json!("SHA256")));
    assert!(before != after && secret("GET").await.1 == after);
    assert_eq!(admin(&sandbox, "DELETE", &path, Value::Null).await.0, 204);
    let (status, body) = admin(&sandbox, "GET", &path, Value::Null).await;
    assert_eq!((status, &body["errors"][0]["code"]), (404, &json!("WebhookNotFound")));
}

#[tokio::test]
async fn what_is_no_webhook_is_refused_in_words() {
    let (sandbox, _) = sandbox();
    let auth =
        |kind: &str, data: Value| json!({"authentication": {"type": kind, "add_position": "header", "data": data}});
    for (change, words) in [
        (json!({"endpoint": "http://localhost/x"}), "endpoint must be a valid URL"),
        (json!({"endpoint": "https://{{ticket.id}}.example.com"}), "endpoint must be a valid URL"),
        (json!({"endpoint": "https://example.com/{{ticket.id"}), "endpoint: Liquid syntax error"),
        (json!({"http_method": "HEAD"}), "http_method must be one of"),
        (json!({"request_format": "yaml"}), "request_format must be one of"),
        (json!({"status": "on"}), "status must be one of"),
        (json!({"name": ""}), "name is required"),
        (json!({"subscriptions": ["conditional_ticket_events", "zen:event-type:user.created"]}), "cannot be combined"),
        (json!({"subscriptions": []}), "at least one event type"),
        (auth("bearer_token", json!({})), "authentication.data.token is required"),
        (auth("oauth", json!({})), "authentication.type must be one of"),
        (json!({"custom_headers": {"authorization": "x"}}), "authorization is not allowed"),
        (json!({"weather": 1}), "weather is not an attribute"),
    ] {
        let sent = json!({"webhook": with(&hook(), &change)});
        let (status, body) = admin(&sandbox, "POST", "/api/v2/webhooks", sent).await;
        let detail = body["errors"][0]["detail"].as_str().unwrap_or_default();
        assert!(status == 400 && detail.contains(words), "{change}: {body}");
    }
}

#[tokio::test]
async fn a_test_answers_what_came_back_and_leaves_no_trace() {
    let (sandbox, _) = sandbox();
    let request = json!({"request": {"endpoint": "https://events.pagerduty.com/v2/enqueue", "http_method": "POST",
        "request_format": "json", "payload": "no json"}});
    let (status, body) = admin(&sandbox, "POST", "/api/v2/webhooks/test", request.clone()).await;
    assert_eq!((status, &body["response"]["status"]), (200, &json!(400)), "{body}");
    assert!(sandbox.zendesk().invocations().is_empty() && sandbox.zendesk().webhooks().is_empty());
    let denied = ask(sandbox.zendesk_rest(), "POST", "/api/v2/webhooks/test", JONAS_OKAFOR, request).await;
    assert_eq!(denied.0, 403);
}

#[tokio::test]
async fn agents_are_refused_every_write_and_webhooks_altogether() {
    let (sandbox, _) = sandbox();
    let made = sandbox.zendesk().add_trigger(&rule()).unwrap()["id"].to_string();
    let webhook = sandbox.zendesk().add_webhook(&hook()).unwrap()["id"].as_str().unwrap().to_owned();
    let (trigger, webhook) = (format!("/api/v2/triggers/{made}"), format!("/api/v2/webhooks/{webhook}"));
    let installation = format!("/api/v2/apps/installations/{INSTALLATION_ID}");
    let form = format!("/api/v2/ticket_forms/{FORM}");
    for (method, path, body) in [
        ("POST", "/api/v2/triggers", json!({"trigger": rule()})),
        ("PUT", &trigger, json!({"trigger": {"active": false}})),
        ("DELETE", &trigger, Value::Null),
        ("POST", "/api/v2/trigger_categories", json!({"trigger_category": {"name": "x"}})),
        ("GET", "/api/v2/webhooks", Value::Null),
        ("GET", &webhook, Value::Null),
        ("POST", "/api/v2/webhooks", json!({"webhook": hook()})),
        ("PATCH", &webhook, json!({"webhook": {"status": "inactive"}})),
        ("DELETE", &webhook, Value::Null),
        ("GET", &format!("{webhook}/signing_secret"), Value::Null),
        ("GET", &format!("{webhook}/invocations"), Value::Null),
        ("POST", "/api/v2/targets", json!({"target": {}})),
        ("PUT", &installation, json!({"settings": {"configuration": "{}"}})),
        ("PUT", &form, json!({"ticket_form": {"ticket_field_ids": []}})),
    ] {
        for agent in [JONAS_OKAFOR, LENA_VOGT] {
            let (status, answer) = ask(sandbox.zendesk_rest(), method, path, agent, body.clone()).await;
            assert_eq!(
                (status, &answer["error"]["title"]),
                (StatusCode::FORBIDDEN, &json!("Forbidden")),
                "{method} {path}"
            );
        }
    }
    assert_eq!(ask(sandbox.zendesk_rest(), "GET", &trigger, JONAS_OKAFOR, Value::Null).await.0, 200);
    assert_eq!((sandbox.zendesk().triggers().len(), sandbox.zendesk().webhooks().len()), (1, 1));
}

#[tokio::test]
async fn only_targets_for_mail_can_be_made() {
    let (sandbox, _) = sandbox();
    let target = json!({"type": "email_target", "title": "Mail", "email": "a@northwind.pagerduty.com", "subject": "{{ticket.id}}"});
    let post = async |change: Value| {
        admin(&sandbox, "POST", "/api/v2/targets", json!({"target": with(&target, &change)})).await
    };
    for change in [
        json!({"type": "http_target"}),
        json!({"type": "url_target_v2"}),
        json!({"email": "nobody"}),
        json!({"title": ""}),
        json!({"subject": "{{"}),
    ] {
        assert_eq!(post(change.clone()).await.0, 422, "{change}");
    }
    let (status, body) = post(json!({})).await;
    assert_eq!((status, &body["target"]["active"]), (201, &json!(true)));
    let path = format!("/api/v2/targets/{}.json", body["target"]["id"]);
    let (_, body) = admin(&sandbox, "PUT", &path, json!({"target": {"email": "b@northwind.pagerduty.com"}})).await;
    assert_eq!(
        (&body["target"]["email"], &body["target"]["title"]),
        (&json!("b@northwind.pagerduty.com"), &json!("Mail"))
    );
    assert_eq!(admin(&sandbox, "DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(admin(&sandbox, "GET", "/api/v2/targets", Value::Null).await.1["count"], 0);
}

#[tokio::test]
async fn settings_are_checked_for_name_and_size_and_read_back_as_text() {
    let (sandbox, _) = sandbox();
    let path = format!("/api/v2/apps/installations/{INSTALLATION_ID}");
    let put = async |settings: Value| admin(&sandbox, "PUT", &path, json!({"settings": settings})).await;
    assert_eq!(put(json!({"unknown": 1})).await.0, 422);
    let (status, body) = put(json!({"configuration": "x".repeat(65_536)})).await;
    assert_eq!(status, 422);
    assert!(body["details"]["settings"][0]["description"].as_str().unwrap().contains("too long"));
    assert_eq!(put(json!({"configuration": "é".repeat(32_768)})).await.0, 422, "bytes count, not letters");
    assert_eq!(put(json!({"configuration": "x".repeat(65_535)})).await.0, 200);
    let (_, body) = put(json!({"configuration": {"version": 2}, "use_read_only_key": false})).await;
    assert_eq!(
        (&body["settings"]["configuration"], &body["settings"]["use_read_only_key"]),
        (&json!("{\"version\":2}"), &json!("false"))
    );
}

#[tokio::test]
async fn groups_come_by_the_hundred_with_their_members() {
    let (sandbox, _) = sandbox();
    sandbox.zendesk().add_groups(300);
    let get = async |path: &str| ask(sandbox.zendesk_rest(), "GET", path, PRIYA_NAIR, Value::Null).await.1;
    assert_eq!(get("/api/v2/groups/count").await["count"]["value"], 303);
    let page = get("/api/v2/groups?page[size]=100").await;
    assert_eq!((page["groups"].as_array().unwrap().len(), &page["meta"]["has_more"]), (100, &json!(true)));
    let members = get(&format!("/api/v2/group_memberships?group_id={TIER_1}")).await;
    assert_eq!(members["count"], 3);
    assert_eq!(get(&format!("/api/v2/groups/{TIER_1}/users")).await["count"], 3);
    assert_eq!(get("/api/v2/users/search?query=role:admin").await["count"], 2);
    assert_eq!(get("/api/v2/users/autocomplete?name=pri").await["users"][0]["id"], PRIYA_NAIR);
    assert_eq!(get("/api/v2/organizations/autocomplete?name=bri").await["count"], 1);
    assert_eq!(get("/api/v2/tags/autocomplete?name=pay").await["tags"], json!(["payments"]));
    assert_eq!(
        ask(sandbox.zendesk_rest(), "GET", "/api/v2/tags/autocomplete?name=p", PRIYA_NAIR, Value::Null).await.0,
        400
    );
}

#[tokio::test]
async fn the_field_of_the_app_is_put_on_a_form() {
    let (sandbox, _) = sandbox();
    let field = sandbox.zendesk().requirement("incidents").unwrap();
    let path = format!("/api/v2/ticket_forms/{INCIDENT_FORM}");
    let (_, body) = admin(&sandbox, "GET", &path, Value::Null).await;
    let mut fields = body["ticket_form"]["ticket_field_ids"].as_array().unwrap().clone();
    assert!(!fields.contains(&json!(field)));
    fields.push(json!(field));
    let put = async |ids: Value| admin(&sandbox, "PUT", &path, json!({"ticket_form": {"ticket_field_ids": ids}})).await;
    assert_eq!(put(json!([1])).await.0, 422);
    assert_eq!(put(json!(fields)).await.1["ticket_form"]["ticket_field_ids"], json!(fields));
    assert_eq!(admin(&sandbox, "GET", "/api/v2/ticket_forms", Value::Null).await.1["ticket_forms"][0]["id"], FORM);
}

#[tokio::test]
async fn a_ticket_is_made_with_its_requester_and_needs_words() {
    let (sandbox, _) = sandbox();
    let post = async |ticket: Value| {
        ask(sandbox.zendesk_rest(), "POST", "/api/v2/tickets.json", JONAS_OKAFOR, json!({"ticket": ticket})).await
    };
    let (status, body) = post(json!({"subject": "Nothing said"})).await;
    assert_eq!((status.as_u16(), &body["details"]["base"][0]["error"]), (422, &json!("BlankValue")));
    let ticket = json!({"subject": "Down", "comment": {"body": "All of it"}, "priority": "urgent", "assignee_id": JONAS_OKAFOR,
        "ticket_form_id": INCIDENT_FORM, "tags": ["Outage"], "requester": {"name": "New Person", "email": "new@kumo.example"}});
    let (status, body) = post(ticket).await;
    assert_eq!(status, 201, "{body}");
    let made = &body["ticket"];
    assert_eq!(
        (&made["status"], &made["tags"], &made["via"]["channel"]),
        (&json!("open"), &json!(["outage"]), &json!("api"))
    );
    assert_eq!((&made["ticket_form_id"], &made["description"]), (&json!(INCIDENT_FORM), &json!("All of it")));
    assert!(made["id"].as_u64().unwrap() > CHECKOUT);
    assert_eq!(post(json!({"comment": {"body": "x"}, "priority": "soon"})).await.0, 422);
    assert_eq!(
        ask(
            sandbox.zendesk_rest(),
            "POST",
            "/api/v2/tickets",
            LENA_VOGT,
            json!({"ticket": {"comment": {"body": "x"}}})
        )
        .await
        .0,
        403
    );
}

#[tokio::test]
async fn definitions_name_every_field_with_its_operators_and_values() {
    let (sandbox, _) = sandbox();
    let (_, body) = admin(&sandbox, "GET", "/api/v2/triggers/definitions.json", Value::Null).await;
    let conditions = body["definitions"]["conditions_all"].as_array().unwrap();
    let priority = conditions.iter().find(|field| field["subject"] == "priority").unwrap();
    assert!(priority["operators"].as_array().unwrap().iter().any(|operator| operator["value"] == "less_than"));
    assert!(priority["values"].as_array().unwrap().iter().any(|value| value["value"] == "urgent"));
    let actions = body["definitions"]["actions"].as_array().unwrap();
    assert!(actions.iter().any(|field| field["subject"] == "notification_webhook"));
}
