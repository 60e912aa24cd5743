//! Who is told by a status update: the incident's subscribers by name, and adding more of them.

use vecmap::VecMap;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::status_update::{Subscriber, SubscriberId, Subscribers, Subscription};
use crate::domain::timeline::Page;

use super::create::{DEBOUNCE, Search};
use super::effect::{Effect, Focus, StatusUpdateEffect, Timer};
use super::event::Answer;
use super::model::{Model, Spoken};
use super::remote::Remote;
use super::session;
use super::status_update::StatusUpdateEvent;

/// How many names are read at a time: each is a request of its own.
const NAMES: usize = 20;

/// The id of the search for somebody to add.
pub const SEARCH: &str = "subscriber-search";

/// Who is told about an incident, and who is to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipients {
    /// The subscribers.
    pub known: Remote<Subscribers>,
    /// The question about them that counts.
    pub asked: Option<u32>,
    /// Whether the agent looks at who they are.
    pub open: bool,
    /// How many of them are shown by name.
    pub shown: usize,
    /// The names that were read; an empty one could not be.
    pub names: VecMap<SubscriberId, String>,
    /// The search for somebody to add.
    pub search: Search<Subscriber>,
    /// Who is to be added.
    pub chosen: Vec<Subscriber>,
    /// The question that adds them.
    pub subscribing: Option<u32>,
    /// What became of each of the last ones.
    pub results: Vec<(Subscriber, Subscription)>,
    /// Why nobody could be added.
    pub failure: Option<Failure>,
}

impl Recipients {
    /// The subscribers that are shown, with their names as far as those were read.
    pub fn listed(&self) -> Vec<(SubscriberId, Option<String>)> {
        let ids = self.known.known().map(|it| it.ids.as_slice()).unwrap_or_default();
        ids.iter().take(self.shown).map(|id| (id.clone(), self.names.get(id).cloned())).collect()
    }

    /// Whether there are subscribers that are not shown.
    pub fn has_more(&self) -> bool {
        self.known.known().is_some_and(|it| it.ids.len() > self.shown)
    }
}

/// Asks who is subscribed.
pub(super) fn load(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let asked = model.ask();
    let recipients = &mut model.update_draft(id).recipients;
    recipients.known.ask();
    recipients.asked = Some(asked);
    vec![Effect::StatusUpdate(StatusUpdateEffect::LoadSubscribers { asked, incident: id.clone() })]
}

pub(super) fn update(model: &mut Model, event: StatusUpdateEvent) -> Vec<Effect> {
    match event {
        StatusUpdateEvent::SubscribersArrived { asked, incident, answer } => arrived(model, asked, &incident, answer),
        StatusUpdateEvent::NamesArrived { incident, names } => {
            if let Some(task) = model.updates.drafts.get_mut(&incident) {
                task.recipients.names.extend(names.into_iter().map(|it| (it.id, it.name)));
            }
            Vec::new()
        }
        StatusUpdateEvent::SubscribersFound { asked, answer } => {
            let expired = answer == Err(Failure::Unauthorized);
            let page = answer.map(|items| Page { items, more: false });
            let Some(task) = model.update_task_mut() else { return Vec::new() };
            task.recipients.search.absorb(asked, page);
            if expired { session::expired(model) } else { Vec::new() }
        }
        StatusUpdateEvent::Subscribed { asked, incident, answer } => subscribed(model, asked, &incident, answer),
        event => by_agent(model, event),
    }
}

