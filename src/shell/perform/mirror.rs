//! Telling the ticket, and letting the incident's priority follow it.

use crate::console::Event;
use crate::console::event::Answer;
use crate::console::mirror::{MirrorEffect, MirrorEvent};
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::mirror::TicketUpdate;
use crate::domain::ticket::Ticket;
use crate::shell::world::World;
use crate::zendesk;

use super::{Api, Session, act};

pub(super) async fn perform<W: World>(world: &W, effect: MirrorEffect) -> Event {
    Event::Mirror(match effect {
        MirrorEffect::TellTicket { asked, update, leaving } => {
            MirrorEvent::TicketTold { asked, answer: tell(world, &update, leaving.as_deref()).await }
        }
        MirrorEffect::SetPriority { asked, incident, name } => {
            let set = async |api: Api<'_, W>| set_priority(&api, &incident, &name).await;
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

/// Nothing when the account has no priority of that name.
async fn set_priority<W: World>(api: &Api<'_, W>, id: &IncidentId, name: &str) -> Answer<Option<Box<Incident>>> {
    let priorities = api.priorities().await?;
    match priorities.iter().find(|priority| priority.name == name) {
        Some(priority) => api.prioritize(id, &priority.id).await.map(|incident| Some(Box::new(incident))),
        None => Ok(None),
    }
}
