//! Values and rules of incident command; the standard library only.
//!
//! Nothing here knows of HTTP, JSON, a language or a screen. What may be done, and why not, is answered here once,
//! for the button, its tooltip and the state machine alike.

pub mod ability;
pub mod account;
pub mod action;
pub mod automation;
pub mod configuration;
pub mod display;
pub mod draft;
pub mod edit;
pub mod email_routing;
pub mod failure;
pub mod hint;
pub mod id;
pub mod incident;
pub mod link;
pub mod linked_tickets;
pub mod mapped_priority;
pub mod mirror;
pub mod moment;
pub mod people;
pub mod region;
pub mod related;
pub mod remote;
pub mod responder;
pub mod search;
pub mod setup;
pub mod snooze;
pub mod staff;
pub mod status_update;
pub mod ticket;
pub mod timeline;
pub mod workflow;
