//! All that the settings screen knows.

use crate::domain::account::{Me, SignInProblem};
use crate::domain::moment::Moment;
use crate::domain::remote::Remote;
use crate::domain::ticket::Agent;

use super::event::Surroundings;
use super::{automation, email, layout, permissions, setup, store, synced};

/// How far the screen is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Waiting for Zendesk.
    #[default]
    Starting,
    /// Not inside Zendesk.
    Outside {
        /// Whether Zendesk's script is what is missing.
        script_missing: bool,
    },
    /// At work.
    Running,
    /// Closed; nothing happens any more.
    Ended,
}

/// A page of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// What is set up and what is missing.
    #[default]
    Setup,
    /// Who may do what.
    Permissions,
    /// What incidents and tickets have in common.
    Synced,
    /// Tickets that open incidents by rules.
    Automation,
    /// Tickets that reach PagerDuty by e-mail.
    Email,
    /// What the console shows.
    Layout,
}

impl Page {
    /// Every page, in the order of the list at the side.
    pub const ALL: [Self; 6] =
        [Self::Setup, Self::Permissions, Self::Synced, Self::Automation, Self::Email, Self::Layout];

    /// Its name in the address of the app and in ids; never shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Permissions => "permissions",
            Self::Synced => "synced",
            Self::Automation => "automation",
            Self::Email => "email",
            Self::Layout => "layout",
        }
    }
}

/// Whether the administrator is signed in to PagerDuty. Many checks and all of the automation ask PagerDuty as this user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// Not signed in, and why if there was an attempt.
    SignedOut(Option<SignInProblem>),
    /// The window is open.
    SigningIn {
        /// Names the attempt.
        attempt: u32,
    },
    /// Signed in.
    SignedIn(Me),
}

/// What is announced to screen readers, which number tells apart from the same words before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcement {
    /// Counts announcements.
    pub number: u32,
    /// What happened; words are found by the panels.
    pub spoken: Option<Spoken>,
}

/// Something that is said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// Signed in to PagerDuty.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// The redirect address, or another text, is on the clipboard.
    Copied,
    /// Something on the page of rules.
    Automation(automation::Said),
    /// Something on the page of e-mail routes.
    Email(email::Said),
    /// The draft is saved.
    Saved,
    /// What was edited is discarded.
    Discarded,
    /// What a file says is in the draft.
    Imported,
    /// The defaults are in the draft.
    WasReset,
    /// Something stands at this place now, of so many.
    Moved(usize, usize),
    /// Everything is shown in the usual order.
    LayoutReset,
    /// The checklist is through.
    Checked {
        /// How many items are in place.
        done: usize,
        /// Of how many.
        total: usize,
    },
    /// The app's field is on a form.
    FieldAdded,
}

/// All that the settings screen knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// How far the screen is.
    pub stage: Stage,
    /// The time of the last event.
    pub now: Moment,
    /// What Zendesk told when it registered the app.
    pub surroundings: Option<Surroundings>,
    /// Who looks at the screen.
    pub agent: Remote<Agent>,
    /// Whether that administrator is signed in to PagerDuty.
    pub account: Account,
    /// The page that is open.
    pub page: Page,
    /// What is saved, what is being edited, and how saving goes.
    pub store: store::State,
    /// The checklist.
    pub setup: setup::State,
    /// The table of permissions.
    pub permissions: permissions::State,
    /// Synced attributes.
    pub synced: synced::State,
    /// Rules.
    pub automation: automation::State,
    /// E-mail routes.
    pub email: email::State,
    /// What the console shows.
    pub layout: layout::State,
    /// What screen readers are told.
    pub announcement: Announcement,
    /// Whether the browser is online.
    pub online: bool,
    /// Names the last question.
    asked: u32,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            stage: Stage::default(),
            now: Moment(0),
            surroundings: None,
            agent: Remote::Absent,
            account: Account::SignedOut(None),
            page: Page::default(),
            store: store::State::default(),
            setup: setup::State::default(),
            permissions: permissions::State::default(),
            synced: synced::State::default(),
            automation: automation::State::default(),
            email: email::State::default(),
            layout: layout::State::default(),
            announcement: Announcement::default(),
            online: true,
            asked: 0,
        }
    }
}

impl Model {
    /// A number for a new question.
    pub(super) fn ask(&mut self) -> u32 {
        self.asked = self.asked.wrapping_add(1);
        self.asked
    }

    /// Who is signed in to PagerDuty.
    pub fn me(&self) -> Option<&Me> {
        match &self.account {
            Account::SignedIn(me) => Some(me),
            Account::SignedOut(_) | Account::SigningIn { .. } => None,
        }
    }

    /// The name of a Zendesk group, if anything here has told it; hostile text.
    pub fn group_name(&self, group: u64) -> Option<String> {
        let all = self.permissions.groups.known().and_then(|groups| groups.get(group)).map(|group| &group.name);
        let own = || self.agent.known()?.groups.iter().find(|(id, _)| *id == group).map(|(_, name)| name);
        all.or_else(own).cloned()
    }

    /// Whether whoever looks may see and change anything here. Zendesk asks again when something is written.
    pub fn is_admin(&self) -> bool {
        self.agent.known().is_some_and(|agent| agent.is_admin)
    }
}
