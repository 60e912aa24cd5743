//! The Zendesk triggers of a route: on which tickets they run, and what they mail.
//!
//! A ticket that is mailed gets the route's tag, and loses it when it is solved. So an incident is opened once, whether the ticket
//! was made as one of these or became one, and again when it is opened again; and the end is mailed whatever became of the
//! ticket's priority or group meanwhile. Where an update both makes a ticket one of these and brings a comment, two mails go out,
//! which become one incident.

use super::mail::{Kind, body};
use super::{EmailRoute, RouteId};
use crate::domain::automation::event::Body;
use crate::domain::automation::trigger::{MARK, Trigger, TriggerAction, TriggerCondition, TriggerDraft};

/// What stands before the mark, in English for everybody: whoever reads it may speak another language than whoever made it.
const EXPLANATION: &str = "Made and kept by the Incident Command Console app. Please change it in the app's settings.";

/// The mark's beginning, within the one that all marks share.
const MAIL: &str = "mail=";

/// The trigger that sends a kind of mail to a target.
pub fn wanted(route: &EmailRoute, kind: Kind, target: u64) -> TriggerDraft {
    let tag = route.tag();
    let tagged = || TriggerCondition::new("current_tags", "includes", &tag);
    let status = |operator, value| TriggerCondition::new("status", operator, value);
    let commented = || {
        vec![
            tagged(),
            TriggerCondition::new("update_type", "is", "Change"),
            TriggerCondition::new("comment_is_public", "is", "not_relevant"),
        ]
    };
    let tags = |field: &str| TriggerAction::Other { field: field.to_owned(), value: tag.clone() };
    let (mut all, mut any, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    match kind {
        Kind::Opened => {
            all.extend(route.conditions.all.iter().map(TriggerCondition::from));
            all.push(status("less_than", "solved"));
            all.push(TriggerCondition::new("current_tags", "not_includes", &tag));
            any.extend(route.conditions.any.iter().map(TriggerCondition::from));
            actions.push(tags("current_tags"));
        }
        Kind::Updated => {
            all = commented();
            all.push(status("less_than", "pending"));
        }
        Kind::Waiting => {
            all = commented();
            all.push(status("greater_than", "open"));
            all.push(status("less_than", "solved"));
        }
        Kind::Resolved => {
            all.push(tagged());
            any = vec![status("is", "solved"), status("is", "closed")];
            actions.push(tags("remove_tags"));
        }
    }
    actions.push(TriggerAction::Target { target, body: Body::found(&body(kind)) });
    TriggerDraft {
        title: title(&route.name, kind),
        description: format!("{EXPLANATION} {}", mark(&route.id, kind)),
        active: route.enabled,
        all,
        any,
        actions,
    }
}

fn title(name: &str, kind: Kind) -> String {
    format!("PagerDuty e-mail: {} ({})", name.split_whitespace().collect::<Vec<_>>().join(" "), kind.name())
}

fn mark(route: &RouteId, kind: Kind) -> String {
    format!("{MARK}{MAIL}{}/{}]", route.as_str(), kind.name())
}

/// Whose trigger this is, and what it mails; `None` when it is not one of ours.
pub fn mark_of(trigger: &Trigger) -> Option<(RouteId, Option<Kind>)> {
    let (_, behind) = trigger.is.description.rsplit_once(MARK)?;
    let (route, kind) = behind.strip_prefix(MAIL)?.split_once(']')?.0.split_once('/')?;
    Some((RouteId::parse(route)?, Kind::ALL.into_iter().find(|it| it.name() == kind)))
}

/// Whether a trigger is what it should be. The order of conditions means nothing, that of tags and of line ends neither.
pub fn is_so(found: &TriggerDraft, wanted: &TriggerDraft) -> bool {
    found.title.trim() == wanted.title.trim()
        && found.description.trim() == wanted.description.trim()
        && found.active == wanted.active
        && same(&found.all, &wanted.all)
        && same(&found.any, &wanted.any)
        && told(&found.actions) == told(&wanted.actions)
}

fn same(one: &[TriggerCondition], other: &[TriggerCondition]) -> bool {
    let normal = |conditions: &[TriggerCondition]| {
        let mut normal: Vec<_> =
            conditions.iter().map(|it| (it.field.clone(), it.operator.clone(), words(&it.field, &it.value))).collect();
        normal.sort();
        normal
    };
    normal(one) == normal(other)
}

/// A value such that two that mean the same are equal.
fn words(field: &str, value: &str) -> String {
    let mut words: Vec<_> = value.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if field.ends_with("_tags") {
        words.sort_unstable();
    }
    words.join(" ")
}

/// What a trigger does, such that two that do the same are equal.
fn told(actions: &[TriggerAction]) -> Vec<String> {
    let one = |action: &TriggerAction| match action {
        TriggerAction::Target { target, body } => {
            format!("mail {target} {}", body.expose_secret().replace("\r\n", "\n").trim())
        }
        TriggerAction::Other { field, value } => format!("set {field} {}", words(field, value)),
        TriggerAction::Webhook { webhook, .. } => format!("call {}", webhook.as_str()),
    };
    let mut told: Vec<_> = actions.iter().map(one).collect();
    told.sort();
    told
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::domain::automation::trigger::TriggerId;
    use crate::domain::automation::{Condition, Field, Operator, Value};
    use crate::domain::ticket::TicketPriority;

    fn route() -> EmailRoute {
        let mut route = EmailRoute { name: " Urgent\npayments ".into(), ..EmailRoute::new(RouteId::of(7)) };
        let value = Value::Priority(TicketPriority::Urgent);
        route.conditions.all.push(Condition { field: Field::Priority, operator: Operator::Is, value });
        let value = Value::Words("billing  card".into());
        route.conditions.any.push(Condition { field: Field::Tags, operator: Operator::Includes, value });
        route
    }

    fn lines(conditions: &[TriggerCondition]) -> Vec<String> {
        conditions.iter().map(|it| format!("{} {} {}", it.field, it.operator, it.value)).collect()
    }

    fn trigger(is: TriggerDraft) -> Trigger {
        Trigger { id: TriggerId(1), is }
    }

    #[test]
    fn an_incident_is_opened_once_for_tickets_that_meet_the_conditions() {
        let route = route();
        let tag = route.tag();
        let wanted = wanted(&route, Kind::Opened, 5);
        assert_eq!(wanted.title, "PagerDuty e-mail: Urgent payments (opened)");
        let all = [
            "priority is urgent".to_owned(),
            "status less_than solved".into(),
            format!("current_tags not_includes {tag}"),
        ];
        assert_eq!(
            (lines(&wanted.all), lines(&wanted.any)),
            (all.to_vec(), vec!["current_tags includes billing card".to_owned()])
        );
        let tags = TriggerAction::Other { field: "current_tags".into(), value: tag };
        let mail = TriggerAction::Target { target: 5, body: Body::found(&body(Kind::Opened)) };
        assert_eq!(wanted.actions, [tags, mail]);
    }

    #[test]
    fn what_was_opened_is_followed_by_its_tag_alone() {
        let route = route();
        let tag = format!("current_tags includes {}", route.tag());
        for kind in [Kind::Updated, Kind::Waiting, Kind::Resolved] {
            let wanted = wanted(&route, kind, 5);
            assert_eq!(lines(&wanted.all)[0], tag, "{kind:?}");
            assert!(!lines(&wanted.all).iter().any(|it| it.starts_with("priority")), "{kind:?}");
        }
        assert_eq!(lines(&wanted(&route, Kind::Resolved, 5).any), ["status is solved", "status is closed"]);
    }

    #[test]
    fn a_trigger_tells_whose_it_is_and_a_copy_elsewhere_does_not() {
        let route = route();
        let made = trigger(wanted(&route, Kind::Waiting, 5));
        assert_eq!(mark_of(&made), Some((route.id.clone(), Some(Kind::Waiting))));
        let with = |description: &str| trigger(TriggerDraft { description: description.into(), ..made.is.clone() });
        let odd = with(&format!("{MARK}mail={}/moon]", route.id.as_str()));
        assert_eq!(mark_of(&odd), Some((route.id, None)));
        for text in [
            "",
            "[incident-command-console rule=abcdefgh]",
            "[incident-command-console mail=x/opened]",
            "mail=abcdefghijkm/opened]",
        ] {
            assert_eq!(mark_of(&with(text)), None, "{text}");
        }
    }

    #[test]
    fn order_and_blanks_make_no_difference_and_words_do() {
        let wanted = wanted(&route(), Kind::Opened, 5);
        let mut found = wanted.clone();
        found.all.reverse();
        found.actions.reverse();
        found.any[0].value = "card,billing".into();
        assert!(is_so(&found, &wanted));
        for change in [
            |it: &mut TriggerDraft| it.active = false,
            |it: &mut TriggerDraft| it.title.push('!'),
            |it: &mut TriggerDraft| it.all[0].value = "high".into(),
            |it: &mut TriggerDraft| it.any.clear(),
            |it: &mut TriggerDraft| it.actions[0] = TriggerAction::Target { target: 6, body: Body::found("x") },
            |it: &mut TriggerDraft| {
                it.actions.push(TriggerAction::Other { field: "priority".into(), value: "low".into() });
            },
        ] {
            let mut found = wanted.clone();
            change(&mut found);
            assert!(!is_so(&found, &wanted));
        }
    }
}
