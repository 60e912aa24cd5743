//! The task that resolves an incident: what fixed it, and what resolving means.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::incident::Incident;
use crate::i18n::{Message, explain};
use crate::kit::alert::Alert;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::field::Field;
use crate::kit::task_view::TaskView;
use crate::kit::text_input::TextArea;

use super::super::command::HOLD;
use super::super::event::Event;
use super::super::model::{Model, Task};
use super::create::back_words;
use super::incidents::title_of;
use super::screen::Screen;

fn incident(model: &Model) -> Option<Incident> {
    match &model.task {
        Some(Task::Resolve { incident, .. }) => model.shown(incident),
        _ => None,
    }
}

/// The task.
pub(super) fn resolve(screen: Screen) -> AnyView {
    let incident = screen.slice(incident);
    let title = move || incident.with(|it| it.as_ref().map(|it| title_of(screen, it)));
    let number = move || {
        let number = incident.with(|it| it.as_ref().map(|it| it.number.to_string()))?;
        Some(screen.words.say(Message::IncidentNumber { number }))
    };
    let note = screen.slice(|model| match &model.task {
        Some(Task::Resolve { note, .. }) => note.clone(),
        _ => String::new(),
    });
    let problem = screen.slice(|model| match &model.task {
        Some(Task::Resolve { problem, .. }) => *problem,
        _ => None,
    });
    let consequence = Signal::derive(move || {
        let duration = screen.words.duration(u64::try_from(HOLD.as_millis()).unwrap_or_default());
        screen.words.say(Message::ResolveHold { duration })
    });
    view! {
        <TaskView
            heading=screen.say(Message::ResolveHeading)
            back=back_words(screen)
            on_back=screen.press(Event::TaskClosed)
            on_submit=screen.press(Event::ResolveConfirmed)
            footer=move || footer(screen)
        >
            <p><bdi>{title}</bdi>" "<bdi class="text--subtle">{number}</bdi></p>
            <Field
                id="resolution-note"
                label=screen.say(Message::ResolutionNote)
                hint=screen.say(Message::Optional)
                error=screen.say_if(move || problem.get().map(explain::draft_problem))
            >
                <TextArea
                    value=note
                    on_input=Callback::new(move |(text,)| screen.send(Event::ResolutionTyped(text)))
                    placeholder=screen.say(Message::ResolutionNotePlaceholder)
                    on_send=screen.press(Event::ResolveConfirmed)
                />
            </Field>
            <Alert title=screen.say(Message::ResolveWarning) body=consequence quiet=true />
        </TaskView>
    }
    .into_any()
}

fn footer(screen: Screen) -> AnyView {
    let may = screen.slice(|model| match &model.task {
        Some(Task::Resolve { incident, .. }) => model.permit_on(Action::Resolve, incident),
        _ => Ok(()),
    });
    view! {
        <Button
            label=screen.say(Message::Cancel)
            variant=ButtonVariant::Basic
            on_press=screen.press(Event::TaskClosed)
        />
        <Button
            submit=true
            label=screen.say(Message::ResolveHeading)
            variant=ButtonVariant::Primary
            disabled_because=screen.because(may)
        />
    }
    .into_any()
}
