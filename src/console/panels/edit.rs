//! The task that edits an incident: title, urgency and priority, and what somebody else did to them meanwhile.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::edit::{EditField, EditValues};
use crate::domain::id::PriorityId;
use crate::domain::incident::{Priority, Urgency};
use crate::i18n::{Message, explain};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::part::{fragment, part};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::segmented::Segmented;
use crate::kit::select::{Choice, select};
use crate::kit::tag::{css_color, priority_dot};
use crate::kit::task_view::TaskView;
use crate::kit::text_input::Text;

use super::super::edit::{DISPUTE, EditEvent, EditTask, TITLE};
use super::super::event::Event;
use super::super::model::Model;
use super::super::remote::Remote;
use super::create::{back_words, cancel, urgency_key};
use super::create_fields::options_failed;
use super::screen::Screen;
use super::status_update::failed;
use super::subject::subject;

fn send(screen: Screen, event: EditEvent) {
    screen.send(Event::Edit(event));
}

fn of_task<T>(screen: Screen, read: impl Fn(&EditTask) -> T + Send + Sync + 'static) -> Slice<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    screen.slice(move |model| model.edit().map(&read).unwrap_or_default())
}

/// The task.
pub(super) fn edit(screen: Screen) -> AnyView {
    let sending = of_task(screen, |task| task.asked.is_some());
    let fields = part("fieldset", "form-fields")
        .flag("disabled", sending.into())
        .child(title(screen))
        .child(dynamic(move || Some(urgency(screen))))
        .child(priority(screen));
    TaskView {
        heading: screen.say(Message::EditHeading),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(screen.press(Event::Edit(EditEvent::Submitted))),
        footer: footer(screen, sending),
        content: vec![
            subject(screen, |model| model.editing().cloned()),
            outcome(screen),
            dispute(screen),
            fields.into(),
            consequence(screen),
            unchanged(screen),
        ],
    }
    .view()
}

fn title(screen: Screen) -> AnyView {
    let text = Text {
        value: of_task(screen, |task| task.edit.wanted.title.clone()).into(),
        on_input: Callback::new(move |(text,)| send(screen, EditEvent::TitleTyped(text))),
    };
    let problem = of_task(screen, |task| task.problem);
    Field {
        id: Some(TITLE.to_owned()),
        error: Some(screen.say_if(move || problem.get().map(explain::draft_problem))),
        required: true,
        ..Field::new(screen.say(Message::CreateTitle))
    }
    .view(|links| text.line(links))
}

/// Its words are plain text, so it is drawn anew in another language.
fn urgency(screen: Screen) -> AnyView {
    let choice = |urgency: Urgency| Choice {
        value: urgency_key(urgency).to_owned(),
        label: screen.words.say(urgency_name(urgency)),
    };
    let on_change = Callback::new(move |(key,): (String,)| {
        let low = key == urgency_key(Urgency::Low);
        send(screen, EditEvent::UrgencyChosen(if low { Urgency::Low } else { Urgency::High }));
    });
    Segmented {
        legend: screen.say(Message::CreateUrgency),
        choices: vec![choice(Urgency::High), choice(Urgency::Low)],
        value: of_task(screen, |task| urgency_key(task.edit.wanted.urgency).to_owned()).into(),
        on_change,
    }
    .view()
}

fn urgency_name(urgency: Urgency) -> Message {
    match urgency {
        Urgency::High => Message::UrgencyHigh,
        Urgency::Low => Message::UrgencyLow,
    }
}

/// The priorities to choose from: the account's, and the incident's own even when those could not be read.
fn priorities(model: &Model) -> Vec<Priority> {
    let mut all = model.create.priorities.known().cloned().unwrap_or_default();
    let own = model.editing().and_then(|id| model.incident(id)).and_then(|incident| incident.priority.clone());
    if let Some(own) = own.filter(|own| !all.iter().any(|known| known.id == own.id)) {
        all.insert(0, own);
    }
    all
}

/// The priority, where the account uses them.
fn priority(screen: Screen) -> AnyView {
    let all = screen.slice(priorities);
    let there = memo(move || all.with(|all| !all.is_empty()));
    let failed = screen.slice(|model| matches!(model.create.priorities, Remote::Failed(_)));
    let chosen = of_task(screen, |task| task.edit.wanted.priority.clone());
    let hint = shown_while(failed.into(), move || {
        options_failed(screen, Message::CreatePriority, screen.press(Event::PrioritiesWanted))
    });
    let field = shown_while(there.into(), move || {
        let choices = move || {
            let none = Choice { value: String::new(), label: screen.words.say(Message::PriorityNone) };
            let each = all.get().into_iter().map(|it| Choice { value: it.id.to_string(), label: it.name });
            std::iter::once(none).chain(each).collect::<Vec<_>>()
        };
        let value = derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default());
        let change = Callback::new(move |(id,): (String,)| {
            send(screen, EditEvent::PriorityChosen(PriorityId::parse(&id)));
        });
        let dot = dynamic(move || {
            let color = all.with(|all| {
                let priority = all.iter().find(|it| Some(&it.id) == chosen.get().as_ref())?;
                css_color(priority.color.as_ref()?)
            });
            color.map(priority_dot)
        });
        Field::new(screen.say(Message::CreatePriority)).view(move |links| {
            part("div", "priority-choice").child(dot).child(select(links, choices, value, change)).into()
        })
    });
    fragment(vec![field, hint])
}

