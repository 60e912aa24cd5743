//! Tickets that reach PagerDuty by e-mail.

/// Every route, as the configuration keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmailRouting {}
