//! Incidents that events have opened get the priority that belongs to their ticket's: once, and never against a person.

use std::time::Duration;

use incident_command_console::console::mirror::MirrorEvent;
use incident_command_console::console::model::Notice;
use incident_command_console::console::{Event, Model};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::IncidentId;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::{Value, json};

use crate::desk::{Desk, JONAS, JONAS_EMAIL, SAM, sandbox};

/// Without an incident until an event opens one.
const TICKET: u64 = 48_214;
/// Somebody else at the same ticket.
const PRIYA: u64 = 8_410_300_121;
const MAYA_EMAIL: &str = "maya.chen@northwind.example";

/// An account whose tickets' priorities have names in PagerDuty, and an urgent ticket.
fn world(more: &Value) -> (Sandbox, Clock) {
    let world = sandbox();
    let mut configuration =
        json!({ "version": 1, "mirror": { "priority": { "urgent": "P1", "normal": "P3", "low": "P9" } } });
    for (name, value) in more.as_object().into_iter().flatten() {
        configuration[name] = value.clone();
    }
    assert!(world.0.zendesk().set_setting("configuration", configuration.to_string()));
    prioritize_ticket(&world, "urgent");
    world
}

fn prioritize_ticket(world: &(Sandbox, Clock), priority: &str) {
    world.0.zendesk().update_as(JONAS, TICKET, &json!({ "priority": priority })).unwrap();
}

/// A trigger of Zendesk's sends an event for the ticket.
fn event(world: &(Sandbox, Clock), service: &str) -> IncidentId {
    let pagerduty = world.0.pagerduty();
    let key = pagerduty.routing_key(service).unwrap();
    let id = pagerduty.trigger_event(&key, &format!("Zendesk_northwind_{TICKET}"), "Invoice wrong").unwrap();
    IncidentId::parse(&id).unwrap()
}

async fn jonas(world: &(Sandbox, Clock)) -> Desk {
    Desk::new(world, TICKET, JONAS, Some(JONAS_EMAIL)).await
}

fn priority(desk: &Desk, id: &IncidentId) -> Value {
    desk.in_pagerduty(id)["priority"]["name"].clone()
}

/// How often the priority was changed, by the incident's own timeline.
fn changes(desk: &Desk, id: &IncidentId) -> usize {
    let log = desk.in_pagerduty(id)["log_entries"].as_array().cloned().unwrap_or_default();
    assert!(!log.is_empty(), "the timeline is in the dump");
    log.iter().filter(|entry| entry["type"] == json!("priority_change_log_entry")).count()
}

fn problem(model: &Model) -> Option<Failure> {
    model.notices.iter().find_map(|notice| match notice {
        Notice::PriorityNotFollowed { failure, .. } => Some(failure.clone()),
        _ => None,
    })
}

fn comments(desk: &Desk) -> Vec<String> {
    let ticket = desk.sandbox.zendesk().ticket(TICKET).unwrap();
    ticket
        .comments
        .iter()
        .map(|comment| comment.body.clone())
        .filter(|body| body.contains("set the priority"))
        .collect()
}

fn fault(desk: &Desk, kind: Kind, method: &str) {
    desk.sandbox.faults().add(Fault::new(Target::Pagerduty, kind).method(method).path("/incidents/*").times(1));
}

async fn a_while(desk: &mut Desk) {
    desk.wait(Duration::from_secs(90)).await;
}

const SERVICE: &str = "Checkout API";

#[tokio::test]
async fn the_first_console_that_sees_it_sets_it_and_tells_the_ticket_once() {
    let world = world(&json!({}));
    let mut desk = jonas(&world).await;
    let id = event(&world, SERVICE);
    assert_eq!(priority(&desk, &id), Value::Null, "an event carries none");
    a_while(&mut desk).await;
    assert_eq!((priority(&desk, &id), changes(&desk, &id)), (json!("P1"), 1));
    assert_eq!(desk.only().priority.unwrap().name, "P1");
    assert!(desk.model.notices.iter().any(|notice| matches!(notice, Notice::PriorityFollowed { .. })));
    a_while(&mut desk).await;
    assert_eq!((comments(&desk).len(), changes(&desk, &id)), (1, 1), "{:?}", comments(&desk));
}

#[tokio::test]
async fn each_of_several_incidents_gets_it() {
    let world = world(&json!({}));
    let ids = [event(&world, SERVICE), event(&world, "Payments Webhooks")];
    let desk = jonas(&world).await;
    for id in &ids {
        assert_eq!((priority(&desk, id), changes(&desk, id)), (json!("P1"), 1));
    }
}

#[tokio::test]
async fn where_the_ticket_is_not_to_be_told_it_is_not() {
    let world = sandbox();
    let configuration = json!({ "version": 1, "mirror": { "state_changes": false, "priority": { "urgent": "P1" } } });
    assert!(world.0.zendesk().set_setting("configuration", configuration.to_string()));
    prioritize_ticket(&world, "urgent");
    let id = event(&world, SERVICE);
    let mut desk = jonas(&world).await;
    a_while(&mut desk).await;
    assert_eq!((priority(&desk, &id), comments(&desk).len()), (json!("P1"), 0));
}

