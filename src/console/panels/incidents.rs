//! The ticket's incidents: one in full, or several of which one is open.

use leptos::html::Ul;
use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::id::IncidentId;
use crate::domain::incident::{Incident, Status};
use crate::i18n::Message;
use crate::kit::external_link::ExternalLink;
use crate::kit::focus::holds_focus;
use crate::kit::icon::{Icon, IconName, IconTone};
use crate::kit::menu::{Menu, MenuItem};
use crate::kit::tag::{Tag, TagTone};

use super::super::event::Event;
use super::super::words::status_name;
use super::screen::{Screen, side_by_side};
use super::{actions, details, notes, people, timeline};

/// One incident in the panel: where its fields are read.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub(super) screen: Screen,
    pub(super) id: StoredValue<IncidentId>,
    /// The incident as it is to be shown; nothing in the moment before its card goes away.
    pub(super) incident: Memo<Option<Incident>>,
}

impl Card {
    fn new(screen: Screen, id: IncidentId) -> Self {
        let id = StoredValue::new(id);
        Self { screen, id, incident: screen.slice(move |model| id.with_value(|id| model.shown(id))) }
    }

    /// A field of the incident.
    pub(super) fn field<T>(self, read: impl Fn(&Incident) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.incident.with(|incident| incident.as_ref().map(&read).unwrap_or_default()))
    }

    /// A sentence about the incident, of the time now.
    pub(super) fn text(self, read: impl Fn(&Incident, i64) -> String + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || {
            let now = self.screen.now.get();
            self.incident.with(|incident| incident.as_ref().map(|it| read(it, now)).unwrap_or_default())
        })
    }

    /// An id for an element of this card.
    pub(super) fn element(self, prefix: &str) -> String {
        self.id.with_value(|id| format!("{prefix}-{id}"))
    }

    pub(super) fn status(self) -> Memo<Option<Status>> {
        Memo::new(move |_| self.incident.with(|incident| incident.as_ref().map(|it| it.status)))
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
    let list = NodeRef::<Ul>::new();
    let pointed = StoredValue::new(false);
    let ids = Memo::new(move |before: Option<&Vec<IncidentId>>| {
        let order = screen.model.with(|model| model.shown_incidents().into_iter().map(|it| it.id).collect());
        let in_use = pointed.get_value() || list.get_untracked().is_some_and(|list| holds_focus(&list));
        match before {
            Some(before) if in_use => in_place(before, order),
            _ => order,
        }
    });
    let several = Memo::new(move |_| ids.with(Vec::len) > 1);
    view! {
        {move || several.get().then(|| list_head(screen, ids))}
        <ul
            class="incidents"
            // A list of one is none.
            role=move || if several.get() { "list" } else { "presentation" }
            node_ref=list
            on:pointerenter=move |_| pointed.set_value(true)
            on:pointerleave=move |_| pointed.set_value(false)
        >
            <For each=move || ids.get() key=Clone::clone let(id)>{item(screen, ids, several, id)}</For>
        </ul>
    }
    .into_any()
}

/// `order`, but with everything that was there `before` where it was.
fn in_place(before: &[IncidentId], order: Vec<IncidentId>) -> Vec<IncidentId> {
    let mut kept: Vec<_> = before.iter().filter(|id| order.contains(id)).cloned().collect();
    let new: Vec<_> = order.into_iter().filter(|id| !kept.contains(id)).collect();
    kept.extend(new);
    kept
}

fn list_head(screen: Screen, ids: Memo<Vec<IncidentId>>) -> AnyView {
    let counted = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let all = move || screen.words.say(Message::IncidentCount { count: counted(ids.with(Vec::len)) });
    let open = screen.slice(move |model| counted(model.shown_incidents().iter().filter(|it| it.is_open()).count()));
    let items = actions::add_items(screen, false);
    view! {
        <div class="panel__head">
            <p class="text--strong">{all}</p>
            <p class="text--subtle text--small">{move || screen.words.say(Message::OpenCount { count: open.get() })}</p>
            <div class="row__end">
                <Menu
                    id="add-incident"
                    label=screen.say(Message::Add)
                    icon=IconName::Add
                    labelled=true
                    items=items
                    on_choose=Callback::new(move |(key,): (String,)| actions::add(screen, &key))
                />
            </div>
        </div>
    }
    .into_any()
}

