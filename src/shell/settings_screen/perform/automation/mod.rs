//! What the page of rules asks of Zendesk and PagerDuty.

mod choices;
mod steps;

use crate::settings::automation::choosing::ChoosingEvent;
use crate::settings::automation::editor::EditorEvent;
use crate::settings::automation::preview::PreviewEvent;
use crate::settings::automation::side::SideEvent;
use crate::settings::automation::{AutomationEffect, AutomationEvent};
use crate::shell::perform::{Session, search};
use crate::shell::world::World;
use crate::zendesk;

/// Performs one effect.
pub(super) async fn perform<W: World>(world: &W, effect: AutomationEffect) -> AutomationEvent {
    let zendesk = zendesk::Api::new(Session(world));
    match effect {
        AutomationEffect::SearchThings { asked, field, query } => {
            let answer = choices::things(world, field, &query).await;
            AutomationEvent::Editor(EditorEvent::ThingsArrived { asked, answer })
        }
        AutomationEffect::SearchServices { asked, query } => {
            let answer = search(world, "services", async |api| api.services(&query).await).await;
            AutomationEvent::Choosing(ChoosingEvent::ServicesArrived { asked, answer })
        }
        AutomationEffect::LoadIntegrations { asked, service } => {
            let answer = choices::integrations(world, &service).await;
            AutomationEvent::Choosing(ChoosingEvent::OffersArrived { asked, answer })
        }
        AutomationEffect::CreateIntegration { asked, service } => {
            let answer = choices::create_integration(world, &service).await;
            AutomationEvent::Choosing(ChoosingEvent::Created { asked, answer })
        }
        AutomationEffect::LoadOrchestrations { asked } => {
            let answer = choices::orchestrations(world).await;
            AutomationEvent::Choosing(ChoosingEvent::OrchestrationsArrived { asked, answer })
        }
        AutomationEffect::LoadOrchestrationIntegrations { asked, orchestration } => {
            let answer = choices::orchestration_integrations(world, &orchestration).await;
            AutomationEvent::Choosing(ChoosingEvent::OffersArrived { asked, answer })
        }
        AutomationEffect::SearchTickets { asked, query } => {
            let answer = choices::tickets(world, &query).await;
            AutomationEvent::Preview(PreviewEvent::HitsArrived { asked, answer })
        }
        AutomationEffect::LoadSample { asked, ticket } => {
            let answer = zendesk.sample(ticket).await.map(Box::new);
            AutomationEvent::Preview(PreviewEvent::SampleArrived { asked, answer })
        }
        AutomationEffect::Look { asked, destinations } => {
            let answer = steps::look(world, &destinations).await;
            AutomationEvent::Side(SideEvent::Found { asked, answer })
        }
        AutomationEffect::LoadDeliveries { asked, webhooks } => {
            let answer = steps::deliveries(world, &webhooks).await;
            AutomationEvent::Side(SideEvent::DeliveriesArrived { asked, answer })
        }
        AutomationEffect::Take { asked, step, automation, found, key } => {
            let answer = steps::take(world, &step, &automation, &found, key).await;
            AutomationEvent::Side(SideEvent::Taken { asked, answer })
        }
        AutomationEffect::Release { asked, trigger } => {
            let answer = zendesk.describe_trigger(trigger.id, &trigger.released()).await.map(drop);
            AutomationEvent::Side(SideEvent::Released { asked, answer })
        }
        AutomationEffect::Switch { asked, trigger, active } => {
            let answer = zendesk.switch_trigger(trigger, active).await.map(drop);
            AutomationEvent::Side(SideEvent::Switched { asked, answer })
        }
    }
}
