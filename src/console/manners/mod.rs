//! What every part of the console gets without asking for it: drafts that survive a reload, notes that wait for the network, hints
//! to the consoles of other agents, and shortcuts.

pub mod configuration;
pub mod drafts;
pub mod hints;
pub mod shortcuts;
mod told;

use crate::domain::configuration::Decided;
use crate::domain::hint::{self, Hint};

use super::effect::{Effect, Timer};
use super::event::{Answer, Event};
use super::model::{Model, Stage, Task};
use super::notes;

use configuration::Watch;
use drafts::{Drafts, Shelf};
use hints::Hints;
use shortcuts::Shortcut;

/// What is kept for the manners.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manners {
    /// What agents have typed and not sent.
    pub drafts: Drafts,
    /// Hints to other consoles and from them.
    pub hints: Hints,
    /// Whether what administrators decided was decided anew.
    pub configuration: Watch,
    /// Whether the agent has turned the shortcuts off.
    pub shortcuts_off: bool,
}

/// Something that concerns the manners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MannersEvent {
    /// The console begins.
    Began {
        /// A number that no other console is likely to have.
        seed: u64,
        /// Whether the agent has turned the shortcuts off on an earlier visit.
        shortcuts_off: bool,
    },
    /// What the browser kept for this agent and ticket came.
    Recalled(Shelf),
    /// Zendesk brought a text that may be a hint.
    HintHeard(String),
    /// Zendesk answered to a hint.
    HintSent(Answer<()>),
    /// Zendesk told what administrators have decided.
    ConfigurationArrived(Answer<Box<Decided>>),
    /// The agent pressed a shortcut.
    Pressed(Shortcut),
    /// The agent wants to see the shortcuts.
    SheetOpened,
    /// The agent turned the shortcuts on or off.
    ShortcutsSwitched(bool),
}

/// Something to be done for the manners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MannersEffect {
    /// Read what the browser kept for this agent at this ticket.
    RecallDrafts {
        /// The agent's Zendesk id.
        agent: u64,
    },
    /// Keep this for this agent at this ticket, and nothing else.
    KeepDrafts {
        /// The agent's Zendesk id.
        agent: u64,
        /// What was typed.
        shelf: Shelf,
    },
    /// Forget what is kept for this agent, at every ticket.
    ForgetDrafts {
        /// The agent's Zendesk id.
        agent: u64,
    },
    /// Keep whether the shortcuts are off.
    KeepShortcuts {
        /// Whether they are.
        off: bool,
    },
    /// Tell other consoles.
    SendHint(Hint),
    /// Read what administrators have decided. Zendesk: `GET /api/v2/apps/installations/{id}`.
    ReadConfiguration,
}

pub(super) fn update(model: &mut Model, event: MannersEvent) -> Vec<Effect> {
    match event {
        MannersEvent::Began { seed, shortcuts_off } => {
            model.manners.hints.begin(seed);
            configuration::begin(model);
            model.manners.shortcuts_off = shortcuts_off;
            Vec::new()
        }
        MannersEvent::Recalled(shelf) => drafts::recalled(model, &shelf),
        MannersEvent::HintHeard(text) if text == hint::CONFIGURATION => configuration::heard(model),
        MannersEvent::HintHeard(text) => hints::heard(model, &text),
        MannersEvent::ConfigurationArrived(answer) => configuration::arrived(model, answer),
        MannersEvent::HintSent(answer) => {
            hints::sent(model, &answer);
            Vec::new()
        }
        MannersEvent::Pressed(shortcut) => shortcuts::pressed(model, shortcut),
        MannersEvent::SheetOpened => shortcuts::open_sheet(model),
        MannersEvent::ShortcutsSwitched(on) => {
            model.manners.shortcuts_off = !on;
            vec![Effect::Manners(MannersEffect::KeepShortcuts { off: !on })]
        }
    }
}

/// What an event means to the manners, noted before the machine consumes it.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and several hold at once")]
pub(super) struct Occasion {
    changed: bool,
    signs_out: bool,
    resumes: bool,
    looks: bool,
    returns: bool,
    agent: bool,
    closed: Option<Task>,
}

impl Occasion {
    pub(super) fn of(event: &Event, model: &Model) -> Self {
        let looks = matches!(
            event,
            Event::IncidentsArrived { answer: Ok(_), .. }
                | Event::SignInAnswered { answer: Ok(_), .. }
                | Event::NoteAnswered { answer: Ok(_), .. }
                | Event::ConnectivityChanged(true)
                | Event::VisibilityChanged(true)
                | Event::Manners(MannersEvent::Recalled(_))
        );
        Self {
            changed: hints::tells_of_change(event),
            signs_out: matches!(event, Event::SignOutClicked) && model.me().is_some(),
            resumes: looks
                || matches!(event, Event::NotesArrived { .. } | Event::NoteAnswered { .. } | Event::AgentArrived(_)),
            looks,
            returns: matches!(event, Event::ConnectivityChanged(true) | Event::VisibilityChanged(true)),
            agent: matches!(event, Event::AgentArrived(Ok(_))),
            closed: matches!(event, Event::TaskClosed).then(|| model.task.clone()).flatten(),
        }
    }
}

/// What follows from an event after the machine has dealt with it.
pub(super) fn follow(model: &mut Model, occasion: Occasion, effects: &mut Vec<Effect>) {
    if model.stage != Stage::Running {
        return;
    }
    if occasion.signs_out {
        drafts::forget(model, effects);
    }
    if let Some(task) = occasion.closed {
        drafts::discard(model, &task);
    }
    if occasion.agent {
        drafts::recall(model, effects);
    }
    if occasion.changed {
        effects.extend(hints::changed(model));
    }
    if occasion.resumes {
        effects.extend(notes::resume(model, occasion.looks));
    }
    if occasion.looks {
        effects.extend(hints::resume(model));
    }
    if occasion.returns {
        effects.extend(configuration::resume(model));
    }
    drafts::keep(model, effects);
}

pub(super) fn woke(model: &mut Model, timer: &Timer) -> Vec<Effect> {
    match timer {
        Timer::Hint => hints::tell(model),
        Timer::Configuration => configuration::read(model),
        _ => hints::follow(model),
    }
}
