//! PagerDuty incident command in the Zendesk ticket sidebar.
//!
//! Where to start: [`console::Model`] holds all that the ticket sidebar knows and [`console::Event`] all that can happen to it;
//! [`settings`](crate::settings) is the same for the administrators' screen;
//! [`domain`] holds the rules; [`pagerduty`](crate::pagerduty) and [`zendesk`](crate::zendesk) speak to the vendors;
//! `shell` puts them together. ARCHITECTURE.md says who may see whom.

pub mod console;
pub mod domain;
pub mod http;
pub mod i18n;
pub mod kit;
pub mod pagerduty;
pub mod settings;
pub mod shell;
pub mod zendesk;
