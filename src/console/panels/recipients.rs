//! Who is told by a status update, and the way to add more.

use leptos::prelude::*;

use crate::domain::failure::Failure;
use crate::domain::status_update::{Subscriber, SubscriberId, Subscription};
use crate::i18n::Message;
use crate::kit::button::{Button, IconButton};
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::icon::{Icon, IconName, IconTone};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::rows::{Row, rows};

use super::super::recipients::{Recipients, SEARCH};
use super::super::remote::Remote;
use super::super::status_update::StatusUpdateEvent;
use super::super::words;
use super::create_fields::{Finding, finding};
use super::screen::Screen;
use super::status_update::{of_task, press, send};

fn of_recipients<T>(screen: Screen, read: impl Fn(&Recipients) -> T + Send + Sync + 'static) -> Slice<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    of_task(screen, move |task| read(&task.recipients))
}

fn drawing(id: &SubscriberId) -> IconName {
    if id.is_team() { IconName::Team } else { IconName::User }
}

/// The section of the task.
pub(super) fn recipients(screen: Screen) -> AnyView {
    let heading = part("p", "text--strong").words(screen.say(Message::Recipients));
    part("div", "stack")
        .child(part("div", "stack stack--tight").child(heading).child(summary(screen)).child(names(screen)))
        .child(add(screen))
        .child(chosen(screen))
        .child(results(screen))
        .into()
}

/// How many, or why that is not known.
fn summary(screen: Screen) -> AnyView {
    let known = of_recipients(screen, |it| match &it.known {
        Remote::Absent | Remote::Loading => None,
        Remote::Fresh(all) | Remote::Stale(all, _) => Some(Ok((all.counts(), all.more))),
        Remote::Failed(failure) => Some(Err(failure.clone())),
    });
    let told = derive(move || match known.get() {
        None => screen.words.say(Message::RecipientsLoading),
        Some(Ok(((0, 0), _))) => screen.words.say(Message::RecipientsNobody),
        Some(Ok((counts, more))) => {
            screen.words.consult(|catalog| words::subscribers(counts, more, catalog)).unwrap_or_default()
        }
        Some(Err(failure)) => {
            let why = screen.words.consult(|catalog| words::explained(&failure, catalog)).unwrap_or_default();
            format!("{} {}", screen.words.say(Message::RecipientsFailed), why.body)
        }
    });
    let open = of_recipients(screen, |it| it.open);
    let label = memo(move || match known.get() {
        Some(Ok(((0, 0), _))) | None => None,
        Some(Err(_)) => Some(Message::TryAgain),
        Some(Ok(_)) if open.get() => Some(Message::RecipientsHide),
        Some(Ok(_)) => Some(Message::RecipientsShow),
    });
    let toggle = dynamic(move || {
        let label = screen.say(label.get()?);
        let button = Button::link(label, press(screen, StatusUpdateEvent::RecipientsToggled));
        Some(part("span", "row__end").child(button).into())
    });
    let icon = Icon { class: "icon--beside-text", ..Icon::new(IconName::Team) };
    part("div", "row row--tight")
        .child(icon.view())
        .child(part("span", "row__grow").attr("role", "status").words(told))
        .child(toggle)
        .into()
}

fn names(screen: Screen) -> AnyView {
    let open = of_recipients(screen, |it| it.open && it.known.known().is_some_and(|all| !all.ids.is_empty()));
    let listed = of_recipients(screen, Recipients::listed);
    let more = of_recipients(screen, Recipients::has_more);
    shown_while(open.into(), move || {
        let each = move || {
            let row = |(id, name): (SubscriberId, Option<String>)| {
                let key = format!("{} {} {}", id.kind(), id.as_str(), name.as_deref().unwrap_or("?"));
                Row::new(key, move || one(screen, &id, name))
            };
            listed.get().into_iter().map(row).collect()
        };
        let list = part("ul", "stack stack--tight")
            .attr_words("aria-label", screen.say(Message::Recipients))
            .child(rows(each))
            .into();
        let more = shown_while(more.into(), move || {
            Button::link(screen.say(Message::RecipientsMore), press(screen, StatusUpdateEvent::MoreNamesClicked))
        });
        fragment(vec![list, more])
    })
}

