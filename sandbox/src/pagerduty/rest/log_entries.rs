//! Timelines: `GET /incidents/{id}/log_entries` and `GET /log_entries`, newest first.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Incident, LogEntry};
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::json;

/// The types that an overview leaves out, because they tell about messages and not about the incident.
const DETAILS: [&str; 1] = ["notify"];

pub(super) fn operations() -> [Operation; 3] {
    [
        Operation::new(MethodFilter::GET, "/incidents/{id}/log_entries", Needs::ReadIncidents, of_incident),
        Operation::new(MethodFilter::GET, "/log_entries", Needs::ReadIncidents, of_account),
        Operation::new(MethodFilter::GET, "/log_entries/{id}", Needs::ReadIncidents, one),
    ]
}

/// The entries of `incidents` that the query asks for, newest first.
fn page<'a>(world: &'a World, call: &Call, incidents: impl Iterator<Item = &'a Incident>) -> Result<Answer, Failure> {
    let overview = call.query.flag("is_overview")?;
    let (since, until) = (call.query.time("since")?, call.query.time("until")?);
    let mut found: Vec<(&Incident, usize, &LogEntry)> = incidents
        .flat_map(|incident| incident.log.iter().enumerate().map(move |(place, entry)| (incident, place, entry)))
        .filter(|(_, _, entry)| !overview || !DETAILS.contains(&entry.kind))
        .filter(|(_, _, entry)| since.is_none_or(|since| entry.created_at >= since))
        .filter(|(_, _, entry)| until.is_none_or(|until| entry.created_at < until))
        .collect();
    // Entries of the same instant keep the order in which they were written, last first.
    found.sort_by_key(|(incident, place, entry)| std::cmp::Reverse((entry.created_at, incident.number, *place)));
    let view = call.view(world)?;
    call.query.page("log_entries", &found, |(incident, _, entry)| view.log_entry(incident, entry)).map(Answer::ok)
}

fn of_incident(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let incident = world.incident(call.param("id")?)?;
    page(world, call, std::iter::once(incident))
}

fn of_account(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    if call.query.one("team_ids[]").is_some() {
        world.require_ability("teams")?;
    }
    let incidents = world.incidents.values().filter(|incident| {
        call.query.one("team_ids[]").is_none()
            || call.query.admits_any("team_ids[]", world.incident_teams(incident).iter().map(String::as_str))
    });
    page(world, call, incidents)
}

fn one(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let id = call.param("id")?;
    let (incident, entry) = world
        .incidents
        .values()
        .find_map(|incident| incident.log.iter().find(|entry| entry.id == id).map(|entry| (incident, entry)))
        .ok_or_else(Failure::not_found)?;
    Ok(Answer::ok(json!({"log_entry": call.view(world)?.log_entry(incident, entry)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn a_long_timeline_is_paged_without_gaps_or_repeats() {
        let bench = Bench::new();
        let long = bench.longest_timeline();
        let mut ids = BTreeSet::new();
        let mut offset = 0;
        loop {
            let page = bench.get(&format!("/incidents/{long}/log_entries?limit=100&offset={offset}")).await;
            let entries = page["log_entries"].as_array().unwrap().clone();
            ids.extend(entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()));
            offset += entries.len();
            if page["more"] == false {
                break;
            }
        }
        assert_eq!((ids.len(), offset), (1_000, 1_000));
    }

    #[tokio::test]
    async fn an_overview_leaves_out_notifications_and_channels_come_when_asked_for() {
        let bench = Bench::new();
        let all = bench.get("/incidents/1042/log_entries?limit=100&include[]=channels").await;
        let kinds = |answer: &serde_json::Value| -> BTreeSet<String> {
            answer["log_entries"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["type"].as_str().unwrap().to_owned())
                .collect()
        };
        assert!(kinds(&all).contains("notify_log_entry"));
        let note = all["log_entries"].as_array().unwrap().iter().find(|entry| entry["type"] == "annotate_log_entry");
        assert!(note.unwrap()["channel"]["content"].is_string());
        let overview = bench.get("/incidents/1042/log_entries?limit=100&is_overview=true").await;
        assert!(!kinds(&overview).contains("notify_log_entry"));
        assert!(kinds(&overview).contains("trigger_log_entry"));
        let first = overview["log_entries"].as_array().unwrap().last().unwrap();
        assert_eq!(first["channel"].as_object().unwrap().len(), 1, "without include[]=channels only the type");
        let one = bench.get(&format!("/log_entries/{}", first["id"].as_str().unwrap())).await;
        assert_eq!(one["log_entry"]["id"], first["id"]);
    }

    #[tokio::test]
    async fn the_account_timeline_can_be_read_since_an_instant() {
        let bench = Bench::new();
        let since = crate::pagerduty::time::format(bench.clock.now(), None);
        let path = format!("/log_entries?since={since}");
        let quiet = bench.get(&path).await["log_entries"].as_array().unwrap().len();
        bench.clock.advance(5_000);
        let id = bench.triggered().await;
        let log = bench.get(&path).await;
        let entries = log["log_entries"].as_array().unwrap();
        assert!(entries.len() > quiet);
        let times: Vec<_> = entries.iter().map(|entry| entry["created_at"].as_str().unwrap()).collect();
        assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "newest first: {times:?}");
        let oldest = entries.iter().rfind(|entry| entry["incident"]["id"] == id.as_str()).unwrap();
        assert_eq!(oldest["type"], "trigger_log_entry");
    }
}
