//! What the console looks like.
//!
//! A panel reads the model and dispatches an event; it never awaits, and sees no client. Panels branch on shape and read by
//! field: which view, which incidents, which buttons is one memo; every word and number inside is a closure of its own. So a
//! poll changes text and nothing else: menus stay open, the focus stays, a textarea keeps its cursor.

mod actions;
mod asked;
mod banners;
mod countdown;
mod create;
mod create_fields;
mod create_outcome;
mod details;
mod display;
mod edit;
mod footer;
mod incidents;
mod latest_update;
mod link;
mod linked_tickets;
mod merged;
mod notes;
mod notices;
mod on_call;
mod people;
mod people_fields;
mod places;
mod reassign;
mod recipients;
mod redirect;
mod related;
mod resolve;
mod responders;
mod screen;
mod shortcuts;
mod snooze;
mod status_update;
mod subject;
mod ticket_state;
mod timeline;
mod workflow;

use leptos::prelude::*;

use crate::i18n::Message;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::live_regions::live_regions;
use crate::kit::part::part;
use crate::kit::reactive::{derive, memo};
use crate::kit::skeleton::panel_skeleton;

use super::event::Event;
use super::model::{Model, Spoken, Stage, Task, View};
use super::people::Purpose;
use super::words;
use screen::Screen;

/// Where the panels' events go. Synchronous: the window for signing in opens within the agent's click.
#[derive(Clone, Copy)]
pub struct Dispatch(UnsyncCallback<Event>);

impl Dispatch {
    /// Sends every event to `receive`.
    pub fn new(receive: impl Fn(Event) + 'static) -> Self {
        Self(UnsyncCallback::new(receive))
    }

    /// Sends an event; one that comes after the console has closed is dropped.
    pub fn send(self, event: Event) {
        let _ = self.0.try_run(event);
    }
}

/// What stands in the panel; nothing that can be read as a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Loading,
    Outside { script_missing: bool },
    NotSaved,
    NotPermitted,
    SignIn,
    Incidents,
    Empty,
    Failed,
    Create,
    Link,
    Resolve,
    StatusUpdate,
    Workflow,
    Edit,
    Snooze,
    Display,
    People(Purpose),
    Shortcuts,
}

impl Shape {
    /// A task stays through whatever happens to the incidents below it: what the agent types there must not vanish.
    fn of(model: &Model) -> Self {
        let running = matches!(model.stage, Stage::Running | Stage::Ended);
        match (&model.task, model.view()) {
            (_, View::Outside) => {
                Self::Outside { script_missing: matches!(model.stage, Stage::Outside { script_missing: true }) }
            }
            (Some(Task::Create), _) if running => Self::Create,
            (Some(Task::Link), _) if running => Self::Link,
            (Some(Task::Resolve { .. }), _) if running => Self::Resolve,
            (Some(Task::StatusUpdate(_)), _) if running => Self::StatusUpdate,
            (Some(Task::Workflow(_)), _) if running => Self::Workflow,
            (Some(Task::Edit(_)), _) if running => Self::Edit,
            (Some(Task::Snooze(_)), _) if running => Self::Snooze,
            (Some(Task::Display), _) if running => Self::Display,
            (Some(Task::People(errand)), _) if running => Self::People(errand.purpose),
            (Some(Task::Shortcuts), _) if running => Self::Shortcuts,
            (_, View::Loading) => Self::Loading,
            (_, View::NotSaved) => Self::NotSaved,
            (_, View::NotPermitted) => Self::NotPermitted,
            (_, View::SignIn) => Self::SignIn,
            (_, View::Incidents) => Self::Incidents,
            (_, View::Empty) => Self::Empty,
            (_, View::Failed(_)) => Self::Failed,
        }
    }

    fn is_task(self) -> bool {
        matches!(
            self,
            Self::Create
                | Self::Link
                | Self::Resolve
                | Self::StatusUpdate
                | Self::Workflow
                | Self::Shortcuts
                | Self::Edit
                | Self::Snooze
                | Self::Display
                | Self::People(_)
        )
    }
}

