//! Two administrators at once: what both changed stays, or somebody chooses; nothing is overwritten unseen.

use crate::desk::{TIER_1, sandbox};
use crate::settings_desk::{SettingsDesk, store, view_and_note};
use incident_command_console::domain::ability::Abilities;
use incident_command_console::domain::configuration::{Change, Section, Side};
use incident_command_console::domain::mirror::Switch;
use incident_command_console::settings::store::{Notice, StoreEvent, Task};
use incident_command_console::settings::{Event, Page};
use sandbox::Sandbox;
use sandbox::clock::Clock;
use serde_json::json;

#[tokio::test]
async fn changes_to_different_pages_stand_beside_each_other() {
    let world = sandbox();
    let (mut one, mut other) = (SettingsDesk::ada(&world).await, SettingsDesk::ada(&world).await);
    one.narrow();
    one.save().await;
    other.edit(|draft| draft.mirroring.set(Switch::StateChanges, false));
    other.save().await;
    assert_eq!(other.setting_writes(), 0, "nothing is written over what the other one saved");
    assert!(matches!(other.model.store.task, Some(Task::Conflict(_))));
    assert!(other.model.store.contested().is_empty() && other.model.store.can_keep_both());
    other.tell(store(StoreEvent::KeepBothClicked)).await;
    assert_eq!(other.model.store.task, Some(Task::Review));
    assert_eq!(other.model.store.changes(), [Change::Switched { switch: Switch::StateChanges, on: false }]);
    other.tell(store(StoreEvent::SaveConfirmed)).await;
    let setting = other.setting_json();
    assert_eq!(setting["permissions"]["default"], json!(["view"]));
    assert_eq!(setting["mirror"]["state_changes"], json!(false));
}

/// Two administrators who have both changed the permissions; the second one has pressed Save.
async fn contested(world: &(Sandbox, Clock)) -> SettingsDesk {
    let (mut one, mut other) = (SettingsDesk::ada(world).await, SettingsDesk::ada(world).await);
    one.narrow();
    one.save().await;
    other.edit(|draft| draft.permissions.default = Abilities::NONE);
    other.edit(|draft| draft.registered_redirect = Some("https://example.com/oauth.html".into()));
    other.save().await;
    assert_eq!(other.model.store.contested(), [Section::Permissions]);
    other
}

#[tokio::test]
async fn where_both_changed_the_same_somebody_has_to_choose() {
    for (side, default) in [(Side::Mine, json!([])), (Side::Theirs, json!(["view"]))] {
        let mut desk = Box::pin(contested(&sandbox())).await;
        desk.tell(store(StoreEvent::KeepBothClicked)).await;
        assert!(matches!(desk.model.store.task, Some(Task::Conflict(_))), "nothing is chosen yet");
        desk.tell(store(StoreEvent::SideChosen(Section::Permissions, side))).await;
        desk.tell(store(StoreEvent::KeepBothClicked)).await;
        desk.tell(store(StoreEvent::SaveConfirmed)).await;
        let setting = desk.setting_json();
        assert_eq!(setting["permissions"]["default"], default, "{side:?}");
        assert_eq!(setting["registered_redirect"], json!("https://example.com/oauth.html"));
    }
}

#[tokio::test]
async fn what_the_other_one_saved_is_replaced_only_after_it_was_seen() {
    let mut desk = Box::pin(contested(&sandbox())).await;
    desk.tell(store(StoreEvent::OverwriteClicked)).await;
    assert_eq!((desk.model.store.task.as_ref(), desk.setting_writes()), (Some(&Task::Review), 0));
    assert!(desk.model.store.changes().contains(&Change::GroupRemoved { group: TIER_1 }));
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!(desk.setting_json()["permissions"], json!({ "default": [], "groups": {} }));
}

#[tokio::test]
async fn what_was_given_up_for_the_other_one_can_be_taken_back() {
    let mut desk = Box::pin(contested(&sandbox())).await;
    let mine = desk.model.store.draft.clone();
    desk.tell(store(StoreEvent::DiscardMineClicked)).await;
    assert_eq!(desk.model.store.draft.permissions, view_and_note());
    assert!(!desk.model.store.is_changed() && desk.setting_writes() == 0);
    desk.tell(store(StoreEvent::UndoClicked)).await;
    assert_eq!(desk.model.store.draft, mine);
}

#[tokio::test]
async fn a_conflict_that_is_left_open_is_still_there_and_nothing_is_written() {
    let mut desk = Box::pin(contested(&sandbox())).await;
    let mine = desk.model.store.draft.clone();
    desk.tell(Event::PageChosen(Page::Layout)).await;
    assert!(desk.model.store.task.is_none() && desk.model.store.newer.is_some());
    assert_eq!(desk.model.store.draft, mine);
    desk.tell(store(StoreEvent::SaveClicked)).await;
    assert!(matches!(desk.model.store.task, Some(Task::Conflict(_))));
    assert_eq!(desk.setting_writes(), 0);
}

#[tokio::test]
async fn who_saved_the_same_has_nothing_to_decide() {
    let world = sandbox();
    let (mut one, mut other) = (SettingsDesk::ada(&world).await, SettingsDesk::ada(&world).await);
    one.narrow();
    other.narrow();
    one.save().await;
    other.save().await;
    assert_eq!((other.setting_writes(), other.model.store.notice.clone()), (0, Some(Notice::Saved)));
    assert!(!other.model.store.is_changed());
}

#[tokio::test]
async fn news_are_followed_by_who_has_changed_nothing_and_only_told_to_who_has() {
    let world = sandbox();
    let (mut one, mut idle, mut busy) =
        (SettingsDesk::ada(&world).await, SettingsDesk::ada(&world).await, SettingsDesk::ada(&world).await);
    busy.edit(|draft| draft.mirroring.set(Switch::Notes, false));
    let mine = busy.model.store.draft.clone();
    one.narrow();
    one.save().await;
    world.1.advance(60_000);
    idle.tell(store(StoreEvent::NewsHeard)).await;
    assert_eq!(idle.model.store.draft.permissions, view_and_note());
    busy.tell(store(StoreEvent::NewsHeard)).await;
    assert_eq!(busy.model.store.draft, mine);
    busy.tell(Event::RetryClicked).await;
    assert!(busy.model.store.newer.is_some(), "reading again does not make it forgotten");
    busy.tell(store(StoreEvent::NewsOpened)).await;
    assert!(matches!(busy.model.store.task, Some(Task::Conflict(_))));
}

#[tokio::test]
async fn news_that_come_soon_after_a_reading_are_looked_at_later() {
    let world = sandbox();
    let (mut one, mut idle) = (SettingsDesk::ada(&world).await, SettingsDesk::ada(&world).await);
    one.narrow();
    one.save().await;
    idle.tell(store(StoreEvent::NewsHeard)).await;
    assert_ne!(idle.model.store.draft.permissions, view_and_note());
    idle.wait(std::time::Duration::from_secs(6)).await;
    assert_eq!(idle.model.store.draft.permissions, view_and_note());
}

#[tokio::test]
async fn a_flood_of_news_causes_few_questions() {
    let world = sandbox();
    let mut desk = SettingsDesk::ada(&world).await;
    world.0.recorder().clear();
    for _ in 0..600 {
        desk.tell(store(StoreEvent::NewsHeard)).await;
        world.1.advance(100);
    }
    assert!(world.0.recorder().exchanges().len() <= 13);
}
