//! Whole stories: an agent, a ticket, PagerDuty and Zendesk, and what goes wrong between them.

use std::time::Duration;

use incident_command_console::console::event::DraftChange;
use incident_command_console::console::model::{Account, Notice, SignInProblem, Task, View};
use incident_command_console::console::{Event, LinkChange};
use incident_command_console::domain::ability::Ability;
use incident_command_console::domain::action::{Action, Refusal};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::incident::Status;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::json;

use crate::desk::{Desk, JONAS, JONAS_EMAIL, SAM, TIER_1, sandbox};

/// The ticket with one incident, the one with none, the one with several, the one made by an event, the closed one.
const ONE: u64 = 48_213;
const NONE: u64 = 48_214;
const SEVERAL: u64 = 48_215;
const AUTOMATIC: u64 = 48_220;
const CLOSED: u64 = 48_230;

async fn jonas_at(ticket: u64) -> Desk {
    Desk::new(&sandbox(), ticket, JONAS, Some(JONAS_EMAIL)).await
}

/// Describes an incident for the ticket on the first service that "Checkout" finds.
pub(crate) async fn describe(desk: &mut Desk) {
    desk.tell(Event::CreateClicked { description: "From the ticket".into() }).await;
    desk.tell(Event::ServiceTyped("Checkout API".into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let services = desk.model.services.results.known().unwrap().items.clone();
    let service = services.into_iter().find(|service| service.name == "Checkout API");
    assert!(service.is_some(), "the service is found among thousands");
    desk.tell(Event::DraftChanged(DraftChange::Service(service))).await;
}

fn fault(desk: &Desk, target: Target, method: &str, path: &str, kind: Kind, times: u32) {
    desk.sandbox.faults().add(Fault::new(target, kind).method(method).path(path).times(times));
}

fn status(code: u16) -> Kind {
    Kind::Status { code, retry_after: None, body: None }
}

#[tokio::test]
async fn an_agent_takes_an_incident_from_triggered_to_resolved() {
    let mut desk = jonas_at(NONE).await;
    assert_eq!(desk.model.view(), View::Empty);
    describe(&mut desk).await;
    desk.tell(Event::CreateSubmitted).await;
    let incident = desk.only();
    assert_eq!(incident.status, Status::Triggered);
    assert_eq!(desk.in_pagerduty(&incident.id)["incident_key"], json!("Zendesk_northwind_48214"));
    assert_eq!(desk.field(), incident.id.as_str());
    assert!(desk.tags().contains(&"pagerduty_incident".to_owned()));

    desk.tell(Event::AcknowledgeClicked(incident.id.clone())).await;
    assert_eq!(desk.in_pagerduty(&incident.id)["status"], json!("acknowledged"));

    desk.tell(Event::NoteTyped(incident.id.clone(), "Three customers wait".into())).await;
    desk.tell(Event::NoteSubmitted(incident.id.clone())).await;
    assert_eq!(desk.notes_in_pagerduty(&incident.id), ["Three customers wait"]);

    desk.tell(Event::ResolveClicked(incident.id.clone())).await;
    desk.tell(Event::ResolutionTyped("Rolled back".into())).await;
    desk.tell(Event::ResolveConfirmed).await;
    assert_eq!(desk.in_pagerduty(&incident.id)["status"], json!("acknowledged"), "the hold");
    desk.wait(Duration::from_secs(6)).await;
    assert_eq!(desk.in_pagerduty(&incident.id)["status"], json!("resolved"));
    assert!(desk.notes_in_pagerduty(&incident.id).contains(&"Rolled back".to_owned()));
    assert_eq!(desk.only().status, Status::Resolved);
    let timeline = desk.model.dossiers[&incident.id].timeline.known().unwrap();
    assert!(timeline.entries.len() >= 3, "{timeline:?}");
}

#[tokio::test]
async fn incidents_are_found_by_key_by_field_and_by_the_alert_of_an_event() {
    let keyed = jonas_at(ONE).await;
    assert_eq!(keyed.only().number, 1042);
    let automatic = jonas_at(AUTOMATIC).await;
    assert!(automatic.only().key.is_none(), "an alert carries the key");
    let several = jonas_at(SEVERAL).await;
    assert_eq!(several.shown().len(), 3);
}

#[tokio::test]
async fn opening_a_ticket_asks_pagerduty_at_most_three_times_before_the_incident_shows() {
    let world = sandbox();
    world.0.recorder().clear();
    let desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(desk.only().number, 1042);
    let asked = world.0.recorder().exchanges();
    let pagerduty: Vec<_> =
        asked.iter().filter(|it| it["request"]["url"].as_str().unwrap_or_default().contains("/incidents?")).collect();
    assert_eq!(pagerduty.len(), 1, "{pagerduty:?}");
}

#[tokio::test]
async fn a_lost_answer_to_a_create_leaves_one_incident() {
    let mut desk = jonas_at(NONE).await;
    describe(&mut desk).await;
    let before = desk.count_in_pagerduty();
    fault(&desk, Target::Pagerduty, "POST", "/incidents", Kind::DropAnswer, 1);
    desk.tell(Event::CreateSubmitted).await;
    assert_eq!(desk.count_in_pagerduty(), before + 1);
    assert!(desk.model.task.is_none());
    assert_eq!(desk.field(), desk.only().id.as_str());
}

#[tokio::test]
async fn a_create_that_did_not_arrive_keeps_everything_typed() {
    let mut desk = jonas_at(NONE).await;
    describe(&mut desk).await;
    let before = desk.count_in_pagerduty();
    fault(&desk, Target::Pagerduty, "POST", "/incidents", Kind::DropRequest, 1);
    desk.tell(Event::CreateSubmitted).await;
    desk.wait(Duration::from_secs(60)).await;
    assert_eq!(desk.count_in_pagerduty(), before);
    assert_eq!(desk.model.create.failure, Some(Failure::Unreachable));
    assert!(desk.model.create.draft.service.is_some() && !desk.model.create.draft.title.is_empty());
    desk.tell(Event::CreateSubmitted).await;
    assert_eq!(desk.count_in_pagerduty(), before + 1);
}

#[tokio::test]
async fn a_second_incident_of_the_ticket_on_the_same_service_gets_its_own_key() {
    let mut desk = jonas_at(NONE).await;
    describe(&mut desk).await;
    desk.tell(Event::CreateSubmitted).await;
    describe(&mut desk).await;
    desk.tell(Event::CreateSubmitted).await;
    let shown = desk.shown();
    assert_eq!(shown.len(), 2);
    let keys: Vec<_> = shown.iter().filter_map(|it| it.key.as_ref().map(|key| key.as_str().to_owned())).collect();
    assert!(
        keys.contains(&"Zendesk_northwind_48214".to_owned()) && keys.contains(&"Zendesk_northwind_48214_2".to_owned())
    );
}

#[tokio::test]
async fn when_the_ticket_cannot_be_written_only_the_link_is_offered_again() {
    let mut desk = jonas_at(NONE).await;
    describe(&mut desk).await;
    fault(&desk, Target::Zendesk, "PUT", "/api/v2/tickets/*", status(500), 1);
    desk.tell(Event::CreateSubmitted).await;
    let incident = desk.only();
    assert!(matches!(desk.model.notices.as_slice(), [.., Notice::CreatedNotLinked { .. }]));
    assert_eq!(desk.field(), "");
    desk.tell(Event::LinkChangeRequested(LinkChange::Add(incident.id.clone()))).await;
    assert_eq!(desk.field(), incident.id.as_str());
    assert!(!desk.model.notices.iter().any(|it| matches!(it, Notice::CreatedNotLinked { .. })));
}

#[tokio::test]
async fn an_agent_who_changes_the_ticket_meanwhile_does_not_lose_the_link_or_the_change() {
    let mut desk = jonas_at(NONE).await;
    describe(&mut desk).await;
    fault(&desk, Target::Zendesk, "PUT", "/api/v2/tickets/*", status(409), 2);
    desk.tell(Event::CreateSubmitted).await;
    assert_eq!(desk.field(), desk.only().id.as_str());
}

#[tokio::test]
async fn linking_writes_field_tag_and_one_note_and_unlinking_undoes_it() {
    let mut desk = jonas_at(NONE).await;
    desk.tell(Event::LinkClicked).await;
    desk.tell(Event::IncidentTyped("#1042".into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let found = desk.model.link.results().into_iter().next().cloned().unwrap();
    assert_eq!(found.number, 1042);
    desk.tell(Event::LinkChosen(Box::new(found.clone()))).await;
    assert_eq!(desk.field(), found.id.as_str());
    let address = "https://northwind.zendesk.com/agent/tickets/48214";
    let mentions =
        |desk: &Desk| desk.notes_in_pagerduty(&found.id).iter().filter(|note| note.contains(address)).count();
    assert_eq!(mentions(&desk), 1);

    desk.tell(Event::UnlinkClicked(found.id.clone())).await;
    assert_eq!((desk.field().as_str(), desk.model.view()), ("", View::Empty));
    assert!(!desk.tags().contains(&"pagerduty_incident".to_owned()));
    desk.tell(Event::LinkChangeRequested(LinkChange::Add(found.id.clone()))).await;
    assert_eq!(desk.only().id, found.id);
    assert_eq!(mentions(&desk), 1, "the note is written once");
}

#[tokio::test]
async fn an_incident_with_the_tickets_key_can_be_taken_off_and_stays_off() {
    let mut desk = jonas_at(ONE).await;
    let id = desk.only().id;
    desk.tell(Event::UnlinkClicked(id.clone())).await;
    desk.tell(Event::RefreshClicked).await;
    assert_eq!(desk.model.view(), View::Empty);
    let again = Desk::new(&(desk.sandbox.clone(), sandbox().1), ONE, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(again.model.view(), View::Empty, "for every agent and after a reload");
}

#[tokio::test]
async fn words_find_incidents_and_the_service_narrows_them() {
    let mut desk = jonas_at(NONE).await;
    desk.tell(Event::LinkClicked).await;
    let all = desk.model.link.results().len();
    assert!(all > 3);
    desk.tell(Event::IncidentTyped("checkout authorization".into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let found = desk.model.link.results();
    assert!(found.iter().any(|it| it.number == 1042) && found.len() < all);
    let service = desk.model.link.results()[0].service.clone();
    desk.tell(Event::IncidentTyped(String::new())).await;
    desk.tell(Event::LinkServiceChosen(Some(service.clone()))).await;
    assert!(desk.model.link.results().iter().all(|it| it.service.id == service.id));
}

#[tokio::test]
async fn an_agent_without_an_account_sees_and_changes_nothing() {
    let mut desk = Desk::new(&sandbox(), ONE, SAM, None).await;
    let incident = desk.only();
    assert_eq!(desk.model.permit_on(Action::Acknowledge, &incident.id), Err(Refusal::SignedOut));
    desk.tell(Event::AcknowledgeClicked(incident.id.clone())).await;
    desk.tell(Event::NoteTyped(incident.id.clone(), "hello".into())).await;
    desk.tell(Event::NoteSubmitted(incident.id.clone())).await;
    assert_eq!(desk.in_pagerduty(&incident.id)["status"], json!("acknowledged"));
    assert!(!desk.notes_in_pagerduty(&incident.id).contains(&"hello".to_owned()));
    assert!(desk.model.dossiers[&incident.id].timeline.known().is_some(), "the timeline is readable too");
}

#[tokio::test]
async fn without_a_key_and_without_an_account_the_console_asks_to_sign_in() {
    let world = sandbox();
    world.0.zendesk().set_setting("use_read_only_key", false);
    let desk = Desk::new(&world, ONE, SAM, None).await;
    assert_eq!(desk.model.view(), View::SignIn);
}

#[tokio::test]
async fn the_groups_decide_and_a_broken_configuration_lets_nobody_change_anything() {
    let world = sandbox();
    let configuration = json!({ "version": 1, "permissions": { "default": ["view"], "groups": { TIER_1.to_string(): ["view", "note"] } } });
    world.0.zendesk().set_setting("configuration", configuration.to_string());
    let desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    let id = desk.only().id;
    assert_eq!(desk.model.permit_on(Action::Note, &id), Ok(()));
    assert_eq!(desk.model.permit_on(Action::Resolve, &id), Err(Refusal::NotPermitted(Ability::Resolve)));

    world.0.zendesk().set_setting("configuration", "{ broken");
    let desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(desk.model.view(), View::Incidents);
    assert_eq!(desk.model.permit(Action::Note), Err(Refusal::NotPermitted(Ability::Note)));
}

#[tokio::test]
async fn an_expired_token_asks_to_sign_in_again_and_loses_nothing() {
    let world = sandbox();
    world.0.zendesk().set_setting("use_read_only_key", false);
    let mut desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    let id = desk.only().id;
    desk.tell(Event::NoteTyped(id.clone(), "half a thought".into())).await;
    desk.sandbox.pagerduty().expire_tokens();
    desk.tell(Event::NoteSubmitted(id.clone())).await;
    assert_eq!(desk.model.account, Account::SignedOut(Some(SignInProblem::Expired)));
    assert_eq!(desk.only().id, id, "what was known stays");
    assert_eq!(desk.model.dossiers[&id].outbox.len(), 1);

    desk.tell(Event::SignInClicked).await;
    let Account::SigningIn { attempt } = desk.model.account else { panic!("no attempt") };
    let me = desk.take_token(JONAS_EMAIL).await;
    desk.tell(Event::SignInAnswered { attempt, answer: Ok(me) }).await;
    let asked = desk.model.dossiers[&id].outbox[0].asked;
    desk.tell(Event::NoteRetried(id.clone(), asked)).await;
    assert!(desk.notes_in_pagerduty(&id).contains(&"half a thought".to_owned()));
    assert!(desk.model.dossiers[&id].outbox.is_empty());
}

#[tokio::test]
async fn a_note_whose_answer_is_lost_is_found_and_not_written_again() {
    let mut desk = jonas_at(ONE).await;
    let id = desk.only().id;
    fault(&desk, Target::Pagerduty, "POST", "/incidents/*", Kind::DropAnswer, 1);
    desk.tell(Event::NoteTyped(id.clone(), "only once".into())).await;
    desk.tell(Event::NoteSubmitted(id.clone())).await;
    assert!(desk.model.dossiers[&id].outbox.is_empty());
    assert_eq!(desk.notes_in_pagerduty(&id).iter().filter(|note| *note == "only once").count(), 1);
}

#[tokio::test]
async fn a_refused_acknowledgement_is_taken_back_with_words() {
    let mut desk = jonas_at(NONE).await;
    describe(&mut desk).await;
    desk.tell(Event::CreateSubmitted).await;
    let id = desk.only().id;
    fault(&desk, Target::Pagerduty, "PUT", "/incidents/*", status(403), 1);
    desk.tell(Event::AcknowledgeClicked(id.clone())).await;
    assert_eq!(desk.only().status, Status::Triggered);
    assert!(matches!(
        desk.model.notices.as_slice(),
        [.., Notice::CommandFailed { action: Action::Acknowledge, failure: Failure::Forbidden(_), .. }]
    ));
}

#[tokio::test]
async fn a_stakeholder_is_told_before_trying() {
    let desk = Desk::new(&sandbox(), ONE, JONAS, Some("olu.stake@northwind.example")).await;
    assert_eq!(desk.model.permit(Action::Acknowledge), Err(Refusal::Stakeholder));
}

#[tokio::test]
async fn each_kind_of_failure_keeps_what_was_known_and_polling_recovers() {
    for kind in [
        status(500),
        status(503),
        Kind::DropRequest,
        Kind::DropAnswer,
        Kind::Malformed,
        Kind::Status { code: 429, retry_after: Some(20), body: None },
        Kind::Status { code: 502, retry_after: None, body: Some("<html>bad gateway</html>".into()) },
    ] {
        let mut desk = jonas_at(ONE).await;
        // A read is asked three times before it counts as failed.
        fault(&desk, Target::Pagerduty, "GET", "/incidents", kind.clone(), 3);
        desk.tell(Event::RefreshClicked).await;
        assert!(desk.model.feed.failure.is_some(), "{kind:?}");
        assert_eq!(desk.only().number, 1042, "{kind:?}");
        desk.wait(Duration::from_secs(90)).await;
        assert_eq!(desk.model.feed.failure, None, "{kind:?}");
    }
}

#[tokio::test]
async fn nothing_known_and_a_failure_says_so_and_recovers() {
    let world = sandbox();
    world.0.faults().add(Fault::new(Target::Pagerduty, status(500)).method("GET").path("/incidents").times(3));
    let mut desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(desk.model.view(), View::Failed(Failure::Broken { status: 500 }));
    desk.tell(Event::RefreshClicked).await;
    assert_eq!(desk.only().number, 1042);
}

#[tokio::test]
async fn a_failing_timeline_fails_alone() {
    let world = sandbox();
    world.0.faults().add(Fault::new(Target::Pagerduty, status(403)).method("GET").path("*/log_entries"));
    let desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    let dossier = &desk.model.dossiers[&desk.only().id];
    assert!(dossier.timeline.failure().is_some() && dossier.notes.known().is_some());
}

#[tokio::test]
async fn a_closed_ticket_takes_no_link_and_says_why() {
    let mut desk = jonas_at(CLOSED).await;
    assert_eq!(desk.model.permit(Action::Link), Err(Refusal::TicketClosed));
    desk.tell(Event::LinkClicked).await;
    assert_eq!(desk.model.task, None::<Task>);
}

#[tokio::test]
async fn a_hidden_console_asks_nothing_and_a_closed_one_leaves_nothing() {
    let mut desk = jonas_at(ONE).await;
    desk.tell(Event::VisibilityChanged(false)).await;
    desk.sandbox.recorder().clear();
    desk.wait(Duration::from_secs(600)).await;
    assert!(desk.sandbox.recorder().exchanges().is_empty());
    desk.tell(Event::VisibilityChanged(true)).await;
    assert!(!desk.sandbox.recorder().exchanges().is_empty());
    desk.tell(Event::Left).await;
    assert_eq!(desk.timers(), 0);
}

#[tokio::test]
async fn another_agents_change_shows_within_the_polling_interval() {
    let world = sandbox();
    let mut mine = Desk::new(&world, NONE, JONAS, Some(JONAS_EMAIL)).await;
    describe(&mut mine).await;
    mine.tell(Event::CreateSubmitted).await;
    let mut hers = Desk::new(&world, NONE, JONAS, Some("priya.nair@northwind.example")).await;
    let id = hers.only().id;
    hers.tell(Event::AcknowledgeClicked(id)).await;
    mine.wait(Duration::from_secs(16)).await;
    assert_eq!(mine.only().status, Status::Acknowledged);
}
