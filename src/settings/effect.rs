//! What the settings screen wants done.

use std::time::Duration;

use super::automation::AutomationEffect;
use super::email::EmailEffect;
use super::permissions::PermissionsEffect;
use super::setup::SetupEffect;
use super::store::StoreEffect;
use super::synced::SyncedEffect;

/// A clock that the screen has asked to be woken by. Setting one again moves it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Timer {
    /// Forget what was announced, so that the same words can be announced again.
    Announced,
    /// The administrator has stopped typing in the search of this name.
    Search(&'static str),
    /// The pause between two calls that are tried is over.
    Probe,
    /// What somebody saved may be read again.
    News,
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask Zendesk who looks at the screen.
    LoadAgent,
    /// Open the window in which one signs in to PagerDuty.
    OpenSignIn {
        /// Names the attempt.
        attempt: u32,
    },
    /// Close that window.
    AbandonSignIn,
    /// Forget the token here and tell PagerDuty.
    SignOut,
    /// Wake the screen after a while.
    Wake(Timer, Duration),
    /// Do not wake it.
    Hush(Timer),
    /// Focus the element with this id.
    Focus(String),
    /// Focus the first of these that is there, if what had the focus is gone. Nobody who went on elsewhere is called back.
    Regain(Vec<String>),
    /// Put this on the clipboard.
    Copy(String),
    /// Offer a file for saving.
    Download {
        /// The name that is proposed.
        name: String,
        /// What it holds.
        text: String,
    },
    /// Speak the agent's language.
    SpeakLanguage(String),
    /// What is saved.
    Store(StoreEffect),
    /// The checklist.
    Setup(SetupEffect),
    /// The table of permissions.
    Permissions(PermissionsEffect),
    /// Synced attributes.
    Synced(SyncedEffect),
    /// Rules.
    Automation(AutomationEffect),
    /// E-mail routes.
    Email(EmailEffect),
    /// End everything.
    Stop,
}
