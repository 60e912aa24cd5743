//! A request that has passed the gate.

use super::query::Query;
use crate::pagerduty::access::Caller;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Agent, Id};
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::body::Bytes;
use std::collections::HashMap;

/// Everything an operation may look at.
pub(super) struct Call {
    pub(super) caller: Caller,
    /// The user of the token, or the one `From` names when the caller is an account key.
    pub(super) acting: Option<Id>,
    pub(super) params: HashMap<String, String>,
    pub(super) query: Query,
    pub(super) body: Bytes,
    pub(super) now: i64,
}

impl Call {
    /// A path parameter; the routes name them, so an absent one is an unknown address.
    pub(super) fn param(&self, name: &str) -> Result<&str, Failure> {
        self.params.get(name).map(String::as_str).ok_or_else(Failure::not_found)
    }

    /// Whoever acts; an account key that named nobody cannot.
    pub(super) fn user(&self) -> Result<&str, Failure> {
        self.acting.as_deref().ok_or_else(|| Failure::incident(1008))
    }

    /// Whoever acts, as timeline lines name them.
    pub(super) fn agent(&self) -> Result<Agent, Failure> {
        self.user().map(|user| Agent::User(user.to_owned()))
    }

    /// The incident of the path, by id or by number.
    pub(super) fn incident_id(&self, world: &World) -> Result<Id, Failure> {
        world.incident_id(self.param("id")?)
    }

    /// The account as this caller asked to see it.
    pub(super) fn view<'a>(&self, world: &'a World) -> Result<View<'a>, Failure> {
        Ok(View {
            world,
            includes: self.query.all("include[]").map(str::to_owned).collect(),
            zone: self.query.time_zone()?,
        })
    }
}