/// What the agent does to the recipients of the update that is open.
fn by_agent(model: &mut Model, event: StatusUpdateEvent) -> Vec<Effect> {
    let Some(id) = model.updating().cloned() else { return Vec::new() };
    let recipients = &mut model.update_draft(&id).recipients;
    match event {
        StatusUpdateEvent::RecipientsToggled => {
            recipients.open = !recipients.open;
            if !recipients.open {
                return Vec::new();
            }
            if matches!(recipients.known, Remote::Failed(_)) {
                return load(model, &id);
            }
            recipients.shown = recipients.shown.max(NAMES);
            name_shown(model, &id)
        }
        StatusUpdateEvent::MoreNamesClicked => {
            recipients.shown += NAMES;
            name_shown(model, &id)
        }
        StatusUpdateEvent::SubscriberTyped(query) => {
            recipients.search.query = query;
            vec![Effect::Wake(Timer::SubscriberSearch, DEBOUNCE)]
        }
        StatusUpdateEvent::SubscriberChosen(subscriber) => {
            recipients.search.query.clear();
            recipients.results.clear();
            recipients.failure = None;
            if recipients.subscribing.is_none() && !recipients.chosen.iter().any(|it| it.id == subscriber.id) {
                recipients.chosen.push(subscriber);
            }
            vec![Effect::Focus(Focus::Element(SEARCH.to_owned()))]
        }
        StatusUpdateEvent::SubscriberDropped(dropped) => {
            if recipients.subscribing.is_none() {
                recipients.chosen.retain(|it| it.id != dropped);
            }
            vec![Effect::Focus(Focus::Element(SEARCH.to_owned()))]
        }
        StatusUpdateEvent::SubscribeClicked => subscribe(model, &id),
        _ => Vec::new(),
    }
}

/// The agent has stopped typing.
pub(super) fn search(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() || model.updating().is_none() {
        return Vec::new();
    }
    let asked = model.ask();
    let Some(task) = model.update_task_mut() else { return Vec::new() };
    task.recipients.search.ask(asked);
    let query = task.recipients.search.query.trim().to_owned();
    vec![Effect::StatusUpdate(StatusUpdateEffect::FindSubscribers { asked, query })]
}

fn arrived(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Subscribers>) -> Vec<Effect> {
    let expired = answer == Err(Failure::Unauthorized);
    let Some(task) = model.updates.drafts.get_mut(id) else { return Vec::new() };
    if task.recipients.asked.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    task.recipients.known.absorb(answer);
    if expired { session::expired(model) } else { name_shown(model, id) }
}

/// Reads the names of those who are shown and have none yet.
fn name_shown(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let recipients = &mut model.update_draft(id).recipients;
    if !recipients.open || recipients.known.known().is_none() {
        return Vec::new();
    }
    recipients.shown = recipients.shown.max(NAMES);
    let ids: Vec<_> = recipients.listed().into_iter().filter(|(_, name)| name.is_none()).map(|(id, _)| id).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    vec![Effect::StatusUpdate(StatusUpdateEffect::NameSubscribers { incident: id.clone(), ids })]
}

fn subscribe(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    if model.permit_on(Action::SendStatusUpdate, id).is_err() {
        return Vec::new();
    }
    let asked = model.ask();
    let recipients = &mut model.update_draft(id).recipients;
    if recipients.subscribing.is_some() || recipients.chosen.is_empty() {
        return Vec::new();
    }
    recipients.subscribing = Some(asked);
    recipients.failure = None;
    recipients.results.clear();
    let ids = recipients.chosen.iter().map(|it| it.id.clone()).collect();
    vec![Effect::StatusUpdate(StatusUpdateEffect::Subscribe { asked, incident: id.clone(), ids })]
}

fn subscribed(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Vec<Subscription>>) -> Vec<Effect> {
    let Some(task) = model.updates.drafts.get_mut(id) else { return Vec::new() };
    let recipients = &mut task.recipients;
    if recipients.subscribing.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    match answer {
        Ok(results) => {
            let chosen = std::mem::take(&mut recipients.chosen);
            recipients.names.extend(chosen.iter().map(|it| (it.id.clone(), it.name.clone())));
            recipients.results = chosen.into_iter().zip(results).collect();
            let added = recipients.results.iter().filter(|(_, result)| *result == Subscription::Added).count();
            let mut effects = model.say(Spoken::Subscribed(added));
            effects.extend(load(model, id));
            effects
        }
        Err(failure) => {
            // Subscribing twice changes nothing, so whoever was chosen stays chosen and can be added again.
            recipients.failure = Some(failure.clone());
            let mut effects = model.say(Spoken::Failed(failure.clone()));
            if failure == Failure::Unauthorized {
                effects.extend(session::expired(model));
            }
            effects
        }
    }
}
