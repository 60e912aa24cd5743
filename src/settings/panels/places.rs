//! What stands on the screen when there is no page to show, and why.

use leptos::prelude::*;

use crate::i18n::{Message, Sentence, SettingsMessage, explain};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::Button;
use crate::kit::dynamic::dynamic;
use crate::kit::part::{element, part};
use crate::kit::reactive::derive;
use crate::kit::skeleton::panel_skeleton;

use super::super::event::Event;
use super::screen::Screen;

/// Before Zendesk has told who looks.
pub(super) fn loading(screen: Screen) -> AnyView {
    part("main", "settings__place")
        .child(element("h1").words(screen.say(SettingsMessage::Heading)))
        .child(panel_skeleton(screen.say(SettingsMessage::Loading)))
        .into()
}

/// A heading and a paragraph.
fn place(
    screen: Screen,
    title: impl Sentence + Send + Sync + 'static,
    body: impl Sentence + Send + Sync + 'static,
) -> AnyView {
    part("main", "settings__place")
        .child(element("h1").words(screen.say(title)))
        .child(part("p", "text--subtle").words(screen.say(body)))
        .into()
}

/// Opened outside Zendesk, or Zendesk's script could not be loaded.
pub(super) fn outside(screen: Screen, script_missing: bool) -> AnyView {
    if script_missing {
        place(screen, Message::BootFailedTitle, Message::BootFailedBody)
    } else {
        place(screen, SettingsMessage::OutsideTitle, SettingsMessage::OutsideBody)
    }
}

/// For everybody but administrators: whom to ask.
pub(super) fn not_admin(screen: Screen) -> AnyView {
    place(screen, SettingsMessage::AdminsTitle, SettingsMessage::AdminsBody)
}

/// Zendesk did not tell who looks, or what is saved.
pub(super) fn failed(screen: Screen) -> AnyView {
    let failure = screen.slice(|model| model.agent.failure().or(model.store.stored.failure()).cloned());
    let alert = dynamic(move || {
        let failure = failure.get()?;
        let body = screen
            .words
            .consult(|catalog| catalog.say(&explain::zendesk_failure(&failure, catalog).body))
            .unwrap_or_default();
        let again = Button {
            id: Some("try-again".to_owned()),
            ..Button::new(screen.say(Message::TryAgain), screen.press(Event::RetryClicked))
        };
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || Some(body.clone()))),
            actions: vec![again.view()],
            ..Alert::new(screen.say(SettingsMessage::FailedTitle))
        };
        Some(alert.view())
    });
    part("main", "settings__place").child(element("h1").words(screen.say(SettingsMessage::Heading))).child(alert).into()
}