fn one(screen: Screen, id: &SubscriberId, name: Option<String>) -> AnyView {
    let words = match name {
        None => part("span", "text--subtle").text("…"),
        Some(name) if name.is_empty() => part("span", "text--subtle")
            .words(screen.say(Message::RecipientUnnamed))
            .text(&format!(" ({})", id.as_str())),
        Some(name) => element("bdi").text(&name),
    };
    let kind = id.is_team().then(|| {
        part("span", "text--subtle text--small").text(" · ").words(screen.say(Message::SubscriberTeam)).into()
    });
    let icon = Icon { small: true, class: "icon--beside-text", ..Icon::new(drawing(id)) };
    part("li", "row row--tight").child(icon.view()).child(element("span").child(words).child_maybe(kind)).into()
}

fn key(id: &SubscriberId) -> String {
    format!("{}-{}", id.kind(), id.as_str())
}

/// The search for somebody to add.
fn add(screen: Screen) -> AnyView {
    let query = of_recipients(screen, |it| it.search.query.clone());
    let found = of_recipients(screen, |it| {
        let known = it.search.results.known().map(|page| page.items.clone()).unwrap_or_default();
        let chosen: Vec<_> = it.chosen.iter().map(|chosen| chosen.id.clone()).collect();
        known.into_iter().filter(|it| !chosen.contains(&it.id)).collect::<Vec<_>>()
    });
    let finding = of_recipients(screen, |it| finding(&it.search));
    let busy = of_recipients(screen, |it| it.search.asked.is_some());
    let options = memo(move || found.with(|all| all.iter().map(|it| option(screen, it)).collect::<Vec<_>>()));
    let choose = Callback::new(move |(chosen,): (String,)| {
        if let Some(it) = found.with_untracked(|all| all.iter().find(|it| key(&it.id) == chosen).cloned()) {
            send(screen, StatusUpdateEvent::SubscriberChosen(it));
        }
    });
    let again = Callback::new(move |()| send(screen, StatusUpdateEvent::SubscriberTyped(query.get_untracked())));
    // Nothing is asked before somebody types: most updates go to those who are subscribed already.
    let typed = memo(move || query.with(|query| !query.is_empty()));
    let note = derive(move || match finding.get() {
        _ if !typed.get() => String::new(),
        Finding::Searching => screen.words.say(Message::Searching),
        Finding::Failed => screen.words.say(Message::OptionsFailed),
        Finding::Nothing { query } => screen.words.say(Message::SubscribersNone { query }),
        Finding::Found { count, .. } => screen.words.say(Message::AnnounceResults { count }),
    });
    let shown = memo(move || if typed.get() { options.get() } else { Vec::new() });
    let combobox = Combobox {
        wide: false,
        query: query.into(),
        on_query: Callback::new(move |(text,)| send(screen, StatusUpdateEvent::SubscriberTyped(text))),
        options: shown,
        chosen: None,
        on_choose: choose,
        note,
        more: screen.say_if(move || (finding.get() == Finding::Failed).then_some(Message::TryAgain)),
        on_more: again,
        busy: busy.into(),
        list_label: screen.say(Message::SubscribersAdd),
        placeholder: screen.say(Message::SubscribersPlaceholder),
    };
    Field { id: Some(SEARCH.to_owned()), ..Field::new(screen.say(Message::SubscribersAdd)) }
        .view(|links| combobox.view(links))
}

