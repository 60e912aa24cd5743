//! What happened: to the agent's mouse and keyboard, in Zendesk, in PagerDuty, with time.

use crate::domain::ability::Permissions;
use crate::domain::display::Display;
use crate::domain::draft::Assignment;
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, PriorityId, ServiceId, TicketId};
use crate::domain::incident::{Incident, Named, Priority, Urgency};
use crate::domain::mirror::Mirroring;
use crate::domain::ticket::{Agent, Ticket};
use crate::domain::timeline::{Entry, Note, Page};

use super::display::DisplayEvent;
use super::edit::EditEvent;
use super::effect::{LinkChange, Timer};
use super::linked_tickets::TicketsEvent;
use super::manners::MannersEvent;
use super::mirror::MirrorEvent;
use super::model::{Me, Preferences, Section, SignInProblem};
use super::people::PeopleEvent;
use super::related::RelatedEvent;
use super::snooze::SnoozeEvent;
use super::status_update::StatusUpdateEvent;
use super::workflow::WorkflowEvent;

/// What came back from a call.
pub type Answer<T> = Result<T, Failure>;

/// What is known as soon as Zendesk has registered the app.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told by another side")]
pub struct Surroundings {
    /// The account's subdomain; part of the incident key.
    pub subdomain: String,
    /// The ticket; `None` on a new one that was never saved.
    pub ticket: Option<TicketId>,
    /// Whether the administrator has set the PagerDuty client, so that agents can sign in.
    pub can_sign_in: bool,
    /// The address that has to be registered in PagerDuty for signing in to come back.
    pub redirect_address: Option<String>,
    /// Whether the administrator has given a read-only key.
    pub has_read_only_key: bool,
    /// What the groups may do; `Err` when the setting is there but cannot be read.
    pub permissions: Result<Permissions, ()>,
    /// What the console writes to the ticket besides its links.
    pub mirroring: Mirroring,
    /// Whose token is kept from an earlier visit.
    pub me: Option<Me>,
    /// What the administrator has the console show.
    pub display: Display,
    /// Which sections the agent keeps open, and what the agent has it show.
    pub preferences: Preferences,
    /// Whether the console can be seen now.
    pub visible: bool,
    /// Whether the browser is online.
    pub online: bool,
}

