//! The PagerDuty client: REST and OAuth.
//!
//! Each file of a resource builds its requests and reads its answers; what travels is private to it. Nothing here waits,
//! repeats or remembers: a [`Transport`](crate::http::Transport) carries one request and brings one answer.

mod answer;
mod api;
mod closeness;
mod directory;
mod edits;
mod email_integrations;
mod endpoints;
mod incident_reader;
mod incidents;
mod integrations;
mod log_entries;
mod mail_handling;
mod me;
mod notes;
pub mod oauth;
mod orchestrations;
mod people;
mod plan;
mod priorities;
mod probes;
mod profile;
mod responder_reader;
mod responders;
mod response_plays;
mod secret;
mod status_updates;
mod subscribers;
mod templates;
mod workflows;

#[cfg(test)]
mod fixture;

pub use api::{Api, Credential};
pub use endpoints::{Endpoints, Region};
pub use integrations::{Integration, IntegrationKind};
pub use me::User;
pub use orchestrations::{Orchestration, OrchestrationIntegration};
pub use secret::{AccessToken, RefreshToken};
