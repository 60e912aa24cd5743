//! The Zendesk client: the ticket's REST API, the app's configuration, and the bridge to the page that frames the app.

mod answer;
mod api;
pub mod configuration;
pub mod configuration_automation;
#[cfg(test)]
mod fixture;
mod installations;
mod mirror;
mod sample;
mod search;
mod targets;
mod things;
mod ticket;
mod triggers;
mod webhooks;
pub mod zaf;

pub use api::Api;
