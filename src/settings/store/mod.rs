//! What is saved, and what is being edited.
//!
//! All pages edit one draft, which is saved as a whole. Zendesk compares nothing when the setting is written, so saving looks first,
//! writes, and looks again; whoever finds that another administrator was faster sees what both changed and chooses.

mod files;
mod saving;

use std::time::Duration;

use crate::domain::configuration::{Change, Configuration, Problem, Section, Side, changes};
use crate::domain::failure::Failure;
use crate::domain::moment::Moment;
use crate::domain::remote::Remote;

use super::effect::{Effect, Timer};
use super::event::Answer;
use super::model::{Model, Spoken};

pub use files::FileRead;
pub use saving::Outcome;

/// Between two readings that hints have caused: anybody in the account can send one.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);

/// The setting as it is in Zendesk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The text of the setting, to the letter: who saves compares it, to see whether somebody else was faster.
    pub text: String,
    /// What it says; `Err` when it is there but cannot be read.
    pub configuration: Result<Configuration, Problem>,
    /// Places that could not be read; the safest default stands instead.
    pub problems: Vec<Problem>,
}

/// What stands in the place of the page until it is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// What is about to be saved.
    Review,
    /// Another administrator has saved meanwhile.
    Conflict(Box<Conflict>),
    /// What a file would change.
    Import(Box<Configuration>),
    /// What going back to the defaults would change.
    Reset,
}

/// What another administrator saved while this one was editing. Zendesk does not tell who it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is saved now.
    pub theirs: Stored,
    /// Whose decision counts in sections that both have changed.
    pub chosen: Vec<(Section, Side)>,
}

/// What is told above the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The draft is saved, and was read back.
    Saved,
    /// Nothing was saved.
    Failed(Failure),
    /// Nobody knows yet whether it was saved.
    Unsure(Failure),
    /// Zendesk said that it saved, and holds something else.
    Mismatch,
    /// The draft is larger than the setting.
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
    /// What was edited is discarded.
    Discarded,
    /// This was handed to the browser as a file; frames may be kept from saving files, and no page is told.
    Exported(String),
    /// What a file says is in the draft, and not saved.
    Imported,
    /// The file says what the draft says.
    NothingToImport,
    /// The file could not be used.
    ImportRefused(Vec<Problem>),
    /// The browser could not read the file.
    FileUnreadable,
    /// The defaults are in the draft, and not saved.
    WasReset,
    /// The draft has nothing but defaults.
    NothingToReset,
}

/// What is saved and what is edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What Zendesk holds, as far as the draft goes from it.
    pub stored: Remote<Stored>,
    /// What the pages show and change.
    pub draft: Configuration,
    /// What stands in the place of the page.
    pub task: Option<Task>,
    /// What is told above the page.
    pub notice: Option<Notice>,
    /// What another administrator has saved since, while there are changes here.
    pub newer: Option<Stored>,
    /// How many bytes the draft under review has.
    pub bytes: Option<usize>,
    /// What one step back leads to, as long as the draft is what the step made of it.
    undo: Option<Box<(Configuration, Configuration)>>,
    /// Whether a setting that cannot be read is to be replaced.
    starts_over: bool,
    /// A text that was written and may or may not have arrived.
    doubt: Option<String>,
    /// The writing that is under way.
    saving: Option<u32>,
    /// The question that is open.
    asked: Option<u32>,
    /// The draft that is being measured, or the file that is being read.
    examined: Option<u32>,
    /// When the setting was last read.
    read_at: Option<Moment>,
}

