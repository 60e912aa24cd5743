//! The machine of e-mail routes, from the first click to the report.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use super::*;
use crate::domain::account::Me;
use crate::domain::automation::condition::Value;
use crate::domain::automation::{Field, List};
use crate::domain::configuration::Problem;
use crate::domain::email_routing::inventory::Inventory;
use crate::domain::email_routing::mailbox::{Creation, Fallback, FilterMode, Handling, Mailbox, ServiceMailboxes};
use crate::domain::email_routing::plan::{Outcome, Work};
use crate::domain::email_routing::{Address, RouteProblem};
use crate::domain::failure::{Failure, Told};
use crate::domain::id::{IntegrationId, UserId};
use crate::domain::moment::Moment;
use crate::domain::remote::Remote;
use crate::domain::ticket::{Agent, TicketPriority};
use crate::settings::automation::editor::{Change as ConditionChange, Place};
use crate::settings::event::{Event, Surroundings};
use crate::settings::model::{Account, Page as Screen, Spoken, Stage as Life};
use crate::settings::store::Stored;

fn service() -> ServiceId {
    ServiceId::parse("PSVC001").unwrap()
}

fn integration() -> IntegrationId {
    IntegrationId::parse("PINTOLD").unwrap()
}

fn agent(is_admin: bool) -> Agent {
    Agent { id: 1, name: "Ada".into(), locale: "en-US".into(), time_zone: None, groups: Vec::new(), is_admin }
}

/// An administrator who is signed in to PagerDuty and looks at the page, with nothing saved.
fn model() -> Model {
    let me = Me {
        id: UserId::parse("PUSER01").unwrap(),
        name: "Ada".into(),
        email: "ada@acme.example".into(),
        stakeholder: false,
    };
    let mut model = Model::default();
    model.stage = Life::Running;
    model.agent = Remote::Fresh(agent(true));
    model.account = Account::SignedIn(me);
    model.page = Screen::Email;
    model.surroundings = Some(Surroundings {
        subdomain: "acme".into(),
        installation: Some(1),
        client_id: Some("x".into()),
        scope: "write".into(),
        region: "us".into(),
        redirect_address: None,
        redirect_is_own: false,
        has_read_only_key: false,
        me: None,
        page: Screen::Email,
        online: true,
    });
    save(&mut model);
    model
}

/// What the bar at the foot does.
fn save(model: &mut Model) {
    let configuration = Ok(model.store.draft.clone());
    model.store.stored = Remote::Fresh(Stored { text: String::new(), configuration, problems: Vec::new() });
}

fn send(model: &mut Model, event: EmailEvent) -> Vec<EmailEffect> {
    let effects = model.update(Event::Email(event), Moment(0));
    effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Email(effect) => Some(effect),
            _ => None,
        })
        .collect()
}

fn only(effects: Vec<EmailEffect>) -> EmailEffect {
    assert_eq!(effects.len(), 1, "{effects:?}");
    effects.into_iter().next().unwrap()
}

/// What both vendors have: an account with one service, which has a mailbox of somebody else.
fn world() -> Inventory {
    let handling = Handling {
        creation: Creation::EveryMail,
        filter_mode: FilterMode::TakeAll,
        filters: Vec::new(),
        rules: Vec::new(),
        fallback: Fallback::Open,
    };
    let mailbox = Mailbox {
        id: integration(),
        service: service(),
        name: "Old".into(),
        address: "old@acme.pagerduty.com".into(),
        handling,
    };
    let known = ServiceMailboxes {
        service: service(),
        name: "Payments".into(),
        host: "acme.pagerduty.com".into(),
        mailboxes: vec![mailbox],
    };
    Inventory { services: vec![known], ..Inventory::default() }
}

/// Answers one effect as the vendors would.
fn answer(world: &mut Inventory, effect: EmailEffect) -> EmailEvent {
    match effect {
        EmailEffect::Look { asked, .. } => EmailEvent::Looked { asked, answer: Ok(world.clone()) },
        EmailEffect::MakeRoute => EmailEvent::RouteMade(RouteId::of(1 + u64::try_from(world.triggers.len()).unwrap())),
        EmailEffect::SearchServices { asked, .. } => {
            let items = vec![Named { id: service(), name: "Payments".into() }];
            EmailEvent::ServicesArrived { asked, answer: Ok(Page { items, more: false }) }
        }
        EmailEffect::SearchThings { asked, .. } => {
            EmailEvent::ThingsArrived { asked, answer: Ok(Page { items: Vec::new(), more: false }) }
        }
        EmailEffect::ReadService { asked, .. } => {
            EmailEvent::ServiceRead { asked, answer: Ok(world.services[0].clone()) }
        }
        EmailEffect::Do { asked, work } => {
            let outcome = carry_out(world, &work);
            work.settle(outcome.clone(), world);
            EmailEvent::Done { asked, answer: Ok(outcome) }
        }
    }
}

