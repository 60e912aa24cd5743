//! The page of display defaults: which sections and fields the console shows, and in which order.

use leptos::prelude::*;

use crate::domain::display::Item;
use crate::i18n::explain::item_name;
use crate::i18n::{Message, SettingsMessage};
use crate::kit::arranging::{ArrangedItem, ArrangedList, Arranging};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::part::{fragment, part};
use crate::kit::reactive::memo;

use super::super::event::Event;
use super::super::layout::{LayoutEvent, button};
use super::super::model::Model;
use super::screen::Screen;

/// What stands below the heading.
pub(super) fn page(screen: Screen) -> AnyView {
    let sections = list(screen, "layout-sections", Message::DisplaySections, |model| {
        let items = model.store.draft.display.blocks.items();
        items.iter().map(|(block, shown)| (Item::Block(*block), *shown)).collect()
    });
    let fields = list(screen, "layout-fields", Message::DisplayFields, |model| {
        let items = model.store.draft.display.fields.items();
        items.iter().map(|(field, shown)| (Item::Field(*field), *shown)).collect()
    });
    let reset = Button {
        id: Some("layout-reset".to_owned()),
        variant: ButtonVariant::Neutral,
        ..Button::new(screen.say(SettingsMessage::LayoutReset), screen.press(Event::Layout(LayoutEvent::Reset)))
    };
    fragment(vec![
        part("p", "settings__lead").words(screen.say(SettingsMessage::LayoutLead)).into(),
        part("p", "text--subtle text--small").words(screen.say(Message::DisplayOrder)).into(),
        part("div", "layout-lists").child(sections).child(fields).into(),
        part("div", "row").child(reset.view()).into(),
    ])
}

fn list(screen: Screen, id: &str, heading: Message, read: fn(&Model) -> Vec<(Item, bool)>) -> AnyView {
    let order = screen.slice(read);
    let items = memo(move || {
        let each = |(item, shown): (Item, bool)| {
            let name = screen.words.say(item_name(item));
            let up = screen.words.say(Message::MoveUp { name: name.clone() });
            let down = screen.words.say(Message::MoveDown { name: name.clone() });
            let buttons = (button(item, true), button(item, false));
            ArrangedItem { key: item.key(), label: name, moves: (up, down), buttons, shown }
        };
        order.get().into_iter().map(each).collect::<Vec<_>>()
    });
    let on_change = Callback::new(move |(change,): (Arranging,)| {
        let moved = |key: &str, up: bool| Item::of_key(key).map(|item| LayoutEvent::Moved { item, up });
        let event = match change {
            Arranging::Show(key, shown) => Item::of_key(&key).map(|item| LayoutEvent::Toggled(item, shown)),
            Arranging::Up(key) => moved(&key, true),
            Arranging::Down(key) => moved(&key, false),
            Arranging::Drop(key, onto) => {
                Item::of_key(&key).zip(Item::of_key(&onto)).map(|(item, onto)| LayoutEvent::Dropped { item, onto })
            }
        };
        if let Some(event) = event {
            screen.send(Event::Layout(event));
        }
    });
    let heading = part("h3", "settings__section-heading").attr("id", id).words(screen.say(heading));
    let list = ArrangedList::new(items, on_change).view(id);
    part("section", "settings__section").attr("aria-labelledby", id).child(heading).child(list).into()
}
