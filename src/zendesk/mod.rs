//! The Zendesk client: the ticket's REST API, the app's configuration, and the bridge to the page that frames the app.

mod answer;
mod api;
pub mod configuration;
#[cfg(test)]
mod fixture;
mod groups;
mod installations;
mod mirror;
mod search;
mod ticket;
mod users;
pub mod zaf;

pub use api::Api;