fn carry_out(world: &Inventory, work: &Work) -> Outcome {
    use crate::domain::automation::found::Target;
    use crate::domain::automation::trigger::{Trigger, TriggerId};
    let number = 100 + u64::try_from(world.targets.len() + world.triggers.len()).unwrap();
    match work.clone() {
        Work::MakeTarget(target) => Outcome::Target(Target { id: number, ..target }),
        Work::MendTarget(target) => Outcome::Target(target),
        Work::MakeMailbox { service, name, address, handling } => {
            let id = IntegrationId::parse(&format!("PINT{number}")).unwrap();
            Outcome::Mailbox(Mailbox { id, service, name, address, handling })
        }
        Work::MendMailbox { mailbox, .. } | Work::LeaveMailbox(mailbox) => Outcome::Mailbox(mailbox),
        Work::MakeTrigger { text, .. } => Outcome::Trigger(Trigger { id: TriggerId(number), is: text.unwrap() }),
        Work::MendTrigger { id, text, .. } => Outcome::Trigger(Trigger { id, is: text }),
        Work::RemoveTrigger { .. } | Work::RemoveMailbox { .. } | Work::RemoveTarget { .. } => Outcome::Gone,
    }
}

/// Lets everything that was asked be answered, until nothing is asked any more.
fn settle(model: &mut Model, world: &mut Inventory, effects: Vec<EmailEffect>) {
    let mut open = std::collections::VecDeque::from(effects);
    for _ in 0..200 {
        let Some(effect) = open.pop_front() else { return };
        let event = answer(world, effect);
        open.extend(send(model, event));
    }
    panic!("no end");
}

fn click(model: &mut Model, world: &mut Inventory, event: EmailEvent) {
    let effects = send(model, event);
    settle(model, world, effects);
}

/// A route that is complete and saved.
fn with_route(model: &mut Model, world: &mut Inventory) -> RouteId {
    let effects = super::open(model);
    let effects = effects.into_iter().filter_map(|it| if let Effect::Email(it) = it { Some(it) } else { None });
    settle(model, world, effects.collect());
    click(model, world, EmailEvent::AddClicked);
    let id = model.email.editing.clone().unwrap();
    let place = Place { list: List::All, index: 0 };
    for change in [
        Change::Name("Payments".into()),
        Change::Service(service()),
        Change::Condition(ConditionChange::ConditionAdded(List::All)),
        Change::Condition(ConditionChange::Field(place, Field::Priority)),
        Change::Condition(ConditionChange::Value(place, Value::Priority(TicketPriority::Urgent))),
    ] {
        click(model, world, EmailEvent::Changed(change));
    }
    click(model, world, EmailEvent::EditorClosed);
    id
}

#[test]
fn a_route_is_written_saved_and_set_up_step_by_step() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    assert_eq!(model.email_standing(&id), Some(Standing::Absent));
    assert_eq!(send(&mut model, EmailEvent::SetUpClicked), [], "not before it is saved");
    save(&mut model);
    let look = only(send(&mut model, EmailEvent::SetUpClicked));
    let begun = answer(&mut world, look);
    let first = only(send(&mut model, begun));
    assert!(matches!(&first, EmailEffect::Do { work: Work::MakeTarget(_), .. }), "{first:?}");
    assert!(model.email.is_working() && send(&mut model, EmailEvent::SetUpClicked).is_empty());
    settle(&mut model, &mut world, vec![first]);
    let run = model.email.run.clone().unwrap();
    assert_eq!((run.done.len(), run.stage), (6, Stage::Ended(End::Reached)));
    assert_eq!(model.email_standing(&id), Some(Standing::Working));
    assert_eq!(model.announcement.spoken, Some(Spoken::Email(Said::SetUp)));
    assert_eq!(model.email_plan(), []);
}

#[test]
fn a_route_says_what_it_lacks_and_is_not_set_up() {
    let (mut model, mut world) = (model(), world());
    click(&mut model, &mut world, EmailEvent::AddClicked);
    let id = model.email.editing.clone().unwrap();
    let problems = vec![RouteProblem::NoName, RouteProblem::NoService, RouteProblem::NoConditions];
    assert_eq!(model.email_standing(&id), Some(Standing::Incomplete(problems)));
    save(&mut model);
    click(&mut model, &mut world, EmailEvent::SetUpClicked);
    assert_eq!(model.email.run.as_ref().unwrap().done, []);
}

