//! What the console wants done, in the words of incident command.

use std::time::Duration;

use crate::domain::draft::{NewIncident, NewNote};
use crate::domain::edit::{EditValues, IncidentChange};
use crate::domain::id::{IncidentId, ServiceId, TemplateId, WorkflowId};
use crate::domain::incident::IncidentKey;
use crate::domain::link::Reference;
use crate::domain::moment::Moment;
use crate::domain::snooze::Snooze;
use crate::domain::status_update::{NewStatusUpdate, SubscriberId};
use crate::domain::workflow::{InstanceId, RunnableId};

use super::linked_tickets::TicketsEffect;
use super::manners::MannersEffect;
use super::mirror::MirrorEffect;
use super::model::{Preferences, Section};
use super::people::{Errand, PeopleEffect};
use super::related::RelatedEffect;

/// Under whose authority PagerDuty is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The agent's own token: may read and write.
    Agent,
    /// The administrator's read-only key, through Zendesk's request proxy: may only read.
    ReadOnlyKey,
}

/// A change to the ticket's links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkChange {
    /// Link the incident.
    Add(IncidentId),
    /// Take the incident off the ticket.
    Remove {
        /// Which.
        incident: IncidentId,
        /// Whether it carries the ticket's key and would come back by itself.
        found_by_key: bool,
        /// Whether it was the last one, so that the tag goes too.
        last: bool,
    },
}

impl LinkChange {
    /// The incident it is about.
    pub fn incident(&self) -> &IncidentId {
        match self {
            Self::Add(incident) | Self::Remove { incident, .. } => incident,
        }
    }
}

/// A clock that the console has asked to be woken by. Setting one again moves it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Timer {
    /// Ask for the incidents again.
    Poll,
    /// Let relative times move on.
    Tick,
    /// The agent has stopped typing in the service search.
    ServiceSearch,
    /// The agent has stopped typing in the assignee search.
    AssigneeSearch,
    /// The agent has stopped typing in the incident search.
    IncidentSearch,
    /// The hold before resolving this incident is over.
    Resolve(IncidentId),
    /// Look again whether the incident was created.
    CreateCheck,
    /// The agent has stopped typing in the search for subscribers.
    SubscriberSearch,
    /// Look again whether a lost status update of this incident was sent.
    UpdateCheck(IncidentId),
    /// Look again what the timeline tells of a workflow on this incident.
    Workflow(IncidentId),
    /// What was announced has been read.
    Announced,
    /// Tell the ticket what was done to its incidents.
    Mirror,
    /// Tell other consoles what changed here.
    Hint,
    /// Follow what another console told.
    Hinted,
    /// Read what administrators have decided.
    Configuration,
    /// The agent has stopped typing in the search for people.
    PeopleSearch,
    /// Look again whether people were paged.
    PeopleCheck(Errand),
}

/// Where the keyboard focus should go, always in answer to something the agent did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The element with this id.
    Element(String),
    /// The heading of the task that was opened.
    Task,
    /// The heading of an incident.
    Incident(IncidentId),
    /// The note that is being written.
    NoteDraft(IncidentId),
    /// Whatever opened the task that was closed.
    Return,
}

