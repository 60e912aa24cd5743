//! The ticket is told what is done here to its incidents, and their priorities follow each other.
//!
//! Whoever changes an incident calls [`tell`] where PagerDuty's answer is good; nothing here runs before that, so the incident never
//! waits for the ticket. What is told within a moment becomes one update. Each update is sent once: one whose answer was lost carries
//! its mark to the next attempt, which looks for it first. Only changes made in this console are told, so nothing comes round again.

use std::time::Duration;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::mapped_priority::wanted;
use crate::domain::mirror::{Change, Mirroring, Report, TicketUpdate, Updates};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Ticket, TicketPriority, TicketStatus};

use super::effect::{Effect, Timer};
use super::event::Answer;
use super::feed;
use super::model::{Model, Notice, Spoken};
use super::remote::Remote;

/// What happens within this time is told together.
const GATHER: Duration = Duration::from_secs(2);

/// How long to wait when Zendesk limits changes and does not say for how long.
const PAUSE: Duration = Duration::from_secs(60);

/// How long after the agent saved the ticket its new priority still counts as the agent's.
const SAVED: Duration = Duration::from_secs(60);

/// What the ticket is still to be told, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mirror {
    /// What is being gathered.
    pub gathering: TicketUpdate,
    /// Updates that are to be sent again, oldest first.
    pub again: Vec<TicketUpdate>,
    /// The update that is under way, and the question that names it.
    pub sending: Option<(u32, TicketUpdate)>,
    /// Updates that failed; a message offers to send them.
    pub failed: Vec<TicketUpdate>,
    /// When the ticket was changed from here.
    pub updates: Updates,
    /// Not before then, because Zendesk said so.
    pub paused_until: Option<Moment>,
    /// The priority in the ticket's form, which the agent has changed and not saved.
    pub drafted: Option<TicketPriority>,
    /// The priority that the agent has saved, and when, until the ticket confirms it.
    pub saved: Option<(TicketPriority, Moment)>,
    /// The incident's priority that is on its way.
    pub following: Option<Following>,
    /// Incidents whose priority was looked into here, each once: nothing that happened to one makes it be tried again.
    pub considered: Vec<IncidentId>,
    /// Whether nobody had asked for the priority that could not be set last.
    pub failed_unasked: bool,
}

/// A priority on its way to an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    /// Names the question.
    asked: u32,
    /// Which incident.
    incident: IncidentId,
    /// What the account calls the priority.
    name: String,
    /// Whether nobody asked for it, so that whatever anybody has decided stays.
    unasked: bool,
}

/// What came of giving an incident a priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prioritized {
    /// It has it. The incident as it is then.
    Set(Box<Incident>),
    /// Somebody has decided about its priority, so it was left alone. The incident as it is.
    Left(Box<Incident>),
    /// The account has no such priority.
    Unknown,
}

/// What happens between ticket and incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MirrorEvent {
    /// Zendesk answered to an update; the ticket after it, if that could be read.
    TicketTold {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Option<Box<Ticket>>>,
    },
    /// The agent wants what failed told now.
    RetryClicked,
    /// The priority in the ticket's form changed; nothing is saved yet.
    PriorityDrafted(Option<TicketPriority>),
    /// The agent saved the ticket.
    TicketSaved,
    /// PagerDuty answered to the change of a priority.
    PrioritySet {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Prioritized>,
    },
    /// The agent wants the priority that failed set now.
    PriorityRetried,
}

/// What has to be done so that ticket and incident follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MirrorEffect {
    /// Update the ticket, once.
    TellTicket {
        /// Names the update.
        asked: u32,
        /// What it tells.
        update: TicketUpdate,
        /// The ticket as it is known, when the console is closing and will not hear the answer.
        leaving: Option<Box<Ticket>>,
    },
    /// Give an incident the priority of this name.
    SetPriority {
        /// Names the question.
        asked: u32,
        /// Which incident.
        incident: IncidentId,
        /// What the account calls the priority.
        name: String,
        /// Only while nobody has decided about its priority, as [`crate::domain::mapped_priority`] says.
        untouched: bool,
    },
}

