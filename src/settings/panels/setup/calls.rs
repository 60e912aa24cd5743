//! The list of calls to PagerDuty, and what became of each.

use leptos::prelude::*;

use crate::domain::setup::Probe;
use crate::i18n::SettingsMessage;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::disclosure::Disclosure;
use crate::kit::dynamic::shown_while;
use crate::kit::part::{Part, element, part};

use super::super::super::event::Event;
use super::super::super::setup::SetupEvent;
use super::super::screen::Screen;
use super::names::{place, result};

/// The list, folded away until somebody wants to know; not there before anything was tried.
pub(super) fn list(screen: Screen) -> AnyView {
    let any = screen.whether(|model| !model.setup.reach.results.is_empty());
    shown_while(any, move || {
        let list = Disclosure {
            heading: screen.say(SettingsMessage::SetupReachCalls),
            count: None,
            open: screen.whether(|model| model.setup.calls_open),
            on_toggle: screen.press(Event::Setup(SetupEvent::CallsToggled)),
            id: "all-calls".to_owned(),
        };
        list.view(move || table(screen))
    })
}

fn table(screen: Screen) -> AnyView {
    let cell = |message: SettingsMessage| -> Part { element("th").attr("scope", "col").words(screen.say(message)) };
    let head = element("thead").child(
        element("tr")
            .child(cell(SettingsMessage::SetupReachCall))
            .child(cell(SettingsMessage::SetupReachPlace))
            .child(cell(SettingsMessage::SetupReachResult)),
    );
    let body: Vec<AnyView> = Probe::READING.iter().chain(&Probe::WRITING).map(|probe| row(screen, *probe)).collect();
    let table = part("table", "table setup__calls").child(head).child(element("tbody").children(body));
    part("div", "table-scroll").child(table).into()
}

fn row(screen: Screen, probe: Probe) -> AnyView {
    let reached = screen.slice(move |model| model.setup.reach.of(probe));
    element("tr")
        .child(element("th").attr("scope", "row").child(element("code").attr("dir", "ltr").text(probe.call())))
        .child(element("td").words(screen.say(place(probe.place()))))
        .child(element("td").words(screen.say_live(move || result(reached.get()))))
        .into()
}

/// Tries the calls that write, which only a press does.
pub(super) fn try_writes(screen: Screen) -> AnyView {
    let possible = screen.whether(|model| model.me().is_some() && model.setup.reach.knows_all(&Probe::READING));
    shown_while(possible, move || {
        let button = Button {
            id: Some("try-writes".to_owned()),
            variant: ButtonVariant::Neutral,
            compact: true,
            busy: Some(screen.whether(|model| model.setup.reach.run.is_some())),
            ..Button::new(
                screen.say(SettingsMessage::SetupReachTryWrites),
                screen.press(Event::Setup(SetupEvent::WritingCallsClicked)),
            )
        };
        button.view()
    })
}
