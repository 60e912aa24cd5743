//! The section with an incident's fields.

use leptos::prelude::*;

use crate::domain::incident::{Incident, Urgency};
use crate::i18n::Message;
use crate::kit::disclosure::Disclosure;
use crate::kit::key_value::{KeyValue, KeyValueRow};

use super::super::event::Event;
use super::super::model::Section;
use super::incidents::Card;
use super::screen::Screen;

/// Whether a section is open.
pub(super) fn is_open(screen: Screen, section: Section) -> Memo<bool> {
    screen.slice(move |model| model.preferences.open.contains(&section))
}

/// The section.
pub(super) fn details(card: Card) -> AnyView {
    let screen = card.screen;
    view! {
        <Disclosure
            id=card.element("details")
            heading=screen.say(Message::Details)
            open=is_open(screen, Section::Details)
            on_toggle=screen.press(Event::SectionToggled(Section::Details))
        >
            {fields(card)}
        </Disclosure>
    }
    .into_any()
}

fn fields(card: Card) -> AnyView {
    let words = card.screen.words;
    let list = move |names: Vec<String>| {
        if names.is_empty() { words.say(Message::NotSet) } else { words.list(&names) }
    };
    let or_none = move |name: Option<String>| name.unwrap_or_else(|| words.say(Message::NotSet));
    let row = move |key: Message, value: Signal<String>| {
        let key = card.screen.say(key);
        view! { <KeyValueRow key=key>{value}</KeyValueRow> }.into_any()
    };
    let urgency = move |it: &Incident, _| {
        words.say(if it.urgency == Urgency::High { Message::UrgencyHigh } else { Message::UrgencyLow })
    };
    let priority = move |it: &Incident, _| or_none(it.priority.as_ref().map(|it| it.name.clone()));
    let policy = move |it: &Incident, _| or_none(it.escalation_policy.as_ref().map(|it| it.name.clone()));
    let assigned = move |it: &Incident, _| list(it.assigned.iter().map(|it| it.user.name.clone()).collect());
    let resolved = card.field(|it| !it.is_open());
    view! {
        <KeyValue>
            {row(Message::Service, card.text(|it, _| it.service.name.clone()))}
            {row(Message::Urgency, card.text(urgency))}
            {row(Message::Priority, card.text(priority))}
            {row(Message::EscalationPolicy, card.text(policy))}
            {row(Message::Teams, card.text(move |it, _| list(it.teams.clone())))}
            {row(Message::AssignedTo, card.text(assigned))}
            {row(Message::TriggeredAt, card.text(move |it, now| words.moment(it.created_at.0, now)))}
            {move || resolved.get().then(|| {
                row(Message::ResolvedAtLabel, card.text(move |it, now| words.moment(it.changed_at.0, now)))
            })}
            {source(card, row)}
        </KeyValue>
    }
    .into_any()
}

/// The ticket that an incident came from, where it is this one.
fn source(card: Card, row: impl Fn(Message, Signal<String>) -> AnyView + Send + 'static) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let ticket = screen.slice(move |model| {
        let keyed = id.with_value(|id| model.feed.by_key.as_ref().is_some_and(|keyed| keyed.contains(id)));
        model.ticket_id().filter(|_| keyed).map(|ticket| ticket.to_string())
    });
    (move || {
        let ticket = ticket.get()?;
        Some(row(Message::Source, screen.say(Message::SourceTicket { ticket })))
    })
    .into_any()
}
