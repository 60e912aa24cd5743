//! What conditions can look at and ask, in Zendesk's own names.
//!
//! Names and operators: Zendesk, "Conditions reference" of the Ticketing API.

use crate::domain::ticket::TicketStatus;

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Where the ticket stands.
    Status,
    /// How grave it is.
    Priority,
    /// Question, incident, problem or task.
    Type,
    /// The group that has it.
    Group,
    /// The requester's organization.
    Organization,
    /// The brand under which it came in.
    Brand,
    /// The form on which it was filled in.
    Form,
    /// Its tags.
    Tags,
    /// Words of its subject.
    Subject,
    /// Whether it was created or changed just now.
    Update,
}

impl Field {
    /// Every field, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Priority,
        Self::Status,
        Self::Group,
        Self::Tags,
        Self::Form,
        Self::Type,
        Self::Organization,
        Self::Brand,
        Self::Subject,
        Self::Update,
    ];

    /// Its name in Zendesk's API and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Type => "type",
            Self::Group => "group_id",
            Self::Organization => "organization_id",
            Self::Brand => "brand_id",
            Self::Form => "ticket_form_id",
            Self::Tags => "current_tags",
            Self::Subject => "subject_includes_word",
            Self::Update => "update_type",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What can be asked of it; the first is what a new condition asks.
    pub fn operators(self) -> &'static [Operator] {
        use Operator::{
            Changed, ChangedFrom, ChangedTo, GreaterThan, HasNoText, HasText, Includes, Is, IsNot, LessThan,
            NotChanged, NotChangedFrom, NotChangedTo, NotIncludes,
        };
        match self {
            Self::Status | Self::Priority => &[
                Is,
                IsNot,
                LessThan,
                GreaterThan,
                Changed,
                ChangedTo,
                ChangedFrom,
                NotChanged,
                NotChangedTo,
                NotChangedFrom,
            ],
            Self::Type | Self::Group | Self::Organization | Self::Brand | Self::Form => {
                &[Is, IsNot, Changed, ChangedTo, ChangedFrom, NotChanged, NotChangedTo, NotChangedFrom]
            }
            Self::Tags => &[Includes, NotIncludes],
            Self::Subject => &[Includes, NotIncludes, HasText, HasNoText],
            Self::Update => &[Is],
        }
    }

    /// What its values are.
    pub fn kind(self) -> Kind {
        match self {
            Self::Status => Kind::Status,
            Self::Priority => Kind::Priority,
            Self::Type => Kind::Type,
            Self::Group | Self::Organization | Self::Brand | Self::Form => Kind::Thing,
            Self::Tags => Kind::Tags,
            Self::Subject => Kind::Text,
            Self::Update => Kind::Update,
        }
    }

    /// Whether a ticket can lack it, so that "none" is a value. Every ticket has a brand and a form.
    pub fn can_be_none(self) -> bool {
        matches!(self, Self::Priority | Self::Type | Self::Group | Self::Organization)
    }
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// [`Value::Status`]
    Status,
    /// [`Value::Priority`]
    Priority,
    /// [`Value::Type`]
    Type,
    /// [`Value::Thing`]
    Thing,
    /// [`Value::Words`], each word a tag.
    Tags,
    /// [`Value::Words`]
    Text,
    /// [`Value::Update`]
    Update,
}

/// What is asked of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// It is this.
    Is,
    /// It is something else.
    IsNot,
    /// It comes before this, in the order of statuses or priorities.
    LessThan,
    /// It comes after this.
    GreaterThan,
    /// The update changed it.
    Changed,
    /// The update did not change it.
    NotChanged,
    /// The update made it this.
    ChangedTo,
    /// The update did not make it this.
    NotChangedTo,
    /// It was this before the update changed it.
    ChangedFrom,
    /// It was not this, or was not changed.
    NotChangedFrom,
    /// At least one of these words or tags is there.
    Includes,
    /// None of these words or tags is there.
    NotIncludes,
    /// The text stands there as a whole.
    HasText,
    /// The text does not stand there.
    HasNoText,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 14] = [
        Self::Is,
        Self::IsNot,
        Self::LessThan,
        Self::GreaterThan,
        Self::Changed,
        Self::NotChanged,
        Self::ChangedTo,
        Self::NotChangedTo,
        Self::ChangedFrom,
        Self::NotChangedFrom,
        Self::Includes,
        Self::NotIncludes,
        Self::HasText,
        Self::HasNoText,
    ];

    /// Its name in Zendesk's API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Is | Self::HasText => "is",
            Self::IsNot | Self::HasNoText => "is_not",
            Self::LessThan => "less_than",
            Self::GreaterThan => "greater_than",
            Self::Changed => "changed",
            Self::NotChanged => "not_changed",
            Self::ChangedTo => "value",
            Self::NotChangedTo => "not_value",
            Self::ChangedFrom => "value_previous",
            Self::NotChangedFrom => "not_value_previous",
            Self::Includes => "includes",
            Self::NotIncludes => "not_includes",
        }
    }

    /// The operator of that name of a field; the same name can mean different things.
    pub fn named(name: &str, field: Field) -> Option<Self> {
        field.operators().iter().copied().find(|operator| operator.name() == name)
    }

    /// Whether it needs a value.
    pub fn takes_value(self) -> bool {
        !matches!(self, Self::Changed | Self::NotChanged)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
            for operator in field.operators() {
                assert_eq!(Operator::named(operator.name(), field), Some(*operator), "{field:?}");
            }
        }
        assert_eq!(Operator::named("is", Field::Subject), Some(Operator::HasText));
        assert_eq!(Operator::named("less_than", Field::Group), None);
    }
}
