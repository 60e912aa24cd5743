//! `https://identity.pagerduty.com`: consent, tokens and revocation for Classic User OAuth with PKCE.
//!
//! Source: PagerDuty developer documentation, "OAuth Functionality" and "The PagerDuty `OpenID` ID Token".

mod authorize;
mod id_token;
mod page;
mod revoke;
mod token;

#[cfg(test)]
mod browser;
#[cfg(test)]
mod consent_tests;
#[cfg(test)]
mod token_tests;

use super::Shared;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::collections::HashMap;

/// The largest form that is read, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// Decoded parameters; the first of a repeated one counts.
type Parameters = HashMap<String, String>;

/// The identity server.
pub(super) fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/oauth/authorize", get(authorize::ask).post(authorize::decide))
        .route("/oauth/token", post(token::exchange))
        .route("/oauth/revoke", post(revoke::revoke))
        .with_state(shared.clone())
}

fn decode(text: &[u8]) -> Parameters {
    let mut parameters = Parameters::new();
    for (name, value) in form_urlencoded::parse(text).into_owned() {
        parameters.entry(name).or_insert(value);
    }
    parameters
}

/// The parameters of a query.
fn query(request: &Request) -> Parameters {
    decode(request.uri().query().unwrap_or_default().as_bytes())
}

/// The parameters of a form; `None` when the body is something else.
async fn form(request: Request<Body>) -> Option<Parameters> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST_FORM).await.ok()?;
    Some(decode(&bytes))
}

/// A refusal in the shape of RFC 6749, section 5.2, readable from every origin.
fn refusal(status: StatusCode, error: &str, description: &str) -> Response {
    let body = serde_json::json!({"error": error, "error_description": description});
    readable((status, axum::Json(body)).into_response())
}

/// An answer that a page of another origin may read and nobody may keep.
fn readable(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
