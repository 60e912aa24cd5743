//! The agent workspace: the page in the place of Zendesk's own, and what it asks of the account for its screens.
//!
//! These addresses are apart from the Support API, so that neither the faults nor the record see the page's own requests.

pub(crate) mod assets;
mod page;
mod pseudo;

use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::Stream;
use serde_json::{Value, json};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;

use crate::Sandbox;
use crate::control::settings::shown as shown_controls;
use crate::server::Addresses;
use crate::zendesk::proxy::AGENT_HEADER;
use crate::zendesk::seed::people::JONAS_OKAFOR;
use crate::zendesk::seed::tickets::{
    ARABIC, AUTOMATIC, CHECKOUT, CLOSED, HOSTILE_TEXT, NO_FIELD, NO_INCIDENT, SEVERAL,
};
use crate::zendesk::{APP_ID, Comment, INSTALLATION_ID, ORIGIN, SUBDOMAIN};

/// The tickets in the page's list; the rest of the queue is found by its number.
const LISTED: [u64; 8] = [CHECKOUT, NO_INCIDENT, SEVERAL, AUTOMATIC, CLOSED, HOSTILE_TEXT, ARABIC, NO_FIELD];

#[derive(Clone)]
struct Desk {
    sandbox: Sandbox,
    addresses: Addresses,
}

/// The page and its own data.
pub(crate) fn router(sandbox: &Sandbox, addresses: &Addresses) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::temporary(&format!("/agent/tickets/{CHECKOUT}")) }))
        .route("/agent/tickets/{id}", get(page::index))
        .route("/agent/apps/{app}", get(page::index))
        .route("/agent/apps/{app}/{*route}", get(page::index))
        .route("/workspace/{file}", get(page::file))
        .route("/workspace/account", get(account))
        .route("/workspace/events", get(events))
        .route("/workspace/tickets", post(create))
        .route("/workspace/tickets/{id}", get(ticket).put(save))
        .route("/outside", get(outside))
        .with_state(Desk { sandbox: sandbox.clone(), addresses: addresses.clone() })
}

/// The app without the parameters that Zendesk adds, as a stranger would open it.
async fn outside(State(desk): State<Desk>) -> Redirect {
    Redirect::temporary(&format!("{}index.html", desk.addresses.app))
}

async fn account(State(desk): State<Desk>) -> Json<Value> {
    let endpoints = json!({
        "identity": desk.addresses.identity,
        "rest_us": desk.addresses.rest_us,
        "rest_eu": desk.addresses.rest_eu,
    });
    let controls = shown_controls(&desk.sandbox);
    let world = desk.sandbox.zendesk().lock();
    let mut settings = world.installation.open_settings();
    settings.insert("title".to_owned(), world.installation.name().into());
    settings.insert("endpoints".to_owned(), endpoints.to_string().into());
    let users: Vec<Value> = world
        .users
        .values()
        .map(|user| {
            let mut shown = user.to_json();
            if let Some(object) = shown.as_object_mut() {
                object.insert("group_ids".to_owned(), json!(user.group_ids));
            }
            shown
        })
        .collect();
    // Those made since then come first, the newest before the others.
    let made = world.tickets.range(NO_FIELD + 1..).rev().map(|(_, ticket)| ticket);
    let told = LISTED.iter().filter_map(|id| world.tickets.get(id));
    let tickets: Vec<Value> = made.chain(told).map(crate::zendesk::Ticket::to_json).collect();
    Json(json!({
        "subdomain": SUBDOMAIN,
        "origin": ORIGIN,
        "default_agent": JONAS_OKAFOR,
        "users": users,
        "groups": world.groups.values().map(crate::zendesk::Group::to_json).collect::<Vec<_>>(),
        "organizations": world.organizations.values().map(crate::zendesk::Organization::to_json).collect::<Vec<_>>(),
        "ticket_fields": world.fields.values().map(crate::zendesk::TicketField::to_json).collect::<Vec<_>>(),
        "ticket_forms": world.forms.values().map(|form| json!({"id": form.id, "name": form.name})).collect::<Vec<_>>(),
        "requirements": world.installation.requirements_json(),
        "tickets": tickets,
        "endpoints": endpoints,
        "controls": controls,
        "app": {
            "id": APP_ID,
            "installation_id": INSTALLATION_ID,
            "name": world.installation.name(),
            "version": world.installation.manifest.get("version").and_then(Value::as_str).unwrap_or("0.0.0"),
            "settings": settings,
            "url": format!("{}{}", desk.addresses.app, entry(&world.installation.manifest)),
            "slug": slug(&world.installation.name()),
            "nav_bar": nav_bar(&world.installation.manifest).map(|file| json!({
                "url": format!("{}{file}", desk.addresses.app),
                "icon": format!("{}icon_nav_bar.svg", desk.addresses.app),
            })),
            "logo": format!("{}logo-small.png", desk.addresses.app),
            "forget_url": format!("{}/sandbox/forget", desk.addresses.app_origin),
        },
    }))
}

