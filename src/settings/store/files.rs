//! The settings as a file, and back to the defaults. Nothing is saved by any of it: it ends in the draft.

use crate::domain::configuration::{Configuration, LARGEST, Problem};

use super::super::effect::Effect;
use super::super::model::{Model, Spoken};
use super::{Notice, StoreEffect, StoreEvent, Task, focus_on_heading, open};

/// What the browser read of a file that the administrator chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRead {
    /// Its text; hostile until it was examined.
    Text(String),
    /// It is too large to be the right one, and was not read.
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
    /// The browser could not read it.
    Unreadable,
}

pub(super) fn update(model: &mut Model, event: StoreEvent) -> Vec<Effect> {
    match event {
        StoreEvent::ExportClicked => export(model),
        StoreEvent::Exported { text } => hand_over(model, text),
        StoreEvent::FileChosen(file) => chosen(model, file),
        StoreEvent::FileExamined { asked, answer } if model.store.examined == Some(asked) => {
            model.store.examined = None;
            match answer {
                Ok(imported) if imported.same_as(&model.store.draft) => told(model, Notice::NothingToImport),
                Ok(imported) => open(model, Task::Import(imported)),
                Err(problems) => told(model, Notice::ImportRefused(problems)),
            }
        }
        StoreEvent::ImportConfirmed => match model.store.task.take() {
            Some(Task::Import(imported)) => put_in(model, *imported, Notice::Imported, Spoken::Imported),
            other => {
                model.store.task = other;
                Vec::new()
            }
        },
        StoreEvent::ResetClicked if model.store.is_saving() => Vec::new(),
        StoreEvent::ResetClicked => {
            if defaults(model).same_as(&model.store.draft) {
                told(model, Notice::NothingToReset)
            } else {
                open(model, Task::Reset)
            }
        }
        StoreEvent::ResetConfirmed if model.store.task == Some(Task::Reset) => {
            let defaults = defaults(model);
            put_in(model, defaults, Notice::WasReset, Spoken::WasReset)
        }
        _ => Vec::new(),
    }
}

/// What holds until an administrator decides anything. Which redirect address is registered in PagerDuty was not decided here, so
/// that stays.
fn defaults_for(draft: &Configuration) -> Configuration {
    Configuration { registered_redirect: draft.registered_redirect.clone(), ..Configuration::default() }
}

fn defaults(model: &Model) -> Configuration {
    defaults_for(&model.store.draft)
}

impl super::State {
    /// What the file, or going back to the defaults, would make of the draft.
    pub fn proposed(&self) -> Option<Configuration> {
        match self.task.as_ref()? {
            Task::Import(imported) => Some((**imported).clone()),
            Task::Reset => Some(defaults_for(&self.draft)),
            Task::Review | Task::Conflict(_) => None,
        }
    }
}

fn export(model: &mut Model) -> Vec<Effect> {
    let Some(stored) = model.store.stored.known() else { return Vec::new() };
    let text = stored.text.clone();
    if model.store.unreadable().is_some() && !model.store.is_changed() {
        // Whatever it is, it can be kept before it is replaced.
        return hand_over(model, text);
    }
    vec![Effect::Store(StoreEffect::Export { draft: Box::new(model.store.draft.clone()), before: text })]
}

fn hand_over(model: &mut Model, text: String) -> Vec<Effect> {
    model.store.notice = Some(Notice::Exported(text.clone()));
    vec![Effect::Download { name: file_name(model), text }]
}

fn file_name(model: &Model) -> String {
    let subdomain = model.surroundings.as_ref().map(|it| it.subdomain.as_str()).unwrap_or_default();
    let plain = |character: &char| character.is_ascii_alphanumeric() || *character == '-';
    let subdomain: String = subdomain.chars().filter(plain).collect();
    format!("pagerduty-settings-{subdomain}.json")
}

fn chosen(model: &mut Model, file: FileRead) -> Vec<Effect> {
    match file {
        FileRead::Text(_) if model.store.is_saving() => Vec::new(),
        FileRead::Text(text) => {
            let asked = model.ask();
            model.store.examined = Some(asked);
            vec![Effect::Store(StoreEffect::Examine { asked, text })]
        }
        FileRead::TooLarge { bytes } => {
            let bytes = bytes.max(LARGEST + 1);
            told(model, Notice::ImportRefused(vec![Problem::TooLarge { bytes }]))
        }
        FileRead::Unreadable => told(model, Notice::FileUnreadable),
    }
}

fn put_in(model: &mut Model, draft: Configuration, notice: Notice, spoken: Spoken) -> Vec<Effect> {
    let store = &mut model.store;
    store.replace(draft);
    // Over a setting that cannot be read even the defaults are a decision.
    store.starts_over = store.unreadable().is_some();
    store.task = None;
    store.notice = Some(notice);
    let mut effects = vec![focus_on_heading()];
    effects.extend(model.say(spoken));
    effects
}

fn told(model: &mut Model, notice: Notice) -> Vec<Effect> {
    model.store.notice = Some(notice);
    Vec::new()
}
