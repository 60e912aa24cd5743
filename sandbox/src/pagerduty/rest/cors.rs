//! Which requests a browser may send from another origin: exactly the headers PagerDuty is known to allow.
//!
//! Source: the `Access-Control-Allow-Headers` reported in PagerDuty's `pdjs` repository (issue 351). Nothing is
//! exposed, so that a page cannot read the `ratelimit-*` headers.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The headers a preflight may ask for.
const ALLOWED_HEADERS: &str = "Authorization, Content-Type, From, X-EARLY-ACCESS, X-PagerDuty-Api-Local, User-Agent";
/// Headers that a browser may always send, listed by clients that ask anyway.
const SAFELISTED: [&str; 3] = ["accept", "accept-language", "content-language"];

/// Answers preflights and lets every origin read what comes back.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        return preflight(request.headers());
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn preflight(headers: &HeaderMap) -> Response {
    if !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let requested = headers
        .get_all(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .iter()
        .map(|value| value.to_str().unwrap_or("?"))
        .collect::<Vec<_>>()
        .join(",");
    if !requested.split(',').map(str::trim).filter(|name| !name.is_empty()).all(allowed) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let granted: [(HeaderName, &str); 4] = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, "1728000"),
    ];
    (StatusCode::NO_CONTENT, granted).into_response()
}

fn allowed(name: &str) -> bool {
    SAFELISTED.iter().any(|safe| safe.eq_ignore_ascii_case(name))
        || ALLOWED_HEADERS.split(", ").any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(names: &'static str) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("PUT"));
        headers.insert(header::ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue::from_static(names));
        preflight(&headers)
    }

    #[test]
    fn a_preflight_grants_the_known_headers_and_no_other() {
        let granted = asking("authorization, content-type,from,accept");
        assert_eq!(
            granted.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(HeaderValue::as_bytes),
            Some(&b"*"[..])
        );
        for refused in ["idempotency-key", "authorization,x-requested-with", "traceparent", "x-request-id"] {
            let answer = asking(refused);
            assert!(answer.headers().is_empty(), "{refused} must not be granted");
        }
    }
}
