//! The section with the other tickets of an incident: how many, whose, who waits longest, and the way to each.

use leptos::prelude::*;

use crate::domain::linked_tickets::{LinkedTicket, LinkedTickets};
use crate::domain::ticket::TicketStatus;
use crate::i18n::Message;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::disclosure::Disclosure;
use crate::kit::dynamic::{dynamic, dynamic_words};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{Slice, derive};
use crate::kit::rows::{Row, rows};
use crate::kit::skeleton::list_skeleton;

use super::super::event::Event;
use super::super::linked_tickets::{TicketsEvent, TicketsRead};
use super::super::model::Section;
use super::super::remote::Remote;
use super::details::is_open;
use super::incidents::Card;
use super::screen::{Screen, side_by_side};
use super::timeline::{count_words, failed_row, of_dossier};

/// How many organizations are named.
const NAMED: usize = 3;

/// What stands in the section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Loading,
    Failed,
    Empty,
    Tickets,
}

fn shape(tickets: &TicketsRead) -> Shape {
    match &tickets.read {
        Remote::Absent | Remote::Loading => Shape::Loading,
        Remote::Failed(_) => Shape::Failed,
        Remote::Fresh(read) | Remote::Stale(read, _) if read.tickets.is_empty() => Shape::Empty,
        Remote::Fresh(_) | Remote::Stale(..) => Shape::Tickets,
    }
}

/// A ticket's status as Zendesk names it.
fn status_name(status: TicketStatus) -> Message {
    match status {
        TicketStatus::New => Message::TicketNew,
        TicketStatus::Open => Message::TicketIsOpen,
        TicketStatus::Pending => Message::TicketPending,
        TicketStatus::Hold => Message::TicketHold,
        TicketStatus::Solved => Message::TicketSolved,
        TicketStatus::Closed => Message::TicketIsClosed,
    }
}

fn of_tickets<T>(card: Card, read: impl Fn(&TicketsRead) -> T + Send + Sync + 'static) -> Slice<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    of_dossier(card, move |dossier| read(&dossier.tickets))
}

