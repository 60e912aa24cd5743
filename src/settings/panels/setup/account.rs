//! The account in PagerDuty: who is signed in, and the ways to sign in from here.

use leptos::prelude::*;

use crate::i18n::{Message, SettingsMessage};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{Icon, IconName, IconTone};
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;

use super::super::super::event::Event;
use super::super::super::model::Account;
use super::super::super::setup::SetupEvent;
use super::super::screen::Screen;
use super::names::{account, signed_in};

/// The card at the top.
pub(super) fn card(screen: Screen) -> AnyView {
    let known = screen.slice(|model| (model.me().cloned(), model.setup.profile.found.known().cloned()));
    let mark = dynamic(move || {
        let (name, tone) = if known.with(|(me, _)| me.is_some()) {
            (IconName::Success, IconTone::Success)
        } else {
            (IconName::Info, IconTone::Inherited)
        };
        Some(Icon { tone, ..Icon::new(name) }.view())
    });
    let words = dynamic(move || {
        let (me, profile) = known.get();
        let (first, second) = match (me, profile) {
            (Some(_), Some(profile)) => {
                let first = account(screen, &profile);
                let second = signed_in(screen, &profile);
                match first {
                    Some(first) => (first, Some(second)),
                    None => (second, None),
                }
            }
            (Some(me), None) => (screen.words.say(SettingsMessage::SetupSignedInPlain { name: me.name }), None),
            (None, _) => (
                screen.words.say(SettingsMessage::NotConnected),
                Some(screen.words.say(SettingsMessage::SetupSignedOutBody)),
            ),
        };
        let second = second.map(|second| part("p", "text--subtle").text(&second).into());
        let words = element("div").child(part("p", "setup__account").text(&first)).child_maybe(second);
        Some(words.into())
    });
    part("section", "well well--plain setup__card")
        .child(mark)
        .child(words)
        .child(part("div", "setup__card-action").child(test(screen, "sign-in-card")))
        .into()
}

/// Why nobody can sign in from here, if so.
fn obstacle(screen: Screen) -> Signal<Option<String>> {
    let missing = screen.whether(|model| model.surroundings.as_ref().is_none_or(|it| it.client_id.is_none()));
    screen.say_if(move || missing.get().then_some(SettingsMessage::SetupClientIdFirst))
}

/// Tests signing in; while the window is open, gives it up. One button, so that the focus stays where it is.
pub(super) fn test(screen: Screen, id: &'static str) -> AnyView {
    let waiting = screen.whether(|model| matches!(model.account, Account::SigningIn { .. }));
    let signed_in = screen.whether(|model| model.me().is_some());
    let label = derive(move || {
        if waiting.get() {
            screen.words.say(Message::Cancel)
        } else if signed_in.get() {
            screen.words.say(SettingsMessage::SetupSignInTest)
        } else {
            screen.words.say(Message::SignIn)
        }
    });
    let press = Callback::new(move |()| {
        screen.send(if waiting.get_untracked() {
            Event::SignInCancelled
        } else {
            Event::Setup(SetupEvent::SignInTestClicked)
        });
    });
    let button = Button {
        id: Some(id.to_owned()),
        variant: ButtonVariant::Neutral,
        compact: true,
        disabled_because: Some(obstacle(screen)),
        ..Button::new(label, press)
    };
    button.view()
}

/// The button that signs in, where something cannot be found out without.
pub(super) fn needed(screen: Screen, id: &'static str) -> AnyView {
    let nobody = screen.whether(|model| model.me().is_none());
    shown_while(nobody, move || {
        let button = Button {
            id: Some(id.to_owned()),
            compact: true,
            busy: Some(screen.whether(|model| matches!(model.account, Account::SigningIn { .. }))),
            disabled_because: Some(obstacle(screen)),
            ..Button::new(screen.say(Message::SignIn), screen.press(Event::SignInClicked))
        };
        button.view()
    })
}
