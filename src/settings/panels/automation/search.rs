//! What the searches of this page have in common.

use leptos::prelude::*;

use crate::domain::remote::Remote;
use crate::i18n::SettingsMessage;
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::field::FieldLinks;
use crate::kit::reactive::{Slice, derive, memo};

use super::super::super::model::Model;
use super::super::screen::Screen;
use crate::i18n::Message;

/// What stands above the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// Nothing was asked yet.
    Silent,
    /// A search is under way.
    Searching,
    /// It failed.
    Failed,
    /// Nothing fits.
    Nothing,
    /// So many, and whether there are more.
    Found(usize, bool),
}

/// What was found: how many, whether there are more, and how the asking went.
pub(super) fn finding<T>(remote: &Remote<T>, count: impl FnOnce(&T) -> (usize, bool)) -> Finding {
    match remote {
        Remote::Absent => Finding::Silent,
        Remote::Loading => Finding::Searching,
        Remote::Failed(_) | Remote::Stale(..) => Finding::Failed,
        Remote::Fresh(page) => match count(page) {
            (0, false) => Finding::Nothing,
            (count, more) => Finding::Found(count, more),
        },
    }
}

/// A search of this page.
pub(super) struct Search {
    /// What stands in the line.
    pub(super) query: Signal<String>,
    /// Somebody typed.
    pub(super) on_query: Callback<(String,)>,
    /// The results.
    pub(super) options: Slice<Vec<ComboboxOption>>,
    /// The key of what is chosen.
    pub(super) chosen: Signal<Option<String>>,
    /// Somebody chose.
    pub(super) on_choose: Callback<(String,)>,
    /// How it goes.
    pub(super) finding: Slice<Finding>,
    /// What to say of it.
    pub(super) note: Signal<String>,
    /// Ask again.
    pub(super) on_again: Callback<()>,
    /// The name of the list.
    pub(super) list_label: Signal<String>,
    /// An example.
    pub(super) placeholder: Signal<String>,
}

impl Search {
    /// Draws it inside the field of `links`.
    pub(super) fn view(self, screen: Screen, links: &FieldLinks) -> AnyView {
        let finding = self.finding;
        Combobox {
            query: self.query,
            on_query: self.on_query,
            options: self.options,
            chosen: Some(self.chosen),
            on_choose: self.on_choose,
            note: self.note,
            more: screen.say_if(move || (finding.get() == Finding::Failed).then_some(Message::TryAgain)),
            on_more: self.on_again,
            busy: memo(move || finding.get() == Finding::Searching).into(),
            list_label: self.list_label,
            placeholder: self.placeholder,
            wide: false,
        }
        .view(links)
    }
}

/// What is said above results that have names.
pub(super) fn note(
    screen: Screen,
    finding: Slice<Finding>,
    query: impl Fn(&Model) -> String + Send + Sync + 'static,
) -> Signal<String> {
    let query = screen.slice(query);
    derive(move || match finding.get() {
        Finding::Silent => String::new(),
        Finding::Searching => screen.words.say(Message::Searching),
        Finding::Failed => screen.words.say(Message::OptionsFailed),
        Finding::Nothing => screen.words.say(SettingsMessage::ThingsNone { query: query.get().trim().to_owned() }),
        Finding::Found(0, true) => screen.words.say(SettingsMessage::ThingsShort),
        Finding::Found(_, true) => screen.words.say(SettingsMessage::ThingsMore),
        Finding::Found(count, false) => {
            screen.words.say(SettingsMessage::ThingsFound { count: super::words::counted(count) })
        }
    })
}
