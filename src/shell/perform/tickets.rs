//! The other tickets of an incident.

use crate::console::event::Answer;
use crate::domain::failure::{Failure, Told};
use crate::domain::id::IncidentId;
use crate::domain::linked_tickets::{LinkedTickets, Overview};
use crate::shell::world::World;
use crate::zendesk;

use super::Session;

/// A page of them with the names of their organizations; the first one also brings what is said of all.
pub(super) async fn load<W: World>(world: &W, incident: &IncidentId, after: Option<&str>) -> Answer<LinkedTickets> {
    let own = world.ticket().ok_or(Failure::NotFound)?;
    let missing = || Failure::Rejected(Told::new(0, ["pagerduty_incidents"]));
    let field = world.link_field().await?.ok_or_else(missing)?;
    let api = zendesk::Api::new(Session(world));
    let overview = async {
        match after {
            Some(_) => Overview::default(),
            // The list is worth showing without it.
            None => api.waiting_tickets(field, incident, own).await.unwrap_or_default(),
        }
    };
    let (page, overview) = futures_util::future::join(api.linked_tickets(field, incident, own, after), overview).await;
    let mut page = page?;
    let mut ids: Vec<_> = page.tickets.iter().filter_map(|ticket| ticket.organization).collect();
    ids.sort_unstable();
    ids.dedup();
    let total = async {
        match (after, &page.after) {
            // This ticket is among them.
            (None, Some(_)) => {
                api.count_linked_tickets(field, incident).await.ok().map(|count| count.saturating_sub(1))
            }
            _ => None,
        }
    };
    let (organizations, total) = futures_util::future::join(api.organizations(&ids), total).await;
    page.organizations = organizations.unwrap_or_default();
    page.overview = Overview { total, ..overview };
    Ok(page)
}
