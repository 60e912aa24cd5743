//! PagerDuty's error object, `{error: {message, code, errors}}`, and the statuses it comes with.
//!
//! Source: PagerDuty developer documentation, "REST API: Errors".

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// A refused request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) code: u32,
    message: &'static str,
    errors: Vec<String>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, code: u32, message: &'static str) -> Self {
        Self { status, code, message, errors: Vec::new() }
    }

    /// The same failure with one more sentence in `errors`.
    pub(crate) fn because(mut self, reason: impl Into<String>) -> Self {
        self.errors.push(reason.into());
        self
    }

    /// 400 code 2001, which covers most wrong input.
    pub(crate) fn input(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 2001, "Invalid Input Provided").because(reason)
    }

    /// 400 with one of the incident codes 1001 to 1020.
    pub(crate) fn incident(code: u32) -> Self {
        let message = match code {
            1001 => "Incident Already Resolved",
            1002 => "Incident Already Acknowledged",
            1003 => "Invalid Status Provided",
            1004 => "Invalid ID Provided",
            1006 => "Cannot Escalate",
            1007 => "Assigned To User Not Found",
            1008 => "Requester User Not Found",
            1011 => "Cannot process reassign action",
            1012 => "Incident is not Acknowledged",
            1013 => "Snooze Duration is Invalid",
            1014 => "Escalation Policy Not Found",
            1015 => "Escalation Policy Has No User On Call",
            1019 => "Incident Already Merged",
            1020 => "Invalid Priority",
            _ => "Arguments Caused Error",
        };
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 2006, "Authentication failed")
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, 2010, "Access Denied")
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, 2100, "Not Found")
    }

    /// 402 for an ability that the account lacks.
    pub(crate) fn ability(name: &str) -> Self {
        Self::new(StatusCode::PAYMENT_REQUIRED, 2014, "Missing Account Ability")
            .because(format!("Required abilities are unavailable for your account: {name}"))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut error = Map::new();
        error.insert("message".to_owned(), Value::from(self.message));
        error.insert("code".to_owned(), Value::from(self.code));
        if !self.errors.is_empty() {
            error.insert("errors".to_owned(), Value::from(self.errors));
        }
        (self.status, Json(json!({ "error": error }))).into_response()
    }
}