fn counted(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The section.
pub(super) fn linked_tickets(card: Card) -> AnyView {
    let screen = card.screen;
    let known = of_tickets(card, |it| it.read.known().map(LinkedTickets::count));
    let count = derive(move || {
        let (count, more) = known.get()?;
        Some(count_words(screen, usize::try_from(count).unwrap_or(usize::MAX), more))
    });
    Disclosure {
        id: card.element("tickets"),
        heading: screen.say(Message::LinkedTickets),
        count: Some(count),
        open: is_open(screen, Section::Tickets),
        on_toggle: screen.press(Event::SectionToggled(Section::Tickets)),
    }
    .view(move || content(card))
}

fn content(card: Card) -> AnyView {
    let screen = card.screen;
    let shape = of_tickets(card, shape);
    dynamic(move || {
        Some(match shape.get() {
            Shape::Loading => list_skeleton(screen.say(Message::TicketsLoading)),
            Shape::Failed => failed(card),
            Shape::Empty => {
                fragment(vec![part("p", "text--subtle").words(screen.say(Message::TicketsNone)).into(), end(card)])
            }
            Shape::Tickets => fragment(vec![summary(card), list(card), end(card)]),
        })
    })
}

/// Who waits, for how long, and where they come from.
fn summary(card: Card) -> AnyView {
    let screen = card.screen;
    let overview = of_tickets(card, |it| it.read.known().map(|read| read.overview).unwrap_or_default());
    let total = of_tickets(card, |it| it.read.known().map(|read| read.count().0).unwrap_or_default());
    let total = screen.say_live(move || Message::TicketsCount { count: total.get() });
    let waiting = derive(move || {
        let overview = overview.get();
        let longest = overview.longest.filter(|_| overview.waiting > 0).map(|at| {
            let duration = screen.words.since(at.0, screen.now.get());
            screen.words.say(Message::TicketsLongest { duration })
        });
        let waiting = screen.words.say(Message::TicketsWaiting { count: overview.waiting });
        side_by_side([Some(waiting), longest].into_iter().flatten())
    });
    let organizations = of_tickets(card, |it| {
        let read = it.read.known()?;
        let named: Vec<_> = read.largest_organizations(NAMED).into_iter().map(str::to_owned).collect();
        Some((read.organization_count(), read.after.is_some(), named))
    });
    let organizations = derive(move || {
        let (count, more, named) = organizations.get().filter(|(count, ..)| *count > 0)?;
        let count = counted(count);
        let number =
            if more { Message::TicketsOrganizationsMore { count } } else { Message::TicketsOrganizations { count } };
        let all_named = !more && counted(named.len()) == count;
        let head = screen.words.say(number);
        let named = if all_named { screen.words.list(&named) } else { format!("{}, …", named.join(", ")) };
        Some(format!("{head}: {named}"))
    });
    part("div", "stack stack--tight linked-tickets__summary")
        .child(part("p", "text--strong").words(total))
        .child(part("p", "text--small").words(waiting))
        .child(dynamic_words(organizations, |words| {
            part("p", "text--subtle text--small").attr("dir", "auto").text(words).into()
        }))
        .into()
}

fn list(card: Card) -> AnyView {
    let screen = card.screen;
    let shown = of_tickets(card, |it| {
        let read = it.read.known();
        read.map(|read| read.tickets.iter().take(it.shown()).cloned().collect::<Vec<_>>()).unwrap_or_default()
    });
    let each = move || {
        let row = |ticket: LinkedTicket| {
            let key = format!("{} {:?}", ticket.id, ticket.status);
            Row::new(key, move || row(card, ticket))
        };
        shown.get().into_iter().map(row).collect()
    };
    part("ul", "linked-tickets").attr_words("aria-label", screen.say(Message::LinkedTickets)).child(rows(each)).into()
}

fn row(card: Card, ticket: LinkedTicket) -> AnyView {
    let screen = card.screen;
    let waits = ticket.waits();
    let LinkedTicket { id, subject, status, organization, created_at } = ticket;
    let name = of_tickets(card, move |it| {
        it.read.known().and_then(|read| read.organization(organization?)).map(str::to_owned).unwrap_or_default()
    });
    let facts = derive(move || {
        let number = screen.words.say(Message::TicketNumber { ticket: id.to_string() });
        let status = screen.words.say(status_name(status));
        let name = Some(name.get()).filter(|name| !name.trim().is_empty());
        let age = waits.then(|| screen.words.since(created_at.0, screen.now.get()));
        side_by_side([Some(number), Some(status), name, age].into_iter().flatten())
    });
    let open = screen.press(Event::Tickets(TicketsEvent::OpenClicked(id)));
    let subject = if subject.trim().is_empty() { screen.words.say(Message::Untitled) } else { subject };
    let button = part("button", "option linked-tickets__ticket")
        .attr("type", "button")
        .attr("id", &card.element(&format!("ticket-{id}")))
        .attr_words("title", screen.say(Message::TicketOpen { ticket: id.to_string() }))
        .on_click(move || open.run(()))
        .child(
            part("span", "option__text")
                .child(part("bdi", "text--two-lines").attr("dir", "auto").text(&subject))
                .child(part("span", "option__detail").words(facts)),
        );
    element("li").child(button).into()
}

/// What stands below the tickets: the way to more of them, or that they could not be read.
fn end(card: Card) -> AnyView {
    let screen = card.screen;
    let facts = of_tickets(card, |it| (it.has_more(), it.read.failure().is_some() && it.asked.is_none()));
    let asking = of_tickets(card, |it| it.asked.is_some());
    dynamic(move || match facts.get() {
        (_, true) => Some(failed(card)),
        (true, false) => {
            let more = Button {
                id: Some(card.element("more-tickets")),
                variant: ButtonVariant::Link,
                busy: Some(asking.into()),
                ..Button::new(screen.say(Message::TicketsShowMore), more_tickets(card, screen))
            };
            Some(part("div", "section-end").child(more.view()).into())
        }
        (false, false) => None,
    })
}

fn more_tickets(card: Card, screen: Screen) -> Callback<()> {
    screen.press(Event::Tickets(TicketsEvent::MoreClicked(card.id.get_value())))
}

fn failed(card: Card) -> AnyView {
    let again = Event::Tickets(TicketsEvent::MoreClicked(card.id.get_value()));
    let failure = of_tickets(card, |it| it.read.failure().cloned());
    failed_row(card.screen, Message::TicketsFailed, failure, true, again)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Failure;

    #[test]
    fn a_section_that_failed_is_not_one_without_tickets() {
        let of = |read| shape(&TicketsRead { read, ..TicketsRead::default() });
        assert!(of(Remote::Failed(Failure::TimedOut)) == Shape::Failed);
        assert!(of(Remote::Fresh(LinkedTickets::default())) == Shape::Empty);
        assert!(of(Remote::Stale(LinkedTickets::default(), Failure::TimedOut)) == Shape::Empty);
        assert!(of(Remote::Absent) == Shape::Loading);
    }
}
