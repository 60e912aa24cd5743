//! One event at a time.

use std::time::Duration;

use crate::domain::id::IncidentId;
use crate::domain::moment::Moment;

use super::effect::{Effect, Focus, Timer};
use super::event::Event;
use super::model::{Expanded, Model, Notice, Section, Spoken, Stage};
use super::{
    command, create, display, edit, feed, linked_tickets, linking, manners, mirror, notes, people, recipients, related,
    session, snooze, start, status_update, timeline, workflow,
};

/// How long an announcement stays before the same words can be announced again.
const READ_OUT: Duration = Duration::from_secs(5);

impl Model {
    /// Takes an event in at `now` and says what is to be done.
    pub fn update(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        if self.stage == Stage::Ended {
            return Vec::new();
        }
        self.now = now;
        let occasion = manners::Occasion::of(&event, self);
        let mut effects = self.handle(event);
        manners::follow(self, occasion, &mut effects);
        effects
    }

    /// What an event changes; also for keys that stand for a press.
    pub(super) fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::OpenedOutside { .. }
            | Event::Registered(_)
            | Event::AgentArrived(_)
            | Event::TicketArrived(_)
            | Event::TicketChanged
            | Event::VisibilityChanged(_)
            | Event::ConnectivityChanged(_)
            | Event::Left => start::update(self, event),

            Event::IncidentsArrived { asked, answer } => feed::arrived(self, asked, answer),
            Event::RefreshClicked => feed::refresh_now(self),
            Event::IncidentToggled(id) => {
                self.expanded =
                    if self.open_incident().as_ref() == Some(&id) { Expanded::Closed } else { Expanded::One(id) };
                timeline::load_open_sections(self)
            }
            Event::SectionToggled(section) => self.toggle(section),
            Event::MoreTimelineClicked(id) => timeline::load_more(self, &id),
            Event::TimelineArrived { asked, incident, answer } => timeline::arrived(self, asked, &incident, answer),

            Event::AcknowledgeClicked(_)
            | Event::AcknowledgeAnswered(..)
            | Event::ResolveClicked(_)
            | Event::ResolutionTyped(_)
            | Event::ResolutionUpdateToggled(_)
            | Event::ResolveConfirmed
            | Event::ResolveUndone(_)
            | Event::ResolveAnswered(..) => command::update(self, event),

            Event::AddNoteClicked(_)
            | Event::NoteTyped(..)
            | Event::NoteSubmitted(_)
            | Event::NoteAnswered { .. }
            | Event::NoteRetried(..)
            | Event::NoteTakenBack(..)
            | Event::NotesArrived { .. } => notes::update(self, event),

            Event::CreateClicked { .. }
            | Event::DraftChanged(_)
            | Event::ServiceTyped(_)
            | Event::ServicesArrived { .. }
            | Event::AssigneeTyped(_)
            | Event::AssigneesArrived { .. }
            | Event::PrioritiesArrived(_)
            | Event::PrioritiesWanted
            | Event::CreateSubmitted
            | Event::CreateAnswered(_)
            | Event::KeyLookedUp { .. }
            | Event::CreateAnotherClicked => create::update(self, event),

            Event::LinkClicked
            | Event::IncidentTyped(_)
            | Event::LinkServiceChosen(_)
            | Event::OpenIncidentsArrived { .. }
            | Event::IncidentFound { .. }
            | Event::MoreIncidentsClicked
            | Event::LinkChosen(_)
            | Event::MergeTargetClicked(_)
            | Event::UnlinkClicked(_)
            | Event::LinkChangeRequested(_)
            | Event::LinksWritten { .. }
            | Event::BacklinkRequested(_)
            | Event::BacklinkAnswered(..) => linking::update(self, event),

            Event::Tickets(event) => linked_tickets::update(self, event),
            Event::Related(event) => related::update(self, event),
            Event::Mirror(event) => mirror::update(self, event),
            Event::StatusUpdate(event) => status_update::update(self, event),
            Event::Workflow(event) => workflow::update(self, event),
            Event::Edit(event) => edit::update(self, event),
            Event::Snooze(event) => snooze::update(self, event),
            Event::Display(event) => display::update(self, event),

            Event::SignInClicked
            | Event::SignInCancelled
            | Event::SignInAnswered { .. }
            | Event::RedirectAddressCopied
            | Event::SignOutClicked
            | Event::SessionExpired => session::update(self, event),

            Event::People(event) => people::update(self, event),
            Event::Manners(event) => manners::update(self, event),

