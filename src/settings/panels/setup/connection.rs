//! Client id and region, to be edited.

use leptos::prelude::*;

use crate::domain::failure::Failure;
use crate::domain::region::Region;
use crate::i18n::SettingsMessage;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::part::part;
use crate::kit::reactive::derive;
use crate::kit::segmented::Segmented;
use crate::kit::select::Choice;
use crate::kit::text_input::Text;

use super::super::super::event::Event;
use super::super::super::setup::SetupEvent;
use super::super::screen::Screen;
use super::names::{client_id_problem, region};
use super::words::{Line, speak};

/// Both fields, once Zendesk has told what they hold.
pub(super) fn form(screen: Screen) -> AnyView {
    let known = screen.whether(|model| model.setup.settings.found.known().is_some());
    shown_while(known, move || {
        part("form", "stack stack--tight setup__connection")
            .attr("novalidate", "")
            .on("submit", move |event| {
                event.prevent_default();
                screen.send(Event::Setup(SetupEvent::ConnectionSaveClicked));
            })
            .child(client_id(screen))
            .child(service_region(screen))
            .child(failed(screen))
            .child(buttons(screen))
            .into()
    })
}

fn client_id(screen: Screen) -> AnyView {
    let problem = screen.slice(|model| model.setup.connection.problem);
    let field = Field {
        id: Some("client-id".to_owned()),
        required: true,
        hint: Some(screen.say(SettingsMessage::SetupClientIdHint)),
        error: Some(screen.say_if(move || problem.get().map(client_id_problem))),
        ..Field::new(screen.say(SettingsMessage::SetupClientId))
    };
    let text = Text {
        value: screen.slice(|model| model.setup.connection.client_id.clone()).into(),
        on_input: Callback::new(move |(typed,)| screen.send(Event::Setup(SetupEvent::ClientIdTyped(typed)))),
    };
    field.view(|links| text.line(links))
}

fn service_region(screen: Screen) -> AnyView {
    let choices = Region::ALL.map(|one| Choice { value: one.name().to_owned(), label: screen.words.say(region(one)) });
    let segmented = Segmented {
        legend: screen.say(SettingsMessage::SetupRegion),
        choices: choices.into(),
        value: screen.slice(|model| model.setup.connection.region.name().to_owned()).into(),
        on_change: Callback::new(move |(value,): (String,)| {
            if let Some(chosen) = Region::named(&value) {
                screen.send(Event::Setup(SetupEvent::RegionChosen(chosen)));
            }
        }),
    };
    part("div", "setup__region")
        .child(segmented.view())
        .child(part("p", "field__hint").words(screen.say(SettingsMessage::SetupRegionHint)))
        .into()
}

fn failed(screen: Screen) -> AnyView {
    let failure = screen.slice(|model| model.setup.connection.failure.clone());
    dynamic(move || {
        let line = match failure.get()? {
            Failure::Conflict(_) => Line::Say(SettingsMessage::SetupConnectionConflict),
            Failure::NotFound => Line::Say(SettingsMessage::SetupNotInstalled),
            failure => Line::Zendesk(failure),
        };
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || Some(speak(screen, &line)))),
            ..Alert::new(screen.say(SettingsMessage::SetupConnectionFailed))
        };
        Some(alert.view())
    })
}

/// Both stay where they are, so that the focus does; there is nothing to press while nothing was edited.
fn buttons(screen: Screen) -> AnyView {
    let untouched = screen.whether(|model| !model.setup.connection.touched && !model.setup.connection.is_saving());
    let because = screen.say_if(move || untouched.get().then_some(SettingsMessage::SetupConnectionUntouched));
    let save = Button {
        id: Some("save-connection".to_owned()),
        compact: true,
        busy: Some(screen.whether(|model| model.setup.connection.is_saving())),
        disabled_because: Some(because),
        ..Button::submit(screen.say(SettingsMessage::SetupConnectionSave))
    };
    let discard = Button {
        id: Some("discard-connection".to_owned()),
        variant: ButtonVariant::Basic,
        compact: true,
        disabled_because: Some(because),
        ..Button::new(
            screen.say(SettingsMessage::SetupConnectionDiscard),
            screen.press(Event::Setup(SetupEvent::ConnectionDiscarded)),
        )
    };
    part("div", "check__actions").child(save.view()).child(discard.view()).into()
}
