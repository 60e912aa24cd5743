//! What the tests of automation share.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::domain::id::{TicketId, WebhookId};
use crate::domain::ticket::{TicketPriority, TicketStatus};

use super::condition::{Thing, TicketType};
use super::found::Webhook;
use super::handle::DestinationId;
use super::key::RoutingKey;
use super::{Destination, Route, Sample};
use crate::domain::region::Region;

/// A key that ends in this number.
pub(super) fn key(number: u8) -> RoutingKey {
    RoutingKey::parse(&format!("R0KEY000000000000000000000000{number:03}")).unwrap()
}

/// A pasted destination with the key of this number.
pub(super) fn destination(number: u8, region: Region) -> Destination {
    Destination {
        id: DestinationId::make(number.into()),
        label: format!("Destination {number}"),
        region,
        route: Route::Pasted,
        fingerprint: Some(key(number).fingerprint()),
    }
}

/// Our webhook of a region, in order.
pub(super) fn webhook(id: &str, region: Region) -> Webhook {
    Webhook {
        id: WebhookId::parse(id).unwrap(),
        name: region.webhook_name().to_owned(),
        active: true,
        endpoint: region.endpoint().to_owned(),
        method: "POST".into(),
        format: "json".into(),
        by_triggers: true,
    }
}

/// An urgent ticket that is open.
pub(super) fn sample() -> Sample {
    let thing = |id, name: &str| Some(Thing { id, name: name.to_owned() });
    Sample {
        id: TicketId(48_213),
        title: "Checkout is down".into(),
        description: "Hi,\r\n\r\n\tnobody  can pay. \nElena".into(),
        latest_comment: "Still down".into(),
        status: TicketStatus::Open,
        priority: Some(TicketPriority::Urgent),
        kind: Some(TicketType::Incident),
        group: thing(7, "Tier 1"),
        organization: None,
        brand: thing(3, "Northwind"),
        form: thing(9, "Default"),
        tags: vec!["checkout".into(), "vip".into()],
        requester: "Elena Petrova".into(),
        requester_email: "elena@brightside.example".into(),
        assignee: String::new(),
        channel: "email".into(),
    }
}
