//! `GET /incidents/{id}/alerts`.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Alert;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;

pub(super) fn operations() -> [Operation; 1] {
    [Operation::new(MethodFilter::GET, "/incidents/{id}/alerts", Needs::ReadIncidents, list)]
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let query = &call.query;
    query.only("statuses[]", &["triggered", "resolved"])?;
    query.only(
        "sort_by",
        &["created_at", "resolved_at", "created_at:asc", "created_at:desc", "resolved_at:asc", "resolved_at:desc"],
    )?;
    let incident = world.incident(call.param("id")?)?;
    let mut alerts: Vec<&Alert> = incident
        .alerts
        .iter()
        .filter(|alert| query.one("alert_key").is_none_or(|key| alert.key == key))
        .filter(|alert| query.admits("statuses[]", if alert.resolved_at.is_some() { "resolved" } else { "triggered" }))
        .collect();
    let sort = query.one("sort_by").unwrap_or("created_at");
    if sort.starts_with("resolved_at") {
        alerts.sort_by_key(|alert| alert.resolved_at);
    } else {
        alerts.sort_by_key(|alert| alert.created_at);
    }
    if sort.ends_with(":desc") {
        alerts.reverse();
    }
    let view = call.view(world)?;
    query.page("alerts", &alerts, |alert| view.alert(incident, alert)).map(Answer::ok)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use serde_json::json;

    #[tokio::test]
    async fn alerts_are_filtered_by_key_and_status_and_resolve_with_their_incident() {
        let bench = Bench::new();
        let found = bench.get("/incidents?incident_key=Zendesk_northwind_48220&date_range=all").await;
        let id = found["incidents"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/incidents/{id}/alerts?statuses[]=triggered");
        assert_eq!(bench.get(&path).await["alerts"].as_array().unwrap().len(), 1);
        assert_eq!(bench.get(&format!("{path}&alert_key=other")).await["alerts"], json!([]));
        let change = json!({"incident": {"type": "incident", "status": "resolved"}});
        bench.send("PUT", &format!("/incidents/{id}"), Some(change)).await;
        assert_eq!(bench.get(&path).await["alerts"], json!([]));
        bench.refused("GET", &format!("/incidents/{id}/alerts?statuses[]=gone"), None, 400, 2001).await;
    }
}
