//! The section with an incident's fields.

use leptos::prelude::*;

use crate::domain::display::{DetailField, Showable};
use crate::domain::incident::{Incident, Urgency};
use crate::i18n::{Message, explain};
use crate::kit::disclosure::Disclosure;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::key_value::{key_value, key_value_row};
use crate::kit::rows::{Row, rows};

use super::super::event::Event;
use super::super::model::Section;
use super::incidents::Card;
use super::screen::Screen;

/// Whether a section is open.
pub(super) fn is_open(screen: Screen, section: Section) -> Signal<bool> {
    screen.whether(move |model| model.preferences.open.contains(&section))
}

/// The section.
pub(super) fn details(card: Card) -> AnyView {
    let screen = card.screen;
    Disclosure {
        id: card.element("details"),
        heading: screen.say(Message::Details),
        count: None,
        open: is_open(screen, Section::Details),
        on_toggle: screen.press(Event::SectionToggled(Section::Details)),
    }
    .view(move || fields(card))
}

fn fields(card: Card) -> AnyView {
    let shown = card.screen.slice(|model| {
        let display = model.display();
        let shown = display.fields.items().iter().filter(|(_, shown)| *shown);
        shown.map(|(field, _)| *field).collect::<Vec<_>>()
    });
    let each = rows(move || {
        let row = |field: DetailField| Row::new(field.name().to_owned(), move || draw(card, field));
        shown.get().into_iter().map(row).collect()
    });
    key_value(vec![each])
}

fn draw(card: Card, field: DetailField) -> AnyView {
    let screen = card.screen;
    let words = screen.words;
    let list = move |names: Vec<String>| {
        if names.is_empty() { words.say(Message::NotSet) } else { words.list(&names) }
    };
    let or_none = move |name: Option<&String>| name.cloned().unwrap_or_else(|| words.say(Message::NotSet));
    let urgency = |it: &Incident| if it.urgency == Urgency::High { Message::UrgencyHigh } else { Message::UrgencyLow };
    let value = match field {
        DetailField::ResolvedAt => return resolved_at(card),
        DetailField::Source => return source(card),
        DetailField::Service => card.text(|it, _| it.service.name.clone()),
        DetailField::Urgency => card.text(move |it, _| words.say(urgency(it))),
        DetailField::Priority => card.text(move |it, _| or_none(it.priority.as_ref().map(|it| &it.name))),
        DetailField::EscalationPolicy => {
            card.text(move |it, _| or_none(it.escalation_policy.as_ref().map(|it| &it.name)))
        }
        DetailField::Teams => card.text(move |it, _| list(it.teams.clone())),
        DetailField::AssignedTo => {
            card.text(move |it, _| list(it.assigned.iter().map(|it| it.user.name.clone()).collect()))
        }
        DetailField::TriggeredAt => card.text(move |it, now| words.moment(it.created_at.0, now)),
    };
    key_value_row(screen.say(explain::field_name(field)), value)
}

fn resolved_at(card: Card) -> AnyView {
    let screen = card.screen;
    let resolved = card.field(|it| !it.is_open());
    shown_while(resolved.into(), move || {
        let at = card.text(move |it, now| screen.words.moment(it.changed_at.0, now));
        key_value_row(screen.say(Message::ResolvedAtLabel), at)
    })
}

/// The ticket that an incident came from, where it is this one.
fn source(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let ticket = screen.slice(move |model| {
        let keyed = id.with_value(|id| model.feed.by_key.as_ref().is_some_and(|keyed| keyed.contains(id)));
        model.ticket_id().filter(|_| keyed).map(|ticket| ticket.to_string())
    });
    dynamic(move || {
        let ticket = ticket.get()?;
        Some(key_value_row(screen.say(Message::Source), screen.say(Message::SourceTicket { ticket })))
    })
}