fn item(screen: Screen, ids: Memo<Vec<IncidentId>>, several: Memo<bool>, id: IncidentId) -> AnyView {
    let card = Card::new(screen, id);
    let id = card.id;
    let open = screen.slice(move |model| id.with_value(|id| model.open_incident().as_ref() == Some(id)));
    let first = Memo::new(move |_| ids.with(|ids| id.with_value(|id| ids.first() == Some(id))));
    let ever_open = Memo::new(move |before| before == Some(&true) || open.get());
    let panel = card.element("incident-panel");
    let class = move || match (several.get(), open.get()) {
        (false, _) => "incident",
        (true, false) => "incident incident-row",
        (true, true) => "incident incident-row incident-row--open",
    };
    view! {
        <li>
            <article
                class=class
                aria-labelledby=card.element("incident")
                data-first-incident=move || first.get().then_some("")
            >
                {move || if several.get() { row_head(card, open) } else { hero(card) }}
                <div id=panel hidden=move || !open.get()>
                    {move || ever_open.get().then(|| content(card))}
                </div>
            </article>
        </li>
    }
    .into_any()
}

/// What can be done, who is at it, and the sections.
fn content(card: Card) -> AnyView {
    view! {
        <div class="incident__acts">{actions::actions(card)} {people::people(card)}</div>
        {details::details(card)}
        {timeline::timeline(card)}
        {notes::notes(card)}
    }
    .into_any()
}

/// The head of the only incident.
fn hero(card: Card) -> AnyView {
    let screen = card.screen;
    let status = card.status();
    let tone = Memo::new(move |_| match status.get() {
        Some(Status::Triggered) => TagTone::Danger,
        Some(Status::Acknowledged) => TagTone::Warning,
        Some(Status::Resolved) => TagTone::Success,
        None => TagTone::Neutral,
    });
    let icon = Memo::new(move |_| status.get().map(|status| status_icon(status).0));
    let word = card.text(move |it, _| screen.words.say(status_name(it.status)));
    let priority =
        card.field(|it| it.priority.as_ref().map(|priority| (priority.name.clone(), priority.color.clone())));
    let priority_tag =
        move || priority.get().map(|(name, color)| view! { <Tag label=name dot=MaybeProp::from(color) /> });
    let service = card.field(|it| it.service.name.clone());
    view! {
        <header class="incident__head">
            <div class="row row--wrapping">
                <Tag label=word tone=tone icon=icon />
                {priority_tag}
                <span class="row__end text--subtle text--small text--numeric">{number_link(card)}</span>
            </div>
            <h2 id=card.element("incident") class="incident__title" tabindex="-1">
                <bdi>{card.text(move |it, _| title_of(screen, it))}</bdi>
            </h2>
            <p class="text--subtle text--small">
                <bdi>{service}</bdi>
                " · "
                <span>{card.text(move |it, now| standing_time(screen, it, now))}</span>
            </p>
        </header>
    }
    .into_any()
}

/// The incident's number, which leads to its page if that is known.
fn number_link(card: Card) -> AnyView {
    let screen = card.screen;
    let has_page = card.field(|it| it.url.is_some());
    let url = card.field(|it| it.url.clone().unwrap_or_default());
    let number = card.text(move |it, _| screen.words.say(Message::IncidentNumber { number: it.number.to_string() }));
    (move || {
        if has_page.get() {
            let note = screen.say(Message::OpensInPagerDuty);
            view! { <ExternalLink href=url label=number note=note quiet=true icon=true /> }.into_any()
        } else {
            view! { <bdi>{number}</bdi> }.into_any()
        }
    })
    .into_any()
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
fn row_head(card: Card, open: Memo<bool>) -> AnyView {
    let screen = card.screen;
    let status = card.status();
    let icon = move || status.get().map(status_icon).map(|(name, tone)| view! { <Icon name=name tone=tone /> });
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
    view! {
        <h2 id=card.element("incident") tabindex="-1">
            <button
                id=card.element("toggle")
                type="button"
                class="incident-row__button"
                aria-expanded=move || open.get().to_string()
                aria-controls=card.element("incident-panel")
                on:click=move |_| press.run(())
            >
                <span class="incident-row__status">{icon}</span>
                <span class="row__grow">
                    <bdi class="incident-row__title text--two-lines">{card.text(move |it, _| title_of(screen, it))}</bdi>
                    <span class="incident-row__detail">{detail}</span>
                </span>
                <Icon name=IconName::Expand class="disclosure__chevron" />
            </button>
        </h2>
    }
    .into_any()
}

/// Whether `action` may be done to the card's incident now.
pub(super) fn permitted(card: Card, action: Action) -> Memo<Result<(), crate::domain::action::Refusal>> {
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
