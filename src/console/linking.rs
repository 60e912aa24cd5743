//! Linking an incident that exists, and taking one off.

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, ServiceId};
use crate::domain::incident::{Incident, Named};
use crate::domain::link::Reference;
use crate::domain::mirror::Change;
use crate::domain::search::Words;
use crate::domain::ticket::Ticket;
use crate::domain::timeline::Page;
use crate::kit::fold::folded;

use super::create::{DEBOUNCE, search_services};
use super::effect::{Effect, Focus, LinkChange, Timer};
use super::event::{Answer, Event};
use super::model::{Expanded, Model, Notice, Spoken, Task};
use super::remote::Remote;
use super::{feed, mirror, session};

/// As many results as fit without scrolling; while fewer are found, older pages are read by themselves.
const ENOUGH: usize = 8;

/// How many open incidents are read before the agent is asked whether to go on.
const READ_BY_ITSELF: u32 = 500;

/// The search for an incident to link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTask {
    /// As typed.
    pub query: String,
    /// Only incidents of this service.
    pub service: Option<Named<ServiceId>>,
    /// The question about open incidents that counts.
    pub asked: Option<u32>,
    /// The open incidents read so far.
    pub read: Remote<Page<Incident>>,
    /// The question about a pasted reference that counts.
    pub reference_asked: Option<u32>,
    /// The incident that was pasted.
    pub pasted: Remote<Incident>,
}

impl LinkTask {
    /// What fits the query, of what was read, newest first.
    pub fn results(&self) -> Vec<&Incident> {
        if let Some(incident) = self.pasted.known() {
            return vec![incident];
        }
        let read = self.read.known().map(|page| page.items.as_slice()).unwrap_or_default();
        if Reference::read(&self.query).is_some() && !matches!(self.pasted, Remote::Absent) {
            return Vec::new();
        }
        let words = Words::of(&self.query, folded);
        let fits = |incident: &&Incident| words.are_in(&format!("{} #{}", incident.title, incident.number));
        read.iter().filter(fits).collect()
    }

    /// Whether older open incidents have not been searched.
    pub fn has_more(&self) -> bool {
        self.pasted.known().is_none() && self.read.known().is_some_and(|page| page.more)
    }
}

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::LinkClicked => {
            if model.permit(Action::Link).is_err() {
                return Vec::new();
            }
            model.task = Some(Task::Link);
            model.services.query.clear();
            let mut effects = vec![Effect::Focus(Focus::Task)];
            effects.extend(restart(model));
            effects.extend(search_services(model));
            effects
        }
        Event::IncidentTyped(query) => {
            model.link.query = query;
            model.link.pasted = Remote::Absent;
            model.link.reference_asked = None;
            vec![Effect::Wake(Timer::IncidentSearch, DEBOUNCE)]
        }
        Event::LinkServiceChosen(service) => {
            model.link.service = service;
            restart(model)
        }
        Event::OpenIncidentsArrived { asked, answer } => page_arrived(model, asked, answer),
        Event::IncidentFound { asked, answer } => {
            if model.link.reference_asked.take_if(|number| *number == asked).is_none() {
                return Vec::new();
            }
            let expired = answer == Err(Failure::Unauthorized);
            model.link.pasted.absorb(answer);
            if expired { session::expired(model) } else { model.say(Spoken::Results(model.link.results().len())) }
        }
        Event::MoreIncidentsClicked => read_on(model),
        Event::LinkChosen(incident) => choose(model, *incident),
        Event::MergeTargetClicked(id) => link_target(model, &id),
        Event::UnlinkClicked(id) => unlink(model, &id),
        Event::LinkChangeRequested(change) => request(model, change),
        Event::LinksWritten { change, answer } => written(model, &change, answer),
        Event::BacklinkRequested(id) => {
            let offered =
                |notice: &Notice| matches!(notice, Notice::BacklinkFailed { incident, .. } if *incident == id);
            if !model.notices.iter().any(offered) || model.me().is_none() {
                return Vec::new();
            }
            model.drop_notices(offered);
            vec![Effect::EnsureBacklink(id)]
        }
        Event::BacklinkAnswered(id, answer) => match answer {
            Ok(()) => Vec::new(),
            Err(failure) => {
                model.notify(Notice::BacklinkFailed { incident: id, failure: failure.clone() });
                model.say(Spoken::Failed(failure))
            }
        },
        _ => Vec::new(),
    }
}

