//! Targets, ticket forms, brands and the account's settings.
//!
//! Source: developer.zendesk.com, `api-reference/ticketing/targets/targets`, `tickets/ticket_forms`, `account-configuration/brands`
//! and `account-configuration/account_settings`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::Zendesk;
use super::super::access::{Session, envelope, id};
use super::super::desk::TicketForm;
use super::super::model::BRAND;
use super::super::paging::{Query, page};
use super::super::refusal::Refusal;
use super::super::seed::desk::BUILT_IN;
use super::super::targets::Target;

type Answer<T = Value> = Result<Json<T>, Refusal>;

pub(super) async fn targets(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = zendesk.lock().targets.values().map(Target::to_json).collect();
    page("/api/v2/targets.json", &Query::read(raw.as_deref()), "targets", records).map(Json)
}

pub(super) async fn target(_: Session, State(zendesk): State<Zendesk>, Path(target): Path<String>) -> Answer {
    let target = id(&target)?;
    let world = zendesk.lock();
    Ok(Json(json!({"target": world.targets.get(&target).ok_or_else(Refusal::record_not_found)?.to_json()})))
}

pub(super) async fn create_target(
    session: Session,
    State(zendesk): State<Zendesk>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    session.admin()?;
    let sent = envelope(&body, "target")?;
    let now = zendesk.now();
    let mut world = zendesk.lock();
    let id = world.mint();
    let target = Target::read(&sent, None, id, now)?;
    let shown = target.to_json();
    world.targets.insert(id, target);
    Ok((StatusCode::CREATED, Json(json!({"target": shown}))))
}

pub(super) async fn update_target(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(target): Path<String>,
    body: Bytes,
) -> Answer {
    session.admin()?;
    let number = id(&target)?;
    let sent = envelope(&body, "target")?;
    let mut world = zendesk.lock();
    let before = world.targets.get(&number).ok_or_else(Refusal::record_not_found)?;
    let target = Target::read(&sent, Some(before), number, before.created_at)?;
    let shown = target.to_json();
    world.targets.insert(number, target);
    Ok(Json(json!({"target": shown})))
}

pub(super) async fn delete_target(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(target): Path<String>,
) -> Result<StatusCode, Refusal> {
    session.admin()?;
    let target = id(&target)?;
    zendesk.lock().targets.remove(&target).map(|_| StatusCode::NO_CONTENT).ok_or_else(Refusal::record_not_found)
}

pub(super) async fn forms(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let only_default = query.get("fallback_to_default") == Some("true") && query.get("active") == Some("false");
    let records = {
        let world = zendesk.lock();
        let mut forms: Vec<&TicketForm> = world.forms.values().filter(|form| form.default || !only_default).collect();
        forms.sort_by_key(|form| !form.default);
        forms.into_iter().map(TicketForm::to_json).collect()
    };
    page("/api/v2/ticket_forms.json", &query, "ticket_forms", records).map(Json)
}

pub(super) async fn form(_: Session, State(zendesk): State<Zendesk>, Path(form): Path<String>) -> Answer {
    let form = id(&form)?;
    let world = zendesk.lock();
    Ok(Json(json!({"ticket_form": world.forms.get(&form).ok_or_else(Refusal::record_not_found)?.to_json()})))
}

/// Which fields are on a form; the list is the whole of it, in its order.
pub(super) async fn update_form(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(form): Path<String>,
    body: Bytes,
) -> Answer {
    session.admin()?;
    let number = id(&form)?;
    let sent = envelope(&body, "ticket_form")?;
    let mut world = zendesk.lock();
    let mut form = world.forms.get(&number).cloned().ok_or_else(Refusal::record_not_found)?;
    if let Some(fields) = sent.get("ticket_field_ids") {
        let invalid = || Refusal::record_invalid("ticket_field_ids", "Ticket fields: is invalid");
        let named: Vec<u64> = fields
            .as_array()
            .ok_or_else(invalid)?
            .iter()
            .map(|id| id.as_u64().ok_or_else(invalid))
            .collect::<Result<_, _>>()?;
        let is_built_in = |id: &u64| BUILT_IN.iter().any(|(built_in, ..)| built_in == id);
        if !named.iter().all(|id| is_built_in(id) || world.fields.contains_key(id)) {
            return Err(invalid());
        }
        // Zendesk keeps the fields that every ticket has on every form.
        let missing = BUILT_IN.iter().map(|(id, ..)| *id).filter(|id| !named.contains(id));
        form.field_ids = missing.chain(named.iter().copied()).collect();
    }
    if let Some(name) = sent.get("name").and_then(Value::as_str) {
        if name.trim().is_empty() {
            return Err(Refusal::blank("name", "Name"));
        }
        name.clone_into(&mut form.name);
    }
    let shown = form.to_json();
    world.forms.insert(number, form);
    Ok(Json(json!({"ticket_form": shown})))
}

pub(super) async fn brands(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = {
        let world = zendesk.lock();
        let forms: Vec<u64> = world.forms.keys().copied().collect();
        world.brands.values().map(|brand| brand.to_json(&forms)).collect()
    };
    page("/api/v2/brands.json", &Query::read(raw.as_deref()), "brands", records).map(Json)
}

pub(super) async fn settings(_: Session) -> Json<Value> {
    Json(json!({"settings": {
        "active_features": {"ticket_forms": true, "ticket_tagging": true, "user_tagging": true, "light_agents": true,
            "business_hours": false, "on_hold_status": true},
        "api": {"accepted_api_agreement": true, "api_password_access": "false", "api_token_access": "false"},
        "brands": {"default_brand_id": BRAND, "require_brand_on_new_tickets": false},
        "localization": {"locale_ids": [1, 8, 66, 16, 2, 19, 67]},
        "tickets": {"comments_public_by_default": true, "tagging": true, "rich_text_comments": true,
            "maximum_personal_views_to_list": 8},
        "rule": {"macro_most_used": true, "macro_order": "alphabetical", "skill_based_filtered_views": []}
    }}))
}
