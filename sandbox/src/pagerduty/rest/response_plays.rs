//! `GET /response_plays` and `POST /response_plays/{id}/run`, which the documents no longer have since September 2025.
//!
//! The account answers to them only while it has the ability `response_plays`; without it they are not there at all.

use super::answer::Answer;
use super::body::{self, Reference};
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Agent;
use crate::pagerduty::rules::log::Line;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::json;

const ABILITY: &str = "response_plays";

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::GET, "/response_plays", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::POST, "/response_plays/{play}/run", Needs::Act, run).requiring_from(),
    ]
}

/// 404, as for any address that does not exist.
fn require(world: &World) -> Result<(), Failure> {
    if world.abilities.contains(ABILITY) { Ok(()) } else { Err(Failure::not_found()) }
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    require(world)?;
    let all: Vec<_> = world.response_plays.iter().collect();
    let write = |play: &&crate::pagerduty::model::ResponsePlay| {
        json!({
            "id": play.id,
            "type": "response_play",
            "summary": play.name,
            "name": play.name,
            "description": play.description,
            "runnability": "responders",
        })
    };
    call.query.page("response_plays", &all, write).map(Answer::ok)
}

#[derive(Deserialize)]
struct Run {
    incident: Reference,
}

fn run(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    require(world)?;
    let wanted = call.param("play")?;
    let incident = world.incident_id(&body::read::<Run>(&call.body)?.incident.id)?;
    let play = world.response_plays.iter().find(|play| play.id == wanted).ok_or_else(Failure::not_found)?;
    let agent = Agent::User(call.user()?.to_owned());
    let channel = json!({"type": "response_play", "summary": play.name});
    let summary = format!("Response play {} run by {}.", play.name, world.agent_name(&agent));
    world.log(&incident, call.now, Line::new("run_response_play", &agent, summary).through(channel));
    Ok(Answer::ok(json!({"status": "ok"})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn plays_are_not_there_until_the_account_still_has_them() {
        let bench = Bench::new();
        bench.refused("GET", "/response_plays", None, 404, 2100).await;
        bench.pagerduty.restore_ability("response_plays");
        let plays = bench.get("/response_plays").await;
        let id = plays["response_plays"][0]["id"].as_str().unwrap().to_owned();
        let incident = bench.triggered().await;
        let body = json!({"incident": {"id": incident, "type": "incident_reference"}});
        let (status, ran) = bench.send("POST", &format!("/response_plays/{id}/run"), Some(body.clone())).await;
        assert_eq!((status, &ran["status"]), (200, &json!("ok")));
        let log = bench.get(&format!("/incidents/{incident}/log_entries")).await;
        assert_eq!(log["log_entries"][0]["type"], "run_response_play_log_entry");
        bench.refused("POST", "/response_plays/none/run", Some(body), 404, 2100).await;
    }
}
