//! Webhooks: where they send, how they sign, and what became of it.
//!
//! Source: developer.zendesk.com, `api-reference/webhooks/webhooks-api/webhooks` and `documentation/webhooks`
//! ("Creating and monitoring webhooks", "Anatomy of a webhook request", "Verifying webhook authenticity").

pub(crate) mod invocation;
pub(crate) mod sending;
pub(crate) mod signature;

use axum::http::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use url::Url;

use super::placeholders;
use super::refusal::Refusal;
use super::stamp::stamp;

/// What a webhook subscribes to when triggers call it.
pub(crate) const CONDITIONAL: &str = "conditional_ticket_events";
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const FORMATS: [&str; 3] = ["json", "xml", "form_encoded"];
const AUTHENTICATIONS: [(&str, &[&str]); 3] =
    [("basic_auth", &["username", "password"]), ("bearer_token", &["token"]), ("api_key", &["name", "value"])];
/// Attributes that must be there when the whole webhook is written.
const MANDATORY: [&str; 5] = ["name", "status", "endpoint", "http_method", "request_format"];
/// Custom headers that a webhook may have.
const MOST_HEADERS: usize = 5;

/// One webhook.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    /// 26 letters and digits.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) active: bool,
    /// A template; only its path may hold placeholders.
    pub(crate) endpoint: String,
    pub(crate) method: String,
    pub(crate) format: String,
    pub(crate) subscriptions: Vec<String>,
    /// As it was sent, credentials included.
    pub(crate) authentication: Option<Value>,
    pub(crate) headers: Map<String, Value>,
    pub(crate) secret: String,
    /// Attempts that failed since the last one that did not.
    pub(crate) failures: u32,
    /// Whether it has been made; from then on its way of connection stays.
    is_made: bool,
    pub(crate) created_by: u64,
    pub(crate) created_at: i64,
    pub(crate) updated_by: Option<u64>,
    pub(crate) updated_at: i64,
}

impl Webhook {
    /// A new webhook from the body of a create.
    pub(crate) fn create(sent: &Map<String, Value>, id: String, by: u64, now: i64) -> Result<Self, Refusal> {
        let secret = signature::secret(&id);
        let mut webhook = Self {
            id,
            name: String::new(),
            description: None,
            active: true,
            endpoint: String::new(),
            method: String::new(),
            format: String::new(),
            subscriptions: vec![CONDITIONAL.to_owned()],
            authentication: None,
            headers: Map::new(),
            secret,
            failures: 0,
            is_made: false,
            created_by: by,
            created_at: now,
            updated_by: None,
            updated_at: now,
        };
        webhook.replace(sent)?;
        webhook.is_made = true;
        Ok(webhook)
    }

    /// Writes the whole webhook, as `PUT` does: what is optional and left out is gone, except for credentials and subscriptions.
    pub(crate) fn replace(&mut self, sent: &Map<String, Value>) -> Result<(), Refusal> {
        for name in MANDATORY {
            if sent.get(name).and_then(Value::as_str).is_none_or(|text| text.trim().is_empty()) {
                return Err(Refusal::invalid_webhook(&format!("{name} is required")));
            }
        }
        self.description = None;
        self.headers.clear();
        self.patch(sent)
    }

    /// Writes the attributes that are there, as `PATCH` does.
    pub(crate) fn patch(&mut self, sent: &Map<String, Value>) -> Result<(), Refusal> {
        for (name, value) in sent {
            match name.as_str() {
                "name" => {
                    self.name = text(name, value)?;
                    if self.name.trim().is_empty() {
                        return Err(Refusal::invalid_webhook("name is required"));
                    }
                }
                "description" => self.description = (!value.is_null()).then(|| text(name, value)).transpose()?,
                "status" => self.active = one_of(name, value, &["active", "inactive"])? == "active",
                "endpoint" => self.endpoint = endpoint(&text(name, value)?)?,
                "http_method" => self.method = one_of(name, value, &METHODS)?,
                "request_format" => self.format = one_of(name, value, &FORMATS)?,
                "subscriptions" => self.subscribe(value)?,
                "authentication" => self.authentication = authentication(value)?,
                "custom_headers" => self.headers = headers(value)?,
                // What only Zendesk writes may come back in a body that was read before.
                "id" | "created_at" | "created_by" | "updated_at" | "updated_by" | "signing_secret"
                | "external_source" => {}
                other => return Err(Refusal::invalid_webhook(&format!("{other} is not an attribute of a webhook"))),
            }
        }
        Ok(())
    }

    /// The way of connection is chosen once: triggers call a webhook, or it subscribes to events, never both.
    fn subscribe(&mut self, value: &Value) -> Result<(), Refusal> {
        let named: Option<Vec<String>> =
            value.as_array().and_then(|list| list.iter().map(|each| each.as_str().map(str::to_owned)).collect());
        let Some(named) = named.filter(|named| !named.is_empty()) else {
            return Err(Refusal::invalid_webhook("subscriptions must be an array with at least one event type"));
        };
        let is_conditional = named.iter().any(|name| name == CONDITIONAL);
        if is_conditional && named.len() > 1 {
            return Err(Refusal::invalid_webhook(&format!(
                "{CONDITIONAL} cannot be combined with other subscriptions"
            )));
        }
        if let Some(unknown) = named.iter().find(|name| *name != CONDITIONAL && !name.starts_with("zen:event-type:")) {
            return Err(Refusal::invalid_webhook(&format!("{unknown} is not an event type")));
        }
        if self.is_made && is_conditional != self.is_conditional() {
            return Err(Refusal::invalid_webhook("the connection method of a webhook cannot be changed"));
        }
        self.subscriptions = named;
        Ok(())
    }

