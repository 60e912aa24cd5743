//! The checklist against the sandbox: what it finds, what it says of faults, and what it changes when somebody presses for it.

use std::time::Duration;

use incident_command_console::domain::account::SignInProblem;
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::region::Region;
use incident_command_console::domain::setup::{Availability, ClientIdProblem, Feature, KeyReport, Probe, Role};
use incident_command_console::settings::model::{Account, Spoken};
use incident_command_console::settings::setup::reach::Run;
use incident_command_console::settings::setup::{
    Item, Reached, SetupEvent, Standing, is_checking, needs_reload, standing, summary,
};
use incident_command_console::settings::{Effect, Event, Page};
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::{Value, json};

use crate::desk::{JONAS, JONAS_EMAIL, sandbox};
use crate::settings_desk::{ADA, MAYA_EMAIL, SettingsDesk};

const CLIENT: &str = "4d1f6f0c-2b7e-4c55-9c3a-6a0e8f2b9d71";

/// Both accounts, with a client id and without a read-only key.
fn world() -> (Sandbox, Clock) {
    let world = sandbox();
    for (name, value) in
        [("pagerduty_client_id", CLIENT), ("use_read_only_key", "false"), ("pagerduty_read_only_key", "")]
    {
        assert!(world.0.zendesk().set_setting(name, value));
    }
    world
}

/// Ada at the checklist, when every check is through.
async fn ada(world: &(Sandbox, Clock)) -> SettingsDesk {
    ada_under(world, None).await
}

/// The same with a fault from the moment on in which she opens it.
async fn ada_under(world: &(Sandbox, Clock), fault: Option<Fault>) -> SettingsDesk {
    let mut desk = SettingsDesk::closed(world, ADA, Some(MAYA_EMAIL));
    let surroundings = desk.surroundings(Page::Setup).await;
    if let Some(fault) = fault {
        world.0.faults().add(fault);
    }
    desk.tell(Event::Registered(Box::new(surroundings))).await;
    desk.wait(Duration::from_secs(30)).await;
    assert!(!is_checking(&desk.model));
    desk
}

async fn press(desk: &mut SettingsDesk, event: SetupEvent) {
    desk.tell(Event::Setup(event)).await;
    desk.wait(Duration::from_secs(30)).await;
}

fn stands(desk: &SettingsDesk, item: Item) -> Standing {
    standing(&desk.model, item)
}

fn broken(target: Target, path: &str, kind: Kind) -> Fault {
    Fault::new(target, kind).path(path)
}

fn status(code: u16) -> Kind {
    Kind::Status { code, retry_after: None, body: None }
}

