//! What other integrations of PagerDuty have left in Zendesk, and whether it does the same as our rules.
//!
//! We list it and can switch its triggers off. We never delete what we did not make.

use crate::domain::id::WebhookId;

use super::Automation;
use super::found::Found;
use super::handle::RuleId;
use super::rule::{Action, Rule};
use super::trigger::{self, Trigger, TriggerAction, TriggerCondition, TriggerId, is_marked};

/// What the titles of everything that we make begin with, besides triggers.
pub const OUR_NAME: &str = "Incident Command Console: ";

/// By what a foreign trigger reaches PagerDuty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Through {
    /// A webhook of its own, with this name.
    Webhook(String),
    /// A webhook of ours, although it is no trigger of ours; the webhook has to stay as long as it does.
    OurWebhook,
    /// A target, with this title.
    Target(String),
}

/// A trigger that is not ours and reaches PagerDuty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignTrigger {
    /// Its number.
    pub id: TriggerId,
    /// Its title; hostile text.
    pub title: String,
    /// Whether Zendesk carries it out.
    pub active: bool,
    /// By what.
    pub through: Through,
    /// What it does to incidents, as far as its body tells.
    pub action: Option<Action>,
    /// Our rules that do the same to tickets that it may act on, too.
    pub doubles: Vec<RuleId>,
}

/// Everything that is not ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// Triggers.
    pub triggers: Vec<ForeignTrigger>,
    /// Webhooks: id and name.
    pub webhooks: Vec<(WebhookId, String)>,
    /// Targets: number and title.
    pub targets: Vec<(u64, String)>,
}

impl Foreign {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.triggers.is_empty() && self.webhooks.is_empty() && self.targets.is_empty()
    }
}

/// Finds what is not ours.
pub fn of(automation: &Automation, found: &Found) -> Foreign {
    let webhooks: Vec<_> =
        found.webhooks.iter().filter(|it| it.is_pagerdutys() && !it.name.starts_with(OUR_NAME)).collect();
    let targets: Vec<_> =
        found.targets.iter().filter(|it| it.is_pagerdutys() && !it.title.starts_with(OUR_NAME)).collect();
    let through = |trigger: &Trigger| {
        let by = |action: &TriggerAction| match action {
            TriggerAction::Webhook { webhook, body } => {
                if found.webhooks.iter().any(|it| it.id == *webhook && it.region().is_some()) {
                    return Some((Through::OurWebhook, body.event_action()));
                }
                let own = webhooks.iter().find(|it| it.id == *webhook)?;
                Some((Through::Webhook(own.name.clone()), body.event_action()))
            }
            TriggerAction::Target { target, body } => {
                let own = targets.iter().find(|it| it.id == *target)?;
                Some((Through::Target(own.title.clone()), body.event_action()))
            }
            TriggerAction::Other { .. } => None,
        };
        trigger.is.actions.iter().find_map(by)
    };
    let foreign = |trigger: &Trigger| {
        let (through, action) = through(trigger)?;
        let doubled = automation.rules.iter().filter(|rule| doubles(trigger, action, rule));
        Some(ForeignTrigger {
            id: trigger.id,
            title: trigger.is.title.clone(),
            active: trigger.is.active,
            through,
            action,
            doubles: doubled.map(|rule| rule.id.clone()).collect(),
        })
    };
    let theirs = found.triggers.iter().filter(|trigger| !is_marked(&trigger.is.description));
    Foreign {
        triggers: theirs.filter_map(foreign).collect(),
        webhooks: webhooks.iter().map(|it| (it.id.clone(), it.name.clone())).collect(),
        targets: targets.iter().map(|it| (it.id, it.title.clone())).collect(),
    }
}

/// Whether one update may make both act in the same way. What a body does not tell is taken to open incidents.
fn doubles(trigger: &Trigger, action: Option<Action>, rule: &Rule) -> bool {
    let (all, _) = trigger::conditions(rule);
    trigger.is.active
        && rule.active
        && action.unwrap_or(Action::Trigger) == rule.action
        && !trigger.is.all.iter().any(|theirs| all.iter().any(|ours| exclude(theirs, ours)))
}

