//! The section with an incident's fields.

use leptos::prelude::*;

use crate::domain::incident::{Incident, Urgency};
use crate::i18n::Message;
use crate::kit::disclosure::Disclosure;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::key_value::{key_value, key_value_row};

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

fn row(screen: Screen, key: Message, value: Signal<String>) -> AnyView {
    key_value_row(screen.say(key), value)
}

fn fields(card: Card) -> AnyView {
    let screen = card.screen;
    let words = screen.words;
    let list = move |names: Vec<String>| {
        if names.is_empty() { words.say(Message::NotSet) } else { words.list(&names) }
    };
    let or_none = move |name: Option<&String>| name.cloned().unwrap_or_else(|| words.say(Message::NotSet));
    let urgency = move |it: &Incident, _| {
        words.say(if it.urgency == Urgency::High { Message::UrgencyHigh } else { Message::UrgencyLow })
    };
    let priority = move |it: &Incident, _| or_none(it.priority.as_ref().map(|it| &it.name));
    let policy = move |it: &Incident, _| or_none(it.escalation_policy.as_ref().map(|it| &it.name));
    let assigned = move |it: &Incident, _| list(it.assigned.iter().map(|it| it.user.name.clone()).collect());
    let resolved = card.field(|it| !it.is_open());
    let resolved_at =
        move || row(screen, Message::ResolvedAtLabel, card.text(move |it, now| words.moment(it.changed_at.0, now)));
    key_value(vec![
        row(screen, Message::Service, card.text(|it, _| it.service.name.clone())),
        row(screen, Message::Urgency, card.text(urgency)),
        row(screen, Message::Priority, card.text(priority)),
        row(screen, Message::EscalationPolicy, card.text(policy)),
        row(screen, Message::Teams, card.text(move |it, _| list(it.teams.clone()))),
        row(screen, Message::AssignedTo, card.text(assigned)),
        row(screen, Message::TriggeredAt, card.text(move |it, now| words.moment(it.created_at.0, now))),
        shown_while(resolved.into(), resolved_at),
        source(card),
    ])
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
        Some(row(screen, Message::Source, screen.say(Message::SourceTicket { ticket })))
    })
}
