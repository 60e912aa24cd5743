//! Effects that ask the vendors, and the events that their answers become.

mod edit;
mod incidents;
mod mirror;
mod people;
mod status_update;
mod ticket;
mod tickets;
mod workflow;

use std::pin::Pin;

use crate::console::edit::EditEvent;
use crate::console::event::Answer;
use crate::console::linked_tickets::{TicketsEffect, TicketsEvent};
use crate::console::manners::{MannersEffect, MannersEvent};
use crate::console::related::{RelatedEffect, RelatedEvent};
use crate::console::snooze::SnoozeEvent;
use crate::console::{Effect, Event, Source};
use crate::domain::failure::Failure;
use crate::http::retry::wait_before_next;
use crate::http::{Request, Response, Transport};
use crate::kit::fold::folded;
use crate::{pagerduty, zendesk};

use super::world::World;

/// The answer to an effect, on its way.
///
/// A box for each effect: one future that could be any of them would be as large as the largest, and its program twice that.
pub type Performing<'world> = Pin<Box<dyn Future<Output = Event> + 'world>>;

/// Performs an effect that asks a vendor and tells what came of it.
///
/// `None` for effects of the screen, which the runtime performs itself, and for what nobody waits for.
pub fn perform<W: World>(world: &W, effect: Effect) -> Option<Performing<'_>> {
    let performing: Performing<'_> =
        match effect {
            Effect::LoadAgent => Box::pin(async { Event::AgentArrived(world.agent().await) }),
            Effect::LoadTicket => Box::pin(async { Event::TicketArrived(ticket::read(world).await) }),
            Effect::LoadIncidents { asked, source, key, ids } => Box::pin(async move {
                let answer = incidents::find(world, source, key.as_ref(), &ids).await;
                Event::IncidentsArrived { asked, answer }
            }),
            Effect::LoadTimeline { asked, source, incident, offset } => Box::pin(async move {
                let answer = ask(world, source, async |api| api.timeline(&incident, offset).await).await;
                Event::TimelineArrived { asked, incident, answer }
            }),
            Effect::LoadNotes { asked, source, incident } => Box::pin(async move {
                let answer = ask(world, source, async |api| api.notes(&incident).await).await;
                Event::NotesArrived { asked, incident, answer }
            }),
            Effect::Acknowledge(id) => Box::pin(async move {
                let answer = act(world, async |api| incidents::acknowledge(&api, &id).await).await;
                Event::AcknowledgeAnswered(id, answer)
            }),
            Effect::Resolve { incident, note, leaving } => Box::pin(async move {
                let resolve = async |api: Api<'_, W>| incidents::resolve(&api, &incident, note.as_ref(), leaving).await;
                Event::ResolveAnswered(incident.clone(), act(world, resolve).await)
            }),
            Effect::PostNote { asked, incident, note } => Box::pin(async move {
                let answer = act(world, async |api| api.post_note(&incident, &note).await).await;
                Event::NoteAnswered { asked, incident, answer }
            }),
            Effect::Create { key, incident } => Box::pin(async move {
                Event::CreateAnswered(act(world, async |api| api.create(&key, &incident).await).await)
            }),
            Effect::FindByKey { asked, key, service } => Box::pin(async move {
                let find = async |api: Api<'_, W>| api.open_incident_with_key(&key, &service).await;
                Event::KeyLookedUp { asked, answer: act(world, find).await }
            }),
            Effect::WriteLinks(change) => Box::pin(async move {
                let answer = ticket::write_links(world, &change).await;
                Event::LinksWritten { change, answer }
            }),
            Effect::EnsureBacklink(id) => Box::pin(async move {
                let answer = incidents::ensure_backlink(world, &id).await;
                Event::BacklinkAnswered(id, answer)
            }),
            Effect::SearchServices { asked, query } => Box::pin(async move {
                let answer = search(world, "services", async |api| api.services(&query).await).await;
                Event::ServicesArrived { asked, answer }
            }),
            Effect::SearchAssignees { asked, query } => Box::pin(async move {
                let answer = search(world, "assignees", async |api| incidents::assignees(&api, &query).await).await;
                Event::AssigneesArrived { asked, answer }
            }),
            Effect::LoadPriorities => {
                Box::pin(async { Event::PrioritiesArrived(act(world, async |api| api.priorities().await).await) })
            }
            Effect::ListOpenIncidents { asked, service, offset } => Box::pin(async move {
                let list = async |api: Api<'_, W>| api.open_incidents(service.as_ref(), offset).await;
                Event::OpenIncidentsArrived { asked, answer: search(world, "open incidents", list).await }
            }),
            Effect::FindIncident { asked, reference } => Box::pin(async move {
                let answer = search(world, "reference", async |api| api.incident(&reference).await).await;
                Event::IncidentFound { asked, answer }
            }),
            Effect::Related(RelatedEffect::Load { asked, service }) => Box::pin(async move {
                let list = async |api: Api<'_, W>| api.open_incidents(service.as_ref(), 0).await;
                Event::Related(RelatedEvent::Arrived { asked, answer: act(world, list).await })
            }),
            Effect::Mirror(effect) => Box::pin(mirror::perform(world, effect)),
            Effect::Tickets(TicketsEffect::Load { asked, incident, after }) => Box::pin(async move {
                let answer = tickets::load(world, &incident, after.as_deref()).await;
                Event::Tickets(TicketsEvent::Arrived { asked, incident, answer })
            }),
            Effect::StatusUpdate(effect) => {
                Box::pin(async { Event::StatusUpdate(status_update::perform(world, effect).await) })
            }
            Effect::Edit { asked, incident, change, seen } => Box::pin(async move {
                let written = edit::save(world, &incident, &change, &seen).await;
                Event::Edit(EditEvent::Answered { asked, incident, written })
            }),
            Effect::Snooze { asked, incident, snooze, until } => Box::pin(async move {
                let written = edit::snooze(world, &incident, snooze, until).await;
                Event::Snooze(SnoozeEvent::Answered { asked, incident, written })
            }),
            Effect::Workflow(effect) => Box::pin(async { Event::Workflow(workflow::perform(world, effect).await) }),
            Effect::People(effect) => people::perform(world, effect),
            Effect::Manners(MannersEffect::SendHint(hint)) => Box::pin(async move {
                let app = world.app_id();
                let sent = async |app| zendesk::Api::new(Session(world)).notify(app, &hint).await;
                let answer = match app {
                    Some(app) => sent(app).await,
                    // Without an id nobody else can have the app open.
                    None => Ok(()),
                };
                Event::Manners(MannersEvent::HintSent(answer))
            }),
            Effect::Manners(MannersEffect::ReadConfiguration) => Box::pin(async {
                let answer = match world.installation() {
                    Some(installation) => zendesk::Api::new(Session(world)).configuration(installation).await,
                    None => Err(Failure::NotFound),
                };
                let decided = answer.map(|setting| Box::new(zendesk::configuration::decided(&setting)));
                Event::Manners(MannersEvent::ConfigurationArrived(decided))
            }),
            Effect::Tickets(TicketsEffect::Open(_))
            | Effect::OpenSignIn { .. }
            | Effect::AbandonSignIn
            | Effect::SignOut
            | Effect::Wake(..)
            | Effect::Hush(_)
            | Effect::Focus(_)
            | Effect::Remember(_)
            | Effect::Copy(_)
            | Effect::SpeakLanguage(_)
            | Effect::Manners(_)
            | Effect::Stop => return None,
        };
    Some(performing)
}

