//! `GET /incidents` and `GET /incidents/{id}`.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Incident;
use crate::pagerduty::time::DAY;
use crate::pagerduty::world::World;
use axum::http::StatusCode;
use axum::routing::MethodFilter;
use jiff::{Timestamp, ToSpan};
use serde_json::json;
use std::cmp::Ordering;

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::GET, "/incidents", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::GET, "/incidents/{id}", Needs::ReadIncidents, get),
    ]
}

/// The window of a list: everything, or from `since` until `until` (a month by default, six months at most).
fn window(call: &Call) -> Result<Option<(i64, i64)>, Failure> {
    call.query.only("date_range", &["all"])?;
    if call.query.one("date_range").is_some() {
        return Ok(None);
    }
    let (since, until) = (call.query.time("since")?, call.query.time("until")?);
    let until = match (since, until) {
        (_, Some(until)) => until,
        (Some(since), None) => months_from(since, 1),
        (None, None) => call.now + 1,
    };
    let since = since.unwrap_or_else(|| months_from(until, -1));
    if since > until || until > months_from(since, 6) {
        return Err(Failure::new(StatusCode::BAD_REQUEST, 2005, "Invalid Query Date Range")
            .because("The date range must be in order and at most 6 months long"));
    }
    Ok(Some((since, until)))
}

fn months_from(at: i64, months: i32) -> i64 {
    Timestamp::from_millisecond(at)
        .ok()
        .and_then(|at| at.to_zoned(jiff::tz::TimeZone::UTC).checked_add(months.months()).ok())
        .map_or(at + i64::from(months) * 30 * DAY, |at| at.timestamp().as_millisecond())
}

/// `sort_by` as pairs of field and direction, at most two.
fn sorting(call: &Call) -> Result<Vec<(String, bool)>, Failure> {
    let mut order = Vec::new();
    for part in call.query.all("sort_by").chain(call.query.all("sort_by[]")).flat_map(|value| value.split(',')) {
        let (field, direction) = part.split_once(':').unwrap_or((part, "asc"));
        let known = matches!(field, "incident_number" | "created_at" | "resolved_at" | "urgency");
        if !known || !matches!(direction, "asc" | "desc") {
            return Err(Failure::input(format!("sort_by cannot be {part}")));
        }
        order.push((field.to_owned(), direction == "desc"));
    }
    if order.len() > 2 {
        return Err(Failure::input("sort_by takes at most two fields"));
    }
    if order.is_empty() {
        order.push(("incident_number".to_owned(), false));
    }
    Ok(order)
}

