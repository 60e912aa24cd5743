//! What administrators save takes effect in open consoles, and the pages that decide it.

use crate::desk::{Desk, JONAS, JONAS_EMAIL, TIER_1, sandbox};
use crate::settings_desk::{ADA, SettingsDesk};
use incident_command_console::console::manners::MannersEvent;
use incident_command_console::console::{Event as ConsoleEvent, Timer};
use incident_command_console::domain::ability::{Abilities, Ability};
use incident_command_console::domain::action::{Action, Refusal};
use incident_command_console::domain::display::{Block, DetailField, Item};
use incident_command_console::domain::hint::CONFIGURATION;
use incident_command_console::domain::mirror::Switch;
use incident_command_console::domain::ticket::TicketPriority;
use incident_command_console::settings::layout::LayoutEvent;
use incident_command_console::settings::store::StoreEvent;
use incident_command_console::settings::synced::{Choices, SyncedEvent};
use incident_command_console::settings::{Effect, Event, Page};
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use sandbox::zendesk::Push;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

/// Its incident is acknowledged; Open.
const ONE: u64 = 48_213;

async fn save(desk: &mut SettingsDesk) {
    desk.tell(Event::Store(StoreEvent::SaveClicked)).await;
    desk.tell(Event::Store(StoreEvent::SaveConfirmed)).await;
    assert!(!desk.model.store.is_changed());
}

/// Takes an ability away from everybody, and saves.
async fn take_away(desk: &mut SettingsDesk, ability: Ability) {
    let left: Abilities = Ability::ALL.into_iter().filter(|it| *it != ability).collect();
    desk.edit(|draft| draft.permissions.groups = vec![(TIER_1, left)]);
    save(desk).await;
}

/// Brings the console what Zendesk sends to every open instance of the app.
async fn deliver(pushes: &mut Receiver<Push>, desk: &mut Desk) -> usize {
    let mut count = 0;
    while let Ok(push) = pushes.try_recv() {
        if let Push::AppNotification { body: Value::String(text), .. } = push {
            count += 1;
            desk.tell(ConsoleEvent::Manners(MannersEvent::HintHeard(text))).await;
        }
    }
    count
}

fn readings(world: &(Sandbox, Clock)) -> usize {
    let asked = world.0.recorder().exchanges();
    let is_it = |it: &&Value| it["request"]["url"].as_str().unwrap_or_default().contains("/apps/installations/");
    asked.iter().filter(is_it).count()
}

#[tokio::test]
async fn a_permission_that_is_taken_away_disables_its_button_in_an_open_console() {
    let world = sandbox();
    let mut console = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    let mut settings = SettingsDesk::ada(&world).await;
    let mut pushes = world.0.zendesk().pushes();
    assert_eq!(console.model.permit(Action::Note), Ok(()));
    take_away(&mut settings, Ability::Note).await;
    assert_eq!(deliver(&mut pushes, &mut console).await, 1, "one save is one hint");
    console.wait(Duration::from_secs(30)).await;
    assert_eq!(console.model.permit(Action::Note), Err(Refusal::NotPermitted(Ability::Note)));
    assert_eq!(console.model.permit(Action::Create), Ok(()));
}

#[tokio::test]
async fn what_is_shown_and_what_is_written_to_tickets_follows_too() {
    let world = sandbox();
    let mut console = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    let mut settings = SettingsDesk::ada(&world).await;
    let mut pushes = world.0.zendesk().pushes();
    settings.tell(Event::Layout(LayoutEvent::Toggled(Item::Block(Block::Timeline), false))).await;
    settings.tell(Event::Synced(SyncedEvent::Switched(Switch::StateChanges, false))).await;
    settings.tell(Event::Synced(SyncedEvent::Switched(Switch::OpenNewTickets, false))).await;
    save(&mut settings).await;
    deliver(&mut pushes, &mut console).await;
    console.wait(Duration::from_secs(30)).await;
    assert!(!console.model.shows(Block::Timeline) && console.model.shows(Block::Details));
    let before = world.0.zendesk().ticket(ONE).unwrap().audits.len();
    let id = console.only().id;
    console.tell(ConsoleEvent::ResolveClicked(id)).await;
    console.tell(ConsoleEvent::ResolveConfirmed).await;
    console.wait(Duration::from_secs(30)).await;
    assert_eq!(world.0.zendesk().ticket(ONE).unwrap().audits.len(), before, "nothing is told any more");
}

