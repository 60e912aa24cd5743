//! The layer outside each service: it meets the requests before and the answers after.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, header};
use axum::middleware::{Next, from_fn_with_state};

use super::answer::{broken, status};
use super::{Faults, Kind, Target};

/// Says in the record which fault made the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Injected(pub(crate) &'static str);

/// Puts the faults on `target` before a router as a whole, so that also an address it does not have meets them.
pub(crate) fn layer(router: Router, faults: &Faults, target: Target) -> Router {
    Router::new().fallback_service(router).layer(from_fn_with_state((faults.clone(), target), meet))
}

async fn meet(State((faults, target)): State<(Faults, Target)>, request: Request, next: Next) -> Response<Body> {
    let (wait, kind) = faults.take(target, request.method().as_str(), request.uri().path());
    if wait > 0 {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    let Some(kind) = kind else {
        return next.run(request).await;
    };
    let (mut response, name) = match kind {
        Kind::Latency { .. } => (next.run(request).await, "latency"),
        Kind::Status { code, retry_after, body } => {
            let cors = cors_headers(request.headers().get(header::ORIGIN).cloned(), next).await;
            (status(target, code, retry_after, body, &cors), "status")
        }
        Kind::DropRequest => (broken(), "drop_request"),
        Kind::DropAnswer => {
            let answer = next.run(request).await;
            // The work is done only when the whole answer has been made.
            drop(to_bytes(answer.into_body(), usize::MAX).await);
            (broken(), "drop_answer")
        }
        Kind::Malformed => (cut(next.run(request).await).await, "malformed"),
        Kind::NoCors => {
            let mut answer = next.run(request).await;
            let names: Vec<_> =
                answer.headers().keys().filter(|name| name.as_str().starts_with("access-control-")).cloned().collect();
            for name in names {
                answer.headers_mut().remove(name);
            }
            (answer, "no_cors")
        }
        Kind::Hang => {
            faults.until_released().await;
            (broken(), "hang")
        }
    };
    response.extensions_mut().insert(Injected(name));
    response
}

/// The CORS headers that the service puts on any answer to this origin, taken from an address it does not have.
async fn cors_headers(origin: Option<HeaderValue>, next: Next) -> HeaderMap {
    let mut probe = Request::new(Body::empty());
    *probe.method_mut() = Method::GET;
    *probe.uri_mut() = axum::http::Uri::from_static("/no/such/address");
    if let Some(origin) = origin {
        probe.headers_mut().insert(header::ORIGIN, origin);
    }
    let answer = next.run(probe).await;
    let is_cors = |name: &str| name.starts_with("access-control-") || name == "vary";
    answer
        .headers()
        .iter()
        .filter(|(name, _)| is_cors(name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

async fn cut(answer: Response<Body>) -> Response<Body> {
    let (mut parts, body) = answer.into_parts();
    let Ok(whole) = to_bytes(body, usize::MAX).await else {
        return broken();
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let half = if whole.len() < 2 { bytes::Bytes::from_static(b"{\"") } else { whole.slice(..whole.len() / 2) };
    Response::from_parts(parts, Body::from(half))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::super::Fault;
    use super::*;
    use axum::routing::get;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tower::ServiceExt as _;

    fn service(faults: &Faults) -> (Router, Arc<AtomicU32>) {
        let served = Arc::new(AtomicU32::new(0));
        let count = served.clone();
        let router = Router::new()
            .route(
                "/incidents",
                get(move || {
                    count.fetch_add(1, Ordering::SeqCst);
                    async { ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], "{\"incidents\":[1,2,3]}") }
                }),
            )
            .fallback(async || ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], axum::http::StatusCode::NOT_FOUND));
        (layer(router, faults, Target::Pagerduty), served)
    }

    async fn ask(router: &Router) -> Response<Body> {
        router.clone().oneshot(Request::get("/incidents").body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_status_keeps_the_cors_headers_and_is_not_served() {
        let faults = Faults::default();
        let (router, served) = service(&faults);
        faults
            .add(Fault::new(Target::Pagerduty, Kind::Status { code: 429, retry_after: Some(7), body: None }).times(1));
        let answer = ask(&router).await;
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers().get(header::RETRY_AFTER).unwrap(), "7");
        assert_eq!(answer.headers().get("ratelimit-reset").unwrap(), "7");
        assert_eq!(answer.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).unwrap(), "*");
        assert_eq!(served.load(Ordering::SeqCst), 0);
        assert_eq!(ask(&router).await.status(), 200);
    }

    #[tokio::test]
    async fn a_dropped_answer_is_processed_and_a_dropped_request_is_not() {
        let faults = Faults::default();
        let (router, served) = service(&faults);
        faults.add(Fault::new(Target::Pagerduty, Kind::DropRequest).times(1));
        assert!(to_bytes(ask(&router).await.into_body(), usize::MAX).await.is_err());
        assert_eq!(served.load(Ordering::SeqCst), 0);
        faults.add(Fault::new(Target::Pagerduty, Kind::DropAnswer).times(1));
        assert!(to_bytes(ask(&router).await.into_body(), usize::MAX).await.is_err());
        assert_eq!(served.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_malformed_answer_is_cut_and_one_without_cors_is_whole() {
        let faults = Faults::default();
        let (router, _) = service(&faults);
        faults.add(Fault::new(Target::Pagerduty, Kind::Malformed).times(1));
        let body = to_bytes(ask(&router).await.into_body(), usize::MAX).await.unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&body).is_err());
        faults.add(Fault::new(Target::Pagerduty, Kind::NoCors).times(1));
        let answer = ask(&router).await;
        assert!(answer.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none());
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&body).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_hanging_request_ends_when_the_fault_is_taken_away() {
        let faults = Faults::default();
        let (router, _) = service(&faults);
        let hang = faults.add(Fault::new(Target::Pagerduty, Kind::Hang));
        let waiting = tokio::spawn(async move { to_bytes(ask(&router).await.into_body(), usize::MAX).await.is_err() });
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert!(!waiting.is_finished());
        faults.remove(hang);
        assert!(waiting.await.unwrap());
    }
}
