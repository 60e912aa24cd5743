//! The answers that faults give instead of the vendor's.

use std::io;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use futures_util::stream;
use serde_json::json;

use super::Target;

/// Marks a response that stands for a broken connection: over TCP nothing is sent, in-process the body fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken;

/// A connection that breaks before an answer.
pub(super) fn broken() -> Response<Body> {
    let failure =
        io::Error::new(io::ErrorKind::ConnectionReset, "the sandbox broke the connection, as a fault told it to");
    let mut response = Response::new(Body::from_stream(stream::iter([Err::<Bytes, io::Error>(failure)])));
    response.extensions_mut().insert(Broken);
    response
}

/// A status with the vendor's usual body for it, and the CORS headers that the vendor would have sent.
pub(super) fn status(
    target: Target,
    code: u16,
    retry_after: Option<u32>,
    body: Option<String>,
    cors: &HeaderMap,
) -> Response<Body> {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = body.unwrap_or_else(|| usual_body(target, status));
    let kind = match body.as_bytes().first() {
        Some(b'{' | b'[') => "application/json; charset=utf-8",
        Some(b'<') => "text/html; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.extend(cors.iter().map(|(name, value)| (name.clone(), value.clone())));
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
        if target == Target::Pagerduty {
            // PagerDuty REST, rate limits: seconds until the window starts again.
            headers.insert("ratelimit-limit", HeaderValue::from_static("960"));
            headers.insert("ratelimit-remaining", HeaderValue::from_static("0"));
            headers.insert("ratelimit-reset", seconds.into());
        }
    }
    response
}

fn usual_body(target: Target, status: StatusCode) -> String {
    let words = status.canonical_reason().unwrap_or("Error");
    let body = match (target, status.as_u16()) {
        (Target::Pagerduty, 429) => {
            json!({"error": {"message": "Rate Limit Exceeded", "code": 2020}})
        }
        (Target::Pagerduty, 401) => json!({"error": {"message": "Unauthorized", "code": 2006}}),
        (Target::Pagerduty, 402) => {
            json!({"error": {"message": "Missing Account Ability", "code": 2014}})
        }
        (Target::Pagerduty, 403) => json!({"error": {"message": "Access Denied", "code": 2010}}),
        (Target::Pagerduty, 404) => json!({"error": {"message": "Not Found", "code": 2100}}),
        (Target::Pagerduty, 500) => {
            json!({"error": {"message": "Internal Server Error", "code": 2000}})
        }
        (Target::Identity, 400..=499) => {
            json!({"error": "invalid_request", "error_description": words})
        }
        (Target::Identity, _) => json!({"error": "server_error", "error_description": words}),
        (Target::Zendesk, 429) => {
            json!({"error": "APIRateLimitExceeded", "description": "Number of allowed API requests per minute exceeded"})
        }
        (Target::Zendesk, 401) => json!({"error": "Couldn't authenticate you"}),
        (Target::Zendesk, 403) => {
            json!({"error": {"title": "Forbidden", "message": "You do not have access to this page."}})
        }
        (Target::Zendesk, 409) => {
            json!({"error": "UpdateConflict", "description": "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again."})
        }
        (Target::Zendesk, 404) => json!({"error": "RecordNotFound", "description": "Not found"}),
        (Target::Zendesk, 500) => {
            json!({"error": "InternalError", "description": "Internal error"})
        }
        (Target::Events, 429) => {
            json!({"status": "throttle exceeded", "message": "Requests for this service are arriving too quickly. Please retry later."})
        }
        (Target::Events, 400) => {
            json!({"status": "invalid event", "message": "Event object is invalid", "errors": ["Invalid routing key"]})
        }
        // The gateways before both vendors answer with a page, not with JSON.
        (Target::Pagerduty | Target::Zendesk | Target::Events, _) => {
            return format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
        }
        (Target::Proxy, _) => return format!("Proxy error: {words}"),
    };
    body.to_string()
}
