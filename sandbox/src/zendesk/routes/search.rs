//! Counting and exporting what a search finds (developer.zendesk.com: `api-reference/ticketing/ticket-management/search`).

use axum::Json;
use axum::extract::{RawQuery, State};
use serde_json::{Map, Value, json};

use super::super::Zendesk;
use super::super::access::Session;
use super::super::paging::{Query, expiring};
use super::super::refusal::Refusal;
use super::super::search::Search;
use super::super::stamp::MINUTE;

/// Exports that an account may ask for in a minute.
const EXPORTS: usize = 100;
/// What an export can be of.
const TYPES: [&str; 4] = ["ticket", "organization", "user", "group"];

type Answer<T = Value> = Result<Json<T>, Refusal>;

fn text(query: &Query) -> Result<&str, Refusal> {
    query
        .get("query")
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| Refusal::invalid_attribute("query", "Invalid parameter: query is required"))
}

pub(super) async fn count(_: Session, State(zendesk): State<Zendesk>, RawQuery(raw): RawQuery) -> Answer {
    let query = Query::read(raw.as_deref());
    let found = Search::parse(text(&query)?).run(&zendesk.lock());
    Ok(Json(json!({"count": found.len()})))
}

pub(super) async fn export(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let wanted = query.get("filter[type]").unwrap_or_default();
    if !TYPES.contains(&wanted) {
        let reason = "Invalid parameter: filter[type] must be one of ticket, organization, user, group";
        return Err(Refusal::invalid_attribute("filter[type]", reason));
    }
    let text = text(&query)?;
    let names_a_type = |word: &str| word.trim_start_matches('-').to_lowercase().starts_with("type:");
    if text.split_whitespace().any(names_a_type) {
        return Err(Refusal::invalid_search("Invalid search: type is not supported in the query of an export"));
    }
    let now = zendesk.now();
    let mut world = zendesk.lock();
    while world.exports.front().is_some_and(|at| *at <= now - MINUTE) {
        world.exports.pop_front();
    }
    if let Some(first) = world.exports.front().filter(|_| world.exports.len() >= EXPORTS) {
        let wait = (first + MINUTE - now).div_euclid(1_000) + 1;
        return Err(Refusal::rate_limited("Number of allowed API requests per minute exceeded", wait));
    }
    world.exports.push_back(now);
    // Whatever order the query names, an export is in that of creation.
    let found = Search::parse(&format!("{text} type:{wanted} order_by:created_at")).run(&world);
    let mut answer = expiring("/api/v2/search/export.json", &query, "results", found, now)?;
    answer.insert("facets".to_owned(), Value::Null);
    Ok(Json(answer))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::super::super::bench::{ask, sandbox};
    use super::super::super::seed::people::JONAS_OKAFOR;
    use crate::Sandbox;

    async fn get(sandbox: &Sandbox, path: &str) -> (u16, Value) {
        let (status, body) = ask(sandbox.zendesk_rest(), "GET", path, JONAS_OKAFOR, Value::Null).await;
        (status.as_u16(), body)
    }

    const EXPORT: &str = "/api/v2/search/export.json?filter%5Btype%5D=ticket&query=status%3Csolved";

    #[tokio::test]
    async fn an_export_walks_every_ticket_once_and_counts_none() {
        let (sandbox, _) = sandbox();
        let (_, counted) = get(&sandbox, "/api/v2/search/count?query=type:ticket%20status%3Csolved").await;
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let (status, body) = get(&sandbox, &format!("{EXPORT}&page%5Bsize%5D=40{after}")).await;
            assert_eq!((status, body.get("count")), (200, None));
            seen.extend(
                body["results"].as_array().unwrap().iter().map(|it| it["created_at"].as_str().unwrap().to_owned()),
            );
            if body["meta"]["has_more"] != json!(true) {
                break;
            }
            let cursor = body["meta"]["after_cursor"].as_str().unwrap().replace('=', "%3D");
            after = format!("&page%5Bafter%5D={cursor}");
        }
        assert_eq!(json!(seen.len()), counted["count"]);
        assert!(seen.is_sorted_by(|one, other| one >= other), "by creation");
    }

    #[tokio::test]
    async fn an_export_needs_a_type_of_its_own() {
        let (sandbox, _) = sandbox();
        assert_eq!(get(&sandbox, "/api/v2/search/export?query=checkout").await.0, 400);
        assert_eq!(get(&sandbox, "/api/v2/search/export?query=a&filter%5Btype%5D=macro").await.0, 400);
        assert_eq!(get(&sandbox, "/api/v2/search/export?filter%5Btype%5D=ticket").await.0, 400);
        let (status, body) = get(&sandbox, "/api/v2/search/export?filter%5Btype%5D=ticket&query=type:ticket%20a").await;
        assert_eq!((status, &body["error"]), (422, &json!("invalid")));
    }

    #[tokio::test]
    async fn a_cursor_lives_for_an_hour_and_a_minute_takes_a_hundred_exports() {
        let (sandbox, clock) = sandbox();
        let (_, body) = get(&sandbox, &format!("{EXPORT}&page%5Bsize%5D=1")).await;
        let cursor = body["meta"]["after_cursor"].as_str().unwrap().replace('=', "%3D");
        let next = format!("{EXPORT}&page%5Bsize%5D=1&page%5Bafter%5D={cursor}");
        clock.advance(59 * 60_000);
        assert_eq!(get(&sandbox, &next).await.0, 200);
        clock.advance(2 * 60_000);
        assert_eq!(get(&sandbox, &next).await.0, 400);
        for _ in 1..100 {
            assert_eq!(get(&sandbox, EXPORT).await.0, 200);
        }
        assert_eq!(get(&sandbox, EXPORT).await.0, 429);
        clock.advance(60_000);
        assert_eq!(get(&sandbox, EXPORT).await.0, 200);
    }
}