fn option(screen: Screen, subscriber: &Subscriber) -> ComboboxOption {
    let kind = if subscriber.id.is_team() { Message::SubscriberTeam } else { Message::AssignPerson };
    ComboboxOption {
        key: key(&subscriber.id),
        label: subscriber.name.clone(),
        detail: Some(screen.words.say(kind)),
        icon: Some((drawing(&subscriber.id), IconTone::Inherited)),
        ..ComboboxOption::default()
    }
}

/// Those who were chosen, and the button that adds them.
fn chosen(screen: Screen) -> AnyView {
    let chosen = of_recipients(screen, |it| it.chosen.clone());
    let there = memo(move || chosen.with(|all| !all.is_empty()));
    let busy = of_recipients(screen, |it| it.subscribing.is_some());
    let failure = of_recipients(screen, |it| it.failure.clone());
    let each = move || {
        let row = |it: Subscriber| Row::new(key(&it.id), move || removable(screen, &it));
        chosen.get().into_iter().map(row).collect()
    };
    shown_while(there.into(), move || {
        let count = move || u64::try_from(chosen.with(Vec::len)).unwrap_or(u64::MAX);
        let list = part("ul", "stack stack--tight")
            .attr_words("aria-label", screen.say(Message::SubscribersAdd))
            .child(rows(each));
        let button = Button {
            id: Some("subscribe".to_owned()),
            compact: true,
            busy: Some(busy.into()),
            ..Button::new(
                screen.say_live(move || Message::SubscribersAddCount { count: count() }),
                press(screen, StatusUpdateEvent::SubscribeClicked),
            )
        };
        let failed = dynamic(move || failure.get().map(|failure| not_added(screen, &failure)));
        part("div", "stack stack--tight")
            .child(list)
            .child(part("div", "row").child(button.view()))
            .child(failed)
            .into()
    })
}

fn not_added(screen: Screen, failure: &Failure) -> AnyView {
    part("p", "text--warning text--small")
        .words(screen.say(Message::SubscribersFailed))
        .text(" ")
        .text(&screen.why(failure))
        .into()
}

fn removable(screen: Screen, subscriber: &Subscriber) -> AnyView {
    let name = subscriber.name.clone();
    let press = press(screen, StatusUpdateEvent::SubscriberDropped(subscriber.id.clone()));
    let drop = IconButton::new(screen.say(Message::SubscriberRemove { name: name.clone() }), IconName::Close, press);
    let icon = Icon { small: true, ..Icon::new(drawing(&subscriber.id)) };
    part("li", "row row--tight")
        .child(icon.view())
        .child(part("bdi", "row__grow").text(&name))
        .child(drop.view())
        .into()
}

/// What became of each of the last ones.
fn results(screen: Screen) -> AnyView {
    let results = of_recipients(screen, |it| it.results.clone());
    let each = move || {
        let row = |(subscriber, result): (Subscriber, Subscription)| {
            let key = format!("{} {result:?}", key(&subscriber.id));
            Row::new(key, move || told(screen, subscriber.name, result))
        };
        results.get().into_iter().map(row).collect()
    };
    let list = part("ul", "stack stack--tight text--small").child(rows(each));
    element("div").attr("role", "status").child(list).into()
}

fn told(screen: Screen, name: String, result: Subscription) -> AnyView {
    let (icon, tone, message) = match result {
        Subscription::Added => (IconName::Success, IconTone::Success, Message::SubscriberAdded { name }),
        Subscription::Duplicate => (IconName::Info, IconTone::Inherited, Message::SubscriberDuplicate { name }),
        Subscription::Unauthorized => (IconName::Warning, IconTone::Warning, Message::SubscriberUnauthorized { name }),
        Subscription::Unknown => (IconName::Warning, IconTone::Warning, Message::SubscriberUntold { name }),
    };
    let icon = Icon { small: true, tone, class: "icon--beside-text", ..Icon::new(icon) };
    part("li", "row row--top row--tight").child(icon.view()).child(element("span").words(screen.say(message))).into()
}
