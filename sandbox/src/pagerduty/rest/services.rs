//! `GET /services` and `GET /services/{id}`.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Service;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::json;

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::GET, "/services", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::GET, "/services/{id}", Needs::ReadIncidents, get),
    ]
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let query = &call.query;
    query.only("sort_by", &["name", "name:asc", "name:desc"])?;
    if query.one("team_ids[]").is_some() {
        world.require_ability("teams")?;
    }
    let wanted = query.text("query");
    let mut services: Vec<&Service> = world
        .services
        .values()
        .filter(|service| wanted.as_ref().is_none_or(|text| service.name.to_lowercase().contains(text)))
        .filter(|service| query.one("name").is_none_or(|name| service.name == name))
        .filter(|service| query.admits_any("team_ids[]", service.teams.iter().map(String::as_str)))
        .collect();
    services.sort_by_cached_key(|service| service.name.to_lowercase());
    if query.one("sort_by") == Some("name:desc") {
        services.reverse();
    }
    let view = call.view(world)?;
    query.page("services", &services, |service| view.service(service)).map(Answer::ok)
}

fn get(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let service = world.services.get(call.param("id")?).ok_or_else(Failure::not_found)?;
    Ok(Answer::ok(json!({"service": call.view(world)?.service(service)})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;

    #[tokio::test]
    async fn a_service_beyond_the_first_page_is_found_by_words_of_its_name() {
        let bench = Bench::new();
        let first = bench.get("/services?limit=100&total=true").await;
        assert!(first["total"].as_u64().unwrap() > 2_500);
        let names: Vec<_> =
            first["services"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        assert!(!names.iter().any(|name| name == "Payments Webhooks"));
        let found = bench.get("/services?query=payments%20web&include[]=escalation_policies").await;
        assert_eq!(found["services"][0]["name"], "Payments Webhooks");
        assert_eq!(found["services"][0]["escalation_policy"]["type"], "escalation_policy");
        let id = found["services"][0]["id"].as_str().unwrap();
        let one = bench.get(&format!("/services/{id}")).await;
        assert_eq!(one["service"]["escalation_policy"]["type"], "escalation_policy_reference");
        assert!(!one.to_string().contains("routing_key"), "the secret of the integration stays inside");
        bench.refused("GET", "/services/PNOSERV", None, 404, 2100).await;
    }

    #[tokio::test]
    async fn a_service_shows_its_state() {
        let bench = Bench::new();
        let status = async |name: &str| {
            bench.get(&format!("/services/{}", bench.service(name))).await["service"]["status"].clone()
        };
        assert_eq!(status("Checkout API").await, "warning");
        assert_eq!(status("Legacy Fax Gateway").await, "disabled");
        bench.triggered().await;
        assert_eq!(status("Search").await, "critical");
    }
}
