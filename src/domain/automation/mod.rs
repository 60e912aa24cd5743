//! Tickets that open, acknowledge and resolve incidents by rules.
//!
//! An administrator writes a [`Rule`]: on which tickets, what happens in PagerDuty, and where. Zendesk carries it out by itself: a
//! trigger with the rule's conditions calls a webhook, and the webhook posts to PagerDuty's Events API v2. What exists in Zendesk is
//! the truth: [`plan`](plan::plan) compares it with the rules and says what is to be done, and [`health`](health::of) what is wrong.
//!
//! Nothing secret is kept with the rules, because every agent can read the app's settings. A destination is kept as ids and the
//! [`Fingerprint`] of its key; the [`RoutingKey`] itself stands only in the trigger, where the Events API documents it.

pub mod condition;
pub mod delivery;
pub mod destination;
pub mod difference;
pub mod event;
pub mod foreign;
pub mod found;
pub mod handle;
pub mod health;
mod holds;
pub mod key;
mod liquid;
pub mod plan;
pub mod ready_made;
pub mod rule;
pub mod sample;
pub mod template;
pub mod trigger;
mod value;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod plan_tests;

pub use crate::domain::region::Region;
pub use condition::{Condition, ConditionProblem, Conditions, Field, List, Operator, Value};
pub use destination::{Destination, Route};
pub use handle::{DestinationId, RuleId};
pub use holds::Certainty;
pub use key::{Fingerprint, RoutingKey};
pub use rule::{Action, Detail, Rule, RuleProblem, Severity};
pub use sample::{Preview, Sample};
pub use template::{Placeholder, Template, TemplateProblem};

/// Every rule and where rules lead, as the configuration keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Automation {
    /// Where events can go.
    pub destinations: Vec<Destination>,
    /// The rules, in the order in which they are shown.
    pub rules: Vec<Rule>,
}

impl Automation {
    /// The destination with this id.
    pub fn destination(&self, id: &DestinationId) -> Option<&Destination> {
        self.destinations.iter().find(|destination| destination.id == *id)
    }

    /// The rule with this id.
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == *id)
    }

    /// Where a rule leads; `None` while no destination is chosen, or the chosen one is gone.
    pub fn destination_of(&self, rule: &Rule) -> Option<&Destination> {
        self.destination(rule.destination.as_ref()?)
    }

    /// The rules that use a destination.
    pub fn users_of<'a>(&'a self, id: &'a DestinationId) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| rule.destination.as_ref() == Some(id))
    }

    /// Every rule that cannot be carried out as it is, with its problems in the order of the form.
    pub fn problems(&self) -> Vec<(RuleId, Vec<RuleProblem>)> {
        let of = |rule: &Rule| {
            let mut problems = rule.check();
            if rule.destination.is_some() && self.destination_of(rule).is_none() {
                problems.push(RuleProblem::UnknownDestination);
            }
            (!problems.is_empty()).then(|| (rule.id.clone(), problems))
        };
        self.rules.iter().filter_map(of).collect()
    }
}
