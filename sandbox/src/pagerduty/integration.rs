//! How events and mails reach a service.
//!
//! Source: PagerDuty REST schema `Integration`.

use super::mailbox::Mailbox;
use super::model::Id;

/// An integration of a service.
#[derive(Clone, Debug)]
pub(crate) struct Integration {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) created_at: i64,
    pub(crate) vendor: Option<Id>,
    /// How many events or mails have come in.
    pub(crate) received: u64,
    pub(crate) kind: Kind,
}

/// What an integration takes in.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// `events_api_v2_inbound_integration`, with the key that senders name: 32 letters and digits.
    Events { key: String },
    /// `generic_email_inbound_integration`.
    Email(Box<Mailbox>),
}

impl Integration {
    /// The `type` of the schema.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Events { .. } => "events_api_v2_inbound_integration",
            Kind::Email(_) => "generic_email_inbound_integration",
        }
    }

    /// The key of an Events API integration.
    pub(crate) fn routing_key(&self) -> Option<&str> {
        match &self.kind {
            Kind::Events { key } => Some(key),
            Kind::Email(_) => None,
        }
    }

    /// The mailbox of an e-mail integration.
    pub(crate) fn mailbox(&self) -> Option<&Mailbox> {
        match &self.kind {
            Kind::Events { .. } => None,
            Kind::Email(mailbox) => Some(mailbox),
        }
    }
}
