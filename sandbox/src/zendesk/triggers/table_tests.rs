//! A table of conditions: which of them hold for which update.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::super::bench::sandbox;
use super::super::model::{Comment, Ticket, User};
use super::super::seed::people::{BILLING, BRIGHTSIDE_COFFEE, ELENA_PETROVA, JONAS_OKAFOR, PRIYA_NAIR, TIER_1};
use super::super::seed::tickets::CHECKOUT;
use super::Condition;
use super::evaluate::{Update, holds};

struct Story {
    before: Ticket,
    now: Ticket,
    actor: User,
    comment: Comment,
}

/// Ticket 48213 went from pending to open and from normal to urgent, to the billing group, by Priya with a public comment.
fn story() -> Story {
    let (sandbox, _) = sandbox();
    let world = sandbox.zendesk().lock();
    let mut before = world.ticket(CHECKOUT).unwrap().clone();
    before.status = "pending".to_owned();
    before.priority = Some("normal".to_owned());
    let mut now = before.clone();
    now.status = "open".to_owned();
    now.priority = Some("urgent".to_owned());
    now.group_id = Some(BILLING);
    let comment = Comment {
        id: 1,
        author_id: PRIYA_NAIR,
        body: "The gateway is DOWN, again.".to_owned(),
        public: true,
        created_at: 0,
        audit_id: 2,
        channel: "web".to_owned(),
    };
    now.comments.push(comment.clone());
    Story { before, now, actor: world.users.get(&PRIYA_NAIR).unwrap().clone(), comment }
}

fn check(story: &Story, is_new: bool, table: &[(&str, &str, &str, bool)]) {
    let update = Update {
        before: (!is_new).then_some(&story.before),
        now: &story.now,
        actor: Some(&story.actor),
        comment: Some(&story.comment),
        channel: "web",
    };
    for (field, operator, value, expected) in table {
        let text = |text: &str| text.to_owned();
        let condition = Condition { field: text(field), operator: text(operator), value: text(value) };
        assert_eq!(holds(&condition, update), *expected, "{field} {operator} {value}, new: {is_new}");
    }
}

#[test]
fn an_update_meets_the_conditions_that_it_should() {
    let id = |id: u64| id.to_string();
    let (tier, billing, jonas, priya) = (id(TIER_1), id(BILLING), id(JONAS_OKAFOR), id(PRIYA_NAIR));
    let (elena, coffee) = (id(ELENA_PETROVA), id(BRIGHTSIDE_COFFEE));
    check(
        &story(),
        false,
        &[
            ("status", "is", "open", true),
            ("status", "is", "pending", false),
            ("status", "is_not", "solved", true),
            ("status", "less_than", "solved", true),
            ("status", "less_than", "open", false),
            ("status", "greater_than", "new", true),
            ("status", "greater_than", "open", false),
            ("status", "changed", "", true),
            ("status", "not_changed", "", false),
            ("status", "value", "open", true),
            ("status", "value", "pending", false),
            ("status", "not_value", "solved", true),
            ("status", "value_previous", "pending", true),
            ("status", "value_previous", "open", false),
            ("status", "not_value_previous", "pending", false),
            ("priority", "is", "urgent", true),
            ("priority", "greater_than", "normal", true),
            ("priority", "less_than", "urgent", false),
            ("priority", "value", "urgent", true),
            ("type", "is", "incident", true),
            ("type", "changed", "", false),
            ("type", "value", "incident", false),
            ("type", "not_changed", "", true),
            ("group_id", "is", &billing, true),
            ("group_id", "value_previous", &tier, true),
            ("assignee_id", "is", &jonas, true),
            ("assignee_id", "is", "current_user", false),
            ("assignee_id", "is_not", "current_user", true),
            ("requester_id", "is", &elena, true),
            ("organization_id", "is", &coffee, true),
            ("current_tags", "includes", "nothing payments", true),
            ("current_tags", "includes", "nothing", false),
            ("current_tags", "not_includes", "nothing", true),
            ("current_tags", "not_includes", "checkout", false),
            ("subject_includes_word", "includes", "refund Checkout", true),
            ("subject_includes_word", "includes", "check", false),
            ("subject_includes_word", "is", "complete checkout", true),
            ("subject_includes_word", "not_includes", "refund", true),
            ("comment_includes_word", "includes", "down", true),
            ("comment_includes_word", "includes", "way", false),
            ("comment_includes_word", "is_not", "gateway is down", false),
            ("comment_is_public", "is", "true", true),
            ("comment_is_public", "is", "false", false),
            ("comment_is_public", "is", "not_relevant", true),
            ("update_type", "is", "Change", true),
            ("update_type", "is", "Create", false),
            ("via_id", "is", "4", true),
            ("current_via_id", "is", "0", true),
            ("role", "is", "agent", true),
            ("role", "is", "end_user", false),
            ("role", "is_not", "end_user", true),
            ("role", "is", &priya, true),
        ],
    );
}

#[test]
fn on_a_new_ticket_everything_that_is_set_has_changed() {
    check(
        &story(),
        true,
        &[
            ("update_type", "is", "Create", true),
            ("status", "value", "open", true),
            ("priority", "value", "urgent", true),
            ("priority", "value", "high", false),
            ("priority", "changed", "", true),
            ("status", "value_previous", "pending", false),
            ("status", "not_value_previous", "pending", true),
        ],
    );
}

#[test]
fn without_a_comment_no_words_are_found() {
    let story = story();
    let update = Update { before: Some(&story.before), now: &story.now, actor: None, comment: None, channel: "api" };
    for (operator, expected) in [("includes", false), ("is", false), ("not_includes", true), ("is_not", true)] {
        let (field, value) = ("comment_includes_word".to_owned(), "down".to_owned());
        let condition = Condition { field, operator: operator.to_owned(), value };
        assert_eq!(holds(&condition, update), expected, "{operator}");
    }
}
