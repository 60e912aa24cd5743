//! The task that resolves an incident: what fixed it, and what resolving means.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::id::IncidentId;
use crate::i18n::{Message, explain};
use crate::kit::alert::Alert;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::checkbox::Checkbox;
use crate::kit::dynamic::shown_while;
use crate::kit::field::Field;
use crate::kit::part::{fragment, part};
use crate::kit::task_view::TaskView;
use crate::kit::text_input::Text;

use super::super::command::HOLD;
use super::super::event::Event;
use super::super::model::{Model, Task};
use super::super::status_update::{StatusUpdateEvent, UpdateTask};
use super::create::{back_words, cancel};
use super::screen::Screen;
use super::status_update;
use super::subject::subject;

/// The task.
pub(super) fn resolve(screen: Screen) -> AnyView {
    let note = screen.slice(|model| match &model.task {
        Some(Task::Resolve { note, .. }) => note.clone(),
        _ => String::new(),
    });
    let problem = screen.slice(|model| match &model.task {
        Some(Task::Resolve { problem, .. }) => *problem,
        _ => None,
    });
    let consequence = screen.say_if(move || {
        let duration = screen.words.duration(u64::try_from(HOLD.as_millis()).unwrap_or_default());
        Some(Message::ResolveHold { duration })
    });
    let confirm = screen.press(Event::ResolveConfirmed);
    let text =
        Text { value: note.into(), on_input: Callback::new(move |(text,)| screen.send(Event::ResolutionTyped(text))) };
    let field = Field {
        id: Some("resolution-note".to_owned()),
        hint: Some(screen.say(Message::Optional)),
        error: Some(screen.say_if(move || problem.get().map(explain::draft_problem))),
        ..Field::new(screen.say(Message::ResolutionNote))
    };
    let placeholder = screen.say(Message::ResolutionNotePlaceholder);
    let warning = Alert { body: Some(consequence), quiet: true, ..Alert::new(screen.say(Message::ResolveWarning)) };
    TaskView {
        heading: screen.say(Message::ResolveHeading),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(confirm),
        footer: footer(screen),
        content: vec![
            subject(screen, |model| resolving(model).cloned()),
            field.view(|links| text.area(links, Some(placeholder), Some(confirm))),
            follow_up(screen, confirm),
            warning.view(),
        ],
    }
    .view()
}

/// A status update that goes out once the incident is resolved; its text is the draft that the other task has too.
fn follow_up(screen: Screen, confirm: Callback<()>) -> AnyView {
    let wanted = screen.slice(|model| matches!(&model.task, Some(Task::Resolve { update: true, .. })));
    let may = screen.slice(|model| match &model.task {
        Some(Task::Resolve { incident, .. }) => model.permit_on(Action::SendStatusUpdate, incident).is_ok(),
        _ => false,
    });
    let toggle = Callback::new(move |(update,)| screen.send(Event::ResolutionUpdateToggled(update)));
    let typed = Callback::new(move |(text,): (String,)| {
        let id = screen.model.with_untracked(|model| resolving(model).cloned());
        if let Some(id) = id {
            screen.send(Event::StatusUpdate(StatusUpdateEvent::Typed(id, text)));
        }
    });
    shown_while(may.into(), move || {
        let checkbox = Checkbox {
            label: screen.say(Message::UpdateAfterResolving),
            hint: None,
            checked: wanted.into(),
            on_change: toggle,
        };
        let text = shown_while(wanted.into(), move || {
            let field = status_update::text_field(screen, draft, false, None, typed, confirm);
            let told = part("p", "field__hint").words(screen.say(Message::UpdateWarning));
            part("div", "stack").child(field).child(told).into()
        });
        part("div", "stack").child(checkbox.view()).child(text).into()
    })
}

fn draft(model: &Model) -> Option<&UpdateTask> {
    model.updates.drafts.get(resolving(model)?)
}

fn resolving(model: &Model) -> Option<&IncidentId> {
    match &model.task {
        Some(Task::Resolve { incident, .. }) => Some(incident),
        _ => None,
    }
}

fn footer(screen: Screen) -> AnyView {
    let may = screen.slice(|model| match &model.task {
        Some(Task::Resolve { incident, .. }) => model.permit_on(Action::Resolve, incident),
        _ => Ok(()),
    });
    let resolve = Button {
        variant: ButtonVariant::Primary,
        disabled_because: Some(screen.because(may)),
        ..Button::submit(screen.say(Message::ResolveHeading))
    };
    fragment(vec![cancel(screen), resolve.view()])
}
