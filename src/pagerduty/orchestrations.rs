//! Global event orchestrations, whose rules choose the service of an event. PagerDuty REST: `/event_orchestrations`.

use crate::domain::automation::RoutingKey;
use crate::domain::id::{OrchestrationId, OrchestrationIntegrationId};
use crate::domain::timeline::Page;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE};

/// A global event orchestration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orchestration {
    /// Its id.
    pub id: OrchestrationId,
    /// Its name; hostile text.
    pub name: String,
}

/// One of its integrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrchestrationIntegration {
    /// Its id.
    pub id: OrchestrationIntegrationId,
    /// What it is called; hostile text.
    pub label: String,
    /// Its key; `None` when the user may not see it.
    pub key: Option<RoutingKey>,
}

impl<T: Transport> Api<T> {
    /// A page of a hundred orchestrations, by name. PagerDuty REST: `GET /event_orchestrations`, which cannot be searched.
    pub async fn orchestrations(&self, offset: u32) -> Result<Page<Orchestration>, Failure> {
        let request = Request::new(Method::Get, "/event_orchestrations").query("sort_by", "name:asc");
        let read = |place: &Json<'_>| {
            let id = place.at("id").read(OrchestrationId::parse)?;
            Ok(Orchestration { id, name: place.at("name").text_or_empty().to_owned() })
        };
        self.page(request, "orchestrations", LARGEST_PAGE, offset, read).await
    }

    /// The integrations of an orchestration. PagerDuty REST: `GET /event_orchestrations/{id}/integrations`.
    pub async fn orchestration_integrations(
        &self,
        orchestration: &OrchestrationId,
    ) -> Result<Vec<OrchestrationIntegration>, Failure> {
        let address = format!("/event_orchestrations/{}/integrations", orchestration.as_str());
        let body = self.ask(Request::new(Method::Get, address)).await?;
        let root = Json::root(&body);
        root.at("integrations").items()?.iter().map(integration).collect()
    }

    /// One of them. PagerDuty REST: `GET /event_orchestrations/{id}/integrations/{integration_id}`.
    pub async fn orchestration_integration(
        &self,
        orchestration: &OrchestrationId,
        id: &OrchestrationIntegrationId,
    ) -> Result<OrchestrationIntegration, Failure> {
        let address = format!("/event_orchestrations/{}/integrations/{}", orchestration.as_str(), id.as_str());
        let body = self.ask(Request::new(Method::Get, address)).await?;
        integration(&Json::root(&body).at("integration"))
    }
}

fn integration(place: &Json<'_>) -> Result<OrchestrationIntegration, Failure> {
    Ok(OrchestrationIntegration {
        id: place.at("id").read(OrchestrationIntegrationId::parse)?,
        label: place.at("label").text_or_empty().to_owned(),
        key: RoutingKey::parse(place.at("parameters").at("routing_key").text_or_empty()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;

    const KEY: &str = "R0123456789ABCDEFGHIJKLMNOPQRSTU";
    const ID: &str = "b02e973d-9620-4e0a-9edc-00fedf7d4694";

    #[test]
    fn orchestrations_come_by_the_hundred_and_by_name() {
        let line =
            Line::answering(200, &json!({ "orchestrations": [{ "id": ID, "name": "<b>All</b>" }], "more": false }));
        let page = now(line.api().orchestrations(0)).unwrap();
        assert_eq!((page.items[0].id.as_str(), page.items[0].name.as_str(), page.more), (ID, "<b>All</b>", false));
        let url = "https://api.pagerduty.com/event_orchestrations?sort_by=name%3Aasc&limit=100&offset=0";
        assert_eq!(line.only().url, url);
    }

    #[test]
    fn keys_are_read_and_print_nothing() {
        let shown = json!({ "id": "9c5ff030-12da-4204-a067-25ee61a8df6c", "label": "Zendesk", "parameters": { "routing_key": KEY, "type": "global" } });
        let line = Line::answering(200, &json!({ "integrations": [shown], "total": 1 }))
            .then(200, &json!({ "integration": shown }));
        let id = OrchestrationId::parse(ID).unwrap();
        let found = now(line.api().orchestration_integrations(&id)).unwrap();
        let one = now(line.api().orchestration_integration(&id, &found[0].id)).unwrap();
        assert_eq!((one.key.as_ref().unwrap().expose_secret(), &one), (KEY, &found[0]));
        assert!(!format!("{one:?}").contains(KEY));
        let urls: Vec<_> = line.requests().into_iter().map(|request| request.url).collect();
        let base = format!("https://api.pagerduty.com/event_orchestrations/{ID}/integrations");
        assert_eq!(urls, [base.clone(), format!("{base}/9c5ff030-12da-4204-a067-25ee61a8df6c")]);
    }

    #[test]
    fn an_id_that_could_leave_its_path_names_the_place() {
        let line = Line::answering(200, &json!({ "orchestrations": [{ "id": "a/b" }] }));
        assert_eq!(now(line.api().orchestrations(0)), Err(Failure::Malformed { path: "orchestrations[0].id".into() }));
    }
}
