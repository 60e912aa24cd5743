//! The latest status update of an incident, with the way into the agent's reply.

use leptos::prelude::*;

use crate::domain::action::Refusal;
use crate::domain::status_update::StatusUpdate;
use crate::i18n::Message;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::derive;
use crate::kit::well::well;

use super::super::event::Event;
use super::super::status_update::{Sending, StatusUpdateEvent};
use super::incidents::Card;
use super::timeline::of_dossier;

/// The well, and that one more is on its way.
pub(super) fn latest_update(card: Card) -> AnyView {
    let latest = of_dossier(card, |it| it.latest_update.known.clone());
    let shown = dynamic(move || latest.get().map(|update| shown(card, update)));
    fragment(vec![on_its_way(card), shown])
}

fn shown(card: Card, update: StatusUpdate) -> AnyView {
    let screen = card.screen;
    let StatusUpdate { at, who, message } = update;
    let age = derive(move || {
        let age = screen.words.relative(at.0, screen.now.get().max(at.0));
        match &who {
            Some(name) => screen.words.say(Message::EntryByAgo { name: name.clone(), age }),
            None => age,
        }
    });
    let closed =
        screen.slice(|model| if model.circumstances().ticket_closed { Err(Refusal::TicketClosed) } else { Ok(()) });
    let insert = Button {
        id: Some(card.element("insert")),
        variant: ButtonVariant::Link,
        disabled_because: Some(screen.because(closed)),
        ..Button::new(
            screen.say(Message::InsertIntoReply),
            screen.press(Event::StatusUpdate(StatusUpdateEvent::InsertClicked(card.id.get_value()))),
        )
    };
    let heading = part("p", "row row--tight text--small text--strong")
        .child(small_icon(IconName::StatusUpdate))
        .child(element("span").words(screen.say(Message::LatestUpdate)))
        .into();
    let words = part("p", "text--preserved note__text").attr("dir", "auto").text(&message).into();
    let when = element("time").attr("datetime", &at.to_iso()).attr("title", &screen.words.date_time(at.0)).words(age);
    let foot = part("div", "row row--wrapping text--subtle text--small")
        .child(when)
        .child(part("span", "row__end").child(insert.view()))
        .into();
    well(screen.say(Message::LatestUpdate), vec![heading, words, foot])
}

/// An update that was sent from elsewhere than its open task, such as after a resolution.
fn on_its_way(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let sending = screen.slice(move |model| {
        id.with_value(|id| match model.updates.drafts.get(id).map(|task| &task.sending) {
            Some(Sending::Sending(_)) => Some(false),
            Some(Sending::Checking { .. }) => Some(true),
            _ => None,
        })
    });
    let there = derive(move || sending.get().is_some());
    let words = screen
        .say_live(move || if sending.get() == Some(true) { Message::UpdateChecking } else { Message::UpdateSending });
    shown_while(there, move || {
        let dots = part("span", "progress__dots").attr("aria-hidden", "true").child(element("i"));
        part("p", "progress").attr("aria-busy", "true").child(dots).child(element("span").words(words)).into()
    })
}
