//! The log of what webhooks sent: an invocation for each call, an attempt for each request of it.

use serde_json::{Value, json};

use super::super::stamp::stamp;

/// One call of a webhook.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    pub(crate) id: String,
    pub(crate) webhook: String,
    pub(crate) attempts: Vec<Attempt>,
}

/// One request and what came back.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    /// Milliseconds since the epoch.
    pub(crate) completed_at: i64,
    pub(crate) request: Message,
    /// What came back; nothing when nobody answered.
    pub(crate) response: Option<Message>,
    /// The status that came back; 0 when nobody answered.
    pub(crate) status: u16,
}

/// Headers and text of a request or an answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) payload: String,
}

impl Message {
    pub(crate) fn to_json(&self) -> Value {
        let headers: Vec<Value> = self.headers.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
        json!({"headers": headers, "payload": self.payload})
    }
}

impl Attempt {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether a request like it is made once more: after 409, 429, 503, and when nobody answered in time.
    pub(crate) fn may_be_repeated(&self) -> bool {
        matches!(self.status, 0 | 409 | 429 | 503)
    }

    /// The attempt as `GET …/invocations/{id}/attempts` shows it.
    pub(crate) fn to_json(&self, invocation: &str) -> Value {
        json!({
            "id": self.id,
            "invocation_id": invocation,
            "status": word(self.is_success()),
            "status_code": self.status,
            "completed_at": stamp(self.completed_at),
            "request": self.request.to_json(),
            "response": self.response.as_ref().map(Message::to_json)
        })
    }
}

impl Invocation {
    /// The invocation as `GET …/invocations` shows it: what became of its last attempt.
    pub(crate) fn to_json(&self) -> Value {
        let last = self.attempts.last();
        json!({
            "id": self.id,
            "status": word(last.is_some_and(Attempt::is_success)),
            "status_code": last.map_or(0, |attempt| attempt.status),
            "latest_completed_at": last.map(|attempt| stamp(attempt.completed_at))
        })
    }

    /// The invocation with its webhook and attempts, for tests and the state.
    pub(crate) fn dump(&self) -> Value {
        let mut shown = self.to_json();
        if let Some(object) = shown.as_object_mut() {
            object.insert("webhook_id".to_owned(), self.webhook.as_str().into());
            let attempts = self.attempts.iter().map(|attempt| attempt.to_json(&self.id)).collect();
            object.insert("attempts".to_owned(), attempts);
        }
        shown
    }
}

/// The two words of the log's status filter. Zendesk's documents name no others.
fn word(success: bool) -> &'static str {
    if success { "success" } else { "failed" }
}
