//! `GET /event_orchestrations`, one of them, its keys and its router. Changing them is not part of the sandbox.
//!
//! The schema answers 403 and never 402 here, so a plan without orchestrations is told with 403.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::orchestration::Orchestration;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::json;
use std::cmp::Reverse;

pub(super) fn operations() -> [Operation; 4] {
    let get = |path, run| Operation::new(MethodFilter::GET, path, Needs::ReadIncidents, run);
    [
        get("/event_orchestrations", list),
        get("/event_orchestrations/{id}", one),
        get("/event_orchestrations/{id}/integrations", integrations),
        get("/event_orchestrations/{id}/router", router),
    ]
}

/// The orchestrations that the caller may see: those of a team, and those without one for admins.
fn visible<'a>(world: &'a World, call: &Call) -> Result<Vec<&'a Orchestration>, Failure> {
    if !world.abilities.contains("event_orchestrations") {
        return Err(Failure::forbidden().because("Event Orchestration is not available for this account"));
    }
    let user = call.caller.user.as_ref().and_then(|id| world.users.get(id));
    let admin = user.is_none_or(|user| matches!(user.role.as_str(), "owner" | "admin"));
    Ok(world.orchestrations.iter().filter(|one| admin || one.team.is_some()).collect())
}

fn named<'a>(world: &'a World, call: &Call) -> Result<&'a Orchestration, Failure> {
    let id = call.param("id")?;
    visible(world, call)?.into_iter().find(|one| one.id == id).ok_or_else(Failure::not_found)
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let sorts = ["name:asc", "name:desc", "routes:asc", "routes:desc", "created_at:asc", "created_at:desc"];
    call.query.only("sort_by", &sorts)?;
    let mut all = visible(world, call)?;
    match call.query.one("sort_by").unwrap_or("name:asc") {
        "name:desc" => all.sort_by_key(|one| Reverse(one.name.to_lowercase())),
        "routes:asc" => all.sort_by_key(|one| one.routes()),
        "routes:desc" => all.sort_by_key(|one| Reverse(one.routes())),
        "created_at:asc" => all.sort_by_key(|one| one.created_at),
        "created_at:desc" => all.sort_by_key(|one| Reverse(one.created_at)),
        _ => all.sort_by_key(|one| one.name.to_lowercase()),
    }
    let view = call.view(world)?;
    call.query.page("orchestrations", &all, |one| view.orchestration(one, false)).map(Answer::ok)
}

fn one(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let found = named(world, call)?;
    Ok(Answer::ok(json!({"orchestration": call.view(world)?.orchestration(found, true)})))
}

fn integrations(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let found = named(world, call)?;
    let view = call.view(world)?;
    let all: Vec<_> = found.integrations.iter().map(|one| view.orchestration_integration(one)).collect();
    Ok(Answer::ok(json!({"integrations": all, "total": all.len()})))
}

fn router(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let found = named(world, call)?;
    Ok(Answer::ok(json!({"orchestration_path": call.view(world)?.router(found)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn orchestrations_come_in_pages_with_their_keys_and_rules() {
        let bench = Bench::new();
        let found = bench.get("/event_orchestrations?limit=1&total=true").await;
        let first = &found["orchestrations"][0];
        assert_eq!((&first["name"], &found["more"]), (&json!("Customer reports"), &json!(true)));
        assert_eq!((&first["routes"], &first["team"]["type"]), (&json!(3), &json!("team_reference")));
        assert!(first["integrations"].is_null(), "the list does not show keys");
        let path = format!("/event_orchestrations/{}", first["id"].as_str().unwrap());
        let key = bench.pagerduty.orchestration_key("Customer reports").unwrap();
        let one = bench.get(&path).await;
        assert_eq!(one["orchestration"]["integrations"][0]["parameters"]["routing_key"], key);
        let integrations = bench.get(&format!("{path}/integrations")).await;
        assert_eq!(integrations["total"], 2);
        assert_eq!(integrations["integrations"][0]["parameters"], json!({"routing_key": key, "type": "global"}));
        let router = bench.get(&format!("{path}/router")).await;
        let path = &router["orchestration_path"];
        assert_eq!((&path["type"], &path["sets"][0]["id"]), (&json!("router"), &json!("start")));
        let rule = &path["sets"][0]["rules"][0];
        assert_eq!(rule["conditions"][0]["expression"], "event.summary matches part 'checkout'");
        assert_eq!(rule["actions"]["route_to"], bench.service("Checkout API"));
        assert_eq!(path["catch_all"]["actions"]["route_to"], bench.service("Customer Portal"));
        let reversed = bench.get("/event_orchestrations?sort_by=name:desc").await;
        assert_ne!(reversed["orchestrations"][0]["name"], "Customer reports");
        bench.refused("GET", "/event_orchestrations?sort_by=age:asc", None, 400, 2001).await;
        bench.refused("GET", "/event_orchestrations/none/router", None, 404, 2100).await;
    }

    #[tokio::test]
    async fn orchestrations_without_a_team_are_for_admins_and_none_are_there_without_the_plan() {
        let bench = Bench::new();
        let count = async |who: &str| {
            let token = bench.bearer(&format!("{who}@northwind.example"));
            let (status, answer) = bench.send_as(&token, "GET", "/event_orchestrations", None).await;
            (status, answer["orchestrations"].as_array().map(Vec::len))
        };
        bench.pagerduty.set_role("priya.nair@northwind.example", "admin");
        bench.pagerduty.set_role("maya.chen@northwind.example", "user");
        assert_eq!(count("priya.nair").await, (200, Some(3)));
        assert_eq!(count("maya.chen").await, (200, Some(2)));
        assert_eq!(count("status.screen").await.0, 403);
        bench.pagerduty.remove_ability("event_orchestrations");
        bench.refused("GET", "/event_orchestrations", None, 403, 2010).await;
        bench.pagerduty.restore_ability("event_orchestrations");
        assert_eq!(count("maya.chen").await.0, 200);
    }
}
