//! `GET /priorities`, highest first; 404 while the account has the feature turned off.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::wire::priority;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;

pub(super) fn operations() -> [Operation; 1] {
    [Operation::new(MethodFilter::GET, "/priorities", Needs::ReadIncidents, list)]
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    if !world.abilities.contains("priorities") {
        return Err(Failure::not_found());
    }
    call.query.page("priorities", &world.priorities, priority).map(Answer::ok)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;

    #[tokio::test]
    async fn five_priorities_come_highest_first_until_the_feature_is_off() {
        let bench = Bench::new();
        let answer = bench.get("/priorities").await;
        let names: Vec<_> = answer["priorities"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
        assert_eq!(names, ["P1", "P2", "P3", "P4", "P5"]);
        bench.pagerduty.remove_ability("priorities");
        bench.refused("GET", "/priorities", None, 404, 2100).await;
    }
}
