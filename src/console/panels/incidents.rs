//! The ticket's incidents: one in full, or several of which one is open.

use leptos::prelude::*;

use crate::domain::action::{Action, Refusal};
use crate::domain::display::{Block, Showable};
use crate::domain::id::IncidentId;
use crate::domain::incident::{Incident, Status};
use crate::i18n::Message;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::external_link::ExternalLink;
use crate::kit::focus;
use crate::kit::icon::{Icon, IconName, IconTone};
use crate::kit::menu::{Menu, MenuItem};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{Slice, derive, ever, memo, memo_after};
use crate::kit::rows::{Row, rows};
use crate::kit::tag::{TagTone, dotted_tag, tag};

use super::super::event::Event;
use super::super::model::Model;
use super::super::words::status_name;
use super::screen::{Screen, side_by_side};
use super::{actions, details, latest_update, linked_tickets, merged, notes, people, timeline};

/// One incident in the panel: where its fields are read.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub(super) screen: Screen,
    pub(super) id: StoredValue<IncidentId>,
    /// The incident as it is to be shown; nothing in the moment before its card goes away.
    pub(super) incident: Slice<Option<Incident>>,
}

impl Card {
    fn new(screen: Screen, id: IncidentId) -> Self {
        let id = StoredValue::new(id);
        Self { screen, id, incident: screen.slice(move |model| id.with_value(|id| model.shown(id))) }
    }

    /// A field of the incident.
    pub(super) fn field<T>(self, read: impl Fn(&Incident) -> T + Send + Sync + 'static) -> Slice<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        memo(move || self.incident.with(|incident| incident.as_ref().map(&read).unwrap_or_default()))
    }

    /// A sentence about the incident, of the time now.
    pub(super) fn text(self, read: impl Fn(&Incident, i64) -> String + Send + Sync + 'static) -> Signal<String> {
        derive(move || {
            let now = self.screen.now.get();
            self.incident.with(|incident| incident.as_ref().map(|it| read(it, now)).unwrap_or_default())
        })
    }

    /// An id for an element of this card.
    pub(super) fn element(self, prefix: &str) -> String {
        self.id.with_value(|id| format!("{prefix}-{id}"))
    }

    pub(super) fn status(self) -> Slice<Option<Status>> {
        memo(move || self.incident.with(|incident| incident.as_ref().map(|it| it.status)))
    }
}

/// A status as a drawing: shape and color say the same as the word beside it.
pub(super) fn status_icon(status: Status) -> (IconName, IconTone) {
    match status {
        Status::Triggered => (IconName::Triggered, IconTone::Danger),
        Status::Acknowledged => (IconName::Acknowledged, IconTone::Warning),
        Status::Resolved => (IconName::Resolved, IconTone::Success),
    }
}

/// The title, or words in its place.
pub(super) fn title_of(screen: Screen, incident: &Incident) -> String {
    if incident.title.trim().is_empty() { screen.words.say(Message::Untitled) } else { incident.title.clone() }
}

/// The list. While the pointer or the focus is in it, what is there keeps its place and what is new comes last.
pub(super) fn incidents(screen: Screen) -> AnyView {
    let pointed = StoredValue::new(false);
    let ids = memo_after(move |before: Option<&Vec<IncidentId>>| {
        let order = screen.model.with(|model| model.shown_incidents().into_iter().map(|it| it.id).collect());
        match before {
            Some(before) if pointed.get_value() || focus::is_within(".incidents") => in_place(before, order),
            _ => order,
        }
    });
    let several: Signal<bool> = memo(move || ids.with(Vec::len) > 1).into();
    let each = move || {
        let row = |id: IncidentId| Row::new(id.to_string(), move || item(screen, ids, several, id));
        ids.get().into_iter().map(row).collect()
    };
    let list = part("ul", "incidents")
        // A list of one is none.
        .attr_live("role", move || Some(if several.get() { "list" } else { "presentation" }.to_owned()))
        .on("pointerenter", move |_| pointed.set_value(true))
        .on("pointerleave", move |_| pointed.set_value(false))
        .child(rows(each));
    fragment(vec![shown_while(several, move || list_head(screen, ids)), list.into()])
}

