//! A few keys for what agents do most. They work while the focus is inside the console and not where one types, and can be turned
//! off (WCAG 2.2, success criterion 2.1.4).

use crate::domain::action::Action;

use super::super::effect::{Effect, Focus};
use super::super::event::Event;
use super::super::model::{Model, Spoken, Task};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortcut {
    /// Write a note.
    Note,
    /// Acknowledge.
    Acknowledge,
    /// Resolve, which asks first.
    Resolve,
    /// Create an incident.
    Create,
    /// Link an incident.
    Link,
    /// Ask for fresh data.
    Refresh,
    /// Show the keys.
    Sheet,
}

impl Shortcut {
    /// All of them, in the order of the sheet.
    pub const ALL: [Self; 7] =
        [Self::Note, Self::Acknowledge, Self::Resolve, Self::Create, Self::Link, Self::Refresh, Self::Sheet];

    /// The key, as `KeyboardEvent.key` names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Note => "n",
            Self::Acknowledge => "a",
            Self::Resolve => "r",
            Self::Create => "c",
            Self::Link => "l",
            Self::Refresh => "u",
            Self::Sheet => "?",
        }
    }

    /// The shortcut of a key. Where the keyboard writes another alphabet the place of the key counts: `code` is
    /// `KeyboardEvent.code`, such as `KeyN`.
    pub fn of(key: &str, code: &str) -> Option<Self> {
        let place = code.strip_prefix("Key").map(str::to_ascii_lowercase);
        let letter = if key.is_ascii() { key.to_ascii_lowercase() } else { place? };
        Self::ALL.into_iter().find(|shortcut| shortcut.key() == letter)
    }

    /// The action that has to be permitted.
    pub fn action(self) -> Option<Action> {
        match self {
            Self::Note => Some(Action::Note),
            Self::Acknowledge => Some(Action::Acknowledge),
            Self::Resolve => Some(Action::Resolve),
            Self::Create => Some(Action::Create),
            Self::Link => Some(Action::Link),
            Self::Refresh | Self::Sheet => None,
        }
    }
}

/// The agent pressed a shortcut. Creating needs words in the agent's language, so the panel opens it when nothing forbids it.
pub(super) fn pressed(model: &mut Model, shortcut: Shortcut) -> Vec<Effect> {
    if model.manners.shortcuts_off || model.task.is_some() {
        return Vec::new();
    }
    let open = model.open_incident();
    let permitted = match (shortcut, shortcut.action(), &open) {
        (Shortcut::Create | Shortcut::Link, Some(action), _) => model.permit(action),
        (_, Some(action), Some(id)) => model.permit_on(action, id),
        (_, Some(_), None) => return Vec::new(),
        (_, None, _) => Ok(()),
    };
    if let Err(refusal) = permitted {
        return model.say(Spoken::Refused(refusal));
    }
    match (shortcut, open) {
        (Shortcut::Note, Some(id)) => model.handle(Event::AddNoteClicked(id)),
        (Shortcut::Acknowledge, Some(id)) => model.handle(Event::AcknowledgeClicked(id)),
        (Shortcut::Resolve, Some(id)) => model.handle(Event::ResolveClicked(id)),
        (Shortcut::Link, _) => model.handle(Event::LinkClicked),
        (Shortcut::Refresh, _) => model.handle(Event::RefreshClicked),
        (Shortcut::Sheet, _) => open_sheet(model),
        (Shortcut::Note | Shortcut::Acknowledge | Shortcut::Resolve | Shortcut::Create, _) => Vec::new(),
    }
}

pub(super) fn open_sheet(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.task, None | Some(Task::Display)) {
        return Vec::new();
    }
    model.task = Some(Task::Shortcuts);
    vec![Effect::Focus(Focus::Task)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_one_of_a_kind_and_found_again() {
        for shortcut in Shortcut::ALL {
            assert_eq!(Shortcut::of(shortcut.key(), ""), Some(shortcut));
        }
    }

    #[test]
    fn a_keyboard_of_another_alphabet_has_the_same_places() {
        assert_eq!(Shortcut::of("ى", "KeyN"), Some(Shortcut::Note));
        // A French keyboard writes "q" where an English one writes "a": what is written counts.
        assert_eq!(Shortcut::of("q", "KeyA"), None);
        assert_eq!(Shortcut::of("a", "KeyQ"), Some(Shortcut::Acknowledge));
        assert_eq!(Shortcut::of("Enter", "Enter"), None);
        assert_eq!(Shortcut::of("é", "Digit2"), None);
    }
}
