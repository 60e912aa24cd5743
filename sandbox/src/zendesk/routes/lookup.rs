//! Finding people, organizations and tags by what is typed.
//!
//! Source: developer.zendesk.com, `api-reference/ticketing/users/users` (search, autocomplete), `organizations/organizations`
//! (autocomplete) and `ticket-management/tags` (autocomplete).

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{RawQuery, State};
use serde_json::{Map, Value, json};

use super::super::Zendesk;
use super::super::access::Session;
use super::super::model::{Organization, Ticket, User};
use super::super::paging::{Query, offset, page};
use super::super::refusal::Refusal;

/// How much has to be typed before something is looked for.
const SHORTEST: usize = 2;

type Answer<T = Value> = Result<Json<T>, Refusal>;

/// `?query=`: words of the name or the address, and `role:agent`, `role:admin` or `role:end-user`; or `?external_id=`.
pub(super) async fn search_users(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    if query.get("query").is_none() && query.get("external_id").is_none() {
        return Err(Refusal::invalid_attribute("query", "Invalid parameter: query or external_id is required"));
    }
    let text = query.get("query").unwrap_or_default().to_lowercase();
    let found = |user: &&User| {
        text.split_whitespace().all(|word| match word.split_once(':') {
            Some(("role", role)) => user.role.name() == role,
            Some(("email", address)) => user.email.to_lowercase() == address.trim_matches('"'),
            _ => has_word(user, word),
        })
    };
    // Nobody here has an external id.
    let records: Vec<Value> = match query.get("external_id") {
        Some(_) => Vec::new(),
        None => zendesk.lock().users.values().filter(found).map(User::to_json).collect(),
    };
    page("/api/v2/users/search.json", &query, "users", records).map(Json)
}

/// `?name=`: people any part of whose name begins so, or whose address does.
pub(super) async fn autocomplete_users(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let name = typed(&query)?;
    let found = |user: &&User| has_word(user, &name) || user.name.to_lowercase().contains(&name);
    let records: Vec<Value> = zendesk.lock().users.values().filter(found).map(User::to_json).collect();
    Ok(Json(offset("/api/v2/users/autocomplete.json", &query, "users", &records)))
}

/// `?name=`: organizations whose name begins so.
pub(super) async fn autocomplete_organizations(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let name = typed(&query)?;
    let found = |organization: &&Organization| organization.name.to_lowercase().starts_with(&name);
    let records: Vec<Value> = zendesk.lock().organizations.values().filter(found).map(Organization::to_json).collect();
    Ok(Json(offset("/api/v2/organizations/autocomplete.json", &query, "organizations", &records)))
}

/// `?name=`: tags of the last tickets that begin so.
pub(super) async fn autocomplete_tags(_: Session, State(zendesk): State<Zendesk>, RawQuery(raw): RawQuery) -> Answer {
    let name = typed(&Query::read(raw.as_deref()))?;
    let world = zendesk.lock();
    let tags: BTreeSet<&String> =
        world.tickets.values().flat_map(|ticket| &ticket.tags).filter(|tag| tag.starts_with(&name)).collect();
    Ok(Json(json!({"count": tags.len(), "tags": tags})))
}

/// Every ticket, oldest first.
pub(super) async fn tickets(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = zendesk.lock().tickets.values().map(Ticket::to_json).collect();
    page("/api/v2/tickets.json", &Query::read(raw.as_deref()), "tickets", records).map(Json)
}

fn typed(query: &Query) -> Result<String, Refusal> {
    let name = query.get("name").unwrap_or_default().trim().to_lowercase();
    if name.chars().count() < SHORTEST {
        return Err(Refusal::invalid_attribute("name", "Invalid parameter: name must have at least 2 characters"));
    }
    Ok(name)
}

fn has_word(user: &User, word: &str) -> bool {
    let name = user.name.to_lowercase();
    name.split_whitespace().any(|part| part.starts_with(word)) || user.email.to_lowercase().starts_with(word)
}
