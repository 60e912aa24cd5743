//! What has to be decided before anything is saved: what would change, and whose changes count.

use leptos::prelude::*;

use crate::domain::configuration::{Change, LARGEST, Section, Side, changes};
use crate::i18n::SettingsMessage;
use crate::kit::alert::AlertTone;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::derive;
use crate::kit::segmented::Segmented;
use crate::kit::select::Choice;

use super::super::super::event::Event;
use super::super::super::model::Model;
use super::super::super::store::{StoreEvent, Task};
use super::super::screen::Screen;
use super::{Place, alert, send, words};

/// What stands in the place of the page.
pub(in super::super) fn task(screen: Screen, place: Place) -> Option<AnyView> {
    let (heading, body, content) = match place {
        Place::Page => return None,
        Place::Review => (SettingsMessage::StoreReviewHeading, SettingsMessage::StoreReviewBody, review(screen)),
        Place::Conflict => {
            (SettingsMessage::StoreConflictHeading, SettingsMessage::StoreConflictBody, conflict(screen))
        }
        Place::Import => (SettingsMessage::StoreImportHeading, SettingsMessage::StoreImportBody, proposed(screen)),
        Place::Reset => (SettingsMessage::StoreResetHeading, SettingsMessage::StoreResetBody, proposed(screen)),
    };
    let heading = part("h2", "settings__page-heading")
        .attr("id", "store-heading")
        .attr("tabindex", "-1")
        .words(screen.say(heading));
    let page = part("div", "settings__page")
        .child(heading)
        .child(part("p", "settings__lead").words(screen.say(body)))
        .child(content);
    Some(page.into())
}

fn review(screen: Screen) -> AnyView {
    let unreadable = screen.whether(|model| model.store.unreadable().is_some());
    let warning = shown_while(unreadable, move || {
        alert(screen, AlertTone::Warning, SettingsMessage::StoreReplacesUnreadable, &[], Vec::new()).view()
    });
    let bytes = screen.slice(|model| model.store.bytes);
    let size = screen.say_if(move || {
        let used = words::bytes(screen, bytes.get()?);
        Some(SettingsMessage::StoreBytes { used, most: words::bytes(screen, LARGEST) })
    });
    let size = part("p", "text--subtle text--small").words_maybe(size);
    fragment(vec![warning, difference(screen, |model| model.store.changes()), size.into()])
}

fn proposed(screen: Screen) -> AnyView {
    difference(screen, |model| {
        let proposed = model.store.proposed();
        proposed.map(|proposed| changes(&model.store.draft, &proposed)).unwrap_or_default()
    })
}

/// What is different, by section.
fn difference(screen: Screen, read: fn(&Model) -> Vec<Change>) -> AnyView {
    let differences = screen.slice(move |model| {
        let changes = read(model);
        let names = words::group_names(model, &changes);
        (changes, names)
    });
    dynamic(move || {
        let (changes, names) = differences.get();
        let section = |section: Section| {
            let own = changes.iter().filter(|change| change.section() == section);
            let lines: Vec<AnyView> = own
                .flat_map(|change| words::sentences(screen, change, &names))
                .map(|line| element("li").child(element("bdi").text(&line)).into())
                .collect();
            let heading = element("h3").words(screen.say(words::section_name(section)));
            let list = part("ul", "store-changes__lines").children(lines);
            part("section", "store-changes__section").child(heading).child(list).into()
        };
        let there = Section::ALL.into_iter().filter(|it| changes.iter().any(|change| change.section() == *it));
        Some(part("div", "store-changes").children(there.map(section).collect()).into())
    })
}

fn conflict(screen: Screen) -> AnyView {
    let theirs = difference(screen, |model| match &model.store.task {
        Some(Task::Conflict(conflict)) => {
            let theirs = conflict.theirs.configuration.as_ref();
            theirs.map(|theirs| changes(&model.store.holds(), theirs)).unwrap_or_default()
        }
        _ => Vec::new(),
    });
    let mine = difference(screen, |model| model.store.changes());
    let side = |heading: SettingsMessage, content: AnyView| {
        part("section", "store-side")
            .child(part("h3", "store-side__heading").words(screen.say(heading)))
            .child(content)
            .into()
    };
    let unreadable = screen.slice(|model| match &model.store.task {
        Some(Task::Conflict(conflict)) => conflict.theirs.configuration.as_ref().err().cloned(),
        _ => None,
    });
    let unreadable = dynamic(move || {
        let body = vec![words::problem(screen, &unreadable.get()?)];
        Some(alert(screen, AlertTone::Warning, SettingsMessage::StoreConflictUnreadable, &body, Vec::new()).view())
    });
    let contested = screen.slice(|model| model.store.contested());
    let contested = dynamic(move || Some(fragment(contested.get().into_iter().map(|it| sides(screen, it)).collect())));
    let both = vec![side(SettingsMessage::StoreTheirs, theirs), side(SettingsMessage::StoreMine, mine)];
    fragment(vec![unreadable, part("div", "store-sides").children(both).into(), contested])
}

