//! What the tests of this side share: an account with a small app in it, and requests as an agent.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::access::AGENT_HEADER;
use crate::clock::Clock;
use crate::{Options, Sandbox};

/// The time at which every test starts.
pub(crate) const START: i64 = 1_795_338_897_000;

/// A sandbox whose clock stands still.
pub(crate) fn sandbox() -> (Sandbox, Clock) {
    let clock = Clock::manual(START);
    let manifest = json!({
        "name": "Console",
        "version": "1.2.3",
        "domainWhitelist": ["api.pagerduty.com"],
        "parameters": [
            {"name": "pagerduty_client_id", "type": "text"},
            {"name": "pagerduty_read_only_key", "type": "text", "secure": true, "scopes": ["header"]},
            {"name": "use_read_only_key", "type": "checkbox"},
            {"name": "configuration", "type": "hidden"}
        ]
    });
    let requirements = json!({"ticket_fields": {"incidents": {"type": "text", "title": "Incidents"}}});
    (Sandbox::new(Options { clock: clock.clone(), seed: 7, manifest, requirements }), clock)
}

/// A request as an agent; `Value::Null` sends no body.
pub(crate) async fn ask(router: Router, method: &str, path: &str, agent: u64, body: Value) -> (StatusCode, Value) {
    let response = raw(router, method, path, Some(agent), body).await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
    (status, body)
}

/// The whole answer, as anybody.
pub(crate) async fn raw(router: Router, method: &str, path: &str, agent: Option<u64>, body: Value) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if let Some(agent) = agent {
        request = request.header(AGENT_HEADER, agent);
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    router.oneshot(request.body(body).unwrap()).await.unwrap()
}