            Event::TaskClosed => self.close_task(),
            Event::NoticeDismissed(index) => {
                if index < self.notices.len() {
                    self.notices.remove(index);
                }
                Vec::new()
            }
            Event::DetailsCopied(details) => {
                let mut effects = self.say(Spoken::Copied);
                effects.push(Effect::Copy(details));
                effects
            }
            Event::Woke(timer) => self.woke(timer),
        }
    }

    fn woke(&mut self, timer: Timer) -> Vec<Effect> {
        match timer {
            Timer::Poll => feed::refresh(self),
            Timer::Tick => feed::tick(self),
            Timer::ServiceSearch => create::search_services(self),
            Timer::AssigneeSearch => create::search_assignees(self),
            Timer::IncidentSearch => linking::search(self),
            Timer::Resolve(id) => command::hold_is_over(self, &id),
            Timer::CreateCheck => create::look_up(self),
            Timer::Mirror => mirror::flush(self),
            Timer::SubscriberSearch => recipients::search(self),
            Timer::UpdateCheck(id) => status_update::look_again(self, &id),
            Timer::Workflow(id) => workflow::look_again(self, &id),
            Timer::PeopleSearch => people::search(self),
            Timer::PeopleCheck(errand) => people::look_up(self, &errand),
            Timer::Hint | Timer::Hinted | Timer::Configuration => manners::woke(self, &timer),
            Timer::Announced => {
                self.announcement.spoken = None;
                Vec::new()
            }
        }
    }

    fn toggle(&mut self, section: Section) -> Vec<Effect> {
        if !self.preferences.open.remove(&section) {
            self.preferences.open.insert(section);
        }
        let mut effects = vec![Effect::Remember(self.preferences.clone())];
        effects.extend(timeline::load_open_sections(self));
        effects
    }

    /// Leaves the task; what was typed stays in the model, except a resolution note, whose incident the agent is looking at again.
    pub(super) fn close_task(&mut self) -> Vec<Effect> {
        create::put_aside(self);
        match self.task.take() {
            None => Vec::new(),
            Some(_) => vec![Effect::Focus(Focus::Return)],
        }
    }

    /// Announces something to screen readers.
    pub(super) fn say(&mut self, spoken: Spoken) -> Vec<Effect> {
        self.announcement.number = self.announcement.number.wrapping_add(1);
        self.announcement.spoken = Some(spoken);
        self.announcement.incident = None;
        vec![Effect::Wake(Timer::Announced, READ_OUT)]
    }

    /// Announces something about one incident, which is named where the ticket has several.
    pub(super) fn say_of(&mut self, incident: &IncidentId, spoken: Spoken) -> Vec<Effect> {
        let effects = self.say(spoken);
        self.announcement.incident = Some(incident.clone());
        effects
    }

    /// Shows a message; one about the same thing gives way to it.
    pub(super) fn notify(&mut self, notice: Notice) {
        self.notices.retain(|other| !same_subject(other, &notice));
        self.notices.push(notice);
    }

    /// Takes away messages for which `outdated` holds.
    pub(super) fn drop_notices(&mut self, outdated: impl Fn(&Notice) -> bool) {
        self.notices.retain(|notice| !outdated(notice));
    }
}

fn same_subject(one: &Notice, other: &Notice) -> bool {
    match (one, other) {
        (
            Notice::CommandFailed { action, incident, .. },
            Notice::CommandFailed { action: other_action, incident: other_incident, .. },
        ) => action == other_action && incident == other_incident,
        (Notice::LinkFailed { change, .. }, Notice::LinkFailed { change: other, .. }) => {
            change.incident() == other.incident()
        }
        (Notice::InsertFailed { .. }, Notice::InsertFailed { .. })
        | (Notice::MirrorFailed { .. }, Notice::MirrorFailed { .. })
        | (Notice::MirrorWaits { .. }, Notice::MirrorWaits { .. })
        | (
            Notice::PriorityFollowed { .. } | Notice::PriorityNotFollowed { .. },
            Notice::PriorityFollowed { .. } | Notice::PriorityNotFollowed { .. },
        )
        | (
            Notice::Unlinked { .. } | Notice::UnlinkedMissing { .. } | Notice::Done { .. },
            Notice::Unlinked { .. } | Notice::UnlinkedMissing { .. } | Notice::Done { .. },
        ) => true,
        (Notice::CreatedNotLinked { incident, .. }, Notice::CreatedNotLinked { incident: other, .. })
        | (Notice::BacklinkFailed { incident, .. }, Notice::BacklinkFailed { incident: other, .. })
        | (
            Notice::StatusUpdateSent { incident, .. } | Notice::StatusUpdateFailed { incident, .. },
            Notice::StatusUpdateSent { incident: other, .. } | Notice::StatusUpdateFailed { incident: other, .. },
        )
        | (Notice::WorkflowStarted { incident, .. }, Notice::WorkflowStarted { incident: other, .. })
        | (Notice::Edited { incident }, Notice::Edited { incident: other })
        | (Notice::Snoozed { incident, .. }, Notice::Snoozed { incident: other, .. })
        | (Notice::Summoned { incident, .. }, Notice::Summoned { incident: other, .. }) => incident == other,
        (
            Notice::NotCancelled { incident, target, .. },
            Notice::NotCancelled { incident: other, target: other_target, .. },
        ) => incident == other && target.is(other_target),
        _ => false,
    }
}