pub(super) fn update(model: &mut Model, event: MirrorEvent) -> Vec<Effect> {
    match event {
        MirrorEvent::TicketTold { asked, answer } => told(model, asked, answer),
        MirrorEvent::RetryClicked => {
            let failed = std::mem::take(&mut model.mirror.failed);
            model.mirror.again.extend(failed);
            model.drop_notices(|notice| matches!(notice, Notice::MirrorFailed { .. }));
            flush(model)
        }
        MirrorEvent::PriorityDrafted(priority) => {
            let known = model.ticket.known().and_then(|ticket| ticket.priority);
            model.mirror.drafted = priority.filter(|priority| known != Some(*priority));
            Vec::new()
        }
        MirrorEvent::TicketSaved => {
            count(model);
            model.mirror.saved = model.mirror.drafted.take().map(|priority| (priority, model.now));
            model.ticket_id().map(|_| Effect::LoadTicket).into_iter().collect()
        }
        MirrorEvent::PrioritySet { asked, answer } => priority_set(model, asked, answer),
        MirrorEvent::PriorityRetried => {
            let offered = model.notices.iter().find_map(|notice| match notice {
                Notice::PriorityNotFollowed { incident, name, .. } => Some((incident.clone(), name.clone())),
                _ => None,
            });
            let Some((incident, name)) = offered else { return Vec::new() };
            model.drop_notices(|notice| matches!(notice, Notice::PriorityNotFollowed { .. }));
            let unasked = model.mirror.failed_unasked;
            set_priority(model, incident, name, unasked)
        }
    }
}

/// Tells the ticket what was done here to the incident. To be called once, where PagerDuty has confirmed it.
pub(super) fn tell(model: &mut Model, id: &IncidentId, change: Change) -> Vec<Effect> {
    let Some(surroundings) = &model.surroundings else { return Vec::new() };
    let Some(incident) = model.incident(id) else { return Vec::new() };
    if model.ticket_id().is_none() || model.circumstances().ticket_closed {
        return Vec::new();
    }
    let mirroring: &Mirroring = &surroundings.mirroring;
    let wanted = if matches!(change, Change::Note(_)) { mirroring.notes } else { mirroring.state_changes };
    let ticket_priority = model.ticket.known().and_then(|ticket| ticket.priority);
    let priority = match &change {
        Change::Priority(Some(name)) => mirroring.priorities.for_ticket(name, ticket_priority),
        _ => None,
    };
    let by = model.agent.known().map(|agent| agent.name.clone()).unwrap_or_default();
    let more = TicketUpdate {
        open: mirroring.open_new_tickets && change.opens_ticket(),
        priority,
        reports: Vec::from_iter(wanted.then(|| Report {
            incident: id.clone(),
            number: incident.number,
            title: incident.title.clone(),
            url: incident.url.clone(),
            by,
            change,
        })),
        ..TicketUpdate::default()
    };
    if more.is_empty() {
        return Vec::new();
    }
    model.mirror.gathering.absorb(more);
    vec![Effect::Wake(Timer::Mirror, GATHER)]
}

/// Tells the ticket of a priority that an edit changed here. To be called once the incident as it is now was taken in.
pub(super) fn tell_edit(model: &mut Model, before: &Incident) -> Vec<Effect> {
    let name = |incident: &Incident| incident.priority.as_ref().map(|priority| priority.name.clone());
    let Some(now) = model.incident(&before.id).map(name) else { return Vec::new() };
    if now == name(before) { Vec::new() } else { tell(model, &before.id, Change::Priority(now)) }
}

/// Notes that this agent changes the ticket, so that the limit is kept.
pub(super) fn count(model: &mut Model) {
    let now = model.now;
    model.mirror.updates.count(now);
}

/// Tells the ticket what is waiting, if nothing stands in the way.
pub(super) fn flush(model: &mut Model) -> Vec<Effect> {
    let nothing = model.mirror.again.is_empty() && model.mirror.gathering.is_empty();
    if nothing || model.mirror.sending.is_some() || !model.online {
        return Vec::new();
    }
    if !model.linking.is_empty() {
        // The links are written to the same ticket, and go first.
        return vec![Effect::Wake(Timer::Mirror, GATHER)];
    }
    let told_to_wait = model.mirror.paused_until.filter(|until| *until > model.now).map(|until| model.now.age(until));
    let wait = model.mirror.updates.wait(model.now).max(told_to_wait.unwrap_or_default());
    if !wait.is_zero() {
        return wait_for(model, wait);
    }
    model.mirror.paused_until = None;
    model.drop_notices(|notice| matches!(notice, Notice::MirrorWaits { .. }));
    let update = next(model);
    let asked = model.ask();
    let update = if update.mark.is_empty() { TicketUpdate { mark: mark(model, asked), ..update } } else { update };
    count(model);
    model.mirror.sending = Some((asked, update.clone()));
    vec![Effect::Mirror(MirrorEffect::TellTicket { asked, update, leaving: None })]
}

