//! What is saved, and what is being edited.
//!
//! All pages edit one draft, which is saved as a whole.

use crate::domain::configuration::Configuration;
use crate::domain::remote::Remote;

use super::effect::Effect;
use super::event::Answer;
use super::model::Model;

/// The setting as it is in Zendesk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The text of the setting, to the letter: who saves compares it, to see whether somebody else was faster.
    pub text: String,
    /// What it says; `Err` when it is there but cannot be read.
    pub configuration: Result<Configuration, ()>,
}

/// What is saved and what is edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What Zendesk holds.
    pub stored: Remote<Stored>,
    /// What the pages show and change.
    pub draft: Configuration,
    /// The question that is open.
    asked: Option<u32>,
}

/// Something that happened to what is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreEvent {
    /// What Zendesk holds has arrived.
    Arrived {
        /// Names the question.
        asked: u32,
        /// The setting.
        answer: Answer<Stored>,
    },
}

/// Something to be done about what is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreEffect {
    /// Read the setting. Zendesk: `GET /api/v2/apps/installations/{id}`.
    Load {
        /// Names the question.
        asked: u32,
    },
}

impl State {
    /// What is saved, if it is known and can be read.
    pub fn saved(&self) -> Option<&Configuration> {
        self.stored.known()?.configuration.as_ref().ok()
    }

    /// Whether the draft says something else than what is saved.
    pub fn is_changed(&self) -> bool {
        self.saved().is_some_and(|saved| *saved != self.draft)
    }
}

/// Reads what Zendesk holds.
pub(super) fn load(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    model.store.asked = Some(asked);
    model.store.stored.ask();
    vec![Effect::Store(StoreEffect::Load { asked })]
}

pub(super) fn update(model: &mut Model, event: StoreEvent) -> Vec<Effect> {
    match event {
        StoreEvent::Arrived { asked, answer } => {
            if model.store.asked != Some(asked) {
                return Vec::new();
            }
            model.store.asked = None;
            let untouched = !model.store.is_changed();
            model.store.stored.absorb(answer);
            if untouched && let Some(saved) = model.store.saved().cloned() {
                model.store.draft = saved;
            }
            Vec::new()
        }
    }
}
