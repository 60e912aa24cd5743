//! The section with what happened, newest first.

use leptos::prelude::*;

use crate::domain::failure::Failure;
use crate::domain::timeline::{Entry, EntryKind};
use crate::i18n::Message;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::disclosure::Disclosure;
use crate::kit::dynamic::dynamic;
use crate::kit::icon::{IconName, IconTone};
use crate::kit::part::{element, fragment, part, words_view};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::rows::{Row, rows};
use crate::kit::skeleton::list_skeleton;
use crate::kit::timeline_list::{timeline_entry, timeline_list};

use super::super::event::Event;
use super::super::model::{Dossier, Model, Section};
use super::super::remote::Remote;
use super::super::words;
use super::details::is_open;
use super::incidents::Card;
use super::screen::Screen;

/// Ages of entries move on by the minute: a thousand of them need not be told anew every second.
const MINUTE: i64 = 60_000;

/// What stands in the section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Loading,
    Failed,
    Empty,
    Entries,
}

/// Tells whether the entries are others. They never change and are only added or read anew, so their number and both
/// ends do, and no list of thousands is compared at every event.
type Extent = Option<(usize, String, String)>;

fn extent(dossier: &Dossier) -> Extent {
    let entries = &dossier.timeline.known()?.entries;
    Some((entries.len(), entries.first()?.id.clone(), entries.last()?.id.clone()))
}

fn shape(dossier: &Dossier) -> Shape {
    match &dossier.timeline {
        Remote::Absent | Remote::Loading => Shape::Loading,
        Remote::Failed(_) => Shape::Failed,
        Remote::Fresh(known) | Remote::Stale(known, _) if known.entries.is_empty() => Shape::Empty,
        Remote::Fresh(_) | Remote::Stale(..) => Shape::Entries,
    }
}

/// A part of what is held about the card's incident.
pub(super) fn of_dossier<T>(card: Card, read: impl Fn(&Dossier) -> T + Send + Sync + 'static) -> Slice<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let id = card.id;
    let nothing = Dossier::default();
    card.screen.slice(move |model: &Model| read(id.with_value(|id| model.dossiers.get(id)).unwrap_or(&nothing)))
}

/// A number of things, with a plus when there are more.
pub(super) fn count_words(screen: Screen, count: usize, more: bool) -> String {
    let number = screen.words.number(u64::try_from(count).unwrap_or(u64::MAX));
    if more { format!("{number}+") } else { number }
}

/// The section.
pub(super) fn timeline(card: Card) -> AnyView {
    let screen = card.screen;
    let known = of_dossier(card, |it| it.timeline.known().map(|it| (it.entries.len(), it.more)));
    let count = derive(move || known.get().map(|(count, more)| count_words(screen, count, more)));
    Disclosure {
        id: card.element("timeline"),
        heading: screen.say(Message::Timeline),
        count: Some(count),
        open: is_open(screen, Section::Timeline),
        on_toggle: screen.press(Event::SectionToggled(Section::Timeline)),
    }
    .view(move || content(card))
}

fn content(card: Card) -> AnyView {
    let screen = card.screen;
    let shape = of_dossier(card, shape);
    dynamic(move || {
        Some(match shape.get() {
            Shape::Loading => list_skeleton(screen.say(Message::TimelineLoading)),
            Shape::Failed => failed(card),
            Shape::Empty => part("p", "text--subtle").words(screen.say(Message::TimelineEmpty)).into(),
            Shape::Entries => fragment(vec![entries(card), end(card)]),
        })
    })
}

fn entries(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let extent = of_dossier(card, extent);
    let minute = memo(move || screen.now.get().div_euclid(MINUTE) * MINUTE);
    let each = move || {
        extent.track();
        let entries = screen.model.with_untracked(|model| {
            let known = id.with_value(|id| model.dossiers.get(id)?.timeline.known());
            known.map(|timeline| timeline.entries.clone()).unwrap_or_default()
        });
        let row = |entry: Entry| Row::new(entry.id.clone(), move || row(screen, minute, entry));
        entries.into_iter().map(row).collect()
    };
    timeline_list(screen.say(Message::Timeline), rows(each))
}

fn row(screen: Screen, minute: Slice<i64>, entry: Entry) -> AnyView {
    let Entry { at, kind, summary, who, .. } = entry;
    let age = derive(move || {
        // An entry that is newer than the minute that has begun is new all the same.
        let age = screen.words.relative(at.0, minute.get().max(at.0));
        match &who {
            Some(name) => screen.words.say(Message::EntryByAgo { name: name.clone(), age }),
            None => age,
        }
    });
    let when =
        element("time").attr("datetime", &at.to_iso()).attr("title", &screen.words.date_time(at.0)).words(age).into();
    let own = own_words(kind).or_else(|| summary.trim().is_empty().then_some(Message::EntryOther));
    let told = match own {
        Some(message) => words_view(screen.say(message)),
        // PagerDuty says who was assigned or notified, and how; our own words could only say less.
        None => element("bdi").attr("dir", "auto").text(&summary).into(),
    };
    timeline_entry(drawing(kind), told, when)
}

