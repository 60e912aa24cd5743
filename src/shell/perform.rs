//! Effects that ask the vendors, and the events that their answers become.

use crate::console::event::{Answer, Found};
use crate::console::{Effect, Event, LinkChange, Source};
use crate::domain::draft::{Assignment, NewNote};
use crate::domain::failure::{Failure, Told};
use crate::domain::id::IncidentId;
use crate::domain::incident::{Incident, IncidentKey};
use crate::domain::link::{LinkedIncidents, Reference, mentions};
use crate::domain::ticket::Ticket;
use crate::http::retry::wait_before_next;
use crate::http::{Request, Response, Transport};
use crate::{pagerduty, zendesk};

use super::world::World;

/// Performs an effect that asks a vendor and tells what came of it.
///
/// `None` for effects of the screen, which the runtime performs itself, and for what nobody waits for.
pub async fn perform<W: World>(world: &W, effect: Effect) -> Option<Event> {
    let event = match effect {
        Effect::LoadAgent => Event::AgentArrived(world.agent().await),
        Effect::LoadTicket => Event::TicketArrived(ticket(world).await),
        Effect::LoadIncidents { asked, source, key, ids } => {
            let answer = incidents(world, source, key.as_ref(), &ids).await;
            Event::IncidentsArrived { asked, answer }
        }
        Effect::LoadTimeline { asked, source, incident, offset } => {
            let answer = ask(world, source, async |api| api.timeline(&incident, offset).await).await;
            Event::TimelineArrived { asked, incident, answer }
        }
        Effect::LoadNotes { asked, source, incident } => {
            let answer = ask(world, source, async |api| api.notes(&incident).await).await;
            Event::NotesArrived { asked, incident, answer }
        }
        Effect::Acknowledge(id) => {
            let answer = act(world, async |api| acknowledge(&api, &id).await).await;
            Event::AcknowledgeAnswered(id, answer)
        }
        Effect::Resolve { incident, note, leaving } => {
            let answer = act(world, async |api| {
                // On the way out there is time for one request; it carries the note as the resolution.
                if let (Some(note), false) = (&note, leaving) {
                    // A lost answer to the note must not write it twice when the agent resolves again.
                    ensure_note(&api, &incident, note).await?;
                }
                api.resolve(&incident, note.as_ref()).await
            });
            Event::ResolveAnswered(incident.clone(), answer.await)
        }
        Effect::PostNote { asked, incident, note } => {
            let answer = act(world, async |api| api.post_note(&incident, &note).await).await;
            Event::NoteAnswered { asked, incident, answer }
        }
        Effect::Create { key, incident } => {
            Event::CreateAnswered(act(world, async |api| api.create(&key, &incident).await).await)
        }
        Effect::FindByKey { asked, key, service } => {
            let find = async |api: Api<'_, W>| api.open_incident_with_key(&key, &service).await;
            Event::KeyLookedUp { asked, answer: act(world, find).await }
        }
        Effect::WriteLinks(change) => {
            let answer = write_links(world, &change).await;
            Event::LinksWritten { change, answer }
        }
        Effect::EnsureBacklink(id) => {
            let answer = ensure_backlink(world, &id).await;
            Event::BacklinkAnswered(id, answer)
        }
        Effect::SearchServices { asked, query } => {
            let answer = act(world, async |api| api.services(&query).await).await;
            Event::ServicesArrived { asked, answer }
        }
        Effect::SearchAssignees { asked, query } => {
            let answer = act(world, async |api| assignees(&api, &query).await).await;
            Event::AssigneesArrived { asked, answer }
        }
        Effect::LoadPriorities => Event::PrioritiesArrived(act(world, async |api| api.priorities().await).await),
        Effect::ListOpenIncidents { asked, service, offset } => {
            let list = async |api: Api<'_, W>| api.open_incidents(service.as_ref(), offset).await;
            Event::OpenIncidentsArrived { asked, answer: act(world, list).await }
        }
        Effect::FindIncident { asked, reference } => {
            let answer = act(world, async |api| api.incident(&reference).await).await;
            Event::IncidentFound { asked, answer }
        }
        Effect::OpenSignIn { .. }
        | Effect::AbandonSignIn
        | Effect::SignOut
        | Effect::Wake(..)
        | Effect::Hush(_)
        | Effect::Focus(_)
        | Effect::Remember(_)
        | Effect::Copy(_)
        | Effect::SpeakLanguage(_)
        | Effect::Stop => return None,
    };
    Some(event)
}

/// PagerDuty as one of two sources reaches it; reads are repeated when no answer comes.
pub struct Route<'a, W> {
    world: &'a W,
    source: Source,
}

impl<W: World> Transport for Route<'_, W> {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        patiently(self.world, request, async |request| self.world.to_pagerduty(self.source, request).await).await
    }
}

