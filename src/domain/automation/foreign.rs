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
