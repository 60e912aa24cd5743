//! Telling the ticket, and letting the incident's priority follow it.

use crate::console::Event;
use crate::console::event::Answer;
use crate::console::mirror::{MirrorEffect, MirrorEvent, Prioritized};
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::link::Reference;
use crate::domain::mirror::TicketUpdate;
use crate::domain::ticket::Ticket;
use crate::http::Transport;
use crate::shell::world::World;
use crate::{pagerduty, zendesk};

use super::{Api, Session, act};

pub(super) async fn perform<W: World>(world: &W, effect: MirrorEffect) -> Event {
    Event::Mirror(match effect {
        MirrorEffect::TellTicket { asked, update, leaving } => {
            MirrorEvent::TicketTold { asked, answer: tell(world, &update, leaving.as_deref()).await }
        }
        MirrorEffect::SetPriority { asked, incident, name, untouched } => {
            let set = async |api: Api<'_, W>| set_priority(&api, &incident, &name, untouched).await;
            MirrorEvent::PrioritySet { asked, answer: act(world, set).await }
        }
    })
}

async fn tell<W: World>(world: &W, update: &TicketUpdate, leaving: Option<&Ticket>) -> Answer<Option<Box<Ticket>>> {
    let comment = world.comment(&update.reports);
    let api = zendesk::Api::new(Session(world));
    if let Some(known) = leaving {
        return api.tell_leaving(known, update, &comment).await.map(|()| None);
    }
    let id = world.ticket().ok_or(Failure::NotFound)?;
    // Without the field the ticket has no links, but can be told all the same.
    let field = world.link_field().await?;
    api.tell(id, field, update, &comment).await.map(|ticket| ticket.map(Box::new))
}

/// Gives an incident the priority of this name; with `untouched` only while nobody has decided about its priority.
///
/// PagerDuty has no change on a condition, so the incident is read just before. A lost answer is looked up on the incident.
pub(crate) async fn set_priority<T: Transport>(
    api: &pagerduty::Api<T>,
    id: &IncidentId,
    name: &str,
    untouched: bool,
) -> Answer<Prioritized> {
    let reference = Reference::Id(id.clone());
    let priorities = api.priorities().await?;
    let Some(priority) = priorities.iter().find(|priority| priority.name == name) else {
        return Ok(Prioritized::Unknown);
    };
    if untouched {
        let open = api.past(id).await?.leaves_priority_open();
        let now = api.incident(&reference).await?;
        if !open || !now.is_open() || now.priority.is_some() {
            return Ok(Prioritized::Left(Box::new(now)));
        }
    }
    let answer = api.prioritize(id, &priority.id).await;
    let Some(failure) = answer.as_ref().err().filter(|failure| failure.leaves_doubt()) else {
        return answer.map(|incident| Prioritized::Set(Box::new(incident)));
    };
    match api.incident(&reference).await {
        Ok(now) if now.priority.as_ref().is_some_and(|own| own.id == priority.id) => {
            Ok(Prioritized::Set(Box::new(now)))
        }
        _ => Err(failure.clone()),
    }
}
