//! The other tickets of an incident, and incidents that resemble the ticket.

use incident_command_console::console::linked_tickets::TicketsEvent;
use incident_command_console::console::model::View;
use incident_command_console::console::{Effect, Event};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::IncidentId;
use sandbox::Sandbox;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::json;

use crate::desk::{Desk, JONAS, JONAS_EMAIL, sandbox};

const ONE: u64 = 48_213;
const NONE: u64 = 48_214;
const PRIYA: u64 = 8_410_300_121;

/// Links every ticket of the queue that still takes a change; says how many.
fn link_the_queue(sandbox: &Sandbox, incident: &IncidentId) -> usize {
    let field = sandbox.zendesk().requirement("pagerduty_incidents").unwrap();
    let change = json!({ "custom_fields": [{ "id": field, "value": incident.as_str() }], "additional_tags": ["pagerduty_incident"] });
    (47_600..47_840).filter(|id| sandbox.zendesk().update_as(PRIYA, *id, &change).is_ok()).count()
}

async fn at_one() -> Desk {
    Desk::new(&sandbox(), ONE, JONAS, Some(JONAS_EMAIL)).await
}

#[tokio::test]
async fn hundreds_of_tickets_are_counted_and_read_page_by_page() {
    let mut desk = at_one().await;
    let id = desk.only().id;
    let tickets = |desk: &Desk| desk.model.dossiers[&id].tickets.clone();
    assert_eq!(tickets(&desk).read.known().unwrap().count(), (0, false), "nobody else is linked");
    let linked = link_the_queue(&desk.sandbox, &id);
    assert!(linked > 150, "{linked}");
    desk.tell(Event::RefreshClicked).await;
    let first = tickets(&desk);
    let read = first.read.known().unwrap().clone();
    assert_eq!(read.tickets.len(), 100);
    assert!(read.after.is_some() && first.has_more());
    // Zendesk counts this ticket too where its field names the incident, which it does not here.
    let (count, more) = read.count();
    assert!(!more && count.abs_diff(u64::try_from(linked).unwrap()) <= 1, "{count} of {linked}");
    assert!(read.overview.waiting > 0 && read.overview.longest.is_some());
    assert!(read.organization_count() > 1 && !read.largest_organizations(3).is_empty());
    for _ in 0..20 {
        desk.tell(Event::Tickets(TicketsEvent::MoreClicked(id.clone()))).await;
    }
    let all = tickets(&desk);
    assert_eq!(all.read.known().unwrap().count(), (u64::try_from(linked).unwrap(), false));
    assert!(!all.has_more());
    let longest = read.overview.longest.unwrap();
    let oldest = all.read.known().unwrap().tickets.iter().filter(|it| it.waits()).map(|it| it.created_at).min();
    assert_eq!(oldest, Some(longest));
}

#[tokio::test]
async fn a_page_that_fails_keeps_what_was_read_and_a_cursor_that_expired_begins_anew() {
    let mut desk = at_one().await;
    let id = desk.only().id;
    link_the_queue(&desk.sandbox, &id);
    desk.tell(Event::RefreshClicked).await;
    for _ in 0..4 {
        desk.tell(Event::Tickets(TicketsEvent::MoreClicked(id.clone()))).await;
    }
    let held = |desk: &Desk| desk.model.dossiers[&id].tickets.read.clone();
    let broken = Kind::Status { code: 503, retry_after: None, body: None };
    desk.sandbox.faults().add(Fault::new(Target::Zendesk, broken).path("/api/v2/search/export"));
    desk.tell(Event::Tickets(TicketsEvent::MoreClicked(id.clone()))).await;
    assert_eq!(held(&desk).failure(), Some(&Failure::Broken { status: 503 }));
    assert_eq!(held(&desk).known().unwrap().tickets.len(), 100);
    desk.sandbox.faults().clear();
    desk.wait(std::time::Duration::from_secs(7_200)).await;
    desk.tell(Event::Tickets(TicketsEvent::MoreClicked(id.clone()))).await;
    assert!(matches!(held(&desk).failure(), Some(Failure::Rejected(_))), "the cursor is too old");
    desk.tell(Event::Tickets(TicketsEvent::MoreClicked(id.clone()))).await;
    assert_eq!((held(&desk).failure(), held(&desk).known().unwrap().tickets.len()), (None, 100));
}

#[tokio::test]
async fn the_summary_may_fail_without_the_list() {
    let mut desk = at_one().await;
    let id = desk.only().id;
    link_the_queue(&desk.sandbox, &id);
    for path in ["/api/v2/search.json", "/api/v2/search/count", "/api/v2/organizations"] {
        let refused = Kind::Status { code: 403, retry_after: None, body: None };
        desk.sandbox.faults().add(Fault::new(Target::Zendesk, refused).path(path));
    }
    desk.tell(Event::RefreshClicked).await;
    let read = desk.model.dossiers[&id].tickets.read.known().unwrap().clone();
    assert_eq!((read.count(), read.overview.waiting), ((100, true), 0));
}

#[tokio::test]
async fn a_ticket_is_opened_by_zendesk_itself() {
    let mut desk = at_one().await;
    desk.seen.clear();
    let ticket = incident_command_console::domain::id::TicketId(NONE);
    desk.tell(Event::Tickets(TicketsEvent::OpenClicked(ticket))).await;
    assert!(matches!(desk.seen.as_slice(), [Effect::Tickets(_)]), "{:?}", desk.seen);
}

#[tokio::test]
async fn before_creating_the_open_incident_of_the_service_is_offered_and_can_be_linked() {
    let world = sandbox();
    let mut desk = Desk::new(&world, NONE, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(desk.model.view(), View::Empty);
    let before = desk.count_in_pagerduty();
    crate::scenarios::describe(&mut desk).await;
    let related = desk.model.related_incidents();
    assert!(!related.is_empty() && related.len() <= 3, "{related:?}");
    assert!(related[0].same_service && related[0].incident.service.name == "Checkout API");
    desk.tell(Event::LinkChosen(Box::new(related[0].incident.clone()))).await;
    assert_eq!((desk.only().id, desk.model.task.is_none()), (related[0].incident.id.clone(), true));
    assert_eq!(desk.field(), related[0].incident.id.as_str());
    assert_eq!(desk.count_in_pagerduty(), before);
    assert!(desk.model.related_incidents().iter().all(|it| it.incident.id != related[0].incident.id));
}

#[tokio::test]
async fn a_search_that_fails_says_nothing_and_blocks_nothing() {
    let world = sandbox();
    let forbidden = Kind::Status { code: 403, retry_after: None, body: None };
    world.0.faults().add(Fault::new(Target::Pagerduty, forbidden).method("GET").path("/incidents?date_range=all&sort_by=created_at%3Adesc&include%5B%5D=priorities&statuses%5B%5D=triggered&statuses%5B%5D=acknowledged&limit"));
    let mut desk = Desk::new(&world, NONE, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!((desk.model.view(), desk.model.notices.len()), (View::Empty, 0));
    crate::scenarios::describe(&mut desk).await;
    desk.tell(Event::CreateSubmitted).await;
    assert_eq!(desk.shown().len(), 1);
}
