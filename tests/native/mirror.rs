//! The ticket is told what was done to its incidents: once, whatever happens on the way.

use std::time::Duration;

use incident_command_console::console::Event;
use incident_command_console::console::mirror::MirrorEvent;
use incident_command_console::console::model::Notice;
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::incident::Status;
use incident_command_console::domain::ticket::TicketPriority;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use sandbox::pagerduty::Deed;
use serde_json::json;

use crate::desk::{Desk, JONAS, JONAS_EMAIL, sandbox};

/// Its incident is acknowledged; Open.
const ONE: u64 = 48_213;
/// Without an incident; Open.
const NONE: u64 = 48_214;
/// Its incident came from an event; New.
const NEW: u64 = 48_220;
/// Another agent.
const PRIYA: u64 = 8_410_300_121;

async fn jonas_at(world: &(Sandbox, Clock), ticket: u64) -> Desk {
    Desk::new(world, ticket, JONAS, Some(JONAS_EMAIL)).await
}

/// What was written to the ticket since it was `before` long: the text and whether customers see it.
fn comments(desk: &Desk, ticket: u64, before: usize) -> Vec<(String, bool)> {
    let kept = desk.sandbox.zendesk().ticket(ticket).unwrap();
    kept.comments.iter().skip(before).map(|it| (it.body.clone(), it.public)).collect()
}

fn count(desk: &Desk, ticket: u64) -> (usize, usize) {
    let kept = desk.sandbox.zendesk().ticket(ticket).unwrap();
    (kept.comments.len(), kept.audits.len())
}

fn put_fault(desk: &Desk, kind: Kind) {
    desk.sandbox.faults().add(Fault::new(Target::Zendesk, kind).method("PUT").path("/api/v2/tickets/").times(1));
}

async fn moments_pass(desk: &mut Desk) {
    desk.wait(Duration::from_secs(3)).await;
}

fn configure(world: &(Sandbox, Clock), mirror: &serde_json::Value) {
    let configuration = json!({ "version": 1, "mirror": mirror });
    assert!(world.0.zendesk().set_setting("configuration", configuration.to_string()));
}

fn failed(desk: &Desk) -> Option<&Failure> {
    desk.model.notices.iter().find_map(|it| match it {
        Notice::MirrorFailed { failure } => Some(failure),
        _ => None,
    })
}

#[tokio::test]
async fn an_acknowledgement_is_one_private_comment_and_opens_a_new_ticket() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let (before, audits) = count(&desk, NEW);
    let incident = desk.only();
    desk.tell(Event::AcknowledgeClicked(incident.id.clone())).await;
    assert_eq!(count(&desk, NEW), (before, audits), "it is gathered first");
    moments_pass(&mut desk).await;
    let said = comments(&desk, NEW, before);
    assert_eq!(said.len(), 1);
    let (text, public) = &said[0];
    assert!(
        !public && text.starts_with(&format!("Jonas Okafor acknowledged PagerDuty incident #{}", incident.number)),
        "{text}"
    );
    assert!(text.ends_with(incident.url.as_deref().unwrap()), "{text}");
    assert_eq!(desk.sandbox.zendesk().ticket(NEW).unwrap().status, "open");
    assert_eq!(count(&desk, NEW).1, audits + 1, "one update");
    desk.wait(Duration::from_secs(120)).await;
    assert_eq!(count(&desk, NEW).1, audits + 1, "and no more");
}

#[tokio::test]
async fn what_happens_within_a_moment_is_one_update() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let (before, audits) = count(&desk, NEW);
    let id = desk.only().id;
    desk.tell(Event::AcknowledgeClicked(id.clone())).await;
    desk.tell(Event::NoteTyped(id.clone(), "<b>Rolled</b> back {{ticket.title}}".into())).await;
    desk.tell(Event::NoteSubmitted(id)).await;
    moments_pass(&mut desk).await;
    let said = comments(&desk, NEW, before);
    assert_eq!((said.len(), count(&desk, NEW).1), (1, audits + 1));
    assert!(
        said[0].0.contains("<b>Rolled</b> back {\u{200b}{ticket.title}}"),
        "hostile text stays text: {}",
        said[0].0
    );
}

