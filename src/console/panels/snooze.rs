//! The task that snoozes an incident: how long, until when, and what happens then.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::moment::Moment;
use crate::domain::snooze::{SnoozeChoice, SnoozeProblem, SnoozeUnit};
use crate::i18n::Message;
use crate::kit::alert::Alert;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, dynamic_words, shown_while};
use crate::kit::field::Field;
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, fragment, part};
use crate::kit::radio_cards::{RadioCard, RadioCards};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::select::{Choice, select};
use crate::kit::task_view::TaskView;
use crate::kit::text_input::Text;

use super::super::event::Event;
use super::super::snooze::{NUMBER, SnoozeEvent, SnoozeTask};
use super::create::{back_words, cancel};
use super::screen::Screen;
use super::status_update::failed;
use super::subject::subject;

/// The hour at which a working day begins.
const MORNING: i64 = 8;

/// The hours on offer.
const HOURS: [u64; 2] = [1, 4];

const MILLISECONDS_OF_AN_HOUR: u64 = 3_600_000;

fn send(screen: Screen, event: SnoozeEvent) {
    screen.send(Event::Snooze(event));
}

fn of_task<T>(screen: Screen, read: impl Fn(&SnoozeTask) -> T + Send + Sync + 'static) -> Slice<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    screen.slice(move |model| model.snooze().map(&read))
}

/// The task.
pub(super) fn snooze(screen: Screen) -> AnyView {
    let sending = screen.slice(|model| model.snooze().is_some_and(|task| task.asked.is_some()));
    let fields = part("fieldset", "form-fields")
        .flag("disabled", sending.into())
        .child(part("p", "text--strong").attr("aria-hidden", "true").words(screen.say(Message::SnoozeFor)))
        .child(choices(screen))
        .child(own(screen))
        .child(problem(screen));
    TaskView {
        heading: screen.say(Message::SnoozeHeading),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(screen.press(Event::Snooze(SnoozeEvent::Submitted))),
        footer: footer(screen, sending),
        content: vec![
            subject(screen, |model| model.snoozing().cloned()),
            outcome(screen),
            fields.into(),
            consequence(screen),
        ],
    }
    .view()
}

/// The key by which a card leads back to its choice.
fn key(choice: SnoozeChoice) -> String {
    match choice {
        SnoozeChoice::Hours(hours) => hours.to_string(),
        SnoozeChoice::Until(_) => "morning".to_owned(),
        SnoozeChoice::Own => "own".to_owned(),
    }
}

fn choices(screen: Screen) -> AnyView {
    // By the minute is often enough to notice midnight.
    let minute = memo(move || screen.now.get().div_euclid(60_000) * 60_000);
    let morning = memo(move || screen.words.tomorrow_at(MORNING, minute.get()));
    let cards = memo(move || {
        let words = screen.words;
        let hours = HOURS.map(|hours| RadioCard {
            key: key(SnoozeChoice::Hours(hours)),
            label: words.duration(hours * MILLISECONDS_OF_AN_HOUR),
            detail: String::new(),
        });
        let until = RadioCard {
            key: key(SnoozeChoice::Until(Moment(0))),
            label: words.say(Message::SnoozeUntil { time: words.date_time(morning.get()) }),
            detail: String::new(),
        };
        let own =
            RadioCard { key: key(SnoozeChoice::Own), label: words.say(Message::SnoozeOwn), detail: String::new() };
        hours.into_iter().chain([until, own]).collect::<Vec<_>>()
    });
    let chosen = of_task(screen, |task| key(task.choice));
    let on_choose = Callback::new(move |(chosen,): (String,)| {
        let choice = match chosen.as_str() {
            "own" => SnoozeChoice::Own,
            "morning" => SnoozeChoice::Until(Moment(morning.get_untracked())),
            hours => SnoozeChoice::Hours(hours.parse().unwrap_or(1)),
        };
        send(screen, SnoozeEvent::Chosen(choice));
    });
    RadioCards { legend: screen.say(Message::SnoozeFor), cards, chosen, on_choose }.view()
}

fn unit_key(unit: SnoozeUnit) -> &'static str {
    match unit {
        SnoozeUnit::Minutes => "minutes",
        SnoozeUnit::Hours => "hours",
        SnoozeUnit::Days => "days",
    }
}

