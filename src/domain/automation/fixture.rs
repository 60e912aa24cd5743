//! What the tests of automation share.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::domain::id::WebhookId;

use super::found::Webhook;
use super::handle::DestinationId;
use super::key::{Region, RoutingKey};
use super::{Destination, Route};

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
