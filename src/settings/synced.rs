//! What incidents and tickets have in common.

use crate::domain::account::SignInProblem;
use crate::domain::failure::Failure;
use crate::domain::incident::Priority;
use crate::domain::mirror::Switch;
use crate::domain::remote::Remote;
use crate::domain::ticket::TicketPriority;

use super::effect::Effect;
use super::event::Answer;
use super::model::{Account, Model};

/// What this part of the screen knows besides the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The account's priorities; none when its plan has none.
    pub priorities: Remote<Vec<Priority>>,
    /// The question that is open.
    asked: Option<u32>,
}

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncedEvent {
    /// PagerDuty told the account's priorities.
    PrioritiesArrived {
        /// Names the question.
        asked: u32,
        /// Gravest first.
        answer: Answer<Vec<Priority>>,
    },
    /// Ask for them again.
    RetryClicked,
    /// This incident priority is to follow the ticket's; none when the text is blank.
    Mapped(TicketPriority, String),
    /// Something is to be written to tickets, or not.
    Switched(Switch, bool),
}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncedEffect {
    /// Read the account's priorities. PagerDuty REST: `GET /priorities`.
    LoadPriorities {
        /// Names the question.
        asked: u32,
    },
}

/// What can be said of the priorities from which one chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choices {
    /// They are being read.
    Loading,
    /// They are there.
    Known,
    /// The account has none.
    Unused,
    /// Nobody is signed in who could read them.
    SignedOut,
    /// They could not be read.
    Failed,
}

impl Model {
    /// What can be said of the priorities from which one chooses.
    pub fn priority_choices(&self) -> Choices {
        match self.synced.priorities.known() {
            Some(known) if known.is_empty() => Choices::Unused,
            Some(_) => Choices::Known,
            None if self.me().is_none() => Choices::SignedOut,
            None if self.synced.priorities.failure().is_some() => Choices::Failed,
            None => Choices::Loading,
        }
    }
}

/// Asks for what the page shows.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() || model.synced.asked.is_some() || matches!(model.synced.priorities, Remote::Fresh(_)) {
        return Vec::new();
    }
    let asked = model.ask();
    model.synced.asked = Some(asked);
    model.synced.priorities.ask();
    vec![Effect::Synced(SyncedEffect::LoadPriorities { asked })]
}

pub(super) fn update(model: &mut Model, event: SyncedEvent) -> Vec<Effect> {
    match event {
        SyncedEvent::PrioritiesArrived { asked, answer } if model.synced.asked == Some(asked) => {
            model.synced.asked = None;
            if answer == Err(Failure::Unauthorized) && model.me().is_some() {
                model.account = Account::SignedOut(Some(SignInProblem::Expired));
            }
            model.synced.priorities.absorb(answer);
            Vec::new()
        }
        SyncedEvent::PrioritiesArrived { .. } => Vec::new(),
        SyncedEvent::RetryClicked => open(model),
        SyncedEvent::Mapped(ticket, name) => {
            let blank = name.trim().is_empty();
            model.store.draft.mirroring.priorities.set(ticket, (!blank).then_some(name));
            Vec::new()
        }
        SyncedEvent::Switched(switch, on) => {
            model.store.draft.mirroring.set(switch, on);
            Vec::new()
        }
    }
}
