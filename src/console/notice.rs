//! What the agent is told: messages that stay, and what is read out once.

use crate::domain::action::{Action, Refusal};
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::moment::Moment;
use crate::domain::people::Target;
use crate::domain::responder::{Cancellation, Summons};

use super::effect::LinkChange;
use super::event::Answer;

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
