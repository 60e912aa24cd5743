//! The settings as a file, settings that cannot be read, settings that are too large, and back to the defaults.

use crate::desk::sandbox;
use crate::settings_desk::{SettingsDesk, configure, store, view_and_note};
use incident_command_console::domain::ability::Abilities;
use incident_command_console::domain::configuration::{Change, Configuration, LARGEST, Problem};
use incident_command_console::settings::store::{FileRead, Notice, StoreEvent, Task};
use serde_json::json;

#[tokio::test]
async fn a_setting_that_cannot_be_read_is_replaced_only_on_purpose() {
    for text in ["{", r#"{"version":9,"permissions":{"default":[]}}"#, r#"{"version":2,"permissions":7}"#] {
        let world = sandbox();
        configure(&world, text);
        let mut desk = SettingsDesk::ada(&world).await;
        assert!(desk.model.store.unreadable().is_some() && !desk.model.store.is_changed(), "{text}");
        desk.save().await;
        assert_eq!((desk.setting_writes(), desk.setting()), (0, text.to_owned()));
        desk.tell(store(StoreEvent::ExportClicked)).await;
        assert_eq!(desk.downloads().last().map(|(_, held)| held.as_str()), Some(text), "what is there can be kept");
        desk.tell(store(StoreEvent::StartOverClicked)).await;
        assert_eq!(desk.model.store.task, Some(Task::Review));
        assert!(
            matches!(desk.model.store.changes().first(), Some(Change::Everyone { .. })),
            "it opens what was closed"
        );
        desk.tell(store(StoreEvent::SaveConfirmed)).await;
        assert_eq!(desk.model.store.notice, Some(Notice::Saved), "{text}");
        assert_eq!(desk.model.store.saved(), Some(&Configuration::default()));
    }
}

#[tokio::test]
async fn places_that_cannot_be_read_are_named_and_the_rest_holds() {
    let world = sandbox();
    configure(&world, r#"{"version":2,"permissions":{"default":["view"]},"mirror":{"notes":"yes"}}"#);
    let desk = SettingsDesk::ada(&world).await;
    let stored = desk.model.store.stored.known().unwrap();
    assert_eq!(stored.problems, [Problem::Wrong { place: "mirror.notes".into() }]);
    assert_eq!(desk.model.store.draft.permissions.default, Abilities::view_only());
    assert!(!desk.model.store.draft.mirroring.notes);
}

#[tokio::test]
async fn a_file_is_seen_before_it_is_taken_and_taken_before_it_is_saved() {
    let world = sandbox();
    let mut desk = SettingsDesk::ada(&world).await;
    desk.narrow();
    desk.tell(store(StoreEvent::ExportClicked)).await;
    let (name, text) = desk.downloads().pop().unwrap();
    assert_eq!(name, "pagerduty-settings-northwind.json");
    assert_eq!(
        desk.model.store.notice,
        Some(Notice::Exported(text.clone())),
        "where no file is saved it can be copied"
    );
    let mut other = SettingsDesk::ada(&world).await;
    other.tell(store(StoreEvent::FileChosen(FileRead::Text(text.clone())))).await;
    assert!(matches!(other.model.store.task, Some(Task::Import(_))) && !other.model.store.is_changed());
    other.tell(store(StoreEvent::ImportConfirmed)).await;
    assert_eq!((other.model.store.draft.permissions.clone(), other.setting()), (view_and_note(), String::new()));
    assert_eq!(other.model.store.notice, Some(Notice::Imported));
    other.tell(store(StoreEvent::FileChosen(FileRead::Text(text)))).await;
    assert_eq!(other.model.store.notice, Some(Notice::NothingToImport));
    other.save().await;
    assert_eq!(other.setting_json()["permissions"]["default"], json!(["view"]));
}

#[tokio::test]
async fn rubbish_is_refused_and_changes_nothing() {
    let mut desk = SettingsDesk::ada(&sandbox()).await;
    desk.narrow();
    let mine = desk.model.store.draft.clone();
    let nested = "[".repeat(20_000);
    for text in ["", "<html>", "[]", "{}", r#"{"version":9}"#, r#"{"version":2,"mirror":{"notes":1}}"#, &nested] {
        desk.tell(store(StoreEvent::FileChosen(FileRead::Text(text.to_owned())))).await;
        assert!(matches!(desk.model.store.notice, Some(Notice::ImportRefused(_))), "{text:.20}");
        assert_eq!((desk.model.store.draft == mine, &desk.model.store.task), (true, &None), "{text:.20}");
    }
    for (file, notice) in [
        (FileRead::Unreadable, Notice::FileUnreadable),
        (FileRead::TooLarge { bytes: 900_000 }, Notice::ImportRefused(vec![Problem::TooLarge { bytes: 900_000 }])),
    ] {
        desk.tell(store(StoreEvent::FileChosen(file))).await;
        assert_eq!(desk.model.store.notice, Some(notice));
    }
}

#[tokio::test]
async fn what_the_setting_does_not_hold_is_not_sent() {
    let mut desk = SettingsDesk::ada(&sandbox()).await;
    desk.edit(|draft| draft.permissions.groups = (0..1_500_u64).map(|id| (id, Abilities::all())).collect());
    // Pressed before the draft was measured.
    desk.take(store(StoreEvent::SaveClicked));
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    let Some(Notice::TooLarge { bytes }) = desk.model.store.notice else { panic!("{:?}", desk.model.store.notice) };
    assert!(bytes > LARGEST && desk.setting_writes() == 0);
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert!(!desk.model.store.is_saving(), "and not when it is known");
    desk.tell(store(StoreEvent::TaskClosed)).await;
    desk.edit(|draft| draft.permissions.groups.truncate(100));
    desk.save().await;
    assert_eq!(desk.model.store.notice, Some(Notice::Saved));
}

#[tokio::test]
async fn back_to_the_defaults_is_seen_first_and_keeps_what_is_registered_in_pagerduty() {
    let mut desk = SettingsDesk::ada(&sandbox()).await;
    desk.narrow();
    desk.edit(|draft| draft.registered_redirect = Some("https://example.com/oauth.html".into()));
    desk.save().await;
    desk.tell(store(StoreEvent::ResetConfirmed)).await;
    assert!(!desk.model.store.is_changed(), "nobody has looked at it");
    desk.tell(store(StoreEvent::ResetClicked)).await;
    assert_eq!(desk.model.store.task, Some(Task::Reset));
    desk.tell(store(StoreEvent::ResetConfirmed)).await;
    assert_eq!(desk.setting_json()["permissions"]["default"], json!(["view"]), "not saved yet");
    desk.save().await;
    let setting = desk.setting_json();
    assert_eq!(
        (setting.get("permissions"), &setting["registered_redirect"]),
        (None, &json!("https://example.com/oauth.html"))
    );
    desk.tell(store(StoreEvent::ResetClicked)).await;
    assert_eq!(desk.model.store.notice, Some(Notice::NothingToReset));
}
