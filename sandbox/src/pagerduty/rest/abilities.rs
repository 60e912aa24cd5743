//! `GET /abilities` and `GET /abilities/{id}`: what the account's plan has.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::seed::ABILITIES;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::json;

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::GET, "/abilities", Needs::Read, list),
        Operation::new(MethodFilter::GET, "/abilities/{id}", Needs::Read, test),
    ]
}

#[allow(clippy::unnecessary_wraps, reason = "every operation has this shape")]
fn list(world: &mut World, _call: &Call) -> Result<Answer, Failure> {
    Ok(Answer::ok(json!({"abilities": world.abilities})))
}

fn test(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let name = call.param("id")?;
    if !ABILITIES.contains(&name) {
        return Err(Failure::not_found());
    }
    world.require_ability(name).map(|()| Answer::nothing())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;

    #[tokio::test]
    async fn an_ability_is_there_until_it_is_taken_away() {
        let bench = Bench::new();
        assert!(bench.get("/abilities").await["abilities"].as_array().unwrap().contains(&"teams".into()));
        assert_eq!(bench.send("GET", "/abilities/teams", None).await.0, 204);
        bench.pagerduty.remove_ability("teams");
        bench.refused("GET", "/abilities/teams", None, 402, 2014).await;
        bench.refused("GET", "/abilities/telepathy", None, 404, 2100).await;
    }
}