#[tokio::test]
async fn creating_and_resolving_are_told_after_the_link_is_written() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NONE).await;
    let (before, _) = count(&desk, NONE);
    crate::scenarios::describe(&mut desk).await;
    desk.tell(Event::CreateSubmitted).await;
    moments_pass(&mut desk).await;
    assert!(comments(&desk, NONE, before)[0].0.contains("created PagerDuty incident"));
    let id = desk.only().id;
    desk.tell(Event::ResolveClicked(id)).await;
    desk.tell(Event::ResolutionTyped("Rolled back".into())).await;
    desk.tell(Event::ResolveConfirmed).await;
    desk.wait(Duration::from_secs(10)).await;
    let said = comments(&desk, NONE, before);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[1].0.contains("Rolled back") && said[1].0.contains("resolved PagerDuty incident"), "{}", said[1].0);
}

#[tokio::test]
async fn what_a_colleague_does_is_not_told() {
    let world = sandbox();
    let mut desk = jonas_at(&world, ONE).await;
    let before = count(&desk, ONE);
    world.0.pagerduty().act_as("maya.chen@northwind.example", "1042", Deed::Resolve).unwrap();
    desk.wait(Duration::from_secs(40)).await;
    assert_eq!(desk.only().status, Status::Resolved);
    assert_eq!(count(&desk, ONE), before);
}

#[tokio::test]
async fn a_lost_answer_leaves_one_comment_and_nothing_to_do() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let (before, _) = count(&desk, NEW);
    let id = desk.only().id;
    put_fault(&desk, Kind::DropAnswer);
    desk.tell(Event::AcknowledgeClicked(id)).await;
    moments_pass(&mut desk).await;
    assert_eq!(comments(&desk, NEW, before).len(), 1);
    assert_eq!(failed(&desk), None);
}

#[tokio::test]
async fn an_update_that_never_arrived_leaves_the_incident_alone_and_is_offered_once() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let (before, _) = count(&desk, NEW);
    let id = desk.only().id;
    put_fault(&desk, Kind::DropRequest);
    desk.tell(Event::AcknowledgeClicked(id.clone())).await;
    moments_pass(&mut desk).await;
    assert_eq!(desk.in_pagerduty(&id)["status"], json!("acknowledged"), "what was done stays done");
    assert_eq!(failed(&desk), Some(&Failure::Unreachable));
    assert!(comments(&desk, NEW, before).is_empty());
    desk.tell(Event::Mirror(MirrorEvent::RetryClicked)).await;
    assert_eq!(failed(&desk), None);
    assert_eq!(comments(&desk, NEW, before).len(), 1);
    desk.tell(Event::Mirror(MirrorEvent::RetryClicked)).await;
    moments_pass(&mut desk).await;
    assert_eq!(comments(&desk, NEW, before).len(), 1, "there is nothing left to tell");
}

#[tokio::test]
async fn a_conflict_is_repeated_by_itself() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let (before, _) = count(&desk, NEW);
    let id = desk.only().id;
    put_fault(&desk, Kind::Status { code: 409, retry_after: None, body: None });
    desk.tell(Event::AcknowledgeClicked(id)).await;
    moments_pass(&mut desk).await;
    assert_eq!((comments(&desk, NEW, before).len(), failed(&desk)), (1, None));
}

#[tokio::test]
async fn a_refusal_is_told_and_offered() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let id = desk.only().id;
    put_fault(&desk, Kind::Status { code: 422, retry_after: None, body: None });
    desk.tell(Event::AcknowledgeClicked(id)).await;
    moments_pass(&mut desk).await;
    assert!(matches!(failed(&desk), Some(Failure::Rejected(_))));
}

