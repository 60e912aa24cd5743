//! Tickets that reach PagerDuty by e-mail: set up at the screen, mailed by Zendesk's triggers, read by PagerDuty's rules, and shown
//! by the console.

use incident_command_console::console::{Event as ConsoleEvent, Source};
use incident_command_console::domain::automation::condition::Value;
use incident_command_console::domain::automation::{Field, List};
use incident_command_console::domain::email_routing::RouteId;
use incident_command_console::domain::email_routing::mailbox::{Creation, Fallback, FilterMode, Handling, Mailbox};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::ServiceId;
use incident_command_console::domain::incident::Status;
use incident_command_console::domain::ticket::TicketPriority;
use incident_command_console::http::{Method, Request};
use incident_command_console::pagerduty::Api;
use incident_command_console::settings::automation::editor::{Change as ConditionChange, Place};
use incident_command_console::settings::email::{Change, EmailEvent, End, Failing, Stage, Standing, Vendor};
use incident_command_console::settings::store::StoreEvent;
use incident_command_console::settings::{Event, Page};
use incident_command_console::shell::world::World as _;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::{Value as Json, json};

use crate::desk::{Desk, JONAS, JONAS_EMAIL, sandbox};
use crate::settings_desk::{ADA, MAYA_EMAIL, SettingsDesk};

const PRIYA: u64 = 8_410_300_121;
const SERVICE: &str = "Checkout API";

type World = (Sandbox, Clock);

async fn tell(desk: &mut SettingsDesk, event: EmailEvent) {
    desk.tell(Event::Email(event)).await;
}

/// Ada opens the page of e-mail routes.
async fn office(world: &World) -> SettingsDesk {
    SettingsDesk::new(world, ADA, Some(MAYA_EMAIL), Page::Email).await
}

async fn save(desk: &mut SettingsDesk) {
    desk.tell(Event::Store(StoreEvent::SaveClicked)).await;
    desk.tell(Event::Store(StoreEvent::SaveConfirmed)).await;
    assert!(desk.model.email_is_saved());
}

async fn change(desk: &mut SettingsDesk, change: Change) {
    tell(desk, EmailEvent::Changed(change)).await;
}

/// Ada writes a route for urgent tickets, and leaves the editor open.
async fn write(desk: &mut SettingsDesk, name: &str) -> RouteId {
    tell(desk, EmailEvent::AddClicked).await;
    let id = desk.model.email.editing.clone().unwrap();
    change(desk, Change::Name(name.into())).await;
    tell(desk, EmailEvent::ServiceTyped(SERVICE.into())).await;
    desk.wait(std::time::Duration::from_secs(1)).await;
    let found = desk.model.email.services.found.clone().unwrap().unwrap();
    let service: ServiceId = found.items.into_iter().find(|it| it.name == SERVICE).unwrap().id;
    change(desk, Change::Service(service)).await;
    let place = Place { list: List::All, index: 0 };
    change(desk, Change::Condition(ConditionChange::ConditionAdded(List::All))).await;
    change(desk, Change::Condition(ConditionChange::Field(place, Field::Priority))).await;
    change(desk, Change::Condition(ConditionChange::Value(place, Value::Priority(TicketPriority::Urgent)))).await;
    id
}

/// The route, saved and set up.
async fn set_up(desk: &mut SettingsDesk) -> RouteId {
    let id = write(desk, "Urgent").await;
    save(desk).await;
    tell(desk, EmailEvent::SetUpClicked).await;
    assert_eq!(ended(desk), End::Reached);
    id
}

fn ended(desk: &SettingsDesk) -> End {
    match &desk.model.email.run.as_ref().unwrap().stage {
        Stage::Ended(end) => end.clone(),
        other => panic!("{other:?}"),
    }
}

fn own(desk: &SettingsDesk, id: &RouteId) -> Mailbox {
    desk.model.email.found.as_ref().unwrap().own_mailboxes(id).next().unwrap().clone()
}

async fn ticket(world: &World, subject: &str, text: &str) -> u64 {
    let ticket = json!({ "subject": subject, "comment": { "body": text }, "priority": "urgent" });
    world.0.create_ticket(PRIYA, &ticket).await.unwrap()
}

async fn update(world: &World, ticket: u64, change: Json) {
    world.0.update_ticket(PRIYA, ticket, &change).await.unwrap();
}

async fn console(world: &World, ticket: u64) -> Desk {
    Desk::new(world, ticket, JONAS, Some(JONAS_EMAIL)).await
}

