//! The page "Connections": a checklist of what is set up and what is missing.

mod account;
mod calls;
mod connection;
mod item;
mod names;
mod words;

use leptos::prelude::*;

use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;
use crate::kit::rows::{Row, rows};

use super::super::event::Event;
use super::super::model::Page;
use super::super::setup::{Item, SetupEvent, is_checking, summary};
use super::screen::Screen;
use item::item;
use words::Line;

/// What stands below the heading.
pub(super) fn page(screen: Screen) -> AnyView {
    let checks = Item::ALL.map(|which| item(screen, which, content(screen, which), actions(screen, which)));
    let list = part("ol", "checks")
        .attr("role", "list")
        .attr_words("aria-label", screen.say(SettingsMessage::SetupChecks))
        .children(checks.into());
    part("div", "stack setup")
        .child(part("p", "settings__lead").words(screen.say(SettingsMessage::SetupIntro)))
        .child(account::card(screen))
        .child(head(screen))
        .child(list)
        .child(next(screen))
        .into()
}

/// What is announced when the checks are through.
pub(super) fn checked(screen: Screen, done: usize, total: usize) -> String {
    let message = SettingsMessage::SetupChecked { done: done.to_string(), total: total.to_string() };
    screen.words.say(message)
}

/// How many are done, and the button that checks them all.
fn head(screen: Screen) -> AnyView {
    let standing = screen.slice(|model| (summary(model), is_checking(model)));
    let count = screen.say_live(move || {
        let ((done, total), checking) = standing.get();
        let (done, total) = (done.to_string(), total.to_string());
        if checking {
            SettingsMessage::SetupSummaryChecking { done, total }
        } else {
            SettingsMessage::SetupSummary { done, total }
        }
    });
    let again = Button {
        id: Some("check-all".to_owned()),
        variant: ButtonVariant::Neutral,
        busy: Some(screen.whether(is_checking)),
        ..Button::new(screen.say(SettingsMessage::SetupCheckAll), screen.press(Event::Setup(SetupEvent::AllClicked)))
    };
    part("div", "setup__head").child(part("p", "setup__summary").words(count)).child(again.view()).into()
}

/// What an item shows besides its paragraphs.
fn content(screen: Screen, which: Item) -> Vec<AnyView> {
    match which {
        Item::Field => vec![forms(screen), form_failure(screen)],
        Item::Connection => vec![connection::form(screen)],
        Item::Redirect => vec![address(screen)],
        Item::Reach => vec![calls::list(screen)],
        Item::SignIn | Item::Key | Item::Plan => Vec::new(),
    }
}

/// What can be done about an item, besides checking again.
fn actions(screen: Screen, which: Item) -> Vec<AnyView> {
    match which {
        Item::Redirect => vec![copy(screen), registered(screen)],
        Item::SignIn => vec![account::test(screen, "test-sign-in")],
        Item::Reach => vec![account::needed(screen, "sign-in-for-reach"), calls::try_writes(screen)],
        Item::Plan => vec![account::needed(screen, "sign-in-for-plan")],
        Item::Field | Item::Connection | Item::Key => Vec::new(),
    }
}

/// The forms that lack the field, each with the button that puts it there.
fn forms(screen: Screen) -> AnyView {
    let lacking = screen.slice(|model| {
        let report = model.setup.field.found.known();
        let forms = report.map(|report| report.forms_without_field()).unwrap_or_default();
        let active = report.and_then(|report| report.field.as_ref()).is_some_and(|field| field.active);
        let named = forms.into_iter().filter(|_| active).map(|form| (form.id, form.name.clone()));
        named.collect::<Vec<_>>()
    });
    let any = screen.whether(|model| {
        model.setup.field.found.known().is_some_and(|report| !report.forms_without_field().is_empty())
    });
    let list = rows(move || {
        let row = |(id, name): (u64, String)| Row::new(id.to_string(), move || form(screen, id, &name));
        lacking.get().into_iter().map(row).collect()
    });
    part("ul", "setup__forms")
        .attr_words("aria-label", screen.say(SettingsMessage::SetupFieldForms))
        .flag("hidden", derive(move || !any.get()))
        .child(list)
        .into()
}