    /// Whether triggers may call it.
    pub(crate) fn is_conditional(&self) -> bool {
        self.subscriptions.iter().any(|name| name == CONDITIONAL)
    }

    /// Whether a request has a body of its own; the others carry their parameters in the address.
    pub(crate) fn has_body(&self) -> bool {
        matches!(self.method.as_str(), "POST" | "PUT" | "PATCH")
    }

    /// The webhook with the number of attempts that failed since the last one that did not, for tests and the state.
    pub(crate) fn dump(&self) -> Value {
        let mut shown = self.to_json();
        if let Some(object) = shown.as_object_mut() {
            object.insert("failures".to_owned(), self.failures.into());
        }
        shown
    }

    /// The webhook as `GET /api/v2/webhooks/{id}` shows it; of the credentials only what is no secret.
    pub(crate) fn to_json(&self) -> Value {
        let mut shown = json!({
            "id": self.id,
            "name": self.name,
            "status": if self.active { "active" } else { "inactive" },
            "endpoint": self.endpoint,
            "http_method": self.method,
            "request_format": self.format,
            "subscriptions": self.subscriptions,
            "created_by": self.created_by.to_string(),
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.updated_at)
        });
        if let Some(object) = shown.as_object_mut() {
            let mut add = |name: &str, value: Value| object.insert(name.to_owned(), value);
            if let Some(by) = self.updated_by {
                add("updated_by", by.to_string().into());
            }
            if let Some(description) = &self.description {
                add("description", description.as_str().into());
            }
            if !self.headers.is_empty() {
                add("custom_headers", self.headers.clone().into());
            }
            if let Some(authentication) = &self.authentication {
                add("authentication", redacted(authentication));
            }
        }
        shown
    }
}

/// A fresh id from a number that nothing else has.
pub(crate) fn id(number: u64) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    // Neighbors differ everywhere, as real ones do in their second half.
    let mut rest = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let mut out = String::from("01");
    for _ in 0..24 {
        let at = usize::try_from(rest % 32).unwrap_or_default();
        out.push(LETTERS.get(at).map_or('0', |letter| char::from(*letter)));
        rest /= 32;
    }
    out
}

fn redacted(authentication: &Value) -> Value {
    let mut shown = authentication.clone();
    let username = authentication.pointer("/data/username").cloned();
    if let Some(object) = shown.as_object_mut() {
        object.remove("data");
        if let Some(username) = username {
            object.insert("data".to_owned(), json!({"username": username}));
        }
    }
    shown
}

fn text(name: &str, value: &Value) -> Result<String, Refusal> {
    value.as_str().map(str::to_owned).ok_or_else(|| Refusal::invalid_webhook(&format!("{name} must be a string")))
}

fn one_of(name: &str, value: &Value, allowed: &[&str]) -> Result<String, Refusal> {
    let given = text(name, value)?;
    if allowed.contains(&given.as_str()) {
        return Ok(given);
    }
    Err(Refusal::invalid_webhook(&format!("{name} must be one of {}", allowed.join(", "))))
}

/// An address on the web. Names without a dot and addresses of the own network are not reachable from Zendesk.
fn endpoint(given: &str) -> Result<String, Refusal> {
    let url = Url::parse(given).ok().filter(|url| matches!(url.scheme(), "https" | "http"));
    let host = url.as_ref().and_then(Url::domain).unwrap_or_default().to_owned();
    if !host.contains('.') || host.contains(['{', '}', '%']) {
        return Err(Refusal::invalid_webhook("endpoint must be a valid URL"));
    }
    placeholders::check(given).map_err(|words| Refusal::invalid_webhook(&format!("endpoint: {words}")))?;
    Ok(given.to_owned())
}

fn authentication(value: &Value) -> Result<Option<Value>, Refusal> {
    if value.is_null() {
        return Ok(None);
    }
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    let Some((_, parts)) = AUTHENTICATIONS.iter().find(|(name, _)| *name == kind) else {
        return Err(Refusal::invalid_webhook("authentication.type must be one of basic_auth, bearer_token, api_key"));
    };
    if value.get("add_position").and_then(Value::as_str) != Some("header") {
        return Err(Refusal::invalid_webhook("authentication.add_position must be header"));
    }
    for part in *parts {
        let given = value.pointer(&format!("/data/{part}")).and_then(Value::as_str);
        if given.is_none_or(str::is_empty) {
            return Err(Refusal::invalid_webhook(&format!("authentication.data.{part} is required")));
        }
    }
    Ok(Some(value.clone()))
}

fn headers(value: &Value) -> Result<Map<String, Value>, Refusal> {
    let given = match value {
        Value::Null => return Ok(Map::new()),
        Value::Object(given) if given.len() <= MOST_HEADERS => given,
        _ => return Err(Refusal::invalid_webhook("custom_headers must be an object with at most 5 headers")),
    };
    for (name, value) in given {
        let fits = name.parse::<HeaderName>().is_ok()
            && value.as_str().is_some_and(|value| HeaderValue::from_str(value).is_ok());
        if !fits || name.eq_ignore_ascii_case("authorization") || name.to_lowercase().starts_with("x-zendesk") {
            return Err(Refusal::invalid_webhook(&format!("custom_headers: {name} is not allowed")));
        }
    }
    Ok(given.clone())
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn an_id_has_26_letters_and_digits_and_neighbors_differ() {
        assert_eq!(id(9_310_044_800_008).len(), 26);
        assert_ne!(id(1), id(2));
        assert!(id(7).chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()));
    }
}