/// The answer to a question about a ticket's incidents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Those that carry the ticket's key, if that was asked.
    pub by_key: Vec<Incident>,
    /// Those that were asked for by id.
    pub by_id: Vec<Incident>,
    /// The ids that PagerDuty does not know, or does not show to this user.
    pub missing: Vec<IncidentId>,
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
    /// Zendesk told who the agent is.
    AgentArrived(Answer<Agent>),
    /// Zendesk told about the ticket.
    TicketArrived(Answer<Ticket>),
    /// The agent or another one changed the ticket.
    TicketChanged,
    /// The console came into view or went out of it.
    VisibilityChanged(bool),
    /// The browser went online or offline.
    ConnectivityChanged(bool),
    /// The console is being closed.
    Left,
    /// A timer ran out.
    Woke(Timer),

    /// PagerDuty told about the ticket's incidents.
    IncidentsArrived {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Found>,
    },
    /// The agent asked for fresh data.
    RefreshClicked,
    /// The agent opened or closed one incident of several.
    IncidentToggled(IncidentId),
    /// The agent opened or closed a section.
    SectionToggled(Section),
    /// The agent asked for earlier entries.
    MoreTimelineClicked(IncidentId),
    /// A page of a timeline came.
    TimelineArrived {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Page<Entry>>,
    },
    /// Notes came.
    NotesArrived {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Vec<Note>>,
    },

    /// The agent pressed Acknowledge.
    AcknowledgeClicked(IncidentId),
    /// PagerDuty answered to an acknowledgement.
    AcknowledgeAnswered(IncidentId, Answer<Incident>),
    /// The agent pressed Resolve, which asks for a note first.
    ResolveClicked(IncidentId),
    /// The agent typed into the resolution note.
    ResolutionTyped(String),
    /// The agent wants a status update sent once it is resolved, or does not.
    ResolutionUpdateToggled(bool),
    /// The agent confirmed.
    ResolveConfirmed,
    /// The agent took it back during the hold.
    ResolveUndone(IncidentId),
    /// PagerDuty answered to a resolution.
    ResolveAnswered(IncidentId, Answer<Incident>),
    /// The agent wants to write a note.
    AddNoteClicked(IncidentId),
    /// The agent typed into the note.
    NoteTyped(IncidentId, String),
    /// The agent sent the note.
    NoteSubmitted(IncidentId),
    /// PagerDuty answered to a note.
    NoteAnswered {
        /// Which note.
        asked: u32,
        /// On which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Note>,
    },
    /// The agent wants a note that failed sent again.
    NoteRetried(IncidentId, u32),
    /// The agent wants a note that failed back in the editor.
    NoteTakenBack(IncidentId, u32),
    /// The agent closed a message.
    NoticeDismissed(usize),
    /// The agent asked for the details of a failure.
    DetailsCopied(String),

    /// The agent wants to create an incident.
    CreateClicked {
        /// What the description is to begin with: the ticket's address and who asked, in the agent's language.
        description: String,
    },
    /// The agent wants to link an incident.
    LinkClicked,
    /// The agent left the task; what was typed stays.
    TaskClosed,
    /// The agent changed the draft.
    DraftChanged(DraftChange),
    /// The agent typed into the service search.
    ServiceTyped(String),
    /// Services came.
    ServicesArrived {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Page<Named<ServiceId>>>,
    },
    /// The agent typed into the assignee search.
    AssigneeTyped(String),
    /// Escalation policies and users came.
    AssigneesArrived {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Vec<Assignment>>,
    },
    /// Priorities came; none when the account does not use them.
    PrioritiesArrived(Answer<Vec<Priority>>),
    /// The agent wants the priorities read again after that failed.
    PrioritiesWanted,
    /// The agent pressed Create incident in the form.
    CreateSubmitted,
    /// PagerDuty answered to a create.
    CreateAnswered(Answer<Incident>),
    /// PagerDuty told whether an incident with the key is open on the service.
    KeyLookedUp {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Option<Incident>>,
    },
    /// The agent wants one more although one is open for this ticket on this service.
    CreateAnotherClicked,

    /// The agent typed into the incident search.
    IncidentTyped(String),
    /// The agent chose a service to search in, or none.
    LinkServiceChosen(Option<Named<ServiceId>>),
    /// A page of open incidents came.
    OpenIncidentsArrived {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Page<Incident>>,
    },
    /// The incident that the agent pasted came, or there is none.
    IncidentFound {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Incident>,
    },
    /// The agent wants older open incidents searched too.
    MoreIncidentsClicked,
    /// The agent chose an incident to link.
    LinkChosen(Box<Incident>),
    /// The agent links the incident into which this one was merged.
    MergeTargetClicked(IncidentId),
    /// The agent takes an incident off the ticket.
    UnlinkClicked(IncidentId),
    /// The agent wants a change to the links made again, or undone.
    LinkChangeRequested(LinkChange),
    /// Zendesk answered to a change of the links.
    LinksWritten {
        /// The change.
        change: LinkChange,
        /// The ticket after it.
        answer: Answer<Ticket>,
    },
    /// The agent wants the note with the ticket's address tried again.
    BacklinkRequested(IncidentId),
    /// PagerDuty answered about the note with the ticket's address.
    BacklinkAnswered(IncidentId, Answer<()>),

    /// Something about the other tickets of an incident.
    Tickets(TicketsEvent),
    /// Something about open incidents that resemble the ticket.
    Related(RelatedEvent),
    /// Something about ticket and incident following each other.
    Mirror(MirrorEvent),
    /// Something about status updates.
    StatusUpdate(StatusUpdateEvent),
    /// Something about workflows.
    Workflow(WorkflowEvent),
    /// Something about editing an incident.
    Edit(EditEvent),
    /// Something about snoozing an incident.
    Snooze(SnoozeEvent),
    /// Something about what is shown.
    Display(DisplayEvent),

    /// The agent pressed Sign in.
    SignInClicked,
    /// The agent no longer wants to sign in.
    SignInCancelled,
    /// Signing in came to an end.
    SignInAnswered {
        /// The attempt.
        attempt: u32,
        /// Who signed in, or why nobody did.
        answer: Result<Me, SignInProblem>,
    },
    /// The administrator wants the address that has to be registered in PagerDuty.
    RedirectAddressCopied,
    /// The agent pressed Sign out.
    SignOutClicked,
    /// The token is no longer taken and could not be renewed.
    SessionExpired,
    /// Something that concerns drafts, hints or shortcuts.
    Manners(MannersEvent),

    /// Something about responders or a handover.
    People(PeopleEvent),
}

/// One field of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChange {
    /// The title.
    Title(String),
    /// The service.
    Service(Option<Named<ServiceId>>),
    /// The urgency.
    Urgency(Urgency),
    /// The priority.
    Priority(Option<PriorityId>),
    /// Who is to act.
    Assignment(Assignment),
    /// The description.
    Description(String),
}