fn form(screen: Screen, id: u64, name: &str) -> AnyView {
    let add = Button {
        id: Some(format!("add-to-form-{id}")),
        name: Some(screen.say(SettingsMessage::SetupFieldAddName { form: name.to_owned() })),
        compact: true,
        busy: Some(screen.whether(move |model| model.setup.is_adding_to(id))),
        ..Button::new(
            screen.say(SettingsMessage::SetupFieldAdd),
            screen.press(Event::Setup(SetupEvent::AddToFormClicked(id))),
        )
    };
    part("li", "setup__form").child(element("bdi").text(name)).child(add.view()).into()
}

/// Why a form was not changed.
fn form_failure(screen: Screen) -> AnyView {
    let failed = screen.slice(|model| {
        let (id, failure) = model.setup.form_failure.clone()?;
        let forms = model.setup.field.found.known().map(|report| report.forms.as_slice()).unwrap_or_default();
        let form = forms.iter().find(|form| form.id == id).map(|form| form.name.clone()).unwrap_or_default();
        Some((form, failure))
    });
    dynamic(move || {
        let (form, failure) = failed.get()?;
        let line = match failure {
            crate::domain::failure::Failure::Conflict(_) => Line::Say(SettingsMessage::SetupFieldAddConflict),
            failure => Line::Zendesk(failure),
        };
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || Some(words::speak(screen, &line)))),
            ..Alert::new(screen.say(SettingsMessage::SetupFieldAddFailed { form }))
        };
        Some(alert.view())
    })
}

/// The redirect address, to be read and to be chosen as a whole.
fn address(screen: Screen) -> AnyView {
    let address = screen.slice(|model| model.surroundings.as_ref()?.redirect_address.clone());
    dynamic(move || {
        let shown =
            part("code", "setup__address").attr("dir", "ltr").attr("id", "redirect-address").text(&address.get()?);
        Some(shown.into())
    })
}

fn copy(screen: Screen) -> AnyView {
    let address = screen.slice(|model| model.surroundings.as_ref()?.redirect_address.clone());
    dynamic(move || {
        let button = Button {
            id: Some("copy-redirect-address".to_owned()),
            compact: true,
            ..Button::new(screen.say(Message::CopyRedirectAddress), screen.press(Event::CopyClicked(address.get()?)))
        };
        Some(button.view())
    })
}

/// The administrator says that it is registered; nothing to press when that is known.
fn registered(screen: Screen) -> AnyView {
    let is_open = screen.slice(|model| {
        let address = model.surroundings.as_ref().and_then(|it| it.redirect_address.as_ref());
        address.is_some() && model.store.draft.registered_redirect.as_ref() != address
    });
    dynamic(move || {
        let button = Button {
            id: Some("redirect-registered".to_owned()),
            variant: ButtonVariant::Neutral,
            compact: true,
            ..Button::new(
                screen.say(SettingsMessage::SetupRedirectRegistered),
                screen.press(Event::Setup(SetupEvent::RedirectRegistered)),
            )
        };
        is_open.get().then(|| button.view())
    })
}

/// Where one goes on from here.
fn next(screen: Screen) -> AnyView {
    let some = screen.whether(|model| {
        let saved = model.store.saved().unwrap_or(&model.store.draft);
        saved.automation != crate::domain::automation::Automation::default()
            || saved.email != crate::domain::email_routing::EmailRouting::default()
    });
    let standing = screen
        .say_live(move || if some.get() { SettingsMessage::SetupNextSome } else { SettingsMessage::SetupNextNone });
    let go = |page: Page, label: SettingsMessage| {
        let button = Button {
            id: Some(format!("go-to-{}", page.name())),
            variant: ButtonVariant::Neutral,
            compact: true,
            ..Button::new(screen.say(label), screen.press(Event::PageChosen(page)))
        };
        button.view()
    };
    part("section", "setup__next")
        .attr("aria-labelledby", "setup-next")
        .child(part("h3", "check__title").attr("id", "setup-next").words(screen.say(SettingsMessage::SetupNextTitle)))
        .child(part("p", "text--subtle").words(standing))
        .child(
            part("div", "check__actions")
                .child(go(Page::Automation, SettingsMessage::SetupNextRules))
                .child(go(Page::Email, SettingsMessage::SetupNextEmail)),
        )
        .into()
}
