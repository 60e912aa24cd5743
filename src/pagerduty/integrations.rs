//! How events and mails reach a service. PagerDuty REST: `Integration`.

use serde_json::{Value, json};

use crate::domain::automation::RoutingKey;
use crate::domain::id::{IntegrationId, ServiceId};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

/// An integration of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integration {
    /// Its id.
    pub id: IntegrationId,
    /// Its name; hostile text.
    pub name: String,
    /// What it takes in.
    pub kind: IntegrationKind,
}

/// What an integration takes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntegrationKind {
    /// Events of the Events API v2, with this key; `None` when the user may not see it.
    Events(Option<RoutingKey>),
    /// Mails to this address.
    Email(String),
    /// Something else, by its type.
    Other(String),
}

impl Integration {
    /// Whether it takes events of the Events API v2 in.
    pub fn takes_events(&self) -> bool {
        matches!(self.kind, IntegrationKind::Events(_))
    }

    /// The key of an Events API v2 integration, if it was told.
    pub fn key(&self) -> Option<&RoutingKey> {
        match &self.kind {
            IntegrationKind::Events(key) => key.as_ref(),
            IntegrationKind::Email(_) | IntegrationKind::Other(_) => None,
        }
    }
}

const EVENTS: &str = "events_api_v2_inbound_integration";

impl<T: Transport> Api<T> {
    /// Every integration of a service. PagerDuty REST: `GET /services/{id}?include[]=integrations`.
    pub async fn service_integrations(&self, service: &ServiceId) -> Result<Vec<Integration>, Failure> {
        let request = Request::new(Method::Get, format!("/services/{service}")).query("include[]", "integrations");
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let service = root.at("service");
        service.at("integrations").items()?.iter().map(read).collect()
    }

    /// One integration. PagerDuty REST: `GET /services/{id}/integrations/{integration_id}`.
    pub async fn service_integration(
        &self,
        service: &ServiceId,
        integration: &IntegrationId,
    ) -> Result<Integration, Failure> {
        let body =
            self.ask(Request::new(Method::Get, format!("/services/{service}/integrations/{integration}"))).await?;
        read(&Json::root(&body).at("integration"))
    }

    /// Makes an Events API v2 integration, once. PagerDuty REST: `POST /services/{id}/integrations`. After a lost answer look for it.
    pub async fn create_events_integration(&self, service: &ServiceId, name: &str) -> Result<Integration, Failure> {
        let integration = json!({ "integration": { "type": EVENTS, "name": name } });
        let request = Request::new(Method::Post, format!("/services/{service}/integrations")).json(&integration);
        let body: Value = self.ask(request).await?;
        read(&Json::root(&body).at("integration"))
    }
}

/// Reads an integration. Which keys and addresses are told depends on the user's role.
fn read(place: &Json<'_>) -> Result<Integration, Failure> {
    let name = [place.at("name"), place.at("summary")].iter().map(Json::text_or_empty).find(|name| !name.is_empty());
    let kind = place.at("type").text_or_empty().trim_end_matches("_reference");
    let kind = match kind {
        EVENTS => IntegrationKind::Events(RoutingKey::parse(place.at("integration_key").text_or_empty())),
        "generic_email_inbound_integration" => {
            IntegrationKind::Email(place.at("integration_email").text_or_empty().to_owned())
        }
        other => IntegrationKind::Other(other.to_owned()),
    };
    let id = place.at("id").read(IntegrationId::parse)?;
    Ok(Integration { name: name.unwrap_or(id.as_str()).to_owned(), id, kind })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::super::fixture::{Line, body, now};
    use super::*;

    const KEY: &str = "R0123456789ABCDEFGHIJKLMNOPQRSTU";

    fn service() -> ServiceId {
        ServiceId::parse("PSVC001").unwrap()
    }

    #[test]
    fn integrations_come_with_their_service_and_print_no_key() {
        let integrations = [
            json!({ "id": "P1", "type": EVENTS, "name": "Zendesk", "integration_key": KEY }),
            json!({ "id": "P2", "type": "generic_email_inbound_integration", "summary": "Mail", "integration_email": "a@x.pagerduty.com" }),
            json!({ "id": "P3", "type": "nagios_inbound_integration", "name": null }),
            json!({ "id": "P4", "type": "events_api_v2_inbound_integration_reference", "summary": "Ref" }),
        ];
        let line = Line::answering(200, &json!({ "service": { "id": "PSVC001", "integrations": integrations } }));
        let found = now(line.api().service_integrations(&service())).unwrap();
        let told: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.key().is_some())).collect();
        assert_eq!(told, [("Zendesk", true), ("Mail", false), ("P3", false), ("Ref", false)]);
        assert!(!format!("{found:?}").contains(KEY));
        assert_eq!(line.only().url, "https://api.pagerduty.com/services/PSVC001?include%5B%5D=integrations");
    }

    #[test]
    fn one_integration_is_read_and_made() {
        let shown = json!({ "integration": { "id": "P1", "type": EVENTS, "name": "Zendesk", "integration_key": KEY } });
        let line = Line::answering(200, &shown).then(201, &shown);
        let id = IntegrationId::parse("P1").unwrap();
        let read = now(line.api().service_integration(&service(), &id)).unwrap();
        assert_eq!(read.key().unwrap().expose_secret(), KEY);
        assert_eq!(now(line.api().create_events_integration(&service(), "Zendesk")), Ok(read));
        let [get, post] = line.requests().try_into().unwrap();
        assert_eq!(get.url, "https://api.pagerduty.com/services/PSVC001/integrations/P1");
        assert_eq!(
            (post.method, post.url.as_str()),
            (Method::Post, "https://api.pagerduty.com/services/PSVC001/integrations")
        );
        assert_eq!(body(&post), json!({ "integration": { "type": EVENTS, "name": "Zendesk" } }));
    }

    #[test]
    fn an_id_that_could_leave_its_path_names_the_place() {
        let line = Line::answering(200, &json!({ "service": { "integrations": [{ "id": "../x" }] } }));
        let complaint = now(line.api().service_integrations(&service()));
        assert_eq!(complaint, Err(Failure::Malformed { path: "service.integrations[0].id".into() }));
    }
}
