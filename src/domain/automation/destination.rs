//! Where the events of a rule go.

use crate::domain::id::{IntegrationId, OrchestrationId, OrchestrationIntegrationId, ServiceId};

use super::handle::DestinationId;
use super::key::Fingerprint;
use crate::domain::region::Region;

/// A destination, without its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its own id, which rules name.
    pub id: DestinationId,
    /// What administrators call it; at first the service's or the orchestration's name. Hostile text.
    pub label: String,
    /// The region of the PagerDuty account.
    pub region: Region,
    /// What takes the events in.
    pub route: Route,
    /// Of the key that was last seen; `None` before any was.
    pub fingerprint: Option<Fingerprint>,
}

/// What takes the events in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// An Events API v2 integration of a service. Its key can be read in PagerDuty.
    Service {
        /// The service.
        service: ServiceId,
        /// Its integration.
        integration: IntegrationId,
    },
    /// A global event orchestration, whose rules choose the service. Its key can be read in PagerDuty.
    Orchestration {
        /// The orchestration.
        orchestration: OrchestrationId,
        /// One of its integrations.
        integration: OrchestrationIntegrationId,
    },
    /// A key that an administrator pasted. It can be read nowhere but in a trigger that has it.
    Pasted,
}

impl Destination {
    /// Whether the key can be read in PagerDuty, so that nobody has to paste it.
    pub fn can_be_read(&self) -> bool {
        self.route != Route::Pasted
    }
}
