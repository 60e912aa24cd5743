//! `POST /incidents/{id}/snooze`.

use super::answer::Answer;
use super::body;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::json;

pub(super) fn operations() -> [Operation; 1] {
    [Operation::new(MethodFilter::POST, "/incidents/{id}/snooze", Needs::Act, snooze).requiring_from()]
}

#[derive(Deserialize)]
struct Snooze {
    /// Seconds.
    duration: i64,
}

fn snooze(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let duration = body::read::<Snooze>(&call.body)?.duration;
    let id = call.incident_id(world)?;
    world.snooze(&id, duration, &call.agent()?, call.now)?;
    Ok(Answer::created(json!({"incident": View::plain(world).incident(world.incident(&id)?)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn a_snoozed_incident_comes_back_by_the_clock() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        let path = format!("/incidents/{id}/snooze");
        bench.refused("POST", &path, Some(json!({"duration": 60})), 400, 1012).await;
        let acknowledge = json!({"incident": {"type": "incident", "status": "acknowledged"}});
        bench.send("PUT", &format!("/incidents/{id}"), Some(acknowledge)).await;
        bench.refused("POST", &path, Some(json!({"duration": 604_801})), 400, 1013).await;
        bench.refused("POST", &path, Some(json!({"duration": "an hour"})), 400, 2001).await;
        assert_eq!(bench.send("POST", &path, Some(json!({"duration": 3_600}))).await.0, 201);
        bench.clock.advance(3_599_000);
        assert_eq!(bench.get(&format!("/incidents/{id}")).await["incident"]["status"], "acknowledged");
        bench.clock.advance(1_000);
        assert_eq!(bench.get(&format!("/incidents/{id}")).await["incident"]["status"], "triggered");
    }
}
