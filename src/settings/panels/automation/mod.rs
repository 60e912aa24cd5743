//! The page of rules: the list or the rule that is open, and what Zendesk does about them.

mod choosing;
pub(super) mod conditions;
mod details;
mod editor;
mod foreign;
mod health;
mod list;
mod paste;
mod preview;
mod run;
mod search;
mod side;
pub(super) mod words;

use leptos::prelude::*;

use crate::i18n::SettingsMessage;
use crate::kit::dynamic::dynamic;
use crate::kit::part::part;

use super::super::automation::{AutomationEvent, Said};
use super::super::event::Event;
use super::screen::Screen;

/// What stands below the heading.
pub(super) fn page(screen: Screen) -> AnyView {
    let open = screen.slice(|model| model.open_rule().map(|rule| rule.id.clone()));
    let body = dynamic(move || {
        Some(match open.get() {
            Some(rule) => editor::editor(screen, &rule),
            None => list::list(screen),
        })
    });
    part("div", "automation").child(body).child(side::side(screen)).into()
}

/// Sends an event of this page.
fn send(screen: Screen, event: AutomationEvent) {
    screen.send(Event::Automation(event));
}

/// What a press sends.
fn press(screen: Screen, event: AutomationEvent) -> Callback<()> {
    screen.press(Event::Automation(event))
}

/// What is announced.
pub(super) fn announced(screen: Screen, said: Said) -> String {
    screen.words.say(match said {
        Said::Removed => SettingsMessage::SaidRuleRemoved,
        Said::Reverted => SettingsMessage::SaidRuleReverted,
        Said::PutBack => SettingsMessage::SaidRulePutBack,
        Said::Moved { place } => SettingsMessage::SaidRuleMoved { place: place.to_string() },
        Said::InLine => SettingsMessage::SaidInLine,
        Said::AllOff => SettingsMessage::SaidAllOff,
        Said::AllRemoved => SettingsMessage::SaidAllRemoved,
        Said::Stopped => SettingsMessage::SaidStopped,
        Said::Released => SettingsMessage::SaidReleased,
        Said::Switched => SettingsMessage::SaidSwitched,
    })
}