#[tokio::test]
async fn a_console_in_the_background_waits_until_somebody_looks() {
    let world = sandbox();
    let mut console = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    let mut settings = SettingsDesk::ada(&world).await;
    let mut pushes = world.0.zendesk().pushes();
    console.tell(ConsoleEvent::VisibilityChanged(false)).await;
    take_away(&mut settings, Ability::Note).await;
    deliver(&mut pushes, &mut console).await;
    world.0.recorder().clear();
    console.wait(Duration::from_secs(60)).await;
    assert_eq!((readings(&world), console.model.permit(Action::Note)), (0, Ok(())));
    console.tell(ConsoleEvent::VisibilityChanged(true)).await;
    console.wait(Duration::from_secs(30)).await;
    assert!(console.model.permit(Action::Note).is_err());
}

#[tokio::test]
async fn who_comes_back_after_long_goes_by_what_holds_now_without_any_hint() {
    let world = sandbox();
    let mut console = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    let mut settings = SettingsDesk::ada(&world).await;
    console.tell(ConsoleEvent::VisibilityChanged(false)).await;
    take_away(&mut settings, Ability::Note).await;
    console.wait(Duration::from_secs(120)).await;
    world.0.recorder().clear();
    console.tell(ConsoleEvent::VisibilityChanged(true)).await;
    console.wait(Duration::from_secs(5)).await;
    assert_eq!(readings(&world), 0, "it was read lately");
    console.tell(ConsoleEvent::VisibilityChanged(false)).await;
    console.wait(Duration::from_secs(600)).await;
    console.tell(ConsoleEvent::VisibilityChanged(true)).await;
    console.wait(Duration::from_secs(5)).await;
    assert!(readings(&world) == 1 && console.model.permit(Action::Note).is_err());
}

#[tokio::test]
async fn a_flood_of_hints_and_a_failing_zendesk_cause_few_questions_and_change_nothing() {
    let world = sandbox();
    let mut console = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    world.0.recorder().clear();
    for _ in 0..600 {
        console.tell(ConsoleEvent::Manners(MannersEvent::HintHeard(CONFIGURATION.into()))).await;
        console.wait(Duration::from_millis(100)).await;
    }
    assert!(readings(&world) <= 5, "{}", readings(&world));
    console.wait(Duration::from_secs(60)).await;
    world.0.recorder().clear();
    let down = Kind::Status { code: 429, retry_after: Some(60), body: None };
    world.0.faults().add(Fault::new(Target::Zendesk, down).path("/api/v2/apps/installations/"));
    console.tell(ConsoleEvent::Manners(MannersEvent::HintHeard(CONFIGURATION.into()))).await;
    console.wait(Duration::from_secs(120)).await;
    assert!(readings(&world) <= 9, "{}", readings(&world));
    assert_eq!(console.model.permit(Action::Note), Ok(()));
}

#[tokio::test]
async fn a_setting_that_became_unreadable_lets_nobody_change_anything() {
    let world = sandbox();
    let mut console = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    assert!(world.0.zendesk().set_setting("configuration", "{"));
    console.tell(ConsoleEvent::Manners(MannersEvent::HintHeard(CONFIGURATION.into()))).await;
    console.wait(Duration::from_secs(30)).await;
    assert!(console.model.permit(Action::Acknowledge).is_err() && console.model.permit(Action::Create).is_err());
    assert!(console.model.surroundings.as_ref().unwrap().permissions.is_err());
}

#[tokio::test]
async fn nothing_of_it_is_left_when_the_console_closes() {
    let world = sandbox();
    let mut console = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    console.tell(ConsoleEvent::Manners(MannersEvent::HintHeard(CONFIGURATION.into()))).await;
    console.tell(ConsoleEvent::Left).await;
    console.tell(ConsoleEvent::Woke(Timer::Configuration)).await;
    assert_eq!(console.timers(), 0);
}

