//! All that administrators decide, in one value: what the app's hidden setting `configuration` holds.

use super::ability::Permissions;
use super::automation::Automation;
use super::display::Display;
use super::email_routing::EmailRouting;
use super::mirror::Mirroring;

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