type Api<'a, W> = pagerduty::Api<Route<'a, W>>;

/// Zendesk as the agent's session reaches it.
struct Session<'a, W>(&'a W);

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

async fn ask<W: World, T>(world: &W, source: Source, question: impl AsyncFnOnce(Api<'_, W>) -> Answer<T>) -> Answer<T> {
    let (base, credential) = world.credential(source).ok_or(Failure::Unauthorized)?;
    question(pagerduty::Api::new(Route { world, source }, &base, credential)).await
}

async fn act<W: World, T>(world: &W, action: impl AsyncFnOnce(Api<'_, W>) -> Answer<T>) -> Answer<T> {
    ask(world, Source::Agent, action).await
}

async fn ticket<W: World>(world: &W) -> Answer<Ticket> {
    let id = world.ticket().ok_or(Failure::NotFound)?;
    let field = world.link_field().await?;
    zendesk::Api::new(Session(world)).ticket(id, field).await
}

async fn incidents<W: World>(
    world: &W,
    source: Source,
    key: Option<&IncidentKey>,
    ids: &[IncidentId],
) -> Answer<Found> {
    ask(world, source, async |api| {
        let keyed = async {
            match key {
                Some(key) => api.incidents_with_key(key).await,
                None => Ok(Vec::new()),
            }
        };
        let named = futures_util::future::join_all(ids.iter().map(|id| one(&api, id)));
        let (keyed, named) = futures_util::future::join(keyed, named).await;
        let mut found = Found { by_key: keyed?, ..Found::default() };
        for (id, answer) in ids.iter().zip(named) {
            match answer? {
                Some(incident) => found.by_id.push(incident),
                None => found.missing.push(id.clone()),
            }
        }
        Ok(found)
    })
    .await
}

async fn one<T: Transport>(api: &pagerduty::Api<T>, id: &IncidentId) -> Answer<Option<Incident>> {
    match api.incident(&Reference::Id(id.clone())).await {
        Ok(incident) => Ok(Some(incident)),
        // One incident that this user may not see must not hide the others.
        Err(Failure::NotFound | Failure::Forbidden(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

async fn assignees<T: Transport>(api: &pagerduty::Api<T>, query: &str) -> Answer<Vec<Assignment>> {
    let (policies, users) = futures_util::future::join(api.escalation_policies(query), api.users(query)).await;
    let policies = policies?.items.into_iter().map(Assignment::EscalationPolicy);
    Ok(policies.chain(users?.items.into_iter().map(Assignment::User)).collect())
}

async fn write_links<W: World>(world: &W, change: &LinkChange) -> Answer<Ticket> {
    let id = world.ticket().ok_or(Failure::NotFound)?;
    let missing = || Failure::Rejected(Told::new(0, ["pagerduty_incidents"]));
    let field = world.link_field().await?.ok_or_else(missing)?;
    let api = zendesk::Api::new(Session(world));
    match change {
        LinkChange::Add(incident) => {
            let add = |links: &mut LinkedIncidents| links.add(incident.clone());
            api.change_links(id, field, add, Some(true)).await
        }
        LinkChange::Remove { incident, found_by_key, last } => {
            let remove = |links: &mut LinkedIncidents| {
                links.remove(incident, *found_by_key);
                true
            };
            api.change_links(id, field, remove, last.then_some(false)).await
        }
    }
}

/// PagerDuty opens a resolved incident again when it is acknowledged, which nobody means who has not seen that it is resolved.
async fn acknowledge<T: Transport>(api: &pagerduty::Api<T>, id: &IncidentId) -> Answer<Incident> {
    let incident = api.incident(&Reference::Id(id.clone())).await?;
    if !incident.is_open() {
        return Err(Failure::Conflict(Told::default()));
    }
    api.acknowledge(id).await
}

/// Writes the note unless the incident has one with the same words already.
async fn ensure_note<T: Transport>(api: &pagerduty::Api<T>, id: &IncidentId, note: &NewNote) -> Answer<()> {
    if api.notes(id).await?.iter().any(|known| known.content == note.text()) {
        return Ok(());
    }
    api.post_note(id, note).await.map(|_| ())
}

/// Links that are made again, and lost answers, must not leave a second note with the ticket's address.
async fn ensure_backlink<W: World>(world: &W, id: &IncidentId) -> Answer<()> {
    let Some(backlink) = world.backlink() else { return Ok(()) };
    let Ok(note) = NewNote::check(&backlink.text) else { return Ok(()) };
    act(world, async |api| {
        if api.notes(id).await?.iter().any(|note| mentions(&note.content, &backlink.address)) {
            return Ok(());
        }
        api.post_note(id, &note).await.map(|_| ())
    })
    .await
}