/// The ticket sidebar. Reads `model`, changes nothing itself; the words come from the context (`i18n::Words::provide`).
#[component]
pub fn Console(
    /// All that the console knows.
    model: RwSignal<Model>,
    /// Where events go.
    dispatch: Dispatch,
) -> impl IntoView {
    let screen = Screen::new(model, dispatch);
    let shape = screen.slice(Shape::of);
    let told = memo(move || !matches!(shape.get(), Shape::Outside { .. }));
    let footed = memo(move || told.get() && !shape.get().is_task());
    // What went wrong comes first; that one may only look comes after it.
    let remarked = memo(move || told.get() && shape.get() != Shape::Failed);
    let remarked_below = memo(move || shape.get() == Shape::Failed);
    AnyView::from(
        part("main", "panel")
            .on_key(shortcuts::keys(screen))
            .child(part("h1", "visually-hidden").words(screen.say(Message::ConsoleHeading)))
            .child(announcer(screen))
            .child(shown_while(told.into(), move || banners::banners(screen)))
            .child(notices::notices(screen))
            .child(shown_while(remarked.into(), move || banners::remark(screen)))
            .child(dynamic(move || Some(body(screen, shape.get()))))
            .child(shown_while(remarked_below.into(), move || banners::remark(screen)))
            .child(shown_while(footed.into(), move || footer::footer(screen))),
    )
}

fn body(screen: Screen, shape: Shape) -> AnyView {
    match shape {
        Shape::Loading => panel_skeleton(screen.say(Message::Loading)),
        Shape::Outside { script_missing } => places::outside(screen, script_missing),
        Shape::NotSaved => places::not_saved(screen),
        Shape::NotPermitted => places::not_permitted(screen),
        Shape::SignIn => places::sign_in(screen),
        Shape::Empty => places::empty(screen),
        Shape::Failed => places::failed(screen),
        Shape::Incidents => incidents::incidents(screen),
        Shape::Create => create::create(screen),
        Shape::Link => link::link(screen),
        Shape::Resolve => resolve::resolve(screen),
        Shape::StatusUpdate => status_update::status_update(screen),
        Shape::Workflow => workflow::workflow(screen),
        Shape::Edit => edit::edit(screen),
        Shape::Snooze => snooze::snooze(screen),
        Shape::Display => display::display(screen),
        Shape::People(Purpose::Responders) => responders::responders(screen),
        Shape::People(Purpose::Reassign) => reassign::reassign(screen),
        Shape::Shortcuts => shortcuts::sheet(screen),
    }
}

/// Says to screen readers what the machine announces: failures at once, the rest when there is a pause.
fn announcer(screen: Screen) -> AnyView {
    let announcement = screen.slice(|model| model.announcement.clone());
    let say = move |urgent: bool| {
        derive(move || {
            let announcement = announcement.get();
            if matches!(announcement.spoken, Some(Spoken::Failed(_))) != urgent {
                return String::new();
            }
            let words = |model: &Model| screen.words.consult(|catalog| words::announced(&announcement, model, catalog));
            screen.model.with_untracked(words).flatten().unwrap_or_default()
        })
    };
    live_regions(say(false), say(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Failure;

    #[test]
    fn a_task_outlasts_the_incidents_and_the_session() {
        let mut model = Model { stage: Stage::Running, task: Some(Task::Create), ..Model::default() };
        assert_eq!(Shape::of(&model), Shape::Create);
        model.feed.failure = Some(Failure::TimedOut);
        assert_eq!(Shape::of(&model), Shape::Create);
        model.task = None;
        assert_ne!(Shape::of(&model), Shape::Create);
    }

    #[test]
    fn outside_zendesk_there_is_no_task() {
        let stage = Stage::Outside { script_missing: true };
        let model = Model { stage, task: Some(Task::Link), ..Model::default() };
        assert_eq!(Shape::of(&model), Shape::Outside { script_missing: true });
    }
}