fn mails(world: &World) -> Vec<(String, String)> {
    world.0.zendesk().mails().into_iter().map(|mail| (mail.subject, mail.body)).collect()
}

fn last_state(world: &World) -> String {
    mails(world).last().unwrap().1.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn a_tickets_life_is_mailed_and_the_console_shows_each_step() {
    let world = sandbox();
    let mut desk = office(&world).await;
    let id = set_up(&mut desk).await;
    assert_eq!(desk.model.email_standing(&id), Some(Standing::Working));
    assert_eq!(desk.model.email_plan(), []);

    let ticket = ticket(&world, "Checkout is down", "Nobody can pay").await;
    let key = format!("Zendesk_northwind_{ticket}");
    let (subject, body) = mails(&world).pop().unwrap();
    assert_eq!(subject, format!("[{key}] Checkout is down"));
    let address = format!("Link: https://northwind.zendesk.com/agent/tickets/{ticket}\n");
    assert!(
        body.starts_with(&format!("Status: New\nTicket: {ticket}\nTitle: Checkout is down\nRequester: ")),
        "{body}"
    );
    assert!(body.contains(&address) && body.ends_with("\n\nNobody can pay"), "{body}");
    let mut console = console(&world, ticket).await;
    let opened = console.only();
    assert_eq!((opened.status, opened.service.name.as_str()), (Status::Triggered, SERVICE));
    assert_eq!(console.in_pagerduty(&opened.id)["alerts"][0]["alert_key"], json!(key));

    update(&world, ticket, json!({ "status": "pending", "comment": { "body": "Still down?" } })).await;
    assert_eq!(last_state(&world), "Status: Pending");
    update(&world, ticket, json!({ "status": "open", "comment": { "body": "Yes" } })).await;
    assert_eq!(last_state(&world), "Status: Open");
    console.tell(ConsoleEvent::RefreshClicked).await;
    assert_eq!((console.only().id, console.only().status), (opened.id.clone(), Status::Triggered));

    // Whatever became of the ticket meanwhile: what was opened is resolved.
    update(&world, ticket, json!({ "status": "solved", "priority": "low" })).await;
    assert_eq!(last_state(&world), "Status: Resolved");
    console.tell(ConsoleEvent::RefreshClicked).await;
    assert_eq!(console.only().status, Status::Resolved);

    update(&world, ticket, json!({ "status": "open", "priority": "urgent" })).await;
    assert_eq!(last_state(&world), "Status: New");
    console.tell(ConsoleEvent::RefreshClicked).await;
    let again: Vec<_> = console.shown().into_iter().filter(|it| it.id != opened.id).collect();
    assert_eq!((again.len(), again[0].status), (1, Status::Triggered));
}

#[tokio::test]
async fn a_ticket_that_becomes_urgent_is_mailed_then_and_others_never() {
    let world = sandbox();
    let mut desk = office(&world).await;
    set_up(&mut desk).await;
    let quiet = json!({ "subject": "How do I?", "comment": { "body": "x" }, "priority": "low" });
    let ticket = world.0.create_ticket(PRIYA, &quiet).await.unwrap();
    update(&world, ticket, json!({ "comment": { "body": "Anybody?" } })).await;
    assert_eq!(mails(&world), []);
    update(&world, ticket, json!({ "priority": "urgent" })).await;
    assert_eq!((mails(&world).len(), last_state(&world)), (1, "Status: New".to_owned()));
    assert_eq!(console(&world, ticket).await.only().status, Status::Triggered);
}

#[tokio::test]
async fn no_text_of_a_ticket_resolves_an_incident_or_names_another() {
    let world = sandbox();
    let mut desk = office(&world).await;
    set_up(&mut desk).await;
    let victim = ticket(&world, "Checkout is down", "Nobody can pay").await;
    let forged = format!("[Zendesk_northwind_{victim}] Status: Resolved");
    let text = format!("{forged}\n\nStatus: Resolved\nstatus: resolved\nSTATUS: RESOLVED\n{{{{ticket.id}}}}");
    let hostile = ticket(&world, &forged, &text).await;
    update(&world, hostile, json!({ "comment": { "body": text } })).await;
    update(&world, hostile, json!({ "status": "pending", "comment": { "body": "Status: Resolved" } })).await;
    assert!(mails(&world).iter().skip(1).all(|(_, body)| !body.contains("Status: Resolved")));
    for ticket in [victim, hostile] {
        assert_eq!(console(&world, ticket).await.only().status, Status::Triggered, "{ticket}");
    }
    update(&world, hostile, json!({ "status": "solved", "comment": { "body": "Status: Open, Status: New" } })).await;
    assert_eq!(console(&world, hostile).await.only().status, Status::Resolved);
    assert_eq!(console(&world, victim).await.only().status, Status::Triggered);
}

fn incidents(world: &World) -> usize {
    world.0.pagerduty().dump()["incidents"].as_array().unwrap().len()
}

#[tokio::test]
async fn mails_that_are_no_tickets_are_dropped_or_open_an_incident_as_chosen() {
    for (fallback, opened) in [(Fallback::Discard, 0), (Fallback::Open, 1)] {
        let world = sandbox();
        let mut desk = office(&world).await;
        let id = write(&mut desk, "Urgent").await;
        change(&mut desk, Change::Fallback(fallback)).await;
        save(&mut desk).await;
        tell(&mut desk, EmailEvent::SetUpClicked).await;
        let (address, before) = (own(&desk, &id).address, incidents(&world));
        assert!(world.0.pagerduty().receive_mail(&address, "spam@evil.example", "Win!", "Status: Resolved"));
        assert_eq!(incidents(&world) - before, opened, "{fallback:?}");
    }
}

#[tokio::test]
async fn a_route_for_one_sender_takes_no_mail_of_others() {
    let world = sandbox();
    let mut desk = office(&world).await;
    let id = write(&mut desk, "Urgent").await;
    change(&mut desk, Change::Sender("northwind.zendesk.com".into())).await;
    change(&mut desk, Change::Fallback(Fallback::Open)).await;
    save(&mut desk).await;
    tell(&mut desk, EmailEvent::SetUpClicked).await;
    let ticket = ticket(&world, "Checkout is down", "x").await;
    let (address, before) = (own(&desk, &id).address, incidents(&world));
    let subject = format!("[Zendesk_northwind_{ticket}] x");
    world.0.pagerduty().receive_mail(&address, "a@northwind.zendesk.com.evil.example", &subject, "Status: Resolved");
    assert_eq!(console(&world, ticket).await.only().status, Status::Triggered);
    assert_eq!(incidents(&world), before);
}

#[tokio::test]
async fn a_set_up_whose_answers_are_lost_makes_nothing_twice() {
    let world = sandbox();
    let mut desk = office(&world).await;
    let id = write(&mut desk, "Urgent").await;
    save(&mut desk).await;
    let lose = |target, path: &str| {
        world.0.faults().add(Fault::new(target, Kind::DropAnswer).method("POST").path(path).times(1));
    };
    lose(Target::Zendesk, "/api/v2/targets");
    lose(Target::Zendesk, "/api/v2/triggers");
    lose(Target::Pagerduty, "/services");
    tell(&mut desk, EmailEvent::SetUpClicked).await;
    let mut attempts = 1;
    while ended(&desk) != End::Reached {
        assert!(matches!(ended(&desk), End::Failed { failing: Failing { failure: Failure::Unreachable, .. }, .. }));
        tell(&mut desk, EmailEvent::TryAgainClicked).await;
        attempts += 1;
    }
    assert_eq!(attempts, 4);
    let found = desk.model.email.found.clone().unwrap();
    let counts = (found.targets_of(&id).count(), found.own_mailboxes(&id).count(), found.triggers_of(&id).count());
    assert_eq!(counts, (1, 1, 4));
    ticket(&world, "Checkout is down", "x").await;
    assert_eq!(mails(&world).len(), 1);
}

#[tokio::test]
async fn who_may_not_change_services_is_told_so_and_somebody_else_goes_on() {
    let world = sandbox();
    let mut desk = office(&world).await;
    let id = write(&mut desk, "Urgent").await;
    save(&mut desk).await;
    world.0.pagerduty().set_role(MAYA_EMAIL, "limited_user");
    tell(&mut desk, EmailEvent::SetUpClicked).await;
    let End::Failed { failing, step: Some(_) } = ended(&desk) else { panic!("{:?}", ended(&desk)) };
    assert!(matches!(failing, Failing { vendor: Vendor::PagerDuty, failure: Failure::Forbidden(_) }), "{failing:?}");
    world.0.pagerduty().set_role(MAYA_EMAIL, "user");
    tell(&mut desk, EmailEvent::TryAgainClicked).await;
    assert_eq!((ended(&desk), desk.model.email_standing(&id)), (End::Reached, Some(Standing::Working)));
}

#[tokio::test]
async fn a_hand_edit_is_seen_by_the_next_visitor_and_repaired() {
    let world = sandbox();
    let mut desk = office(&world).await;
    let id = set_up(&mut desk).await;
    let trigger = desk.model.email.found.as_ref().unwrap().triggers_of(&id).next().unwrap().id;
    let path = format!("/api/v2/triggers/{trigger}.json");
    let off = json!({ "trigger": { "active": false } });
    desk.to_zendesk(Request::new(Method::Put, path).json(&off)).await.unwrap();

    let mut next = office(&world).await;
    let standing = next.model.email_standing(&id).unwrap();
    assert!(standing.was_edited() && standing.repairs().len() == 1, "{standing:?}");
    tell(&mut next, EmailEvent::SetUpClicked).await;
    assert_eq!(next.model.email_standing(&id), Some(Standing::Working));
}

/// What both vendors hold that a set-up could leave behind.
fn traces(world: &World) -> [Json; 3] {
    let zendesk = world.0.zendesk().dump();
    let services = world.0.pagerduty().dump()["services"].clone();
    [zendesk["triggers"].clone(), zendesk["targets"].clone(), services]
}

#[tokio::test]
async fn removal_leaves_nothing() {
    let world = sandbox();
    let before = traces(&world);
    assert!(before.iter().all(|it| !it.is_null()), "the sandbox shows what there is");
    let mut desk = office(&world).await;
    let id = set_up(&mut desk).await;
    assert!(traces(&world).iter().zip(&before).all(|(now, before)| now != before), "each holds something now");
    tell(&mut desk, EmailEvent::RemoveClicked(id.clone())).await;
    tell(&mut desk, EmailEvent::RemoveConfirmed).await;
    assert_eq!(ended(&desk), End::Reached);
    assert_eq!(traces(&world), before);
    save(&mut desk).await;
    let next = office(&world).await;
    assert!(next.model.store.draft.email.routes.is_empty() && next.model.email_strays().is_empty());
}

#[tokio::test]
async fn what_a_forgotten_route_has_left_is_found_and_removed() {
    let world = sandbox();
    let before = traces(&world);
    let mut desk = office(&world).await;
    set_up(&mut desk).await;
    desk.edit(|draft| draft.email.routes.clear());
    save(&mut desk).await;
    let mut next = office(&world).await;
    assert_eq!(next.model.email_strays().len(), 6);
    tell(&mut next, EmailEvent::TidyClicked).await;
    assert_eq!((ended(&next), traces(&world)), (End::Reached, before));
}

#[tokio::test]
async fn an_integration_that_was_there_is_used_repaired_and_given_back() {
    let world = sandbox();
    let mut desk = office(&world).await;
    let id = write(&mut desk, "Urgent").await;
    let service = desk.model.edited_route().unwrap().service.clone().unwrap().id;
    let old = old_mailbox(&desk, &service).await;
    tell(&mut desk, EmailEvent::RefreshClicked).await;
    change(&mut desk, Change::Mailbox(Some(old.id.clone()))).await;
    assert!(!desk.model.email_differences(&old).is_empty());
    save(&mut desk).await;
    tell(&mut desk, EmailEvent::SetUpClicked).await;
    assert_eq!(ended(&desk), End::Reached);
    let ticket = ticket(&world, "Checkout is down", "x").await;
    assert_eq!(console(&world, ticket).await.only().status, Status::Triggered);
    tell(&mut desk, EmailEvent::RemoveClicked(id)).await;
    tell(&mut desk, EmailEvent::RemoveConfirmed).await;
    let left = read(&desk, &old).await;
    assert_eq!(left.handling.creation, Creation::EverySubject);
    assert_eq!((left.name, left.address, left.handling.fallback), (old.name, old.address, old.handling.fallback));
}

/// An integration that somebody has made by hand.
async fn old_mailbox(desk: &SettingsDesk, service: &ServiceId) -> Mailbox {
    let (base, credential) = desk.credential(Source::Agent).unwrap();
    let carry = async |request: Request| desk.carry(request).await;
    let handling = Handling {
        creation: Creation::EverySubject,
        filter_mode: FilterMode::TakeAll,
        filters: Vec::new(),
        rules: Vec::new(),
        fallback: Fallback::Open,
    };
    let api = Api::new(carry, &base, credential);
    api.make_mailbox(service, "Old", "old@northwind-pay.pagerduty.com", &handling).await.unwrap()
}

async fn read(desk: &SettingsDesk, mailbox: &Mailbox) -> Mailbox {
    let (base, credential) = desk.credential(Source::Agent).unwrap();
    let carry = async |request: Request| desk.carry(request).await;
    Api::new(carry, &base, credential).mailbox(&mailbox.service, &mailbox.id).await.unwrap()
}
