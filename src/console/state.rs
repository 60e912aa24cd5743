//! The parts of the model: what is known, and what is under way.

use vecmap::{VecMap, VecSet};

pub use crate::domain::account::{Me, SignInProblem};
use crate::domain::display::Display;
use crate::domain::draft::{DraftProblem, NewNote};
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, UserId};
use crate::domain::incident::Incident;
use crate::domain::moment::Moment;
use crate::domain::timeline::{Entry, Note};

use super::latest_update::LatestUpdate;
use super::linked_tickets::TicketsRead;
use super::people::Errand;
use super::remote::Remote;

/// How far the console is.
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

/// Whether the agent is signed in to PagerDuty.
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

/// Which of several incidents is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Expanded {
    /// The agent has not said, so the first one is.
    #[default]
    First,
    /// None.
    Closed,
    /// This one.
    One(IncidentId),
}

/// A section below an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Service, urgency, teams and the like.
    Details,
    /// What happened.
    Timeline,
    /// What responders wrote.
    Notes,
    /// The other tickets of the incident.
    Tickets,
}

/// What the agent's browser remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The sections that are open.
    pub open: VecSet<Section>,
    /// What is shown, and in which order; `None` as long as the agent has not chosen.
    pub display: Option<Display>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { open: [Section::Details].into(), display: None }
    }
}

/// A change to an incident that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pending {
    /// Acknowledging.
    Acknowledging,
    /// Waiting whether the agent takes it back.
    Holding {
        /// When it goes out.
        until: Moment,
        /// The resolution note.
        note: Option<NewNote>,
    },
    /// Resolving.
    Resolving {
        /// The resolution note.
        note: Option<NewNote>,
    },
}

/// A note that was sent and not yet confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingNote {
    /// Names it.
    pub asked: u32,
    /// When it was sent.
    pub at: Moment,
    /// What it says.
    pub note: NewNote,
    /// `None` while it is under way.
    pub failure: Option<Failure>,
    /// Whether the notes were read after the failure and it was not among them.
    pub missing: bool,
    /// Whether it was not sent yet, because there was no network.
    pub waiting: Option<Waiting>,
}

/// A note that waits for the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Whose note it is: it goes out under no other name.
    pub author: UserId,
    /// Whether it has to be looked for before it is sent: another window may have sent it.
    pub look_first: bool,
}

impl OutgoingNote {
    /// Whether it failed, and is known not to have been written all the same.
    pub fn can_be_sent_again(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| self.missing || !failure.leaves_doubt())
    }

    /// Whether it was not sent from here or is known not to have been written, so that the agent can have it back in the editor.
    pub fn can_be_taken_back(&self) -> bool {
        self.waiting.is_some() || self.can_be_sent_again()
    }
}

/// A timeline as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// What the console holds about one incident besides PagerDuty's record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// The change that is on its way.
    pub pending: Option<Pending>,
    /// What happened.
    pub timeline: Remote<Timeline>,
    /// The question about the timeline that is open, and from which entry on it asks.
    pub timeline_asked: Option<(u32, u32)>,
    /// What responders wrote, newest first.
    pub notes: Remote<Vec<Note>>,
    /// The question about the notes that is open.
    pub notes_asked: Option<u32>,
    /// The note being written.
    pub note_draft: String,
    /// Whether sending the draft was refused because of what it is.
    pub note_problem: Option<DraftProblem>,
    /// Notes under way and failed ones.
    pub outbox: Vec<OutgoingNote>,
    /// The other tickets of the incident.
    pub tickets: TicketsRead,
    /// The latest status update.
    pub latest_update: LatestUpdate,
}

/// The task in the panel's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Create an incident.
    Create,
    /// Link one.
    Link,
    /// Resolve this one.
    Resolve {
        /// Which.
        incident: IncidentId,
        /// The resolution note as typed.
        note: String,
        /// What is wrong with it.
        problem: Option<DraftProblem>,
        /// Whether the draft of the status update is to follow.
        update: bool,
    },
    /// Send a status update of this incident.
    StatusUpdate(IncidentId),
    /// Run a workflow on this incident.
    Workflow(IncidentId),
    /// Edit this incident.
    Edit(IncidentId),
    /// Snooze this incident.
    Snooze(IncidentId),
    /// Choose what is shown.
    Display,
    /// Add responders, or hand an incident over.
    People(Errand),
    /// See the shortcuts.
    Shortcuts,
}

/// A question about the ticket's incidents that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Names it.
    pub asked: u32,
    /// Whether it asks for those that carry the ticket's key.
    pub by_key: bool,
    /// The ids it asks for.
    pub ids: Vec<IncidentId>,
}

/// How the incidents are being kept up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The questions that are open.
    pub questions: Vec<Question>,
    /// Everything that PagerDuty told and that belongs to the ticket.
    pub known: VecMap<IncidentId, Incident>,
    /// Those that carry the ticket's key; `None` until that was answered.
    pub by_key: Option<VecSet<IncidentId>>,
    /// Those created or linked here, which belong to the ticket before Zendesk has confirmed it.
    pub added: VecSet<IncidentId>,
    /// Linked ids that PagerDuty does not show.
    pub missing: VecSet<IncidentId>,
    /// When the last good answer came.
    pub updated_at: Option<Moment>,
    /// Why the last question failed.
    pub failure: Option<Failure>,
    /// Failures in a row.
    pub failures: u32,
    /// Not before then, because PagerDuty limits requests.
    pub paused_until: Option<Moment>,
    /// Whether something changed while a question was open, so that it has to be asked again.
    pub again: bool,
}

impl Default for Account {
    fn default() -> Self {
        Self::SignedOut(None)
    }
}
