//! What is known of the open ticket and of the agent who reads it.

use super::id::TicketId;
use super::link::LinkedIncidents;

/// Where a ticket stands. Zendesk Tickets API: `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketStatus {
    /// Nobody has taken it.
    New,
    /// An agent has it.
    Open,
    /// It waits for the requester.
    Pending,
    /// It waits for somebody else.
    Hold,
    /// It is answered and may be opened again.
    Solved,
    /// It takes no change any more.
    Closed,
}

/// How grave a ticket is. Zendesk Tickets API: `priority`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketPriority {
    /// `urgent`
    Urgent,
    /// `high`
    High,
    /// `normal`
    Normal,
    /// `low`
    Low,
}

impl TicketPriority {
    /// Every priority, gravest first.
    pub const ALL: [Self; 4] = [Self::Urgent, Self::High, Self::Normal, Self::Low];

    /// Its name in Zendesk's API and in the configuration setting.
    pub fn name(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::High => "high",
            Self::Normal => "normal",
            Self::Low => "low",
        }
    }

    /// The priority of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.name() == name)
    }
}

/// The ticket that the console stands beside. Zendesk Tickets API: `ticket`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub id: TicketId,
    /// Its subject; hostile text.
    pub subject: String,
    /// Its first comment; hostile text.
    pub description: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// How grave it is, if anybody has said.
    pub priority: Option<TicketPriority>,
    /// Who asked.
    pub requester: Option<String>,
    /// The incidents that its field names.
    pub links: LinkedIncidents,
    /// Whether the tag is on it.
    pub tagged: bool,
    /// The closed ticket that it follows up, whose links it has copied.
    pub follow_up_of: Option<TicketId>,
    /// Every tag, ours too; hostile text.
    pub tags: Vec<String>,
    /// `updated_at` to the letter: Zendesk compares it on a safe update.
    pub stamp: String,
}

/// The tag that Zendesk puts on a ticket when it is merged into another one. Zendesk help, "Merging tickets": fields and tags stay
/// behind, and no documented field names the other ticket.
const MERGED: &str = "closed_by_merge";

impl Ticket {
    /// Whether Zendesk closed it because an agent merged it into another ticket.
    pub fn is_merged(&self) -> bool {
        self.status == TicketStatus::Closed && self.tags.iter().any(|tag| tag == MERGED)
    }
}

/// The agent who reads the ticket. ZAF: `currentUser`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The agent's Zendesk id.
    pub id: u64,
    /// The agent's name.
    pub name: String,
    /// Whether the agent administers Zendesk.
    pub is_admin: bool,
    /// The agent's language as Zendesk names it, such as `en-US`.
    pub locale: String,
    /// The agent's time zone by its IANA name, such as `Europe/Berlin`.
    pub time_zone: Option<String>,
    /// The agent's groups: id and name.
    pub groups: Vec<(u64, String)>,
}

/// The ticket's page in Zendesk, for people.
///
/// The subdomain comes from Zendesk; anything but letters, digits and hyphens in it yields no address.
pub fn address(subdomain: &str, ticket: TicketId) -> Option<String> {
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (!subdomain.is_empty() && subdomain.bytes().all(is_host))
        .then(|| format!("https://{subdomain}.zendesk.com/agent/tickets/{ticket}"))
}
