//! The page of e-mail routes: what they are, how each stands, what will be done, and the work itself.

mod conditions;
mod editor;
mod mailboxes;
mod routes;
mod words;
mod work;

use leptos::prelude::*;

use crate::domain::email_routing::mail::{self, Kind};
use crate::i18n::{Message, SettingsMessage};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::disclosure::Disclosure;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;

use super::super::email::EmailEvent;
use super::super::event::Event;
use super::super::model::Account;
use super::screen::Screen;

pub(super) use words::said;

/// What stands below the heading.
pub(super) fn page(screen: Screen) -> AnyView {
    let lead = part("div", "settings__lead stack")
        .child(element("p").words(screen.say(SettingsMessage::EmailLead)))
        .child(element("p").words(screen.say(SettingsMessage::EmailPrefer)));
    part("div", "stack email")
        .child(lead)
        .child(sign_in(screen))
        .child(trouble(screen))
        .child(work::report(screen))
        .child(work::strays(screen))
        .child(routes::routes(screen))
        .child(work::plan(screen))
        .child(mails(screen))
        .into()
}

/// What a press sends.
fn press(screen: Screen, event: EmailEvent) -> Callback<()> {
    screen.press(Event::Email(event))
}

/// Without an account in PagerDuty nothing can be read or set up.
fn sign_in(screen: Screen) -> AnyView {
    let account = screen.slice(|model| match model.account {
        Account::SignedIn(_) => None,
        Account::SigningIn { .. } => Some(true),
        Account::SignedOut(_) => Some(false),
    });
    dynamic(move || {
        let signing_in = account.get()?;
        let button = Button {
            busy: Some(derive(move || signing_in)),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::SignIn), screen.press(Event::SignInClicked))
        };
        let alert = Alert {
            body: Some(screen.say_some(SettingsMessage::EmailSignInBody)),
            actions: vec![button.view()],
            ..Alert::new(screen.say(SettingsMessage::EmailSignInTitle))
        };
        Some(alert.view())
    })
}

/// That it could not be found out what exists; while work is under way its own report says so.
fn trouble(screen: Screen) -> AnyView {
    let trouble = screen.slice(|model| match model.email.run {
        None => model.email.trouble.clone().filter(|_| model.me().is_some()),
        Some(_) => None,
    });
    dynamic(move || {
        let failing = trouble.get()?;
        let again = Button::link(screen.say(Message::TryAgain), press(screen, EmailEvent::RefreshClicked));
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || Some(words::reason(screen.words, &failing)))),
            actions: vec![again],
            ..Alert::new(screen.say(SettingsMessage::EmailLookFailed))
        };
        Some(alert.view())
    })
}

/// What the mails hold, and what that keeps out.
fn mails(screen: Screen) -> AnyView {
    let subject = screen.slice(|model| mail::subject(model.account_subdomain()));
    let content = move || {
        let text = |words: Signal<String>| part("pre", "email__mail").child(element("code").words(words));
        let labelled = |label, words| {
            part("div", "stack stack--tight")
                .child(part("h4", "email__label").words(screen.say(label)))
                .child(text(words))
        };
        part("div", "stack")
            .child(element("p").words(screen.say(SettingsMessage::EmailMailsLead)))
            .child(labelled(SettingsMessage::EmailMailsSubject, subject.into()))
            .child(labelled(SettingsMessage::EmailMailsBody, derive(|| mail::body(Kind::Opened))))
            .child(element("p").words(screen.say(SettingsMessage::EmailMailsSafe)))
            .into()
    };
    Disclosure {
        heading: screen.say(SettingsMessage::EmailMails),
        count: None,
        open: screen.whether(|model| model.email.mails_open),
        on_toggle: press(screen, EmailEvent::MailsToggled),
        id: "email-mails".to_owned(),
    }
    .view(content)
}

/// That something is being found out, for as long as it takes.
fn looking(screen: Screen) -> AnyView {
    let is_looking = screen.whether(|model| model.email.is_looking() && model.email.found.is_none());
    shown_while(is_looking, move || {
        part("p", "text--subtle").attr("role", "status").words(screen.say(SettingsMessage::EmailLooking)).into()
    })
}
