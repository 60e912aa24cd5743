//! The Zendesk client: the ticket's REST API, the app's configuration, and the bridge to the page that frames the app.

mod answer;
mod api;
mod app_settings;
pub mod configuration;
#[cfg(test)]
mod fixture;
mod groups;
mod installations;
mod mirror;
mod sample;
mod search;
mod targets;
mod things;
mod ticket;
mod ticket_forms;
mod triggers;
mod users;
mod webhooks;
pub mod zaf;

pub use api::Api;
