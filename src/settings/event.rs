//! What happened: to the administrator's mouse and keyboard, in Zendesk, in PagerDuty, with time.

use crate::domain::account::{Me, SignInProblem};
use crate::domain::failure::Failure;
use crate::domain::ticket::Agent;

use super::automation::AutomationEvent;
use super::effect::Timer;
use super::email::EmailEvent;
use super::layout::LayoutEvent;
use super::model::Page;
use super::permissions::PermissionsEvent;
use super::setup::SetupEvent;
use super::store::StoreEvent;
use super::synced::SyncedEvent;

/// What came back from a call.
pub type Answer<T> = Result<T, Failure>;

/// What is known as soon as Zendesk has registered the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// The account's subdomain; part of the incident key.
    pub subdomain: String,
    /// The id of this installation of the app; `None` while it is being developed.
    pub installation: Option<u64>,
    /// The PagerDuty app's client id, if it is set.
    pub client_id: Option<String>,
    /// The scope that agents ask for.
    pub scope: String,
    /// The service region of the setting: `us` or `eu`.
    pub region: String,
    /// The address that has to be registered in PagerDuty for signing in to come back.
    pub redirect_address: Option<String>,
    /// Whether that address is the administrator's own, which no upload changes.
    pub redirect_is_own: bool,
    /// Whether the setting says that there is a read-only key.
    pub has_read_only_key: bool,
    /// Whose token is kept from an earlier visit.
    pub me: Option<Me>,
    /// The page that the address of the app asks for.
    pub page: Page,
    /// Whether the browser is online.
    pub online: bool,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The app was opened outside Zendesk, or Zendesk's script could not be loaded.
    OpenedOutside {
        /// Whether the address says that this is inside Zendesk, so that the script is what is missing.
        script_missing: bool,
    },
    /// Zendesk has registered the app.
    Registered(Box<Surroundings>),
    /// Zendesk told who looks at the screen.
    AgentArrived(Answer<Agent>),
    /// Try again what could not be loaded.
    RetryClicked,
    /// The administrator chose a page.
    PageChosen(Page),
    /// Sign in to PagerDuty.
    SignInClicked,
    /// Stop waiting for the window.
    SignInCancelled,
    /// The window has answered.
    SignInAnswered {
        /// Names the attempt.
        attempt: u32,
        /// Who signed in.
        answer: Result<Me, SignInProblem>,
    },
    /// Sign out of PagerDuty.
    SignOutClicked,
    /// PagerDuty takes the token no longer.
    SessionExpired,
    /// Put this on the clipboard.
    CopyClicked(String),
    /// What is saved and what is edited.
    Store(StoreEvent),
    /// The checklist.
    Setup(SetupEvent),
    /// The table of permissions.
    Permissions(PermissionsEvent),
    /// Synced attributes.
    Synced(SyncedEvent),
    /// Rules.
    Automation(AutomationEvent),
    /// E-mail routes.
    Email(EmailEvent),
    /// What the console shows.
    Layout(LayoutEvent),
    /// A clock has run out.
    Woke(Timer),
    /// The browser went online or offline.
    ConnectivityChanged(bool),
    /// Zendesk closes the app.
    Left,
}
