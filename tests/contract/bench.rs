//! A fresh sandbox and the way into it.

use axum::Router;
use axum::body::{Body, to_bytes};
use incident_command_console::http::{Failure, Request, Response, Transport};
use sandbox::clock::Clock;
use sandbox::{Options, Sandbox};
use serde_json::Value;
use tower::ServiceExt;

/// When every test begins: 2026-11-22T14:08:00Z.
pub(crate) const NOW: i64 = 1_795_356_480_000;

/// A user of the PagerDuty account who may do everything that agents do.
pub(crate) const MAYA: &str = "maya.chen@northwind.example";

/// A sandbox with the app as it ships installed.
pub(crate) fn fresh() -> (Sandbox, Clock) {
    let read = |name: &str| -> Value {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let clock = Clock::manual(NOW);
    let (manifest, requirements) = (read("manifest.json"), read("requirements.json"));
    (Sandbox::new(Options { clock: clock.clone(), seed: 42, manifest, requirements }), clock)
}

/// Carries requests straight into a router.
pub(crate) fn into(router: Router, session: Option<&'static str>) -> impl Transport {
    async move |request: Request| {
        let mut sent = axum::http::Request::builder().method(request.method.name()).uri(&request.url);
        for (name, value) in &request.headers {
            sent = sent.header(*name, value);
        }
        if let Some(session) = session {
            sent = sent.header("x-sandbox-agent", session);
        }
        let sent = sent.body(Body::from(request.body.unwrap_or_default())).unwrap();
        let answer = router.clone().oneshot(sent).await.map_err(|_| Failure::Unreachable)?;
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body(), usize::MAX).await.map_err(|_| Failure::Unreachable)?;
        Ok(Response { status, retry_after: None, body: String::from_utf8_lossy(&body).into_owned() })
    }
}
