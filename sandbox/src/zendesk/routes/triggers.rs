//! Triggers and their categories (developer.zendesk.com: `api-reference/ticketing/business-rules/triggers` and `trigger_categories`).
//!
//! Agents read them; only admins write. (Agents in a custom role may too, which the sandbox's account does not have.)

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::Zendesk;
use super::super::access::{Session, envelope, id};
use super::super::paging::{Query, offset, page};
use super::super::refusal::Refusal;
use super::super::seed::desk::NOTIFICATIONS;
use super::super::triggers::{Category, Trigger, definitions};

type Answer<T = Value> = Result<Json<T>, Refusal>;

pub(super) async fn list(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    page("/api/v2/triggers.json", &query, "triggers", chosen(&zendesk, &query, |_| true)?).map(Json)
}

pub(super) async fn active(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let records = chosen(&zendesk, &query, |trigger| trigger.active)?;
    page("/api/v2/triggers/active.json", &query, "triggers", records).map(Json)
}

/// Titles that hold every word of the query. Only offset paging.
pub(super) async fn search(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let Some(text) = query.get("query").map(str::to_lowercase).filter(|text| !text.trim().is_empty()) else {
        return Err(Refusal::invalid_attribute("query", "Invalid parameter: query is required"));
    };
    let records = chosen(&zendesk, &query, |trigger| {
        let title = trigger.title.to_lowercase();
        text.split_whitespace().all(|word| title.contains(word))
    })?;
    Ok(Json(offset("/api/v2/triggers/search.json", &query, "triggers", &records)))
}

fn chosen(zendesk: &Zendesk, query: &Query, keep: impl Fn(&Trigger) -> bool) -> Result<Vec<Value>, Refusal> {
    let is_active = match query.get("active") {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err(Refusal::invalid_attribute("active", "Invalid parameter: active must be a boolean")),
    };
    let category = query.get("category_id").map(id).transpose()?;
    let now = zendesk.now();
    let world = zendesk.lock();
    let mut triggers: Vec<&Trigger> = world
        .triggers
        .values()
        .filter(|trigger| is_active.is_none_or(|wanted| trigger.active == wanted))
        .filter(|trigger| category.is_none_or(|wanted| trigger.category == wanted))
        .filter(|trigger| keep(trigger))
        .collect();
    match query.get("sort").or_else(|| query.get("sort_by")).map(|name| name.trim_start_matches('-')) {
        Some("alphabetical" | "title") => triggers.sort_by_key(|trigger| trigger.title.to_lowercase()),
        Some("created_at") => triggers.sort_by_key(|trigger| trigger.created_at),
        Some("updated_at") => triggers.sort_by_key(|trigger| trigger.updated_at),
        _ => triggers.sort_by_key(|trigger| (trigger.position, trigger.id)),
    }
    if query.get("sort_order") == Some("desc") || query.get("sort").is_some_and(|sort| sort.starts_with('-')) {
        triggers.reverse();
    }
    let include = query.get("include").unwrap_or_default();
    let shown = triggers.into_iter().map(|trigger| {
        let mut shown = trigger.to_json();
        if let Some(object) = shown.as_object_mut() {
            object.extend(trigger.usage(include, now).into_iter().map(|(name, count)| (name.to_owned(), json!(count))));
        }
        shown
    });
    Ok(shown.collect())
}

pub(super) async fn show(_: Session, State(zendesk): State<Zendesk>, Path(trigger): Path<String>) -> Answer {
    let trigger = id(&trigger)?;
    let world = zendesk.lock();
    Ok(Json(json!({"trigger": world.triggers.get(&trigger).ok_or_else(Refusal::record_not_found)?.to_json()})))
}

pub(super) async fn create(
    session: Session,
    State(zendesk): State<Zendesk>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    session.admin()?;
    let sent = envelope(&body, "trigger")?;
    Ok((StatusCode::CREATED, Json(json!({"trigger": zendesk.make_trigger(&sent)?}))))
}

