//! The bodies with which Zendesk refuses: one constructor for each kind, in the shape the Support API sends.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A non-2xx answer of the Support API: status, JSON body and, for 429, the seconds to wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    status: StatusCode,
    body: Value,
    retry_after: Option<i64>,
}

impl Refusal {
    fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body, retry_after: None }
    }

    /// 401: no session. Zendesk answers `{"error":"Couldn't authenticate you"}`.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, json!({"error": "Couldn't authenticate you"}))
    }

    /// 403: signed in, but the role may not do this.
    pub(crate) fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            json!({"error": {
                "title": "Forbidden",
                "message": "You do not have access to this page. Please contact the account owner of this help desk for further help."
            }}),
        )
    }

    /// 404 for a record that does not exist or may not be seen.
    pub(crate) fn record_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, json!({"error": "RecordNotFound", "description": "Not found"}))
    }

    /// 404 for an address that the Support API does not have.
    pub(crate) fn invalid_endpoint() -> Self {
        Self::new(StatusCode::NOT_FOUND, json!({"error": "InvalidEndpoint", "description": "Not found"}))
    }

    /// 400 for an attribute of the wrong type or a required one that is missing.
    pub(crate) fn invalid_attribute(attribute: &str, reason: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            json!({"error": {
                "title": "Invalid attribute",
                "message": format!("You passed an invalid value for the {attribute} attribute. {reason}")
            }}),
        )
    }

    /// 400 for a body that is not JSON.
    pub(crate) fn unreadable_body() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            json!({"error": "Unprocessable Entity", "message": "Server could not parse JSON"}),
        )
    }

    /// 409 for `safe_update` with a stamp older than the ticket's `updated_at`.
    pub(crate) fn update_conflict() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            json!({
                "error": "UpdateConflict",
                "description": "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again."
            }),
        )
    }

    /// 413 for a notification over one megabyte.
    pub(crate) fn payload_too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, json!({"error": "Payload too large"}))
    }

    /// 422 for a record that breaks a rule; `field` names the attribute.
    pub(crate) fn record_invalid(field: &str, description: &str) -> Self {
        let mut details = serde_json::Map::new();
        details.insert(field.to_owned(), json!([{"description": description}]));
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"error": "RecordInvalid", "description": "Record validation errors", "details": details}),
        )
    }

    /// 422 for a required attribute that is missing or empty; `label` is its name on the screen.
    pub(crate) fn blank(field: &str, label: &str) -> Self {
        let mut details = serde_json::Map::new();
        let description = format!("{label}: cannot be blank");
        details.insert(field.to_owned(), json!([{"description": description, "error": "BlankValue"}]));
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"error": "RecordInvalid", "description": "Record validation errors", "details": details}),
        )
    }

    /// A refusal of the Webhooks API, which has a shape of its own: `{"errors":[{code,title,detail}]}`.
    pub(crate) fn webhook(status: StatusCode, code: &str, title: &str, detail: &str) -> Self {
        Self::new(status, json!({"errors": [{"code": code, "title": title, "detail": detail}]}))
    }

    /// 400 of the Webhooks API for an attribute that breaks a rule.
    pub(crate) fn invalid_webhook(detail: &str) -> Self {
        Self::webhook(StatusCode::BAD_REQUEST, "InvalidWebhook", "Invalid webhook", detail)
    }

    /// 404 of the Webhooks API.
    pub(crate) fn webhook_not_found() -> Self {
        Self::webhook(StatusCode::NOT_FOUND, "WebhookNotFound", "Webhook not found", "The webhook does not exist")
    }

    /// 422 of the search endpoint.
    pub(crate) fn invalid_search(description: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, json!({"error": "invalid", "description": description}))
    }

    /// 429 with `Retry-After` in seconds.
    pub(crate) fn rate_limited(description: &str, retry_after: i64) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            body: json!({"error": "APIRateLimitExceeded", "description": description}),
            retry_after: Some(retry_after.max(1)),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
