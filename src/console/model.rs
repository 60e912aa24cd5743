//! All that the console knows.

use vecmap::VecMap;

use crate::domain::ability::{Abilities, Ability};
use crate::domain::action::{Action, Circumstances, Refusal};
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, ServiceId, TicketId};
use crate::domain::incident::{Incident, IncidentKey, Named, Status, in_order_of_interest};
use crate::domain::link::key_for;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Agent, Ticket, TicketStatus};

use super::create::{CreateTask, Search};
use super::edit::EditTask;
use super::effect::{LinkChange, Source};
use super::event::Surroundings;
use super::linking::LinkTask;
use super::manners::Manners;
use super::mirror::Mirror;
use super::people::People;
use super::related::RelatedSearch;
use super::remote::Remote;
use super::snooze::SnoozeTask;
use super::status_update::Updates;
use super::workflow::Workflows;

pub use super::notice::*;
pub use super::state::*;

/// What the panel shows below its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The skeleton.
    Loading,
    /// Where to open the app.
    Outside,
    /// The ticket has no number yet.
    NotSaved,
    /// The agent's groups may not see incidents.
    NotPermitted,
    /// Nothing can be seen without signing in.
    SignIn,
    /// The ticket's incidents.
    Incidents,
    /// There are none.
    Empty,
    /// Nothing is known and the last attempt failed.
    Failed(Failure),
}

/// All that the console knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// How far it is.
    pub stage: Stage,
    /// The time of the last event.
    pub now: Moment,
    /// What Zendesk told at the start.
    pub surroundings: Option<Surroundings>,
    /// The agent.
    pub agent: Remote<Agent>,
    /// What the agent's groups allow; nothing until they are known.
    pub abilities: Abilities,
    /// The ticket.
    pub ticket: Remote<Ticket>,
    /// Whether the agent is signed in.
    pub account: Account,
    /// What is held about each besides.
    pub dossiers: VecMap<IncidentId, Dossier>,
    /// Which of several is open.
    pub expanded: Expanded,
    /// The task in the panel's place.
    pub task: Option<Task>,
    /// The incident being described, kept while other things happen.
    pub create: CreateTask,
    /// The search for an incident to link.
    pub link: LinkTask,
    /// The search for a service, of whichever task is open.
    pub services: Search<Named<ServiceId>>,
    /// The status updates that are being written.
    pub updates: Updates,
    /// Running a workflow.
    pub workflows: Workflows,
    /// Edits that were begun.
    pub edits: VecMap<IncidentId, EditTask>,
    /// Snoozes that were begun.
    pub snoozes: VecMap<IncidentId, SnoozeTask>,
    /// Whether notes are shown although the agent has hidden them, because the agent writes one.
    pub notes_wanted: bool,
    /// How the incidents are kept up to date.
    pub feed: Feed,
    /// Messages for the agent, oldest first.
    pub notices: Vec<Notice>,
    /// Changes to the links that are under way.
    pub linking: Vec<LinkChange>,
    /// What the ticket is still to be told.
    pub mirror: Mirror,
    /// The search for open incidents that resemble the ticket.
    pub related: RelatedSearch,
    /// Which sections are open.
    pub preferences: Preferences,
    /// Whether the console can be seen.
    pub visible: bool,
    /// Whether the browser is online.
    pub online: bool,
    /// Drafts that are kept, hints between consoles, shortcuts.
    pub manners: Manners,
    /// For screen readers.
    pub announcement: Announcement,
    /// Responders and handovers under way.
    pub people: People,
    /// The last question's name.
    pub last_asked: u32,
}

impl Model {
    /// The name of a new question.
    pub(super) fn ask(&mut self) -> u32 {
        self.last_asked = self.last_asked.wrapping_add(1);
        self.last_asked
    }

    /// The ticket's number, once saved.
    pub fn ticket_id(&self) -> Option<TicketId> {
        self.surroundings.as_ref()?.ticket
    }

    /// The ticket's incident key.
    pub fn key(&self) -> Option<IncidentKey> {
        let surroundings = self.surroundings.as_ref()?;
        key_for(&surroundings.subdomain, surroundings.ticket?)
    }

    /// By whose authority PagerDuty can be asked now.
    pub fn source(&self) -> Option<Source> {
        match &self.account {
            Account::SignedIn(_) => Some(Source::Agent),
            Account::SignedOut(_) | Account::SigningIn { .. } => {
                let key = self.surroundings.as_ref().is_some_and(|it| it.has_read_only_key);
                key.then_some(Source::ReadOnlyKey)
            }
        }
    }

    /// The agent's PagerDuty user.
    pub fn me(&self) -> Option<&Me> {
        match &self.account {
            Account::SignedIn(me) => Some(me),
            Account::SignedOut(_) | Account::SigningIn { .. } => None,
        }
    }

    /// What every answer about permission depends on.
    pub fn circumstances(&self) -> Circumstances {
        Circumstances {
            abilities: self.abilities,
            signed_in: self.me().is_some(),
            stakeholder: self.me().is_some_and(|me| me.stakeholder),
            ticket_closed: self.ticket.known().is_some_and(|ticket| ticket.status == TicketStatus::Closed),
            online: self.online,
        }
    }

    /// Whether `action` may be done at all now.
    pub fn permit(&self, action: Action) -> Result<(), Refusal> {
        self.circumstances().permit(action)
    }

