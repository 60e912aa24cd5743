//! The sign-in as a browser makes it, for the tests of the identity server.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use crate::clock::Clock;
use crate::pagerduty::rest::bench::NOW;
use crate::pagerduty::{CLIENT_ID, PagerDuty, Region};
use axum::body::Body;
use axum::http::{Request, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tower::ServiceExt;

pub(super) const REDIRECT: &str = "http://localhost:4173/assets/oauth.html";
pub(super) const VERIFIER: &str = "a-verifier-that-is-long-enough-for-the-specification-0123456789";

pub(super) struct Browser {
    pub(super) pagerduty: PagerDuty,
    pub(super) clock: Clock,
}

pub(super) type Pairs = Vec<(&'static str, String)>;

pub(super) fn encode(pairs: &[(&str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

pub(super) fn asking() -> Pairs {
    vec![
        ("client_id", CLIENT_ID.to_owned()),
        ("redirect_uri", REDIRECT.to_owned()),
        ("response_type", "code".to_owned()),
        ("scope", "write".to_owned()),
        ("state", "s&1".to_owned()),
        ("code_challenge", URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))),
        ("code_challenge_method", "S256".to_owned()),
    ]
}

pub(super) fn changed(mut pairs: Pairs, name: &str, value: &str) -> Pairs {
    for pair in pairs.iter_mut().filter(|pair| pair.0 == name) {
        value.clone_into(&mut pair.1);
    }
    pairs
}

impl Browser {
    pub(super) fn new() -> Self {
        let clock = Clock::manual(NOW);
        let pagerduty = PagerDuty::new(clock.clone(), 42);
        pagerduty.register_redirect(REDIRECT);
        Self { pagerduty, clock }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.pagerduty.identity().oneshot(request).await.unwrap()
    }

    pub(super) async fn authorize(&self, pairs: &Pairs) -> Response<Body> {
        let uri = format!("/oauth/authorize?{}", encode(pairs));
        self.send(Request::builder().uri(uri).body(Body::empty()).unwrap()).await
    }

    pub(super) async fn post(&self, path: &str, pairs: &Pairs) -> Response<Body> {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
            .body(Body::from(encode(pairs)))
            .unwrap();
        self.send(request).await
    }

    pub(super) async fn decide(&self, mut pairs: Pairs, decision: &str, user: &str) -> HashMap<String, String> {
        pairs.push(("decision", decision.to_owned()));
        pairs.push(("user", user.to_owned()));
        let response = self.post("/oauth/authorize", &pairs).await;
        assert_eq!(response.status(), 303);
        let location = response.headers()["location"].to_str().unwrap();
        let (address, query) = location.split_once('?').unwrap();
        assert_eq!(address, REDIRECT);
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    pub(super) async fn code(&self) -> String {
        self.decide(asking(), "allow", "jonas.okafor@northwind.example").await["code"].clone()
    }

    pub(super) async fn token(&self, pairs: Pairs) -> (u16, Value) {
        let response = self.post("/oauth/token", &pairs).await;
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        assert_eq!(response.headers()["cache-control"], "no-store");
        (response.status().as_u16(), json_of(response).await)
    }

    pub(super) async fn api(&self, token: &Value, path: &str) -> u16 {
        let request = Request::builder()
            .uri(path)
            .header("Authorization", format!("Bearer {}", token.as_str().unwrap()))
            .body(Body::empty())
            .unwrap();
        self.pagerduty.rest(Region::Us).oneshot(request).await.unwrap().status().as_u16()
    }
}

pub(super) async fn text_of(response: Response<Body>) -> String {
    String::from_utf8(axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

pub(super) async fn json_of(response: Response<Body>) -> Value {
    serde_json::from_str(&text_of(response).await).unwrap()
}

pub(super) fn exchange(code: &str) -> Pairs {
    vec![
        ("grant_type", "authorization_code".to_owned()),
        ("client_id", CLIENT_ID.to_owned()),
        ("redirect_uri", REDIRECT.to_owned()),
        ("code", code.to_owned()),
        ("code_verifier", VERIFIER.to_owned()),
    ]
}

pub(super) fn refresh(token: &Value) -> Pairs {
    vec![
        ("grant_type", "refresh_token".to_owned()),
        ("client_id", CLIENT_ID.to_owned()),
        ("refresh_token", token.as_str().unwrap().to_owned()),
    ]
}
