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
use super::super::seed::desk::built_in;
use super::super::stamp::{MINUTE, SECOND};
use super::super::{Push, Zendesk};

/// Notifications for the whole account in one minute.
const NOTIFICATIONS: usize = 100;
/// The longest text of a setting in bytes. Zendesk does not write a limit down; this one is assumed, because it is what a text
/// column of its database holds.
const LONGEST_SETTING: usize = 65_535;
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
        let declared = world.installation.parameters();
        let mut read = Vec::new();
        for (name, value) in settings {
            if !declared.iter().any(|parameter| parameter.name == name) {
                return Err(Refusal::record_invalid("settings", &format!("{name} is not a setting of this app")));
            }
            // Values are stored as text, whatever was sent.
            let text = match value {
                Value::Null => None,
                Value::String(text) => Some(text),
                other => Some(other.to_string()),
            };
            if text.as_ref().is_some_and(|text| text.len() > LONGEST_SETTING) {
                return Err(Refusal::record_invalid(
                    "settings",
                    &format!("{name} is too long (maximum is 65535 bytes)"),
                ));
            }
            read.push((name, text.map_or(Value::Null, Value::String)));
        }
        for (name, value) in read {
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
    let records = {
        let world = zendesk.lock();
        let own = built_in().into_iter().map(|field| built_in_json(&field));
        own.chain(world.fields.values().map(TicketField::to_json)).collect()
    };
    page("/api/v2/ticket_fields.json", &Query::read(raw.as_deref()), "ticket_fields", records).map(Json)
}

pub(super) async fn ticket_field(_: Session, State(zendesk): State<Zendesk>, Path(field): Path<String>) -> Answer {
    let field = id(&field)?;
    if let Some(found) = built_in().iter().find(|found| found.id == field) {
        return Ok(Json(json!({"ticket_field": built_in_json(found)})));
    }
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

/// A field that every account has, and that nobody can take away.
fn built_in_json(field: &TicketField) -> Value {
    let mut shown = field.to_json();
    if let Some(object) = shown.as_object_mut() {
        object.insert("removable".to_owned(), false.into());
    }
    shown
}

fn known(installation: &str) -> Result<(), Refusal> {
    if id(installation)? == INSTALLATION_ID { Ok(()) } else { Err(Refusal::record_not_found()) }
}
