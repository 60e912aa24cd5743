//! What the gate turns away, whatever the resource.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use super::bench::{Bench, NOW};
use crate::pagerduty::Region;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;

const MAYA: &str = "maya.chen@northwind.example";

#[allow(clippy::unnecessary_wraps, reason = "the calls read like the requests they stand for")]
fn acknowledge() -> Option<Value> {
    Some(json!({"incident": {"type": "incident_reference", "status": "acknowledged"}}))
}

fn code(answer: &Value) -> &Value {
    &answer["error"]["code"]
}

#[tokio::test]
async fn wrong_missing_expired_and_revoked_credentials_are_401_with_code_2006() {
    let bench = Bench::new();
    for header in ["Bearer nonsense", "Token token=nonsense", "Basic bWF5YTpjaGVu", ""] {
        let (status, answer) = bench.send_as(header, "GET", "/incidents", None).await;
        assert_eq!((status, code(&answer)), (401, &json!(2006)), "{header}");
    }
    bench.pagerduty.expire_tokens();
    bench.refused("GET", "/users/me", None, 401, 2006).await;
    let fresh = bench.bearer(MAYA);
    assert_eq!(bench.send_as(&fresh, "GET", "/users/me", None).await.0, 200);
    bench.pagerduty.revoke_tokens();
    assert_eq!(bench.send_as(&fresh, "GET", "/users/me", None).await.0, 401);
}

#[tokio::test]
async fn a_token_lives_ten_days_by_the_clock() {
    let bench = Bench::new();
    bench.clock.advance(864_000_000 - 1);
    assert_eq!(bench.send("GET", "/users/me", None).await.0, 200);
    bench.clock.advance(1);
    bench.refused("GET", "/users/me", None, 401, 2006).await;
}

#[tokio::test]
async fn the_other_region_knows_no_token_of_this_account() {
    let bench = Bench::new();
    let request =
        Request::builder().uri("/users/me").header("Authorization", bench.bearer(MAYA)).body(Body::empty()).unwrap();
    let response = bench.pagerduty.rest(Region::Eu).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 401);
}

#[tokio::test]
async fn the_read_only_key_reads_and_never_writes() {
    let bench = Bench::new();
    let key = format!("Token token={}", bench.pagerduty.read_only_key());
    assert_eq!(bench.send_as(&key, "GET", "/incidents/1042", None).await.0, 200);
    let (status, answer) = bench.send_as(&key, "PUT", "/incidents/1042", acknowledge()).await;
    assert_eq!((status, code(&answer)), (403, &json!(2010)));
}

