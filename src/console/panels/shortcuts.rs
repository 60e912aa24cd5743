//! The sheet of shortcuts, and the keys themselves.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::i18n::Message;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::checkbox::Checkbox;
use crate::kit::focus::is_within;
use crate::kit::part::{element, fragment, part};
use crate::kit::task_view::TaskView;

use super::super::event::Event;
use super::super::manners::MannersEvent;
use super::super::manners::shortcuts::Shortcut;
use super::super::words::action_name;
use super::create::back_words;
use super::screen::Screen;

/// Where keys write, or mean something already.
const TYPING: &str = "input, textarea, select, [contenteditable], [role=menu], [role=listbox]";

/// What to do with a key pressed anywhere in the console.
pub(super) fn keys(screen: Screen) -> impl Fn(&KeyboardEvent) {
    move |event| {
        let with_another = event.ctrl_key() || event.alt_key() || event.meta_key();
        if with_another || event.default_prevented() || event.is_composing() || event.repeat() || is_within(TYPING) {
            return;
        }
        let Some(shortcut) = Shortcut::of(&event.key(), &event.code()) else {
            return;
        };
        let idle = screen.model.with_untracked(|model| model.task.is_none() && !model.manners.shortcuts_off);
        if !idle {
            return;
        }
        event.prevent_default();
        let permitted =
            shortcut.action().is_none_or(|it| screen.model.with_untracked(|model| model.permit(it).is_ok()));
        if shortcut == Shortcut::Create && permitted {
            screen.create();
        } else {
            screen.send(Event::Manners(MannersEvent::Pressed(shortcut)));
        }
    }
}

fn name(shortcut: Shortcut) -> Message {
    match (shortcut, shortcut.action()) {
        (_, Some(action)) => action_name(action),
        (Shortcut::Refresh, None) => Message::Refresh,
        (_, None) => Message::Shortcuts,
    }
}

/// The sheet.
pub(super) fn sheet(screen: Screen) -> AnyView {
    let row = |shortcut: Shortcut| {
        let key = element("kbd").text(&shortcut.key().to_uppercase());
        fragment(vec![element("dt").words(screen.say(name(shortcut))).into(), element("dd").child(key).into()])
    };
    let switch = Checkbox {
        label: screen.say(Message::ShortcutsOn),
        hint: None,
        checked: screen.whether(|model| !model.manners.shortcuts_off),
        on_change: Callback::new(move |(on,)| screen.send(Event::Manners(MannersEvent::ShortcutsSwitched(on)))),
    };
    let close = Button {
        variant: ButtonVariant::Basic,
        ..Button::new(screen.say(Message::Close), screen.press(Event::TaskClosed))
    };
    TaskView {
        heading: screen.say(Message::Shortcuts),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: None,
        footer: close.view(),
        content: vec![
            part("p", "text--subtle").words(screen.say(Message::ShortcutsHint)).into(),
            part("dl", "shortcuts").children(Shortcut::ALL.into_iter().map(row).collect()).into(),
            switch.view(),
        ],
    }
    .view()
}
