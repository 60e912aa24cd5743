//! A destination that is being added, and what there is to choose from.

use std::fmt;

use crate::domain::automation::{Fingerprint, Region, Route, RoutingKey};
use crate::domain::failure::Failure;
use crate::domain::id::{OrchestrationId, ServiceId};
use crate::domain::incident::Named;
use crate::domain::remote::Remote;
use crate::domain::timeline::Page;

/// The longest name of a destination, in characters.
pub const LONGEST_LABEL: usize = 120;

/// The ids of the fields.
pub const SERVICE: &str = "destination-service";
/// The search among orchestrations.
pub const ORCHESTRATION: &str = "destination-orchestration";
/// The name of a pasted key's destination.
pub const LABEL: &str = "destination-label";
/// The pasted key.
pub const KEY: &str = "destination-key";
/// The button that creates an integration.
pub const CREATE: &str = "destination-create";
/// What shows the choices.
pub const ADD: &str = "destination-add";

/// What was typed into a line for a key. Prints nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TypedKey(String);

impl TypedKey {
    /// What was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// What was typed, for the line itself.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// The key, if what was typed is one.
    pub fn key(&self) -> Option<RoutingKey> {
        RoutingKey::parse(&self.0)
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for TypedKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TypedKey(…)")
    }
}

/// How a destination is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// By a service and its integration.
    #[default]
    Service,
    /// By a global event orchestration and its integration.
    Orchestration,
    /// By a key.
    Paste,
}

/// How creating an integration goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Creating {
    /// Nobody asked for it.
    #[default]
    Idle,
    /// On its way.
    Asked(u32),
    /// PagerDuty refused.
    Refused(Failure),
    /// The answer was lost: the integrations are looked through before another can be created.
    Doubt(Failure),
}

/// An integration that takes events in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Where it leads.
    pub route: Route,
    /// Its name; hostile text.
    pub name: String,
    /// Of its key; `None` when the administrator's role in PagerDuty may not see the key.
    pub fingerprint: Option<Fingerprint>,
}

/// What was chosen first, of which an integration is chosen next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A service.
    Service(Named<ServiceId>),
    /// A global event orchestration.
    Orchestration(Named<OrchestrationId>),
}

impl Owner {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Service(it) => &it.name,
            Self::Orchestration(it) => &it.name,
        }
    }
}

/// A destination being added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosing {
    /// How.
    pub way: Way,
    /// What was typed to find a service or an orchestration; its name once it is chosen.
    pub query: String,
    /// The services found.
    pub services: Remote<Page<Named<ServiceId>>>,
    /// Every orchestration: PagerDuty cannot search them.
    pub orchestrations: Remote<Vec<Named<OrchestrationId>>>,
    /// What was chosen of them.
    pub owner: Option<Owner>,
    /// Its integrations that take events in.
    pub offers: Remote<Vec<Offer>>,
    /// Whether one is being created.
    pub creating: Creating,
    /// The name of a pasted key's destination.
    pub label: String,
    /// The region of the account.
    pub region: Region,
    /// The pasted key.
    pub key: TypedKey,
    /// Whether what is missing is said.
    pub checked: bool,
    pub(super) listed: Option<u32>,
    pub(super) asked: Option<u32>,
}

impl Choosing {
    pub(super) fn new(region: Region) -> Self {
        Self {
            way: Way::default(),
            query: String::new(),
            services: Remote::Absent,
            orchestrations: Remote::Absent,
            owner: None,
            offers: Remote::Absent,
            creating: Creating::default(),
            label: String::new(),
            region,
            key: TypedKey::default(),
            checked: false,
            listed: None,
            asked: None,
        }
    }

    /// Whether an integration may be created now: it is known which there are, and nothing is on its way.
    pub fn may_create(&self) -> bool {
        matches!(self.owner, Some(Owner::Service(_)))
            && matches!(self.offers, Remote::Fresh(_))
            && self.asked.is_none()
            && matches!(self.creating, Creating::Idle | Creating::Refused(_))
    }

    /// Whether the name of a pasted key's destination will do.
    pub fn label_is_good(&self) -> bool {
        (1..=LONGEST_LABEL).contains(&self.label.trim().chars().count())
    }

    pub(super) fn forget_owner(&mut self) {
        self.owner = None;
        self.offers = Remote::Absent;
        self.creating = Creating::Idle;
        self.asked = None;
    }

    /// Whether an integration is being created, so that nothing else may be chosen.
    pub fn is_creating(&self) -> bool {
        matches!(self.creating, Creating::Asked(_))
    }
}
