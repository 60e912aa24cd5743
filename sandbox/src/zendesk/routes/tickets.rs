//! Tickets, tags, comments, audits and search (developer.zendesk.com: `api-reference/ticketing/tickets`).

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::access::{Session, envelope, id, object};
use super::super::model::{Audit, Comment};
use super::super::paging::{Query, offset, page, reach};
use super::super::refusal::Refusal;
use super::super::search::Search;
use super::super::update::Tagging;
use super::super::{Push, Zendesk};
use super::sideload;

/// The most results that a search gives away.
const SEARCH_CAP: usize = 1_000;

type Answer<T = Value> = Result<Json<T>, Refusal>;

pub(super) async fn show(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(ticket): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let world = zendesk.lock();
    let ticket = world.ticket(id(&ticket)?)?;
    let mut answer = sideload::beside(&world, ticket, query.get("include").unwrap_or_default());
    answer.insert("ticket".to_owned(), ticket.to_json());
    Ok(Json(answer))
}

pub(super) async fn update(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(ticket): Path<String>,
    body: Bytes,
) -> Answer {
    let number = id(&ticket)?;
    let change = envelope(&body, "ticket")?;
    let now = zendesk.now();
    let answer = {
        let mut world = zendesk.lock();
        let audit = world.update_ticket(session.id, number, &change, now)?;
        json!({"ticket": world.ticket(number)?.to_json(), "audit": audit.to_json()})
    };
    zendesk.push(Push::TicketUpdated { ticket: number, by: session.id });
    Ok(Json(answer))
}

pub(super) async fn create(
    session: Session,
    State(zendesk): State<Zendesk>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let sent = envelope(&body, "ticket")?;
    let now = zendesk.now();
    let (number, answer) = {
        let mut world = zendesk.lock();
        let (number, audit) = world.create_ticket(session.id, &sent, "api", now)?;
        (number, json!({"ticket": world.ticket(number)?.to_json(), "audit": audit.to_json()}))
    };
    zendesk.push(Push::TicketCreated { ticket: number });
    Ok((StatusCode::CREATED, Json(answer)))
}

pub(super) async fn tags(_: Session, State(zendesk): State<Zendesk>, Path(ticket): Path<String>) -> Answer {
    Ok(Json(json!({"tags": zendesk.lock().ticket(id(&ticket)?)?.tags})))
}

pub(super) async fn add_tags(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(ticket): Path<String>,
    body: Bytes,
) -> Answer {
    retag(session, &zendesk, &ticket, Tagging::Add, &body)
}

pub(super) async fn set_tags(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(ticket): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    Ok((StatusCode::CREATED, retag(session, &zendesk, &ticket, Tagging::Set, &body)?))
}

pub(super) async fn remove_tags(
    session: Session,
    State(zendesk): State<Zendesk>,
    Path(ticket): Path<String>,
    body: Bytes,
) -> Answer {
    retag(session, &zendesk, &ticket, Tagging::Remove, &body)
}

fn retag(session: Session, zendesk: &Zendesk, ticket: &str, tagging: Tagging, body: &Bytes) -> Answer {
    let number = id(ticket)?;
    let body = object(body)?;
    let now = zendesk.now();
    let tags = zendesk.lock().tag_ticket(session.id, number, tagging, &body, now)?;
    zendesk.push(Push::TicketUpdated { ticket: number, by: session.id });
    Ok(Json(json!({"tags": tags})))
}

pub(super) async fn comments(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(ticket): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let mut records: Vec<Value> = zendesk.lock().ticket(id(&ticket)?)?.comments.iter().map(Comment::to_json).collect();
    if query.get("sort") == Some("-created_at") || query.get("sort_order") == Some("desc") {
        records.reverse();
    }
    page(&format!("/api/v2/tickets/{ticket}/comments.json"), &query, "comments", records).map(Json)
}

pub(super) async fn audits(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(ticket): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let records = zendesk.lock().ticket(id(&ticket)?)?.audits.iter().map(Audit::to_json).collect();
    page(&format!("/api/v2/tickets/{ticket}/audits.json"), &query, "audits", records).map(Json)
}

pub(super) async fn search(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let Some(text) = query.get("query").filter(|text| !text.trim().is_empty()) else {
        return Err(Refusal::invalid_attribute("query", "Invalid parameter: query is required"));
    };
    if reach(&query) > SEARCH_CAP {
        return Err(Refusal::invalid_search(
            "Invalid search: Requested response size was greater than Search Response Limits",
        ));
    }
    let mut text = text.to_owned();
    for (parameter, word) in [("sort_by", "order_by"), ("sort_order", "sort")] {
        if let Some(value) = query.get(parameter) {
            text = format!("{text} {word}:{value}");
        }
    }
    let records = Search::parse(&text).run(&zendesk.lock());
    let mut answer = offset("/api/v2/search.json", &query, "results", &records);
    answer.insert("facets".to_owned(), Value::Null);
    Ok(Json(answer))
}
