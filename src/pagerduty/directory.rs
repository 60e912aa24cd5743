//! Services, escalation policies and users, found by a part of their name.

use crate::domain::id::{EscalationPolicyId, ServiceId, UserId};
use crate::domain::incident::Named;
use crate::domain::timeline::Page;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::named;

/// As many as a list of suggestions can use; who sees too many types on.
const PAGE: u32 = 25;

impl<T: Transport> Api<T> {
    /// The first services whose name contains `query`, by name; those that are disabled take no incident and are left out.
    /// PagerDuty REST: `GET /services`.
    pub async fn services(&self, query: &str) -> Result<Page<Named<ServiceId>>, Failure> {
        let request = search("/services", query).query("sort_by", "name");
        let page = self.page(request, "services", PAGE, 0, service).await?;
        Ok(Page { items: page.items.into_iter().flatten().collect(), more: page.more })
    }

    /// The first escalation policies whose name contains `query`, by name. PagerDuty REST: `GET /escalation_policies`.
    pub async fn escalation_policies(&self, query: &str) -> Result<Page<Named<EscalationPolicyId>>, Failure> {
        let request = search("/escalation_policies", query).query("sort_by", "name");
        self.page(request, "escalation_policies", PAGE, 0, |place| item(place, EscalationPolicyId::parse)).await
    }

    /// The first users whose name contains `query`. PagerDuty REST: `GET /users`.
    pub async fn users(&self, query: &str) -> Result<Page<Named<UserId>>, Failure> {
        self.page(search("/users", query), "users", PAGE, 0, |place| item(place, UserId::parse)).await
    }
}

fn search(path: &str, query: &str) -> Request {
    let request = Request::new(Method::Get, path);
    match query.trim() {
        "" => request,
        query => request.query("query", query),
    }
}

fn service(place: &Json<'_>) -> Result<Option<Named<ServiceId>>, Failure> {
    let service = item(place, ServiceId::parse)?;
    Ok((place.at("status").text_or_empty() != "disabled").then_some(service))
}

fn item<I: std::fmt::Display>(place: &Json<'_>, parse: impl Fn(&str) -> Option<I>) -> Result<Named<I>, Failure> {
    named(place, parse).ok_or_else(|| place.at("id").malformed())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;

    #[test]
    fn services_are_searched_by_name_without_the_disabled_ones() {
        let services = [
            json!({ "id": "PSVC001", "name": "Checkout", "summary": "Checkout", "status": "active" }),
            json!({ "id": "PSVC002", "name": "Old", "status": "disabled" }),
            json!({ "id": "PSVC003", "summary": "Search", "status": "maintenance" }),
        ];
        let line = Line::answering(200, &json!({ "services": services, "more": true }));
        let page = now(line.api().services(" check & out ")).unwrap();
        let names: Vec<_> = page.items.iter().map(|service| service.name.as_str()).collect();
        assert_eq!((names, page.more), (vec!["Checkout", "Search"], true));
        let url = "https://api.pagerduty.com/services?query=check%20%26%20out&sort_by=name&limit=25&offset=0";
        assert_eq!(line.only().url, url);
    }

    #[test]
    fn nothing_typed_asks_for_the_first_ones() {
        let line = Line::answering(200, &json!({ "users": [], "escalation_policies": [] }));
        now(line.api().users("  ")).unwrap();
        now(line.api().escalation_policies("")).unwrap();
        let urls: Vec<_> = line.requests().into_iter().map(|request| request.url).collect();
        let expected = [
            "https://api.pagerduty.com/users?limit=25&offset=0",
            "https://api.pagerduty.com/escalation_policies?sort_by=name&limit=25&offset=0",
        ];
        assert_eq!(urls, expected);
    }

    #[test]
    fn an_id_that_could_leave_its_path_names_the_place() {
        let line = Line::answering(200, &json!({ "users": [{ "id": "P1" }, { "id": "../x", "name": "Eve" }] }));
        assert_eq!(now(line.api().users("")), Err(Failure::Malformed { path: "users[1].id".into() }));
    }
}
