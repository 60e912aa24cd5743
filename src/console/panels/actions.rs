//! What can be done to an incident: two buttons by its state, the rest in a menu, and one line that says why something cannot.

use leptos::prelude::*;

use crate::domain::action::{Action, Refusal};
use crate::domain::id::IncidentId;
use crate::domain::incident::Status;
use crate::domain::moment::Moment;
use crate::i18n::Message;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::icon::{Icon, IconName, icon};
use crate::kit::menu::{Menu, MenuItem};
use crate::kit::part::{element, fragment, nothing, part};
use crate::kit::reactive::{Slice, derive, memo};

use super::super::edit::EditEvent;
use super::super::effect::LinkChange;
use super::super::event::Event;
use super::super::model::Pending;
use super::super::people::{Errand, PeopleEvent, Purpose};
use super::super::snooze::SnoozeEvent;
use super::super::status_update::StatusUpdateEvent;
use super::super::words;
use super::super::workflow::WorkflowEvent;
use super::countdown::time_left;
use super::incidents::{Card, menu_item, permitted};
use super::screen::Screen;

/// Everything that this console does to an incident, in the order of its explanation.
const ALL: &[Action] = &[
    Action::Acknowledge,
    Action::Resolve,
    Action::Note,
    Action::SendStatusUpdate,
    Action::AddResponders,
    Action::Reassign,
    Action::RunWorkflow,
    Action::Edit,
    Action::Snooze,
    Action::Unlink,
];

/// What the menu offers unless it has a button of its own, in the menu's order.
const MENU: &[(Action, IconName)] = &[
    (Action::SendStatusUpdate, IconName::StatusUpdate),
    (Action::Note, IconName::Note),
    (Action::AddResponders, IconName::Responders),
    (Action::Reassign, IconName::Reassign),
    (Action::RunWorkflow, IconName::Workflow),
    (Action::Edit, IconName::Edit),
    (Action::Snooze, IconName::Snooze),
];

/// What pressing an action's button or choosing it from the menu means.
fn event(action: Action, id: IncidentId) -> Event {
    match action {
        Action::Acknowledge => Event::AcknowledgeClicked(id),
        Action::Resolve => Event::ResolveClicked(id),
        Action::Unlink => Event::UnlinkClicked(id),
        Action::SendStatusUpdate => Event::StatusUpdate(StatusUpdateEvent::Opened(id)),
        Action::RunWorkflow => Event::Workflow(WorkflowEvent::Opened(id)),
        Action::AddResponders => summon(Purpose::Responders, id),
        Action::Reassign => summon(Purpose::Reassign, id),
        Action::Edit => Event::Edit(EditEvent::Opened(id)),
        Action::Snooze => Event::Snooze(SnoozeEvent::Opened(id)),
        _ => Event::AddNoteClicked(id),
    }
}

/// The agent wants to page people for an incident.
pub(super) fn summon(purpose: Purpose, incident: IncidentId) -> Event {
    Event::People(PeopleEvent::Opened(Errand { purpose, incident }))
}

/// What an action is called in ids and keys, where nobody reads it.
fn handle(action: Action) -> &'static str {
    match action {
        Action::Acknowledge => "acknowledge",
        Action::Resolve => "resolve",
        Action::Unlink => "unlink",
        Action::SendStatusUpdate => "status-update",
        Action::RunWorkflow => "workflow",
        Action::AddResponders => "add-responders",
        Action::Reassign => "reassign",
        Action::Edit => "edit",
        Action::Snooze => "snooze",
        _ => "add-note",
    }
}

/// What stands in the row of actions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    /// The buttons for this status.
    Of(Status),
    /// The agent can still take the resolution back.
    Holding,
    /// The card is about to go away.
    Nothing,
}

/// A change that is on its way, as far as it has words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Acknowledging,
    Resolving,
    Linking,
}

