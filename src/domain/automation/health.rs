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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::difference::Aspect;
    use super::super::event::Body;
    use super::super::fixture::{destination, key, webhook};
    use super::super::trigger::{self, Trigger, TriggerAction, TriggerCondition};
    use super::super::{Region, ready_made};
    use super::*;

    fn saved() -> Automation {
        let own = destination(1, Region::Us);
        let mut rule = ready_made::resolve(RuleId::make(1), "Solved");
        rule.destination = Some(own.id.clone());
        Automation { destinations: vec![own], rules: vec![rule] }
    }

    fn found() -> Found {
        let hook = webhook("01HOOK", Region::Us);
        let is = trigger::of(&saved().rules[0], &hook.id, "northwind", &key(1)).unwrap();
        Found { webhooks: vec![hook], triggers: vec![Trigger { id: TriggerId(5), is }], ..Found::default() }
    }

    fn ailments(found: &Found, deliveries: &[Deliveries]) -> Vec<Ailment> {
        of(&saved(), found, deliveries, "northwind").remove(0).1
    }

    #[test]
    fn what_is_in_order_has_no_ailment() {
        assert_eq!(ailments(&found(), &[]), []);
        assert_eq!(ailments(&Found::default(), &[]), [Ailment::Missing]);
    }

    #[test]
    fn order_and_case_of_what_zendesk_gives_back_do_not_matter() {
        let mut there = found();
        there.triggers[0].is.any.reverse();
        there.triggers[0].is.description.push('\n');
        assert_eq!(ailments(&there, &[]), []);
    }

    #[test]
    fn a_hand_edit_is_told_field_by_field_and_without_keys() {
        let mut there = found();
        let is = &mut there.triggers[0].is;
        is.title = "Mine".into();
        is.any[0] = TriggerCondition::new("status", "value", "hold");
        is.actions.push(TriggerAction::Other { field: "priority".into(), value: "low".into() });
        let Some(TriggerAction::Webhook { body, .. }) = is.actions.first_mut() else { unreachable!() };
        *body = Body::found(
            &body.expose_secret().replace(key(1).expose_secret(), key(2).expose_secret()).replace("resolve", "trigger"),
        );
        let told = ailments(&there, &[]);
        let [Ailment::Edited(TriggerId(5), differences)] = told.as_slice() else { unreachable!("{told:?}") };
        let aspects: Vec<_> = differences.iter().map(|it| it.aspect).collect();
        assert_eq!(aspects, [Aspect::Title, Aspect::Any, Aspect::Key, Aspect::Body, Aspect::Actions]);
        assert_eq!(differences[1].wanted, ["status value solved"]);
        assert_eq!(differences[1].found, ["status value hold"]);
        assert_eq!(differences[2].found, [key(2).fingerprint().to_string()]);
        assert_eq!(
            (differences[4].wanted.len(), differences[4].found.as_slice()),
            (0, &["priority low".to_owned()][..])
        );
        assert!(!format!("{told:?}").contains("R0KEY"));
    }

    #[test]
    fn switches_copies_and_webhooks_are_told() {
        let mut there = found();
        there.triggers[0].is.active = false;
        let copy = Trigger { id: TriggerId(6), ..there.triggers[0].clone() };
        there.triggers.push(copy);
        there.webhooks[0].active = false;
        let expected = [Ailment::SwitchedOff(TriggerId(5)), Ailment::Doubled(vec![TriggerId(6)]), Ailment::WebhookOff];
        assert_eq!(ailments(&there, &[]), expected);
        there.webhooks[0].endpoint = "https://events.pagerduty.com/v2/enqueue?x".into();
        let elsewhere = Ailment::WebhookElsewhere("POST https://events.pagerduty.com/v2/enqueue?x (json)".into());
        assert_eq!(ailments(&there, &[]).last(), Some(&elsewhere));
        there.webhooks.clear();
        assert_eq!(ailments(&there, &[]).last(), Some(&Ailment::WebhookMissing));
    }

    #[test]
    fn a_key_that_pagerduty_refuses_or_forgot_is_told() {
        let refused = vec![key(1).fingerprint()];
        let deliveries = [Deliveries { region: Region::Us, latest: Vec::new(), refused }];
        assert_eq!(ailments(&found(), &deliveries), [Ailment::KeyRefused]);
        let mut there = found();
        there.live.push((saved().destinations[0].id.clone(), Live::Gone));
        assert_eq!(ailments(&there, &[]), [Ailment::IntegrationGone]);
        there.live[0].1 = Live::Key(key(2).fingerprint());
        let told = ailments(&there, &[]);
        assert!(
            matches!(&told[..], [Ailment::Edited(_, differences)] if differences[0].aspect == Aspect::Key),
            "{told:?}"
        );
    }
}