#[tokio::test]
async fn a_ticket_that_was_changed_too_often_is_told_later() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    for number in 0..30 {
        let change = json!({ "additional_tags": [format!("tag-{number}")] });
        world.0.zendesk().update_as(JONAS, NEW, &change).unwrap();
    }
    let (before, _) = count(&desk, NEW);
    let id = desk.only().id;
    desk.tell(Event::AcknowledgeClicked(id)).await;
    moments_pass(&mut desk).await;
    let waits = |desk: &Desk| desk.model.notices.iter().any(|it| matches!(it, Notice::MirrorWaits { .. }));
    assert!(waits(&desk) && comments(&desk, NEW, before).is_empty());
    desk.wait(Duration::from_secs(660)).await;
    assert!(!waits(&desk));
    assert_eq!(comments(&desk, NEW, before).len(), 1);
}

#[tokio::test]
async fn each_switch_keeps_its_part_from_the_ticket() {
    let world = sandbox();
    configure(&world, &json!({ "notes": false, "state_changes": false, "open_new_tickets": false }));
    let mut desk = jonas_at(&world, NEW).await;
    let before = count(&desk, NEW);
    let id = desk.only().id;
    desk.tell(Event::AcknowledgeClicked(id.clone())).await;
    desk.tell(Event::NoteTyped(id.clone(), "Quiet".into())).await;
    desk.tell(Event::NoteSubmitted(id)).await;
    moments_pass(&mut desk).await;
    assert_eq!(count(&desk, NEW), before);
    assert_eq!(desk.sandbox.zendesk().ticket(NEW).unwrap().status, "new");
}

#[tokio::test]
async fn a_ticket_is_opened_without_a_word_where_only_that_is_wanted() {
    let world = sandbox();
    configure(&world, &json!({ "notes": false, "state_changes": false }));
    let mut desk = jonas_at(&world, NEW).await;
    let (before, audits) = count(&desk, NEW);
    let id = desk.only().id;
    desk.tell(Event::AcknowledgeClicked(id)).await;
    moments_pass(&mut desk).await;
    assert_eq!(count(&desk, NEW), (before, audits + 1));
    assert_eq!(desk.sandbox.zendesk().ticket(NEW).unwrap().status, "open");
}

#[tokio::test]
async fn what_was_not_told_yet_goes_out_when_the_ticket_is_left() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let (before, _) = count(&desk, NEW);
    let id = desk.only().id;
    desk.tell(Event::AcknowledgeClicked(id)).await;
    desk.tell(Event::Left).await;
    assert_eq!(comments(&desk, NEW, before).len(), 1);
    assert_eq!(desk.sandbox.zendesk().ticket(NEW).unwrap().status, "open");
    assert_eq!(desk.timers(), 0);
}

#[tokio::test]
async fn offline_it_waits_and_goes_out_once() {
    let world = sandbox();
    let mut desk = jonas_at(&world, NEW).await;
    let (before, _) = count(&desk, NEW);
    let id = desk.only().id;
    desk.tell(Event::AcknowledgeClicked(id)).await;
    desk.tell(Event::ConnectivityChanged(false)).await;
    desk.wait(Duration::from_secs(30)).await;
    assert!(comments(&desk, NEW, before).is_empty());
    desk.tell(Event::ConnectivityChanged(true)).await;
    desk.wait(Duration::from_secs(30)).await;
    assert_eq!(comments(&desk, NEW, before).len(), 1);
}

/// The agent changes the ticket's priority in its form and saves it.
async fn save_priority(desk: &mut Desk, ticket: u64, priority: TicketPriority) {
    desk.tell(Event::Mirror(MirrorEvent::PriorityDrafted(Some(priority)))).await;
    desk.wait(Duration::from_secs(1)).await;
    desk.sandbox.zendesk().update_as(JONAS, ticket, &json!({ "priority": priority.name() })).unwrap();
    desk.tell(Event::Mirror(MirrorEvent::TicketSaved)).await;
    moments_pass(desk).await;
}

fn priorities() -> serde_json::Value {
    json!({ "priority": { "urgent": "P1", "high": "P1", "normal": "P3", "low": "P9" } })
}