/// The file that the manifest names for the ticket sidebar, below the assets.
fn entry(manifest: &Value) -> String {
    place(manifest, "ticket_sidebar").unwrap_or_else(|| "index.html".to_owned())
}

/// The file that the manifest names for the navigation bar; nothing when the app has no place there.
fn nav_bar(manifest: &Value) -> Option<String> {
    place(manifest, "nav_bar")
}

fn place(manifest: &Value, location: &str) -> Option<String> {
    let location = manifest.pointer(&format!("/location/support/{location}"))?;
    let url = location.as_str().or_else(|| location.get("url")?.as_str())?;
    Some(url.strip_prefix("assets/").unwrap_or(url).to_owned())
}

/// The app's name as addresses write it: `incident-command-console`.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

async fn ticket(State(desk): State<Desk>, Path(id): Path<u64>) -> Response {
    match desk.sandbox.zendesk().ticket(id) {
        Some(ticket) => {
            let comments: Vec<Value> = ticket.comments.iter().map(Comment::to_json).collect();
            Json(json!({"ticket": ticket.to_json(), "comments": comments})).into_response()
        }
        None => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}

/// Submits the ticket form as the agent, with the rules of the API.
async fn save(State(desk): State<Desk>, Path(id): Path<u64>, headers: HeaderMap, body: Bytes) -> Response {
    let agent = signed_in(&headers);
    let change =
        serde_json::from_slice::<Value>(&body).ok().and_then(|body| body.get("ticket").cloned()).unwrap_or_default();
    let saved = desk.sandbox.zendesk().save_as(agent, id, &change);
    desk.sandbox.deliver_due().await;
    match saved {
        Ok(()) => Json(json!({})).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// Makes a ticket as the agent, with the rules of the API; answers its number.
async fn create(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Response {
    let ticket = serde_json::from_slice::<Value>(&body).ok().and_then(|body| body.get("ticket").cloned());
    match desk.sandbox.create_ticket(signed_in(&headers), &ticket.unwrap_or_default()).await {
        Ok(id) => Json(json!({"id": id})).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn signed_in(headers: &HeaderMap) -> u64 {
    headers.get(AGENT_HEADER).and_then(|agent| agent.to_str().ok()?.parse().ok()).unwrap_or_default()
}

/// Changed tickets, app notifications and changed controls, for as long as the page is open.
async fn events(State(desk): State<Desk>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let pushes = BroadcastStream::new(desk.sandbox.zendesk().pushes());
    // A page that lags behind misses some, which the real push channel may do as well.
    let events = pushes.filter_map(|push| Some(Ok(Event::default().data(push.ok()?.to_json().to_string()))));
    Sse::new(events).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{entry, nav_bar, slug};

    #[test]
    fn the_manifest_says_what_is_framed_where() {
        let manifest =
            json!({"location": {"support": {"ticket_sidebar": {"url": "assets/a.html"}, "nav_bar": "assets/b.html"}}});
        assert_eq!((entry(&manifest), nav_bar(&manifest)), ("a.html".to_owned(), Some("b.html".to_owned())));
        assert_eq!((entry(&json!({})), nav_bar(&json!({}))), ("index.html".to_owned(), None));
        assert_eq!(slug("Incident Command Console"), "incident-command-console");
    }
}
