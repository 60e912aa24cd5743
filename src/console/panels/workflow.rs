//! The task that runs a workflow: which there are, what one does, and what becomes of it.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::workflow::{Runnable, RunnableId};
use crate::i18n::Message;
use crate::kit::alert::Alert;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::external_link::ExternalLink;
use crate::kit::field::Field;
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{element, fragment, part};
use crate::kit::radio_cards::{RadioCard, RadioCards};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::skeleton::list_skeleton;
use crate::kit::task_view::TaskView;
use crate::kit::text_input::Text;

use super::super::event::Event;
use super::super::model::Model;
use super::super::remote::Remote;
use super::super::words;
use super::super::workflow::{RunStage, WorkflowEvent};
use super::create::{back_words, cancel};
use super::screen::Screen;
use super::status_update::failed;
use super::subject::subject;

/// Fewer than this need no search.
const SEARCHABLE: usize = 6;

/// What stands in the list's place.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Finding {
    Loading,
    Failed(Failure),
    None,
    NoneFits(String),
    Found,
}

fn finding(model: &Model) -> Finding {
    let workflows = &model.workflows;
    match &workflows.offers {
        Remote::Absent | Remote::Loading => Finding::Loading,
        Remote::Failed(failure) => Finding::Failed(failure.clone()),
        Remote::Fresh(all) | Remote::Stale(all, _) if all.is_empty() => Finding::None,
        Remote::Fresh(_) | Remote::Stale(..) if workflows.results().is_empty() => {
            Finding::NoneFits(workflows.query.trim().to_owned())
        }
        Remote::Fresh(_) | Remote::Stale(..) => Finding::Found,
    }
}

fn send(screen: Screen, event: WorkflowEvent) {
    screen.send(Event::Workflow(event));
}

/// The task.
pub(super) fn workflow(screen: Screen) -> AnyView {
    TaskView {
        heading: screen.say(Message::RunWorkflow),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(screen.press(Event::Workflow(WorkflowEvent::Submitted))),
        footer: footer(screen),
        content: vec![
            subject(screen, |model| model.running_on().cloned()),
            outcome(screen),
            search(screen),
            list(screen),
            about(screen),
        ],
    }
    .view()
}

fn locked(screen: Screen) -> Slice<bool> {
    screen.slice(|model| {
        model.run().is_some_and(|run| matches!(run.stage, RunStage::Starting | RunStage::Checking { .. }))
    })
}

fn search(screen: Screen) -> AnyView {
    let count = screen.slice(|model| model.workflows.offers.known().map_or(0, Vec::len));
    let there = memo(move || count.get() >= SEARCHABLE);
    let query = screen.slice(|model| model.workflows.query.clone());
    let text =
        Text { value: query.into(), on_input: Callback::new(move |(text,)| send(screen, WorkflowEvent::Typed(text))) };
    let hint = screen.say_live(move || {
        let count = u64::try_from(count.get()).unwrap_or(u64::MAX);
        Message::WorkflowPlaceholder { count }
    });
    shown_while(there.into(), move || {
        let field = Field {
            id: Some("workflow-search".to_owned()),
            hint: Some(hint),
            ..Field::new(screen.say(Message::WorkflowSearch))
        };
        field.view(|links| text.line(links))
    })
}

/// The key by which a card leads back to what it runs.
fn key(id: &RunnableId) -> String {
    match id {
        RunnableId::Workflow(id) => format!("workflow-{id}"),
        RunnableId::ResponsePlay(id) => format!("play-{}", id.as_str()),
    }
}

fn card(screen: Screen, runnable: &Runnable) -> RadioCard {
    let play = matches!(runnable.id, RunnableId::ResponsePlay(_)).then(|| screen.words.say(Message::WorkflowIsPlay));
    let team = runnable.restricted.then(|| screen.words.say(Message::WorkflowRestricted));
    let about = (!runnable.description.is_empty()).then(|| runnable.description.clone());
    let facts: Vec<_> = play.into_iter().chain(team).chain(about).collect();
    RadioCard { key: key(&runnable.id), label: runnable.name.clone(), detail: facts.join(" · ") }
}

fn list(screen: Screen) -> AnyView {
    let finding = screen.slice(finding);
    let results = screen.slice(|model| model.workflows.results().into_iter().cloned().collect::<Vec<_>>());
    let cards = memo(move || results.with(|all| all.iter().map(|it| card(screen, it)).collect::<Vec<_>>()));
    let chosen = screen.slice(|model| model.workflows.chosen.as_ref().map(key));
    let choose = Callback::new(move |(chosen,): (String,)| {
        if let Some(it) = results.with_untracked(|all| all.iter().find(|it| key(&it.id) == chosen).cloned()) {
            send(screen, WorkflowEvent::Chosen(it.id));
        }
    });
    let locked = locked(screen);
    let plain =
        move |message: Message| part("p", "text--subtle").attr("role", "status").words(screen.say(message)).into();
    dynamic(move || {
        Some(match finding.get() {
            Finding::Loading => list_skeleton(screen.say(Message::WorkflowsLoading)),
            Finding::Failed(failure) => not_loaded(screen, &failure),
            Finding::None => plain(Message::WorkflowsNone),
            Finding::NoneFits(query) => plain(Message::WorkflowsNoneFound { query }),
            Finding::Found => {
                let legend = screen.say(Message::WorkflowList);
                let group = RadioCards { legend, cards, chosen, on_choose: choose }.view();
                part("fieldset", "form-fields").flag("disabled", locked.into()).child(group).into()
            }
        })
    })
}

