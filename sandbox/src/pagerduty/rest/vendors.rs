//! `GET /vendors` and `GET /vendors/{id}`: makers of tools that integrations may name. PagerDuty has hundreds; these
//! are the ones that its schema names.

use super::answer::Answer;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::wire::{rest_url, vendor_reference};
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde_json::{Value, json};

/// Id, name, website.
pub(crate) const VENDORS: [(&str, &str, &str); 3] = [
    ("PZQ6AUS", "Amazon CloudWatch", "https://aws.amazon.com/cloudwatch"),
    ("P8JX75F", "Autotask", "https://www.autotask.com"),
    ("PZD94QK", "Email", "https://www.pagerduty.com"),
];

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::GET, "/vendors", Needs::Read, list),
        Operation::new(MethodFilter::GET, "/vendors/{id}", Needs::Read, get),
    ]
}

fn list(_world: &mut World, call: &Call) -> Result<Answer, Failure> {
    call.query.page("vendors", &VENDORS, whole).map(Answer::ok)
}

fn get(_world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let id = call.param("id")?;
    let vendor = VENDORS.iter().find(|vendor| vendor.0 == id).ok_or_else(Failure::not_found)?;
    Ok(Answer::ok(json!({"vendor": whole(vendor)})))
}

fn whole((id, name, website): &(&str, &str, &str)) -> Value {
    json!({
        "id": id,
        "type": "vendor",
        "summary": name,
        "self": rest_url("vendors", id),
        "html_url": null,
        "name": name,
        "website_url": website,
        "logo_url": null,
        "thumbnail_url": null,
        "description": null,
        "integration_guide_url": null,
    })
}

/// A reference to the vendor with this id, if there is one.
pub(crate) fn reference(id: &str) -> Option<Value> {
    VENDORS.iter().find(|vendor| vendor.0 == id).map(|(id, name, _)| vendor_reference(id, name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;

    #[tokio::test]
    async fn vendors_are_listed_and_found() {
        let bench = Bench::new();
        let first = bench.get("/vendors?limit=1").await;
        assert_eq!((&first["vendors"][0]["type"], &first["more"]), (&"vendor".into(), &true.into()));
        let id = first["vendors"][0]["id"].as_str().unwrap();
        assert_eq!(bench.get(&format!("/vendors/{id}")).await["vendor"]["id"], id);
        bench.refused("GET", "/vendors/PNOBODY", None, 404, 2100).await;
    }
}
