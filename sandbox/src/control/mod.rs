//! The controls: everything that can be switched by hand in the page's drawer, over HTTP for tests.
//!
//! `POST /control/<thing>` takes a JSON object and answers `{"ok":true}`, or 400 with `{"error":…}`. To look:
//! `GET /control/state` is everything, `?part=zendesk`, `pagerduty`, `faults` or `controls` only that part of it;
//! `GET /control/incident/<id or number>` and `GET /control/ticket/<id>` are cheap enough to be asked for often.

mod admin_scenes;
mod colleague;
pub(crate) mod consent;
mod scenes;
pub(crate) mod settings;
mod things;
mod tickets;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Sandbox;

/// The addresses below `/control`.
pub(crate) fn router(sandbox: &Sandbox) -> Router {
    Router::new()
        .route("/control/state", get(state))
        .route("/control/requests", get(requests).delete(forget_requests))
        .route("/control/{*thing}", get(look).post(change))
        .with_state(sandbox.clone())
}

#[derive(Deserialize)]
struct Asked {
    part: Option<String>,
}

/// Shows one part of the state.
type Dump = fn(&Sandbox) -> Value;

/// Both accounts and what is switched, or one part of it under its name.
async fn state(State(sandbox): State<Sandbox>, Query(Asked { part }): Query<Asked>) -> Response {
    let parts: [(&str, Dump); 4] = [
        ("zendesk", |sandbox| sandbox.zendesk().dump()),
        ("pagerduty", |sandbox| sandbox.pagerduty().dump()),
        ("faults", |sandbox| json!(sandbox.faults().list())),
        ("controls", settings::shown),
    ];
    let wanted = parts.into_iter().filter(|(name, _)| part.as_deref().is_none_or(|part| part == *name));
    let shown: Map<String, Value> = wanted.map(|(name, dump)| (name.to_owned(), dump(&sandbox))).collect();
    if shown.is_empty() { refused("there is no such part of the state") } else { Json(shown).into_response() }
}

/// One incident or one ticket, as the whole state shows it.
async fn look(State(sandbox): State<Sandbox>, Path(thing): Path<String>) -> Response {
    let found = match thing.split_once('/') {
        Some(("incident", named)) => sandbox.pagerduty().incident(named),
        Some(("ticket", id)) => id.parse().ok().and_then(|id| sandbox.zendesk().ticket(id)).map(|ticket| ticket.dump()),
        _ => None,
    };
    let missing = || (StatusCode::NOT_FOUND, Json(json!({"error": format!("there is no {thing}")}))).into_response();
    found.map_or_else(missing, |found| Json(found).into_response())
}

fn refused(words: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": words}))).into_response()
}

/// The last exchanges, oldest first.
async fn requests(State(sandbox): State<Sandbox>) -> Json<Vec<Value>> {
    Json(sandbox.recorder().exchanges())
}

async fn forget_requests(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.recorder().clear();
    StatusCode::NO_CONTENT
}

async fn change(State(sandbox): State<Sandbox>, Path(thing): Path<String>, body: Bytes) -> Response {
    let given = if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice::<Value>(&body) };
    let done = match given {
        Ok(given) => {
            let done = things::change(&sandbox, &thing, &given);
            sandbox.deliver_due().await;
            done
        }
        Err(failure) => Err(format!("the body is not JSON: {failure}")),
    };
    match done {
        Ok(answer) => Json(answer).into_response(),
        Err(words) => refused(&words),
    }
}
