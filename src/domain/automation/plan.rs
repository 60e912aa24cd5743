//! What is to be done in Zendesk so that it says what the rules say.
//!
//! A plan is made anew from what is there before and after each step, so one that was broken off is simply made again, and nothing is
//! made twice: whatever was made is found by its mark. Planning after every step was taken gives no step.

use std::collections::BTreeSet;

use crate::domain::id::WebhookId;

use super::destination::Destination;
use super::found::Found;
use super::handle::{DestinationId, RuleId};
use super::key::RoutingKey;
use super::rule::Rule;
use super::trigger::{self, TriggerDraft, TriggerId};
use super::{Automation, difference};
use crate::domain::region::Region;

/// Something to be done. It names no key: whoever does it looks for the destination's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Make our webhook of a region.
    CreateWebhook(Region),
    /// Make our webhook of a region say again what it should, and send.
    RepairWebhook(Region, WebhookId),
    /// Make the trigger of a rule.
    CreateTrigger(RuleId),
    /// Make the trigger of a rule say what the rule says.
    UpdateTrigger(RuleId, TriggerId),
    /// Switch the trigger of a rule on or off, which says all it should.
    SwitchTrigger(RuleId, TriggerId, bool),
    /// Remove a trigger of ours: its rule is gone, or it is one too many.
    DeleteTrigger(TriggerId),
    /// Remove a webhook of ours that nothing needs.
    DeleteWebhook(WebhookId),
}

impl Step {
    /// Whether it makes something new, so that it must be looked for before it is done again.
    pub fn creates(&self) -> bool {
        matches!(self, Self::CreateWebhook(_) | Self::CreateTrigger(_))
    }

    /// The rule whose destination's key it needs.
    pub fn needs_key_of(&self) -> Option<&RuleId> {
        match self {
            Self::CreateTrigger(rule) | Self::UpdateTrigger(rule, _) => Some(rule),
            Self::CreateWebhook(_)
            | Self::RepairWebhook(..)
            | Self::SwitchTrigger(..)
            | Self::DeleteTrigger(_)
            | Self::DeleteWebhook(_) => None,
        }
    }
}

/// Everything that is to be done, in the order in which it can be done. Rules that are incomplete are passed over, and what carries
/// them out stays as it is. To remove everything, plan for [`Automation::default`].
pub fn plan(automation: &Automation, found: &Found, subdomain: &str) -> Vec<Step> {
    let mut webhooks = Vec::new();
    let mut triggers = Vec::new();
    let mut deletions = Vec::new();
    let mut regions = BTreeSet::new();
    for rule in &automation.rules {
        let own = found.triggers_of(&rule.id);
        let mut own = own.iter();
        let first = own.next();
        deletions.extend(own.map(|extra| Step::DeleteTrigger(extra.id)));
        let Some(destination) = complete(automation, rule) else {
            // A webhook that its trigger calls has to stay.
            let called = first.and_then(|trigger| trigger.call()).map(|(webhook, _)| webhook);
            let kept = found.webhooks.iter().find(|webhook| Some(&webhook.id) == called);
            regions.extend(kept.and_then(super::found::Webhook::region));
            continue;
        };
        let Some(trigger) = first else {
            if rule.active {
                regions.insert(destination.region);
                triggers.push(Step::CreateTrigger(rule.id.clone()));
            }
            continue;
        };
        regions.insert(destination.region);
        if !difference::of(rule, destination, trigger, found, subdomain).is_empty() {
            triggers.push(Step::UpdateTrigger(rule.id.clone(), trigger.id));
        } else if trigger.is.active != rule.active {
            triggers.push(Step::SwitchTrigger(rule.id.clone(), trigger.id, rule.active));
        }
    }
    deletions.extend(found.orphans(automation).map(|orphan| Step::DeleteTrigger(orphan.id)));
    for region in Region::ALL {
        let kept = found.webhook(region).filter(|_| regions.contains(&region));
        match kept {
            None if regions.contains(&region) => webhooks.push(Step::CreateWebhook(region)),
            Some(webhook) if !webhook.is_in_order() => {
                webhooks.push(Step::RepairWebhook(region, webhook.id.clone()));
            }
            _ => {}
        }
        let ours = found.webhooks.iter().filter(|webhook| webhook.region() == Some(region));
        let spare = ours.filter(|webhook| kept.is_none_or(|kept| kept.id != webhook.id));
        let spare = spare.filter(|webhook| !is_needed(automation, found, &webhook.id));
        deletions.extend(spare.map(|webhook| Step::DeleteWebhook(webhook.id.clone())));
    }
    webhooks.into_iter().chain(triggers).chain(deletions).collect()
}

/// Whether a webhook has to stay although we do not want it: others use it, or a rule that is incomplete.
fn is_needed(automation: &Automation, found: &Found, webhook: &WebhookId) -> bool {
    let uses = |rule: &Rule| {
        let first = found.triggers_of(&rule.id).first().copied();
        complete(automation, rule).is_none() && first.is_some_and(|trigger| trigger.calls(webhook))
    };
    found.is_used_by_others(webhook) || automation.rules.iter().any(uses)
}

/// The destination of a rule that can be carried out.
fn complete<'a>(automation: &'a Automation, rule: &Rule) -> Option<&'a Destination> {
    automation.destination_of(rule).filter(|_| rule.check().is_empty())
}

/// The destinations whose keys somebody has to paste before these steps can be taken.
pub fn keys_wanted(automation: &Automation, found: &Found, steps: &[Step]) -> Vec<DestinationId> {
    let mut wanted: Vec<DestinationId> = Vec::new();
    for rule in steps.iter().filter_map(Step::needs_key_of) {
        let destination = automation.rule(rule).and_then(|rule| automation.destination_of(rule));
        if let Some(destination) = destination.filter(|it| found.wants_key(it))
            && !wanted.contains(&destination.id)
        {
            wanted.push(destination.id.clone());
        }
    }
    wanted
}

/// The trigger that a step makes, once its webhook is there. `None` when the rule or the webhook is missing or incomplete.
pub fn draft(
    automation: &Automation,
    found: &Found,
    rule: &RuleId,
    subdomain: &str,
    key: &RoutingKey,
) -> Option<TriggerDraft> {
    let rule = automation.rule(rule)?;
    let destination = complete(automation, rule)?;
    trigger::of(rule, &found.webhook(destination.region)?.id, subdomain, key)
}