/// Something that happened to what is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "an event lives as long as its update, and there is one at a time")]
pub enum StoreEvent {
    /// What Zendesk holds has arrived.
    Arrived {
        /// Names the question.
        asked: u32,
        /// The setting.
        answer: Answer<Stored>,
    },
    /// Somebody in the account says that the setting was saved.
    NewsHeard,
    /// Look at what another administrator has saved.
    NewsOpened,
    /// Discard what was edited.
    CancelClicked,
    /// Take back the last step: what was discarded, imported or reset.
    UndoClicked,
    /// Replace a setting that cannot be read.
    StartOverClicked,
    /// Close what is told.
    NoticeDismissed,
    /// Show what would be saved.
    SaveClicked,
    /// How many bytes the draft has.
    Measured {
        /// Names the question.
        asked: u32,
        /// How many.
        bytes: usize,
    },
    /// Save it.
    SaveConfirmed,
    /// How saving ended.
    Ended {
        /// Names the writing.
        asked: u32,
        /// How.
        outcome: Box<Outcome>,
    },
    /// Back to the page.
    TaskClosed,
    /// Whose decision counts in a section that both have changed.
    SideChosen(Section, Side),
    /// Put what was edited on top of what the other administrator saved.
    KeepBothClicked,
    /// Replace what the other administrator saved, once it was seen.
    OverwriteClicked,
    /// Give up what was edited in favor of what the other administrator saved.
    DiscardMineClicked,
    /// Offer the settings as a file.
    ExportClicked,
    /// What the file is to hold.
    Exported {
        /// Its text.
        text: String,
    },
    /// The administrator chose a file.
    FileChosen(FileRead),
    /// What the file says.
    FileExamined {
        /// Names the file.
        asked: u32,
        /// The settings, or why it cannot be used.
        answer: Result<Box<Configuration>, Vec<Problem>>,
    },
    /// Take over what the file says.
    ImportConfirmed,
    /// Show what going back to the defaults would change.
    ResetClicked,
    /// Go back to the defaults.
    ResetConfirmed,
    /// The consoles of the account were told; nobody waits for it.
    Announced,
}

/// Something to be done about what is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreEffect {
    /// Read the setting. Zendesk: `GET /api/v2/apps/installations/{id}`.
    Load {
        /// Names the question.
        asked: u32,
    },
    /// Tell how large the draft would be.
    Measure {
        /// Names the question.
        asked: u32,
        /// What to write.
        draft: Box<Configuration>,
        /// The text of the setting until now.
        before: String,
    },
    /// Look whether the setting is still what was loaded, write it, and look again.
    /// Zendesk: `PUT /api/v2/apps/installations/{id}`.
    Save {
        /// Names the writing.
        asked: u32,
        /// What to write.
        draft: Box<Configuration>,
        /// The text that the draft goes from.
        loaded: String,
        /// A text of ours that may have arrived before.
        doubt: Option<String>,
    },
    /// Write the draft as a file.
    Export {
        /// What to write.
        draft: Box<Configuration>,
        /// The text of the setting until now.
        before: String,
    },
    /// Read what a file says.
    Examine {
        /// Names the file.
        asked: u32,
        /// Its text.
        text: String,
    },
    /// Tell the open consoles of the account that the setting was saved. Zendesk: `POST /api/v2/apps/notify`.
    Announce,
}

impl State {
    /// What is saved, if it is known and can be read.
    pub fn saved(&self) -> Option<&Configuration> {
        self.stored.known()?.configuration.as_ref().ok()
    }

    /// Why what is saved cannot be read, if so.
    pub fn unreadable(&self) -> Option<&Problem> {
        self.stored.known()?.configuration.as_ref().err()
    }

    /// What consoles go by now: what is saved, and the safest while that cannot be read.
    pub fn holds(&self) -> Configuration {
        let unreadable =
            || if self.unreadable().is_some() { Configuration::safest() } else { Configuration::default() };
        self.saved().cloned().unwrap_or_else(unreadable)
    }

    /// Whether the draft says something else than what is saved.
    pub fn is_changed(&self) -> bool {
        match self.stored.known().map(|stored| &stored.configuration) {
            None => false,
            Some(Ok(saved)) => !saved.same_as(&self.draft),
            Some(Err(_)) => self.starts_over || !self.draft.same_as(&Configuration::default()),
        }
    }

    /// Whether one section of the draft says something else than what is saved.
    pub fn has_changed(&self, section: Section) -> bool {
        self.is_changed() && !self.holds().agrees(&self.draft, section)
    }

    /// What saving the draft would change.
    pub fn changes(&self) -> Vec<Change> {
        if self.is_changed() { changes(&self.holds(), &self.draft) } else { Vec::new() }
    }

    /// Whether the setting is being written.
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Whether the last step can be taken back.
    pub fn can_undo(&self) -> bool {
        self.undo.as_ref().is_some_and(|step| step.1.same_as(&self.draft))
    }

    /// Replaces the draft in one step that can be taken back.
    fn replace(&mut self, draft: Configuration) {
        let before = std::mem::replace(&mut self.draft, draft.clone());
        self.undo = Some(Box::new((before, draft)));
    }

    /// From now on the draft goes from `stored`.
    fn rest_on(&mut self, stored: Stored) {
        self.stored = Remote::Fresh(stored);
        self.newer = None;
        self.starts_over = false;
        self.doubt = None;
    }

