//! A destination by its key, which is pasted into a line that nobody who looks over a shoulder can read.

use leptos::prelude::*;

use crate::domain::automation::Region;
use crate::i18n::SettingsMessage;
use crate::kit::button::Button;
use crate::kit::dynamic::dynamic;
use crate::kit::field::Field;
use crate::kit::part::part;
use crate::kit::reactive::{Slice, derive};
use crate::kit::segmented::Segmented;
use crate::kit::select::Choice;
use crate::kit::text_input::Text;

use super::super::super::automation::AutomationEvent;
use super::super::super::automation::choosing::ChoosingEvent;
use super::super::super::automation::destination::{KEY, LABEL, TypedKey};
use super::super::screen::Screen;
use super::choosing::{choosing, read, tell};
use super::{press, words};

/// The name, the region and the key.
pub(super) fn paste(screen: Screen) -> AnyView {
    let label = Text {
        value: screen.slice(|model| read(model, |it| it.label.clone())).into(),
        on_input: Callback::new(move |(text,)| tell(screen, ChoosingEvent::LabelTyped(text))),
    };
    let wrong_label = screen.slice(|model| read(model, |it| it.checked && !it.label_is_good()));
    let label = Field {
        id: Some(LABEL.to_owned()),
        hint: Some(screen.say(SettingsMessage::DestinationLabelHint)),
        error: Some(screen.say_if(move || wrong_label.get().then_some(SettingsMessage::DestinationLabelWrong))),
        required: true,
        ..Field::new(screen.say(SettingsMessage::DestinationLabel))
    }
    .view(|links| label.line(links));
    let key = Text {
        value: secret(screen.slice(|model| read(model, |it| it.key.clone()))),
        on_input: Callback::new(move |(text,)| tell(screen, ChoosingEvent::KeyTyped(TypedKey::new(text)))),
    };
    let wrong_key =
        screen.slice(|model| read(model, |it| it.key.key().is_none() && (it.checked || !it.key.is_empty())));
    let key = Field {
        id: Some(KEY.to_owned()),
        hint: Some(screen.say(SettingsMessage::KeyHint)),
        error: Some(screen.say_if(move || wrong_key.get().then_some(SettingsMessage::KeyWrong))),
        required: true,
        ..Field::new(screen.say(SettingsMessage::KeyField))
    }
    .view(|links| key.secret(links));
    let take = Button::new(
        screen.say(SettingsMessage::KeyUse),
        press(screen, AutomationEvent::Choosing(ChoosingEvent::PasteClicked)),
    );
    part("div", "stack stack--loose")
        .child(label)
        .child(dynamic(move || Some(region(screen))))
        .child(key)
        .child(part("div", "row").child(take.view()))
        .into()
}

/// Its words are plain text, so it is drawn anew in another language.
fn region(screen: Screen) -> AnyView {
    let choice = |it: Region| Choice { value: it.name().to_owned(), label: screen.words.say(words::region(it)) };
    Segmented {
        legend: screen.say(SettingsMessage::RegionLegend),
        choices: Region::ALL.map(choice).into(),
        value: screen.slice(|model| choosing(model).map_or("", |it| it.region.name()).to_owned()).into(),
        on_change: Callback::new(move |(name,): (String,)| {
            if let Some(region) = Region::named(&name) {
                tell(screen, ChoosingEvent::RegionChosen(region));
            }
        }),
    }
    .view()
}

/// What was typed, for the line itself: the one place that shows it.
pub(super) fn secret(typed: Slice<TypedKey>) -> Signal<String> {
    derive(move || typed.with(|key| key.expose_secret().to_owned()))
}
