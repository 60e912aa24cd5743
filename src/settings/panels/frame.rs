//! The frame around every page: the head, the list of pages, the page, and what saving says.

use leptos::prelude::*;

use crate::i18n::{Message, SettingsMessage};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::part::{element, part};

use super::super::event::Event;
use super::super::model::{Account, Page};
use super::screen::Screen;
use super::{page, page_name, store};

/// The whole screen.
pub(super) fn frame(screen: Screen) -> AnyView {
    let open = screen.slice(|model| model.page);
    let body = dynamic(move || {
        let now = open.get();
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

/// The list of pages. Buttons, not links: nothing is loaded, and the frame has no history of its own.
fn pages(screen: Screen) -> AnyView {
    let entries = Page::ALL.map(|entry| {
        let current = screen.whether(move |model| model.page == entry);
        let button = part("button", "settings__entry")
            .attr("type", "button")
            .attr("id", &format!("page-{}", entry.name()))
            .attr_live("aria-current", move || current.get().then(|| "page".to_owned()))
            .on_click(move || screen.send(Event::PageChosen(entry)))
            .words(screen.say(page_name(entry)));
        element("li").child(button).into()
    });
    part("nav", "settings__pages")
        .attr_words("aria-label", screen.say(SettingsMessage::Pages))
        .child(element("ul").children(entries.into()))
        .into()
}