fn restart(model: &mut Model) -> Vec<Effect> {
    model.link.read = Remote::Absent;
    model.link.asked = None;
    let mut effects = read_on(model);
    effects.extend(look_for_reference(model));
    effects
}

/// The agent has stopped typing.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    let mut effects = look_for_reference(model);
    if effects.is_empty() {
        effects.extend(read_until_enough(model));
        if model.link.asked.is_none() {
            effects.extend(model.say(Spoken::Results(model.link.results().len())));
        }
    }
    effects
}

fn look_for_reference(model: &mut Model) -> Vec<Effect> {
    let Some(reference) = Reference::read(&model.link.query) else { return Vec::new() };
    if model.me().is_none() {
        return Vec::new();
    }
    let asked = model.ask();
    model.link.reference_asked = Some(asked);
    model.link.pasted = Remote::Loading;
    vec![Effect::FindIncident { asked, reference }]
}

fn read_on(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() || model.link.asked.is_some() {
        return Vec::new();
    }
    let asked = model.ask();
    model.link.asked = Some(asked);
    let known = model.link.read.known().map_or(0, |page| page.items.len());
    model.link.read.ask();
    let service = model.link.service.as_ref().map(|service| service.id.clone());
    vec![Effect::ListOpenIncidents { asked, service, offset: u32::try_from(known).unwrap_or(u32::MAX) }]
}

fn read_until_enough(model: &mut Model) -> Vec<Effect> {
    let read = model.link.read.known().map_or(0, |page| page.items.len());
    let little = model.link.results().len() < ENOUGH && u32::try_from(read).is_ok_and(|read| read < READ_BY_ITSELF);
    let failed = model.link.read.failure().is_some();
    if little && !failed && model.link.has_more() { read_on(model) } else { Vec::new() }
}

fn page_arrived(model: &mut Model, asked: u32, answer: Answer<Page<Incident>>) -> Vec<Effect> {
    if model.link.asked.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    match answer {
        Ok(page) => {
            let mut items = model.link.read.known().map(|known| known.items.clone()).unwrap_or_default();
            let fresh = page.items.into_iter().filter(|incident| !items.iter().any(|known| known.id == incident.id));
            let fresh: Vec<_> = fresh.collect();
            items.extend(fresh);
            model.link.read = Remote::Fresh(Page { items, more: page.more });
            if model.task != Some(Task::Link) {
                return Vec::new();
            }
            let mut effects = read_until_enough(model);
            if effects.is_empty() {
                effects.extend(model.say(Spoken::Results(model.link.results().len())));
            }
            effects
        }
        Err(failure) => {
            let expired = failure == Failure::Unauthorized;
            model.link.read.absorb(Err(failure));
            if expired { session::expired(model) } else { Vec::new() }
        }
    }
}

fn choose(model: &mut Model, incident: Incident) -> Vec<Effect> {
    let id = incident.id.clone();
    if model.permit(Action::Link).is_err() || model.belongs(&id) || is_linking(model, &id) {
        return Vec::new();
    }
    super::create::put_aside(model);
    model.task = None;
    model.link.query.clear();
    model.link.pasted = Remote::Absent;
    feed::adopt(model, incident);
    model.feed.added.insert(id.clone());
    model.expanded = Expanded::One(id.clone());
    let mut effects = write(model, LinkChange::Add(id.clone()));
    effects.push(Effect::Focus(Focus::Incident(id)));
    effects
}