/// Whose decision counts in a section that both have changed.
fn sides(screen: Screen, section: Section) -> AnyView {
    let chosen = screen.slice(move |model| match &model.store.task {
        Some(Task::Conflict(conflict)) => conflict.chosen.iter().find(|(it, _)| *it == section).map(|(_, side)| *side),
        _ => None,
    });
    let value = |side: Side| match side {
        Side::Mine => "mine",
        Side::Theirs => "theirs",
    };
    let choice =
        |side: Side, label: SettingsMessage| Choice { value: value(side).to_owned(), label: screen.words.say(label) };
    let legend = screen
        .say_live(move || SettingsMessage::StoreContested { section: screen.words.say(words::section_name(section)) });
    Segmented {
        legend,
        choices: vec![
            choice(Side::Theirs, SettingsMessage::StoreUseTheirs),
            choice(Side::Mine, SettingsMessage::StoreUseMine),
        ],
        value: derive(move || chosen.get().map(value).unwrap_or_default().to_owned()),
        on_change: Callback::new(move |(side,): (String,)| {
            let side = if side == "mine" { Side::Mine } else { Side::Theirs };
            screen.send(Event::Store(StoreEvent::SideChosen(section, side)));
        }),
    }
    .view()
}

/// Back to the page, with everything that was edited.
pub(super) fn back(screen: Screen) -> AnyView {
    Button {
        id: Some("store-back".to_owned()),
        variant: ButtonVariant::Basic,
        ..Button::new(screen.say(SettingsMessage::StoreBack), send(screen, StoreEvent::TaskClosed))
    }
    .view()
}

/// Saves what was reviewed.
pub(super) fn save(screen: Screen) -> AnyView {
    let blocked = screen.slice(|model| {
        let too_large = model.store.bytes.filter(|bytes| *bytes > LARGEST);
        (model.online, too_large, model.store.is_changed())
    });
    let because = screen.say_if(move || match blocked.get() {
        (false, ..) => Some(SettingsMessage::StoreOffline),
        (_, Some(bytes), _) => {
            let (used, most) = (words::bytes(screen, bytes), words::bytes(screen, LARGEST));
            Some(SettingsMessage::StoreTooLargeBody { used, most })
        }
        (.., false) => Some(SettingsMessage::StoreNothingToSave),
        _ => None,
    });
    let shown = dynamic(move || because.get().map(|words| part("p", "store-state").text(&words).into()));
    let busy = screen.whether(|model| model.store.is_saving());
    let saving = screen.say_if(move || busy.get().then_some(SettingsMessage::StoreSaving));
    let saving = part("p", "visually-hidden").attr("role", "status").words_maybe(saving);
    let button = Button {
        id: Some("store-confirm".to_owned()),
        variant: ButtonVariant::Primary,
        busy: Some(busy),
        disabled_because: Some(because),
        ..Button::new(screen.say(SettingsMessage::StoreSave), send(screen, StoreEvent::SaveConfirmed))
    };
    fragment(vec![shown, saving.into(), button.view()])
}

/// Takes over what the file says.
pub(super) fn import(screen: Screen) -> AnyView {
    Button {
        id: Some("store-confirm".to_owned()),
        variant: ButtonVariant::Primary,
        ..Button::new(screen.say(SettingsMessage::StoreImportConfirm), send(screen, StoreEvent::ImportConfirmed))
    }
    .view()
}

/// Goes back to the defaults.
pub(super) fn reset(screen: Screen) -> AnyView {
    Button {
        id: Some("store-confirm".to_owned()),
        variant: ButtonVariant::Danger,
        ..Button::new(screen.say(SettingsMessage::StoreReset), send(screen, StoreEvent::ResetConfirmed))
    }
    .view()
}

/// What can become of two administrators' changes.
pub(super) fn choices(screen: Screen) -> AnyView {
    let button = |id: &str, variant: ButtonVariant, label: SettingsMessage, event: StoreEvent| Button {
        id: Some(id.to_owned()),
        variant,
        ..Button::new(screen.say(label), send(screen, event))
    };
    let blocked = screen.slice(|model| match &model.store.task {
        Some(Task::Conflict(conflict)) if conflict.theirs.configuration.is_err() => {
            Some(SettingsMessage::StoreConflictUnreadable)
        }
        _ => (!model.store.can_keep_both()).then_some(SettingsMessage::StoreKeepBothFirst),
    });
    let because = screen.say_if(move || blocked.get());
    let keep = Button {
        disabled_because: Some(because),
        ..button("store-keep", ButtonVariant::Primary, SettingsMessage::StoreKeepBoth, StoreEvent::KeepBothClicked)
    };
    fragment(vec![
        back(screen),
        button(
            "store-discard",
            ButtonVariant::Neutral,
            SettingsMessage::StoreDiscardMine,
            StoreEvent::DiscardMineClicked,
        )
        .view(),
        button(
            "store-overwrite",
            ButtonVariant::Neutral,
            SettingsMessage::StoreOverwrite,
            StoreEvent::OverwriteClicked,
        )
        .view(),
        keep.view(),
    ])
}
