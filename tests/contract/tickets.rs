//! The tickets of an incident, and telling one of them.

use incident_command_console::domain::id::{IncidentId, TicketId};
use incident_command_console::domain::linked_tickets::Overview;
use incident_command_console::domain::mirror::{Change, Report, TicketUpdate};
use incident_command_console::domain::ticket::{TicketPriority, TicketStatus};
use incident_command_console::http::{Failure, Transport};
use incident_command_console::zendesk;
use sandbox::Sandbox;
use serde_json::json;

use super::bench::{fresh, into};

const JONAS: &str = "8410300104";
const PRIYA: u64 = 8_410_300_121;
const NEW: u64 = 48_220;

fn desk(sandbox: &Sandbox) -> (zendesk::Api<impl Transport>, u64) {
    let field = sandbox.zendesk().requirement("pagerduty_incidents").unwrap();
    (zendesk::Api::new(into(sandbox.zendesk_rest(), Some(JONAS))), field)
}

fn incident() -> IncidentId {
    IncidentId::parse("Q0TZ3E1ZUV2P4B").unwrap()
}

#[tokio::test]
async fn linked_tickets_are_found_with_organizations_and_without_those_that_were_taken_off() {
    let (sandbox, _) = fresh();
    let (api, field) = desk(&sandbox);
    for (ticket, links) in [
        (48_213, "Q0TZ3E1ZUV2P4B"),
        (48_214, "QOTHER1 Q0TZ3E1ZUV2P4B"),
        (48_240, "QOTHER1 -Q0TZ3E1ZUV2P4B"),
        (48_260, "QOTHER1"),
    ] {
        let change =
            json!({ "custom_fields": [{ "id": field, "value": links }], "additional_tags": ["pagerduty_incident"] });
        sandbox.zendesk().update_as(PRIYA, ticket, &change).unwrap();
    }
    let page = api.linked_tickets(field, &incident(), TicketId(48_213), None).await.unwrap();
    assert_eq!((page.tickets.len(), page.after.as_deref()), (1, None));
    let other = &page.tickets[0];
    assert_eq!((other.id, other.status), (TicketId(48_214), TicketStatus::Open));
    assert!(!other.subject.is_empty());
    let organization = other.organization.unwrap();
    let named = api.organizations(&[organization, 1]).await.unwrap();
    assert_eq!((named.len(), named[0].0), (1, organization));
    assert!(!named[0].1.is_empty());
    let waiting = api.waiting_tickets(field, &incident(), TicketId(48_213)).await.unwrap();
    assert_eq!(waiting, Overview { total: None, waiting: 1, longest: Some(other.created_at) });
    // Zendesk's own count knows nothing of the minus sign.
    assert_eq!(api.count_linked_tickets(field, &incident()).await, Ok(3));
}

fn update() -> TicketUpdate {
    let report = Report {
        incident: incident(),
        number: 1_042,
        title: "Checkout".into(),
        url: None,
        by: "Jonas".into(),
        change: Change::Acknowledged,
    };
    TicketUpdate {
        mark: "48220-8410300104-1-1".into(),
        reports: vec![report],
        open: true,
        priority: Some(TicketPriority::Urgent),
        unsure: false,
    }
}

#[tokio::test]
async fn a_ticket_is_told_once_and_the_mark_is_found_in_its_audit() {
    let (sandbox, clock) = fresh();
    let (api, field) = desk(&sandbox);
    let before = sandbox.zendesk().ticket(NEW).unwrap();
    let told = api.tell(TicketId(NEW), Some(field), &update(), "Acknowledged <b>").await.unwrap().unwrap();
    assert_eq!((told.status, told.priority), (TicketStatus::Open, Some(TicketPriority::Urgent)));
    let after = sandbox.zendesk().ticket(NEW).unwrap();
    let comment = after.comments.last().unwrap();
    assert_eq!((comment.body.as_str(), comment.public), ("Acknowledged <b>", false));
    assert_eq!((after.comments.len(), after.audits.len()), (before.comments.len() + 1, before.audits.len() + 1));
    clock.advance(5_000);
    let again = TicketUpdate { unsure: true, ..update() };
    assert!(api.tell(TicketId(NEW), Some(field), &again, "Acknowledged <b>").await.unwrap().is_some());
    assert_eq!(sandbox.zendesk().ticket(NEW).unwrap().comments.len(), after.comments.len());
}

#[tokio::test]
async fn a_used_up_limit_and_a_closed_ticket_refuse() {
    let (sandbox, _) = fresh();
    let (api, field) = desk(&sandbox);
    let closed = api.tell(TicketId(48_230), Some(field), &update(), "Late").await;
    assert!(matches!(&closed, Err(Failure::Rejected(told)) if told.words.contains("closed")), "{closed:?}");
    for number in 0..30 {
        let change = json!({ "additional_tags": [format!("tag-{number}")] });
        sandbox.zendesk().update_as(8_410_300_104, NEW, &change).unwrap();
    }
    let refused = api.tell(TicketId(NEW), Some(field), &update(), "Late").await;
    assert!(matches!(refused, Err(Failure::RateLimited { .. })), "{refused:?}");
}