    /// Whether `action` may be done to the incident now; a resolved one refuses, and of one that PagerDuty does not show the link
    /// alone can be changed.
    pub fn permit_on(&self, action: Action, id: &IncidentId) -> Result<(), Refusal> {
        let linking = self.linking.iter().any(|change| change.incident() == id);
        let Some(incident) = self.shown(id) else {
            return if action == Action::Unlink && !linking { self.permit(action) } else { Err(Refusal::Busy) };
        };
        let busy =
            linking || self.dossiers.get(id).is_some_and(|it| it.pending.is_some()) || self.people.is_handing_over(id);
        self.circumstances().permit_on(action, &incident, busy)
    }

    /// The incident as PagerDuty told.
    pub fn incident(&self, id: &IncidentId) -> Option<&Incident> {
        self.feed.known.get(id)
    }

    /// The incident as it is to be shown: with the change that is on its way, as if it had arrived.
    pub fn shown(&self, id: &IncidentId) -> Option<Incident> {
        let mut incident = self.incident(id)?.clone();
        match self.dossiers.get(id).and_then(|dossier| dossier.pending.as_ref()) {
            Some(Pending::Acknowledging) if incident.status == Status::Triggered => {
                incident.status = Status::Acknowledged;
            }
            Some(Pending::Resolving { .. }) => incident.status = Status::Resolved,
            Some(Pending::Acknowledging | Pending::Holding { .. }) | None => {}
        }
        Some(incident)
    }

    /// Whether the incident belongs to the ticket: it carries the key or is linked, and was not taken off.
    pub fn belongs(&self, id: &IncidentId) -> bool {
        let leaving = |change: &LinkChange| matches!(change, LinkChange::Remove { incident, .. } if incident == id);
        if self.linking.iter().any(leaving) {
            return false;
        }
        let links = self.ticket.known().map(|ticket| &ticket.links);
        let hidden = links.is_some_and(|links| links.hides(id));
        let by_key = self.feed.by_key.as_ref().is_some_and(|keyed| keyed.contains(id));
        let linked = links.is_some_and(|links| links.has(id));
        self.feed.added.contains(id) || (!hidden && (by_key || linked))
    }

    /// The ticket's incidents as they are to be shown: open first, newest first.
    pub fn shown_incidents(&self) -> Vec<Incident> {
        in_order_of_interest(self.feed.known.keys().filter(|id| self.belongs(id)).filter_map(|id| self.shown(id)))
    }

    /// What the panel can say about the ticket's incidents.
    pub fn view(&self) -> View {
        match self.stage {
            Stage::Starting => return View::Loading,
            Stage::Outside { .. } => return View::Outside,
            Stage::Running | Stage::Ended => {}
        }
        if self.ticket_id().is_none() {
            return View::NotSaved;
        }
        match &self.agent {
            Remote::Fresh(_) | Remote::Stale(..) if !self.abilities.has(Ability::View) => return View::NotPermitted,
            Remote::Fresh(_) | Remote::Stale(..) => {}
            Remote::Failed(failure) => return View::Failed(failure.clone()),
            Remote::Absent | Remote::Loading => return View::Loading,
        }
        if self.feed.known.keys().any(|id| self.belongs(id)) {
            return View::Incidents;
        }
        if self.source().is_none() {
            return View::SignIn;
        }
        if let Some(failure) = self.feed.failure.as_ref().or(self.ticket.failure()) {
            return View::Failed(failure.clone());
        }
        let all_answered = self.feed.by_key.is_some() && self.ticket.known().is_some();
        let asking_ids = self.feed.questions.iter().any(|question| !question.ids.is_empty());
        if all_answered && !asking_ids && self.unknown_links().is_empty() { View::Empty } else { View::Loading }
    }

    /// Linked ids about which PagerDuty has not been asked with success.
    pub(super) fn unknown_links(&self) -> Vec<IncidentId> {
        let Some(ticket) = self.ticket.known() else { return Vec::new() };
        let answered = |id: &IncidentId| self.feed.known.contains_key(id) || self.feed.missing.contains(id);
        ticket.links.ids().iter().filter(|id| !answered(id)).cloned().collect()
    }

    /// Linked ids that PagerDuty does not show, in the order they were linked.
    pub fn missing_links(&self) -> Vec<IncidentId> {
        let Some(ticket) = self.ticket.known() else { return Vec::new() };
        let missing = |id: &&IncidentId| {
            self.feed.missing.contains(*id) && !self.feed.known.contains_key(*id) && self.belongs(id)
        };
        ticket.links.ids().iter().filter(missing).cloned().collect()
    }

    /// The incident that is open in full: the only one, the one the agent chose, or the first.
    pub fn open_incident(&self) -> Option<IncidentId> {
        let shown = self.shown_incidents();
        match &self.expanded {
            _ if shown.len() == 1 => shown.into_iter().next().map(|incident| incident.id),
            Expanded::One(id) if shown.iter().any(|incident| incident.id == *id) => Some(id.clone()),
            Expanded::Closed => None,
            Expanded::First | Expanded::One(_) => shown.into_iter().next().map(|incident| incident.id),
        }
    }

    /// What is held about an incident.
    pub(super) fn dossier(&mut self, id: &IncidentId) -> &mut Dossier {
        self.dossiers.entry(id.clone()).or_default()
    }
}
