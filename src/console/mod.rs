//! The ticket sidebar: which incidents belong to this ticket, and what the agent does about them.
//!
//! The screen is a machine. [`Model::update`] takes an [`Event`] and the time, changes the model and returns [`Effect`]s; it is
//! synchronous and touches nothing else. The shell performs the effects and sends their answers back as events. Each answer names
//! the question it belongs to, and one that is no longer asked is dropped.

mod command;
pub mod create;
pub mod display;
pub mod edit;
pub mod effect;
pub mod event;
mod feed;
pub mod latest_update;
pub mod linked_tickets;
pub mod linking;
pub mod manners;
pub mod mirror;
pub mod model;
mod notes;
mod notice;
pub mod panels;
pub mod people;
pub mod recipients;
pub mod related;
mod session;
pub mod snooze;
mod start;
mod state;
pub mod status_update;
mod timeline;
mod update;
pub mod words;
pub mod workflow;

pub use crate::domain::remote::{self, Remote};
pub use effect::{Effect, Focus, LinkChange, Source, Timer};
pub use event::{Answer, Event, Surroundings};
pub use model::Model;