/// The row of actions with what belongs to it.
pub(super) fn actions(card: Card) -> AnyView {
    let (screen, id, status) = (card.screen, card.id, card.status());
    let holding = screen.slice(move |model| {
        let dossier = id.with_value(|id| model.dossiers.get(id).and_then(|it| it.pending.as_ref()));
        matches!(dossier, Some(Pending::Holding { .. }))
    });
    let row = memo(move || match status.get() {
        _ if holding.get() => Row::Holding,
        Some(status) => Row::Of(status),
        None => Row::Nothing,
    });
    let may: Vec<_> = ALL.iter().map(|action| permitted(card, *action)).collect();
    let explained = refusals(screen, move || may.iter().filter_map(|may| may.get().err()).collect());
    let buttons = dynamic(move || {
        Some(match row.get() {
            Row::Of(status) => buttons(card, status),
            Row::Holding => hold(card),
            Row::Nothing => nothing(),
        })
    });
    let group = part("div", "row row--top")
        .attr("role", "group")
        .attr("aria-labelledby", &card.element("incident"))
        .child(buttons)
        .child(more(card, row));
    fragment(vec![progress(card), group.into(), explanation(explained)])
}

/// Why some actions cannot be used, in one sentence for all of them.
pub(super) fn refusals(
    screen: Screen,
    refused: impl Fn() -> Vec<Refusal> + Send + Sync + 'static,
) -> Signal<Option<String>> {
    let groups = screen.groups();
    derive(move || {
        let refused = refused();
        screen.words.consult(|catalog| words::refusals(&refused, &groups.get(), catalog)).flatten()
    })
}

/// One line under the actions: why some of them cannot be used, and who can change that.
pub(super) fn explanation(words: Signal<Option<String>>) -> AnyView {
    let there = memo(move || words.with(Option::is_some));
    shown_while(there.into(), move || {
        let lock = Icon { small: true, class: "icon--beside-text", ..Icon::new(IconName::Locked) };
        part("p", "row row--top row--tight text--subtle text--small")
            .child(lock.view())
            .child(element("span").words_maybe(words))
            .into()
    })
}

/// The actions that have a button while an incident is in this status.
fn with_a_button(status: Status) -> &'static [Action] {
    match status {
        Status::Triggered => &[Action::Acknowledge, Action::Resolve],
        Status::Acknowledged => &[Action::Resolve, Action::SendStatusUpdate],
        Status::Resolved => &[Action::Note],
    }
}

fn buttons(card: Card, status: Status) -> AnyView {
    part("div", "button-group")
        .children(with_a_button(status).iter().map(|action| button(card, *action)).collect())
        .into()
}

fn button(card: Card, action: Action) -> AnyView {
    let screen = card.screen;
    // Beside another button there is room for a short name.
    let name = if action == Action::SendStatusUpdate { Message::SendUpdate } else { words::action_name(action) };
    Button {
        id: Some(card.element(handle(action))),
        disabled_because: Some(screen.because(permitted(card, action))),
        ..Button::new(screen.say(name), screen.press(event(action, card.id.get_value())))
    }
    .view()
}

/// The moment in which a resolution can be taken back.
fn hold(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let until = screen.slice(move |model| -> Option<Moment> {
        match id.with_value(|id| model.dossiers.get(id)?.pending.as_ref()) {
            Some(Pending::Holding { until, .. }) => Some(*until),
            _ => None,
        }
    });
    let left = time_left(screen, until);
    let words = screen.say_live(move || Message::ResolvingIn { duration: screen.words.duration(left.get()) });
    let undo = Button {
        id: Some(card.element("undo")),
        variant: ButtonVariant::Neutral,
        compact: true,
        ..Button::new(screen.say(Message::Undo), screen.press(Event::ResolveUndone(id.get_value())))
    };
    part("div", "hold")
        .child(icon(IconName::Clock))
        .child(part("span", "row__grow text--numeric").words(words))
        .child(undo.view())
        .into()
}

