//! Integrations of services.

use super::{View, page_url, rest_url, whole, with};
use crate::pagerduty::integration::{Integration, Kind};
use crate::pagerduty::model::Service;
use serde_json::{Value, json};

impl View<'_> {
    /// A reference to an integration of a service, while the service still has it.
    pub(super) fn integration_reference(&self, service: &str, integration: &str) -> Option<Value> {
        let service = self.world.services.get(service)?;
        let integration = service.integrations.iter().find(|one| one.id == integration)?;
        Some(integration_reference(service, integration))
    }

    /// A whole integration, with the key or the address that senders need.
    pub(crate) fn integration(&self, service: &Service, integration: &Integration) -> Value {
        let head = with(
            whole(integration_reference(service, integration)),
            json!({
                "name": integration.name,
                "service": self.expand(
                    "services",
                    || View::plain(self.world).service(service),
                    || self.service_reference(&service.id),
                ),
                "created_at": self.time(integration.created_at),
                "vendor": integration.vendor,
            }),
        );
        let Kind::Events { key } = &integration.kind;
        with(head, json!({"integration_key": key}))
    }
}

/// A reference to an integration.
pub(super) fn integration_reference(service: &Service, integration: &Integration) -> Value {
    let path = format!("services/{}/integrations", service.id);
    json!({
        "id": integration.id,
        "type": format!("{}_reference", integration.type_name()),
        "summary": integration.name,
        "self": rest_url(&path, &integration.id),
        "html_url": page_url(&path, &integration.id),
    })
}
