//! A stateful Zendesk: the part of the Support API that the console uses, and the account behind it.
//!
//! Source: developer.zendesk.com API reference (tickets, search, users, groups, ticket fields, apps).

mod access;
#[cfg(test)]
pub(crate) mod bench;
mod create;
mod desk;
mod installation;
mod model;
mod paging;
mod placeholders;
pub(crate) mod proxy;
#[cfg(test)]
mod proxy_tests;
mod refusal;
mod routes;
mod search;
pub mod seed;
mod stamp;
mod targets;
mod tools;
mod triggers;
mod update;
pub(crate) mod webhooks;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use serde_json::{Value, json};
use tokio::sync::broadcast;

pub(crate) use access::{Session, envelope};
pub use installation::{APP_ID, INSTALLATION_ID};
pub use model::{Audit, Comment, Group, ORIGIN, Organization, Role, SUBDOMAIN, Ticket, TicketField, User};
pub use refusal::Refusal;
pub use targets::Mail;

use crate::clock::Clock;
use world::World;

/// What the agent workspace is told while it is open.
#[derive(Clone, Debug, PartialEq)]
pub enum Push {
    /// A ticket was changed through the API; `by` is the agent.
    TicketUpdated {
        /// The ticket.
        ticket: u64,
        /// Who changed it.
        by: u64,
    },
    /// A ticket was made.
    TicketCreated {
        /// The ticket.
        ticket: u64,
    },
    /// `POST /api/v2/apps/notify`: an event for every open instance of the app, or those of one agent.
    AppNotification {
        /// The event's name without `api_notification.`.
        event: String,
        /// The body: JSON when it parses as JSON, else the text.
        body: Value,
        /// Only for this agent, when given.
        agent: Option<u64>,
    },
    /// The account or the page's own state was changed by the controls.
    Control(Value),
}

impl Push {
    /// The push as the page reads it.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::TicketUpdated { ticket, by } => {
                json!({"type": "ticket.updated", "ticket_id": ticket, "by": by})
            }
            Self::TicketCreated { ticket } => json!({"type": "ticket.created", "ticket_id": ticket}),
            Self::AppNotification { event, body, agent } => {
                json!({"type": "api_notification", "event": event, "body": body, "agent_id": agent})
            }
            Self::Control(change) => json!({"type": "control", "change": change}),
        }
    }
}

/// The account's Zendesk. Clones share the state.
#[derive(Clone)]
pub struct Zendesk {
    clock: Clock,
    world: Arc<Mutex<World>>,
    start: Arc<dyn Fn() -> World + Send + Sync>,
    pushes: broadcast::Sender<Push>,
}

impl std::fmt::Debug for Zendesk {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Zendesk").finish_non_exhaustive()
    }
}

impl Zendesk {
    /// The account with the app installed. `linked` are incident ids for the ticket that shows several.
    pub fn new(clock: Clock, seed: u64, manifest: Value, requirements: Value, linked: Vec<String>) -> Self {
        let at = clock.clone();
        let start = Arc::new(move || seed::world(&manifest, &requirements, &linked, seed, at.now()));
        Self { clock, world: Arc::new(Mutex::new(start())), start, pushes: broadcast::channel(256).0 }
    }

    /// The Support API without faults and recording; see [`crate::Sandbox::zendesk_rest`].
    pub(crate) fn router(&self) -> Router {
        routes::router(self.clone())
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(crate) fn push(&self, push: Push) {
        // Nobody listens when no page is open, and then there is nobody to tell.
        let _ = self.pushes.send(push);
    }

    /// Everything the workspace is told from now on.
    pub fn pushes(&self) -> broadcast::Receiver<Push> {
        self.pushes.subscribe()
    }

    /// Everything as at the start.
    pub fn reset(&self) {
        *self.lock() = (self.start)();
    }

    /// A copy of a ticket.
    pub fn ticket(&self, id: u64) -> Option<Ticket> {
        self.lock().tickets.get(&id).cloned()
    }

    /// The id that the install gave to the record of `requirements.json` with this identifier.
    pub fn requirement(&self, identifier: &str) -> Option<u64> {
        self.lock().requirement(identifier)
    }

    /// Sets an app setting, secure or not, past the rule that only admins may; says whether the manifest declares it.
    pub fn set_setting(&self, name: &str, value: impl Into<Value>) -> bool {
        let now = self.now();
        self.lock().installation.set(name, value.into(), now)
    }

    /// The settings that reach the browser in `metadata().settings`.
    pub fn settings(&self) -> Value {
        Value::Object(self.lock().installation.open_settings())
    }

    /// Puts an agent into exactly these groups; says whether there is such an agent.
    pub fn set_groups(&self, agent: u64, groups: &[u64]) -> bool {
        let mut world = self.lock();
        let known: Vec<u64> = groups.iter().copied().filter(|group| world.groups.contains_key(group)).collect();
        world.users.get_mut(&agent).filter(|user| user.role.is_staff()).map(|user| user.group_ids = known).is_some()
    }

    /// Changes a ticket as another agent would: `change` is the `ticket` object of an update.
    pub fn update_as(&self, agent: u64, ticket: u64, change: &Value) -> Result<(), Refusal> {
        let change = change.as_object().cloned().unwrap_or_default();
        let now = self.now();
        {
            let mut world = self.lock();
            world.staff(agent)?;
            world.update_ticket(agent, ticket, &change, now)?;
        }
        self.push(Push::TicketUpdated { ticket, by: agent });
        Ok(())
    }

    /// Submits the ticket form: the same rules, but the page that submits is not told of its own change.
    pub(crate) fn save_as(&self, agent: u64, ticket: u64, change: &Value) -> Result<(), Refusal> {
        let change = change.as_object().cloned().unwrap_or_default();
        let now = self.now();
        let mut world = self.lock();
        world.staff(agent)?;
        world.update_ticket(agent, ticket, &change, now)?;
        Ok(())
    }

    /// The whole state as JSON.
    pub fn dump(&self) -> Value {
        self.lock().dump()
    }
}
