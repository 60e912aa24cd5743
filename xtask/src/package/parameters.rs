//! The rules for the manifest's parameters, which become the app's settings.
//!
//! Source: Zendesk's app support library (`manifest/parameter.rb`, `validations/manifest.rb`, `secure_settings.rb`).
//! What it only warns about is refused here: a warning is seen by nobody who uploads the zip by hand.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Refusal;

/// The types of a setting; `oauth` and `mtls` exist too, but they need an account's feature or a client secret.
const TYPES: [&str; 6] = ["checkbox", "hidden", "multiline", "number", "text", "url"];
/// Where a secure setting may be filled in by Zendesk's proxy.
const SCOPES: [&str; 7] =
    ["basic_auth_password", "basic_auth_username", "body", "header", "jwt_claim", "jwt_secret_key", "url"];
/// Words in the name of a text that is probably a secret.
const SECRET_WORDS: [&str; 4] = ["token", "key", "pwd", "password"];

/// The names of the parameters, in the manifest's order.
pub(super) fn names(manifest: &Map<String, Value>) -> Vec<&str> {
    let parameters = manifest.get("parameters").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    parameters.iter().filter_map(|parameter| parameter.get("name")?.as_str()).collect()
}

/// Checks every parameter.
pub(super) fn check(manifest: &Map<String, Value>) -> Vec<Refusal> {
    let Some(parameters) = manifest.get("parameters") else {
        return Vec::new();
    };
    let Some(parameters) = parameters.as_array() else {
        return vec![Refusal::new("manifest.json", "parameters has to be a list")];
    };
    let mut reasons = Vec::new();
    let mut seen = BTreeSet::new();
    for parameter in parameters {
        let Some(name) = parameter.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) else {
            reasons.push(format!("a parameter has no name: {parameter}"));
            continue;
        };
        if !seen.insert(name) {
            reasons.push(format!("two parameters are called {name}"));
        }
        reasons.extend(check_one(name, parameter).into_iter().map(|reason| format!("the parameter {name} {reason}")));
    }
    reasons.into_iter().map(|reason| Refusal::new("manifest.json", reason)).collect()
}

fn check_one(name: &str, parameter: &Value) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut refuse = |reason: &str| reasons.push(reason.to_owned());
    let flag = |key: &str| parameter.get(key).and_then(Value::as_bool).unwrap_or(false);
    let has = |key: &str| parameter.get(key).is_some_and(|value| !value.is_null());
    // Without a type Zendesk takes a text.
    let kind = parameter.get("type").map_or(Some("text"), Value::as_str).unwrap_or_default();
    let (secure, hidden) = (flag("secure"), kind == "hidden");

    if name == "name" {
        refuse("has a name that Zendesk keeps for itself");
    }
    if !TYPES.contains(&kind) {
        refuse(&format!("is of type {kind:?}, which does not exist; there are {}", TYPES.join(", ")));
    }
    for key in ["required", "secure"] {
        if has(key) && !parameter.get(key).is_some_and(Value::is_boolean) {
            refuse(&format!("has a {key} that is neither true nor false"));
        }
    }
    if hidden && flag("required") {
        refuse("is hidden and required, so that nobody could install the app");
    }
    if (secure || hidden) && has("default") {
        refuse("has a default, which everybody could read in the zip");
    }
    if has("default") && !default_fits(kind, parameter.get("default")) {
        refuse(&format!("has a default that is no {kind}"));
    }
    match (secure, parameter.get("scopes")) {
        (false, None) => {}
        (false, Some(_)) => refuse("has scopes, but only a secure parameter can"),
        (true, scopes) => {
            let scopes = scopes.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            if scopes.is_empty() {
                refuse("is secure and has no scopes, so that it could be sent anywhere");
            }
            for scope in scopes.iter().filter(|scope| !scope.as_str().is_some_and(|scope| SCOPES.contains(&scope))) {
                refuse(&format!("has the scope {scope}, which does not exist; there are {}", SCOPES.join(", ")));
            }
        }
    }
    let looks_secret = name.split('_').any(|word| SECRET_WORDS.contains(&word));
    if kind == "text" && !secure && looks_secret {
        refuse("looks like a secret and is not secure");
    }
    reasons
}

fn default_fits(kind: &str, default: Option<&Value>) -> bool {
    match kind {
        "checkbox" => default.is_some_and(Value::is_boolean),
        "number" => default.is_some_and(Value::is_number),
        _ => default.is_some_and(Value::is_string),
    }
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

    fn refused(parameters: Value) -> String {
        let manifest = Map::from_iter([("parameters".to_owned(), parameters)]);
        check(&manifest).into_iter().map(|refusal| refusal.reason).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn parameters_of_every_type_pass() {
        let every: Vec<Value> = TYPES.iter().map(|kind| json!({ "name": format!("a_{kind}"), "type": kind })).collect();
        assert_eq!(refused(json!(every)), "");
        assert_eq!(
            refused(json!([{ "name": "api_key", "type": "text", "secure": true, "scopes": ["header", "body"] }])),
            ""
        );
    }

    #[test]
    fn types_that_zendesk_does_not_know_are_refused() {
        assert!(refused(json!([{ "name": "a", "type": "dropdown" }])).contains("dropdown"));
        assert!(refused(json!([{ "name": "a", "type": 7 }])).contains("does not exist"));
    }

    #[test]
    fn names_are_there_and_unique_and_not_reserved() {
        assert!(refused(json!([{ "type": "text" }])).contains("no name"));
        assert!(refused(json!([{ "name": "a" }, { "name": "a" }])).contains("two parameters"));
        assert!(refused(json!([{ "name": "name" }])).contains("keeps for itself"));
        assert!(refused(json!({})).contains("list"));
    }

    #[test]
    fn scopes_belong_to_secure_parameters_and_only_to_these() {
        assert!(refused(json!([{ "name": "a", "scopes": ["header"] }])).contains("only a secure"));
        assert!(refused(json!([{ "name": "a", "secure": true }])).contains("no scopes"));
        assert!(refused(json!([{ "name": "a", "secure": true, "scopes": ["cookie"] }])).contains("cookie"));
    }

    #[test]
    fn a_hidden_parameter_is_neither_required_nor_filled_in() {
        assert!(refused(json!([{ "name": "a", "type": "hidden", "required": true }])).contains("nobody could install"));
        assert!(refused(json!([{ "name": "a", "type": "hidden", "default": "x" }])).contains("default"));
    }

    #[test]
    fn a_secret_is_kept_as_one() {
        assert!(refused(json!([{ "name": "api_token", "type": "text" }])).contains("looks like a secret"));
        assert!(
            refused(json!([{ "name": "api_token", "secure": true, "scopes": ["header"], "default": "x" }]))
                .contains("default")
        );
    }

    #[test]
    fn a_default_is_of_the_parameters_type() {
        assert!(refused(json!([{ "name": "a", "type": "checkbox", "default": "false" }])).contains("no checkbox"));
        assert!(refused(json!([{ "name": "a", "type": "text", "default": 1 }])).contains("no text"));
        assert!(refused(json!([{ "name": "a", "required": "yes" }])).contains("required"));
    }
}
