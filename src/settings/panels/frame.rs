//! The frame around every page: the head, the list of pages, the page, and what saving says.

use leptos::prelude::*;

use crate::domain::configuration::Section;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{IconName, icon};
use crate::kit::part::{element, fragment, part};

use super::super::event::Event;
use super::super::model::{Account, Page};
use super::screen::Screen;
use super::{page, page_name, store};

/// The whole screen.
pub(super) fn frame(screen: Screen) -> AnyView {
    let open = screen.slice(|model| (store::Place::of(model), model.page));
    let body = dynamic(move || {
        let (place, now) = open.get();
        if let Some(task) = store::task(screen, place) {
            return Some(task);
        }
        let heading = part("h2", "settings__page-heading")
            .attr("id", "page-heading")
            .attr("tabindex", "-1")
            .words(screen.say(page_name(now)));
        Some(part("div", "settings__page").child(heading).child(page(screen, now)).into())
    });
    part("div", "settings__frame")
        .child(head(screen))
        .child(pages(screen))
        .child(part("main", "settings__main").child(store::notices(screen)).child(body))
        .child(store::bar(screen))
        .into()
}

/// The name of the screen and where the administrator stands with PagerDuty.
fn head(screen: Screen) -> AnyView {
    let account = screen.slice(|model| model.account.clone());
    let standing = dynamic(move || {
        let (tone, words) = match account.get() {
            Account::SignedIn(me) => ("settings__dot--on", screen.say(SettingsMessage::Connected { account: me.name })),
            Account::SignedOut(_) | Account::SigningIn { .. } => {
                ("settings__dot--off", screen.say(SettingsMessage::NotConnected))
            }
        };
        let dot = part("span", &format!("settings__dot {tone}")).attr("aria-hidden", "true");
        Some(part("p", "settings__standing").child(dot).child(element("span").words(words)).into())
    });
    let action = dynamic(move || {
        let (label, event) = match account.get() {
            Account::SignedIn(_) => (Message::SignOut, Event::SignOutClicked),
            Account::SignedOut(_) => (Message::SignIn, Event::SignInClicked),
            Account::SigningIn { .. } => (Message::Cancel, Event::SignInCancelled),
        };
        let button = Button {
            id: Some("session".to_owned()),
            variant: ButtonVariant::Neutral,
            compact: true,
            ..Button::new(screen.say(label), screen.press(event))
        };
        Some(button.view())
    });
    part("header", "settings__head")
        .child(part("h1", "settings__heading").words(screen.say(SettingsMessage::Heading)))
        .child(part("div", "settings__account").child(standing).child(action))
        .into()
}

/// Marks a page on which something is not saved.
fn unsaved(screen: Screen, page: Page) -> AnyView {
    let sections: &'static [Section] = match page {
        Page::Setup => &[Section::Redirect],
        Page::Permissions => &[Section::Permissions],
        Page::Synced => &[Section::Mirroring],
        Page::Automation => &[Section::Automation],
        Page::Email => &[Section::Email],
        Page::Layout => &[Section::Display],
    };
    let changed = screen.whether(move |model| sections.iter().any(|section| model.store.has_changed(*section)));
    shown_while(changed, move || {
        let dot = part("span", "settings__unsaved").attr("aria-hidden", "true");
        let words = part("span", "visually-hidden").text(" ").words(screen.say(SettingsMessage::StoreUnsavedHere));
        fragment(vec![dot.into(), words.into()])
    })
}

fn page_icon(page: Page) -> IconName {
    match page {
        Page::Setup => IconName::Link,
        Page::Permissions => IconName::Locked,
        Page::Synced => IconName::Refresh,
        Page::Automation => IconName::Workflow,
        Page::Email => IconName::Note,
        Page::Layout => IconName::Settings,
    }
}

/// The list of pages. Buttons, not links: nothing is loaded, and the frame has no history of its own.
fn pages(screen: Screen) -> AnyView {
    let entries = Page::ALL.map(|entry| {
        let current = screen.whether(move |model| model.page == entry);
        let button = part("button", "settings__entry")
            .attr("type", "button")
            .attr("id", &format!("page-{}", entry.name()))
            .attr_live("aria-current", move || current.get().then(|| "page".to_owned()))
            .on_click(move || screen.send(Event::PageChosen(entry)))
            .child(icon(page_icon(entry)))
            .child(part("span", "settings__entry-name").words(screen.say(page_name(entry))))
            .child(unsaved(screen, entry));
        element("li").child(button).into()
    });
    part("nav", "settings__pages")
        .attr_words("aria-label", screen.say(SettingsMessage::Pages))
        .child(element("ul").children(entries.into()))
        .into()
}