fn compare(order: &[(String, bool)], one: &Incident, other: &Incident) -> Ordering {
    for (field, descending) in order {
        let ordering = match field.as_str() {
            "created_at" => one.created_at.cmp(&other.created_at),
            "resolved_at" => one.resolved_at.cmp(&other.resolved_at),
            // "low" is less urgent although it is the later word.
            "urgency" => other.urgency.cmp(&one.urgency),
            _ => one.number.cmp(&other.number),
        };
        let ordering = if *descending { ordering.reverse() } else { ordering };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    one.number.cmp(&other.number)
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let query = &call.query;
    query.only("statuses[]", &["triggered", "acknowledged", "resolved"])?;
    query.only("urgencies[]", &["high", "low"])?;
    if query.one("team_ids[]").is_some() {
        world.require_ability("teams")?;
    }
    if query.one("urgencies[]").is_some() {
        world.require_ability("urgencies")?;
    }
    let window = window(call)?;
    let order = sorting(call)?;
    // An empty key is no filter at all: PagerDuty answers every incident then.
    let key = query.one("incident_key").filter(|key| !key.is_empty());
    let mut found: Vec<&Incident> = world
        .incidents
        .values()
        .filter(|incident| window.is_none_or(|(since, until)| (since..until).contains(&incident.created_at)))
        .filter(|incident| key.is_none_or(|key| incident.carries(key)))
        .filter(|incident| query.admits("statuses[]", incident.status.name()))
        .filter(|incident| query.admits("service_ids[]", &incident.service))
        .filter(|incident| query.admits("urgencies[]", &incident.urgency))
        .filter(|incident| {
            query.admits_any("user_ids[]", incident.assignments.iter().map(|assignment| assignment.user.as_str()))
        })
        .filter(|incident| {
            query.one("team_ids[]").is_none()
                || query.admits_any("team_ids[]", world.incident_teams(incident).iter().map(String::as_str))
        })
        .collect();
    found.sort_by(|one, other| compare(&order, one, other));
    let view = call.view(world)?;
    query.page("incidents", &found, |incident| view.incident(incident)).map(Answer::ok)
}

fn get(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let incident = world.incident(call.param("id")?)?;
    Ok(Answer::ok(json!({"incident": call.view(world)?.incident(incident)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use super::*;
    use crate::pagerduty::time;

    #[test]
    fn months_are_calendar_months() {
        let march = time::parse("2026-03-31T10:00:00Z", None).unwrap();
        assert_eq!(time::format(months_from(march, -1), None), "2026-02-28T10:00:00Z");
    }

    #[tokio::test]
    async fn a_key_finds_the_incident_that_has_it_and_the_one_whose_alert_has_it() {
        let bench = Bench::new();
        let linked = bench.get("/incidents?incident_key=Zendesk_northwind_48213&date_range=all").await;
        assert_eq!(linked["incidents"][0]["incident_number"], 1042);
        assert_eq!(linked["incidents"][0]["incident_key"], "Zendesk_northwind_48213");
        assert_eq!(linked["incidents"].as_array().unwrap().len(), 1);
        let through_alert = bench.get("/incidents?incident_key=Zendesk_northwind_48220&date_range=all").await;
        let incident = &through_alert["incidents"][0];
        assert!(incident["incident_key"].is_null());
        let id = incident["id"].as_str().unwrap();
        let alerts = bench.get(&format!("/incidents/{id}/alerts")).await;
        assert_eq!(alerts["alerts"][0]["alert_key"], "Zendesk_northwind_48220");
        let none = bench.get("/incidents?incident_key=Zendesk_northwind_1&date_range=all").await;
        assert_eq!(none["incidents"], json!([]));
        let every = bench.get("/incidents?incident_key=&date_range=all&total=true").await;
        assert!(every["total"].as_u64().unwrap() >= 40, "an empty key is no filter");
    }

    #[tokio::test]
    async fn lists_are_filtered_sorted_and_kept_to_six_months() {
        let bench = Bench::new();
        let open = bench.get("/incidents?statuses%5B%5D=triggered&statuses[]=acknowledged&limit=100").await;
        let open = open["incidents"].as_array().unwrap();
        assert!(open.len() > 5);
        assert!(open.iter().all(|incident| incident["status"] != "resolved"));
        let sorted = bench.get("/incidents?sort_by=created_at:desc&limit=5").await;
        let times: Vec<_> =
            sorted["incidents"].as_array().unwrap().iter().map(|one| one["created_at"].as_str().unwrap()).collect();
        assert!(times.windows(2).all(|pair| pair[0] >= pair[1]));
        for (query, code) in [
            ("since=2026-01-01T00:00:00Z&until=2026-08-02T00:00:00Z", 2005),
            ("since=whenever", 2004),
            ("statuses[]=open", 2001),
            ("sort_by=title", 2001),
            ("sort_by=urgency,created_at,incident_number", 2001),
            ("time_zone=Mars/Olympus", 2001),
        ] {
            bench.refused("GET", &format!("/incidents?{query}"), None, 400, code).await;
        }
        bench.pagerduty.remove_ability("teams");
        bench.refused("GET", "/incidents?team_ids[]=PTEAM01", None, 402, 2014).await;
    }

    #[tokio::test]
    async fn one_incident_is_found_by_id_or_number_and_includes_what_is_asked() {
        let bench = Bench::new();
        let plain = bench.get("/incidents/1042").await["incident"].clone();
        assert_eq!(plain["service"]["type"], "service_reference");
        assert!(plain.get("body").is_none() && plain.get("conference_bridge").is_none());
        let path = format!(
            "/incidents/{}?include[]=services&include[]=priorities&include[]=body&include[]=conference_bridge\
             &include[]=assignees&time_zone=Asia/Tokyo",
            plain["id"].as_str().unwrap()
        );
        let full = bench.get(&path).await["incident"].clone();
        assert_eq!(full["service"]["type"], "service");
        assert_eq!(full["priority"]["color"].as_str().map(str::len), Some(6));
        assert!(full["assignments"][0]["assignee"]["email"].is_string());
        assert!(full["created_at"].as_str().unwrap().ends_with("+09:00"));
        assert!(full.get("body").is_some());
        bench.refused("GET", "/incidents/QNOSUCHINCIDEN", None, 404, 2100).await;
    }
}
