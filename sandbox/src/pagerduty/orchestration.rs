//! Global event orchestrations: keys that lead to a router, and the router's rules.
//!
//! Source: PagerDuty REST schemas `Orchestration`, `OrchestrationIntegration` and `OrchestrationRouter`.

use super::model::Id;
use super::pcl::Expression;
use serde_json::Value;
use std::collections::BTreeSet;

/// A global event orchestration.
#[derive(Clone, Debug)]
pub(crate) struct Orchestration {
    /// A UUID.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    /// The team that owns it; without one only admins see it.
    pub(crate) team: Option<Id>,
    pub(crate) created_at: i64,
    pub(crate) author: Id,
    pub(crate) version: String,
    pub(crate) integrations: Vec<OrchestrationIntegration>,
    /// Of the set `start`; the first one that matches decides.
    pub(crate) rules: Vec<RouterRule>,
    /// Where an event goes that no rule is for; `None` is unrouted.
    pub(crate) catch_all: Option<Id>,
}

/// A key of an orchestration.
#[derive(Clone, Debug)]
pub(crate) struct OrchestrationIntegration {
    /// A UUID.
    pub(crate) id: String,
    pub(crate) label: String,
    /// 32 letters and digits that begin with `R`.
    pub(crate) key: String,
    /// How many events have come in.
    pub(crate) received: u64,
}

/// A rule of a router; it matches when one of its conditions does, and always when it has none.
#[derive(Clone, Debug)]
pub(crate) struct RouterRule {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) conditions: Vec<Expression>,
    pub(crate) route_to: Id,
}

impl Orchestration {
    /// The service for an event, given as `{event, raw_event}`; `None` when it is unrouted.
    pub(crate) fn route(&self, context: &Value) -> Option<&str> {
        let matches = |rule: &&RouterRule| {
            rule.conditions.is_empty() || rule.conditions.iter().any(|condition| condition.holds(context))
        };
        self.rules.iter().find(matches).map(|rule| &rule.route_to).or(self.catch_all.as_ref()).map(String::as_str)
    }

    /// How many services its router names.
    pub(crate) fn routes(&self) -> usize {
        let named = self.rules.iter().map(|rule| &rule.route_to).chain(&self.catch_all);
        named.collect::<BTreeSet<_>>().len()
    }
}
