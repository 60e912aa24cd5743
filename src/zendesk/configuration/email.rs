//! `email`: the tickets that reach PagerDuty by e-mail.

use serde_json::Value;

use crate::domain::configuration::Problem;
use crate::domain::email_routing::EmailRouting;
use crate::http::json::Json;

use super::wrong;

/// Reads the section; null when there is none. An unreadable one is an error, and then there are no routes.
pub(super) fn read(at: &Json<'_>) -> Result<EmailRouting, Problem> {
    if at.value().is_null() || at.value().is_object() { Ok(EmailRouting::default()) } else { Err(wrong(at)) }
}

/// Writes the section; `before` is what it was, whose unknown members stay. Nothing when there is nothing to say.
pub(super) fn write(_email: &EmailRouting, before: Option<&Value>) -> Option<Value> {
    before.filter(|section| section.is_object()).cloned()
}
