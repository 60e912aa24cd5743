//! The rules for `requirements.json`, by which Zendesk makes fields and other things when the app is installed.
//!
//! Source: Zendesk's app support library (`app_requirement.rb`, `validations/requirements.rb`).

use serde_json::{Map, Value};

use super::Refusal;

/// Kinds of things that Zendesk makes at installation.
const KINDS: [&str; 12] = [
    "automations",
    "channel_integrations",
    "custom_objects",
    "custom_objects_v2",
    "macros",
    "organization_fields",
    "targets",
    "ticket_fields",
    "triggers",
    "user_fields",
    "views",
    "webhooks",
];
/// Kinds whose things need no title.
const WITHOUT_TITLE: [&str; 4] = ["channel_integrations", "custom_objects", "custom_objects_v2", "webhooks"];
/// How many things one app may ask for.
const LIMIT: usize = 5000;
/// The types of a ticket field (Zendesk API reference, "Ticket Fields").
const TICKET_FIELD_TYPES: [&str; 11] = [
    "checkbox",
    "date",
    "decimal",
    "integer",
    "lookup",
    "multiselect",
    "partialcreditcard",
    "regexp",
    "tagger",
    "text",
    "textarea",
];
/// What a webhook needs.
const WEBHOOK_KEYS: [&str; 5] = ["name", "status", "endpoint", "http_method", "request_format"];

/// Checks kinds, number and required keys.
pub(super) fn check(requirements: &Map<String, Value>) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    let mut count = 0;
    for (kind, things) in requirements {
        if !KINDS.contains(&kind.as_str()) {
            reasons.push(format!("{kind} is no kind of requirement"));
            continue;
        }
        let Some(things) = things.as_object() else {
            reasons.push(format!("{kind} has to be an object"));
            continue;
        };
        if kind == "custom_objects_v2" {
            continue;
        }
        count += things.len();
        for (identifier, thing) in things {
            reasons.extend(check_one(kind, thing).into_iter().map(|reason| format!("{kind}.{identifier} {reason}")));
        }
    }
    if count > LIMIT {
        reasons.push(format!("asks for {count} things; Zendesk makes at most {LIMIT}"));
    }
    reasons.into_iter().map(|reason| Refusal::new("requirements.json", reason)).collect()
}

fn check_one(kind: &str, thing: &Value) -> Vec<String> {
    let text = |key: &str| thing.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut reasons = Vec::new();
    if !WITHOUT_TITLE.contains(&kind) && text("title").is_empty() {
        reasons.push("has no title".to_owned());
    }
    match kind {
        "ticket_fields" if !TICKET_FIELD_TYPES.contains(&text("type")) => {
            reasons.push(format!("is of type {:?}, which no ticket field has", text("type")));
        }
        "user_fields" | "organization_fields" if text("key").is_empty() => {
            reasons.push("has no key".to_owned());
        }
        "webhooks" => reasons
            .extend(WEBHOOK_KEYS.into_iter().filter(|key| text(key).is_empty()).map(|key| format!("has no {key}"))),
        "targets" if matches!(text("type"), "http_target" | "url_target_v2") => {
            reasons.push("is a kind of target that Zendesk has ended".to_owned());
        }
        _ => {}
    }
    reasons
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use serde_json::json;

    use super::*;

    fn refused(requirements: &Value) -> String {
        check(requirements.as_object().unwrap())
            .into_iter()
            .map(|refusal| refusal.reason)
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn a_text_field_passes() {
        assert_eq!(refused(&json!({ "ticket_fields": { "a": { "type": "text", "title": "A" } } })), "");
    }

    #[test]
    fn unknown_kinds_are_refused() {
        assert!(refused(&json!({ "fields": {} })).contains("no kind"));
        assert!(refused(&json!({ "ticket_fields": [] })).contains("object"));
    }

    #[test]
    fn titles_types_and_keys_are_missed() {
        assert!(refused(&json!({ "ticket_fields": { "a": { "type": "text" } } })).contains("no title"));
        assert!(
            refused(&json!({ "ticket_fields": { "a": { "type": "string", "title": "A" } } })).contains("\"string\"")
        );
        assert!(refused(&json!({ "user_fields": { "a": { "title": "A" } } })).contains("no key"));
        assert!(refused(&json!({ "webhooks": { "a": { "name": "A" } } })).contains("no endpoint"));
        assert!(refused(&json!({ "targets": { "a": { "title": "A", "type": "http_target" } } })).contains("ended"));
    }

    #[test]
    fn more_things_than_zendesk_makes_are_refused() {
        let fields: Map<String, Value> =
            (0..=LIMIT).map(|number| (format!("f{number}"), json!({ "type": "text", "title": "F" }))).collect();
        assert!(refused(&json!({ "ticket_fields": fields })).contains("5001"));
    }
}
