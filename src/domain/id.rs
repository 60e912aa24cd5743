//! Identifiers, checked before they may enter a path, a query or a ticket field.

use std::fmt;

/// The longest id we accept; PagerDuty's own have 7 or 14 characters.
const LONGEST: usize = 64;

/// Says whether `text` has the shape of a PagerDuty id: ASCII letters and digits only.
///
/// Anything else could change the meaning of the path that it is put into.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id, if `text` has the shape of one.
            pub fn parse(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.to_owned()))
            }

            /// The id as PagerDuty writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A PagerDuty incident's id.
    IncidentId;
    /// A PagerDuty service's id.
    ServiceId;
    /// A PagerDuty user's id.
    UserId;
    /// A PagerDuty escalation policy's id.
    EscalationPolicyId;
    /// A PagerDuty priority's id.
    PriorityId;
    /// A PagerDuty team's id.
    TeamId;
    /// A PagerDuty status update template's id.
    TemplateId;
    /// A PagerDuty incident workflow's id.
    WorkflowId;
    /// The id of a PagerDuty service's integration.
    IntegrationId;
    /// A Zendesk webhook's id.
    WebhookId;
}

macro_rules! hyphenated_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id, if `text` has the shape of one.
            pub fn parse(text: &str) -> Option<Self> {
                is_id(&text.replace('-', "")).then(|| Self(text.to_owned()))
            }

            /// The id as PagerDuty writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )*};
}

// Unlike the others these may hold hyphens, which mean nothing in a path.
hyphenated_ids! {
    /// A PagerDuty response play's id.
    ResponsePlayId;
    /// The id of a global event orchestration.
    OrchestrationId;
    /// The id of one of its integrations.
    OrchestrationIntegrationId;
}

/// A Zendesk ticket's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketId(pub u64);

impl fmt::Display for TicketId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_leave_its_path_is_refused() {
        for text in ["", "P1/../users", "P 1", "P1?x=1", "P1%2f", "Pé", "P1\n"] {
            assert_eq!(IncidentId::parse(text), None, "{text:?}");
        }
        assert!(IncidentId::parse("Q0TZ3E1ZUV2P4B").is_some());
        assert!(IncidentId::parse(&"A".repeat(65)).is_none());
        assert_eq!(ResponsePlayId::parse("--"), None);
        assert!(ResponsePlayId::parse("1/2").is_none() && ResponsePlayId::parse("1b-2c").is_some());
    }
}
