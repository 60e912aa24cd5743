//! The one place that turns a failure or a refusal into words: what happened, and what to do next.

use super::catalog::Catalog;
use super::messages::Message;
use crate::domain::ability::Ability;
use crate::domain::account::SignInProblem;
use crate::domain::action::Refusal;
use crate::domain::display::{Block, DetailField, Item};
use crate::domain::draft::DraftProblem;
use crate::domain::failure::Failure;

/// The access that an agent's token needs. PagerDuty, "OAuth 2.0 functionality": classic scopes.
const SCOPE: &str = "write";

/// A failure of a call to PagerDuty in two sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What happened, for a heading.
    pub title: Message,
    /// What it means or what to do.
    pub body: Message,
}

/// Explains a call to PagerDuty that failed.
///
/// Whether anything was changed is not said here, because only the caller knows if it asked for a
/// change: see [`Message::NothingChanged`] and [`Message::OutcomeUnknown`].
pub fn failure(failure: &Failure, catalog: &Catalog) -> Explanation {
    let (title, body) = match failure {
        Failure::Unreachable => (Message::UnreachableTitle, Message::UnreachableBody),
        Failure::TimedOut => (Message::TimedOutTitle, Message::TimedOutBody),
        Failure::Unauthorized => (Message::SignedOutTitle, Message::SignedOutBody),
        Failure::PaymentRequired => (Message::PlanTitle, Message::PlanBody),
        Failure::Forbidden(_) => (Message::ForbiddenTitle, Message::ForbiddenBody),
        Failure::NotFound => (Message::GoneTitle, Message::GoneBody),
        Failure::Conflict(_) => (Message::ConflictTitle, Message::ConflictBody),
        Failure::RateLimited { seconds } => (Message::RateLimitedTitle, rate_limited(*seconds, catalog)),
        Failure::Rejected(told) if told.words.is_empty() => (Message::RefusedTitle, Message::RefusedSilent),
        Failure::Rejected(told) => {
            let reason = told.words.clone();
            (Message::RefusedTitle, Message::RefusedBody { reason })
        }
        Failure::Broken { status } => {
            let status = status.to_string();
            (Message::ServerTitle, Message::ServerBody { status })
        }
        Failure::Malformed { path } => {
            let path = path.clone();
            (Message::MalformedTitle, Message::MalformedBody { path })
        }
    };
    Explanation { title, body }
}

/// Why signing in did not work, and what to do.
pub fn sign_in_problem(problem: SignInProblem) -> Message {
    match problem {
        SignInProblem::PopupBlocked => Message::SignInBlocked,
        SignInProblem::WindowClosed => Message::SignInClosed,
        SignInProblem::Denied => Message::SignInDenied,
        SignInProblem::WrongState => Message::SignInStateMismatch,
        SignInProblem::CodeRefused => Message::SignInCodeExpired,
        SignInProblem::WrongScope => Message::SignInWrongScope { scope: SCOPE.to_owned() },
        SignInProblem::UnknownRegion => Message::SignInUnknownRegion,
        SignInProblem::Unreachable => Message::SignInUnreachable,
        SignInProblem::Expired => Message::SignedOutBody,
    }
}

/// Explains a call to Zendesk that failed.
pub fn zendesk_failure(failure: &Failure, catalog: &Catalog) -> Explanation {
    let body = match failure {
        Failure::Unreachable => Message::UnreachableBody,
        Failure::TimedOut => Message::TimedOutBody,
        Failure::Unauthorized => Message::ZendeskSession,
        Failure::PaymentRequired | Failure::Forbidden(_) => Message::ZendeskForbidden,
        Failure::NotFound => Message::FieldMissing,
        Failure::Conflict(_) => Message::ZendeskConflict,
        Failure::Rejected(told) if told.words.is_empty() => Message::ZendeskSilent,
        Failure::Rejected(told) => Message::ZendeskRefused { reason: told.words.clone() },
        Failure::Broken { status } => Message::ZendeskBody { status: status.to_string() },
        Failure::RateLimited { .. } | Failure::Malformed { .. } => self::failure(failure, catalog).body,
    };
    Explanation { title: Message::ZendeskTitle, body }
}

fn rate_limited(seconds: Option<u32>, catalog: &Catalog) -> Message {
    seconds.map_or(Message::RateLimitedSoon, |seconds| Message::RateLimitedBody {
        duration: catalog.formats().duration(u64::from(seconds) * 1_000),
    })
}

