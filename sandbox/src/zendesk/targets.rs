//! Targets: addresses outside of Zendesk that triggers write to. Only those for mail are left.
//!
//! Source: developer.zendesk.com, `api-reference/ticketing/targets/targets`. HTTP, URL and branded targets stopped on
//! 28 October 2024, so none can be made here.

use serde_json::{Map, Value, json};

use super::model::ORIGIN;
use super::placeholders;
use super::refusal::Refusal;
use super::stamp::stamp;

/// An `email_target`.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) email: String,
    /// A template.
    pub(crate) subject: String,
    pub(crate) active: bool,
    pub(crate) created_at: i64,
}

/// One mail that a target sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The address that it went to.
    pub to: String,
    /// The help desk's own address.
    pub from: String,
    /// The subject line, placeholders filled in.
    pub subject: String,
    /// The text, placeholders filled in.
    pub body: String,
}

impl Mail {
    /// The mail as the state shows it.
    pub fn to_json(&self) -> Value {
        json!({"to": self.to, "from": self.from, "subject": self.subject, "body": self.body})
    }
}

impl Target {
    /// A target as the body of a create or update describes it; what is left out keeps the value of `before`.
    pub(crate) fn read(sent: &Map<String, Value>, before: Option<&Self>, id: u64, now: i64) -> Result<Self, Refusal> {
        let text = |name: &str, kept: Option<&String>| match sent.get(name) {
            Some(Value::String(text)) => Ok(text.trim().to_owned()),
            Some(Value::Null) | None => Ok(kept.cloned().unwrap_or_default()),
            Some(_) => Err(Refusal::invalid_attribute(name, &format!("Invalid parameter: {name} must be a string"))),
        };
        let kind = match sent.get("type") {
            None if before.is_some() => "email_target",
            given => given.and_then(Value::as_str).unwrap_or_default(),
        };
        if kind != "email_target" {
            let words = format!("Type: {kind} is not supported; use webhooks instead");
            return Err(Refusal::record_invalid("type", &words));
        }
        let target = Self {
            id,
            title: text("title", before.map(|target| &target.title))?,
            email: text("email", before.map(|target| &target.email))?,
            subject: text("subject", before.map(|target| &target.subject))?,
            active: sent.get("active").and_then(Value::as_bool).unwrap_or(before.is_none_or(|target| target.active)),
            created_at: before.map_or(now, |target| target.created_at),
        };
        if target.title.is_empty() {
            return Err(Refusal::blank("title", "Title"));
        }
        let is_address =
            |(name, host): (&str, &str)| !name.is_empty() && host.contains('.') && !host.contains(['@', ' ']);
        if !target.email.split_once('@').is_some_and(is_address) {
            return Err(Refusal::record_invalid("email", "Email: is not properly formatted"));
        }
        if target.subject.is_empty() {
            return Err(Refusal::blank("subject", "Subject"));
        }
        placeholders::check(&target.subject).map_err(|words| Refusal::record_invalid("subject", &words))?;
        Ok(target)
    }

    /// The target as `GET /api/v2/targets/{id}` shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "url": format!("{ORIGIN}/api/v2/targets/{}.json", self.id),
            "id": self.id,
            "created_at": stamp(self.created_at),
            "type": "email_target",
            "title": self.title,
            "active": self.active,
            "email": self.email,
            "subject": self.subject
        })
    }
}
