//! `https://events.pagerduty.com`: the Events API v2.
//!
//! Sources: PagerDuty's schema of the Events API (`reference/events-v2/openapiv3.json`) and its developer
//! documentation, "Events API v2 Overview", "Send an Alert Event" and "Events API Rate Limits". The API is
//! asynchronous: a well-formed event with a known key is accepted whether or not anything comes of it. What a key gets
//! that is well-formed but unknown, the documents do not say; clients report 400 "Invalid routing key".

mod read;

use super::rules::events::{Event, Follow, Origin};
use super::world::World;
use super::{Region, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use read::{Action, Incoming};
use serde_json::json;

/// The largest event that is read, in bytes.
const LARGEST: usize = 512 * 1024;
/// Events each minute for one key.
const EACH_MINUTE: u32 = 120;

/// How an event was refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// More than 512 KB.
    TooLarge,
    /// Not JSON, or not an object.
    Unreadable,
    /// What is wrong with it, one sentence each.
    Invalid(Vec<String>),
    /// Too many events with one key.
    TooMany,
}

/// The Events API of one region.
pub(super) fn router(shared: &Shared, region: Region) -> Router {
    Router::new().route("/v2/enqueue", post(enqueue)).with_state((shared.clone(), region))
}

async fn enqueue(State((shared, region)): State<(Shared, Region)>, body: axum::body::Body) -> Response {
    let body = axum::body::to_bytes(body, LARGEST).await;
    let now = shared.clock.now();
    let mut world = shared.lock();
    world.advance(now);
    let answer = body
        .map_err(|_| Refusal::TooLarge)
        .and_then(|body| read::read(&body))
        .and_then(|event| world.take_in(region, event, now));
    match answer {
        Ok(dedup_key) => {
            world.events.accepted += 1;
            let body = json!({"status": "success", "message": "Event processed", "dedup_key": dedup_key});
            (StatusCode::ACCEPTED, Json(body)).into_response()
        }
        Err(refusal) => {
            world.events.refused += 1;
            refusal.into_response()
        }
    }
}

impl World {
    /// Takes an event in and returns its key; what becomes of it is not told.
    fn take_in(&mut self, region: Region, event: Incoming, at: i64) -> Result<String, Refusal> {
        // The account lives in the United States; the other region knows none of its keys.
        let origin = self.origin(&event.routing_key).filter(|_| region == Region::Us);
        let origin = origin.ok_or_else(|| Refusal::Invalid(vec!["Invalid routing key".to_owned()]))?;
        if self.limits.count(&format!("events:{}", event.routing_key), EACH_MINUTE, at).exceeded {
            return Err(Refusal::TooMany);
        }
        self.count_received(&origin);
        let key = event.dedup_key.clone().unwrap_or_else(|| self.random.uuid().replace('-', ""));
        let done = match event.action {
            Action::Trigger => self.trigger(&origin, &key, event, at),
            Action::Acknowledge => self.follow_up(&origin.integration, &key, Follow::Acknowledge, at),
            Action::Resolve => self.follow_up(&origin.integration, &key, Follow::Resolve, at),
        };
        if done.is_none() {
            self.events.dropped += 1;
        }
        Ok(key)
    }

    fn trigger(&mut self, origin: &Origin, key: &str, incoming: Incoming, at: i64) -> Option<String> {
        let service = self.destination(origin, key, &incoming.context())?;
        let Incoming { payload, contexts, client, client_url, .. } = incoming;
        let payload = payload?;
        let mut event = Event::new(
            &service,
            &origin.integration,
            key,
            &payload.summary,
            payload.severity,
            payload.custom_details.unwrap_or_else(|| json!({})),
        );
        event.contexts = contexts;
        if let Some(channel) = event.channel.as_object_mut() {
            channel.insert("incident_key".to_owned(), json!(key));
            channel.insert("client".to_owned(), json!(client));
            channel.insert("client_url".to_owned(), json!(client_url));
        }
        self.receive_trigger(event, at)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, name, message, errors) = match self {
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "invalid event",
                "Event object is too large",
                vec!["Events are limited to 512 KB".to_owned()],
            ),
            Self::Unreadable => (
                StatusCode::BAD_REQUEST,
                "Unrecognized object",
                "Event object format is unrecognized",
                vec!["JSON parse error".to_owned()],
            ),
            Self::Invalid(errors) => (StatusCode::BAD_REQUEST, "invalid event", "Event object is invalid", errors),
            Self::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                "throttle exceeded",
                "Request Limit Exceeded",
                vec!["Too many events with this routing key".to_owned()],
            ),
        };
        (status, Json(json!({"status": name, "message": message, "errors": errors}))).into_response()
    }
}

#[cfg(test)]
mod tests;
