//! `GET /escalation_policies` and `GET /escalation_policies/{id}`.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{EscalationPolicy, Target};
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::json;

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::GET, "/escalation_policies", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::GET, "/escalation_policies/{id}", Needs::ReadIncidents, get),
    ]
}

/// Every user whom the policy may notify, directly or through a schedule.
fn users<'a>(world: &'a World, policy: &'a EscalationPolicy) -> impl Iterator<Item = &'a str> {
    policy.rules.iter().flat_map(|rule| rule.targets.iter()).flat_map(|target| {
        let ids: &[String] = match target {
            Target::User(id) => std::slice::from_ref(id),
            Target::Schedule(id) => {
                world.schedules.get(id).map(|schedule| schedule.users.as_slice()).unwrap_or_default()
            }
        };
        ids.iter().map(String::as_str)
    })
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let query = &call.query;
    query.only("sort_by", &["name", "name:asc", "name:desc"])?;
    if query.one("team_ids[]").is_some() {
        world.require_ability("teams")?;
    }
    let wanted = query.text("query");
    let mut policies: Vec<&EscalationPolicy> = world
        .policies
        .values()
        .filter(|policy| wanted.as_ref().is_none_or(|text| policy.name.to_lowercase().contains(text)))
        .filter(|policy| query.admits_any("team_ids[]", policy.teams.iter().map(String::as_str)))
        .filter(|policy| query.admits_any("user_ids[]", users(world, policy)))
        .collect();
    policies.sort_by_key(|policy| policy.name.to_lowercase());
    if query.one("sort_by") == Some("name:desc") {
        policies.reverse();
    }
    let view = call.view(world)?;
    query.page("escalation_policies", &policies, |policy| view.policy(policy)).map(Answer::ok)
}

fn get(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let policy = world.policies.get(call.param("id")?).ok_or_else(Failure::not_found)?;
    Ok(Answer::ok(json!({"escalation_policy": call.view(world)?.policy(policy)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;

    #[tokio::test]
    async fn policies_are_found_by_name_and_by_the_people_in_them() {
        let bench = Bench::new();
        let found = bench.get("/escalation_policies?query=checkout").await;
        let policy = &found["escalation_policies"][0];
        assert!(policy["escalation_rules"].as_array().unwrap().len() >= 2);
        assert_eq!(policy["escalation_rules"][0]["targets"][0]["type"], "schedule_reference");
        let maya = bench.user("maya.chen@northwind.example");
        let hers = bench.get(&format!("/escalation_policies?user_ids[]={maya}&limit=100")).await;
        let hers = hers["escalation_policies"].as_array().unwrap();
        assert!(!hers.is_empty() && hers.iter().any(|one| one["id"] == policy["id"]));
        let nobodys = bench.get("/escalation_policies?user_ids[]=PNOBODY").await;
        assert!(nobodys["escalation_policies"].as_array().unwrap().is_empty());
        bench.refused("GET", "/escalation_policies/PNOTHIN", None, 404, 2100).await;
    }
}