#[test]
fn what_stopped_half_way_goes_on_where_it_stopped_after_looking_again() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    save(&mut model);
    let mut effect = only(send(&mut model, EmailEvent::SetUpClicked));
    for _ in 0..2 {
        let event = answer(&mut world, effect);
        effect = only(send(&mut model, event));
    }
    let EmailEffect::Do { asked, work } = effect else { panic!("no step") };
    // PagerDuty makes the integration, and its answer is lost.
    work.settle(carry_out(&world, &work), &mut world);
    assert_eq!(send(&mut model, EmailEvent::Done { asked, answer: Err(Failure::TimedOut) }), []);
    let Stage::Ended(End::Failed { failing, .. }) = &model.email.run.as_ref().unwrap().stage else { panic!("no end") };
    assert_eq!(failing.vendor, Vendor::PagerDuty);
    click(&mut model, &mut world, EmailEvent::TryAgainClicked);
    assert_eq!(model.email.run.as_ref().unwrap().stage, Stage::Ended(End::Reached));
    assert_eq!(world.own_mailboxes(&id).count(), 1, "made once");
}

#[test]
fn a_vendor_that_does_not_keep_what_it_takes_is_not_asked_for_ever() {
    let (mut model, mut world) = (model(), world());
    with_route(&mut model, &mut world);
    save(&mut model);
    let mut effect = only(send(&mut model, EmailEvent::SetUpClicked));
    for _ in 0..20 {
        let event = match effect {
            EmailEffect::Do { asked, work } if work.is_in_pagerduty() => {
                let Outcome::Mailbox(mut mailbox) = carry_out(&world, &work) else { panic!("another step") };
                mailbox.handling.rules.clear();
                let outcome = Outcome::Mailbox(mailbox);
                work.settle(outcome.clone(), &mut world);
                EmailEvent::Done { asked, answer: Ok(outcome) }
            }
            other => answer(&mut world, other),
        };
        match send(&mut model, event).pop() {
            Some(next) => effect = next,
            None => break,
        }
    }
    let Stage::Ended(End::NotKept(step)) = &model.email.run.as_ref().unwrap().stage else { panic!("it went on") };
    assert!(matches!(step.work, Work::MendMailbox { .. }));
    assert_eq!(model.announcement.spoken, Some(Spoken::Email(Said::Stopped)));
}

#[test]
fn a_hand_edit_is_seen_and_repaired() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    save(&mut model);
    click(&mut model, &mut world, EmailEvent::SetUpClicked);
    world.triggers[0].is.active = false;
    click(&mut model, &mut world, EmailEvent::RefreshClicked);
    let standing = model.email_standing(&id).unwrap();
    assert!(standing.was_edited() && standing.repairs().len() == 1);
    click(&mut model, &mut world, EmailEvent::SetUpClicked);
    assert_eq!(model.email_standing(&id), Some(Standing::Working));
}

#[test]
fn removal_asks_first_and_leaves_nothing() {
    let (mut model, mut world) = (model(), world());
    let before = world.clone();
    let id = with_route(&mut model, &mut world);
    save(&mut model);
    click(&mut model, &mut world, EmailEvent::SetUpClicked);
    click(&mut model, &mut world, EmailEvent::RemoveClicked(id.clone()));
    assert!(model.email.run.as_ref().unwrap().goal == Goal::SetUp && model.email.confirming.is_some());
    click(&mut model, &mut world, EmailEvent::RemoveCancelled);
    click(&mut model, &mut world, EmailEvent::RemoveConfirmed);
    assert!(model.store.draft.email.route(&id).is_some(), "no yes to a question that was withdrawn");
    click(&mut model, &mut world, EmailEvent::RemoveClicked(id.clone()));
    click(&mut model, &mut world, EmailEvent::RemoveConfirmed);
    assert_eq!((world, model.store.draft.email.routes.len()), (before, 0));
    assert_eq!(model.announcement.spoken, Some(Spoken::Email(Said::Removed)));
}

#[test]
fn a_route_that_was_never_saved_goes_without_asking_anybody() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    send(&mut model, EmailEvent::RemoveClicked(id));
    assert_eq!(send(&mut model, EmailEvent::RemoveConfirmed), []);
    assert!(model.store.draft.email.routes.is_empty() && model.email.run.is_none());
}

#[test]
fn what_is_left_of_routes_that_are_no_more_is_tidied() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    save(&mut model);
    click(&mut model, &mut world, EmailEvent::SetUpClicked);
    model.store.draft.email.routes.clear();
    assert_eq!(model.email_strays(), [], "as long as it is saved it is known");
    save(&mut model);
    assert_eq!(model.email_strays().len(), 6);
    click(&mut model, &mut world, EmailEvent::TidyClicked);
    assert_eq!((world.routes(), model.email_strays().len()), (Vec::new(), 0));
    model.store.stored =
        Remote::Fresh(Stored { text: "?".into(), configuration: Err(Problem::NotJson), problems: Vec::new() });
    assert!(model.email_route_name(&id).is_none());
}

