//! The task that creates an incident.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::draft::DraftProblem;
use crate::domain::incident::Urgency;
use crate::i18n::{Message, explain};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::field::Field;
use crate::kit::focus;
use crate::kit::segmented::Segmented;
use crate::kit::select::Choice;
use crate::kit::task_view::TaskView;
use crate::kit::text_input::{TextArea, TextInput};

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
    Signal::derive(move || screen.words.say(if one.get() { Message::Back } else { Message::BackToIncidents }))
}

/// The task.
pub(super) fn create(screen: Screen) -> AnyView {
    let stage = screen.slice(stage);
    let exists_shape = Memo::new(move |_| stage.get() == Stage::Exists);
    let submit = Callback::new(move |()| {
        // The fields are locked while sending, and a locked one would drop the focus.
        focus::focus(SUBMIT);
        screen.send(Event::CreateSubmitted);
    });
    view! {
        <TaskView
            heading=screen.say(Message::CreateIncident)
            back=back_words(screen)
            on_back=screen.press(Event::TaskClosed)
            on_submit=submit
            footer=move || footer(screen, stage)
        >
            {outcome(screen, stage)}
            {move || if exists_shape.get() { exists(screen) } else { fields(screen, stage) }}
        </TaskView>
    }
    .into_any()
}

fn fields(screen: Screen, stage: Memo<Stage>) -> AnyView {
    let title = screen.slice(|model| model.create.draft.title.clone());
    let description = screen.slice(|model| model.create.draft.description.clone());
    let urgency = screen.slice(|model| urgency_key(model.create.draft.urgency).to_owned());
    let change = move |change: DraftChange| screen.send(Event::DraftChanged(change));
    let title_problem = problem(screen, |it| matches!(it, DraftProblem::NoTitle | DraftProblem::TitleTooLong(_)));
    let urgencies = move || {
        [Urgency::High, Urgency::Low]
            .map(|urgency| {
                let label = if urgency == Urgency::High { Message::UrgencyHigh } else { Message::UrgencyLow };
                Choice { value: urgency_key(urgency).to_owned(), label: screen.words.say(label) }
            })
            .to_vec()
    };
    let urge = move |(key,): (String,)| {
        change(DraftChange::Urgency(if key == "low" { Urgency::Low } else { Urgency::High }));
    };
    view! {
        <fieldset class="form-fields" disabled=move || stage.get() != Stage::Editing>
            <Field id=TITLE label=screen.say(Message::CreateTitle) hint=screen.say(Message::CreateTitleHint) error=title_problem required=true>
                <TextInput value=title on_input=Callback::new(move |(text,)| change(DraftChange::Title(text))) />
            </Field>
            {service(screen)}
            {move || view! {
                <Segmented
                    legend=screen.say(Message::CreateUrgency)
                    choices=urgencies()
                    value=urgency
                    on_change=Callback::new(urge)
                />
            }}
            {priority(screen)}
            {assignment(screen)}
            <Field label=screen.say(Message::CreateDescription) hint=screen.say(Message::CreateDescriptionHint)>
                <TextArea value=description on_input=Callback::new(move |(text,)| change(DraftChange::Description(text))) />
            </Field>
        </fieldset>
    }
    .into_any()
}

fn urgency_key(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::High => "high",
        Urgency::Low => "low",
    }
}

fn footer(screen: Screen, stage: Memo<Stage>) -> AnyView {
    let may = screen.slice(|model| model.permit(Action::Create));
    let busy = Memo::new(move |_| matches!(stage.get(), Stage::Sending | Stage::Checking));
    let editable = Memo::new(move |_| stage.get() != Stage::Exists);
    view! {
        {move || (stage.get() == Stage::Sending).then(|| view! {
            <span class="task-view__foot-note" role="status">{screen.say(Message::Creating)}</span>
        })}
        <Button
            label=screen.say(Message::Cancel)
            variant=ButtonVariant::Basic
            on_press=screen.press(Event::TaskClosed)
        />
        {move || editable.get().then(|| view! {
            <Button
                id=SUBMIT
                submit=true
                label=screen.say(Message::CreateIncident)
                variant=ButtonVariant::Primary
                busy=busy
                disabled_because=screen.because(may)
            />
        })}
    }
    .into_any()
}
