//! In what a trigger differs from its rule.

use super::destination::Destination;
use super::event;
use super::found::Found;
use super::rule::Rule;
use super::trigger::{self, Trigger, TriggerAction, TriggerCondition};

/// A part of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// Its title.
    Title,
    /// Its description, which holds the mark.
    Description,
    /// Conditions of which all must hold.
    All,
    /// Conditions of which one must hold.
    Any,
    /// The webhook that it calls.
    Webhook,
    /// The key in the body; told by fingerprints.
    Key,
    /// The rest of the body.
    Body,
    /// What it does besides.
    Actions,
}

/// One difference. Lines are in the words of Zendesk's API, without keys; hostile text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub aspect: Aspect,
    /// What the rule says and the trigger does not.
    pub wanted: Vec<String>,
    /// What the trigger says and the rule does not.
    pub found: Vec<String>,
}

/// Everything in which a trigger differs from its rule, whether it is switched on apart.
pub(super) fn of(
    rule: &Rule,
    destination: &Destination,
    trigger: &Trigger,
    found: &Found,
    subdomain: &str,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut compare = |aspect, wanted: Vec<String>, there: Vec<String>| {
        let (wanted, there) = (without(&wanted, &there), without(&there, &wanted));
        if !wanted.is_empty() || !there.is_empty() {
            differences.push(Difference { aspect, wanted, found: there });
        }
    };
    let is = &trigger.is;
    compare(Aspect::Title, vec![trigger::title(rule)], vec![is.title.clone()]);
    compare(Aspect::Description, vec![trigger::description(&rule.id)], vec![is.description.trim().to_owned()]);
    let (all, any) = trigger::conditions(rule);
    compare(Aspect::All, lines(&all), lines(&is.all));
    compare(Aspect::Any, lines(&any), lines(&is.any));
    let webhook = found.webhook(destination.region);
    let call = trigger.call();
    let named = |id: &crate::domain::id::WebhookId| {
        found.webhooks.iter().find(|webhook| webhook.id == *id).map_or_else(|| id.to_string(), |it| it.name.clone())
    };
    if webhook.map(|webhook| &webhook.id) != call.map(|(id, _)| id) {
        compare(
            Aspect::Webhook,
            vec![destination.region.webhook_name().to_owned()],
            call.map(|(id, _)| format!("{} ({id})", named(id))).into_iter().collect(),
        );
    }
    let key = call.and_then(|(_, body)| body.key()).map(|key| key.fingerprint().to_string());
    // As long as no key was ever seen, any key will do.
    let wanted = found.fingerprint(destination).map(ToString::to_string).or_else(|| key.clone());
    if key.is_none() || key != wanted {
        compare(Aspect::Key, vec![wanted.unwrap_or_else(|| "?".to_owned())], key.into_iter().collect());
    }
    compare(
        Aspect::Body,
        event::rest(rule, subdomain).into_iter().collect(),
        call.map(|(_, body)| body.rest()).into_iter().collect(),
    );
    compare(Aspect::Actions, actions(&trigger::other_actions(rule)), others(&is.actions));
    differences
}

/// Those of the one that the other does not have, counting.
fn without(lines: &[String], others: &[String]) -> Vec<String> {
    let mut rest = others.to_vec();
    let is_missing = |line: &&String| match rest.iter().position(|other| other == *line) {
        Some(place) => {
            rest.remove(place);
            false
        }
        None => true,
    };
    lines.iter().filter(is_missing).cloned().collect()
}

fn lines(conditions: &[TriggerCondition]) -> Vec<String> {
    let line = |condition: &TriggerCondition| {
        let normal = condition.normal();
        [normal.field, normal.operator, normal.value].join(" ").trim_end().to_owned()
    };
    conditions.iter().map(line).collect()
}

fn actions(actions: &[TriggerAction]) -> Vec<String> {
    let line = |action: &TriggerAction| match action {
        TriggerAction::Webhook { webhook, .. } => format!("notification_webhook {webhook}"),
        TriggerAction::Target { target, .. } => format!("notification_target {target}"),
        TriggerAction::Other { field, value } => event::redacted(&format!("{field} {value}")),
    };
    actions.iter().map(line).collect()
}

/// The lines of all actions but the first call of a webhook.
fn others(all: &[TriggerAction]) -> Vec<String> {
    let first = all.iter().position(|action| matches!(action, TriggerAction::Webhook { .. }));
    let rest: Vec<_> = all.iter().enumerate().filter(|(at, _)| Some(*at) != first).map(|(_, it)| it.clone()).collect();
    actions(&rest)
}
