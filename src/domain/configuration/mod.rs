//! All that administrators decide, in one value: what the app's hidden setting `configuration` holds.

mod changes;
mod merge;

pub use changes::{Change, Described, EntryChange, EntryKind, List, changes};
pub use merge::{Side, merge};

use super::ability::Permissions;
use super::automation::Automation;
use super::display::Display;
use super::email_routing::EmailRouting;
use super::mirror::Mirroring;

/// The most bytes of UTF-8 that the setting may have.
///
/// Zendesk's documents name no limit for the value of a setting. This is what a text column of the usual kind holds, so it is an
/// assumption, on the careful side; Zendesk's own refusal would be told in its words.
pub const LARGEST: usize = 65_535;

/// What administrators have decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// What each Zendesk group may do in the console.
    pub permissions: Permissions,
    /// What the console shows until an agent chooses otherwise.
    pub display: Display,
    /// What the console writes to tickets, and which priorities follow each other.
    pub mirroring: Mirroring,
    /// The rules by which tickets open, acknowledge and resolve incidents.
    pub automation: Automation,
    /// The tickets that reach PagerDuty by e-mail.
    pub email: EmailRouting,
    /// The redirect address that an administrator last registered in PagerDuty, to tell when an upload has changed it.
    pub registered_redirect: Option<String>,
}

impl Default for Configuration {
    /// What holds until an administrator decides anything.
    fn default() -> Self {
        Self {
            permissions: Permissions::open(),
            display: Display::default(),
            mirroring: Mirroring::usual(),
            automation: Automation::default(),
            email: EmailRouting::default(),
            registered_redirect: None,
        }
    }
}

impl Configuration {
    /// What consoles go by while the setting is there but cannot be read: nobody may change anything, and tickets are left alone.
    pub fn safest() -> Self {
        Self { permissions: Permissions::safest(), mirroring: Mirroring::default(), ..Self::default() }
    }

    /// Whether both say the same in one section. The order in which groups are listed means nothing.
    pub fn agrees(&self, other: &Self, section: Section) -> bool {
        match section {
            Section::Permissions => self.permissions.same_as(&other.permissions),
            Section::Display => self.display == other.display,
            Section::Mirroring => self.mirroring == other.mirroring,
            Section::Automation => self.automation == other.automation,
            Section::Email => self.email == other.email,
            Section::Redirect => self.registered_redirect == other.registered_redirect,
        }
    }

    /// Whether both say the same.
    pub fn same_as(&self, other: &Self) -> bool {
        Section::ALL.into_iter().all(|section| self.agrees(other, section))
    }

    /// Takes over what `other` says in one section.
    pub fn take(&mut self, section: Section, other: &Self) {
        match section {
            Section::Permissions => self.permissions.clone_from(&other.permissions),
            Section::Display => self.display.clone_from(&other.display),
            Section::Mirroring => self.mirroring.clone_from(&other.mirroring),
            Section::Automation => self.automation.clone_from(&other.automation),
            Section::Email => self.email.clone_from(&other.email),
            Section::Redirect => self.registered_redirect.clone_from(&other.registered_redirect),
        }
    }
}

/// A part of the configuration that is decided, compared and merged as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Who may do what.
    Permissions,
    /// What incidents and tickets have in common.
    Mirroring,
    /// Rules.
    Automation,
    /// E-mail routes.
    Email,
    /// What the console shows.
    Display,
    /// The redirect address that was registered.
    Redirect,
}

impl Section {
    /// Every section, in the order of the pages.
    pub const ALL: [Self; 6] =
        [Self::Permissions, Self::Mirroring, Self::Automation, Self::Email, Self::Display, Self::Redirect];

    /// Its name in ids; never shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Permissions => "permissions",
            Self::Mirroring => "mirroring",
            Self::Automation => "automation",
            Self::Email => "email",
            Self::Display => "display",
            Self::Redirect => "redirect",
        }
    }
}

/// What the console goes by of all this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What the groups may do; `Err` when the setting is there but cannot be read.
    pub permissions: Result<Permissions, ()>,
    /// What is shown until an agent chooses otherwise.
    pub display: Display,
    /// What is written to tickets besides their links.
    pub mirroring: Mirroring,
}

/// Why a text is no configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// It is no JSON object.
    NotJson,
    /// It names no version, or one that this console does not know.
    Version(Option<u64>),
    /// Something else than it should be stands at this place, such as `permissions.groups.7`. Hostile text.
    Wrong {
        /// Where.
        place: String,
    },
    /// It is larger than the setting.
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
}