/// One that may have arrived goes alone, since its mark stands for what it said; everything else makes one update.
fn next(model: &mut Model) -> TicketUpdate {
    let mirror = &mut model.mirror;
    if mirror.again.first().is_some_and(|update| update.unsure) {
        return mirror.again.remove(0);
    }
    let (unsure, mut sure): (Vec<_>, Vec<_>) = std::mem::take(&mut mirror.again).into_iter().partition(|it| it.unsure);
    mirror.again = unsure;
    sure.push(std::mem::take(&mut mirror.gathering));
    let mut whole = TicketUpdate::default();
    for update in sure {
        whole.absorb(update);
    }
    whole
}

/// What no other update has: the ticket, the agent, the time and the question.
fn mark(model: &Model, asked: u32) -> String {
    let ticket = model.ticket_id().map(|id| id.0).unwrap_or_default();
    let agent = model.agent.known().map(|agent| agent.id).unwrap_or_default();
    format!("{ticket}-{agent}-{}-{asked}", model.now.0)
}

fn wait_for(model: &mut Model, wait: Duration) -> Vec<Effect> {
    let until = model.now.after(wait);
    let is_told = model.notices.iter().any(|notice| matches!(notice, Notice::MirrorWaits { .. }));
    model.notify(Notice::MirrorWaits { until });
    let mut effects = vec![Effect::Wake(Timer::Mirror, wait)];
    if !is_told {
        effects.extend(model.say(Spoken::LastNotice));
    }
    effects
}

fn told(model: &mut Model, asked: u32, answer: Answer<Option<Box<Ticket>>>) -> Vec<Effect> {
    let Some((_, update)) = model.mirror.sending.take_if(|(number, _)| *number == asked) else { return Vec::new() };
    match answer {
        Ok(ticket) => {
            if let Some(ticket) = ticket {
                adopt(model, *ticket);
            }
            flush(model)
        }
        Err(Failure::RateLimited { seconds }) => {
            // It was refused, so nothing was written, and it goes again by itself.
            let wait = seconds.map_or(PAUSE, |seconds| Duration::from_secs(u64::from(seconds.clamp(1, 600))));
            model.mirror.again.insert(0, update);
            model.mirror.paused_until = Some(model.now.after(wait));
            flush(model)
        }
        Err(failure) => {
            let unsure = update.unsure || failure.leaves_doubt();
            model.mirror.failed.push(TicketUpdate { unsure, ..update });
            model.notify(Notice::MirrorFailed { failure: failure.clone() });
            let mut effects = model.say(Spoken::Failed(failure));
            effects.extend(flush(model));
            effects
        }
    }
}

/// Takes in the ticket as an update left it, unless something newer is known. Stamps are of one form, so their order is that of time.
fn adopt(model: &mut Model, ticket: Ticket) {
    if model.ticket.known().is_none_or(|known| known.stamp <= ticket.stamp) {
        model.ticket = Remote::Fresh(ticket);
    }
}

/// The console closes: what was not told yet goes out in one request that nobody hears the answer of.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(known) = model.ticket.known().filter(|ticket| ticket.status != TicketStatus::Closed).cloned() else {
        return Vec::new();
    };
    // What may have arrived already cannot be looked up any more, and must not be said twice.
    model.mirror.again.retain(|update| !update.unsure);
    let nothing = model.mirror.again.is_empty() && model.mirror.gathering.is_empty();
    if nothing || !model.online || !model.mirror.updates.wait(model.now).is_zero() {
        return Vec::new();
    }
    let update = next(model);
    let asked = model.ask();
    let update = TicketUpdate { mark: mark(model, asked), ..update };
    vec![Effect::Mirror(MirrorEffect::TellTicket { asked, update, leaving: Some(Box::new(known)) })]
}

/// The ticket is known anew.
pub(super) fn ticket_arrived(model: &mut Model) -> Vec<Effect> {
    let mut effects = confirm(model);
    effects.extend(look_into_priorities(model));
    effects
}