/// Why a control is disabled. `groups` are the names of the agent's Zendesk groups.
pub fn refusal(refusal: Refusal, groups: &[String], catalog: &Catalog) -> Message {
    match refusal {
        Refusal::NotPermitted(lacking) => {
            let action = catalog.say(&ability(lacking));
            if groups.is_empty() {
                Message::PermissionNoGroups { action }
            } else {
                let groups = catalog.formats().list(groups);
                Message::PermissionGroups { groups, action }
            }
        }
        Refusal::SignedOut => Message::SignInFirst,
        Refusal::Stakeholder => Message::StakeholderRefusal,
        Refusal::TicketClosed => Message::TicketClosed,
        Refusal::Offline => Message::OfflineRefusal,
        Refusal::AlreadyResolved => Message::AlreadyResolved,
        Refusal::AlreadyAcknowledged => Message::AlreadyAcknowledged,
        Refusal::NotAcknowledged => Message::NotAcknowledged,
        Refusal::Busy => Message::Busy,
    }
}

/// An ability as the end of a sentence: "Your groups may not …".
pub fn ability(ability: Ability) -> Message {
    match ability {
        Ability::View => Message::AbilityView,
        Ability::Create => Message::AbilityCreate,
        Ability::Link => Message::AbilityLink,
        Ability::Unlink => Message::AbilityUnlink,
        Ability::Acknowledge => Message::AbilityAcknowledge,
        Ability::Resolve => Message::AbilityResolve,
        Ability::Note => Message::AbilityNote,
        Ability::Responders => Message::AbilityResponders,
        Ability::Reassign => Message::AbilityReassign,
        Ability::Workflow => Message::AbilityWorkflow,
        Ability::StatusUpdate => Message::AbilityStatusUpdate,
        Ability::Priority => Message::AbilityPriority,
    }
}

/// A part of an incident, or a field in its details, as its heading or label names it.
pub fn item_name(item: Item) -> Message {
    match item {
        Item::Block(block) => block_name(block),
        Item::Field(field) => field_name(field),
    }
}

/// A part of an incident as its heading names it.
fn block_name(block: Block) -> Message {
    match block {
        Block::StatusUpdate => Message::LatestUpdate,
        Block::Responders => Message::Responders,
        Block::Details => Message::Details,
        Block::Timeline => Message::Timeline,
        Block::Notes => Message::Notes,
        Block::LinkedTickets => Message::LinkedTickets,
    }
}

/// A field in the details of an incident as its label names it.
pub fn field_name(field: DetailField) -> Message {
    match field {
        DetailField::Service => Message::Service,
        DetailField::Urgency => Message::Urgency,
        DetailField::Priority => Message::Priority,
        DetailField::EscalationPolicy => Message::EscalationPolicy,
        DetailField::Teams => Message::Teams,
        DetailField::AssignedTo => Message::AssignedTo,
        DetailField::TriggeredAt => Message::TriggeredAt,
        DetailField::ResolvedAt => Message::ResolvedAtLabel,
        DetailField::Source => Message::Source,
    }
}

/// What is wrong in a form, for the line under the field.
pub fn draft_problem(problem: DraftProblem) -> Message {
    let counted = |excess: usize| u64::try_from(excess).unwrap_or(u64::MAX);
    match problem {
        DraftProblem::NoTitle => Message::TitleMissing,
        DraftProblem::TitleTooLong(excess) => Message::TitleTooLong { count: counted(excess) },
        DraftProblem::NoService => Message::ServiceMissing,
        DraftProblem::NoteEmpty => Message::NoteEmpty,
        DraftProblem::NoteTooLong(excess) => Message::NoteTooLong { count: counted(excess) },
    }
}

#[cfg(test)]
mod tests {
    use super::{failure, refusal};
    use crate::domain::ability::Ability;
    use crate::domain::action::Refusal;
    use crate::domain::failure::{Failure, Told};
    use crate::i18n::{Catalog, Message};

    #[test]
    fn a_rate_limit_says_how_long_to_wait_when_that_is_known() {
        let catalog = Catalog::english();
        let told = |seconds| catalog.say(&failure(&Failure::RateLimited { seconds }, &catalog).body);
        assert_eq!(told(Some(24)), "You can try again in 24 sec.");
        assert_eq!(told(None), "Wait a moment, then try again.");
    }

    #[test]
    fn a_refusal_repeats_the_reason_and_never_an_empty_one() {
        let catalog = Catalog::english();
        let told = |words: &str| {
            let rejected = Failure::Rejected(Told::new(2_001, [words]));
            catalog.say(&failure(&rejected, &catalog).body)
        };
        assert_eq!(told("Title is invalid"), "PagerDuty says: Title is invalid");
        assert!(told("").starts_with("PagerDuty gave no reason."));
    }

    #[test]
    fn a_missing_ability_names_the_groups_and_who_can_change_it() {
        let catalog = Catalog::english();
        let lacking = Refusal::NotPermitted(Ability::Resolve);
        let groups = ["Tier 1".to_owned(), "Billing".to_owned()];
        assert_eq!(
            catalog.say(&refusal(lacking, &groups, &catalog)),
            "Your groups (Tier 1 and Billing) may not resolve incidents. \
             An administrator can change this in the app’s settings."
        );
        assert!(matches!(refusal(lacking, &[], &catalog), Message::PermissionNoGroups { .. }));
    }
}
