//! The ticket: reading it, and writing its links.

use crate::console::LinkChange;
use crate::console::event::Answer;
use crate::domain::failure::{Failure, Told};
use crate::domain::link::LinkedIncidents;
use crate::domain::ticket::Ticket;
use crate::shell::world::World;
use crate::zendesk;

use super::Session;

/// The open ticket with its links.
pub(super) async fn read<W: World>(world: &W) -> Answer<Ticket> {
    let id = world.ticket().ok_or(Failure::NotFound)?;
    let field = world.link_field().await?;
    zendesk::Api::new(Session(world)).ticket(id, field).await
}

/// Changes the ticket's links and its tag.
pub(super) async fn write_links<W: World>(world: &W, change: &LinkChange) -> Answer<Ticket> {
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