/// Something to be done about status updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusUpdateEffect {
    /// Send one. Sent once; a lost answer is looked up in the timeline.
    Send {
        /// Names it.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// What to send.
        update: Box<NewStatusUpdate>,
    },
    /// Read those that were sent lately.
    LookUp {
        /// Names the question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// Since when.
        since: Moment,
    },
    /// Read the account's templates.
    LoadTemplates,
    /// Let a template be filled in; sends nothing to anybody.
    Render {
        /// Names the question.
        asked: u32,
        /// Which one.
        template: TemplateId,
        /// For which incident.
        incident: IncidentId,
        /// What the agent wrote.
        message: String,
    },
    /// Read who is subscribed.
    LoadSubscribers {
        /// Names the question.
        asked: u32,
        /// To which incident.
        incident: IncidentId,
    },
    /// Read the names of these subscribers.
    NameSubscribers {
        /// Of which incident.
        incident: IncidentId,
        /// Who.
        ids: Vec<SubscriberId>,
    },
    /// Find teams and users by name.
    FindSubscribers {
        /// Names the question.
        asked: u32,
        /// Part of a name; empty for the first ones.
        query: String,
    },
    /// Subscribe these. Doing it again changes nothing.
    Subscribe {
        /// Names the question.
        asked: u32,
        /// To which incident.
        incident: IncidentId,
        /// Whom.
        ids: Vec<SubscriberId>,
    },
    /// Read the latest one.
    LoadLatest {
        /// Names the question.
        asked: u32,
        /// By whose authority.
        source: Source,
        /// Of which incident.
        incident: IncidentId,
        /// Only since then; `None` at first.
        since: Option<Moment>,
    },
    /// Add text to the reply that the agent is writing, as a draft.
    Insert {
        /// What to add.
        text: String,
    },
}