const UNITS: [(SnoozeUnit, Message); 3] = [
    (SnoozeUnit::Minutes, Message::UnitMinutes),
    (SnoozeUnit::Hours, Message::UnitHours),
    (SnoozeUnit::Days, Message::UnitDays),
];

/// A number and its unit.
fn own(screen: Screen) -> AnyView {
    let chosen = screen.whether(|model| model.snooze().is_some_and(|task| task.choice == SnoozeChoice::Own));
    shown_while(chosen, move || {
        let number = of_task(screen, |task| task.number.clone());
        let text = Text {
            value: derive(move || number.get().unwrap_or_default()),
            on_input: Callback::new(move |(text,)| send(screen, SnoozeEvent::NumberTyped(text))),
        };
        let units = move || {
            UNITS
                .iter()
                .map(|(unit, label)| Choice { value: unit_key(*unit).to_owned(), label: screen.words.say(label) })
                .collect()
        };
        let unit = of_task(screen, |task| unit_key(task.unit).to_owned());
        let change = Callback::new(move |(key,): (String,)| {
            if let Some((unit, _)) = UNITS.iter().find(|(unit, _)| unit_key(*unit) == key) {
                send(screen, SnoozeEvent::UnitChosen(*unit));
            }
        });
        let number = Field { id: Some(NUMBER.to_owned()), ..Field::new(screen.say(Message::SnoozeNumber)) };
        let unit = derive(move || unit.get().unwrap_or_default());
        part("div", "side-by-side")
            .child(number.view(|links| text.line(links)))
            .child(Field::new(screen.say(Message::SnoozeUnit)).view(|links| select(links, units, unit, change)))
            .into()
    })
}

fn problem(screen: Screen) -> AnyView {
    let problem = screen.slice(|model| model.snooze().and_then(|task| task.problem));
    let words = screen.say_if(move || {
        Some(match problem.get()? {
            SnoozeProblem::NoNumber => Message::SnoozeNoNumber,
            SnoozeProblem::TooLong => Message::SnoozeTooLong,
            SnoozeProblem::Past => Message::SnoozePast,
        })
    });
    dynamic_words(words, |words| {
        let words = element("span").text(words);
        part("p", "field__error").attr("role", "alert").child(small_icon(IconName::Error)).child(words).into()
    })
}

/// Until when, and what then, as soon as that can be told.
fn consequence(screen: Screen) -> AnyView {
    let until = screen.slice(|model| {
        let snooze = model.snooze()?.check(model.now).ok()?;
        // To the minute: the clock is not to be watched running.
        Some(snooze.until(model.now).0.div_euclid(60_000) * 60_000)
    });
    let known = memo(move || until.with(Option::is_some));
    shown_while(known.into(), move || {
        let title = screen.say_live(move || {
            let time = until.get().map(|until| screen.words.moment(until, screen.now.get())).unwrap_or_default();
            Message::SnoozeQuiet { time }
        });
        Alert { body: Some(screen.say_some(Message::SnoozeConsequence)), quiet: true, ..Alert::new(title) }.view()
    })
}

fn outcome(screen: Screen) -> AnyView {
    let failure = screen.slice(|model| model.snooze().and_then(|task| task.failure.clone()));
    dynamic(move || failure.get().map(|(failure, settled)| failed(screen, Action::Snooze, &failure, settled, None)))
}

fn footer(screen: Screen, sending: Slice<bool>) -> AnyView {
    let may = screen.slice(|model| match model.snoozing() {
        Some(id) => model.permit_on(Action::Snooze, id),
        None => Ok(()),
    });
    let note = shown_while(sending.into(), move || {
        part("span", "task-view__foot-note").attr("role", "status").words(screen.say(Message::Snoozing)).into()
    });
    let snooze = Button {
        id: Some("snooze-submit".to_owned()),
        variant: ButtonVariant::Primary,
        busy: Some(sending.into()),
        disabled_because: Some(screen.because(may)),
        ..Button::submit(screen.say(Message::SnoozeHeading))
    };
    fragment(vec![note, cancel(screen), snooze.view()])
}
