//! Reading an event: every rule of the documents that it breaks is told at once.

use super::Refusal;
use crate::pagerduty::time;
use serde_json::{Map, Value, json};

/// The longest `dedup_key`, in characters.
const LONGEST_KEY: usize = 255;
/// The longest `payload.summary`, in characters.
const LONGEST_SUMMARY: usize = 1_024;
/// The length of a routing key.
const ROUTING_KEY: usize = 32;

/// `event_action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Trigger,
    Acknowledge,
    Resolve,
}

/// A well-formed event.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) routing_key: String,
    pub(super) action: Action,
    /// Only a trigger may come without.
    pub(super) dedup_key: Option<String>,
    /// Only a trigger has it.
    pub(super) payload: Option<Payload>,
    pub(super) contexts: Vec<Value>,
    pub(super) client: Option<String>,
    pub(super) client_url: Option<String>,
    /// The whole event as it was sent.
    raw: Map<String, Value>,
}

impl Incoming {
    /// What an orchestration's conditions look at: the event in the common format, and as it was sent.
    pub(super) fn context(&self) -> Value {
        let mut event = match self.raw.get("payload") {
            Some(Value::Object(payload)) => payload.clone(),
            _ => Map::new(),
        };
        event.insert("dedup_key".to_owned(), json!(self.dedup_key));
        event.insert("client".to_owned(), json!(self.client));
        event.insert("client_url".to_owned(), json!(self.client_url));
        json!({"event": event, "raw_event": self.raw})
    }
}

/// `payload`.
#[derive(Clone, Debug)]
pub(super) struct Payload {
    pub(super) summary: String,
    pub(super) severity: &'static str,
    pub(super) custom_details: Option<Value>,
}

/// Reads a body.
pub(super) fn read(body: &[u8]) -> Result<Incoming, Refusal> {
    let Ok(Value::Object(event)) = serde_json::from_slice(body) else {
        return Err(Refusal::Unreadable);
    };
    let mut errors = Vec::new();
    let routing_key = routing_key(&event, &mut errors);
    let action = action(&event, &mut errors);
    let dedup_key = dedup_key(&event, action, &mut errors);
    let triggers = action == Some(Action::Trigger);
    let payload = if triggers { payload(&event, &mut errors) } else { None };
    let (contexts, client, client_url) = if triggers {
        let mut contexts = contexts(&event, "links", "href", &mut errors);
        contexts.extend(contexts_of_images(&event, &mut errors));
        (contexts, text(&event, "client", &mut errors), url(&event, "client_url", "client_url", &mut errors))
    } else {
        (Vec::new(), None, None)
    };
    match (errors.is_empty(), routing_key, action) {
        (true, Some(routing_key), Some(action)) => {
            Ok(Incoming { routing_key, action, dedup_key, payload, contexts, client, client_url, raw: event })
        }
        _ => Err(Refusal::Invalid(errors)),
    }
}

fn routing_key(event: &Map<String, Value>, errors: &mut Vec<String>) -> Option<String> {
    let key = required(event, "routing_key", "routing_key", errors)?;
    if key.len() != ROUTING_KEY {
        errors.push(format!("Length of 'routing_key' is incorrect (should be {ROUTING_KEY} characters)"));
    }
    if !key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        errors.push("'routing_key' cannot contain non-alphanumeric characters.".to_owned());
    }
    Some(key.to_owned())
}

fn action(event: &Map<String, Value>, errors: &mut Vec<String>) -> Option<Action> {
    match required(event, "event_action", "event_action", errors)? {
        "trigger" => Some(Action::Trigger),
        "acknowledge" => Some(Action::Acknowledge),
        "resolve" => Some(Action::Resolve),
        _ => {
            errors.push("'event_action' must be one of trigger, acknowledge, resolve".to_owned());
            None
        }
    }
}

fn dedup_key(event: &Map<String, Value>, action: Option<Action>, errors: &mut Vec<String>) -> Option<String> {
    let key = text(event, "dedup_key", errors).filter(|key| !key.is_empty());
    if key.as_ref().is_some_and(|key| key.chars().count() > LONGEST_KEY) {
        errors.push(format!("'dedup_key' is too long (maximum is {LONGEST_KEY} characters)"));
    }
    if key.is_none() && matches!(action, Some(Action::Acknowledge | Action::Resolve)) {
        errors.push("'dedup_key' is missing or blank".to_owned());
    }
    key
}