#[tokio::test]
async fn priorities_are_chosen_from_those_of_the_account() {
    let world = sandbox();
    let mut desk = SettingsDesk::ada(&world).await;
    desk.tell(Event::PageChosen(Page::Synced)).await;
    assert_eq!(desk.model.priority_choices(), Choices::Known);
    let names: Vec<_> = desk.model.synced.priorities.known().unwrap().iter().map(|it| it.name.clone()).collect();
    assert!(names.contains(&"P1".to_owned()), "{names:?}");
    desk.tell(Event::Synced(SyncedEvent::Mapped(TicketPriority::Urgent, "P1".into()))).await;
    desk.tell(Event::Synced(SyncedEvent::Mapped(TicketPriority::Low, "P5".into()))).await;
    desk.tell(Event::Synced(SyncedEvent::Mapped(TicketPriority::Low, String::new()))).await;
    save(&mut desk).await;
    assert_eq!(desk.setting_json()["mirror"]["priority"], json!({ "urgent": "P1" }));
}

#[tokio::test]
async fn names_that_were_typed_stay_whatever_pagerduty_says() {
    let world = sandbox();
    let setting = json!({ "version": 1, "mirror": { "priority": { "urgent": "Red" } } });
    assert!(world.0.zendesk().set_setting("configuration", setting.to_string()));
    let kept = |desk: &SettingsDesk| {
        desk.model.store.draft.mirroring.priorities.for_incident(TicketPriority::Urgent).map(str::to_owned)
    };
    let mut desk = SettingsDesk::new(&world, ADA, None, Page::Synced).await;
    assert_eq!((desk.model.priority_choices(), kept(&desk).as_deref()), (Choices::SignedOut, Some("Red")));
    desk.tell(Event::Synced(SyncedEvent::RetryClicked)).await;
    assert!(!desk.seen.iter().any(|effect| matches!(effect, Effect::Synced(_))), "nobody could be asked");
    for (code, choices) in [(402, Choices::Unused), (503, Choices::Failed), (401, Choices::SignedOut)] {
        let fault = Fault::new(Target::Pagerduty, Kind::Status { code, retry_after: None, body: None });
        world.0.faults().add(fault.path("/priorities"));
        let mut desk = SettingsDesk::ada(&world).await;
        desk.tell(Event::PageChosen(Page::Synced)).await;
        assert_eq!((desk.model.priority_choices(), kept(&desk).as_deref()), (choices, Some("Red")), "{code}");
        world.0.faults().clear();
    }
}

#[tokio::test]
async fn sections_and_fields_are_put_in_order_by_keyboard() {
    let mut desk = SettingsDesk::ada(&sandbox()).await;
    let item = Item::Block(Block::Responders);
    desk.tell(Event::Layout(LayoutEvent::Moved { item, up: true })).await;
    assert_eq!(desk.model.store.draft.display.standing(item), (0, 6));
    let focus = desk.seen.iter().rev().find_map(|effect| match effect {
        Effect::Focus(id) => Some(id.clone()),
        _ => None,
    });
    assert_eq!(focus.as_deref(), Some("down-block-responders"), "at the top only the way down is left");
    desk.tell(Event::Layout(LayoutEvent::Moved { item, up: true })).await;
    let onto = Item::Field(DetailField::Teams);
    desk.tell(Event::Layout(LayoutEvent::Dropped { item, onto })).await;
    assert_eq!(desk.model.store.draft.display.standing(item), (0, 6), "a section is no field");
    desk.tell(Event::Layout(LayoutEvent::Toggled(onto, false))).await;
    save(&mut desk).await;
    assert_eq!(desk.setting_json()["display"]["sections"][0], json!("responders"));
    desk.tell(Event::Layout(LayoutEvent::Reset)).await;
    save(&mut desk).await;
    assert_eq!(desk.setting_json().get("display"), None);
}