#[tokio::test]
async fn the_incident_follows_the_priority_that_the_agent_saved_and_no_loop_begins() {
    let world = sandbox();
    configure(&world, &priorities());
    let mut desk = jonas_at(&world, ONE).await;
    let id = desk.only().id;
    let (before, audits) = count(&desk, ONE);
    save_priority(&mut desk, ONE, TicketPriority::Normal).await;
    assert_eq!(desk.in_pagerduty(&id)["priority"]["name"], json!("P3"));
    assert_eq!(desk.only().priority.unwrap().name, "P3");
    assert!(desk.model.notices.iter().any(|it| matches!(it, Notice::PriorityFollowed { .. })));
    desk.wait(Duration::from_secs(60)).await;
    // The agent's own saving, and the comment that says what followed.
    assert_eq!(count(&desk, ONE), (before + 1, audits + 2));
    assert_eq!(desk.sandbox.zendesk().ticket(ONE).unwrap().priority.as_deref(), Some("normal"));
}

#[tokio::test]
async fn a_priority_that_another_agent_saved_or_that_was_not_saved_changes_nothing() {
    let world = sandbox();
    configure(&world, &priorities());
    let mut desk = jonas_at(&world, ONE).await;
    let id = desk.only().id;
    let name = desk.in_pagerduty(&id)["priority"]["name"].clone();
    world.0.zendesk().update_as(PRIYA, ONE, &json!({ "priority": "normal" })).unwrap();
    // Zendesk's form takes the other agent's change over, and tells of it in either order.
    desk.tell(Event::Mirror(MirrorEvent::PriorityDrafted(Some(TicketPriority::Normal)))).await;
    desk.tell(Event::TicketChanged).await;
    desk.wait(Duration::from_secs(2)).await;
    // Now the agent saves something else.
    world.0.zendesk().update_as(JONAS, ONE, &json!({ "subject": "Cards" })).unwrap();
    desk.tell(Event::Mirror(MirrorEvent::TicketSaved)).await;
    desk.tell(Event::Mirror(MirrorEvent::PriorityDrafted(Some(TicketPriority::Urgent)))).await;
    desk.wait(Duration::from_secs(90)).await;
    assert_eq!(desk.in_pagerduty(&id)["priority"]["name"], name);
}

#[tokio::test]
async fn a_priority_that_pagerduty_does_not_have_is_told_and_a_failure_is_offered_again() {
    let world = sandbox();
    configure(&world, &priorities());
    let mut desk = jonas_at(&world, ONE).await;
    let id = desk.only().id;
    let problem = |desk: &Desk| {
        desk.model.notices.iter().find_map(|it| match it {
            Notice::PriorityNotFollowed { failure, .. } => Some(failure.clone()),
            _ => None,
        })
    };
    save_priority(&mut desk, ONE, TicketPriority::Low).await;
    assert_eq!(problem(&desk), Some(Failure::NotFound));
    let down = Kind::Status { code: 503, retry_after: None, body: None };
    desk.sandbox.faults().add(Fault::new(Target::Pagerduty, down).method("PUT").path("/incidents").times(1));
    save_priority(&mut desk, ONE, TicketPriority::Normal).await;
    assert_eq!(problem(&desk), Some(Failure::Broken { status: 503 }));
    desk.tell(Event::Mirror(MirrorEvent::PriorityRetried)).await;
    assert_eq!(problem(&desk), None);
    assert_eq!(desk.in_pagerduty(&id)["priority"]["name"], json!("P3"));
}

#[tokio::test]
async fn who_may_not_edit_the_incident_does_not_change_its_priority_by_the_ticket() {
    let world = sandbox();
    let configuration = json!({
        "version": 1, "mirror": priorities(), "permissions": { "default": ["view", "acknowledge"], "groups": {} },
    });
    assert!(world.0.zendesk().set_setting("configuration", configuration.to_string()));
    let mut desk = jonas_at(&world, ONE).await;
    let id = desk.only().id;
    let name = desk.in_pagerduty(&id)["priority"]["name"].clone();
    save_priority(&mut desk, ONE, TicketPriority::Normal).await;
    assert_eq!(desk.in_pagerduty(&id)["priority"]["name"], name);
}
