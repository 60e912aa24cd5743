//! What conditions compare with: the values that Zendesk's fields have.

use crate::domain::ticket::{TicketPriority, TicketStatus};

use super::condition::Kind;

/// What kind of request a ticket is. Zendesk Tickets API: `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketType {
    /// `question`
    Question,
    /// `incident`
    Incident,
    /// `problem`
    Problem,
    /// `task`
    Task,
}

impl TicketType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::Question, Self::Incident, Self::Problem, Self::Task];

    /// Its name in Zendesk's API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Incident => "incident",
            Self::Problem => "problem",
            Self::Task => "task",
        }
    }

    /// The type of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whether a ticket was made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Update {
    /// Just made.
    Created,
    /// Changed.
    Changed,
}

impl Update {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Created, Self::Changed];

    /// Its name in Zendesk's API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "Create",
            Self::Changed => "Change",
        }
    }

    /// The update of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|update| update.name() == name)
    }
}

/// Every status in Zendesk's order.
pub const STATUSES: [TicketStatus; 6] = [
    TicketStatus::New,
    TicketStatus::Open,
    TicketStatus::Pending,
    TicketStatus::Hold,
    TicketStatus::Solved,
    TicketStatus::Closed,
];

/// A status's name in Zendesk's API.
pub fn status_name(status: TicketStatus) -> &'static str {
    match status {
        TicketStatus::New => "new",
        TicketStatus::Open => "open",
        TicketStatus::Pending => "pending",
        TicketStatus::Hold => "hold",
        TicketStatus::Solved => "solved",
        TicketStatus::Closed => "closed",
    }
}

/// A group, organization, brand or form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thing {
    /// Its id in Zendesk.
    pub id: u64,
    /// Its name when it was chosen; hostile text.
    pub name: String,
}

/// What a field is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was chosen yet, or the operator takes no value.
    #[default]
    Unset,
    /// The ticket has none; see [`Field::can_be_none`].
    None,
    /// A status.
    Status(TicketStatus),
    /// A priority.
    Priority(TicketPriority),
    /// A type.
    Type(TicketType),
    /// A group, organization, brand or form.
    Thing(Thing),
    /// Tags or words apart by blanks, or a text.
    Words(String),
    /// Created or changed.
    Update(Update),
}

impl Value {
    /// The value as Zendesk's API takes it; empty for none.
    pub fn api(&self) -> String {
        match self {
            Self::Unset | Self::None => String::new(),
            Self::Status(status) => status_name(*status).to_owned(),
            Self::Priority(priority) => priority.name().to_owned(),
            Self::Type(kind) => kind.name().to_owned(),
            Self::Thing(thing) => thing.id.to_string(),
            Self::Words(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Update(update) => update.name().to_owned(),
        }
    }

    pub(super) fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Unset | Self::None => true,
            Self::Status(_) => kind == Kind::Status,
            Self::Priority(_) => kind == Kind::Priority,
            Self::Type(_) => kind == Kind::Type,
            Self::Thing(_) => kind == Kind::Thing,
            Self::Words(_) => matches!(kind, Kind::Tags | Kind::Text),
            Self::Update(_) => kind == Kind::Update,
        }
    }
}
