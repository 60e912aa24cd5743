//! Codes, refresh tokens and revocation.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use super::browser::{Browser, asking, changed, encode, exchange, refresh};
use crate::pagerduty::{CLIENT_ID, CONFIDENTIAL_CLIENT_ID};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

#[tokio::test]
async fn a_code_lives_thirty_seconds_and_is_spent_once() {
    let browser = Browser::new();
    let late = browser.code().await;
    browser.clock.advance(30_000);
    assert_eq!(browser.token(exchange(&late)).await.1["error"], "invalid_grant");
    let code = browser.code().await;
    browser.clock.advance(29_999);
    let (status, tokens) = browser.token(exchange(&code)).await;
    assert_eq!(status, 200);
    assert_eq!(browser.token(exchange(&code)).await.0, 400);
    assert_eq!(browser.api(&tokens["access_token"], "/users/me").await, 401, "a stolen code buys nothing");
}

#[tokio::test]
async fn a_code_needs_its_verifier_its_redirect_address_and_its_client() {
    let browser = Browser::new();
    for (name, value) in [("code_verifier", "another"), ("redirect_uri", "http://localhost:1/oauth.html")] {
        let code = browser.code().await;
        let (status, answer) = browser.token(changed(exchange(&code), name, value)).await;
        assert_eq!((status, &answer["error"]), (400, &json!("invalid_grant")), "{name}");
    }
    let code = browser.code().await;
    let (status, answer) = browser.token(changed(exchange(&code), "code_verifier", "")).await;
    assert_eq!((status, &answer["error"]), (400, &json!("invalid_request")));
    let confidential = changed(exchange(&code), "client_id", CONFIDENTIAL_CLIENT_ID);
    let (status, answer) = browser.token(confidential).await;
    assert_eq!((status, &answer["error"]), (401, &json!("invalid_client")));
    let (status, answer) = browser.token(changed(exchange(&code), "grant_type", "password")).await;
    assert_eq!((status, &answer["error"]), (400, &json!("unsupported_grant_type")));
}

#[tokio::test]
async fn the_confidential_client_gets_tokens_with_its_secret() {
    let browser = Browser::new();
    let asked = changed(asking(), "client_id", CONFIDENTIAL_CLIENT_ID);
    let code = browser.decide(asked, "allow", "priya.nair@northwind.example").await["code"].clone();
    let mut body = changed(exchange(&code), "client_id", CONFIDENTIAL_CLIENT_ID);
    body.push(("client_secret", browser.pagerduty.client_secret()));
    assert_eq!(browser.token(body).await.0, 200);
}

#[tokio::test]
async fn refreshing_rotates_and_can_be_switched_off() {
    let browser = Browser::new();
    let first = browser.token(exchange(&browser.code().await)).await.1;
    browser.pagerduty.expire_tokens();
    assert_eq!(browser.api(&first["access_token"], "/users/me").await, 401);
    let (status, second) = browser.token(refresh(&first["refresh_token"])).await;
    assert_eq!(status, 200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(browser.api(&second["access_token"], "/users/me").await, 200);
    assert_eq!(browser.token(refresh(&first["refresh_token"])).await.0, 400, "the old one is spent");
    browser.pagerduty.refresh_allowed(false);
    let (status, refused) = browser.token(refresh(&second["refresh_token"])).await;
    assert_eq!((status, &refused["error"]), (401, &json!("invalid_client")));
}

#[tokio::test]
async fn revoking_ends_the_sign_in_from_the_query_or_from_a_form() {
    let browser = Browser::new();
    for in_query in [true, false] {
        let tokens = browser.token(exchange(&browser.code().await)).await.1;
        let shown = tokens["access_token"].as_str().unwrap().to_owned();
        let pairs = vec![("token", shown), ("client_id", CLIENT_ID.to_owned())];
        let response = if in_query {
            browser.post(&format!("/oauth/revoke?{}", encode(&pairs)), &Vec::new()).await
        } else {
            browser.post("/oauth/revoke", &pairs).await
        };
        assert_eq!(response.status(), 200);
        assert_eq!(browser.api(&tokens["access_token"], "/users/me").await, 401);
        assert_eq!(browser.token(refresh(&tokens["refresh_token"])).await.0, 400);
    }
    let stranger = vec![("token", "x".to_owned()), ("client_id", "unknown".to_owned())];
    assert_eq!(browser.post("/oauth/revoke", &stranger).await.status(), 401);
}

#[tokio::test]
async fn the_token_endpoint_takes_forms_only_and_answers_no_preflight() {
    let browser = Browser::new();
    let json = Request::builder()
        .method("POST")
        .uri("/oauth/token")
        .header("Content-Type", "application/json")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(browser.send(json).await.status(), 400);
    let preflight = Request::builder().method("OPTIONS").uri("/oauth/token").body(Body::empty()).unwrap();
    let response = browser.send(preflight).await;
    assert!(!response.headers().contains_key("access-control-allow-origin"));
}
