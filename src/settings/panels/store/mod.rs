//! What saving says, the bar at the foot, and what stands in the place of a page until it is decided.

mod task;
pub(super) mod words;

use leptos::prelude::*;

use crate::domain::configuration::LARGEST;
use crate::domain::failure::Failure;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::file_button::{FileButton, FileText};
use crate::kit::part::{fragment, part};
use crate::kit::reactive::derive;

use super::super::event::Event;
use super::super::model::Model;
use super::super::store::{FileRead, Notice, StoreEvent, Task};
use super::screen::Screen;

pub(super) use task::task;

/// What stands in the place of the page; nothing that can be read as a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Page,
    Review,
    Conflict,
    Import,
    Reset,
}

impl Place {
    pub(super) fn of(model: &Model) -> Self {
        match &model.store.task {
            None => Self::Page,
            Some(Task::Review) => Self::Review,
            Some(Task::Conflict(_)) => Self::Conflict,
            Some(Task::Import(_)) => Self::Import,
            Some(Task::Reset) => Self::Reset,
        }
    }
}

fn send(screen: Screen, event: StoreEvent) -> Callback<()> {
    screen.press(Event::Store(event))
}

fn link(screen: Screen, id: &str, label: SettingsMessage, event: StoreEvent) -> AnyView {
    Button {
        id: Some(id.to_owned()),
        variant: ButtonVariant::Link,
        ..Button::new(screen.say(label), send(screen, event))
    }
    .view()
}

/// A message whose words are known when it is drawn.
fn alert(screen: Screen, tone: AlertTone, title: SettingsMessage, body: &[String], actions: Vec<AnyView>) -> Alert {
    let body = body.join(" ");
    Alert {
        tone,
        body: (!body.is_empty()).then(|| derive(move || Some(body.clone()))),
        actions,
        ..Alert::new(screen.say(title))
    }
}

/// What went wrong with saving, and what another administrator did meanwhile.
pub(super) fn notices(screen: Screen) -> AnyView {
    part("div", "banners").child(standing(screen)).child(latest(screen)).into()
}

/// What holds as long as it is so: about the saved settings, and about the connection.
fn standing(screen: Screen) -> AnyView {
    let unreadable = screen.slice(|model| model.store.unreadable().cloned());
    let unreadable = dynamic(move || {
        let problem = unreadable.get()?;
        let body = vec![words::problem(screen, &problem), screen.words.say(SettingsMessage::StoreUnreadableBody)];
        let actions = vec![
            link(screen, "store-start-over", SettingsMessage::StoreStartOver, StoreEvent::StartOverClicked),
            link(screen, "store-export-as-is", SettingsMessage::StoreExportAsIs, StoreEvent::ExportClicked),
            Button::link(screen.say(Message::TryAgain), screen.press(Event::RetryClicked)),
        ];
        Some(alert(screen, AlertTone::Error, SettingsMessage::StoreUnreadableTitle, &body, actions).view())
    });
    let places = screen.slice(|model| model.store.stored.known().map(|stored| stored.problems.clone()));
    let places = dynamic(move || {
        let problems = places.get().filter(|problems| !problems.is_empty())?;
        let mut body = vec![screen.words.say(SettingsMessage::StorePlacesBody)];
        body.extend(words::problems(screen, &problems));
        Some(alert(screen, AlertTone::Warning, SettingsMessage::StorePlacesTitle, &body, Vec::new()).view())
    });
    let newer = screen.slice(|model| model.store.newer.is_some());
    let newer = dynamic(move || {
        let body = vec![screen.words.say(SettingsMessage::StoreNewerBody)];
        let actions = vec![link(screen, "store-compare", SettingsMessage::StoreNewerOpen, StoreEvent::NewsOpened)];
        let alert = alert(screen, AlertTone::Warning, SettingsMessage::StoreNewerTitle, &body, actions);
        newer.get().then(|| alert.view())
    });
    let stale = screen.slice(|model| model.store.stored.failure().cloned());
    let stale = dynamic(move || {
        let body = vec![words::failure(screen, &stale.get()?)];
        let actions = vec![Button::link(screen.say(Message::TryAgain), screen.press(Event::RetryClicked))];
        Some(alert(screen, AlertTone::Warning, SettingsMessage::StoreStaleTitle, &body, actions).view())
    });
    fragment(vec![unreadable, places, newer, stale])
}

