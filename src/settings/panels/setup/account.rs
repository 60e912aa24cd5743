//! The account in PagerDuty: who is signed in, and the ways to sign in from here.

use leptos::prelude::*;

use crate::i18n::{Message, SettingsMessage};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::icon::{Icon, IconName, IconTone};
use crate::kit::part::{element, part};

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

/// Tests signing in; while the window is open, gives it up.
pub(super) fn test(screen: Screen, id: &'static str) -> AnyView {
    let account = screen.slice(|model| match model.account {
        Account::SigningIn { .. } => None,
        Account::SignedIn(_) => Some(true),
        Account::SignedOut(_) => Some(false),
    });
    dynamic(move || {
        let button = match account.get() {
            None => Button::new(screen.say(Message::Cancel), screen.press(Event::SignInCancelled)),
            Some(signed_in) => {
                let press = screen.press(Event::Setup(SetupEvent::SignInTestClicked));
                let button = if signed_in {
                    Button::new(screen.say(SettingsMessage::SetupSignInTest), press)
                } else {
                    Button::new(screen.say(Message::SignIn), press)
                };
                Button { disabled_because: Some(obstacle(screen)), ..button }
            }
        };
        let button = Button { id: Some(id.to_owned()), variant: ButtonVariant::Neutral, compact: true, ..button };
        Some(button.view())
    })
}

/// The button that signs in, where something cannot be found out without.
pub(super) fn needed(screen: Screen, id: &'static str) -> AnyView {
    let signed_out = screen.slice(|model| matches!(model.account, Account::SignedOut(_)));
    dynamic(move || {
        let button = Button {
            id: Some(id.to_owned()),
            compact: true,
            disabled_because: Some(obstacle(screen)),
            ..Button::new(screen.say(Message::SignIn), screen.press(Event::SignInClicked))
        };
        signed_out.get().then(|| button.view())
    })
}