/// The forms whose list of fields holds the app's field.
fn forms_with_field(desk: &SettingsDesk) -> Vec<u64> {
    let field = desk.sandbox.zendesk().requirement("pagerduty_incidents").unwrap();
    let dump = desk.sandbox.zendesk().dump();
    let forms = dump["ticket_forms"].as_array().unwrap().iter();
    let shows = |form: &&Value| form["ticket_field_ids"].as_array().unwrap().contains(&json!(field));
    forms.filter(shows).map(|form| form["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn a_checklist_finds_out_by_itself_and_sends_nothing_that_writes() {
    let desk = ada(&world()).await;
    let standings = Item::ALL.map(|item| stands(&desk, item));
    assert_eq!(
        standings,
        [
            Standing::NeedsYou,
            Standing::Done,
            Standing::NeedsYou,
            Standing::Done,
            Standing::NotNeeded,
            Standing::Done,
            Standing::Done,
        ]
    );
    assert_eq!(summary(&desk.model), (4, 6));
    assert_eq!(desk.written.borrow().as_slice(), [""; 0]);
    let profile = desk.model.setup.profile.fresh().unwrap();
    assert_eq!((profile.role, profile.region), (Some(Role::Admin), Some(Region::Us)));
    assert!(profile.subdomain.is_some());
}

#[tokio::test]
async fn the_result_is_announced_once_and_a_page_change_asks_nothing_again() {
    let mut desk = ada(&world()).await;
    let before = desk.model.announcement.number;
    let asked = desk.seen.len();
    desk.tell(Event::PageChosen(Page::Synced)).await;
    desk.tell(Event::PageChosen(Page::Setup)).await;
    desk.wait(Duration::from_secs(30)).await;
    let setup = desk.seen.iter().skip(asked).filter(|effect| matches!(effect, Effect::Setup(_))).count();
    assert_eq!((setup, desk.model.announcement.number), (0, before));
    desk.tell(Event::Setup(SetupEvent::AllClicked)).await;
    while is_checking(&desk.model) {
        assert_eq!(desk.model.announcement.number, before);
        desk.wait(Duration::from_millis(150)).await;
    }
    assert_eq!(desk.model.announcement.number, before + 1);
    assert_eq!(desk.model.announcement.spoken, Some(Spoken::Checked { done: 4, total: 6 }));
}

#[tokio::test]
async fn the_field_goes_on_a_form_by_a_press() {
    let mut desk = ada(&world()).await;
    let lacking: Vec<_> =
        desk.model.setup.field.fresh().unwrap().forms_without_field().iter().map(|form| form.id).collect();
    let [form] = lacking[..] else { panic!("{lacking:?}") };
    assert!(!forms_with_field(&desk).contains(&form));
    press(&mut desk, SetupEvent::AddToFormClicked(form)).await;
    assert_eq!(stands(&desk, Item::Field), Standing::Done);
    assert!(forms_with_field(&desk).contains(&form));
    assert_eq!(desk.written.borrow().len(), 1);
    // What shows it already is left alone.
    press(&mut desk, SetupEvent::AddToFormClicked(form)).await;
    assert_eq!(desk.written.borrow().len(), 1);
}

#[tokio::test]
async fn a_form_that_is_not_changed_says_why_and_can_be_tried_again() {
    let mut desk = ada(&world()).await;
    let form = desk.model.setup.field.fresh().unwrap().forms_without_field()[0].id;
    desk.sandbox.faults().add(broken(Target::Zendesk, "/api/v2/ticket_forms/", status(403)).method("PUT").times(1));
    press(&mut desk, SetupEvent::AddToFormClicked(form)).await;
    let (failed, why) = desk.model.setup.form_failure.clone().unwrap();
    assert!(failed == form && matches!(why, Failure::Forbidden(_)));
    assert!(!desk.model.setup.is_adding_to(form));
    press(&mut desk, SetupEvent::AddToFormClicked(form)).await;
    assert_eq!((stands(&desk, Item::Field), &desk.model.setup.form_failure), (Standing::Done, &None));
}

#[tokio::test]
async fn what_could_not_be_checked_is_checked_alone_by_its_own_button() {
    for (item, target, path) in [
        (Item::Field, Target::Zendesk, "/api/v2/ticket_f"),
        (Item::Connection, Target::Zendesk, "/api/v2/apps/installations/*"),
        (Item::SignIn, Target::Pagerduty, "/users/me"),
        (Item::Plan, Target::Pagerduty, "/abilities"),
    ] {
        for kind in [status(500), Kind::DropRequest, Kind::Malformed] {
            let mut desk = ada(&world()).await;
            desk.sandbox.faults().add(broken(target, path, kind.clone()));
            press(&mut desk, SetupEvent::CheckClicked(item)).await;
            assert_eq!(stands(&desk, item), Standing::Unknown, "{item:?} {kind:?}");
            desk.sandbox.faults().clear();
            let asked = desk.seen.len();
            press(&mut desk, SetupEvent::CheckClicked(item)).await;
            assert!(matches!(stands(&desk, item), Standing::Done | Standing::NeedsYou), "{item:?} {kind:?}");
            let questions = desk.seen.iter().skip(asked).filter(|effect| matches!(effect, Effect::Setup(_))).count();
            assert_eq!(questions, 1, "{item:?}");
        }
    }
}

#[tokio::test]
async fn a_client_id_is_checked_written_and_read_back() {
    let world = world();
    world.0.zendesk().set_setting("pagerduty_client_id", "");
    let mut desk = ada(&world).await;
    assert_eq!(stands(&desk, Item::Connection), Standing::NeedsYou);
    press(&mut desk, SetupEvent::ClientIdTyped("https://app.pagerduty.com".into())).await;
    press(&mut desk, SetupEvent::ConnectionSaveClicked).await;
    assert_eq!(desk.model.setup.connection.problem, Some(ClientIdProblem::Address));
    assert!(desk.written.borrow().is_empty());
    press(&mut desk, SetupEvent::ClientIdTyped(format!("  {CLIENT} "))).await;
    press(&mut desk, SetupEvent::RegionChosen(Region::Eu)).await;
    press(&mut desk, SetupEvent::ConnectionSaveClicked).await;
    let settings = desk.sandbox.zendesk().settings();
    assert_eq!((&settings["pagerduty_client_id"], &settings["pagerduty_region"]), (&json!(CLIENT), &json!("eu")));
    let connection = &desk.model.setup.connection;
    assert!(!connection.touched && !connection.is_saving() && connection.client_id == CLIENT);
    // The frame still works with what Zendesk handed over when it opened the app.
    assert!(needs_reload(&desk.model));
    assert_eq!(stands(&desk, Item::Connection), Standing::NeedsYou);
}

#[tokio::test]
async fn a_region_that_is_not_the_accounts_needs_somebody() {
    let world = world();
    world.0.zendesk().set_setting("pagerduty_region", "eu");
    let desk = ada(&world).await;
    assert!(incident_command_console::settings::setup::regions_differ(&desk.model));
    assert_eq!(stands(&desk, Item::Connection), Standing::NeedsYou);
}

#[tokio::test]
async fn saving_that_fails_keeps_what_was_typed_and_answers_do_not_overwrite_it() {
    let mut desk = ada(&world()).await;
    press(&mut desk, SetupEvent::ClientIdTyped("another-client".into())).await;
    press(&mut desk, SetupEvent::CheckClicked(Item::Connection)).await;
    assert_eq!(desk.model.setup.connection.client_id, "another-client");
    desk.sandbox.faults().add(broken(Target::Zendesk, "/api/v2/apps/installations/", status(503)).method("PUT"));
    press(&mut desk, SetupEvent::ConnectionSaveClicked).await;
    let connection = &desk.model.setup.connection;
    assert_eq!((connection.failure.clone(), connection.touched), (Some(Failure::Broken { status: 503 }), true));
    assert_eq!(desk.sandbox.zendesk().settings()["pagerduty_client_id"], json!(CLIENT));
    press(&mut desk, SetupEvent::ConnectionDiscarded).await;
    assert_eq!(desk.model.setup.connection.client_id, CLIENT);
}

#[tokio::test]
async fn the_redirect_address_is_noted_by_a_press_and_a_change_is_noticed() {
    let mut desk = ada(&world()).await;
    press(&mut desk, SetupEvent::RedirectRegistered).await;
    let address = desk.model.surroundings.as_ref().unwrap().redirect_address.clone();
    assert_eq!(
        (stands(&desk, Item::Redirect), &desk.model.store.draft.registered_redirect),
        (Standing::Done, &address)
    );
    assert!(desk.model.store.is_changed() && desk.written.borrow().is_empty());
    desk.edit(|draft| draft.registered_redirect = Some("https://1048213.apps.zdusercontent.com/0/oauth.html".into()));
    assert_eq!(stands(&desk, Item::Redirect), Standing::NeedsYou);
}

#[tokio::test]
async fn a_sign_in_that_works_proves_the_redirect_address() {
    let world = world();
    let mut desk = SettingsDesk::new(&world, ADA, None, Page::Setup).await;
    desk.wait(Duration::from_secs(30)).await;
    for item in [Item::SignIn, Item::Reach, Item::Plan] {
        assert_eq!(stands(&desk, item), Standing::NeedsYou, "{item:?}");
    }
    assert!(!desk.seen.iter().any(|effect| format!("{effect:?}").contains("Probe")));
    desk.tell(Event::SignInClicked).await;
    let Account::SigningIn { attempt } = desk.model.account else { panic!("{:?}", desk.model.account) };
    assert_eq!(stands(&desk, Item::SignIn), Standing::Checking);
    let me = desk.take_token(MAYA_EMAIL).await;
    desk.tell(Event::SignInAnswered { attempt, answer: Ok(me) }).await;
    desk.wait(Duration::from_secs(30)).await;
    for item in [Item::Redirect, Item::SignIn, Item::Reach, Item::Plan] {
        assert_eq!(stands(&desk, item), Standing::Done, "{item:?}");
    }
}

#[tokio::test]
async fn a_test_that_fails_says_why_and_leaves_whoever_was_signed_in() {
    let mut desk = ada(&world()).await;
    let me = desk.model.me().cloned();
    for problem in [SignInProblem::WindowClosed, SignInProblem::PopupBlocked, SignInProblem::WrongScope] {
        desk.tell(Event::Setup(SetupEvent::SignInTestClicked)).await;
        let Account::SigningIn { attempt } = desk.model.account else { panic!("{:?}", desk.model.account) };
        desk.tell(Event::SignInAnswered { attempt, answer: Err(problem) }).await;
        assert_eq!((desk.model.me(), desk.model.setup.test_problem), (me.as_ref(), Some(problem)));
        assert_eq!(stands(&desk, Item::SignIn), Standing::NeedsYou);
    }
    desk.tell(Event::Setup(SetupEvent::SignInTestClicked)).await;
    desk.tell(Event::SignInCancelled).await;
    assert_eq!((desk.model.me(), desk.model.setup.test_problem), (me.as_ref(), None));
    assert_eq!(stands(&desk, Item::SignIn), Standing::Done);
    desk.tell(Event::SignOutClicked).await;
    assert_eq!((stands(&desk, Item::SignIn), stands(&desk, Item::Reach)), (Standing::NeedsYou, Standing::NeedsYou));
    assert!(desk.model.setup.profile.fresh().is_none() && desk.model.setup.reach.results.is_empty());
}

#[tokio::test]
async fn a_token_that_ended_is_told_by_whichever_check_meets_it() {
    for item in [Item::SignIn, Item::Plan, Item::Reach] {
        let mut desk = ada(&world()).await;
        desk.sandbox.pagerduty().expire_tokens();
        press(&mut desk, SetupEvent::CheckClicked(item)).await;
        assert_eq!(desk.model.account, Account::SignedOut(Some(SignInProblem::Expired)), "{item:?}");
        assert!(!is_checking(&desk.model) && desk.timers() == 0, "{item:?}");
    }
}

#[tokio::test]
async fn the_read_only_key_is_tried_and_never_writes() {
    let world = world();
    let zendesk = world.0.zendesk();
    zendesk.set_setting("use_read_only_key", "true");
    let found = async |fault: Option<Fault>| {
        let desk = ada_under(&world, fault).await;
        world.0.faults().clear();
        assert!(desk.written.borrow().is_empty());
        (stands(&desk, Item::Key), desk.model.setup.key.fresh().copied())
    };
    assert_eq!(found(None).await, (Standing::NeedsYou, Some(KeyReport::Refused)));
    zendesk.set_setting("pagerduty_read_only_key", "mistyped");
    assert_eq!(found(None).await, (Standing::NeedsYou, Some(KeyReport::Refused)));
    zendesk.set_setting("pagerduty_read_only_key", world.0.pagerduty().read_only_key());
    assert_eq!(found(None).await, (Standing::Done, Some(KeyReport::Works)));
    let proxy = |kind| Some(Fault::new(Target::Proxy, kind));
    assert_eq!(found(proxy(status(422))).await, (Standing::NeedsYou, Some(KeyReport::NotSent)));
    assert_eq!(found(proxy(status(504))).await, (Standing::Unknown, None));
}

#[tokio::test]
async fn a_box_that_was_ticked_meanwhile_is_noticed() {
    let world = world();
    let mut desk = ada(&world).await;
    assert_eq!(stands(&desk, Item::Key), Standing::NotNeeded);
    world.0.zendesk().set_setting("use_read_only_key", "true");
    world.0.zendesk().set_setting("pagerduty_read_only_key", world.0.pagerduty().read_only_key());
    press(&mut desk, SetupEvent::CheckClicked(Item::Key)).await;
    assert_eq!(stands(&desk, Item::Key), Standing::Done);
}

#[tokio::test]
async fn a_call_without_an_answer_among_others_is_a_refusal_of_the_browser() {
    let world = world();
    world.0.faults().add(broken(Target::Pagerduty, "/oncalls", Kind::DropAnswer));
    let mut desk = ada(&world).await;
    assert_eq!(stands(&desk, Item::Reach), Standing::NeedsYou);
    assert_eq!(desk.model.setup.reach.failed(), [(Probe::OnCalls, Reached::Refused)]);
    assert!(desk.model.setup.reach.knows_all(&Probe::READING));
    desk.sandbox.faults().clear();
    press(&mut desk, SetupEvent::CheckClicked(Item::Reach)).await;
    assert_eq!(stands(&desk, Item::Reach), Standing::Done);
}

#[tokio::test]
async fn a_broken_network_is_no_refusal_and_ends_the_run() {
    let mut desk = ada(&world()).await;
    desk.tell(Event::Setup(SetupEvent::CheckClicked(Item::Reach))).await;
    desk.wait(Duration::from_millis(700)).await;
    desk.sandbox.faults().add(Fault::new(Target::Pagerduty, Kind::DropRequest));
    desk.wait(Duration::from_secs(30)).await;
    let reach = &desk.model.setup.reach;
    assert_eq!((reach.stopped.clone(), reach.failed().len()), (Some(Failure::Unreachable), 0));
    assert_eq!(stands(&desk, Item::Reach), Standing::Unknown);
}

#[tokio::test]
async fn a_limit_is_waited_for_once_and_ends_the_run_the_second_time() {
    let limited = Kind::Status { code: 429, retry_after: Some(40), body: None };
    let mut desk = ada(&world()).await;
    desk.sandbox.faults().add(broken(Target::Pagerduty, "/teams", limited.clone()).times(1));
    desk.tell(Event::Setup(SetupEvent::CheckClicked(Item::Reach))).await;
    desk.wait(Duration::from_secs(30)).await;
    assert!(desk.model.setup.reach.run.as_ref().is_some_and(Run::is_limited));
    desk.wait(Duration::from_secs(30)).await;
    assert_eq!(stands(&desk, Item::Reach), Standing::Done);
    desk.sandbox.faults().add(broken(Target::Pagerduty, "/teams", limited));
    desk.tell(Event::Setup(SetupEvent::CheckClicked(Item::Reach))).await;
    desk.wait(Duration::from_secs(90)).await;
    let stopped = desk.model.setup.reach.stopped.clone();
    assert!(matches!(stopped, Some(Failure::RateLimited { .. })) && desk.timers() == 0);
}

#[tokio::test]
async fn the_calls_that_write_change_nothing() {
    let mut desk = ada(&world()).await;
    let before = desk.sandbox.pagerduty().dump();
    press(&mut desk, SetupEvent::WritingCallsClicked).await;
    assert_eq!(desk.written.borrow().len(), Probe::WRITING.len());
    for probe in Probe::WRITING {
        assert_eq!(desk.model.setup.reach.of(probe), Some(Reached::Answered), "{probe:?}");
    }
    let after = desk.sandbox.pagerduty().dump();
    for (name, value) in before.as_object().unwrap() {
        assert_eq!(&after[name], value, "{name}");
    }
}

#[tokio::test]
async fn what_the_plan_lacks_is_told_part_by_part() {
    let world = world();
    for ability in ["coordinated_responding", "priorities", "status_update_templates"] {
        world.0.pagerduty().remove_ability(ability);
    }
    let mut desk = ada(&world).await;
    let lacking = desk.model.setup.plan.fresh().unwrap().lacking();
    assert_eq!(lacking, [Feature::Responders, Feature::Priorities, Feature::Templates]);
    assert_eq!(stands(&desk, Item::Plan), Standing::Done);
    desk.sandbox.faults().add(broken(Target::Pagerduty, "/incident_workflows", status(503)));
    press(&mut desk, SetupEvent::CheckClicked(Item::Plan)).await;
    assert_eq!(stands(&desk, Item::Plan), Standing::Unknown);
    let open = (Feature::Workflows, Availability::Unknown(Failure::Broken { status: 503 }));
    assert!(desk.model.setup.plan.fresh().unwrap().features.contains(&open));
}

#[tokio::test]
async fn somebody_who_is_no_administrator_reaches_nothing() {
    let world = world();
    let mut desk = SettingsDesk::new(&world, JONAS, Some(JONAS_EMAIL), Page::Setup).await;
    for event in [
        SetupEvent::AllClicked,
        SetupEvent::ConnectionSaveClicked,
        SetupEvent::WritingCallsClicked,
        SetupEvent::SignInTestClicked,
        SetupEvent::AddToFormClicked(1),
    ] {
        press(&mut desk, event).await;
    }
    assert!(!desk.seen.iter().any(|effect| matches!(effect, Effect::Setup(_) | Effect::OpenSignIn { .. })));
    assert!(desk.written.borrow().is_empty());
}
