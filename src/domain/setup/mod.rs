//! What has to be in place before the console works, as the settings screen finds it.

mod client_id;
mod forms;
mod plan;
mod probe;
mod profile;

pub use client_id::{ClientIdProblem, client_id};
pub use forms::{FieldReport, TicketField, TicketForm};
pub use plan::{Availability, Feature, Plan};
pub use probe::{Place, Probe};
pub use profile::{Profile, Role};

use super::region::Region;

/// The app's own settings that are no secrets, as Zendesk holds them now. Manifest: `parameters`.
///
/// What the screen was started with can be older: Zendesk hands settings over once, when it opens the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSettings {
    /// The client id of the app in PagerDuty; `None` when it is empty.
    pub client_id: Option<String>,
    /// Where the PagerDuty account lives.
    pub region: Region,
    /// What agents ask PagerDuty for: `write`, or `read`.
    pub scope: String,
    /// Whether an administrator has ticked that there is a read-only key. The key itself is never shown to anybody.
    pub has_read_only_key: bool,
}

/// What became of a call with the read-only key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyReport {
    /// PagerDuty took it.
    Works,
    /// PagerDuty refused it: it is mistyped, deleted, empty, or of another region.
    Refused,
    /// Zendesk's proxy did not send the request: it has no such setting for this installation, or may not use it there.
    NotSent,
}
