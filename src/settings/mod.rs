//! The administrators' screen: what is set up, who may do what, and which tickets open incidents by themselves.
//!
//! The screen is a machine, as the console is: [`Model::update`] takes an [`Event`] and the time, changes the model and returns
//! [`Effect`]s, which the shell performs; their answers come back as events. Each page has a file or folder of its own with its
//! state, events, effects and rules; [`store`] keeps what is saved apart from what is being edited.

pub mod automation;
pub mod effect;
pub mod email;
pub mod event;
pub mod layout;
pub mod model;
pub mod panels;
pub mod permissions;
mod session;
pub mod setup;
mod start;
pub mod store;
pub mod synced;
mod update;

pub use effect::{Effect, Timer};
pub use event::{Answer, Event, Surroundings};
pub use model::{Model, Page};
