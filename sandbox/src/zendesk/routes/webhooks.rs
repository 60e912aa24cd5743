//! Webhooks and their log, for admins only (developer.zendesk.com: `api-reference/webhooks/webhooks-api/webhooks`).

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::Zendesk;
use super::super::access::{Session, envelope};
use super::super::paging::{Query, cursor};
use super::super::refusal::Refusal;
use super::super::stamp::parse;
use super::super::webhooks::{Webhook, id as fresh, signature};
use super::super::world::World;

type Answer<T = Value> = Result<Json<T>, Refusal>;

pub(super) async fn list(
    session: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    session.admin()?;
    let query = Query::read(raw.as_deref());
    let name = query.get("filter[name_contains]").unwrap_or_default().to_lowercase();
    let status = query.get("filter[status]");
    let mut shown: Vec<(String, Value)> = zendesk
        .lock()
        .webhooks
        .values()
        .filter(|webhook| webhook.name.to_lowercase().contains(&name))
        .filter(|webhook| status.is_none_or(|status| (status == "active") == webhook.active))
        .map(|webhook| (webhook.name.to_lowercase(), webhook.to_json()))
        .collect();
    if let Some(sort @ ("name" | "-name")) = query.get("sort") {
        shown.sort_by(|(one, _), (other, _)| one.cmp(other));
        if sort == "-name" {
            shown.reverse();
        }
    }
    let records = shown.into_iter().map(|(_, webhook)| webhook).collect();
    cursor("/api/v2/webhooks", &query, "webhooks", records).map(Json)
}

pub(super) async fn show(session: Session, State(zendesk): State<Zendesk>, Path(webhook): Path<String>) -> Answer {
    session.admin()?;
    Ok(Json(json!({"webhook": find(&zendesk.lock(), &webhook)?.to_json()})))
}

pub(super) async fn create(
    session: Session,
    State(zendesk): State<Zendesk>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    session.admin()?;
    let made = zendesk.make_webhook(&envelope(&body, "webhook")?, session.id)?;
    Ok((StatusCode::CREATED, Json(json!({"webhook": made}))))
}

pub(super) async fn replace(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(webhook): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Refusal> {
    change(session, &zendesk, &webhook, &body, Webhook::replace)
}

pub(super) async fn patch(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(webhook): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Refusal> {
    change(session, &zendesk, &webhook, &body, Webhook::patch)
}

fn change(
    session: Session,
    zendesk: &Zendesk,
    webhook: &str,
    body: &Bytes,
    write: impl Fn(&mut Webhook, &Map<String, Value>) -> Result<(), Refusal>,
) -> Result<StatusCode, Refusal> {
    session.admin()?;
    let sent = envelope(body, "webhook")?;
    let now = zendesk.now();
    let mut world = zendesk.lock();
    let mut changed = find(&world, webhook)?.clone();
    write(&mut changed, &sent)?;
    changed.updated_by = Some(session.id);
    changed.updated_at = now;
    world.webhooks.insert(changed.id.clone(), changed);
    Ok(StatusCode::NO_CONTENT)
}

/// A webhook that a trigger calls cannot be deleted; the trigger has to go first.
pub(super) async fn delete(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(webhook): Path<String>,
) -> Result<StatusCode, Refusal> {
    session.admin()?;
    let mut world = zendesk.lock();
    find(&world, &webhook)?;
    if let Some(trigger) = world.triggers.values().find(|trigger| trigger.calls(&webhook)) {
        let words = format!("The webhook is connected to the trigger {}", trigger.id);
        return Err(Refusal::webhook(StatusCode::BAD_REQUEST, "WebhookInUse", "Webhook is in use", &words));
    }
    world.webhooks.remove(&webhook);
    world.invocations.retain(|invocation| invocation.webhook != webhook);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn secret(session: Session, State(zendesk): State<Zendesk>, Path(webhook): Path<String>) -> Answer {
    session.admin()?;
    Ok(Json(shown_secret(find(&zendesk.lock(), &webhook)?)))
}

/// A new secret; the old one is worth nothing any more.
pub(super) async fn reset_secret(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(webhook): Path<String>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    session.admin()?;
    let mut world = zendesk.lock();
    find(&world, &webhook)?;
    let seed = fresh(world.mint());
    let webhook = world.webhooks.get_mut(&webhook).ok_or_else(Refusal::webhook_not_found)?;
    webhook.secret = signature::secret(&seed);
    Ok((StatusCode::CREATED, Json(shown_secret(webhook))))
}

fn shown_secret(webhook: &Webhook) -> Value {
    json!({"signing_secret": {"algorithm": "SHA256", "secret": webhook.secret}})
}

/// Newest first; `filter[status]`, `filter[from_ts]` and `filter[to_ts]` narrow it.
pub(super) async fn invocations(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(webhook): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    session.admin()?;
    let query = Query::read(raw.as_deref());
    let time = |name: &str| {
        let given = query
            .get(name)
            .map(|text| parse(text).ok_or_else(|| Refusal::invalid_webhook(&format!("{name} must be a date"))));
        given.transpose()
    };
    let (from, to) = (time("filter[from_ts]")?, time("filter[to_ts]")?);
    let status = query.get("filter[status]");
    let records: Vec<Value> = {
        let world = zendesk.lock();
        find(&world, &webhook)?;
        let of_it = world.invocations.iter().rev().filter(|invocation| invocation.webhook == webhook);
        of_it
            .filter(|invocation| {
                let at = invocation.attempts.last().map_or(0, |attempt| attempt.completed_at);
                from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to)
            })
            .map(super::super::webhooks::invocation::Invocation::to_json)
            .filter(|shown| status.is_none_or(|status| shown.get("status").is_some_and(|word| word == status)))
            .collect()
    };
    cursor(&format!("/api/v2/webhooks/{webhook}/invocations"), &query, "invocations", records).map(Json)
}

pub(super) async fn attempts(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path((webhook, invocation)): Path<(String, String)>,
) -> Answer {
    session.admin()?;
    let world = zendesk.lock();
    find(&world, &webhook)?;
    let found = world.invocations.iter().find(|kept| kept.id == invocation && kept.webhook == webhook);
    let found = found.ok_or_else(|| {
        Refusal::webhook(
            StatusCode::NOT_FOUND,
            "InvocationNotFound",
            "Invocation not found",
            "There is no such invocation",
        )
    })?;
    let attempts: Vec<Value> = found.attempts.iter().map(|attempt| attempt.to_json(&found.id)).collect();
    Ok(Json(json!({"attempts": attempts})))
}

fn find<'a>(world: &'a World, webhook: &str) -> Result<&'a Webhook, Refusal> {
    world.webhooks.get(webhook).ok_or_else(Refusal::webhook_not_found)
}

impl Zendesk {
    /// Makes a webhook of the `webhook` object of a request; answers it as the API shows it.
    pub(crate) fn make_webhook(&self, sent: &Map<String, Value>, by: u64) -> Result<Value, Refusal> {
        let now = self.now();
        let mut world = self.lock();
        let webhook = Webhook::create(sent, fresh(world.mint()), by, now)?;
        let shown = webhook.to_json();
        world.webhooks.insert(webhook.id.clone(), webhook);
        Ok(shown)
    }
}
