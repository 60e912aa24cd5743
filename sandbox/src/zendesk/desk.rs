//! Ticket forms and brands: what an account is divided by, besides groups.
//!
//! Source: developer.zendesk.com, `api-reference/ticketing/tickets/ticket_forms` and `account-configuration/brands`.

use serde_json::{Value, json};

use super::model::{CREATED, ORIGIN};

/// A form that tickets are filled in on.
#[derive(Clone, Debug)]
pub(crate) struct TicketForm {
    /// Zendesk's id.
    pub(crate) id: u64,
    /// The name agents see.
    pub(crate) name: String,
    /// Whether tickets take it when nothing else is said; exactly one form is.
    pub(crate) default: bool,
    /// The fields on it, in their order.
    pub(crate) field_ids: Vec<u64>,
}

impl TicketForm {
    /// The form as `GET /api/v2/ticket_forms/{id}` shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "url": format!("{ORIGIN}/api/v2/ticket_forms/{}.json", self.id),
            "name": self.name,
            "raw_name": self.name,
            "display_name": self.name,
            "raw_display_name": self.name,
            "end_user_visible": true,
            "position": if self.default { 1 } else { 2 },
            "ticket_field_ids": self.field_ids,
            "active": true,
            "default": self.default,
            "in_all_brands": true,
            "restricted_brand_ids": [],
            "end_user_conditions": [],
            "agent_conditions": [],
            "created_at": CREATED,
            "updated_at": CREATED
        })
    }
}

/// A brand: a name under which customers meet the help desk.
#[derive(Clone, Debug)]
pub(crate) struct Brand {
    /// Zendesk's id.
    pub(crate) id: u64,
    /// Display name.
    pub(crate) name: String,
    /// The brand's own subdomain.
    pub(crate) subdomain: String,
    /// Whether tickets take it when nothing else is said.
    pub(crate) default: bool,
}

impl Brand {
    /// The brand as `GET /api/v2/brands/{id}` shows it.
    pub(crate) fn to_json(&self, forms: &[u64]) -> Value {
        let address = format!("https://{}.zendesk.com", self.subdomain);
        json!({
            "id": self.id,
            "url": format!("{ORIGIN}/api/v2/brands/{}.json", self.id),
            "name": self.name,
            "brand_url": address,
            "subdomain": self.subdomain,
            "host_mapping": null,
            "has_help_center": self.default,
            "help_center_state": if self.default { "enabled" } else { "disabled" },
            "active": true,
            "default": self.default,
            "is_deleted": false,
            "logo": null,
            "ticket_form_ids": forms,
            "signature_template": "{{agent.signature}}",
            "created_at": CREATED,
            "updated_at": CREATED
        })
    }
}
