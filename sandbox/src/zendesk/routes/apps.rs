//! The app's installation, its requirements and fields, and notifications to open instances.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::access::{Session, id, object};
use super::super::installation::{APP_ID, INSTALLATION_ID};
use super::super::model::TicketField;
use super::super::paging::{Query, page};
use super::super::refusal::Refusal;
use super::super::stamp::{MINUTE, SECOND};
use super::super::{Push, Zendesk};

/// Notifications for the whole account in one minute.
const NOTIFICATIONS: usize = 100;
/// The largest notification in bytes.
const LARGEST: usize = 1_024 * 1_024;

type Answer<T = Value> = Result<Json<T>, Refusal>;

pub(super) async fn installation(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(installation): Path<String>,
) -> Answer {
    known(&installation)?;
    Ok(Json(zendesk.lock().installation.to_json()))
}

pub(super) async fn update_installation(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(installation): Path<String>,
    body: Bytes,
) -> Answer {
    session.admin()?;
    known(&installation)?;
    let Some(Value::Object(settings)) = object(&body)?.remove("settings") else {
        return Err(Refusal::invalid_attribute("settings", "Invalid parameter: settings is required"));
    };
    let now = zendesk.now();
    let answer = {
        let mut world = zendesk.lock();
        for (name, value) in settings {
            // Values are stored as text, whatever was sent.
            let value = match value {
                Value::Object(_) | Value::Array(_) | Value::Number(_) => Value::String(value.to_string()),
                plain => plain,
            };
            world.installation.set(&name, value, now);
        }
        world.installation.to_json()
    };
    zendesk.push(Push::Control(json!({"settings": true})));
    Ok(Json(answer))
}

pub(super) async fn requirements(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(installation): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    known(&installation)?;
    let records = zendesk.lock().installation.requirements_json();
    let path = format!("/api/v2/apps/installations/{installation}/requirements.json");
    page(&path, &Query::read(raw.as_deref()), "requirements", records).map(Json)
}

pub(super) async fn ticket_fields(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = zendesk.lock().fields.values().map(TicketField::to_json).collect();
    page("/api/v2/ticket_fields.json", &Query::read(raw.as_deref()), "ticket_fields", records).map(Json)
}

pub(super) async fn ticket_field(_: Session, State(zendesk): State<Zendesk>, Path(field): Path<String>) -> Answer {
    let field = id(&field)?;
    let world = zendesk.lock();
    Ok(Json(json!({"ticket_field": world.fields.get(&field).ok_or_else(Refusal::record_not_found)?.to_json()})))
}

pub(super) async fn notify(_: Session, State(zendesk): State<Zendesk>, body: Bytes) -> Result<StatusCode, Refusal> {
    if body.len() > LARGEST {
        return Err(Refusal::payload_too_large());
    }
    let sent = object(&body)?;
    let Some(event) = sent.get("event").and_then(Value::as_str).filter(|event| !event.is_empty()) else {
        return Err(Refusal::invalid_attribute("event", "Invalid parameter: event is required"));
    };
    let app = sent.get("app_id").and_then(|app| app.as_u64().or_else(|| app.as_str()?.parse().ok()));
    if app != Some(APP_ID) {
        return Err(Refusal::record_not_found());
    }
    let now = zendesk.now();
    {
        let mut world = zendesk.lock();
        while world.notifications.front().is_some_and(|at| *at <= now - MINUTE) {
            world.notifications.pop_front();
        }
        if let Some(first) = world.notifications.front().filter(|_| world.notifications.len() >= NOTIFICATIONS) {
            let wait = (first + MINUTE - now).div_euclid(SECOND) + 1;
            return Err(Refusal::rate_limited("Number of allowed API requests per minute exceeded", wait));
        }
        world.notifications.push_back(now);
    }
    let body = match sent.get("body") {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
        Some(other) => other.clone(),
        None => Value::Null,
    };
    zendesk.push(Push::AppNotification {
        event: event.to_owned(),
        body,
        agent: sent.get("agent_id").and_then(Value::as_u64),
    });
    Ok(StatusCode::OK)
}

fn known(installation: &str) -> Result<(), Refusal> {
    if id(installation)? == INSTALLATION_ID { Ok(()) } else { Err(Refusal::record_not_found()) }
}
