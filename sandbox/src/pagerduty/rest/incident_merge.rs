//! `PUT /incidents/{id}/merge`.

use super::answer::Answer;
use super::body::{self, Reference};
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Id;
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::json;

pub(super) fn operations() -> [Operation; 1] {
    [Operation::new(MethodFilter::PUT, "/incidents/{id}/merge", Needs::Act, merge).requiring_from()]
}

#[derive(Deserialize)]
struct Sources {
    source_incidents: Vec<Reference>,
}

fn merge(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let body = body::read::<Sources>(&call.body)?;
    let id = call.incident_id(world)?;
    let mut sources: Vec<Id> = Vec::new();
    for source in &body.source_incidents {
        let source = world.incident_id(&source.id)?;
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    if sources.is_empty() {
        return Err(Failure::input("source_incidents cannot be empty"));
    }
    world.merge(&id, &sources, &call.agent()?, call.now)?;
    Ok(Answer::ok(json!({"incident": View::plain(world).incident(world.incident(&id)?)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn a_merged_incident_is_resolved_and_says_into_which() {
        let bench = Bench::new();
        let (target, source) = (bench.triggered().await, bench.triggered().await);
        let path = format!("/incidents/{target}/merge");
        let body = |id: &str| Some(json!({"source_incidents": [{"id": id, "type": "incident_reference"}]}));
        assert_eq!(bench.send("PUT", &path, body(&source)).await.0, 200);
        let merged = bench.get(&format!("/incidents/{source}")).await["incident"].clone();
        assert_eq!((&merged["status"], &merged["is_mergeable"]), (&json!("resolved"), &json!(false)));
        assert_eq!(merged["resolve_reason"]["incident"]["id"], target);
        bench.refused("PUT", &path, body(&source), 400, 1019).await;
        bench.refused("PUT", &path, body(&target), 400, 2001).await;
        bench.refused("PUT", &path, Some(json!({"source_incidents": []})), 400, 2001).await;
        let reopen = Some(json!({"incident": {"type": "incident", "status": "triggered"}}));
        bench.refused("PUT", &format!("/incidents/{source}"), reopen, 400, 1019).await;
    }
}
