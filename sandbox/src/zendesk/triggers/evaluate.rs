//! Whether the conditions of a trigger are met by an update.
//!
//! "Changed" compares the ticket before the update with the ticket as it is now, so that what earlier triggers of the same update
//! changed counts as well. On a new ticket every value that is set has changed.

use serde_json::Value;

use super::super::model::{Comment, Role, Ticket, User};
use super::super::update::tag;
use super::fields::{CHANNELS, PRIORITIES, STATUSES};
use super::{Condition, Trigger};

/// One update, as conditions look at it.
#[derive(Clone, Copy)]
pub(super) struct Update<'a> {
    /// The ticket before it; nothing when it was made just now.
    pub(super) before: Option<&'a Ticket>,
    pub(super) now: &'a Ticket,
    pub(super) actor: Option<&'a User>,
    /// The comment that it brought.
    pub(super) comment: Option<&'a Comment>,
    /// The channel by which it came.
    pub(super) channel: &'a str,
}

/// All of `all`, and one of `any` when there is any.
pub(super) fn meets(trigger: &Trigger, update: Update<'_>) -> bool {
    trigger.all.iter().all(|condition| holds(condition, update))
        && (trigger.any.is_empty() || trigger.any.iter().any(|condition| holds(condition, update)))
}

/// Whether one condition holds.
pub(super) fn holds(condition: &Condition, update: Update<'_>) -> bool {
    let Condition { field, operator, value } = condition;
    match field.as_str() {
        "current_tags" => {
            let has = value.split_whitespace().map(tag).any(|named| update.now.tags.contains(&named));
            has == (operator == "includes")
        }
        "subject_includes_word" => says(&update.now.subject, operator, value),
        "comment_includes_word" => {
            update.comment.map_or(matches!(operator.as_str(), "not_includes" | "is_not"), |comment| {
                says(&comment.body, operator, value)
            })
        }
        "comment_is_public" => match value.as_str() {
            "not_relevant" => update.comment.is_some(),
            wanted => update.comment.is_some_and(|comment| comment.public == (wanted == "true")),
        },
        "update_type" => update.before.is_none() == (value == "Create"),
        "via_id" => (number(&update.now.channel) == value) == (operator == "is"),
        "current_via_id" => (number(update.channel) == value) == (operator == "is"),
        "role" => is_role(update.actor, value) == (operator == "is"),
        _ => compares(field, operator, value, update),
    }
}

/// Fields with one value.
fn compares(field: &str, operator: &str, value: &str, update: Update<'_>) -> bool {
    let wanted = special(field, value, update);
    let now = of(field, update.now);
    let before = update.before.map(|ticket| of(field, ticket));
    let changed = before.as_deref().unwrap_or_default() != now;
    let ranks = || Some((rank(field, &now)?, rank(field, &wanted)?));
    match operator {
        "is" => now == wanted,
        "is_not" => now != wanted,
        "less_than" => ranks().is_some_and(|(now, wanted)| now < wanted),
        "greater_than" => ranks().is_some_and(|(now, wanted)| now > wanted),
        "changed" => changed,
        "not_changed" => !changed,
        "value" => changed && now == wanted,
        "not_value" => !(changed && now == wanted),
        "value_previous" => changed && before.as_deref() == Some(wanted.as_str()),
        "not_value_previous" => !(changed && before.as_deref() == Some(wanted.as_str())),
        "includes" => now.to_lowercase().contains(&wanted.to_lowercase()),
        "not_includes" => !now.to_lowercase().contains(&wanted.to_lowercase()),
        "present" => !now.is_empty(),
        "not_present" => now.is_empty(),
        _ => false,
    }
}

/// The value of a field as conditions name it; an unset one is empty.
fn of(field: &str, ticket: &Ticket) -> String {
    let id = |id: Option<u64>| id.map(|id| id.to_string()).unwrap_or_default();
    match field {
        "status" => ticket.status.clone(),
        "priority" => ticket.priority.clone().unwrap_or_default(),
        "type" => ticket.kind.clone().unwrap_or_default(),
        "group_id" => id(ticket.group_id),
        "assignee_id" => id(ticket.assignee_id),
        "requester_id" => id(Some(ticket.requester_id)),
        "organization_id" => id(ticket.organization_id),
        "brand_id" => id(Some(ticket.brand_id)),
        "ticket_form_id" => id(Some(ticket.form_id)),
        custom => {
            let field = custom.strip_prefix("custom_fields_").and_then(|id| id.parse().ok());
            match field.and_then(|field| ticket.custom_field(field)) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            }
        }
    }
}

/// Values that stand for whoever it is at the moment.
fn special(field: &str, value: &str, update: Update<'_>) -> String {
    let id = match (field, value) {
        ("assignee_id" | "requester_id", "current_user") => update.actor.map(|actor| actor.id),
        ("assignee_id", "requester_id") => Some(update.now.requester_id),
        ("requester_id", "assignee_id") => update.now.assignee_id,
        _ => return value.to_owned(),
    };
    // Nobody is nobody's equal.
    id.map_or_else(|| "nobody".to_owned(), |id| id.to_string())
}

fn rank(field: &str, value: &str) -> Option<usize> {
    let words: &[(&str, &str)] = match field {
        "status" => &STATUSES,
        "priority" => &PRIORITIES,
        _ => return None,
    };
    words.iter().position(|(word, _)| *word == value)
}

/// Words are looked for one by one and whole, a text as it stands; both without regard to case. That words match whole is an
/// assumption: Zendesk's documents do not say it of every language.
fn says(text: &str, operator: &str, value: &str) -> bool {
    let (text, value) = (text.to_lowercase(), value.to_lowercase());
    let has_word = || {
        let in_text: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
        value.split_whitespace().any(|word| {
            let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            !word.is_empty()
                && (in_text.contains(&word)
                    || (word.contains(|letter: char| !letter.is_alphanumeric()) && text.contains(word)))
        })
    };
    match operator {
        "includes" => has_word(),
        "not_includes" => !has_word(),
        "is" => text.contains(value.trim()),
        _ => !text.contains(value.trim()),
    }
}

fn number(channel: &str) -> &'static str {
    let title = match channel {
        "email" => "Email",
        "api" => "Web service (API)",
        "chat" => "Chat",
        _ => "Web form",
    };
    CHANNELS.iter().find(|(_, known)| *known == title).map_or("0", |(number, _)| number)
}

fn is_role(actor: Option<&User>, value: &str) -> bool {
    let Some(actor) = actor else { return false };
    match value {
        "all" => true,
        "agent" => actor.role.is_staff(),
        "admin" => actor.role == Role::Admin,
        "end_user" => actor.role == Role::EndUser,
        id => id.parse() == Ok(actor.id),
    }
}
