//! The parts of the model: what is known, what is under way, what the agent is told.

use vecmap::{VecMap, VecSet};

use crate::domain::action::{Action, Refusal};
use crate::domain::display::Display;
use crate::domain::draft::{DraftProblem, NewNote};
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, UserId};
use crate::domain::incident::Incident;
use crate::domain::moment::Moment;
use crate::domain::people::Target;
use crate::domain::responder::{Cancellation, Summons};
use crate::domain::timeline::{Entry, Note};

use super::effect::LinkChange;
use super::event::Answer;
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

/// The agent's own PagerDuty user. PagerDuty REST: `GET /users/me`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The user's id.
    pub id: UserId,
    /// The user's name.
    pub name: String,
    /// The user's address, sent as `From`.
    pub email: String,
    /// Whether the user's role may only look.
    pub stakeholder: bool,
}

/// Why signing in did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignInProblem {
    /// The browser did not let the window open.
    PopupBlocked,
    /// The window was closed before the end.
    WindowClosed,
    /// The agent, or PagerDuty, said no.
    Denied,
    /// The answer does not belong to this attempt.
    WrongState,
    /// PagerDuty refused the code: it lives 30 seconds.
    CodeRefused,
    /// PagerDuty granted neither read nor write.
    WrongScope,
    /// The account is in a region that we do not know.
    UnknownRegion,
    /// PagerDuty could not be reached.
    Unreachable,
    /// The token is no longer taken.
    Expired,
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
    /// Whether it has to be looked for before it is sent, because it was left by an earlier visit.
    pub look_first: bool,
}

impl OutgoingNote {
    /// Whether it failed, and is known not to have been written all the same.
    pub fn can_be_sent_again(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| self.missing || !failure.leaves_doubt())
    }

    /// Whether it is known not to have been written, so that the agent can have it back in the editor.
    pub fn can_be_taken_back(&self) -> bool {
        self.waiting.as_ref().map_or_else(|| self.can_be_sent_again(), |waiting| !waiting.look_first)
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

/// A message that stays until the agent has dealt with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A change was refused or lost, and the incident is as it was.
    CommandFailed {
        /// What was tried.
        action: Action,
        /// On which incident.
        incident: IncidentId,
        /// Why not.
        failure: Failure,
    },
    /// An incident was created; adding it to the ticket field is what is missing.
    CreatedNotLinked {
        /// The incident.
        incident: IncidentId,
        /// Why not.
        failure: Failure,
    },
    /// The links could not be changed.
    LinkFailed {
        /// The change.
        change: LinkChange,
        /// Why not.
        failure: Failure,
    },
    /// The incident is linked; its note with the ticket's address is missing.
    BacklinkFailed {
        /// The incident.
        incident: IncidentId,
        /// Why not.
        failure: Failure,
    },
    /// What was done to an incident could not be told to the ticket.
    MirrorFailed {
        /// Why not.
        failure: Failure,
    },
    /// The ticket is told later, because Zendesk limits how often it may be changed.
    MirrorWaits {
        /// When it goes on.
        until: Moment,
    },
    /// The incident's priority could not follow the ticket's.
    PriorityNotFollowed {
        /// Which incident.
        incident: IncidentId,
        /// The name of the priority that it should get.
        name: String,
        /// Why not; [`Failure::NotFound`] when the account has no such priority.
        failure: Failure,
    },
    /// The incident's priority followed the ticket's.
    PriorityFollowed {
        /// Which incident.
        incident: IncidentId,
        /// Its priority now.
        name: String,
    },
    /// An incident was taken off, which can be undone.
    Unlinked {
        /// The incident.
        incident: Box<Incident>,
    },
    /// A status update was sent.
    StatusUpdateSent {
        /// Of which incident.
        incident: IncidentId,
        /// How many users and teams are subscribed, if that is known.
        subscribers: Option<(u64, u64)>,
    },
    /// A status update was not sent, or nobody knows; its draft is kept.
    StatusUpdateFailed {
        /// Of which incident.
        incident: IncidentId,
        /// Why not; `None` when it was never tried, because what it was to follow was not done.
        failure: Option<Failure>,
    },
    /// Text could not be added to the reply.
    InsertFailed {
        /// Why not.
        failure: Failure,
    },
    /// A workflow has started.
    WorkflowStarted {
        /// On which incident.
        incident: IncidentId,
        /// What it is called.
        name: String,
    },
    /// An edit was saved.
    Edited {
        /// Of which incident.
        incident: IncidentId,
    },
    /// An incident was snoozed.
    Snoozed {
        /// Which.
        incident: IncidentId,
        /// Until when.
        until: Moment,
    },
    /// An incident that PagerDuty does not show was taken off, which can be undone.
    UnlinkedMissing {
        /// Which.
        incident: IncidentId,
    },
    /// An incident was created or linked.
    Done {
        /// Which.
        incident: IncidentId,
        /// By what.
        action: Action,
    },
    /// People were paged.
    Summoned {
        /// For which incident.
        incident: IncidentId,
        /// What was asked for.
        summons: Summons,
    },
    /// A request for help could not be taken back.
    NotCancelled {
        /// At which incident.
        incident: IncidentId,
        /// Who was asked.
        target: Target,
        /// How they had answered, or why nobody knows.
        answer: Answer<Cancellation>,
    },
}

/// Something for a screen reader, said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// A change was made.
    Acknowledged,
    /// The hold began: seconds left.
    Resolving(u32),
    /// It was taken back.
    ResolveUndone,
    /// A change was made.
    Resolved,
    /// A note was written.
    NoteAdded,
    /// A note waits for the network.
    NoteWaits,
    /// What the agent pressed a key for may not be done now.
    Refused(Refusal),
    /// A status update was sent.
    StatusUpdateSent,
    /// So many were subscribed.
    Subscribed(usize),
    /// Text is in the reply.
    Inserted,
    /// A workflow has started.
    WorkflowStarted,
    /// An edit was saved.
    Edited,
    /// Somebody else has changed what the agent is changing.
    Overtaken,
    /// An incident is quiet until then.
    Snoozed(Moment),
    /// Something now stands at this place of so many.
    Moved(usize, usize),
    /// What is shown is as the administrator chose.
    DisplayReset,
    /// An incident was created.
    Created,
    /// An incident was linked.
    Linked,
    /// An incident was taken off.
    Unlinked,
    /// The incidents of this ticket changed.
    IncidentsChanged(usize),
    /// Somebody signed in.
    SignedIn,
    /// The agent signed out.
    SignedOut,
    /// What the agent wanted failed; the words stand in the panel.
    Failed(Failure),
    /// So many results.
    Results(usize),
    /// Text is on the clipboard.
    Copied,
    /// What the last message says.
    LastNotice,
    /// The redirect address is on the clipboard.
    AddressCopied,
    /// People were paged.
    Summoned,
    /// A request for help was taken back.
    RequestCancelled,
    /// It was too late for that.
    NotCancelled,
}

/// What is being announced; the number tells repeated words apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcement {
    /// Counts up.
    pub number: u32,
    /// What, until it was read.
    pub spoken: Option<Spoken>,
    /// Which incident it is about, unless it names one itself.
    pub incident: Option<IncidentId>,
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
