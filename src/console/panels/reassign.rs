//! The task that hands an incident over: to a level of its policy, to another policy, or to people.

use leptos::prelude::*;

use crate::domain::incident::{Incident, Status};
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::part::{element, part};
use crate::kit::radio_list::{RadioChoice, RadioList};
use crate::kit::reactive::derive;
use crate::kit::select::{Choice, select};
use crate::kit::task_view::TaskView;

use super::super::event::Event;
use super::super::model::Model;
use super::super::people::{PeopleEvent, PeopleTask, Way};
use super::super::remote::Remote;
use super::create::back_words;
use super::on_call::notified;
use super::people_fields::{fields, footer, open, outcome, reading, send, subject, submit, targets};
use super::screen::Screen;

/// The ways with their names in the page.
const WAYS: [(Way, &str); 4] = [
    (Way::NextLevel, "next-level"),
    (Way::Level, "level"),
    (Way::EscalationPolicy, "escalation-policy"),
    (Way::Users, "people"),
];

/// Reads the open task beside its incident.
fn beside<T>(model: &Model, read: impl Fn(&Incident, &PeopleTask) -> T) -> Option<T> {
    let (errand, task) = open(model)?;
    Some(read(model.incident(&errand.incident)?, task))
}

/// The task.
pub(super) fn reassign(screen: Screen) -> AnyView {
    let confirm = submit(screen, derive(String::new));
    let choice = fields(screen, vec![ways(screen), chosen(screen), notified(screen), consequence(screen)]);
    TaskView {
        heading: screen.say(Message::Reassign),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(confirm),
        footer: footer(screen, screen.say(Message::Reassign)),
        content: vec![outcome(screen), subject(screen), now_with(screen), choice],
    }
    .view()
}

/// Who has it now, and on which level as far as that can be told.
fn now_with(screen: Screen) -> AnyView {
    let now = screen.slice(|model| {
        beside(model, |incident, task| {
            let names: Vec<String> = incident.assigned.iter().map(|since| since.user.name.clone()).collect();
            let policy = incident.escalation_policy.as_ref().map(|policy| policy.name.clone()).unwrap_or_default();
            (names, policy, task.current_level(incident))
        })
    });
    let words = screen.say_if(move || {
        let (names, policy, level) = now.get()?;
        let names = if names.is_empty() { return Some(Message::Unassigned) } else { screen.words.list(&names) };
        Some(match level {
            Some(level) => Message::ReassignNowLevel { names, policy, level: level.to_string() },
            None => Message::ReassignNow { names, policy },
        })
    });
    part("p", "text--subtle").attr("dir", "auto").words_maybe(words).into()
}

fn ways(screen: Screen) -> AnyView {
    // What the next level is can be told once the policy and its people are known.
    let next = screen.slice(|model| beside(model, |incident, task| (known(task), task.next_level(incident))));
    let hint = screen.say_if(move || match next.get()? {
        (_, Some(level)) => Some(Message::ReassignLevel { level: level.to_string() }),
        (true, None) => Some(Message::ReassignNoNext),
        (false, None) => None,
    });
    let none = derive(|| None);
    let choice = |label: Message, (_, value): (Way, &'static str), hint: Signal<Option<String>>| RadioChoice {
        value,
        label: screen.say(label),
        hint,
    };
    let [next_level, level, policy, people] = WAYS;
    RadioList {
        legend: screen.say(Message::CreateAssignTo),
        choices: vec![
            choice(Message::ReassignNextLevel, next_level, hint),
            choice(Message::ReassignSomeLevel, level, none),
            choice(Message::AssignPolicy, policy, none),
            choice(Message::ReassignPeople, people, none),
        ],
        value: derive({
            let way = reading(screen, |_, task| Some(task.way));
            move || {
                let chosen = way.get().unwrap_or_default();
                WAYS.into_iter().find(|(way, _)| *way == chosen).map(|(_, name)| name.to_owned()).unwrap_or_default()
            }
        }),
        on_change: Callback::new(move |(name,): (String,)| {
            if let Some((way, _)) = WAYS.into_iter().find(|(_, known)| *known == name) {
                send(screen, PeopleEvent::WayChosen(way));
            }
        }),
    }
    .view()
}

/// Whether the levels of the incident's own policy are known.
fn known(task: &PeopleTask) -> bool {
    task.own.known().is_some_and(|policy| task.roster.covers(&policy.target))
}

/// The field that the way needs.
fn chosen(screen: Screen) -> AnyView {
    let way = reading(screen, |_, task| Some(task.way));
    dynamic(move || match way.get()? {
        Way::NextLevel => None,
        Way::Level => Some(level(screen)),
        Way::EscalationPolicy => Some(targets(screen, Message::AssignPolicy)),
        Way::Users => Some(targets(screen, Message::ReassignPeople)),
    })
}

fn level(screen: Screen) -> AnyView {
    let levels = reading(screen, |_, task| {
        let level = |it: &crate::domain::people::Level| {
            (it.number, it.on_call.iter().map(|duty| duty.user.name.clone()).collect::<Vec<_>>())
        };
        task.own_levels().iter().map(level).collect::<Vec<_>>()
    });
    let failed = reading(screen, |_, task| matches!(task.own, Remote::Failed(_)));
    let value = reading(screen, |_, task| task.level.map(|level| level.to_string()).unwrap_or_default());
    let choices = move || {
        let none = Choice { value: String::new(), label: screen.words.say(Message::NotSet) };
        let level = |(number, names): (u32, Vec<String>)| {
            let label = screen.words.say(Message::ReassignLevel { level: number.to_string() });
            let label = if names.is_empty() { label } else { format!("{label}: {}", screen.words.list(&names)) };
            Choice { value: number.to_string(), label }
        };
        std::iter::once(none).chain(levels.get().into_iter().map(level)).collect::<Vec<_>>()
    };
    let change = Callback::new(move |(number,): (String,)| {
        if let Ok(level) = number.parse() {
            send(screen, PeopleEvent::LevelChosen(level));
        }
    });
    let error = screen.say_if(move || failed.get().then_some(Message::OptionsFailed));
    Field { error: Some(error), ..Field::new(screen.say(Message::ReassignSomeLevel)) }
        .view(|links| select(links, choices, value.into(), change))
}

/// What comes of it, before it is done.
fn consequence(screen: Screen) -> AnyView {
    let acknowledged =
        screen.slice(|model| beside(model, |it, _| it.status == Status::Acknowledged).unwrap_or_default());
    let to_people = reading(screen, |_, task| task.way == Way::Users);
    let title =
        screen.say_live(move || if acknowledged.get() { Message::ReassignTriggers } else { Message::ReassignNotifies });
    let stays = shown_while(to_people.into(), move || {
        part("p", "text--subtle text--small").words(screen.say(Message::ReassignStays)).into()
    });
    let alert = Alert { tone: AlertTone::Info, quiet: true, ..Alert::new(title) };
    element("div").child(alert.view()).child(stays).into()
}
