//! E-mail integrations of services: read, made, changed and removed.

use serde_json::{Map, Value, json};

use crate::domain::email_routing::mailbox::{Handling, Mailbox, ServiceMailboxes, is_address, is_host};
use crate::domain::id::{IntegrationId, ServiceId};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::name_of;
use super::mail_handling::{read_handling, write_handling};

/// The type of an integration that takes e-mail. PagerDuty REST: `Integration.type`.
const TYPE: &str = "generic_email_inbound_integration";

/// How many integrations of a service are read one by one, where the service shows only references.
const MOST: usize = 25;

impl<T: Transport> Api<T> {
    /// A service with its e-mail integrations. PagerDuty REST: `GET /services/{id}`; no operation lists them.
    ///
    /// An integration with rules that we do not know cannot be chosen or changed safely, so it is left out.
    pub async fn service_mailboxes(&self, service: &ServiceId) -> Result<ServiceMailboxes, Failure> {
        let request = Request::new(Method::Get, format!("/services/{service}")).query("include[]", "integrations");
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let place = root.at("service");
        let id = place.at("id").read(ServiceId::parse)?;
        let page = place.at("html_url");
        let host = page.read(host_of)?;
        let mut mailboxes = Vec::new();
        for item in place.at("integrations").items_or_none().iter().filter(|item| takes_mail(item)).take(MOST) {
            let integration = item.at("id").read(IntegrationId::parse)?;
            let found = if item.maybe("integration_email").is_some() {
                read(item, service)
            } else {
                self.mailbox(service, &integration).await
            };
            match found {
                Ok(mailbox) => mailboxes.push(mailbox),
                Err(Failure::Malformed { .. } | Failure::NotFound) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(ServiceMailboxes { name: name_of(&place).unwrap_or_else(|| id.to_string()), service: id, host, mailboxes })
    }

    /// One integration. PagerDuty REST: `GET /services/{id}/integrations/{integration_id}`.
    pub async fn mailbox(&self, service: &ServiceId, id: &IntegrationId) -> Result<Mailbox, Failure> {
        read_whole(&self.ask(Request::new(Method::Get, one(service, id))).await?, service)
    }

    /// Makes an integration. Needs PagerDuty's role Manager or more. PagerDuty REST: `POST /services/{id}/integrations`.
    pub async fn make_mailbox(
        &self,
        service: &ServiceId,
        name: &str,
        address: &str,
        handling: &Handling,
    ) -> Result<Mailbox, Failure> {
        let request = Request::new(Method::Post, format!("/services/{service}/integrations"))
            .json(&whole(name, address, handling));
        read_whole(&self.ask(request).await?, service)
    }

    /// Changes an integration to be as `mailbox`. PagerDuty REST: `PUT /services/{id}/integrations/{integration_id}`.
    ///
    /// A list cannot be emptied, so one that is empty is left as it is.
    pub async fn write_mailbox(&self, mailbox: &Mailbox) -> Result<Mailbox, Failure> {
        let Mailbox { id, service, name, address, handling } = mailbox;
        let request = Request::new(Method::Put, one(service, id)).json(&whole(name, address, handling));
        read_whole(&self.ask(request).await?, service)
    }

    /// Removes an integration; one that is gone is no failure.
    /// `DELETE /services/{id}/integrations/{integration_id}`: not in the schema, but PagerDuty's own Go client and Terraform
    /// provider remove integrations by it.
    pub async fn remove_mailbox(&self, service: &ServiceId, id: &IntegrationId) -> Result<(), Failure> {
        match self.ask(Request::new(Method::Delete, one(service, id))).await {
            Ok(_) | Err(Failure::NotFound) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

fn one(service: &ServiceId, id: &IntegrationId) -> String {
    format!("/services/{service}/integrations/{id}")
}

fn takes_mail(item: &Json<'_>) -> bool {
    item.at("type").text_or_empty().trim_end_matches("_reference") == TYPE
}

fn whole(name: &str, address: &str, handling: &Handling) -> Value {
    let mut integration = Map::new();
    integration.insert("type".to_owned(), json!(TYPE));
    integration.insert("name".to_owned(), json!(name));
    integration.insert("integration_email".to_owned(), json!(address));
    integration.extend(write_handling(handling));
    json!({ "integration": integration })
}

fn read_whole(body: &Value, service: &ServiceId) -> Result<Mailbox, Failure> {
    read(&Json::root(body).at("integration"), service)
}

fn read(place: &Json<'_>, service: &ServiceId) -> Result<Mailbox, Failure> {
    if !takes_mail(place) {
        return Err(place.at("type").malformed());
    }
    let id = place.at("id").read(IntegrationId::parse)?;
    Ok(Mailbox {
        service: service.clone(),
        name: name_of(place).unwrap_or_else(|| id.to_string()),
        address: place.at("integration_email").read(|text| is_address(text).then(|| text.to_ascii_lowercase()))?,
        handling: read_handling(place)?,
        id,
    })
}

/// The host of a page of the account, which is that of its addresses too: `https://acme.eu.pagerduty.com/…`.
fn host_of(address: &str) -> Option<String> {
    let host = address.strip_prefix("https://")?.split('/').next()?;
    is_host(host).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, body, now};
    use super::*;
    use crate::domain::email_routing::mail;
    use crate::domain::email_routing::mailbox::{Creation, Fallback, FilterMode};

    fn service() -> ServiceId {
        ServiceId::parse("PSVC001").unwrap()
    }

    fn integration() -> IntegrationId {
        IntegrationId::parse("PINT001").unwrap()
    }

    fn handling() -> Handling {
        Handling {
            creation: Creation::Rules,
            filter_mode: FilterMode::TakeAll,
            filters: Vec::new(),
            rules: mail::rules("northwind", false),
            fallback: Fallback::Discard,
        }
    }

    fn shown() -> Value {
        let mut shown = whole("Mail", "Pay@Northwind.pagerduty.com", &handling());
        shown["integration"]["id"] = json!("PINT001");
        shown
    }

    #[test]
    fn an_integration_is_made_with_its_rules() {
        let line = Line::answering(201, &shown());
        let made =
            now(line.api().make_mailbox(&service(), "Mail", "pay@northwind.pagerduty.com", &handling())).unwrap();
        assert_eq!((made.address.as_str(), &made.handling), ("pay@northwind.pagerduty.com", &handling()));
        let request = line.only();
        assert_eq!(
            (request.method, request.url.as_str()),
            (Method::Post, "https://api.pagerduty.com/services/PSVC001/integrations")
        );
        let leaf = |text: &str| json!({ "type": "contains", "part": "body", "matcher": text, "children": [] });
        let key = json!({ "type": "regex", "part": "subject", "value_name": "incident_key",
            "regex": "\\A\\[(Zendesk_northwind_[0-9]+)\\]" });
        let others = ["Status: New", "Status: Open", "Status: Pending"].map(leaf);
        let expected = json!({ "integration": {
            "type": "generic_email_inbound_integration",
            "name": "Mail",
            "integration_email": "pay@northwind.pagerduty.com",
            "email_incident_creation": "use_rules",
            "email_filter_mode": "all-email",
            "email_parsers": [
                { "action": "trigger", "match_predicate": leaf("Status: New"), "value_extractors": [key] },
                { "action": "resolve", "match_predicate": { "type": "all", "children": [
                    leaf("Status: Resolved"), { "type": "not", "children": others } ] }, "value_extractors": [key] },
            ],
            "email_parsing_fallback": "discard",
        } });
        assert_eq!(body(&request), expected);
    }

    #[test]
    fn an_integration_is_changed_and_removed_where_it_is() {
        let line = Line::answering(200, &shown()).then_raw(Ok(crate::http::Response {
            status: 204,
            retry_after: None,
            body: String::new(),
        }));
        let mailbox = Mailbox {
            id: integration(),
            service: service(),
            name: "Mail".into(),
            address: "pay@northwind.pagerduty.com".into(),
            handling: handling(),
        };
        assert_eq!(now(line.api().write_mailbox(&mailbox)), Ok(mailbox));
        assert_eq!(now(line.api().remove_mailbox(&service(), &integration())), Ok(()));
        let sent: Vec<_> = line.requests().into_iter().map(|it| (it.method, it.url)).collect();
        let address = "https://api.pagerduty.com/services/PSVC001/integrations/PINT001".to_owned();
        assert_eq!(sent, [(Method::Put, address.clone()), (Method::Delete, address)]);
        let gone = Line::answering(404, &json!({}));
        assert_eq!(now(gone.api().remove_mailbox(&service(), &integration())), Ok(()));
    }

    #[test]
    fn a_service_shows_its_mailboxes_and_references_are_followed() {
        let mut first = shown()["integration"].clone();
        first["id"] = json!("PINT009");
        let odd = json!({ "id": "PINT003", "type": "generic_email_inbound_integration", "integration_email": "x@y.z",
            "email_parsers": [{ "action": "trigger", "match_predicate": { "type": "moon" } }] });
        let service_body = json!({ "service": {
            "id": "PSVC001", "name": "Payments", "html_url": "https://Northwind.eu.pagerduty.com/service-directory/PSVC001",
            "integrations": [
                { "id": "PINT002", "type": "events_api_v2_inbound_integration", "integration_key": "x" },
                { "id": "PINT001", "type": "generic_email_inbound_integration_reference" }, first, odd,
            ],
        } });
        let line = Line::answering(200, &service_body).then(200, &shown());
        let found = now(line.api().service_mailboxes(&service())).unwrap();
        assert_eq!((found.name.as_str(), found.host.as_str()), ("Payments", "northwind.eu.pagerduty.com"));
        let ids: Vec<_> = found.mailboxes.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["PINT001", "PINT009"]);
        let urls: Vec<_> = line.requests().into_iter().map(|it| it.url).collect();
        assert_eq!(
            urls,
            [
                "https://api.pagerduty.com/services/PSVC001?include%5B%5D=integrations",
                "https://api.pagerduty.com/services/PSVC001/integrations/PINT001",
            ]
        );
    }

    #[test]
    fn an_account_on_an_odd_host_names_the_place() {
        for page in ["http://x.pagerduty.com/", "https://evil", "https://a b.c/", "javascript:1"] {
            let line = Line::answering(200, &json!({ "service": { "id": "PSVC001", "html_url": page } }));
            let failure = now(line.api().service_mailboxes(&service()));
            assert_eq!(failure, Err(Failure::Malformed { path: "service.html_url".into() }), "{page}");
        }
    }
}
