//! Triggers as they stand in Zendesk, and a rule as the trigger that carries it out.
//!
//! Zendesk, "Triggers": conditions of a field, an operator and a value each; actions of a field and a value.

use std::fmt;

use crate::domain::id::WebhookId;

use super::condition::Condition;
use super::event::{self, Body};
use super::handle::RuleId;
use super::key::RoutingKey;
use super::rule::{Rule, SEND_TAG};

/// What the title of every trigger of ours begins with.
pub const TITLE_PREFIX: &str = "PagerDuty: ";

/// What marks everything that this app made in Zendesk, in a description.
pub const MARK: &str = "[incident-command-console ";

/// What stands before the mark. It is in English in every language, because whoever reads it may speak another than whoever made it,
/// and a trigger must not seem edited to an administrator with another language.
const EXPLANATION: &str = "Made and kept by the Incident Command Console app. Please change it in the app's settings.";

/// Whether a description says that this app made the thing.
pub fn is_marked(description: &str) -> bool {
    description.contains(MARK)
}

/// A trigger's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TriggerId(pub u64);

impl fmt::Display for TriggerId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A condition as Zendesk's API writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TriggerCondition {
    /// The field.
    pub field: String,
    /// The operator.
    pub operator: String,
    /// The value; empty for none. Tags and words are apart by one blank.
    pub value: String,
}

impl TriggerCondition {
    /// A condition of these three.
    pub fn new(field: &str, operator: &str, value: &str) -> Self {
        Self { field: field.into(), operator: operator.into(), value: value.into() }
    }

    /// The same when two that mean the same are to be equal: tags in order, and no value where none counts.
    #[must_use]
    pub(super) fn normal(&self) -> Self {
        let value = match (self.field.as_str(), self.operator.as_str()) {
            (_, "changed" | "not_changed") => String::new(),
            ("current_tags", _) => {
                let mut tags: Vec<_> = self.value.split([' ', ',']).filter(|tag| !tag.is_empty()).collect();
                tags.sort_unstable();
                tags.join(" ")
            }
            _ => self.value.trim().to_owned(),
        };
        Self { field: self.field.clone(), operator: self.operator.clone(), value }
    }
}

impl From<&Condition> for TriggerCondition {
    fn from(condition: &Condition) -> Self {
        Self::new(condition.field.name(), condition.operator.name(), &condition.value.api())
    }
}

/// What a trigger does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TriggerAction {
    /// Calls a webhook with this body. Zendesk: `notification_webhook`.
    Webhook {
        /// Which one.
        webhook: WebhookId,
        /// What it sends.
        body: Body,
    },
    /// Writes to a target. Zendesk: `notification_target`.
    Target {
        /// Which one.
        target: u64,
        /// What it says.
        body: Body,
    },
    /// Anything else, such as `remove_tags`.
    Other {
        /// The field.
        field: String,
        /// Its value; JSON when it is more than a text.
        value: String,
    },
}

/// A trigger without its number: what is sent to make or change one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriggerDraft {
    /// Its title.
    pub title: String,
    /// Its description; empty for none.
    pub description: String,
    /// Whether Zendesk carries it out.
    pub active: bool,
    /// All of these must hold.
    pub all: Vec<TriggerCondition>,
    /// At least one of these, if there are any.
    pub any: Vec<TriggerCondition>,
    /// What it does.
    pub actions: Vec<TriggerAction>,
}

/// A trigger that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Its number.
    pub id: TriggerId,
    /// What it says.
    pub is: TriggerDraft,
}

impl Trigger {
    /// The rule that the mark in its description names.
    pub fn rule(&self) -> Option<RuleId> {
        let (_, behind) = self.is.description.rsplit_once("[incident-command-console rule=")?;
        RuleId::parse(behind.split_once(']')?.0)
    }

    /// Its description without what we wrote: whoever gets this one is no trigger of ours any more.
    pub fn released(&self) -> String {
        let own = self.is.description.trim();
        let before = own.split_once(MARK).map_or(own, |(before, _)| before);
        before.trim_end().trim_end_matches(EXPLANATION).trim_end().to_owned()
    }

    /// Whether any of its actions calls this webhook, so that Zendesk does not let the webhook go.
    pub fn calls(&self, webhook: &WebhookId) -> bool {
        let is_call =
            |action: &TriggerAction| matches!(action, TriggerAction::Webhook { webhook: own, .. } if own == webhook);
        self.is.actions.iter().any(is_call)
    }

    /// The webhook that it calls and the body, if it calls one.
    pub fn call(&self) -> Option<(&WebhookId, &Body)> {
        self.is.actions.iter().find_map(|action| match action {
            TriggerAction::Webhook { webhook, body } => Some((webhook, body)),
            TriggerAction::Target { .. } | TriggerAction::Other { .. } => None,
        })
    }
}

/// The mark of a rule's trigger.
pub fn mark(rule: &RuleId) -> String {
    format!("{MARK}rule={rule}]")
}

/// The title of a rule's trigger.
pub fn title(rule: &Rule) -> String {
    format!("{TITLE_PREFIX}{}", rule.title.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The description of a rule's trigger.
pub fn description(rule: &RuleId) -> String {
    format!("{EXPLANATION} {}", mark(rule))
}

/// The conditions of a rule's trigger: those of "all" and those of "any".
pub fn conditions(rule: &Rule) -> (Vec<TriggerCondition>, Vec<TriggerCondition>) {
    let mut all: Vec<_> = rule.conditions.all.iter().map(TriggerCondition::from).collect();
    if rule.send_once {
        all.push(TriggerCondition::new("current_tags", "includes", SEND_TAG));
    }
    (all, rule.conditions.any.iter().map(TriggerCondition::from).collect())
}

/// What a rule's trigger does besides calling the webhook. The tag is taken off before, so that the call tells of a ticket without it.
pub fn other_actions(rule: &Rule) -> Vec<TriggerAction> {
    let remove = || TriggerAction::Other { field: "remove_tags".into(), value: SEND_TAG.into() };
    rule.send_once.then(remove).into_iter().collect()
}

/// The trigger that carries a rule out. `None` when the rule cannot be carried out as it is.
pub fn of(rule: &Rule, webhook: &WebhookId, subdomain: &str, key: &RoutingKey) -> Option<TriggerDraft> {
    if !rule.check().is_empty() {
        return None;
    }
    let (all, any) = conditions(rule);
    let mut actions = other_actions(rule);
    actions.push(TriggerAction::Webhook { webhook: webhook.clone(), body: event::body(rule, subdomain, key)? });
    Some(TriggerDraft {
        title: title(rule),
        description: description(&rule.id),
        active: rule.active,
        all,
        any,
        actions,
    })
}
