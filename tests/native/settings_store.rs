//! Saving the settings: what is compared, written and read back, and what happens when something is in the way.

use crate::desk::{JONAS, JONAS_EMAIL, sandbox};
use crate::settings_desk::SettingsDesk;
use incident_command_console::domain::configuration::Configuration;
use incident_command_console::settings::{Effect, Page};

#[tokio::test]
async fn an_administrator_sees_what_is_saved() {
    let desk = SettingsDesk::ada(&sandbox()).await;
    assert_eq!(desk.model.store.saved(), Some(&Configuration::default()));
    assert!(desk.model.me().is_some() && !desk.model.store.is_changed());
}

#[tokio::test]
async fn nothing_is_asked_for_somebody_who_is_no_administrator() {
    let desk = SettingsDesk::new(&sandbox(), JONAS, Some(JONAS_EMAIL), Page::Permissions).await;
    assert!(!desk.seen.iter().any(|effect| matches!(effect, Effect::Store(_))));
    assert_eq!(desk.model.store.saved(), None);
}