    /// What the draft is when nothing has been edited.
    fn untouched(&self) -> Configuration {
        self.saved().cloned().unwrap_or_default()
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
        StoreEvent::Arrived { asked, answer } => arrived(model, asked, answer),
        StoreEvent::NewsHeard => {
            let age = model.store.read_at.map_or(BETWEEN_LOOKS, |at| at.age(model.now));
            let busy = model.store.is_saving() || model.store.asked.is_some();
            match BETWEEN_LOOKS.checked_sub(age).filter(|left| !left.is_zero()) {
                None if !busy => load(model),
                // What was read lately may be from before: it is looked at later, once for all that was heard meanwhile.
                left => vec![Effect::Wake(Timer::News, left.unwrap_or(BETWEEN_LOOKS))],
            }
        }
        StoreEvent::CancelClicked => discard(model),
        StoreEvent::UndoClicked => {
            if model.store.can_undo()
                && let Some(step) = model.store.undo.take()
            {
                model.store.draft = step.0;
                model.store.starts_over = model.store.unreadable().is_some();
                model.store.notice = None;
            }
            Vec::new()
        }
        StoreEvent::StartOverClicked => {
            model.store.starts_over = model.store.unreadable().is_some();
            saving::review(model)
        }
        StoreEvent::NoticeDismissed => {
            model.store.notice = None;
            vec![focus_on_heading()]
        }
        StoreEvent::Announced => Vec::new(),
        StoreEvent::NewsOpened
        | StoreEvent::SaveClicked
        | StoreEvent::Measured { .. }
        | StoreEvent::SaveConfirmed
        | StoreEvent::Ended { .. }
        | StoreEvent::TaskClosed
        | StoreEvent::SideChosen(..)
        | StoreEvent::KeepBothClicked
        | StoreEvent::OverwriteClicked
        | StoreEvent::DiscardMineClicked => saving::update(model, event),
        StoreEvent::ExportClicked
        | StoreEvent::Exported { .. }
        | StoreEvent::FileChosen(_)
        | StoreEvent::FileExamined { .. }
        | StoreEvent::ImportConfirmed
        | StoreEvent::ResetClicked
        | StoreEvent::ResetConfirmed => files::update(model, event),
    }
}

fn arrived(model: &mut Model, asked: u32, answer: Answer<Stored>) -> Vec<Effect> {
    if model.store.asked != Some(asked) {
        return Vec::new();
    }
    model.store.asked = None;
    model.store.read_at = Some(model.now);
    let store = &mut model.store;
    let Ok(stored) = answer else {
        store.stored.absorb(answer);
        return Vec::new();
    };
    let other = store.stored.known().is_some_and(|known| known.text != stored.text);
    if store.is_changed() && other && store.doubt.as_ref() != Some(&stored.text) {
        // The draft goes on from what it began with, or saving it would silently undo what the other one did.
        store.newer = Some(stored);
        return Vec::new();
    }
    let untouched = !store.is_changed();
    store.newer = None;
    if other {
        store.rest_on(stored);
    } else {
        store.stored = Remote::Fresh(stored);
    }
    if untouched {
        store.draft = store.untouched();
    }
    Vec::new()
}

/// Discards what was edited, in a step that can be taken back.
fn discard(model: &mut Model) -> Vec<Effect> {
    if !model.store.is_changed() || model.store.is_saving() {
        return Vec::new();
    }
    if let Some(newer) = model.store.newer.take() {
        model.store.rest_on(newer);
    }
    drop_edits(model)
}

/// The draft says what is saved again.
fn drop_edits(model: &mut Model) -> Vec<Effect> {
    let store = &mut model.store;
    store.starts_over = false;
    store.replace(store.untouched());
    store.task = None;
    store.notice = Some(Notice::Discarded);
    let mut effects = model.say(Spoken::Discarded);
    effects.push(focus_on_heading());
    effects
}

fn focus_on_heading() -> Effect {
    Effect::Focus("page-heading".to_owned())
}

/// Opens what stands in the place of the page.
fn open(model: &mut Model, task: Task) -> Vec<Effect> {
    model.store.task = Some(task);
    model.store.notice = None;
    vec![Effect::Focus("store-heading".to_owned())]
}

/// Another page was chosen: what was to be decided is left undecided, and what was edited stays.
pub(super) fn leave(model: &mut Model) {
    if let Some(Task::Conflict(conflict)) = model.store.task.take() {
        model.store.newer = Some(conflict.theirs);
    }
}
