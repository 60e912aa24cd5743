//! Saving the settings: what is compared, written and read back, and what happens when something is in the way.

use crate::desk::{JONAS, JONAS_EMAIL, sandbox};
use crate::seat::Network;
use crate::settings_desk::{ADA, SettingsDesk, configure, setting_fault, store, view_and_note};
use incident_command_console::domain::configuration::{Change, Configuration};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::mirror::Switch;
use incident_command_console::domain::ticket::Agent;
use incident_command_console::settings::store::{FileRead, Notice, StoreEvent, Task};
use incident_command_console::settings::{Effect, Event, Page};
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::Kind;
use serde_json::json;

#[tokio::test]
async fn an_administrator_sees_what_is_saved() {
    let desk = SettingsDesk::ada(&sandbox()).await;
    assert_eq!(desk.model.store.saved(), Some(&Configuration::default()));
    assert!(desk.model.me().is_some() && !desk.model.store.is_changed());
}

#[tokio::test]
async fn nothing_is_asked_for_somebody_who_is_no_administrator() {
    let mut desk = SettingsDesk::new(&sandbox(), JONAS, Some(JONAS_EMAIL), Page::Permissions).await;
    for event in [
        StoreEvent::NewsHeard,
        StoreEvent::SaveClicked,
        StoreEvent::SaveConfirmed,
        StoreEvent::ExportClicked,
        StoreEvent::FileChosen(FileRead::Text(r#"{"version":2}"#.into())),
        StoreEvent::ResetClicked,
        StoreEvent::ResetConfirmed,
    ] {
        desk.tell(store(event)).await;
    }
    assert!(!desk.seen.iter().any(|effect| matches!(effect, Effect::Store(_) | Effect::Download { .. })));
    assert_eq!((desk.model.store.saved(), desk.setting().as_str()), (None, ""));
    assert!(desk.written.borrow().is_empty());
}

#[tokio::test]
async fn what_would_change_is_seen_before_it_is_saved() {
    let mut desk = SettingsDesk::ada(&sandbox()).await;
    desk.narrow();
    desk.edit(|draft| draft.mirroring.set(Switch::Notes, false));
    desk.tell(store(StoreEvent::SaveClicked)).await;
    assert_eq!((desk.model.store.task.as_ref(), desk.setting().as_str()), (Some(&Task::Review), ""));
    let changes = desk.model.store.changes();
    assert!(matches!(
        changes.as_slice(),
        [Change::Everyone { .. }, Change::GroupAdded { .. }, Change::Switched { .. }]
    ));
    let bytes = desk.model.store.bytes.unwrap();
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!((desk.setting().len(), desk.setting_writes()), (bytes, 1));
    assert_eq!(desk.setting_json()["permissions"]["default"], json!(["view"]));
    assert_eq!(desk.setting_json()["version"], json!(2));
    assert_eq!(desk.model.store.notice, Some(Notice::Saved));
    assert!(desk.model.store.task.is_none() && !desk.model.store.is_changed());
}

#[tokio::test]
async fn saving_twice_by_a_double_press_writes_once() {
    let mut desk = SettingsDesk::ada(&sandbox()).await;
    desk.narrow();
    desk.take(store(StoreEvent::SaveClicked));
    for _ in 0..3 {
        desk.take(store(StoreEvent::SaveConfirmed));
    }
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!((desk.setting_writes(), desk.model.store.notice.clone()), (1, Some(Notice::Saved)));
}

#[tokio::test]
async fn what_a_later_console_keeps_in_the_setting_stays() {
    let world = sandbox();
    configure(&world, r#"{"version":1,"theme":"dusk","mirror":{"echo":3}}"#);
    let mut desk = SettingsDesk::ada(&world).await;
    desk.narrow();
    desk.save().await;
    let setting = desk.setting_json();
    assert_eq!(
        (&setting["theme"], &setting["mirror"]["echo"], &setting["version"]),
        (&json!("dusk"), &json!(3), &json!(2))
    );
}

#[tokio::test]
async fn without_a_look_nothing_is_written() {
    let world = sandbox();
    let mut desk = SettingsDesk::ada(&world).await;
    desk.narrow();
    setting_fault(&world, "GET", Kind::DropAnswer, 3);
    desk.save().await;
    assert_eq!(
        (desk.setting_writes(), desk.model.store.notice.clone()),
        (0, Some(Notice::Failed(Failure::Unreachable)))
    );
    assert_eq!(desk.model.store.draft.permissions, view_and_note());
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!((desk.setting_writes(), desk.model.store.notice.clone()), (1, Some(Notice::Saved)));
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_found_and_not_repeated() {
    for kind in [Kind::DropAnswer, Kind::Malformed] {
        let world = sandbox();
        let mut desk = SettingsDesk::ada(&world).await;
        desk.narrow();
        setting_fault(&world, "PUT", kind.clone(), 1);
        desk.save().await;
        assert_eq!((desk.setting_writes(), desk.model.store.notice.clone()), (1, Some(Notice::Saved)), "{kind:?}");
    }
}

#[tokio::test]
async fn a_write_that_never_arrived_is_offered_again() {
    let world = sandbox();
    let mut desk = SettingsDesk::ada(&world).await;
    desk.narrow();
    setting_fault(&world, "PUT", Kind::DropRequest, 1);
    desk.save().await;
    assert_eq!(desk.model.store.notice, Some(Notice::Failed(Failure::Unreachable)));
    assert_eq!((desk.setting().as_str(), desk.model.store.task.as_ref()), ("", Some(&Task::Review)));
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!((desk.setting_writes(), desk.model.store.notice.clone()), (2, Some(Notice::Saved)));
}

/// The network goes away with the write, so that nobody can tell whether it arrived.
async fn in_doubt(world: &(Sandbox, Clock)) -> SettingsDesk {
    let mut desk = SettingsDesk::ada(world).await;
    desk.narrow();
    desk.network.set(Network::GoneWithAWrite);
    desk.save().await;
    assert_eq!(desk.model.store.notice, Some(Notice::Unsure(Failure::Unreachable)));
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!(
        (desk.setting_writes(), desk.model.store.notice.clone()),
        (1, Some(Notice::Failed(Failure::Unreachable)))
    );
    desk.network.set(Network::Fine);
    desk
}

#[tokio::test]
async fn a_doubt_is_settled_by_looking_and_never_by_writing_blindly() {
    let world = sandbox();
    let mut desk = in_doubt(&world).await;
    // What is edited on top of it is no conflict with anybody.
    desk.tell(store(StoreEvent::TaskClosed)).await;
    desk.edit(|draft| draft.mirroring.set(Switch::Notes, false));
    desk.save().await;
    assert_eq!((desk.setting_writes(), desk.model.store.notice.clone()), (2, Some(Notice::Saved)));
    assert_eq!(desk.setting_json()["permissions"]["default"], json!(["view"]));
    assert_eq!(desk.setting_json()["mirror"]["notes"], json!(false));
}

#[tokio::test]
async fn a_write_in_doubt_that_had_arrived_is_not_written_again() {
    let world = sandbox();
    let mut desk = in_doubt(&world).await;
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!((desk.setting_writes(), desk.model.store.notice.clone()), (1, Some(Notice::Saved)));
}

#[tokio::test]
async fn each_refusal_is_told_and_nothing_typed_is_lost() {
    for code in [401, 403, 404, 409, 413, 422, 429, 500, 503] {
        let world = sandbox();
        let mut desk = SettingsDesk::ada(&world).await;
        desk.narrow();
        setting_fault(&world, "PUT", Kind::Status { code, retry_after: Some(7), body: None }, 1);
        desk.save().await;
        let Some(Notice::Failed(failure)) = &desk.model.store.notice else {
            panic!("{code}: {:?}", desk.model.store.notice);
        };
        let expected = match code {
            401 => matches!(failure, Failure::Unauthorized),
            403 => matches!(failure, Failure::Forbidden(_)),
            404 => matches!(failure, Failure::NotFound),
            409 => matches!(failure, Failure::Conflict(_)),
            429 => matches!(failure, Failure::RateLimited { seconds: Some(_) }),
            500.. => *failure == Failure::Broken { status: code },
            _ => matches!(failure, Failure::Rejected(_)),
        };
        assert!(expected, "{code}: {failure:?}");
        assert_eq!((desk.model.store.draft.permissions.clone(), desk.setting()), (view_and_note(), String::new()));
        desk.tell(store(StoreEvent::SaveConfirmed)).await;
        assert_eq!(desk.model.store.notice, Some(Notice::Saved), "{code}");
    }
}

#[tokio::test]
async fn a_good_answer_to_what_was_not_saved_is_not_believed() {
    let world = sandbox();
    let mut desk = SettingsDesk::ada(&world).await;
    desk.narrow();
    setting_fault(&world, "PUT", Kind::Status { code: 200, retry_after: None, body: Some("{}".into()) }, 1);
    desk.save().await;
    assert_eq!(desk.model.store.notice, Some(Notice::Mismatch));
    assert!(desk.model.store.is_changed() && desk.model.store.draft.permissions == view_and_note());
    desk.tell(store(StoreEvent::SaveConfirmed)).await;
    assert_eq!(desk.model.store.notice, Some(Notice::Saved));
}

#[tokio::test]
async fn zendesk_refuses_who_only_says_to_be_an_administrator() {
    let world = sandbox();
    let mut desk = SettingsDesk::new(&world, JONAS, Some(JONAS_EMAIL), Page::Setup).await;
    let agent = desk.model.agent.known().cloned().unwrap();
    desk.tell(Event::AgentArrived(Ok(Agent { is_admin: true, ..agent }))).await;
    desk.narrow();
    desk.save().await;
    assert!(matches!(desk.model.store.notice, Some(Notice::Failed(Failure::Forbidden(_)))));
    assert_eq!(desk.setting(), "");
}

#[tokio::test]
async fn what_was_edited_survives_pages_offline_and_a_cancel_that_is_taken_back() {
    let mut desk = SettingsDesk::ada(&sandbox()).await;
    desk.narrow();
    let mine = desk.model.store.draft.clone();
    for page in Page::ALL {
        desk.tell(Event::PageChosen(page)).await;
    }
    desk.tell(Event::ConnectivityChanged(false)).await;
    desk.save().await;
    assert_eq!((desk.setting_writes(), &desk.model.store.draft), (0, &mine));
    desk.tell(Event::ConnectivityChanged(true)).await;
    desk.tell(Event::SignOutClicked).await;
    assert_eq!(desk.model.store.draft, mine);
    desk.tell(store(StoreEvent::TaskClosed)).await;
    desk.tell(store(StoreEvent::CancelClicked)).await;
    assert_eq!((desk.model.store.draft.clone(), desk.model.store.is_changed()), (Configuration::default(), false));
    desk.tell(store(StoreEvent::UndoClicked)).await;
    assert_eq!(desk.model.store.draft, mine);
    desk.tell(store(StoreEvent::CancelClicked)).await;
    desk.edit(|draft| draft.mirroring.set(Switch::Notes, false));
    assert!(!desk.model.store.can_undo(), "an undo never takes away what was edited since");
}

#[tokio::test]
async fn nothing_of_the_screen_goes_on_after_it_is_closed() {
    let world = sandbox();
    let mut desk = SettingsDesk::new(&world, ADA, None, Page::Layout).await;
    desk.narrow();
    desk.tell(store(StoreEvent::CancelClicked)).await;
    assert!(desk.timers() > 0);
    desk.wait(std::time::Duration::from_secs(6)).await;
    assert_eq!(desk.timers(), 0, "what was announced is forgotten");
    desk.tell(Event::Left).await;
    desk.tell(store(StoreEvent::NewsHeard)).await;
    assert_eq!((desk.timers(), desk.setting_writes()), (0, 0));
}
