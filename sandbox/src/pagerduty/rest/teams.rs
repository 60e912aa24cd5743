//! `GET /teams`, `GET /teams/{id}` and `GET /teams/{id}/members`.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Team, User};
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::json;

pub(super) fn operations() -> [Operation; 3] {
    [
        Operation::new(MethodFilter::GET, "/teams", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::GET, "/teams/{id}", Needs::ReadIncidents, get),
        Operation::new(MethodFilter::GET, "/teams/{id}/members", Needs::ReadIncidents, members),
    ]
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability("teams")?;
    let wanted = call.query.text("query");
    let mut teams: Vec<&Team> = world
        .teams
        .values()
        .filter(|team| wanted.as_ref().is_none_or(|text| team.name.to_lowercase().contains(text)))
        .collect();
    teams.sort_by_key(|team| team.name.to_lowercase());
    let view = call.view(world)?;
    call.query.page("teams", &teams, |team| view.team(team)).map(Answer::ok)
}

fn get(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability("teams")?;
    let team = world.teams.get(call.param("id")?).ok_or_else(Failure::not_found)?;
    Ok(Answer::ok(json!({"team": call.view(world)?.team(team)})))
}

fn members(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability("teams")?;
    let id = call.param("id")?.to_owned();
    if !world.teams.contains_key(&id) {
        return Err(Failure::not_found());
    }
    let people: Vec<&User> = world.users.values().filter(|user| user.teams.contains(&id)).collect();
    let view = call.view(world)?;
    call.query
        .page("members", &people, |user| {
            let role = match user.role.as_str() {
                "owner" | "admin" | "user" => "manager",
                "limited_user" => "responder",
                _ => "observer",
            };
            json!({"user": view.user_reference(&user.id), "role": role})
        })
        .map(Answer::ok)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;

    #[tokio::test]
    async fn teams_have_members_with_roles_and_need_the_ability() {
        let bench = Bench::new();
        let found = bench.get("/teams?query=payments").await;
        let id = found["teams"][0]["id"].as_str().unwrap().to_owned();
        let members = bench.get(&format!("/teams/{id}/members")).await;
        assert!(!members["members"].as_array().unwrap().is_empty());
        assert!(members["members"][0]["role"].is_string());
        bench.refused("GET", "/teams/PNOTEAM/members", None, 404, 2100).await;
        bench.pagerduty.remove_ability("teams");
        bench.refused("GET", "/teams", None, 402, 2014).await;
    }
}