pub(super) async fn update(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(trigger): Path<String>,
    body: Bytes,
) -> Answer {
    session.admin()?;
    let trigger = id(&trigger)?;
    Ok(Json(json!({"trigger": zendesk.change_trigger(trigger, &envelope(&body, "trigger")?)?})))
}

pub(super) async fn delete(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(trigger): Path<String>,
) -> Result<StatusCode, Refusal> {
    session.admin()?;
    let removed = zendesk.lock().triggers.remove(&id(&trigger)?);
    removed.map(|_| StatusCode::NO_CONTENT).ok_or_else(Refusal::record_not_found)
}

pub(super) async fn shown_definitions(_: Session, State(zendesk): State<Zendesk>) -> Json<Value> {
    Json(definitions(&zendesk.lock()))
}

pub(super) async fn categories(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = zendesk.lock().categories.values().map(Category::to_json).collect();
    page("/api/v2/trigger_categories", &Query::read(raw.as_deref()), "trigger_categories", records).map(Json)
}

pub(super) async fn create_category(
    session: Session,
    State(zendesk): State<Zendesk>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    session.admin()?;
    let sent = envelope(&body, "trigger_category")?;
    let name = sent.get("name").and_then(Value::as_str).map(str::trim).unwrap_or_default();
    if name.is_empty() {
        return Err(Refusal::blank("name", "Name"));
    }
    let now = zendesk.now();
    let mut world = zendesk.lock();
    if world.categories.values().any(|category| category.name.eq_ignore_ascii_case(name)) {
        return Err(Refusal::record_invalid("name", &format!("Name: {name} has already been taken")));
    }
    let id = world.mint();
    let last = world.categories.values().map(|category| category.position).max().unwrap_or_default();
    let position = sent.get("position").and_then(Value::as_i64).unwrap_or(last + 1);
    let category = Category { id, name: name.to_owned(), position, created_at: now };
    let shown = category.to_json();
    world.categories.insert(id, category);
    Ok((StatusCode::CREATED, Json(json!({"trigger_category": shown}))))
}

/// Empty categories can be deleted.
pub(super) async fn delete_category(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(category): Path<String>,
) -> Result<StatusCode, Refusal> {
    session.admin()?;
    let category = id(&category)?;
    let mut world = zendesk.lock();
    if world.triggers.values().any(|trigger| trigger.category == category) {
        return Err(Refusal::record_invalid("base", "Category cannot be deleted because it contains triggers"));
    }
    world.categories.remove(&category).map(|_| StatusCode::NO_CONTENT).ok_or_else(Refusal::record_not_found)
}

impl Zendesk {
    /// Makes a trigger of the `trigger` object of a request, after the last one; answers it as the API shows it.
    pub(crate) fn make_trigger(&self, sent: &Map<String, Value>) -> Result<Value, Refusal> {
        let now = self.now();
        let mut world = self.lock();
        let position = world.triggers.values().map(|trigger| trigger.position).max().unwrap_or_default() + 1;
        let id = world.mint();
        let mut trigger = Trigger {
            id,
            title: String::new(),
            description: None,
            active: true,
            position,
            category: NOTIFICATIONS,
            all: Vec::new(),
            any: Vec::new(),
            actions: Vec::new(),
            created_at: now,
            updated_at: now,
            fired: Vec::new(),
        };
        trigger.write(&world, sent)?;
        let shown = trigger.to_json();
        world.triggers.insert(id, trigger);
        Ok(shown)
    }

    /// Writes the `trigger` object of a request into a trigger; answers it as the API shows it.
    pub(crate) fn change_trigger(&self, id: u64, sent: &Map<String, Value>) -> Result<Value, Refusal> {
        let now = self.now();
        let mut world = self.lock();
        let mut trigger = world.triggers.get(&id).cloned().ok_or_else(Refusal::record_not_found)?;
        trigger.write(&world, sent)?;
        trigger.updated_at = now;
        let shown = trigger.to_json();
        world.triggers.insert(id, trigger);
        Ok(shown)
    }
}
