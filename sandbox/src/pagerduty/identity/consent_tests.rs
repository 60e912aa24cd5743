//! Consent, denial and what is refused before either.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use super::browser::{Browser, REDIRECT, asking, changed, exchange, text_of};
use crate::pagerduty::CLIENT_ID;
use crate::pagerduty::rest::bench::NOW;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

#[tokio::test]
async fn consent_gives_a_code_and_the_code_gives_tokens_that_work() {
    let browser = Browser::new();
    let page = browser.authorize(&changed(asking(), "state", "\"><script>x</script>")).await;
    assert_eq!((page.status().as_u16(), &page.headers()["x-frame-options"]), (200, &"DENY".parse().unwrap()));
    let html = text_of(page).await;
    assert!(html.contains("jonas.okafor@northwind.example") && html.contains("value=\"deny\""));
    assert!(!html.contains("<script>"));
    assert!(html.contains("<form method=\"post\" action=\"authorize\">"));

    let back = browser.decide(asking(), "allow", "jonas.okafor@northwind.example").await;
    assert_eq!(back["state"], "s&1");
    let (status, tokens) = browser.token(exchange(&back["code"])).await;
    assert_eq!((status, &tokens["expires_in"]), (200, &json!(864_000)));
    assert_eq!((&tokens["scope"], &tokens["token_type"]), (&json!("openid write"), &json!("bearer")));
    assert!(tokens["access_token"].as_str().unwrap().starts_with("pdus+_0X"));
    assert!(tokens["refresh_token"].as_str().unwrap().starts_with("pdus+_1X"));
    assert_eq!(browser.api(&tokens["access_token"], "/users/me").await, 200);

    let parts: Vec<_> = tokens["id_token"].as_str().unwrap().split('.').map(str::to_owned).collect();
    assert_eq!(parts.len(), 3);
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parts[1]).unwrap()).unwrap();
    assert_eq!(claims["aud"], json!(["https://api.pagerduty.com", CLIENT_ID]));
    assert_eq!((&claims["sub"], &claims["region"]), (&json!("jonas.okafor@northwind.example"), &json!("UnitedStates")));
    assert_eq!(claims["exp"], NOW / 1_000 + 864_000);
}

#[tokio::test]
async fn a_wrong_redirect_address_or_client_gets_a_page_and_no_redirect() {
    let browser = Browser::new();
    for uri in ["https://evil.example/oauth.html", "http://localhost:4173/assets/oauth.html/", ""] {
        let response = browser.authorize(&changed(asking(), "redirect_uri", uri)).await;
        assert_eq!(response.status(), 400);
        assert!(text_of(response).await.contains("Invalid or missing value for redirect_uri parameter"));
    }
    let response = browser.authorize(&changed(asking(), "client_id", "unknown")).await;
    assert_eq!(response.status(), 400);
}

#[tokio::test]
async fn other_flows_and_plain_challenges_are_sent_back_with_an_error() {
    let browser = Browser::new();
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("scope", "", "invalid_request"),
    ] {
        let response = browser.authorize(&changed(asking(), name, value)).await;
        let location = response.headers()["location"].to_str().unwrap();
        assert!(
            location.starts_with(REDIRECT) && location.contains(error) && location.contains("state=s%261"),
            "{location}"
        );
    }
}

#[tokio::test]
async fn denial_comes_back_as_access_denied() {
    let browser = Browser::new();
    let back = browser.decide(asking(), "deny", "jonas.okafor@northwind.example").await;
    assert_eq!((back["error"].as_str(), back["state"].as_str()), ("access_denied", "s&1"));
    assert!(!back["error_description"].is_empty() && !back.contains_key("code"));
}

#[tokio::test]
async fn a_scope_that_is_not_granted_leaves_a_token_that_may_do_nothing() {
    let browser = Browser::new();
    let code =
        browser.decide(changed(asking(), "scope", "incidents.write"), "allow", "jonas.okafor@northwind.example").await;
    let tokens = browser.token(exchange(&code["code"])).await.1;
    assert_eq!(tokens["scope"], "openid", "an unknown scope is no error");
    assert_eq!(browser.api(&tokens["access_token"], "/users/me").await, 403);
    browser.pagerduty.scope_granted(Some("openid"));
    let tokens = browser.token(exchange(&browser.code().await)).await.1;
    assert_eq!(tokens["scope"], "openid");
    browser.pagerduty.scope_granted(None);
    assert_eq!(browser.token(exchange(&browser.code().await)).await.1["scope"], "openid write");
}

#[tokio::test]
async fn the_signed_in_person_is_the_only_one_who_can_consent() {
    let browser = Browser::new();
    browser.pagerduty.sign_in_as(Some("priya.nair@northwind.example"));
    let html = text_of(browser.authorize(&asking()).await).await;
    assert!(html.contains("Priya Nair") && !html.contains("<select"));
    let tokens = browser.token(exchange(&browser.code().await)).await.1;
    let dump = browser.pagerduty.dump();
    assert_eq!(dump["access_tokens"][0]["user"], "priya.nair@northwind.example", "{tokens}");
    browser.pagerduty.sign_in_as(Some("nobody@northwind.example"));
    let refused = browser.authorize(&asking()).await;
    assert_eq!(refused.status(), 400);
    assert!(text_of(refused).await.contains("There is no PagerDuty account for nobody@northwind.example"));
    let mut pairs = asking();
    pairs.push(("decision", "allow".to_owned()));
    assert_eq!(browser.post("/oauth/authorize", &pairs).await.status(), 400);
}