#[tokio::test]
async fn an_account_key_must_say_for_whom_it_acts_and_a_user_token_need_not() {
    let bench = Bench::new();
    let id = bench.triggered().await;
    let path = format!("/incidents/{id}/notes");
    let send = async |from: Option<&str>| {
        let mut request = Request::builder()
            .method("POST")
            .uri(&path)
            .header("Authorization", format!("Token token={}", bench.pagerduty.account_key()))
            .header("Content-Type", "application/json");
        if let Some(from) = from {
            request = request.header("From", from);
        }
        let response = bench.answer(request.body(Body::from(r#"{"note":{"content":"x"}}"#)).unwrap()).await;
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice::<Value>(&bytes).unwrap())
    };
    let (status, missing) = send(None).await;
    assert_eq!(status, 400);
    assert_eq!(missing["error"]["errors"][0], "You must specify a user's email address in the \"From\" header");
    let (status, unknown) = send(Some("nobody@northwind.example")).await;
    assert_eq!((status, code(&unknown)), (400, &json!(1008)));
    let (status, note) = send(Some("priya.nair@northwind.example")).await;
    assert_eq!((status, &note["note"]["user"]["summary"]), (200, &json!("Priya Nair")));
    let (status, own) = bench.send("POST", &path, Some(json!({"note": {"content": "y"}}))).await;
    assert_eq!((status, &own["note"]["user"]["summary"]), (200, &json!("Maya Chen")));
}

#[tokio::test]
async fn roles_decide_who_may_act() {
    let bench = Bench::new();
    let cases = [
        ("jonas.okafor", 200),
        ("priya.nair", 200),
        ("amelia.thornton", 200),
        ("olu.stake", 403),
        ("lupita.hernandez", 403),
        ("kwame.asante", 403),
    ];
    for (who, expected) in cases {
        let id = bench.triggered().await;
        let token = bench.bearer(&format!("{who}@northwind.example"));
        let (status, answer) = bench.send_as(&token, "PUT", &format!("/incidents/{id}"), acknowledge()).await;
        assert_eq!(status, expected, "{who}: {answer}");
        assert_eq!(bench.send_as(&token, "GET", &format!("/incidents/{id}"), None).await.0, 200);
    }
    let lobby = bench.bearer("status.screen@northwind.example");
    assert_eq!(bench.send_as(&lobby, "GET", "/incidents", None).await.0, 403);
    assert_eq!(bench.send_as(&lobby, "GET", "/users/me", None).await.0, 200);
}

#[tokio::test]
async fn an_observer_may_act_on_an_incident_of_their_own_and_a_demoted_user_no_longer() {
    let bench = Bench::new();
    let id = bench.triggered().await;
    let observer = "lupita.hernandez@northwind.example";
    let given = json!({"incident": {"type": "incident", "assignments": [{"assignee": {"id": bench.user(observer)}}]}});
    assert_eq!(bench.send("PUT", &format!("/incidents/{id}"), Some(given)).await.0, 200);
    let path = format!("/incidents/{id}");
    assert_eq!(bench.send_as(&bench.bearer(observer), "PUT", &path, acknowledge()).await.0, 200);
    bench.pagerduty.set_role(MAYA, "read_only_user");
    bench.refused("PUT", &path, acknowledge(), 403, 2010).await;
}

#[tokio::test]
async fn a_caller_has_960_requests_a_minute_and_changes_of_incidents_their_own_300() {
    let bench = Bench::new();
    let token = bench.bearer("priya.nair@northwind.example");
    let body = Some(json!({"incidents": []}));
    for _ in 0..300 {
        assert_eq!(bench.send_as(&token, "PUT", "/incidents", body.clone()).await.0, 200);
    }
    let (status, answer) = bench.send_as(&token, "PUT", "/incidents", body.clone()).await;
    assert_eq!((status, &answer), (429, &json!({"error": {"message": "Rate Limit Exceeded", "code": 2020}})));
    for _ in 0..(960 - 301) {
        assert_eq!(bench.send_as(&token, "GET", "/abilities", None).await.0, 200);
    }
    let request = Request::builder().uri("/abilities").header("Authorization", &token).body(Body::empty()).unwrap();
    let response = bench.answer(request).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["ratelimit-limit"], "960");
    assert_eq!(response.headers()["ratelimit-remaining"], "0");
    assert_eq!(response.headers()["ratelimit-reset"], "60");
    assert!(!response.headers().contains_key("retry-after"));
    assert_eq!(bench.send("GET", "/abilities", None).await.0, 200, "others are not affected");
    bench.clock.advance(60_000);
    assert_eq!(bench.send_as(&token, "GET", "/abilities", None).await.0, 200);
}

#[tokio::test]
async fn browsers_may_read_every_answer_but_not_the_rate_limit() {
    let bench = Bench::new();
    for path in ["/users/me", "/no/such/place"] {
        let request = Request::builder().uri(path).header("Origin", "https://example.com").body(Body::empty()).unwrap();
        let response = bench.answer(request).await;
        assert_eq!(response.headers()["access-control-allow-origin"], "*", "{path}");
        assert!(!response.headers().contains_key("access-control-expose-headers"));
    }
    let ask = |names: &str| {
        Request::builder()
            .method("OPTIONS")
            .uri("/incidents/Q1/notes")
            .header("Origin", "https://example.com")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", names)
            .body(Body::empty())
            .unwrap()
    };
    let granted = bench.answer(ask("authorization,content-type,from")).await;
    assert!(granted.headers().contains_key("access-control-allow-headers"));
    let refused = bench.answer(ask("authorization,idempotency-key")).await;
    assert!(!refused.headers().contains_key("access-control-allow-headers"));
    assert!(!refused.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn unknown_addresses_other_versions_and_bodies_that_are_not_json_are_refused() {
    let bench = Bench::new();
    bench.refused("GET", "/response_plays", None, 404, 2100).await;
    bench.refused("DELETE", "/incidents/1042", None, 404, 2100).await;
    let token = bench.bearer(MAYA);
    let old = Request::builder()
        .uri("/users/me")
        .header("Authorization", &token)
        .header("Accept", "application/vnd.pagerduty+json;version=1")
        .body(Body::empty())
        .unwrap();
    assert_eq!(bench.answer(old).await.status(), 406);
    let text = Request::builder()
        .method("PUT")
        .uri("/incidents/1042")
        .header("Authorization", &token)
        .header("Content-Type", "text/plain")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(bench.answer(text).await.status(), 400);
}

#[tokio::test]
async fn an_event_opens_an_incident_whose_alert_holds_the_key_and_then_joins_it() {
    let bench = Bench::new();
    let key = bench.pagerduty.routing_key("Ledger").unwrap();
    let id = bench.pagerduty.trigger_event(&key, "Zendesk_northwind_48225", "Fees are booked twice").unwrap();
    let again = bench.pagerduty.trigger_event(&key, "Zendesk_northwind_48225", "Fees are booked twice").unwrap();
    assert_eq!(id, again);
    assert_eq!(bench.pagerduty.trigger_event("unknown", "k", "s"), None);
    let found = bench.get("/incidents?incident_key=Zendesk_northwind_48225&date_range=all").await;
    assert_eq!(found["incidents"][0]["id"], id);
    assert!(found["incidents"][0]["incident_key"].is_null());
    let created = found["incidents"][0]["created_at"].as_str().unwrap();
    assert_eq!(crate::pagerduty::time::parse(created, None), Some(NOW / 1_000 * 1_000));
}
