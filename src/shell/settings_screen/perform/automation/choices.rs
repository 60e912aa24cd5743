//! What there is to choose from: services and integrations in PagerDuty, groups, organizations and tickets in Zendesk.

use crate::domain::automation::condition::Thing;
use crate::domain::automation::{Field, Route};
use crate::domain::failure::Failure;
use crate::domain::id::{OrchestrationId, ServiceId, TicketId};
use crate::domain::incident::Named;
use crate::domain::timeline::Page;
use crate::kit::fold::folded;
use crate::pagerduty::Integration;
use crate::settings::automation::destination::Offer;
use crate::settings::automation::preview::Hit;
use crate::shell::perform::{Api, Session, act};
use crate::shell::world::World;
use crate::zendesk;

/// What the integration that we make is called in PagerDuty, whatever language is spoken: it is found again by it.
const OUR_INTEGRATION: &str = "Zendesk (Incident Command Console)";

/// How many pages of orchestrations are read; they cannot be searched.
const MOST_PAGES: u32 = 5;

/// Groups, organizations, brands or forms whose names hold what was typed.
pub(super) async fn things<W: World>(world: &W, field: Field, query: &str) -> Result<Page<Thing>, Failure> {
    zendesk::Api::new(Session(world)).things(field, query, folded).await
}

/// Tickets whose texts hold what was typed, or the one with the number that was typed.
pub(super) async fn tickets<W: World>(world: &W, query: &str) -> Result<Page<Hit>, Failure> {
    let zendesk = zendesk::Api::new(Session(world));
    let found = match query.trim().trim_start_matches('#').parse().ok().filter(|number| *number > 0) {
        Some(number) => match zendesk.subject(TicketId(number)).await {
            Ok(subject) => Page { items: vec![(TicketId(number), subject)], more: false },
            Err(Failure::NotFound) => Page { items: Vec::new(), more: false },
            Err(failure) => return Err(failure),
        },
        None => zendesk.find_tickets(query).await?,
    };
    let hit = |(id, subject)| Hit { id, subject };
    Ok(Page { items: found.items.into_iter().map(hit).collect(), more: found.more })
}

/// The integrations of a service that take events in.
pub(super) async fn integrations<W: World>(world: &W, service: &ServiceId) -> Result<Vec<Offer>, Failure> {
    let all = act(world, async |api: Api<'_, W>| api.service_integrations(service).await).await?;
    Ok(all.into_iter().filter_map(|it| offer(service, it)).collect())
}

/// Makes an integration on a service. When its answer is lost it is looked for, so that there are never two.
pub(super) async fn create_integration<W: World>(world: &W, service: &ServiceId) -> Result<Offer, Failure> {
    let create = async |api: Api<'_, W>| api.create_events_integration(service, OUR_INTEGRATION).await;
    let ours = |offers: Vec<Offer>| offers.into_iter().find(|offer| offer.name == OUR_INTEGRATION);
    if let Some(offer) = ours(integrations(world, service).await?) {
        return Ok(offer);
    }
    let made = match act(world, create).await {
        Ok(made) => offer(service, made),
        Err(failure) if failure.leaves_doubt() => {
            return ours(integrations(world, service).await?).ok_or(failure);
        }
        Err(failure) => return Err(failure),
    };
    made.ok_or_else(|| Failure::Malformed { path: "integration.type".into() })
}

fn offer(service: &ServiceId, integration: Integration) -> Option<Offer> {
    integration.takes_events().then(|| Offer {
        fingerprint: integration.key().map(crate::domain::automation::RoutingKey::fingerprint),
        route: Route::Service { service: service.clone(), integration: integration.id },
        name: integration.name,
    })
}

/// Every orchestration, by name.
pub(super) async fn orchestrations<W: World>(world: &W) -> Result<Vec<Named<OrchestrationId>>, Failure> {
    let mut all = Vec::new();
    for page in 0..MOST_PAGES {
        let page = act(world, async |api: Api<'_, W>| api.orchestrations(page * 100).await).await?;
        all.extend(page.items.into_iter().map(|it| Named { id: it.id, name: it.name }));
        if !page.more {
            break;
        }
    }
    Ok(all)
}

/// The integrations of an orchestration.
pub(super) async fn orchestration_integrations<W: World>(
    world: &W,
    orchestration: &OrchestrationId,
) -> Result<Vec<Offer>, Failure> {
    let read = async |api: Api<'_, W>| api.orchestration_integrations(orchestration).await;
    let offer = |it: crate::pagerduty::OrchestrationIntegration| Offer {
        fingerprint: it.key.map(|key| key.fingerprint()),
        route: Route::Orchestration { orchestration: orchestration.clone(), integration: it.id },
        name: it.label,
    };
    Ok(act(world, read).await?.into_iter().map(offer).collect())
}
