//! `GET /users`, `GET /users/me` and `GET /users/{id}`.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::User;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::json;

pub(super) fn operations() -> [Operation; 3] {
    [
        Operation::new(MethodFilter::GET, "/users", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::GET, "/users/me", Needs::Read, me),
        Operation::new(MethodFilter::GET, "/users/{id}", Needs::ReadIncidents, get),
    ]
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    if call.query.one("team_ids[]").is_some() {
        world.require_ability("teams")?;
    }
    let wanted = call.query.text("query");
    let mut users: Vec<&User> = world
        .users
        .values()
        .filter(|user| {
            wanted
                .as_ref()
                .is_none_or(|text| user.name.to_lowercase().contains(text) || user.email.to_lowercase().contains(text))
        })
        .filter(|user| call.query.admits_any("team_ids[]", user.teams.iter().map(String::as_str)))
        .collect();
    users.sort_by_key(|user| user.name.to_lowercase());
    let view = call.view(world)?;
    call.query.page("users", &users, |user| view.user(user)).map(Answer::ok)
}

fn me(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let user = call
        .caller
        .user
        .as_ref()
        .and_then(|id| world.users.get(id))
        .ok_or_else(|| Failure::input("This request can only be made with a user's own token"))?;
    Ok(Answer::ok(json!({"user": call.view(world)?.user(user)})))
}

fn get(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let user = world.users.get(call.param("id")?).ok_or_else(Failure::not_found)?;
    Ok(Answer::ok(json!({"user": call.view(world)?.user(user)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;

    #[tokio::test]
    async fn the_token_knows_its_user_and_an_account_key_has_none() {
        let bench = Bench::new();
        let me = bench.get("/users/me?include[]=teams").await;
        assert_eq!(me["user"]["email"], "maya.chen@northwind.example");
        assert_eq!(me["user"]["role"], "admin");
        assert_eq!(me["user"]["teams"][0]["type"], "team");
        let key = bench.pagerduty.read_only_key();
        let (status, answer) = bench.send_as(&format!("Token token={key}"), "GET", "/users/me", None).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &2001.into()));
    }

    #[tokio::test]
    async fn users_of_every_script_are_found_by_name() {
        let bench = Bench::new();
        let total = bench.get("/users?total=true").await["total"].as_u64().unwrap();
        assert!(total >= 30);
        for query in ["PRIYA", "%E5%B1%B1%E7%94%B0", "%D8%B3%D8%A7%D8%B1%D8%A9"] {
            let found = bench.get(&format!("/users?query={query}")).await;
            assert_eq!(found["users"].as_array().unwrap().len(), 1, "{query}");
            let id = found["users"][0]["id"].as_str().unwrap();
            assert_eq!(bench.get(&format!("/users/{id}")).await["user"]["name"], found["users"][0]["name"]);
        }
        bench.refused("GET", "/users/PNOBODY", None, 404, 2100).await;
    }
}