/// Incidents that events have opened for this ticket get the priority that belongs to the ticket's, since an event cannot carry one.
/// Whether anybody has decided otherwise is found out before anything is sent. To be called when incidents or the ticket are known anew.
pub(super) fn look_into_priorities(model: &mut Model) -> Vec<Effect> {
    if model.mirror.following.is_some() {
        return Vec::new();
    }
    let Some(surroundings) = &model.surroundings else { return Vec::new() };
    let ticket = model.ticket.known().and_then(|ticket| ticket.priority);
    let wanting = model.shown_incidents().into_iter().find_map(|incident| {
        let keyed = feed::carries_key(model, &incident.id) && !model.mirror.considered.contains(&incident.id);
        let name = wanted(&incident, keyed, ticket, &surroundings.mirroring.priorities)?.to_owned();
        model.permit_on(Action::Edit, &incident.id).is_ok().then_some((incident.id, name))
    });
    let Some((incident, name)) = wanting else { return Vec::new() };
    model.mirror.considered.push(incident.clone());
    set_priority(model, incident, name, true)
}

/// A priority that the agent has saved is confirmed, one that stands there anyway is no draft.
fn confirm(model: &mut Model) -> Vec<Effect> {
    let Some(priority) = model.ticket.known().and_then(|ticket| ticket.priority) else { return Vec::new() };
    if model.mirror.drafted == Some(priority) {
        model.mirror.drafted = None;
    }
    let Some((saved, at)) = model.mirror.saved else { return Vec::new() };
    if at.age(model.now) > SAVED {
        model.mirror.saved = None;
        return Vec::new();
    }
    if saved != priority {
        return Vec::new();
    }
    model.mirror.saved = None;
    follow(model, priority)
}

/// The incident's priority follows the one that the agent gave the ticket. Where several are open nobody knows which is meant.
fn follow(model: &mut Model, priority: TicketPriority) -> Vec<Effect> {
    let name = model.surroundings.as_ref().and_then(|it| it.mirroring.priorities.for_incident(priority));
    let Some(name) = name.map(str::to_owned) else { return Vec::new() };
    let open: Vec<_> = model.shown_incidents().into_iter().filter(Incident::is_open).collect();
    let [incident] = open.as_slice() else { return Vec::new() };
    if incident.priority.as_ref().is_some_and(|own| own.name == name) {
        return Vec::new();
    }
    set_priority(model, incident.id.clone(), name, false)
}

fn set_priority(model: &mut Model, incident: IncidentId, name: String, unasked: bool) -> Vec<Effect> {
    if model.permit_on(Action::Edit, &incident).is_err() || model.mirror.following.is_some() {
        return Vec::new();
    }
    let asked = model.ask();
    model.mirror.following = Some(Following { asked, incident: incident.clone(), name: name.clone(), unasked });
    vec![Effect::Mirror(MirrorEffect::SetPriority { asked, incident, name, untouched: unasked })]
}

fn priority_set(model: &mut Model, asked: u32, answer: Answer<Prioritized>) -> Vec<Effect> {
    let Some(question) = model.mirror.following.take_if(|question| question.asked == asked) else { return Vec::new() };
    let Following { incident, name, unasked, .. } = question;
    let failure = match answer {
        Ok(Prioritized::Set(changed)) => {
            let before = model.incident(&incident).cloned();
            feed::adopt(model, *changed);
            model.notify(Notice::PriorityFollowed { incident, name });
            let mut effects = model.say(Spoken::LastNotice);
            effects.extend(before.map(|before| tell_edit(model, &before)).unwrap_or_default());
            effects.extend(look_into_priorities(model));
            return effects;
        }
        Ok(Prioritized::Left(found)) => {
            feed::keep_newer(model, *found);
            return look_into_priorities(model);
        }
        Ok(Prioritized::Unknown) => Failure::NotFound,
        Err(failure) => failure,
    };
    if failure == Failure::Unauthorized {
        // After signing in again it may be looked into once more.
        model.mirror.considered.retain(|considered| *considered != incident);
    }
    model.mirror.failed_unasked = unasked;
    model.notify(Notice::PriorityNotFollowed { incident, name, failure: failure.clone() });
    // Nobody waits for what nobody has asked for: the message stands there and is not read out.
    let mut effects = if unasked { Vec::new() } else { model.say(Spoken::Failed(failure.clone())) };
    if failure == Failure::Unauthorized {
        effects.extend(super::session::expired(model));
    } else {
        effects.extend(look_into_priorities(model));
    }
    effects
}
