//! What the tests of the resources share: a seeded account, a clock that stands still and Maya's token.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use crate::clock::Clock;
use crate::pagerduty::{PagerDuty, Region};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;

/// Tuesday, 17 November 2026, 14:00 UTC.
pub(crate) const NOW: i64 = 1_794_924_000_000;

/// A seeded account and the way to speak to it.
pub(crate) struct Bench {
    pub(crate) pagerduty: PagerDuty,
    pub(crate) clock: Clock,
    token: String,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let clock = Clock::manual(NOW);
        let pagerduty = PagerDuty::new(clock.clone(), 42);
        let token = format!("Bearer {}", pagerduty.token_for("maya.chen@northwind.example").unwrap());
        Self { pagerduty, clock, token }
    }

    /// The `Authorization` header of a user.
    pub(crate) fn bearer(&self, email: &str) -> String {
        format!("Bearer {}", self.pagerduty.token_for(email).unwrap())
    }

    /// Sends a whole request and returns its answer with headers.
    pub(crate) async fn answer(&self, request: Request<Body>) -> axum::response::Response {
        self.pagerduty.rest(Region::Us).oneshot(request).await.unwrap()
    }

    /// Sends with another `Authorization` header.
    pub(crate) async fn send_as(
        &self,
        authorization: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("Authorization", authorization)
            .header("Accept", "application/vnd.pagerduty+json;version=2");
        if body.is_some() {
            request = request.header("Content-Type", "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let response = self.answer(request.body(body).unwrap()).await;
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        self.send_as(&self.token, method, path, body).await
    }

    /// Reads something that must be there.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send("GET", path, None).await;
        assert_eq!(status, 200, "GET {path}: {body}");
        body
    }

    /// Sends something that must be refused with this status and code.
    pub(crate) async fn refused(&self, method: &str, path: &str, body: Option<Value>, status: u16, code: u32) {
        let sent = body.as_ref().map(Value::to_string);
        let (answered, refusal) = self.send(method, path, body).await;
        assert_eq!(
            (answered, &refusal["error"]["code"]),
            (status, &json!(code)),
            "{method} {path} {sent:?}: {refusal}"
        );
        assert!(refusal["error"]["message"].is_string());
    }

    /// A new triggered incident on Search.
    pub(crate) async fn triggered(&self) -> String {
        let service = json!({"id": self.service("Search"), "type": "service_reference"});
        let body = json!({"incident": {"type": "incident", "title": "Search is slow", "service": service}});
        let (status, made) = self.send("POST", "/incidents", Some(body)).await;
        assert_eq!(status, 201, "{made}");
        made["incident"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn service(&self, name: &str) -> String {
        self.pagerduty.shared().lock().services.values().find(|one| one.name == name).unwrap().id.clone()
    }

    pub(crate) fn policy(&self, name: &str) -> String {
        self.pagerduty.shared().lock().policies.values().find(|one| one.name == name).unwrap().id.clone()
    }

    pub(crate) fn priority(&self, name: &str) -> String {
        self.pagerduty.shared().lock().priorities.iter().find(|one| one.name == name).unwrap().id.clone()
    }

    pub(crate) fn user(&self, email: &str) -> String {
        self.pagerduty.shared().lock().user_by_email(email).unwrap().id.clone()
    }

    pub(crate) fn longest_timeline(&self) -> String {
        let shared = self.pagerduty.shared();
        let world = shared.lock();
        world.incidents.values().max_by_key(|incident| incident.log.len()).unwrap().id.clone()
    }
}