fn drawing(kind: EntryKind) -> (IconName, IconTone) {
    match kind {
        EntryKind::Trigger => (IconName::Triggered, IconTone::Danger),
        EntryKind::Acknowledge => (IconName::Acknowledged, IconTone::Warning),
        EntryKind::Resolve => (IconName::Resolved, IconTone::Success),
        EntryKind::Unacknowledge | EntryKind::Snooze => (IconName::Clock, IconTone::Inherited),
        EntryKind::Assign | EntryKind::Escalate => (IconName::Reassign, IconTone::Inherited),
        EntryKind::Notify => (IconName::User, IconTone::Inherited),
        EntryKind::Annotate => (IconName::Note, IconTone::Inherited),
        EntryKind::StatusUpdate => (IconName::StatusUpdate, IconTone::Inherited),
        EntryKind::Priority => (IconName::Priority, IconTone::Inherited),
        EntryKind::Responder => (IconName::Responders, IconTone::Inherited),
        EntryKind::Other => (IconName::History, IconTone::Inherited),
    }
}

/// Our sentence for what needs no names.
fn own_words(kind: EntryKind) -> Option<Message> {
    match kind {
        EntryKind::Trigger => Some(Message::EntryTriggered),
        EntryKind::Acknowledge => Some(Message::EntryAcknowledged),
        EntryKind::Unacknowledge => Some(Message::EntryUnacknowledged),
        EntryKind::Resolve => Some(Message::EntryResolved),
        EntryKind::Annotate => Some(Message::EntryNote),
        EntryKind::StatusUpdate => Some(Message::EntryStatusUpdate),
        EntryKind::Snooze => Some(Message::EntrySnoozed),
        EntryKind::Assign
        | EntryKind::Escalate
        | EntryKind::Notify
        | EntryKind::Priority
        | EntryKind::Responder
        | EntryKind::Other => None,
    }
}

/// What stands below the entries: the way to earlier ones, or that they could not be read.
fn end(card: Card) -> AnyView {
    let screen = card.screen;
    let facts = of_dossier(card, |it| {
        let more = it.timeline.known().is_some_and(|it| it.more);
        (more, it.timeline.failure().is_some())
    });
    let asking = of_dossier(card, |it| it.timeline_asked.is_some_and(|(_, offset)| offset > 0));
    dynamic(move || match facts.get() {
        (_, true) => Some(failed(card)),
        (true, false) => {
            let earlier = Button {
                id: Some(card.element("earlier")),
                variant: ButtonVariant::Link,
                busy: Some(asking.into()),
                ..Button::new(
                    screen.say(Message::TimelineLoadMore),
                    screen.press(Event::MoreTimelineClicked(card.id.get_value())),
                )
            };
            Some(part("div", "section-end").child(earlier.view()).into())
        }
        (false, false) => None,
    })
}

fn failed(card: Card) -> AnyView {
    let failure = of_dossier(card, |it| it.timeline.failure().cloned());
    let again = Event::MoreTimelineClicked(card.id.get_value());
    failed_row(card.screen, Message::TimelineFailed, failure, false, again)
}

/// A list that could not be read, why, and the way to try again; `of_zendesk` says that Zendesk was asked for it.
///
/// The words follow the failure and the buttons stay, so that the focus does too when it fails once more.
pub(super) fn failed_row(
    screen: Screen,
    message: Message,
    failure: Slice<Option<Failure>>,
    of_zendesk: bool,
    again: Event,
) -> AnyView {
    let words = derive(move || {
        let why = failure.with(|failure| {
            let failure = failure.as_ref()?;
            screen.words.consult(|catalog| words::because(failure, of_zendesk, catalog))
        });
        format!("{} {}", screen.words.say(&message), why.unwrap_or_default())
    });
    let copy = Callback::new(move |()| {
        if let Some(failure) = failure.get_untracked() {
            let at = screen.model.with_untracked(|model| model.now);
            screen.send(Event::DetailsCopied(screen.report(&failure, at)));
        }
    });
    let ways = part("p", "row row--wrapping")
        .child(Button::link(screen.say(Message::TryAgain), screen.press(again)))
        .child(Button::link(screen.say(Message::CopyErrorDetails), copy));
    part("div", "section-end").child(part("p", "text--subtle").attr("role", "status").words(words)).child(ways).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::model::Timeline;
    use crate::domain::moment::Moment;

    fn dossier(ids: &[&str]) -> Dossier {
        let entry = |id: &&str| Entry {
            id: (*id).to_owned(),
            at: Moment(0),
            kind: EntryKind::Other,
            summary: String::new(),
            who: None,
        };
        let entries = ids.iter().map(entry).collect();
        Dossier { timeline: Remote::Fresh(Timeline { entries, more: false }), ..Dossier::default() }
    }

    #[test]
    fn a_page_at_either_end_changes_the_extent() {
        let known = extent(&dossier(&["c", "b"]));
        assert_ne!(known, extent(&dossier(&["d", "c", "b"])));
        assert_ne!(known, extent(&dossier(&["c", "b", "a"])));
        assert_ne!(known, extent(&dossier(&["x", "y"])));
        assert_eq!(known, extent(&dossier(&["c", "b"])));
        assert_eq!(extent(&dossier(&[])), None);
    }

    #[test]
    fn an_empty_timeline_is_not_one_that_is_loading() {
        assert!(shape(&dossier(&[])) == Shape::Empty);
        assert!(shape(&Dossier::default()) == Shape::Loading);
    }
}
