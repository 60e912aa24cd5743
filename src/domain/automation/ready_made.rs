//! Rules that most accounts want, ready to be changed.
//!
//! The words are the caller's, because they are shown; nothing here has a destination yet.

use crate::domain::ticket::{TicketPriority, TicketStatus};

use super::condition::{Condition, Conditions, Field, Operator, Update, Value};
use super::handle::RuleId;
use super::rule::{Action, Detail, Rule, Severity};
use super::template::Template;

/// Names a ready-made rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadyMade {
    /// An urgent ticket opens an incident.
    Urgent,
    /// A ticket that somebody works on acknowledges it.
    Acknowledge,
    /// A ticket that is solved or closed resolves it.
    Resolve,
    /// A tag sends a ticket once.
    SendOnce,
    /// A ticket that is opened again triggers again.
    Reopened,
}

impl ReadyMade {
    /// Every ready-made rule, in the order of a ticket's life.
    pub const ALL: [Self; 5] = [Self::Urgent, Self::Acknowledge, Self::Resolve, Self::Reopened, Self::SendOnce];

    /// The rule, with an id and a title of the caller's.
    pub fn rule(self, id: RuleId, title: &str) -> Rule {
        match self {
            Self::Urgent => urgent(id, title),
            Self::Acknowledge => acknowledge(id, title),
            Self::Resolve => resolve(id, title),
            Self::SendOnce => send_once(id, title),
            Self::Reopened => reopened(id, title),
        }
    }
}

fn status(operator: Operator, status: TicketStatus) -> Condition {
    Condition { field: Field::Status, operator, value: Value::Status(status) }
}

fn urgent_now() -> Condition {
    Condition { field: Field::Priority, operator: Operator::Is, value: Value::Priority(TicketPriority::Urgent) }
}

fn update(update: Update) -> Condition {
    Condition { field: Field::Update, operator: Operator::Is, value: Value::Update(update) }
}

fn opening(id: RuleId, title: &str) -> Rule {
    let detail = |name: &str, text: &str| Detail { name: name.to_owned(), text: Template::new(text) };
    Rule {
        title: title.to_owned(),
        details: vec![
            detail("requester", "{{ticket.requester.name}}"),
            detail("organization", "{{ticket.organization.name}}"),
            detail("priority", "{{ticket.priority}}"),
            detail("status", "{{ticket.status}}"),
            detail("description", "{{ticket.description}}"),
        ],
        ..Rule::blank(id)
    }
}

/// A ticket that is created urgent, or becomes so, opens an incident.
pub fn urgent(id: RuleId, title: &str) -> Rule {
    // Zendesk does not document whether a new ticket's priority has changed, so both are asked.
    let became = Condition { operator: Operator::ChangedTo, ..urgent_now() };
    let conditions = Conditions {
        all: vec![urgent_now(), status(Operator::LessThan, TicketStatus::Solved)],
        any: vec![update(Update::Created), became],
    };
    Rule { conditions, ..opening(id, title) }
}

/// A ticket that becomes open or pending acknowledges its incident.
///
/// Not when the same update opens an incident: one that was acknowledged at once would wake nobody.
pub fn acknowledge(id: RuleId, title: &str) -> Rule {
    let conditions = Conditions {
        all: vec![
            update(Update::Changed),
            status(Operator::NotChangedFrom, TicketStatus::Solved),
            Condition { field: Field::Priority, operator: Operator::NotChanged, value: Value::Unset },
        ],
        any: vec![status(Operator::ChangedTo, TicketStatus::Open), status(Operator::ChangedTo, TicketStatus::Pending)],
    };
    Rule { title: title.to_owned(), conditions, action: Action::Acknowledge, ..Rule::blank(id) }
}

/// A ticket that becomes solved or closed resolves its incident.
pub fn resolve(id: RuleId, title: &str) -> Rule {
    let any =
        vec![status(Operator::ChangedTo, TicketStatus::Solved), status(Operator::ChangedTo, TicketStatus::Closed)];
    let conditions = Conditions { all: Vec::new(), any };
    Rule { title: title.to_owned(), conditions, action: Action::Resolve, ..Rule::blank(id) }
}

/// A tag sends a ticket once, and is taken off.
pub fn send_once(id: RuleId, title: &str) -> Rule {
    Rule { send_once: true, severity: Severity::Error, ..opening(id, title) }
}

/// An urgent ticket that was solved and is opened again opens another incident.
pub fn reopened(id: RuleId, title: &str) -> Rule {
    let all = vec![
        status(Operator::ChangedFrom, TicketStatus::Solved),
        status(Operator::LessThan, TicketStatus::Solved),
        urgent_now(),
    ];
    Rule { conditions: Conditions { all, any: Vec::new() }, ..opening(id, title) }
}