/// `order`, but with everything that was there `before` where it was.
fn in_place(before: &[IncidentId], order: Vec<IncidentId>) -> Vec<IncidentId> {
    let mut kept: Vec<_> = before.iter().filter(|id| order.contains(id)).cloned().collect();
    let new: Vec<_> = order.into_iter().filter(|id| !kept.contains(id)).collect();
    kept.extend(new);
    kept
}

fn list_head(screen: Screen, ids: Slice<Vec<IncidentId>>) -> AnyView {
    let counted = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let all = screen.say_live(move || Message::IncidentCount { count: counted(ids.with(Vec::len)) });
    let open = screen.slice(move |model| counted(model.shown_incidents().iter().filter(|it| it.is_open()).count()));
    let open = screen.say_live(move || Message::OpenCount { count: open.get() });
    let menu = Menu {
        id: "add-incident".to_owned(),
        label: screen.say(Message::Add),
        icon: IconName::Add,
        labelled: true,
        items: actions::add_items(screen, false),
        on_choose: Callback::new(move |(key,): (String,)| actions::add(screen, &key)),
    };
    part("div", "panel__head")
        .child(part("p", "text--strong").words(all))
        .child(part("p", "text--subtle text--small").words(open))
        .child(part("div", "row__end").child(menu.view()))
        .into()
}

fn item(screen: Screen, ids: Slice<Vec<IncidentId>>, several: Signal<bool>, id: IncidentId) -> AnyView {
    let card = Card::new(screen, id);
    let id = card.id;
    let open = screen.whether(move |model| id.with_value(|id| model.open_incident().as_ref() == Some(id)));
    let first = memo(move || ids.with(|ids| id.with_value(|id| ids.first() == Some(id))));
    let class = move || {
        let class = match (several.get(), open.get()) {
            (false, _) => "incident",
            (true, false) => "incident incident-row",
            (true, true) => "incident incident-row incident-row--open",
        };
        Some(class.to_owned())
    };
    let head = dynamic(move || Some(if several.get() { row_head(card, open) } else { hero(card) }));
    let panel = element("div")
        .attr("id", &card.element("incident-panel"))
        .flag("hidden", derive(move || !open.get()))
        .child(shown_while(ever(open), move || content(card)));
    let article = element("article")
        .attr_live("class", class)
        .attr("aria-labelledby", &card.element("incident"))
        .flag("data-first-incident", first.into())
        .child(head)
        .child(panel);
    element("li").child(article).into()
}

/// What became of it, what can be done, and the parts that the agent wants to see.
fn content(card: Card) -> AnyView {
    let acts = part("div", "incident__acts").child(merged::merged(card)).child(actions::actions(card));
    let blocks = card.screen.slice(Model::blocks);
    let each = rows(move || {
        let row = |block: Block| Row::new(block.name().to_owned(), move || draw(card, block));
        blocks.get().into_iter().map(row).collect()
    });
    fragment(vec![acts.into(), each])
}

fn draw(card: Card, block: Block) -> AnyView {
    // A part that has no section of its own takes no room while it is empty.
    let framed = |content: AnyView| part("div", "incident__part").child(content).into();
    match block {
        Block::StatusUpdate => framed(latest_update::latest_update(card)),
        Block::Responders => framed(people::people(card)),
        Block::Details => details::details(card),
        Block::Timeline => timeline::timeline(card),
        Block::Notes => notes::notes(card),
        Block::LinkedTickets => linked_tickets::linked_tickets(card),
    }
}

fn title(card: Card) -> Signal<String> {
    card.text(move |it, _| title_of(card.screen, it))
}

/// The head of the only incident.
fn hero(card: Card) -> AnyView {
    let screen = card.screen;
    let status = card.status();
    let look = move || match status.get() {
        Some(Status::Triggered) => (TagTone::Danger, Some(IconName::Triggered)),
        Some(Status::Acknowledged) => (TagTone::Warning, Some(IconName::Acknowledged)),
        Some(Status::Resolved) => (TagTone::Success, Some(IconName::Resolved)),
        None => (TagTone::Neutral, None),
    };
    let word = card.text(move |it, _| screen.words.say(status_name(it.status)));
    let priority =
        card.field(|it| it.priority.as_ref().map(|priority| (priority.name.clone(), priority.color.clone())));
    let priority = dynamic(move || {
        let (name, color) = priority.get()?;
        Some(dotted_tag(&name, color.as_deref()))
    });
    let facts = part("div", "row row--wrapping")
        .child(tag(word, look))
        .child(priority)
        .child(part("span", "row__end text--subtle text--small text--numeric").child(number_link(card)));
    let heading = part("h2", "incident__title")
        .attr("id", &card.element("incident"))
        .attr("tabindex", "-1")
        .child(element("bdi").words(title(card)));
    let place = part("p", "text--subtle text--small")
        .child(element("bdi").words(card.text(|it, _| it.service.name.clone())))
        .text(" · ")
        .child(element("span").words(card.text(move |it, now| standing_time(screen, it, now))));
    part("header", "incident__head").child(facts).child(heading).child(place).into()
}