fn not_loaded(screen: Screen, failure: &Failure) -> AnyView {
    let again = match failure {
        // These do not pass by themselves.
        Failure::PaymentRequired | Failure::Forbidden(_) => in_pagerduty(screen),
        _ => Some(Button::link(
            screen.say(Message::TryAgain),
            screen.press(Event::Workflow(WorkflowEvent::ReloadClicked)),
        )),
    };
    let wording = screen.words.consult(|catalog| words::workflows_unread(failure, catalog)).unwrap_or_default();
    let (title, body) = (wording.title, wording.body);
    Alert {
        body: Some(derive(move || Some(format!("{title}. {body}")))),
        actions: again.into_iter().chain([screen.copy(failure)]).collect(),
        ..Alert::new(screen.say(Message::WorkflowsFailed))
    }
    .view()
}

/// The way to the incident in PagerDuty, where the agent may be allowed to do what is not allowed here.
fn in_pagerduty(screen: Screen) -> Option<AnyView> {
    let url = screen.model.with_untracked(|model| model.incident(model.running_on()?)?.url.clone())?;
    let link = ExternalLink {
        href: derive(move || url.clone()),
        label: screen.say(Message::OpenInPagerDuty),
        note: screen.say(Message::OpensInPagerDuty),
        quiet: false,
    };
    Some(link.view())
}

/// What the chosen one does, and what running it means.
fn about(screen: Screen) -> AnyView {
    let chosen = screen.slice(|model| model.workflows.chosen().map(|it| it.id.clone()));
    let there = memo(move || chosen.with(Option::is_some));
    let steps = screen.slice(|model| match &model.workflows.chosen()?.id {
        RunnableId::Workflow(id) => model.workflows.steps.get(id).cloned(),
        RunnableId::ResponsePlay(_) => None,
    });
    let told = dynamic(move || {
        let words = |message: Message| part("p", "text--subtle text--small").words(screen.say(message)).into();
        let content: AnyView = match steps.get()? {
            Remote::Absent | Remote::Loading => words(Message::WorkflowDoesLoading),
            Remote::Fresh(steps) | Remote::Stale(steps, _) if !steps.is_empty() => {
                let step = |step: &String| element("li").child(element("bdi").text(step)).into();
                part("ol", "numbered").children(steps.iter().map(step).collect()).into()
            }
            Remote::Fresh(_) | Remote::Stale(..) | Remote::Failed(_) => words(Message::WorkflowDoesUnknown),
        };
        let heading = part("p", "text--strong").words(screen.say(Message::WorkflowDoes));
        Some(part("div", "stack stack--tight").attr("role", "status").child(heading).child(content).into())
    });
    let warning = shown_while(there.into(), move || {
        let body = Some(screen.say_some(Message::WorkflowWarningBody));
        Alert { body, quiet: true, ..Alert::new(screen.say(Message::WorkflowWarning)) }.view()
    });
    let nothing = screen.whether(|model| model.workflows.nothing_chosen);
    let problem = shown_while(nothing, move || {
        part("p", "field__error")
            .attr("role", "alert")
            .child(small_icon(IconName::Error))
            .child(element("span").words(screen.say(Message::WorkflowChoose)))
            .into()
    });
    fragment(vec![problem, told, warning])
}

/// What became of the last attempt.
fn outcome(screen: Screen) -> AnyView {
    let stage = screen.slice(|model| match &model.run()?.stage {
        RunStage::Checking { .. } => Some(None),
        RunStage::Doubt(why) => Some(Some((why.clone(), false))),
        RunStage::Failed(failure) => Some(Some((failure.clone(), true))),
        RunStage::Starting | RunStage::Started { .. } => None,
    });
    dynamic(move || match stage.get()? {
        None => Some(Alert::new(screen.say(Message::WorkflowChecking)).view()),
        Some((failure, settled)) => {
            let instead = if matches!(failure, Failure::Forbidden(_)) { in_pagerduty(screen) } else { None };
            Some(failed(screen, Action::RunWorkflow, &failure, settled, instead))
        }
    })
}

fn footer(screen: Screen) -> AnyView {
    let may = screen.slice(|model| match model.running_on() {
        Some(id) => model.permit_on(Action::RunWorkflow, id),
        None => Ok(()),
    });
    let starting = screen.whether(|model| model.run().is_some_and(|run| run.stage == RunStage::Starting));
    let note = shown_while(starting, move || {
        part("span", "task-view__foot-note").attr("role", "status").words(screen.say(Message::WorkflowStarting)).into()
    });
    let doubt = screen.slice(|model| model.run().is_some_and(|run| matches!(run.stage, RunStage::Doubt(_))));
    let run = Button {
        id: Some("workflow-submit".to_owned()),
        variant: ButtonVariant::Primary,
        busy: Some(locked(screen).into()),
        disabled_because: Some(screen.because(may)),
        ..Button::submit(screen.say_live(move || if doubt.get() { Message::CheckAgain } else { Message::RunWorkflow }))
    };
    fragment(vec![note, cancel(screen), run.view()])
}
