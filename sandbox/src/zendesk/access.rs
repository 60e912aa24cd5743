//! Who is asking, and what the request says: the parts that every route reads first.

use axum::body::Bytes;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::{Role, Zendesk};

/// The header that stands for the agent's browser session.
pub(crate) const AGENT_HEADER: &str = "x-sandbox-agent";

/// The signed-in agent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    pub(crate) id: u64,
    pub(crate) role: Role,
}

impl FromRequestParts<Zendesk> for Session {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, zendesk: &Zendesk) -> Result<Self, Refusal> {
        let id = parts.headers.get(AGENT_HEADER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let world = zendesk.lock();
        let user = world.staff(id.ok_or_else(Refusal::unauthenticated)?)?;
        Ok(Self { id: user.id, role: user.role })
    }
}

impl OptionalFromRequestParts<Zendesk> for Session {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, zendesk: &Zendesk) -> Result<Option<Self>, Refusal> {
        Ok(<Self as FromRequestParts<Zendesk>>::from_request_parts(parts, zendesk).await.ok())
    }
}

impl Session {
    /// Refuses everyone but admins.
    pub(crate) fn admin(self) -> Result<Self, Refusal> {
        if self.role == Role::Admin { Ok(self) } else { Err(Refusal::forbidden()) }
    }
}

/// An id in the path; Zendesk answers 400 to one that is no integer.
pub(crate) fn id(text: &str) -> Result<u64, Refusal> {
    text.parse().map_err(|_| Refusal::invalid_attribute("id", "Invalid parameter: id must be an integer"))
}

/// The JSON object of a body.
pub(crate) fn object(body: &Bytes) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(Refusal::unreadable_body()),
    }
}

/// The object under `key` in the body, such as `ticket`.
pub(crate) fn envelope(body: &Bytes, key: &str) -> Result<Map<String, Value>, Refusal> {
    match object(body)?.remove(key) {
        Some(Value::Object(inner)) => Ok(inner),
        _ => Err(Refusal::invalid_attribute(key, &format!("Invalid parameter: {key} is required"))),
    }
}
