//! Laws of planning, with a Zendesk that does what it is told and refuses what the real one would.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;

use crate::domain::id::WebhookId;

use super::event::Body;
use super::fixture::{destination, key, webhook};
use super::found::Found;
use super::health::Ailment;
use super::plan::{Step, draft, keys_wanted, plan};
use super::ready_made::ReadyMade;
use super::trigger::{Trigger, TriggerAction, TriggerCondition, TriggerDraft, TriggerId, is_marked};
use super::{Automation, Region, Rule, RuleId, foreign, health};

const SUBDOMAIN: &str = "northwind";

/// What there is, and the number of whatever is made next.
#[derive(Clone, Debug)]
struct Zendesk {
    found: Found,
    next: u64,
}

impl Zendesk {
    fn mint(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn find(&mut self, id: TriggerId) -> &mut Trigger {
        self.found.triggers.iter_mut().find(|trigger| trigger.id == id).unwrap()
    }

    fn write(&self, automation: &Automation, rule: &RuleId) -> TriggerDraft {
        let own = automation.destination_of(automation.rule(rule).unwrap()).unwrap();
        let number = (1..=3).find(|number| destination(*number, own.region).id == own.id).unwrap();
        draft(automation, &self.found, rule, SUBDOMAIN, &key(number)).unwrap()
    }

    fn take(&mut self, automation: &Automation, step: &Step) {
        match step {
            Step::CreateWebhook(region) => {
                let made = webhook(&format!("01HOOK{}", self.mint()), *region);
                self.found.webhooks.push(made);
            }
            Step::RepairWebhook(region, id) => {
                let own = self.found.webhooks.iter_mut().find(|own| own.id == *id).unwrap();
                *own = webhook(id.as_str(), *region);
            }
            Step::CreateTrigger(rule) => {
                let is = self.write(automation, rule);
                let id = TriggerId(self.mint());
                self.found.triggers.push(Trigger { id, is });
            }
            Step::UpdateTrigger(rule, id) => self.find(*id).is = self.write(automation, rule),
            Step::SwitchTrigger(_, id, active) => self.find(*id).is.active = *active,
            Step::DeleteTrigger(id) => {
                assert!(is_marked(&self.find(*id).is.description), "it is not ours");
                self.found.triggers.retain(|trigger| trigger.id != *id);
            }
            Step::DeleteWebhook(id) => {
                assert!(!self.found.triggers.iter().any(|trigger| trigger.calls(id)), "a trigger calls it");
                self.found.webhooks.retain(|webhook| webhook.id != *id);
            }
        }
    }

    fn bring_in_line(&mut self, automation: &Automation) {
        for step in plan(automation, &self.found, SUBDOMAIN) {
            self.take(automation, &step);
        }
    }
}

/// What people and other programs do to what there is.
#[derive(Clone, Debug)]
enum Meddling {
    Delete,
    Retitle,
    Undescribe,
    Switch,
    EditBody,
    LoseKey,
    AnotherKey,
    CallAnother,
    AddCondition,
    AddAction,
    Copy,
    AddForeign,
    DeleteWebhook,
    StopWebhook,
    RedirectWebhook,
    CopyWebhook,
    ResubscribeWebhook,
}

fn meddling() -> impl Strategy<Value = (Meddling, usize)> {
    use Meddling as M;
    let all = vec![
        M::Delete,
        M::Retitle,
        M::Undescribe,
        M::Switch,
        M::EditBody,
        M::LoseKey,
        M::AnotherKey,
        M::CallAnother,
        M::AddCondition,
        M::AddAction,
        M::Copy,
        M::AddForeign,
        M::DeleteWebhook,
        M::StopWebhook,
        M::RedirectWebhook,
        M::CopyWebhook,
        M::ResubscribeWebhook,
    ];
    (prop::sample::select(all), 0_usize..8)
}

fn meddle(zendesk: &mut Zendesk, (what, which): &(Meddling, usize)) {
    let number = zendesk.mint();
    let webhook_at = which % zendesk.found.webhooks.len().max(1);
    if let Some(own) = zendesk.found.webhooks.get_mut(webhook_at) {
        match what {
            Meddling::DeleteWebhook => drop(zendesk.found.webhooks.remove(webhook_at)),
            Meddling::StopWebhook => own.active = false,
            Meddling::RedirectWebhook => own.endpoint = "https://example.com/".into(),
            Meddling::ResubscribeWebhook => own.by_triggers = false,
            Meddling::CopyWebhook => {
                let copy =
                    super::found::Webhook { id: WebhookId::parse(&format!("01COPY{number}")).unwrap(), ..own.clone() };
                zendesk.found.webhooks.insert(0, copy);
            }
            _ => {}
        }
    }
    let some_webhook = zendesk.found.webhooks.get(*which).map(|webhook| webhook.id.clone());
    if matches!(what, Meddling::AddForeign) {
        let webhook = some_webhook.clone().unwrap_or_else(|| WebhookId::parse("01GONE").unwrap());
        let is = TriggerDraft {
            title: "Old".into(),
            description: String::new(),
            active: true,
            all: Vec::new(),
            any: Vec::new(),
            actions: vec![TriggerAction::Webhook { webhook, body: Body::found("{}") }],
        };
        zendesk.found.triggers.push(Trigger { id: TriggerId(number), is });
    }
    let at = which % zendesk.found.triggers.len().max(1);
    let Some(trigger) = zendesk.found.triggers.get_mut(at) else { return };
    if matches!(what, Meddling::Delete) {
        zendesk.found.triggers.remove(at);
        return;
    }
    let call = trigger.is.actions.iter_mut().find_map(|action| match action {
        TriggerAction::Webhook { webhook, body } => Some((webhook, body)),
        _ => None,
    });
    match (what, call) {
        (Meddling::Retitle, _) => trigger.is.title.push('!'),
        (Meddling::Undescribe, _) => trigger.is.description = "mine now".into(),
        (Meddling::Switch, _) => trigger.is.active = !trigger.is.active,
        (Meddling::AddCondition, _) => trigger.is.any.push(TriggerCondition::new("status", "is", "open")),
        (Meddling::AddAction, _) => {
            trigger.is.actions.push(TriggerAction::Other { field: "status".into(), value: "open".into() });
        }
        (Meddling::Copy, _) => {
            let copy = Trigger { id: TriggerId(number), ..trigger.clone() };
            zendesk.found.triggers.push(copy);
        }
        (Meddling::EditBody, Some((_, body))) => *body = Body::found(&format!("{} ", body.expose_secret())),
        (Meddling::LoseKey, Some((_, body))) => *body = Body::found("{\"x\":1}"),
        (Meddling::AnotherKey, Some((_, body))) => {
            *body = Body::found(&body.expose_secret().replace("R0KEY", "R9KEY"));
        }
        (Meddling::CallAnother, Some((webhook, _))) => {
            if let Some(other) = some_webhook {
                *webhook = other;
            }
        }
        _ => {}
    }
}

fn rule() -> impl Strategy<Value = Rule> {
    (0_u64..6, prop::sample::select(ReadyMade::ALL.to_vec()), 0_u8..5, any::<bool>(), "[a-zé]{0,3}").prop_map(
        |(id, kind, to, active, title)| {
            let mut rule = kind.rule(RuleId::make(id), &title);
            rule.active = active;
            // 4 is a destination that is not there, 0 none.
            rule.destination = (to > 0).then(|| destination(to, Region::Us).id);
            rule
        },
    )
}

fn automation() -> impl Strategy<Value = Automation> {
    proptest::collection::vec(rule(), 0..6).prop_map(|mut rules| {
        let mut seen = Vec::new();
        rules.retain(|rule| {
            let is_new = !seen.contains(&rule.id);
            seen.push(rule.id.clone());
            is_new
        });
        let destinations = vec![destination(1, Region::Us), destination(2, Region::Us), destination(3, Region::Eu)];
        Automation { destinations, rules }
    })
}

/// What there is after some rules were carried out and others have meddled.
fn zendesk() -> impl Strategy<Value = Zendesk> {
    (automation(), proptest::collection::vec(meddling(), 0..8)).prop_map(|(before, meddled)| {
        let mut zendesk = Zendesk { found: Found::default(), next: 100 };
        zendesk.bring_in_line(&before);
        for each in &meddled {
            meddle(&mut zendesk, each);
        }
        zendesk
    })
}

fn others(found: &Found) -> (Vec<Trigger>, usize) {
    let theirs = found.triggers.iter().filter(|trigger| !is_marked(&trigger.is.description)).cloned().collect();
    (theirs, found.webhooks.iter().filter(|webhook| webhook.region().is_none()).count())
}

proptest! {
    #[test]
    fn after_every_step_nothing_is_left_to_do(automation in automation(), mut zendesk in zendesk()) {
        let before = others(&zendesk.found);
        zendesk.bring_in_line(&automation);
        prop_assert_eq!(plan(&automation, &zendesk.found, SUBDOMAIN), []);
        prop_assert_eq!(others(&zendesk.found), before, "what others made stays");
        for (rule, ailments) in health::of(&automation, &zendesk.found, &[], SUBDOMAIN) {
            let is_incomplete = matches!(ailments.first(), Some(Ailment::Incomplete(_)));
            prop_assert!(ailments.is_empty() || is_incomplete, "{rule}: {ailments:?}");
        }
    }

    #[test]
    fn what_broke_off_is_gone_on_with(automation in automation(), mut zendesk in zendesk(), stop in 0_usize..10) {
        let mut whole = zendesk.clone();
        whole.bring_in_line(&automation);
        for step in plan(&automation, &zendesk.found, SUBDOMAIN).iter().take(stop) {
            zendesk.take(&automation, step);
        }
        zendesk.bring_in_line(&automation);
        prop_assert_eq!(plan(&automation, &zendesk.found, SUBDOMAIN), []);
        let count = |zendesk: &Zendesk| (zendesk.found.triggers.len(), zendesk.found.webhooks.len());
        prop_assert_eq!(count(&zendesk), count(&whole));
    }

    #[test]
    fn a_step_that_was_done_is_not_planned_again(automation in automation(), mut zendesk in zendesk()) {
        while let Some(step) = plan(&automation, &zendesk.found, SUBDOMAIN).first().cloned() {
            zendesk.take(&automation, &step);
            prop_assert!(!plan(&automation, &zendesk.found, SUBDOMAIN).contains(&step), "{step:?}");
        }
    }

    #[test]
    fn removing_leaves_nothing_of_ours_but_what_others_use(mut zendesk in zendesk()) {
        let nothing = Automation::default();
        let before = others(&zendesk.found);
        zendesk.bring_in_line(&nothing);
        prop_assert!(zendesk.found.triggers.iter().all(|trigger| trigger.rule().is_none()));
        for webhook in zendesk.found.webhooks.iter().filter(|webhook| webhook.region().is_some()) {
            prop_assert!(zendesk.found.is_used_by_others(&webhook.id));
        }
        prop_assert_eq!(others(&zendesk.found), before);
    }

    #[test]
    fn only_keys_that_stand_nowhere_are_asked_for(automation in automation(), zendesk in zendesk()) {
        let steps = plan(&automation, &zendesk.found, SUBDOMAIN);
        for id in keys_wanted(&automation, &zendesk.found, &steps) {
            let own = automation.destination(&id).unwrap();
            prop_assert!(zendesk.found.key(own).is_none());
            prop_assert!(steps.iter().any(|step| step.needs_key_of().is_some()));
        }
    }

    #[test]
    fn nothing_of_ours_is_called_foreign(automation in automation(), mut zendesk in zendesk()) {
        zendesk.bring_in_line(&automation);
        let foreign = foreign::of(&automation, &zendesk.found);
        for trigger in &foreign.triggers {
            prop_assert!(zendesk.found.triggers.iter().any(|it| it.id == trigger.id && it.rule().is_none()));
        }
    }
}
