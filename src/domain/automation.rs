//! Tickets that open, acknowledge and resolve incidents by rules.

/// Every rule, as the configuration keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Automation {}
