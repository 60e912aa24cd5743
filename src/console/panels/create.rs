//! The task that creates an incident.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::draft::DraftProblem;
use crate::domain::incident::Urgency;
use crate::i18n::{Message, explain};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::focus;
use crate::kit::part::{fragment, part};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::segmented::Segmented;
use crate::kit::select::Choice;
use crate::kit::task_view::TaskView;
use crate::kit::text_input::Text;

use super::super::create::Sending;
use super::super::event::{DraftChange, Event};
use super::super::model::Model;
use super::create_fields::{assignment, priority, service};
use super::create_outcome::{exists, outcome};
use super::screen::Screen;

/// The ids of the fields that can have a problem.
pub(super) const TITLE: &str = "create-title";
pub(super) const SERVICE: &str = "create-service";
const SUBMIT: &str = "create-submit";

/// How far sending is, as far as it changes what can be pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Editing,
    Sending,
    Checking,
    Exists,
}

fn stage(model: &Model) -> Stage {
    match model.create.sending {
        Sending::Editing => Stage::Editing,
        Sending::Sending(_) => Stage::Sending,
        Sending::Checking { .. } => Stage::Checking,
        Sending::Exists(_) => Stage::Exists,
    }
}

/// The words of the problem that `concerns` picks out, if the draft has it.
pub(super) fn problem(screen: Screen, concerns: fn(&DraftProblem) -> bool) -> Signal<Option<String>> {
    let problem = screen.slice(move |model| model.create.problems.iter().copied().find(concerns));
    screen.say_if(move || problem.get().map(explain::draft_problem))
}

/// Where the task leads back to.
pub(super) fn back_words(screen: Screen) -> Signal<String> {
    let one = screen.slice(|model| model.shown_incidents().len() == 1);
    screen.say_live(move || if one.get() { Message::Back } else { Message::BackToIncidents })
}

/// The button that leaves a task without doing it.
pub(super) fn cancel(screen: Screen) -> AnyView {
    let label = screen.say(Message::Cancel);
    Button { variant: ButtonVariant::Basic, ..Button::new(label, screen.press(Event::TaskClosed)) }.view()
}

/// The task.
pub(super) fn create(screen: Screen) -> AnyView {
    let stage = screen.slice(stage);
    let exists_shape = memo(move || stage.get() == Stage::Exists);
    let submit = Callback::new(move |()| {
        // The fields are locked while sending, and a locked one would drop the focus.
        focus::focus(SUBMIT);
        screen.send(Event::CreateSubmitted);
    });
    let content = dynamic(move || Some(if exists_shape.get() { exists(screen) } else { fields(screen, stage) }));
    TaskView {
        heading: screen.say(Message::CreateIncident),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(submit),
        footer: footer(screen, stage),
        content: vec![super::related::before_creating(screen, stage), outcome(screen, stage), content],
    }
    .view()
}

fn change(screen: Screen, change: DraftChange) {
    screen.send(Event::DraftChanged(change));
}

fn fields(screen: Screen, stage: Slice<Stage>) -> AnyView {
    part("fieldset", "form-fields")
        .flag("disabled", derive(move || stage.get() != Stage::Editing))
        .child(title(screen))
        .child(service(screen))
        .child(dynamic(move || Some(urgency(screen))))
        .child(priority(screen))
        .child(assignment(screen))
        .child(description(screen))
        .into()
}

fn title(screen: Screen) -> AnyView {
    let text = Text {
        value: screen.slice(|model| model.create.draft.title.clone()).into(),
        on_input: Callback::new(move |(text,)| change(screen, DraftChange::Title(text))),
    };
    Field {
        id: Some(TITLE.to_owned()),
        hint: Some(screen.say(Message::CreateTitleHint)),
        error: Some(problem(screen, |it| matches!(it, DraftProblem::NoTitle | DraftProblem::TitleTooLong(_)))),
        required: true,
        ..Field::new(screen.say(Message::CreateTitle))
    }
    .view(|links| text.line(links))
}

fn description(screen: Screen) -> AnyView {
    let text = Text {
        value: screen.slice(|model| model.create.draft.description.clone()).into(),
        on_input: Callback::new(move |(text,)| change(screen, DraftChange::Description(text))),
    };
    let hint = Some(screen.say(Message::CreateDescriptionHint));
    Field { hint, ..Field::new(screen.say(Message::CreateDescription)) }.view(|links| text.area(links, None, None))
}

/// Its words are plain text, so it is drawn anew in another language.
fn urgency(screen: Screen) -> AnyView {
    let choice = |urgency: Urgency, label: Message| Choice {
        value: urgency_key(urgency).to_owned(),
        label: screen.words.say(label),
    };
    let on_change = Callback::new(move |(key,): (String,)| {
        let urgency = if key == urgency_key(Urgency::Low) { Urgency::Low } else { Urgency::High };
        change(screen, DraftChange::Urgency(urgency));
    });
    Segmented {
        legend: screen.say(Message::CreateUrgency),
        choices: vec![choice(Urgency::High, Message::UrgencyHigh), choice(Urgency::Low, Message::UrgencyLow)],
        value: screen.slice(|model| urgency_key(model.create.draft.urgency).to_owned()).into(),
        on_change,
    }
    .view()
}

/// What an urgency is called where nobody reads it.
pub(super) fn urgency_key(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::High => "high",
        Urgency::Low => "low",
    }
}

fn footer(screen: Screen, stage: Slice<Stage>) -> AnyView {
    let may = screen.slice(|model| model.permit(Action::Create));
    let busy = derive(move || matches!(stage.get(), Stage::Sending | Stage::Checking));
    let sending = memo(move || stage.get() == Stage::Sending);
    let editable = memo(move || stage.get() != Stage::Exists);
    let note = shown_while(sending.into(), move || {
        part("span", "task-view__foot-note").attr("role", "status").words(screen.say(Message::Creating)).into()
    });
    let submit = shown_while(editable.into(), move || {
        Button {
            id: Some(SUBMIT.to_owned()),
            variant: ButtonVariant::Primary,
            busy: Some(busy),
            disabled_because: Some(screen.because(may)),
            ..Button::submit(screen.say(Message::CreateIncident))
        }
        .view()
    });
    fragment(vec![note, cancel(screen), submit])
}
