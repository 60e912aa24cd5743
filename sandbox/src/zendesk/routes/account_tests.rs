//! Search, people, the app's installation and notifications through the router.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use serde_json::{Value, json};

use super::super::bench::{ask, raw, sandbox};
use super::super::seed::people::{ADA_ADMIN, BILLING, ELENA_PETROVA, JONAS_OKAFOR, PRIYA_NAIR, TIER_1};
use super::super::seed::tickets::SEVERAL;
use super::super::{APP_ID, INSTALLATION_ID, Push};

#[tokio::test]
async fn a_search_gives_pages_and_no_more_than_a_thousand() {
    let (sandbox, _) = sandbox();
    let get = async |query: &str| {
        ask(sandbox.zendesk_rest(), "GET", &format!("/api/v2/search.json?{query}"), JONAS_OKAFOR, Value::Null).await
    };
    let (_, body) = get("query=type:ticket+status%3Csolved&per_page=25&sort_by=created_at&sort_order=asc").await;
    assert_eq!(body["results"].as_array().unwrap().len(), 25);
    assert!(body["count"].as_u64().unwrap() > 100);
    assert!(body["next_page"].as_str().unwrap().contains("page=2"));
    assert_eq!(get("query=type:ticket&page=11").await.0, 422);
    assert_eq!(get("query=").await.0, 400);
    let (_, body) = get("query=type:ticket%20fieldvalue:none%20tags:pagerduty_incident").await;
    assert_eq!(body["count"], 0);
    let linked = sandbox.zendesk().ticket(SEVERAL).unwrap();
    let field = sandbox.zendesk().requirement("incidents").unwrap();
    let first = linked.custom_field(field).unwrap().as_str().unwrap().split(' ').next().unwrap().to_owned();
    let (_, body) = get(&format!("query=custom_field_{field}:{first}")).await;
    assert_eq!(body["results"][0]["id"], SEVERAL);
}

#[tokio::test]
async fn people_and_groups_are_shown_as_they_are_now() {
    let (sandbox, _) = sandbox();
    let get = async |path: &str| ask(sandbox.zendesk_rest(), "GET", path, JONAS_OKAFOR, Value::Null).await.1;
    assert_eq!(get("/api/v2/users/me.json").await["user"]["email"], "jonas.okafor@northwind.example");
    assert!(sandbox.zendesk().set_groups(JONAS_OKAFOR, &[BILLING, TIER_1]));
    let groups = get(&format!("/api/v2/users/{JONAS_OKAFOR}/groups.json")).await;
    assert_eq!(groups["groups"][0]["name"], "Billing");
    assert_eq!(get("/api/v2/groups/assignable.json").await["count"], 3);
    assert!(!sandbox.zendesk().set_groups(ELENA_PETROVA, &[BILLING]));
    let anonymous = raw(sandbox.zendesk_rest(), "GET", "/api/v2/users/me", None, Value::Null).await;
    assert_eq!(anonymous.status(), 200);
}

#[tokio::test]
async fn only_admins_write_the_apps_settings_and_nobody_reads_secure_ones() {
    let (sandbox, _) = sandbox();
    let path = format!("/api/v2/apps/installations/{INSTALLATION_ID}.json");
    let change = json!({"settings": {"configuration": {"version": 1}}});
    assert_eq!(ask(sandbox.zendesk_rest(), "PUT", &path, PRIYA_NAIR, change.clone()).await.0, 403);
    let (status, body) = ask(sandbox.zendesk_rest(), "PUT", &path, ADA_ADMIN, change).await;
    assert_eq!(status, 200);
    assert_eq!(body["settings"]["configuration"], "{\"version\":1}");
    let (_, shown) = ask(sandbox.zendesk_rest(), "GET", &path, PRIYA_NAIR, Value::Null).await;
    assert_eq!(shown["settings"]["configuration"], "{\"version\":1}");
    assert_eq!(shown["settings"]["use_read_only_key"], true);
    assert!(!shown.to_string().contains(&sandbox.pagerduty().read_only_key()));
    let requirements = format!("/api/v2/apps/installations/{INSTALLATION_ID}/requirements.json");
    let (_, body) = ask(sandbox.zendesk_rest(), "GET", &requirements, PRIYA_NAIR, Value::Null).await;
    assert_eq!(body["requirements"][0]["requirement_id"], sandbox.zendesk().requirement("incidents").unwrap());
}

#[tokio::test]
async fn a_notification_reaches_open_pages_a_hundred_times_a_minute() {
    let (sandbox, clock) = sandbox();
    let mut pushes = sandbox.zendesk().pushes();
    let sent = json!({"app_id": APP_ID, "event": "linked", "body": "{\"id\":\"P1\"}"});
    for _ in 0..100 {
        let (status, _) = ask(sandbox.zendesk_rest(), "POST", "/api/v2/apps/notify", JONAS_OKAFOR, sent.clone()).await;
        assert_eq!(status, 200);
    }
    let first = Push::AppNotification { event: "linked".to_owned(), body: json!({"id": "P1"}), agent: None };
    assert_eq!(pushes.recv().await.unwrap(), first);
    let notify = "/api/v2/apps/notify.json";
    assert_eq!(ask(sandbox.zendesk_rest(), "POST", notify, JONAS_OKAFOR, sent.clone()).await.0, 429);
    clock.advance(60_000);
    assert_eq!(ask(sandbox.zendesk_rest(), "POST", notify, JONAS_OKAFOR, sent).await.0, 200);
    let huge = json!({"app_id": APP_ID, "event": "linked", "body": "x".repeat(1_100_000)});
    assert_eq!(ask(sandbox.zendesk_rest(), "POST", notify, JONAS_OKAFOR, huge).await.0, 413);
    let other = json!({"app_id": 5, "event": "linked"});
    assert_eq!(ask(sandbox.zendesk_rest(), "POST", notify, JONAS_OKAFOR, other).await.0, 404);
}