fn payload(event: &Map<String, Value>, errors: &mut Vec<String>) -> Option<Payload> {
    let Some(Value::Object(payload)) = event.get("payload") else {
        errors.push("'payload' is missing or blank".to_owned());
        return None;
    };
    let summary = required(payload, "summary", "payload.summary", errors);
    if summary.is_some_and(|summary| summary.chars().count() > LONGEST_SUMMARY) {
        errors.push(format!("'payload.summary' is too long (maximum is {LONGEST_SUMMARY} characters)"));
    }
    required(payload, "source", "payload.source", errors);
    let severity = required(payload, "severity", "payload.severity", errors);
    let known = ["critical", "error", "warning", "info"].into_iter().find(|known| Some(*known) == severity);
    if severity.is_some() && known.is_none() {
        errors.push("'payload.severity' must be one of critical, error, warning, info".to_owned());
    }
    for name in ["component", "group", "class"] {
        text(payload, name, errors);
    }
    let timestamp = text(payload, "timestamp", errors).filter(|timestamp| !timestamp.is_empty());
    if timestamp.is_some_and(|timestamp| time::parse(&timestamp, None).is_none()) {
        errors.push("'payload.timestamp' is not an ISO 8601 time".to_owned());
    }
    let custom_details = payload.get("custom_details").filter(|details| !details.is_null()).cloned();
    if custom_details.as_ref().is_some_and(|details| !details.is_object()) {
        errors.push("'payload.custom_details' must be an object".to_owned());
    }
    Some(Payload { summary: summary?.to_owned(), severity: known?, custom_details })
}

/// `links`: each needs an address, and may have a text.
fn contexts(event: &Map<String, Value>, list: &str, needed: &str, errors: &mut Vec<String>) -> Vec<Value> {
    let mut all = Vec::new();
    for link in objects(event, list, errors) {
        let href = url(link, needed, &format!("{list}.{needed}"), errors);
        if link.get(needed).is_none_or(Value::is_null) {
            errors.push(format!("'{list}.{needed}' is missing or blank"));
        }
        all.push(json!({"type": "link", "href": href, "text": text(link, "text", errors)}));
    }
    all
}

/// `images`: each needs a source that is served by HTTPS, and may have a link and a text.
fn contexts_of_images(event: &Map<String, Value>, errors: &mut Vec<String>) -> Vec<Value> {
    let mut all = Vec::new();
    for image in objects(event, "images", errors) {
        let src = text(image, "src", errors);
        if !src.as_ref().is_some_and(|src| src.starts_with("https://")) {
            errors.push("'images.src' must be an address served by HTTPS".to_owned());
        }
        let href = url(image, "href", "images.href", errors);
        all.push(json!({"type": "image", "src": src, "href": href, "alt": text(image, "alt", errors)}));
    }
    all
}

/// The objects of a list that may be absent.
fn objects<'a>(event: &'a Map<String, Value>, name: &str, errors: &mut Vec<String>) -> Vec<&'a Map<String, Value>> {
    let items = match event.get(name) {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(_) => {
            errors.push(format!("'{name}' must be a list of objects"));
            return Vec::new();
        }
    };
    let objects: Vec<_> = items.iter().filter_map(Value::as_object).collect();
    if objects.len() != items.len() {
        errors.push(format!("'{name}' must be a list of objects"));
    }
    objects
}

/// A text that must be there and hold something.
fn required<'a>(object: &'a Map<String, Value>, name: &str, path: &str, errors: &mut Vec<String>) -> Option<&'a str> {
    let text = object.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    if text.is_none() {
        errors.push(format!("'{path}' is missing or blank"));
    }
    text
}

/// A text that may be absent.
fn text(object: &Map<String, Value>, name: &str, errors: &mut Vec<String>) -> Option<String> {
    match object.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(_) => {
            errors.push(format!("'{name}' must be a string"));
            None
        }
    }
}

/// An address of the web that may be absent.
fn url(object: &Map<String, Value>, name: &str, path: &str, errors: &mut Vec<String>) -> Option<String> {
    let text = text(object, name, errors)?;
    let web = url::Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if !web {
        errors.push(format!("'{path}' is not a URL"));
    }
    Some(text)
}