/// What came of the last thing that was done.
fn latest(screen: Screen) -> AnyView {
    let notice = screen.slice(|model| (model.store.notice.clone(), model.store.can_undo()));
    dynamic(move || {
        let (notice, can_undo) = notice.get();
        let notice = notice?;
        let dismiss = Button {
            id: Some("store-dismiss".to_owned()),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::Dismiss), send(screen, StoreEvent::NoticeDismissed))
        };
        let mut actions = Vec::new();
        let undoes = matches!(notice, Notice::Discarded | Notice::Imported | Notice::WasReset);
        if undoes && can_undo {
            let undo = Button {
                id: Some("store-undo".to_owned()),
                variant: ButtonVariant::Link,
                ..Button::new(screen.say(Message::Undo), send(screen, StoreEvent::UndoClicked))
            };
            actions.push(undo.view());
        }
        if let Notice::Exported(text) = &notice {
            let copy = screen.press(Event::CopyClicked(text.clone()));
            let copy = Button {
                id: Some("store-copy".to_owned()),
                variant: ButtonVariant::Link,
                ..Button::new(screen.say(SettingsMessage::StoreExportedCopy), copy)
            };
            actions.push(copy.view());
        }
        actions.push(dismiss.view());
        let (tone, title, body) = told(screen, &notice);
        // The live region announces what went well.
        let quiet = undoes || notice == Notice::Saved;
        Some(Alert { quiet, ..alert(screen, tone, title, &body, actions) }.view())
    })
}

fn told(screen: Screen, notice: &Notice) -> (AlertTone, SettingsMessage, Vec<String>) {
    let say = |message: SettingsMessage| screen.words.say(message);
    let kept = || say(SettingsMessage::StoreKept);
    match notice {
        Notice::Saved => (AlertTone::Success, SettingsMessage::StoreSaved, vec![say(SettingsMessage::StoreSavedBody)]),
        Notice::Failed(failure) => {
            (AlertTone::Error, SettingsMessage::StoreFailedTitle, vec![words::failure(screen, failure), kept()])
        }
        Notice::Unsure(failure) => {
            let mut body = vec![say(SettingsMessage::StoreUnsureBody)];
            if !matches!(failure, Failure::Unreachable | Failure::TimedOut) {
                body.insert(0, words::failure(screen, failure));
            }
            body.push(kept());
            (AlertTone::Error, SettingsMessage::StoreUnsureTitle, body)
        }
        Notice::Mismatch => {
            (AlertTone::Error, SettingsMessage::StoreMismatchTitle, vec![say(SettingsMessage::StoreMismatchBody)])
        }
        Notice::TooLarge { bytes } => {
            let (used, most) = (words::bytes(screen, *bytes), words::bytes(screen, LARGEST));
            let body = vec![say(SettingsMessage::StoreTooLargeBody { used, most })];
            (AlertTone::Error, SettingsMessage::StoreTooLargeTitle, body)
        }
        Notice::Discarded => (AlertTone::Info, SettingsMessage::StoreDiscarded, Vec::new()),
        Notice::Exported(_) => {
            (AlertTone::Info, SettingsMessage::StoreExported, vec![say(SettingsMessage::StoreExportedBody)])
        }
        Notice::Imported => {
            (AlertTone::Info, SettingsMessage::StoreImported, vec![say(SettingsMessage::StoreImportedBody)])
        }
        Notice::NothingToImport => (AlertTone::Info, SettingsMessage::StoreImportSame, Vec::new()),
        Notice::ImportRefused(problems) => {
            let mut body = words::problems(screen, problems);
            body.push(say(SettingsMessage::StoreImportUntouched));
            (AlertTone::Error, SettingsMessage::StoreImportRefused, body)
        }
        Notice::FileUnreadable => {
            let body = vec![say(SettingsMessage::StoreImportUntouched)];
            (AlertTone::Error, SettingsMessage::StoreFileUnreadable, body)
        }
        Notice::WasReset => {
            (AlertTone::Info, SettingsMessage::StoreWasReset, vec![say(SettingsMessage::StoreWasResetBody)])
        }
        Notice::NothingToReset => (AlertTone::Info, SettingsMessage::StoreNothingToReset, Vec::new()),
    }
}

