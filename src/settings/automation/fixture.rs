//! What the tests of the page of rules share: an administrator at the screen, and a Zendesk that does what it is told.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::domain::account::Me;
use crate::domain::automation::found::{Found, Webhook};
use crate::domain::automation::plan::{self, Step};
use crate::domain::automation::ready_made::ReadyMade;
use crate::domain::automation::trigger::{Trigger, TriggerId};
use crate::domain::automation::{Automation, Destination, DestinationId, Region, Route, RoutingKey, Rule, RuleId};
use crate::domain::configuration::Configuration;
use crate::domain::id::{IntegrationId, ServiceId, UserId, WebhookId};
use crate::domain::moment::Moment;
use crate::domain::remote::Remote;
use crate::domain::ticket::Agent;
use crate::settings::event::Surroundings;
use crate::settings::model::{Account, Page, Stage};
use crate::settings::store::Stored;
use crate::settings::{Effect, Event, Model};

use super::{AutomationEffect, AutomationEvent};

pub(super) const SUBDOMAIN: &str = "northwind";

/// A key that ends in this number.
pub(super) fn key(number: u8) -> RoutingKey {
    RoutingKey::parse(&format!("R0KEY000000000000000000000000{number:03}")).unwrap()
}

/// A service's integration, with the key of this number.
pub(super) fn destination(number: u8, route: Route) -> Destination {
    Destination {
        id: DestinationId::make(number.into()),
        label: format!("Destination {number}"),
        region: Region::Us,
        route,
        fingerprint: Some(key(number).fingerprint()),
    }
}

pub(super) fn service_route() -> Route {
    Route::Service {
        service: ServiceId::parse("PSVC001").unwrap(),
        integration: IntegrationId::parse("PINT001").unwrap(),
    }
}

/// A complete rule that leads to the destination of this number.
pub(super) fn rule(number: u64, ready_made: ReadyMade, destination: u8) -> Rule {
    let rule = ready_made.rule(RuleId::make(number), &format!("Rule {number}"));
    Rule { destination: Some(DestinationId::make(destination.into())), ..rule }
}

/// Two rules to a service, one with a pasted key.
pub(super) fn automation() -> Automation {
    Automation {
        destinations: vec![destination(1, service_route()), destination(2, Route::Pasted)],
        rules: vec![rule(11, ReadyMade::Urgent, 1), rule(12, ReadyMade::Resolve, 1), rule(13, ReadyMade::SendOnce, 2)],
    }
}

/// An administrator who is signed in to PagerDuty looks at the page; these rules are saved.
pub(super) fn screen(automation: Automation) -> Model {
    let mut model = Model::default();
    (model.stage, model.page, model.now) = (Stage::Running, Page::Automation, Moment(1_000));
    model.agent = Remote::Fresh(Agent {
        id: 1,
        name: "Ada".into(),
        is_admin: true,
        locale: "en-US".into(),
        time_zone: None,
        groups: Vec::new(),
    });
    let me =
        Me { id: UserId::parse("PUSER01").unwrap(), name: "Ada".into(), email: "a@x.io".into(), stakeholder: false };
    model.account = Account::SignedIn(me);
    model.surroundings = Some(Surroundings {
        subdomain: SUBDOMAIN.into(),
        installation: Some(1),
        client_id: Some("client".into()),
        scope: "write".into(),
        region: "eu".into(),
        redirect_address: None,
        redirect_is_own: false,
        has_read_only_key: false,
        me: None,
        page: Page::Automation,
        online: true,
    });
    let configuration = Configuration { automation, ..Configuration::default() };
    model.store.draft = configuration.clone();
    save(&mut model);
    model
}

/// The draft is what is saved.
pub(super) fn save(model: &mut Model) {
    let configuration = Ok(model.store.draft.clone());
    model.store.stored = Remote::Fresh(Stored { text: String::new(), configuration, problems: Vec::new() });
}

pub(super) fn tell(model: &mut Model, event: AutomationEvent) -> Vec<Effect> {
    let now = Moment(model.now.0 + 1);
    model.update(Event::Automation(event), now)
}

/// What of these is for the vendors.
pub(super) fn asked(effects: Vec<Effect>) -> Vec<AutomationEffect> {
    let own = |effect| match effect {
        Effect::Automation(effect) => Some(effect),
        _ => None,
    };
    effects.into_iter().filter_map(own).collect()
}

/// Where the focus goes.
pub(super) fn focused(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::Focus(id) => Some(id.as_str()),
        _ => None,
    })
}

/// A Zendesk that does what it is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Zendesk {
    pub(super) found: Found,
    next: u64,
}

impl Zendesk {
    /// One that is in line with these rules.
    pub(super) fn in_line(automation: &Automation) -> Self {
        let mut zendesk = Self::default();
        while let Some(step) = plan::plan(automation, &zendesk.found, SUBDOMAIN).into_iter().next() {
            zendesk.take(automation, &step);
        }
        zendesk
    }

    fn mint(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(super) fn trigger(&mut self, id: TriggerId) -> Option<&mut Trigger> {
        self.found.triggers.iter_mut().find(|trigger| trigger.id == id)
    }

    /// What is there is not asked, as little as Zendesk would: the same step twice makes two.
    pub(super) fn take(&mut self, automation: &Automation, step: &Step) {
        let hook = |id: &str, region: Region| Webhook {
            id: WebhookId::parse(id).unwrap(),
            name: region.webhook_name().to_owned(),
            active: true,
            endpoint: region.endpoint().to_owned(),
            method: "POST".into(),
            format: "json".into(),
            by_triggers: true,
        };
        let key_of = |id: &RuleId| {
            let own = automation.destination_of(automation.rule(id).unwrap()).unwrap();
            [1, 2].map(key).into_iter().find(|key| Some(&key.fingerprint()) == own.fingerprint.as_ref()).unwrap()
        };
        match step {
            Step::CreateWebhook(region) => {
                let id = format!("01HOOK{}", self.mint());
                self.found.webhooks.push(hook(&id, *region));
            }
            Step::RepairWebhook(region, id) => {
                let own = self.found.webhooks.iter_mut().find(|own| own.id == *id).unwrap();
                *own = hook(id.as_str(), *region);
            }
            Step::CreateTrigger(id) => {
                let is = plan::draft(automation, &self.found, id, SUBDOMAIN, &key_of(id)).unwrap();
                let id = TriggerId(self.mint());
                self.found.triggers.push(Trigger { id, is });
            }
            Step::UpdateTrigger(rule, id) => {
                let is = plan::draft(automation, &self.found, rule, SUBDOMAIN, &key_of(rule)).unwrap();
                self.trigger(*id).unwrap().is = is;
            }
            Step::SwitchTrigger(_, id, active) => self.trigger(*id).unwrap().is.active = *active,
            Step::DeleteTrigger(id) => self.found.triggers.retain(|trigger| trigger.id != *id),
            Step::DeleteWebhook(id) => self.found.webhooks.retain(|webhook| webhook.id != *id),
        }
    }
}