#[tokio::test]
async fn what_a_person_decided_stays() {
    let world = world(&json!({}));
    let id = event(&world, SERVICE);
    let set = async |desk: &Desk, priority: Value| {
        let body = json!({ "incident": { "type": "incident_reference", "priority": priority } });
        let token = world.0.pagerduty().token_for(MAYA_EMAIL).unwrap();
        let request = incident_command_console::http::Request::new(
            incident_command_console::http::Method::Put,
            format!("https://api.pagerduty.com/incidents/{id}"),
        )
        .header("Authorization", format!("Bearer {token}"))
        .header("From", MAYA_EMAIL.to_owned())
        .json(&body);
        assert_eq!(desk.carry(request).await.unwrap().status, 200);
    };
    // Nobody at this desk may change priorities, so that the colleague is first.
    let onlooker = Desk::new(&world, TICKET, SAM, None).await;
    set(&onlooker, json!("P3")).await;
    set(&onlooker, Value::Null).await;
    let mut desk = jonas(&world).await;
    a_while(&mut desk).await;
    assert_eq!(
        (priority(&desk, &id), changes(&desk, &id)),
        (Value::Null, 2),
        "without a priority because somebody chose so"
    );
    assert_eq!(problem(&desk.model), None);
}

#[tokio::test]
async fn an_incident_that_an_agent_created_without_a_priority_keeps_none() {
    let world = world(&json!({}));
    let mut desk = jonas(&world).await;
    crate::scenarios::describe(&mut desk).await;
    desk.tell(Event::CreateSubmitted).await;
    a_while(&mut desk).await;
    let id = desk.only().id;
    assert_eq!((priority(&desk, &id), changes(&desk, &id)), (Value::Null, 0));
}

#[tokio::test]
async fn of_two_consoles_one_sets_it() {
    let world = world(&json!({}));
    let mut one = jonas(&world).await;
    let mut two = Desk::new(&world, TICKET, PRIYA, Some(MAYA_EMAIL)).await;
    let id = event(&world, SERVICE);
    // Both look before either acts.
    one.take(Event::RefreshClicked);
    two.take(Event::RefreshClicked);
    while one.perform_one(0).await | two.perform_one(0).await {}
    a_while(&mut one).await;
    a_while(&mut two).await;
    assert_eq!((priority(&one, &id), changes(&one, &id), comments(&one).len()), (json!("P1"), 1, 1));
    for desk in [&one, &two] {
        assert_eq!(desk.only().priority.unwrap().name, "P1");
        assert_eq!(problem(&desk.model), None);
    }
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_nothing_is_sent_again() {
    let world = world(&json!({}));
    let id = event(&world, SERVICE);
    let mut desk = Desk::new(&world, TICKET, JONAS, None).await;
    fault(&desk, Kind::DropAnswer, "PUT");
    sign_in(&mut desk).await;
    a_while(&mut desk).await;
    assert_eq!((priority(&desk, &id), changes(&desk, &id), problem(&desk.model)), (json!("P1"), 1, None));
    assert_eq!(comments(&desk).len(), 1);
}

#[tokio::test]
async fn a_change_that_never_arrived_is_a_message_and_not_a_loop() {
    let world = world(&json!({}));
    let id = event(&world, SERVICE);
    let mut desk = Desk::new(&world, TICKET, JONAS, None).await;
    fault(&desk, Kind::DropRequest, "PUT");
    sign_in(&mut desk).await;
    a_while(&mut desk).await;
    assert_eq!((priority(&desk, &id), problem(&desk.model)), (Value::Null, Some(Failure::Unreachable)));
    desk.tell(Event::Mirror(MirrorEvent::PriorityRetried)).await;
    assert_eq!((priority(&desk, &id), problem(&desk.model)), (json!("P1"), None));
}

#[tokio::test]
async fn a_refusal_is_shown_is_not_read_out_and_is_not_repeated() {
    let world = world(&json!({}));
    let id = event(&world, SERVICE);
    let mut desk = Desk::new(&world, TICKET, JONAS, None).await;
    fault(&desk, Kind::Status { code: 403, retry_after: None, body: None }, "PUT");
    sign_in(&mut desk).await;
    assert!(matches!(problem(&desk.model), Some(Failure::Forbidden(_))));
    assert!(!matches!(
        desk.model.announcement.spoken,
        Some(incident_command_console::console::model::Spoken::Failed(_))
    ));
    let before = desk.written.borrow().len();
    a_while(&mut desk).await;
    assert_eq!(desk.written.borrow().len(), before);
    assert_eq!(priority(&desk, &id), Value::Null);
}

#[tokio::test]
async fn a_name_that_pagerduty_does_not_have_is_told() {
    let world = world(&json!({}));
    prioritize_ticket(&world, "low");
    event(&world, SERVICE);
    let desk = jonas(&world).await;
    assert_eq!(problem(&desk.model), Some(Failure::NotFound));
}

#[tokio::test]
async fn who_may_not_or_is_not_signed_in_changes_nothing() {
    let permissions = json!({ "default": ["view", "acknowledge"], "groups": {} });
    for (more, email) in [(json!({ "permissions": permissions }), Some(JONAS_EMAIL)), (json!({}), None)] {
        let world = world(&more);
        let id = event(&world, SERVICE);
        let mut desk = Desk::new(&world, TICKET, JONAS, email).await;
        a_while(&mut desk).await;
        assert_eq!((priority(&desk, &id), problem(&desk.model)), (Value::Null, None));
        assert!(!desk.written.borrow().iter().any(|line| line.starts_with("PUT") && line.contains("priority")));
    }
}

/// The agent signs in while the console stands there.
async fn sign_in(desk: &mut Desk) {
    desk.tell(Event::SignInClicked).await;
    let me = desk.take_token(JONAS_EMAIL).await;
    let attempt = desk.model.last_asked;
    desk.tell(Event::SignInAnswered { attempt, answer: Ok(me) }).await;
}
