//! The life of an incident: every change of state, and the timeline lines it leaves.
//!
//! Sources: PagerDuty REST `PUT /incidents/{id}` and its concepts page (incidents, escalation, log entries).

pub(crate) mod assign;
pub(crate) mod clock;
pub(crate) mod duty;
pub(crate) mod events;
pub(crate) mod log;
pub(crate) mod mail;
pub(crate) mod merge;
pub(crate) mod open;
pub(crate) mod responders;
pub(crate) mod status;

#[cfg(test)]
pub(crate) mod fixture;
