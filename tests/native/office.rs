//! Where an administrator sets rules up: the effects of the page of rules against the sandbox.

use incident_command_console::domain::automation::delivery::Deliveries;
use incident_command_console::domain::automation::found::Found;
use incident_command_console::domain::automation::health::{self, Ailment};
use incident_command_console::domain::automation::plan::{Step, plan};
use incident_command_console::domain::automation::ready_made::ReadyMade;
use incident_command_console::domain::automation::{
    Automation, Destination, DestinationId, Region, RoutingKey, Rule, RuleId,
};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::ServiceId;
use incident_command_console::settings::automation::choosing::ChoosingEvent;
use incident_command_console::settings::automation::destination::Offer;
use incident_command_console::settings::automation::side::SideEvent;
use incident_command_console::settings::automation::{AutomationEffect, AutomationEvent};
use incident_command_console::settings::{Effect, Event};
use incident_command_console::shell::settings_screen::perform::perform;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::json;

use crate::seat::Seat;
use crate::settings_desk::{ADA, MAYA_EMAIL};

/// Priya Nair, an agent.
pub(crate) const PRIYA: u64 = 8_410_300_121;

/// Where an administrator sets rules up.
pub(crate) struct Office {
    pub(crate) seat: Seat,
}

impl Office {
    pub(crate) async fn new(world: &(Sandbox, Clock)) -> Self {
        let seat = Seat::new(world, None, ADA, Some(MAYA_EMAIL));
        seat.sign_in().await;
        Self { seat }
    }

    pub(crate) async fn ask(&self, effect: AutomationEffect) -> AutomationEvent {
        match perform(&self.seat, Effect::Automation(effect)).unwrap().await {
            Event::Automation(event) => event,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn look(&self, automation: &Automation) -> Found {
        let destinations = automation.destinations.clone();
        match self.ask(AutomationEffect::Look { asked: 1, destinations }).await {
            AutomationEvent::Side(SideEvent::Found { answer, .. }) => answer.unwrap(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn deliveries(&self, automation: &Automation) -> Vec<Deliveries> {
        let found = self.look(automation).await;
        let webhooks = Region::ALL.iter().filter_map(|region| Some((*region, found.webhook(*region)?.id.clone())));
        match self.ask(AutomationEffect::LoadDeliveries { asked: 1, webhooks: webhooks.collect() }).await {
            AutomationEvent::Side(SideEvent::DeliveriesArrived { answer, .. }) => answer.unwrap(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn health(&self, automation: &Automation) -> Vec<Vec<Ailment>> {
        let (found, deliveries) = (self.look(automation).await, self.deliveries(automation).await);
        health::of(automation, &found, &deliveries, "northwind").into_iter().map(|(_, ailments)| ailments).collect()
    }

    pub(crate) async fn take(
        &self,
        automation: &Automation,
        found: &Found,
        step: &Step,
        key: Option<RoutingKey>,
    ) -> Result<(), Failure> {
        let (automation, found) = (Box::new(automation.clone()), Box::new(found.clone()));
        match self.ask(AutomationEffect::Take { asked: 1, step: step.clone(), automation, found, key }).await {
            AutomationEvent::Side(SideEvent::Taken { answer, .. }) => answer,
            other => panic!("{other:?}"),
        }
    }

    /// Takes step after step, each planned from what there is; stops at the first that fails and is still to be done.
    pub(crate) async fn try_to_bring_in_line(
        &self,
        automation: &Automation,
        key: Option<&RoutingKey>,
    ) -> Result<Vec<Step>, (Step, Failure)> {
        let mut done = Vec::new();
        let mut found = self.look(automation).await;
        while let Some(step) = plan(automation, &found, "northwind").first().cloned() {
            let answer = self.take(automation, &found, &step, key.cloned()).await;
            found = self.look(automation).await;
            if let Err(failure) = answer
                && plan(automation, &found, "northwind").contains(&step)
            {
                return Err((step, failure));
            }
            assert!(!done.contains(&step), "{step:?} came again");
            done.push(step);
        }
        Ok(done)
    }

    pub(crate) async fn bring_in_line(&self, automation: &Automation) -> Vec<Step> {
        self.try_to_bring_in_line(automation, None).await.unwrap()
    }

    /// A new integration on a service, by the service's name.
    pub(crate) async fn destination(&self, number: u64, service: &str) -> Destination {
        let query = service.to_owned();
        let found = match self.ask(AutomationEffect::SearchServices { asked: 1, query }).await {
            AutomationEvent::Choosing(ChoosingEvent::ServicesArrived { answer, .. }) => answer.unwrap(),
            other => panic!("{other:?}"),
        };
        let id = found.items.into_iter().find(|it| it.name == service).unwrap().id;
        let offer = self.create_integration(id).await.unwrap();
        Destination {
            id: DestinationId::make(number),
            label: service.to_owned(),
            region: Region::Us,
            route: offer.route,
            fingerprint: offer.fingerprint,
        }
    }

    pub(crate) async fn create_integration(&self, service: ServiceId) -> Result<Offer, Failure> {
        match self.ask(AutomationEffect::CreateIntegration { asked: 1, service }).await {
            AutomationEvent::Choosing(ChoosingEvent::Created { answer, .. }) => answer,
            other => panic!("{other:?}"),
        }
    }

    /// Ready-made rules for one service.
    pub(crate) async fn rules(&self, service: &str, kinds: &[ReadyMade]) -> Automation {
        let destination = self.destination(1, service).await;
        let rule = |(number, kind): (usize, &ReadyMade)| Rule {
            destination: Some(destination.id.clone()),
            ..kind.rule(RuleId::make(u64::try_from(number).unwrap()), &format!("{kind:?}"))
        };
        let rules = kinds.iter().enumerate().map(rule).collect();
        Automation { destinations: vec![destination], rules }
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.seat.sandbox
    }

    pub(crate) async fn urgent_ticket(&self) -> u64 {
        let ticket =
            json!({ "subject": "Checkout is down", "comment": { "body": "Nobody can pay" }, "priority": "urgent" });
        self.sandbox().create_ticket(PRIYA, &ticket).await.unwrap()
    }

    pub(crate) async fn change(&self, ticket: u64, change: serde_json::Value) {
        self.sandbox().update_ticket(PRIYA, ticket, &change).await.unwrap();
    }

    pub(crate) fn fault(&self, method: &str, path: &str, kind: Kind) {
        self.sandbox().faults().add(Fault::new(Target::Zendesk, kind).method(method).path(path).times(1));
    }

    /// How many calls webhooks made.
    pub(crate) fn calls(&self) -> usize {
        self.sandbox().zendesk().invocations().len()
    }
}