/// Links the incident into which another one of this ticket was merged.
fn link_target(model: &mut Model, merged: &IncidentId) -> Vec<Effect> {
    let target = model.incident(merged).and_then(|incident| incident.merged_into.as_ref()).map(|it| it.id.clone());
    let Some(target) = target.filter(|id| !model.belongs(id) && !is_linking(model, id)) else { return Vec::new() };
    if model.permit(Action::Link).is_err() || !model.belongs(merged) {
        return Vec::new();
    }
    let mut effects = write(model, LinkChange::Add(target));
    // The button that was pressed goes away.
    effects.push(Effect::Focus(Focus::Incident(merged.clone())));
    effects
}

fn unlink(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    if model.permit_on(Action::Unlink, id).is_err() || !model.belongs(id) {
        return Vec::new();
    }
    let last = model.shown_incidents().len() + model.missing_links().len() == 1;
    let change = LinkChange::Remove { incident: id.clone(), found_by_key: feed::carries_key(model, id), last };
    write(model, change)
}

/// A change that a message offers: to try again, or to undo. It is allowed because what it completes or undoes was.
fn request(model: &mut Model, change: LinkChange) -> Vec<Effect> {
    let offered = |notice: &Notice| match notice {
        Notice::CreatedNotLinked { incident, .. } | Notice::UnlinkedMissing { incident } => {
            change == LinkChange::Add(incident.clone())
        }
        Notice::Unlinked { incident } => change == LinkChange::Add(incident.id.clone()),
        Notice::LinkFailed { change: failed, .. } => change == *failed,
        _ => false,
    };
    let closed = model.circumstances().ticket_closed;
    if !model.notices.iter().any(&offered) || is_linking(model, change.incident()) || closed || !model.online {
        return Vec::new();
    }
    model.drop_notices(offered);
    if let LinkChange::Add(id) = &change
        && model.feed.known.contains_key(id)
    {
        model.feed.added.insert(id.clone());
    }
    write(model, change)
}

fn is_linking(model: &Model, id: &IncidentId) -> bool {
    model.linking.iter().any(|change| change.incident() == id)
}

fn write(model: &mut Model, change: LinkChange) -> Vec<Effect> {
    mirror::count(model);
    model.linking.push(change.clone());
    vec![Effect::WriteLinks(change)]
}

fn written(model: &mut Model, change: &LinkChange, answer: Answer<Ticket>) -> Vec<Effect> {
    let Some(place) = model.linking.iter().position(|other| other == change) else { return Vec::new() };
    model.linking.remove(place);
    let id = change.incident().clone();
    let created_here = model
        .notices
        .iter()
        .any(|it| matches!(it, Notice::Done { incident, action: Action::Create } if *incident == id));
    match answer {
        Ok(ticket) => {
            model.ticket = Remote::Fresh(ticket);
            model.feed.added.remove(&id);
            match change {
                LinkChange::Add(_) if created_here => Vec::new(),
                LinkChange::Add(_) => linked(model, &id),
                LinkChange::Remove { .. } => unlinked(model, &id),
            }
        }
        Err(failure) => {
            match change {
                LinkChange::Add(_) if created_here => {
                    model.notify(Notice::CreatedNotLinked { incident: id, failure: failure.clone() });
                }
                change => {
                    model.feed.added.remove(&id);
                    model.notify(Notice::LinkFailed { change: change.clone(), failure: failure.clone() });
                }
            }
            model.say_of(change.incident(), Spoken::Failed(failure))
        }
    }
}

fn linked(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    model.notify(Notice::Done { incident: id.clone(), action: Action::Link });
    let mut effects = model.say(Spoken::Linked);
    effects.extend(mirror::tell(model, id, Change::Linked));
    if model.me().is_some_and(|me| !me.stakeholder) {
        effects.push(Effect::EnsureBacklink(id.clone()));
    }
    effects.extend(feed::refresh(model));
    effects
}

fn unlinked(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    model.notify(match model.incident(id).cloned() {
        Some(incident) => Notice::Unlinked { incident: Box::new(incident) },
        None => Notice::UnlinkedMissing { incident: id.clone() },
    });
    let mut effects = model.say(Spoken::Unlinked);
    effects.extend(mirror::tell(model, id, Change::Unlinked));
    effects.push(Effect::Focus(Focus::Element("notices".into())));
    effects.extend(feed::refresh(model));
    effects
}