/// Something to be done about workflows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkflowEffect {
    /// Read what can be run on an incident by hand.
    Load {
        /// Names the question.
        asked: u32,
        /// On which incident.
        incident: IncidentId,
        /// Whether response plays are asked for too.
        plays: bool,
    },
    /// Read what a workflow does.
    LoadSteps(WorkflowId),
    /// Start one. Sent once; a lost answer is looked up in the timeline.
    Start {
        /// Names the attempt.
        asked: u32,
        /// On which incident.
        incident: IncidentId,
        /// What to run.
        id: RunnableId,
        /// The run's own id.
        instance: InstanceId,
    },
    /// Read what the timeline tells of a run.
    Trace {
        /// Names the question.
        asked: u32,
        /// On which incident.
        incident: IncidentId,
        /// Since when.
        since: Moment,
        /// The run's own id.
        instance: InstanceId,
        /// What runs.
        name: String,
        /// Who started it.
        agent: String,
    },
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read the agent from Zendesk.
    LoadAgent,
    /// Read the ticket from Zendesk.
    LoadTicket,
    /// Read the incidents that carry `key` and those in `ids`.
    LoadIncidents {
        /// Names the question.
        asked: u32,
        /// By whose authority.
        source: Source,
        /// The ticket's key; `None` when only ids are asked for.
        key: Option<IncidentKey>,
        /// Linked incidents that the key would not find.
        ids: Vec<IncidentId>,
    },
    /// Read a page of an incident's timeline.
    LoadTimeline {
        /// Names the question.
        asked: u32,
        /// By whose authority.
        source: Source,
        /// Which incident.
        incident: IncidentId,
        /// How many entries are known.
        offset: u32,
    },
    /// Read an incident's notes.
    LoadNotes {
        /// Names the question.
        asked: u32,
        /// By whose authority.
        source: Source,
        /// Which incident.
        incident: IncidentId,
    },
    /// Acknowledge an incident.
    Acknowledge(IncidentId),
    /// Resolve an incident. A note is written first; if that fails nothing is resolved.
    Resolve {
        /// Which.
        incident: IncidentId,
        /// What fixed it, if the agent said.
        note: Option<NewNote>,
        /// Whether the console is closing and will not hear the answer.
        leaving: bool,
    },
    /// Write a note.
    PostNote {
        /// Names the note among those under way.
        asked: u32,
        /// On which incident.
        incident: IncidentId,
        /// What it says.
        note: NewNote,
    },
    /// Create an incident. Sent once; a lost answer is looked up by the key.
    Create {
        /// The key that makes it unique.
        key: IncidentKey,
        /// What to create.
        incident: Box<NewIncident>,
    },
    /// Look for an open incident by key after a lost answer to a create.
    FindByKey {
        /// Names the question.
        asked: u32,
        /// Its key.
        key: IncidentKey,
        /// Where it should be.
        service: ServiceId,
    },
    /// Change the ticket's links and its tag.
    WriteLinks(LinkChange),
    /// See to it that the incident has one note with the ticket's address.
    EnsureBacklink(IncidentId),
    /// Find services by name.
    SearchServices {
        /// Names the question.
        asked: u32,
        /// Part of a name; empty for the first ones.
        query: String,
    },
    /// Find escalation policies and users by name.
    SearchAssignees {
        /// Names the question.
        asked: u32,
        /// Part of a name; empty for the first ones.
        query: String,
    },
    /// Read the account's priorities.
    LoadPriorities,
    /// Read a page of the open incidents.
    ListOpenIncidents {
        /// Names the question.
        asked: u32,
        /// Only those of this service.
        service: Option<ServiceId>,
        /// How many were read before.
        offset: u32,
    },
    /// Read one incident by what the agent pasted.
    FindIncident {
        /// Names the question.
        asked: u32,
        /// Number or id.
        reference: Reference,
    },
    /// Read the tickets of an incident, or open one.
    Tickets(TicketsEffect),
    /// Look for open incidents that resemble the ticket.
    Related(RelatedEffect),
    /// Let ticket and incident follow each other.
    Mirror(MirrorEffect),
    /// Something about status updates.
    StatusUpdate(StatusUpdateEffect),
    /// Something about workflows.
    Workflow(WorkflowEffect),
    /// Save an edit unless somebody else has changed the same since; a lost answer is looked up.
    Edit {
        /// Names the attempt.
        asked: u32,
        /// Which incident.
        incident: IncidentId,
        /// What to change.
        change: Box<IncidentChange>,
        /// What the agent last saw.
        seen: Box<EditValues>,
    },
    /// Snooze an incident; a lost answer is looked up.
    Snooze {
        /// Names the attempt.
        asked: u32,
        /// Which incident.
        incident: IncidentId,
        /// How long.
        snooze: Snooze,
        /// When it would end.
        until: Moment,
    },
    /// Open the window to sign in with PagerDuty. Must be performed at once, within the agent's click.
    OpenSignIn {
        /// Names the attempt.
        attempt: u32,
    },
    /// Close the window to sign in and forget the attempt.
    AbandonSignIn,
    /// Revoke and forget the agent's tokens.
    SignOut,
    /// Send [`super::Event::Woke`] after a while.
    Wake(Timer, Duration),
    /// Forget a timer.
    Hush(Timer),
    /// Move the keyboard focus.
    Focus(Focus),
    /// Keep which sections are open.
    Remember(Preferences),
    /// Put text on the clipboard.
    Copy(String),
    /// Put the agent's language into effect.
    SpeakLanguage(String),
    /// Stop everything: timers, listeners, requests.
    Stop,
    /// Something about responders or a handover.
    People(PeopleEffect),
    /// Something about drafts, hints or shortcuts.
    Manners(MannersEffect),
}

impl Effect {
    /// Whether it changes anything in PagerDuty or Zendesk.
    pub fn writes(&self) -> bool {
        if let Self::People(effect) = self {
            return effect.writes();
        }
        matches!(
            self,
            Self::Acknowledge(_)
                | Self::Resolve { .. }
                | Self::PostNote { .. }
                | Self::Create { .. }
                | Self::WriteLinks(_)
                | Self::EnsureBacklink(_)
                | Self::Mirror(_)
                | Self::StatusUpdate(StatusUpdateEffect::Send { .. } | StatusUpdateEffect::Subscribe { .. })
                | Self::Workflow(WorkflowEffect::Start { .. })
                | Self::Edit { .. }
                | Self::Snooze { .. }
        )
    }
}

/// The sections below an incident that collapse.
pub const SECTIONS: [Section; 4] = [Section::Details, Section::Timeline, Section::Notes, Section::Tickets];
