//! What stands in the panel when there is no incident to show, and why.

use leptos::prelude::*;

use crate::domain::ability::Ability;
use crate::domain::action::{Action, Refusal};
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::IconName;
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{derive, memo};

use super::super::event::Event;
use super::super::model::Account;
use super::super::words;
use super::redirect::redirect_address;
use super::screen::Screen;

/// A heading, a paragraph and what can be done.
fn place(screen: Screen, title: Message, body: Signal<String>, actions: Option<AnyView>) -> AnyView {
    let title = element("h2").attr("id", "place").attr("tabindex", "-1").words(screen.say(title));
    let words = part("div", "stack stack--tight").child(title).child(part("p", "text--subtle").words(body));
    part("div", "panel__body").child(words).child_maybe(actions).into()
}

/// Opened outside Zendesk, or Zendesk's script could not be loaded.
pub(super) fn outside(screen: Screen, script_missing: bool) -> AnyView {
    let (title, body) = if script_missing {
        (Message::BootFailedTitle, Message::BootFailedBody)
    } else {
        (Message::OutsideTitle, Message::OutsideBody)
    };
    place(screen, title, screen.say(body), None)
}

/// A ticket that has no number yet.
pub(super) fn not_saved(screen: Screen) -> AnyView {
    place(screen, Message::OutsideNoTicket, screen.say(Message::OutsideNoTicketBody), None)
}

/// The agent's groups may not see incidents.
pub(super) fn not_permitted(screen: Screen) -> AnyView {
    let refused = memo(|| Err(Refusal::NotPermitted(Ability::View)));
    let reason = screen.because(refused);
    place(screen, Message::NotPermittedTitle, derive(move || reason.get().unwrap_or_default()), None)
}

/// Nothing can be seen without signing in; and when nobody can, who can change that.
pub(super) fn sign_in(screen: Screen) -> AnyView {
    let possible = screen.whether(|model| model.surroundings.as_ref().is_some_and(|it| it.can_sign_in));
    let waiting = screen.whether(|model| matches!(model.account, Account::SigningIn { .. }));
    let body =
        screen.say_live(move || if possible.get() { Message::NoAccessBody } else { Message::SignInClientMissing });
    let action = shown_while(possible, move || {
        let button = Button {
            id: Some("sign-in".to_owned()),
            busy: Some(waiting),
            ..Button::new(screen.say(Message::SignIn), screen.press(Event::SignInClicked))
        };
        let help = part("p", "text--subtle text--small").words(screen.say(Message::NoAccountHelp));
        fragment(vec![part("div", "button-group").child(button.view()).into(), help.into()])
    });
    // After an attempt that failed, its banner has the address.
    let fresh = screen.whether(|model| !matches!(model.account, Account::SignedOut(Some(_))));
    let address = shown_while(fresh, move || redirect_address(screen, false));
    let actions = fragment(vec![action, address]);
    place(screen, Message::NoAccessTitle, body, Some(actions))
}

/// The ticket has no incident: create one, or link one.
pub(super) fn empty(screen: Screen) -> AnyView {
    let may_create = screen.slice(|model| model.permit(Action::Create));
    let may_link = screen.slice(|model| model.permit(Action::Link));
    let body = screen.say_live(move || {
        let neither = may_create.get().is_err() && may_link.get().is_err();
        if neither { Message::EmptyViewOnly } else { Message::EmptyBody }
    });
    let explained = super::actions::refusals(screen, move || {
        [may_create.get().err(), may_link.get().err()].into_iter().flatten().collect()
    });
    let create = Button {
        id: Some("create-incident".to_owned()),
        icon: Some(IconName::Add),
        disabled_because: Some(screen.because(may_create)),
        ..Button::new(screen.say(Message::CreateIncident), Callback::new(move |()| screen.create()))
    };
    let link = Button {
        id: Some("link-incident".to_owned()),
        icon: Some(IconName::Link),
        variant: ButtonVariant::Neutral,
        disabled_because: Some(screen.because(may_link)),
        ..Button::new(screen.say(Message::LinkIncident), screen.press(Event::LinkClicked))
    };
    let buttons = part("div", "button-group").child(create.view()).child(link.view()).into();
    let actions = fragment(vec![buttons, super::actions::explanation(explained)]);
    fragment(vec![place(screen, Message::EmptyTitle, body, Some(actions)), super::related::section(screen)])
}

/// Nothing is known, and the last attempt failed.
pub(super) fn failed(screen: Screen) -> AnyView {
    let told = screen.slice(move |model| screen.words.consult(|catalog| words::load_failure(model, catalog)).flatten());
    let shown = dynamic(move || {
        let (wording, failure) = told.get()?;
        let at = screen.model.with_untracked(|model| model.now);
        let report = screen.report(&failure, at);
        let reference = Message::FailureReference { reference: failure.to_string(), time: screen.words.time(at.0) };
        let because = screen.words.say(Message::Because { title: wording.title, body: wording.body });
        let body = format!("{because} {}", screen.words.say(Message::NothingChanged));
        let again = Button {
            id: Some("try-again".to_owned()),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::TryAgain), screen.press(Event::RefreshClicked))
        };
        let copy = Button::link(screen.say(Message::CopyErrorDetails), screen.press(Event::DetailsCopied(report)));
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || Some(body.clone()))),
            actions: vec![again.view(), copy],
            ..Alert::new(screen.say(Message::LoadFailedTitle))
        };
        let reference = part("p", "text--subtle text--small text--numeric").words(screen.say(reference));
        Some(fragment(vec![alert.view(), reference.into()]))
    });
    part("div", "panel__body").child(shown).into()
}