/// The incident's number, which leads to its page if that is known.
fn number_link(card: Card) -> AnyView {
    let screen = card.screen;
    let has_page = card.field(|it| it.url.is_some());
    let href = card.text(|it, _| it.url.clone().unwrap_or_default());
    let label = card.text(move |it, _| screen.words.say(Message::IncidentNumber { number: it.number.to_string() }));
    dynamic(move || {
        Some(if has_page.get() {
            ExternalLink { href, label, note: screen.say(Message::OpensInPagerDuty), quiet: true }.view()
        } else {
            element("bdi").words(label).into()
        })
    })
}

/// How long it has been open, or when it was resolved.
fn standing_time(screen: Screen, incident: &Incident, now: i64) -> String {
    screen.words.say(if incident.is_open() {
        Message::OpenFor { duration: screen.words.since(incident.created_at.0, now) }
    } else {
        Message::ResolvedAt { time: screen.words.moment(incident.changed_at.0, now) }
    })
}

/// The head of one incident of several: a button that opens it.
fn row_head(card: Card, open: Signal<bool>) -> AnyView {
    let screen = card.screen;
    let status = card.status();
    let icon = dynamic(move || {
        let (name, tone) = status_icon(status.get()?);
        Some(Icon { tone, ..Icon::new(name) }.view())
    });
    let detail = card.text(move |it, now| {
        let time = if it.is_open() {
            screen.words.since(it.created_at.0, now)
        } else {
            screen.words.moment(it.changed_at.0, now)
        };
        let priority = it.priority.as_ref().map(|priority| priority.name.clone());
        let status = Some(screen.words.say(status_name(it.status)));
        side_by_side([status, priority, Some(time)].into_iter().flatten())
    });
    let press = card.id.with_value(|id| screen.press(Event::IncidentToggled(id.clone())));
    let words = part("span", "row__grow")
        .child(part("bdi", "incident-row__title text--two-lines").words(title(card)))
        .child(part("span", "incident-row__detail").words(detail));
    let button = part("button", "incident-row__button")
        .attr("id", &card.element("toggle"))
        .attr("type", "button")
        .attr_bool("aria-expanded", open)
        .attr("aria-controls", &card.element("incident-panel"))
        .on_click(move || press.run(()))
        .child(part("span", "incident-row__status").child(icon))
        .child(words)
        .child(Icon { class: "disclosure__chevron", ..Icon::new(IconName::Expand) }.view());
    element("h2").attr("id", &card.element("incident")).attr("tabindex", "-1").child(button).into()
}

/// Whether `action` may be done to the card's incident now.
pub(super) fn permitted(card: Card, action: Action) -> Slice<Result<(), Refusal>> {
    let id = card.id;
    card.screen.slice(move |model| id.with_value(|id| model.permit_on(action, id)))
}

/// An item of a menu; the caller adds what is special about it.
pub(super) fn menu_item(screen: Screen, key: &str, label: Message, icon: IconName) -> MenuItem {
    MenuItem { key: key.to_owned(), label: screen.words.say(label), icon: Some(icon), ..MenuItem::default() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn ids(names: &[&str]) -> Vec<IncidentId> {
        names.iter().map(|name| IncidentId::parse(name).unwrap()).collect()
    }

    #[test]
    fn what_is_in_use_stays_where_it_is_and_news_comes_last() {
        assert_eq!(in_place(&ids(&["A", "B", "C"]), ids(&["D", "C", "A"])), ids(&["A", "C", "D"]));
        assert_eq!(in_place(&[], ids(&["B", "A"])), ids(&["B", "A"]));
    }
}