#[test]
fn an_unreadable_configuration_takes_nobodys_things_for_left_over() {
    let (mut model, mut world) = (model(), world());
    with_route(&mut model, &mut world);
    save(&mut model);
    click(&mut model, &mut world, EmailEvent::SetUpClicked);
    model.store.draft.email.routes.clear();
    model.store.stored =
        Remote::Fresh(Stored { text: "?".into(), configuration: Err(Problem::NotJson), problems: Vec::new() });
    assert_eq!(model.email_strays(), []);
    assert_eq!(send(&mut model, EmailEvent::SetUpClicked), []);
    let problems = vec![Problem::Wrong { place: "email".into() }];
    let configuration = Ok(crate::domain::configuration::Configuration::default());
    model.store.stored = Remote::Fresh(Stored { text: "?".into(), configuration, problems });
    assert_eq!(model.email_strays(), [], "nor when only the routes cannot be read");
}

#[test]
fn an_integration_that_is_there_is_remembered_as_it_was() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    click(&mut model, &mut world, EmailEvent::EditClicked(id.clone()));
    click(&mut model, &mut world, EmailEvent::Changed(Change::Mailbox(Some(integration()))));
    let before = |model: &Model| match &model.store.draft.email.route(&id).unwrap().address {
        Address::Existing { before, .. } => before.creation,
        Address::Own => panic!("not chosen"),
    };
    assert_eq!(before(&model), Creation::EveryMail);
    let shown = world.services[0].mailboxes[0].clone();
    assert!(!model.email_differences(&shown).is_empty());
    save(&mut model);
    click(&mut model, &mut world, EmailEvent::SetUpClicked);
    click(&mut model, &mut world, EmailEvent::EditClicked(id.clone()));
    click(&mut model, &mut world, EmailEvent::Changed(Change::Mailbox(Some(integration()))));
    assert_eq!(before(&model), Creation::EveryMail, "ours is not taken for what was there");
    let shown = world.services[0].mailboxes[0].clone();
    assert_eq!(model.email_differences(&shown), []);
}

#[test]
fn another_service_gives_up_the_integration_of_the_one_before() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    click(&mut model, &mut world, EmailEvent::EditClicked(id.clone()));
    click(&mut model, &mut world, EmailEvent::Changed(Change::Mailbox(Some(integration()))));
    let other = ServiceId::parse("PSVC002").unwrap();
    let items = vec![Named { id: other.clone(), name: "Search".into() }];
    model.email.services.found = Some(Ok(Page { items, more: false }));
    let read = only(send(&mut model, EmailEvent::Changed(Change::Service(other.clone()))));
    assert!(matches!(read, EmailEffect::ReadService { service, .. } if service == other));
    assert_eq!(model.store.draft.email.route(&id).unwrap().address, Address::Own);
}

#[test]
fn a_token_that_is_refused_ends_the_session_and_the_work() {
    let (mut model, mut world) = (model(), world());
    with_route(&mut model, &mut world);
    save(&mut model);
    let EmailEffect::Look { asked, .. } = only(send(&mut model, EmailEvent::SetUpClicked)) else { panic!("no look") };
    let failing = Failing { vendor: Vendor::PagerDuty, failure: Failure::Unauthorized };
    send(&mut model, EmailEvent::Looked { asked, answer: Err(failing) });
    assert!(model.me().is_none() && !model.email.is_working());
    assert_eq!(send(&mut model, EmailEvent::TryAgainClicked), []);
}

#[test]
fn nobody_but_administrators_reaches_any_of_it() {
    let (mut model, mut world) = (model(), world());
    let id = with_route(&mut model, &mut world);
    save(&mut model);
    model.agent = Remote::Fresh(agent(false));
    let before = model.clone();
    for event in
        [EmailEvent::SetUpClicked, EmailEvent::AddClicked, EmailEvent::RemoveClicked(id), EmailEvent::TidyClicked]
    {
        assert_eq!(send(&mut model, event), []);
    }
    assert_eq!(model, before);
}

#[test]
fn a_refusal_is_told_with_the_step_and_what_was_done_stays() {
    let (mut model, mut world) = (model(), world());
    with_route(&mut model, &mut world);
    save(&mut model);
    let mut effect = only(send(&mut model, EmailEvent::SetUpClicked));
    for _ in 0..2 {
        let event = answer(&mut world, effect);
        effect = only(send(&mut model, event));
    }
    let EmailEffect::Do { asked, .. } = effect else { panic!("no step") };
    send(&mut model, EmailEvent::Done { asked, answer: Err(Failure::Forbidden(Told::default())) });
    let run = model.email.run.clone().unwrap();
    assert_eq!(run.done.len(), 1);
    assert!(matches!(run.stage, Stage::Ended(End::Failed { step: Some(_), .. })));
}