fn field_name(field: EditField) -> Message {
    match field {
        EditField::Title => Message::CreateTitle,
        EditField::Urgency => Message::CreateUrgency,
        EditField::Priority => Message::CreatePriority,
    }
}

/// A value as it is read.
fn value_name(screen: Screen, field: EditField, values: &EditValues, all: &[Priority]) -> String {
    match (field, &values.priority) {
        (EditField::Title, _) => values.title.clone(),
        (EditField::Urgency, _) => screen.words.say(urgency_name(values.urgency)),
        (EditField::Priority, None) => screen.words.say(Message::PriorityNone),
        (EditField::Priority, Some(id)) => {
            all.iter().find(|it| it.id == *id).map_or_else(|| id.to_string(), |it| it.name.clone())
        }
    }
}

/// What somebody else has put into the fields that the agent changes.
fn dispute(screen: Screen) -> AnyView {
    let disputed = of_task(screen, |task| {
        (!task.edit.disputed.is_empty()).then(|| (task.edit.disputed.clone(), task.edit.seen.clone()))
    });
    let all = screen.slice(priorities);
    dynamic(move || {
        let (fields, theirs) = disputed.get()?;
        let told = |field: &EditField| {
            let value = all.with(|all| value_name(screen, *field, &theirs, all));
            screen.words.say(Message::TheirValue { field: screen.words.say(field_name(*field)), value })
        };
        let mut sentences: Vec<_> = fields.iter().map(told).collect();
        sentences.push(screen.words.say(Message::DisputeBody));
        let body = sentences.join(" ");
        let give_way = |field: &EditField| {
            let label = screen.say(Message::KeepTheirs { field: screen.words.say(field_name(*field)) });
            Button::link(label, screen.press(Event::Edit(EditEvent::GaveWay(*field))))
        };
        let alert = Alert {
            tone: AlertTone::Warning,
            body: Some(derive(move || Some(body.clone()))),
            quiet: true,
            actions: fields.iter().map(give_way).collect(),
            ..Alert::new(screen.say(Message::DisputeTitle))
        };
        Some(part("div", "task-alert").attr("id", DISPUTE).attr("tabindex", "-1").child(alert.view()).into())
    })
}

/// Another urgency notifies by other rules.
fn consequence(screen: Screen) -> AnyView {
    let turned = of_task(screen, |task| task.edit.changes(EditField::Urgency).then_some(task.edit.wanted.urgency));
    dynamic(move || {
        let message = if turned.get()? == Urgency::High { Message::UrgencyRaised } else { Message::UrgencyLowered };
        Some(Alert { quiet: true, ..Alert::new(screen.say(message)) }.view())
    })
}

fn unchanged(screen: Screen) -> AnyView {
    let unchanged = of_task(screen, |task| task.unchanged);
    shown_while(unchanged.into(), move || {
        part("p", "text--subtle").attr("role", "status").words(screen.say(Message::EditUnchanged)).into()
    })
}

fn outcome(screen: Screen) -> AnyView {
    let failure = of_task(screen, |task| task.failure.clone());
    dynamic(move || failure.get().map(|(failure, settled)| failed(screen, Action::Edit, &failure, settled, None)))
}

fn footer(screen: Screen, sending: Slice<bool>) -> AnyView {
    let may = screen.slice(|model| match model.editing() {
        Some(id) => model.permit_on(Action::Edit, id),
        None => Ok(()),
    });
    let note = shown_while(sending.into(), move || {
        part("span", "task-view__foot-note").attr("role", "status").words(screen.say(Message::SavingChanges)).into()
    });
    let disputed = of_task(screen, |task| !task.edit.disputed.is_empty());
    let save = Button {
        id: Some("edit-submit".to_owned()),
        variant: ButtonVariant::Primary,
        busy: Some(sending.into()),
        disabled_because: Some(screen.because(may)),
        ..Button::submit(
            screen.say_live(move || if disputed.get() { Message::SaveAnyway } else { Message::SaveChanges }),
        )
    };
    fragment(vec![note, cancel(screen), save.view()])
}
