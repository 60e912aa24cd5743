//! `POST /oauth/revoke`, as PagerDuty's own browser app calls it: parameters in the query or in a form.

use super::{form, query, readable, refusal};
use crate::pagerduty::Shared;
use crate::pagerduty::access::{CLIENT_ID, CONFIDENTIAL_CLIENT_ID};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Ends every token of the sign-in that the shown one belongs to; an unknown token is answered 200 all the same.
pub(super) async fn revoke(State(shared): State<Shared>, request: Request) -> Response {
    let mut parameters = query(&request);
    if let Some(form) = form(request).await {
        parameters.extend(form);
    }
    let client = parameters.get("client_id").map(String::as_str).unwrap_or_default();
    if ![CLIENT_ID, CONFIDENTIAL_CLIENT_ID].contains(&client) {
        return refusal(StatusCode::UNAUTHORIZED, "invalid_client", "The client is unknown");
    }
    let Some(shown) = parameters.get("token") else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_request", "token is required");
    };
    let mut world = shared.lock();
    let access = &world.access;
    let delegation = access
        .tokens
        .get(shown)
        .or_else(|| access.refresh.get(shown))
        .filter(|token| token.client == client)
        .map(|token| token.delegation.clone());
    if let Some(delegation) = delegation {
        world.access.end(&delegation);
    }
    readable(StatusCode::OK.into_response())
}