/// The bar at the foot: what can be done with what was edited, or with what is to be decided.
pub(super) fn bar(screen: Screen) -> AnyView {
    let place = screen.slice(Place::of);
    let content = dynamic(move || {
        Some(match place.get() {
            Place::Page => fragment(vec![files(screen), state(screen), edits(screen)]),
            Place::Review => fragment(vec![task::back(screen), task::save(screen)]),
            Place::Conflict => task::choices(screen),
            Place::Import => fragment(vec![task::back(screen), task::import(screen)]),
            Place::Reset => fragment(vec![task::back(screen), task::reset(screen)]),
        })
    });
    part("footer", "settings__bar").child(content).into()
}

/// All settings as a file, from a file, and back to the defaults.
fn files(screen: Screen) -> AnyView {
    let on_read = Callback::new(move |(file,): (FileText,)| {
        let read = match file {
            FileText::Text(text) => FileRead::Text(text),
            FileText::TooLarge(bytes) => FileRead::TooLarge { bytes },
            FileText::Unreadable => FileRead::Unreadable,
        };
        screen.send(Event::Store(StoreEvent::FileChosen(read)));
    });
    let import = FileButton {
        label: screen.say(SettingsMessage::StoreImport),
        id: "store-import",
        accept: ".json,application/json",
        // Room for a file that was made readable; what it says is measured again.
        most: 4 * LARGEST,
        on_read,
    };
    part("div", "store-files")
        .attr("role", "group")
        .attr_words("aria-label", screen.say(SettingsMessage::StoreFiles))
        .child(link(screen, "store-export", SettingsMessage::StoreExport, StoreEvent::ExportClicked))
        .child(import.view())
        .child(link(screen, "store-reset", SettingsMessage::StoreReset, StoreEvent::ResetClicked))
        .into()
}

/// How much is not saved yet.
fn state(screen: Screen) -> AnyView {
    let count = screen.slice(|model| u64::try_from(model.store.changes().len()).unwrap_or(u64::MAX));
    let words = screen.say_live(move || match count.get() {
        0 => SettingsMessage::StoreNothingChanged,
        count => SettingsMessage::StoreUnsaved { count },
    });
    part("p", "store-state").attr("role", "status").words(words).into()
}

fn edits(screen: Screen) -> AnyView {
    let nothing = screen.slice(|model| (!model.store.is_changed()).then_some(()));
    let because = screen.say_if(move || nothing.get().map(|()| SettingsMessage::StoreNothingToSave));
    let cancel = Button {
        id: Some("store-cancel".to_owned()),
        variant: ButtonVariant::Basic,
        disabled_because: Some(because),
        ..Button::new(screen.say(SettingsMessage::StoreCancel), send(screen, StoreEvent::CancelClicked))
    };
    let save = Button {
        id: Some("store-save".to_owned()),
        variant: ButtonVariant::Primary,
        disabled_because: Some(because),
        ..Button::new(screen.say(SettingsMessage::StoreSave), send(screen, StoreEvent::SaveClicked))
    };
    fragment(vec![cancel.view(), save.view()])
}