/// Whether two conditions can never hold together: one field cannot have two values.
fn exclude(one: &TriggerCondition, other: &TriggerCondition) -> bool {
    let fixes = |condition: &TriggerCondition| matches!(condition.operator.as_str(), "is" | "value");
    let has_one_value =
        !matches!(one.field.as_str(), "current_tags" | "subject_includes_word" | "comment_includes_word");
    one.field == other.field
        && has_one_value
        && fixes(one)
        && fixes(other)
        && one.normal().value != other.normal().value
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::event::Body;
    use super::super::fixture::webhook;
    use super::super::found::{Target, Webhook};
    use super::super::ready_made;
    use super::super::trigger::TriggerDraft;
    use super::super::{Region, trigger::MARK};
    use super::*;

    fn trigger(id: u64, action: TriggerAction, all: &[(&str, &str, &str)]) -> Trigger {
        let all = all.iter().map(|(field, operator, value)| TriggerCondition::new(field, operator, value)).collect();
        let is = TriggerDraft {
            title: format!("T{id}"),
            description: String::new(),
            active: true,
            all,
            any: Vec::new(),
            actions: vec![action],
        };
        Trigger { id: TriggerId(id), is }
    }

    fn hook(id: &str, name: &str, endpoint: &str) -> Webhook {
        Webhook { name: name.into(), endpoint: endpoint.into(), ..webhook(id, Region::Us) }
    }

    fn call(webhook: &str, body: &str) -> TriggerAction {
        TriggerAction::Webhook { webhook: WebhookId::parse(webhook).unwrap(), body: Body::found(body) }
    }

    #[test]
    fn what_others_left_is_found_with_what_it_doubles() {
        let rules = vec![ready_made::urgent(RuleId::make(1), "U"), ready_made::resolve(RuleId::make(2), "R")];
        let automation = Automation { destinations: Vec::new(), rules };
        let mail = Target {
            id: 55,
            title: "Mail".into(),
            kind: "email_target".into(),
            active: true,
            email: "ops@acme.pagerduty.com".into(),
            subject: String::new(),
            url: String::new(),
        };
        let mut marked = trigger(9, call("01OLD", "{}"), &[]);
        marked.is.description = format!("{MARK}email=x]");
        let found = Found {
            webhooks: vec![
                webhook("01OURS", Region::Us),
                hook("01OLD", "Old", "https://events.pagerduty.com/generic/2010-04-15/create_event.json"),
                hook("01ELSE", "Else", "https://pagerduty.com.evil.example/v2/enqueue"),
            ],
            triggers: vec![
                trigger(1, call("01OLD", r#"{"event_action": "resolve"}"#), &[]),
                trigger(2, call("01OLD", "{}"), &[("priority", "is", "low")]),
                trigger(3, call("01OURS", r#"{"event_action":"trigger"}"#), &[("priority", "is", "urgent")]),
                trigger(4, call("01ELSE", "{}"), &[]),
                trigger(5, TriggerAction::Target { target: 55, body: Body::found("x") }, &[("status", "value", "new")]),
                marked,
            ],
            targets: vec![mail.clone(), Target { id: 56, title: format!("{OUR_NAME}mail"), ..mail }],
            live: Vec::new(),
        };
        let foreign = of(&automation, &found);
        let told: Vec<_> = foreign.triggers.iter().map(|it| (it.id.0, it.action, it.doubles.clone())).collect();
        let (urgent, resolve) = (RuleId::make(1), RuleId::make(2));
        let expected = [
            (1, Some(Action::Resolve), vec![resolve]),
            (2, None, Vec::new()),
            (3, Some(Action::Trigger), vec![urgent.clone()]),
            (5, None, vec![urgent]),
        ];
        assert_eq!(told, expected);
        assert_eq!(foreign.triggers[2].through, Through::OurWebhook);
        assert_eq!(foreign.triggers[3].through, Through::Target("Mail".into()));
        assert_eq!(foreign.webhooks.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Old"]);
        assert_eq!(foreign.targets, [(55, "Mail".to_owned())]);
    }
}
