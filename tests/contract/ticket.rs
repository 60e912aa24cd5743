//! Zendesk's ticketing API.

use incident_command_console::domain::id::{IncidentId, TicketId};
use incident_command_console::http::{Failure, Request, Transport};
use incident_command_console::zendesk;
use sandbox::Sandbox;
use serde_json::json;

use super::bench::{fresh, into};

/// Jonas Okafor's id in Zendesk.
const JONAS: &str = "8410300104";

fn desk(sandbox: &Sandbox) -> (zendesk::Api<impl Transport>, u64) {
    let field = sandbox.zendesk().requirement("pagerduty_incidents").unwrap();
    (zendesk::Api::new(into(sandbox.zendesk_rest(), Some(JONAS))), field)
}

#[tokio::test]
async fn links_and_tag_are_written_to_the_ticket_and_taken_off_again() {
    let (sandbox, _) = fresh();
    let (api, field) = desk(&sandbox);
    let id = IncidentId::parse("Q0TZ3E1ZUV2P4B").unwrap();
    let before = api.ticket(TicketId(48_214), Some(field)).await.unwrap();
    assert!(before.links.is_empty() && !before.tagged, "{before:?}");
    let linked = api.change_links(before.id, field, |links| links.add(id.clone()), Some(true)).await.unwrap();
    assert_eq!(
        (linked.links.ids(), linked.tagged, &linked.requester),
        ([id.clone()].as_slice(), true, &before.requester)
    );
    assert_eq!(api.ticket(before.id, Some(field)).await.unwrap(), linked);
    let remove = |links: &mut incident_command_console::domain::link::LinkedIncidents| {
        links.remove(&id, false);
        true
    };
    let bare = api.change_links(before.id, field, remove, Some(false)).await.unwrap();
    assert!(bare.links.is_empty() && !bare.tagged);
    assert_eq!(sandbox.zendesk().ticket(48_214).unwrap().tags, sandbox_tags(48_214));
}

#[tokio::test]
async fn a_ticket_names_its_requester() {
    let (sandbox, _) = fresh();
    let (api, field) = desk(&sandbox);
    let ticket = api.ticket(TicketId(48_213), Some(field)).await.unwrap();
    assert_eq!(ticket.requester.as_deref(), Some("Elena Petrova"));
    let id = IncidentId::parse("QMINE01").unwrap();
    let after = api.change_links(ticket.id, field, |links| links.add(id.clone()), None).await.unwrap();
    assert_eq!(after.requester, ticket.requester);
}

/// The tags that a ticket of the sandbox begins with.
fn sandbox_tags(ticket: u64) -> Vec<String> {
    fresh().0.zendesk().ticket(ticket).unwrap().tags
}

#[tokio::test]
async fn a_link_written_over_another_agents_change_keeps_both() {
    let (sandbox, clock) = fresh();
    let (_, field) = desk(&sandbox);
    let (router, rival) = (sandbox.zendesk_rest(), sandbox.clone());
    let raced = std::cell::Cell::new(false);
    let jonas = into(router, Some(JONAS));
    let api = zendesk::Api::new(async |request: Request| {
        if request.body.is_some() && !raced.replace(true) {
            clock.advance(2_000);
            let change = json!({ "custom_fields": [{ "id": field, "value": "QRIVAL1" }], "tags": ["rival"] });
            rival.zendesk().update_as(8_410_300_121, 48_214, &change).unwrap();
        }
        jonas.send(request).await
    });
    let id = IncidentId::parse("QMINE01").unwrap();
    let ticket = api.change_links(TicketId(48_214), field, |links| links.add(id.clone()), Some(true)).await.unwrap();
    assert_eq!((ticket.links.write().as_str(), ticket.tagged), ("QRIVAL1 QMINE01", true));
    assert_eq!(sandbox.zendesk().ticket(48_214).unwrap().tags, ["rival", "pagerduty_incident"]);
}

#[tokio::test]
async fn a_closed_ticket_refuses_and_a_missing_one_is_not_there() {
    let (sandbox, _) = fresh();
    let (api, field) = desk(&sandbox);
    let id = IncidentId::parse("QMINE01").unwrap();
    let refused = api.change_links(TicketId(48_230), field, |links| links.add(id.clone()), Some(true)).await;
    assert!(matches!(&refused, Err(Failure::Rejected(told)) if told.words.contains("closed")), "{refused:?}");
    assert_eq!(api.ticket(TicketId(1), Some(field)).await, Err(Failure::NotFound));
    assert_eq!(api.ticket(TicketId(48_260), Some(field)).await.map(|ticket| ticket.links.is_empty()), Ok(true));
}
