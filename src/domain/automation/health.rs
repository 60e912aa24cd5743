//! Whether Zendesk does what the rules say, rule by rule.

use super::delivery::Deliveries;
use super::difference::{self, Difference};
use super::found::{Found, Live};
use super::handle::RuleId;
use super::rule::{Rule, RuleProblem};
use super::trigger::TriggerId;
use super::{Automation, Destination};

/// Something that is wrong with a rule in Zendesk or PagerDuty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ailment {
    /// The rule itself is incomplete.
    Incomplete(Vec<RuleProblem>),
    /// There is no trigger.
    Missing,
    /// The trigger says something else: somebody edited it in Zendesk.
    Edited(TriggerId, Vec<Difference>),
    /// The rule is on, and somebody switched the trigger off.
    SwitchedOff(TriggerId),
    /// The rule is off, and somebody switched the trigger on.
    SwitchedOn(TriggerId),
    /// There are more triggers of the rule, which double it.
    Doubled(Vec<TriggerId>),
    /// There is no webhook.
    WebhookMissing,
    /// The webhook is switched off.
    WebhookOff,
    /// The webhook sends to another address, or in another form; hostile text.
    WebhookElsewhere(String),
    /// The integration in PagerDuty is gone, and its key with it.
    IntegrationGone,
    /// PagerDuty refuses the key.
    KeyRefused,
}

/// What is wrong with each rule, in their order; nothing for one that is in order, or off and without a trigger.
///
/// To be asked with the rules as they are saved: with a draft, what is not written yet would seem to be edited by hand.
pub fn of(
    saved: &Automation,
    found: &Found,
    deliveries: &[Deliveries],
    subdomain: &str,
) -> Vec<(RuleId, Vec<Ailment>)> {
    let each = |rule: &Rule| (rule.id.clone(), of_rule(saved, rule, found, deliveries, subdomain));
    saved.rules.iter().map(each).collect()
}

fn of_rule(saved: &Automation, rule: &Rule, found: &Found, deliveries: &[Deliveries], subdomain: &str) -> Vec<Ailment> {
    let mut problems = rule.check();
    let destination = match saved.destination_of(rule) {
        Some(destination) if problems.is_empty() => destination,
        Some(_) => return vec![Ailment::Incomplete(problems)],
        None => {
            if problems.is_empty() {
                problems.push(RuleProblem::UnknownDestination);
            }
            return vec![Ailment::Incomplete(problems)];
        }
    };
    let mut ailments = Vec::new();
    let triggers = found.triggers_of(&rule.id);
    let Some((trigger, more)) = triggers.split_first() else {
        return if rule.active { vec![Ailment::Missing] } else { ailments };
    };
    let differences = difference::of(rule, destination, trigger, found, subdomain);
    if !differences.is_empty() {
        ailments.push(Ailment::Edited(trigger.id, differences));
    }
    match (rule.active, trigger.is.active) {
        (true, false) => ailments.push(Ailment::SwitchedOff(trigger.id)),
        (false, true) => ailments.push(Ailment::SwitchedOn(trigger.id)),
        _ => {}
    }
    if !more.is_empty() {
        ailments.push(Ailment::Doubled(more.iter().map(|trigger| trigger.id).collect()));
    }
    if rule.active {
        ailments.extend(of_webhook(destination, found));
        if found.live(&destination.id) == Some(&Live::Gone) {
            ailments.push(Ailment::IntegrationGone);
        }
        let key = trigger.call().and_then(|(_, body)| body.key()).map(|key| key.fingerprint());
        if key.is_some_and(|key| deliveries.iter().any(|it| it.refused.contains(&key))) {
            ailments.push(Ailment::KeyRefused);
        }
    }
    ailments
}

fn of_webhook(destination: &Destination, found: &Found) -> Option<Ailment> {
    let Some(webhook) = found.webhook(destination.region) else { return Some(Ailment::WebhookMissing) };
    if webhook.is_in_order() {
        return None;
    }
    if webhook.endpoint == destination.region.endpoint() && webhook.method == "POST" && webhook.format == "json" {
        return Some(Ailment::WebhookOff);
    }
    Some(Ailment::WebhookElsewhere(format!("{} {} ({})", webhook.method, webhook.endpoint, webhook.format)))
}