/// PagerDuty as one of two sources reaches it; reads are repeated when no answer comes.
pub struct Route<'a, W> {
    world: &'a W,
    source: Source,
    searches: Option<&'static str>,
}

impl<W: World> Transport for Route<'_, W> {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        let request = Request { searches: self.searches, ..request };
        patiently(self.world, request, async |request| self.world.to_pagerduty(self.source, request).await).await
    }
}

/// PagerDuty's API over one of the two ways.
pub(crate) type Api<'a, W> = pagerduty::Api<Route<'a, W>>;

/// Zendesk as the agent's session reaches it.
pub(crate) struct Session<'a, W>(pub(crate) &'a W);

impl<W: World> Transport for Session<'_, W> {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        patiently(self.0, request, async |request| self.0.to_zendesk(request).await).await
    }
}

async fn patiently<W: World>(
    world: &W,
    request: Request,
    send: impl AsyncFn(Request) -> Result<Response, Failure>,
) -> Result<Response, Failure> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let answer = send(request.clone()).await;
        let failure = match &answer {
            Ok(response) if response.status >= 500 => Failure::Broken { status: response.status },
            Ok(_) => return answer,
            Err(failure) => failure.clone(),
        };
        match wait_before_next(request.method, &failure, attempts) {
            Some(wait) => world.sleep(wait).await,
            None => return answer,
        }
    }
}

/// Asks PagerDuty under the authority of `source`.
pub(crate) async fn ask<W: World, T>(
    world: &W,
    source: Source,
    question: impl AsyncFnOnce(Api<'_, W>) -> Answer<T>,
) -> Answer<T> {
    let (base, credential) = world.credential(source).ok_or(Failure::Unauthorized)?;
    let api = pagerduty::Api::new(Route { world, source, searches: None }, &base, credential);
    question(api.comparing_by(folded)).await
}

/// Asks PagerDuty as the agent while somebody types: a search of the same kind that is still under way is given up.
pub(crate) async fn search<W: World, T>(
    world: &W,
    kind: &'static str,
    question: impl AsyncFnOnce(Api<'_, W>) -> Answer<T>,
) -> Answer<T> {
    let source = Source::Agent;
    let (base, credential) = world.credential(source).ok_or(Failure::Unauthorized)?;
    let api = pagerduty::Api::new(Route { world, source, searches: Some(kind) }, &base, credential);
    question(api.comparing_by(folded)).await
}

/// Asks PagerDuty as the agent.
pub(crate) async fn act<W: World, T>(world: &W, action: impl AsyncFnOnce(Api<'_, W>) -> Answer<T>) -> Answer<T> {
    ask(world, Source::Agent, action).await
}