fn progress(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let progress = screen.slice(move |model| {
        id.with_value(|id| match model.dossiers.get(id).and_then(|it| it.pending.as_ref()) {
            Some(Pending::Acknowledging) => Some(Progress::Acknowledging),
            Some(Pending::Resolving { .. }) => Some(Progress::Resolving),
            Some(Pending::Holding { .. }) | None => {
                model.linking.contains(&LinkChange::Add(id.clone())).then_some(Progress::Linking)
            }
        })
    });
    dynamic(move || {
        let words = screen.say(match progress.get()? {
            Progress::Acknowledging => Message::Acknowledging,
            Progress::Resolving => Message::Resolving,
            Progress::Linking => Message::Linking,
        });
        let dots = part("span", "progress__dots").attr("aria-hidden", "true").child(element("i"));
        Some(part("p", "progress").attr("aria-busy", "true").child(dots).words(words).into())
    })
}

/// Everything that has no button of its own, what destroys last.
fn more(card: Card, row: Slice<Row>) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let may: Vec<_> = MENU.iter().map(|(action, _)| screen.because(permitted(card, *action))).collect();
    let unlink = screen.because(permitted(card, Action::Unlink));
    let url = card.field(|it| it.url.clone());
    let alone = screen.slice(|model| model.shown_incidents().len() == 1);
    let ways = add_items(screen, true);
    let items = memo(move || {
        let buttons = match row.get() {
            Row::Of(status) => with_a_button(status),
            Row::Holding | Row::Nothing => &[],
        };
        let mut items = Vec::new();
        for ((action, icon), because) in MENU.iter().zip(&may) {
            if !buttons.contains(action) {
                let item = menu_item(screen, handle(*action), words::action_name(*action), *icon);
                items.push(MenuItem { disabled_because: because.get(), ..item });
            }
        }
        // With several incidents these stand in the head of the list.
        if alone.get() {
            let apart = !items.is_empty();
            items.extend(ways.get().into_iter().map(|way| MenuItem { starts_group: way.starts_group && apart, ..way }));
        }
        if let Some(url) = url.get() {
            let item = menu_item(screen, "open", Message::OpenInPagerDuty, IconName::NewWindow);
            items.push(MenuItem { href: Some(url), starts_group: !items.is_empty(), ..item });
        }
        let item = menu_item(screen, handle(Action::Unlink), Message::Unlink, IconName::Unlink);
        items.push(MenuItem { disabled_because: unlink.get(), danger: true, ..item });
        items
    });
    let on_choose = Callback::new(move |(key,): (String,)| match key.as_str() {
        "create" | "link" => add(screen, &key),
        key => {
            let offered = MENU.iter().map(|(action, _)| *action).chain([Action::Unlink]);
            if let Some(action) = offered.into_iter().find(|action| handle(*action) == key) {
                screen.send(event(action, id.get_value()));
            }
        }
    });
    let (id, label) = (card.element("more"), screen.say(Message::MoreActions));
    Menu { id, label, icon: IconName::More, labelled: false, items, on_choose }.view()
}

/// The ways to come to one more incident; `grouped` parts them from what stands before.
pub(super) fn add_items(screen: Screen, grouped: bool) -> Slice<Vec<MenuItem>> {
    let create = screen.because(screen.slice(|model| model.permit(Action::Create)));
    let link = screen.because(screen.slice(|model| model.permit(Action::Link)));
    memo(move || {
        let item = |key: &str, label: Message, icon: IconName, because: Signal<Option<String>>| MenuItem {
            disabled_because: because.get(),
            ..menu_item(screen, key, label, icon)
        };
        let create = item("create", Message::CreateIncident, IconName::Add, create);
        let link = item("link", Message::LinkIncident, IconName::Link, link);
        vec![MenuItem { starts_group: grouped, ..create }, link]
    })
}

/// Does what one of [`add_items`] says; anything else is a link that has opened by itself.
pub(super) fn add(screen: Screen, key: &str) {
    match key {
        "create" => screen.create(),
        "link" => screen.send(Event::LinkClicked),
        _ => {}
    }
}
