//! The task that sends a status update: the text, what a template makes of it, who is told, and what becomes of it.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::TemplateId;
use crate::domain::status_update::{Rendered, UpdateProblem};
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::checkbox::Checkbox;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::foreign_html::foreign_html;
use crate::kit::part::{Part, element, fragment, part};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::select::{Choice, select};
use crate::kit::tabs::Tabs;
use crate::kit::task_view::TaskView;
use crate::kit::text_input::Text;

use super::super::event::Event;
use super::super::model::Model;
use super::super::remote::Remote;
use super::super::status_update::{Sending, StatusUpdateEvent, TEXT, UpdateTask};
use super::super::words::{self, status_name};
use super::create::{back_words, cancel};
use super::create_fields::options_failed;
use super::incidents::title_of;
use super::recipients;
use super::screen::{Screen, side_by_side};
use super::subject::subject;

/// A part of the status update that is being written; `nothing` stands in for it while there is none.
pub(super) fn of_task<T>(screen: Screen, read: impl Fn(&UpdateTask) -> T + Send + Sync + 'static) -> Slice<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let nothing = UpdateTask::default();
    screen.slice(move |model: &Model| read(model.update_task().unwrap_or(&nothing)))
}

/// What a press does to the status update.
pub(super) fn press(screen: Screen, event: StatusUpdateEvent) -> Callback<()> {
    screen.press(Event::StatusUpdate(event))
}

pub(super) fn send(screen: Screen, event: StatusUpdateEvent) {
    screen.send(Event::StatusUpdate(event));
}

/// The task.
pub(super) fn status_update(screen: Screen) -> AnyView {
    let preview = of_task(screen, |task| task.preview);
    let content = dynamic(move || Some(if preview.get() { shown(screen) } else { written(screen) }));
    let tabs = Tabs {
        id: "status-update",
        label: screen.say(Message::UpdateSides),
        first: screen.say(Message::UpdateWrite),
        second: screen.say(Message::UpdatePreview),
        on_second: preview.into(),
        on_select: Callback::new(move |(preview,)| send(screen, StatusUpdateEvent::PreviewShown(preview))),
    };
    let warning = Alert { quiet: true, ..Alert::new(screen.say(Message::UpdateWarning)) };
    TaskView {
        heading: screen.say(Message::UpdateHeading),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(press(screen, StatusUpdateEvent::Submitted)),
        footer: footer(screen),
        content: vec![
            subject(screen, |model| model.updating().cloned()),
            outcome(screen),
            template(screen),
            tabs.view(content),
            recipients::recipients(screen),
            insert_too(screen),
            warning.view(),
        ],
    }
    .view()
}

/// The text as it is typed, in this task and in the one that resolves; `hint` says what Ctrl and Enter do.
pub(super) fn text_field(
    screen: Screen,
    task: fn(&Model) -> Option<&UpdateTask>,
    label_hidden: bool,
    hint: Option<Message>,
    on_input: Callback<(String,)>,
    on_send: Callback<()>,
) -> AnyView {
    let value = screen.slice(move |model| task(model).map(|task| task.text.clone()).unwrap_or_default());
    let problem = screen.slice(move |model| task(model).and_then(|task| task.problem));
    let text = Text { value: value.into(), on_input };
    let placeholder = screen.say(Message::UpdatePlaceholder);
    Field {
        id: Some(TEXT.to_owned()),
        label_hidden,
        hint: hint.map(|hint| screen.say(hint)),
        error: Some(screen.say_if(move || problem.get().map(problem_words))),
        required: true,
        ..Field::new(screen.say(Message::UpdateText))
    }
    .view(|links| text.area(links, Some(placeholder), Some(on_send)))
}

fn problem_words(problem: UpdateProblem) -> Message {
    match problem {
        UpdateProblem::Empty => Message::UpdateEmpty,
        UpdateProblem::TooLong(excess) => Message::UpdateTooLong { count: u64::try_from(excess).unwrap_or(u64::MAX) },
    }
}

fn written(screen: Screen) -> AnyView {
    let locked = of_task(screen, UpdateTask::is_locked);
    let typed = Callback::new(move |(text,): (String,)| {
        let id = screen.model.with_untracked(|model| model.updating().cloned());
        if let Some(id) = id {
            send(screen, StatusUpdateEvent::Typed(id, text));
        }
    });
    let submit = press(screen, StatusUpdateEvent::Submitted);
    let field = text_field(screen, Model::update_task, true, Some(Message::KeyboardSendUpdate), typed, submit);
    part("fieldset", "form-fields").flag("disabled", locked.into()).child(field).into()
}

/// The account's templates; the field is only there where there are any, or where they could not be read.
fn template(screen: Screen) -> AnyView {
    let templates = screen.slice(|model| model.updates.templates.known().cloned().unwrap_or_default());
    let there = memo(move || templates.with(|all| !all.is_empty()));
    let failed = screen.slice(|model| matches!(model.updates.templates, Remote::Failed(_)));
    let chosen = of_task(screen, |task| task.template.clone());
    let locked = of_task(screen, UpdateTask::is_locked);
    let field = move || {
        let choices = move || {
            let none = Choice { value: String::new(), label: screen.words.say(Message::UpdateNoTemplate) };
            let all = templates.get().into_iter().map(|it| Choice { value: it.id.to_string(), label: it.name });
            std::iter::once(none).chain(all).collect::<Vec<_>>()
        };
        let hint = derive(move || {
            let chosen = chosen.get();
            templates.with(|all| all.iter().find(|it| Some(&it.id) == chosen.as_ref()).map(|it| it.description.clone()))
        });
        let value = derive(move || chosen.get().map(|id| id.to_string()).unwrap_or_default());
        let change = Callback::new(move |(id,): (String,)| {
            send(screen, StatusUpdateEvent::TemplateChosen(TemplateId::parse(&id)));
        });
        let field = Field {
            hint: Some(derive(move || hint.get().unwrap_or_default())),
            ..Field::new(screen.say(Message::UpdateTemplate))
        };
        let field = field.view(move |links| select(links, choices, value, change));
        part("fieldset", "form-fields").flag("disabled", locked.into()).child(field).into()
    };
    dynamic(move || match (there.get(), failed.get()) {
        (true, _) => Some(field()),
        (false, true) => {
            Some(options_failed(screen, Message::UpdateTemplate, press(screen, StatusUpdateEvent::RenderAgain)))
        }
        (false, false) => None,
    })
}

/// What subscribers will see.
fn shown(screen: Screen) -> AnyView {
    let templated = of_task(screen, |task| task.template.is_some());
    let outcome = of_task(screen, |task| task.outcome().cloned());
    dynamic(move || {
        Some(match (templated.get(), outcome.get()) {
            (false, _) => plain(screen),
            (true, None) => {
                let words = screen.say(Message::TemplateFilling);
                well_of(vec![part("p", "text--subtle").attr("role", "status").words(words).into()])
            }
            (true, Some(Ok(rendered))) => filled(screen, rendered),
            (true, Some(Err(failure))) => not_filled(screen, &failure),
        })
    })
}

fn well_of(content: Vec<AnyView>) -> AnyView {
    part("div", "well stack stack--tight").children(content).into()
}

fn message(text: &str) -> Part {
    part("p", "text--preserved note__text").attr("dir", "auto").text(text)
}

/// Without a template PagerDuty words the e-mail itself: the incident, and the text as it is.
fn plain(screen: Screen) -> AnyView {
    let incident = screen.slice(|model| model.updating().and_then(|id| model.shown(id)));
    let text = of_task(screen, |task| task.text.trim().to_owned());
    let head = dynamic(move || {
        let incident = incident.get()?;
        let priority = incident.priority.as_ref().map(|priority| priority.name.clone());
        let status = screen.words.say(status_name(incident.status));
        let facts = [priority, Some(incident.service.name.clone()), Some(status)];
        let title = part("p", "text--strong").child(element("bdi").text(&title_of(screen, &incident))).into();
        let facts = part("p", "text--subtle text--small").text(&side_by_side(facts.into_iter().flatten())).into();
        Some(fragment(vec![title, facts]))
    });
    let body = dynamic(move || {
        let text = text.get();
        Some(if text.is_empty() {
            part("p", "text--subtle").words(screen.say(Message::UpdateNothingYet)).into()
        } else {
            message(&text).into()
        })
    });
    well_of(vec![head, body])
}

fn filled(screen: Screen, rendered: Rendered) -> AnyView {
    let list = |tone: AlertTone, title: Message, sentences: &[String]| {
        (!sentences.is_empty()).then(|| {
            let told = sentences.join(" ");
            let body = Some(derive(move || Some(told.clone())));
            Alert { tone, body, ..Alert::new(screen.say(title)) }.view()
        })
    };
    let errors = list(AlertTone::Error, Message::TemplateBroken, &rendered.errors);
    let warnings = list(AlertTone::Warning, Message::TemplateGaps, &rendered.warnings);
    let label = |words: Message| part("p", "text--subtle text--small").words(screen.say(words)).into();
    let mut content = vec![label(Message::UpdateShort), message(&rendered.message).into()];
    if !rendered.html.trim().is_empty() {
        let (subject, html) = (rendered.subject, rendered.html);
        content.push(label(Message::UpdateEmail));
        content.push(part("p", "text--strong").child(element("bdi").text(&subject)).into());
        content.push(foreign_html(screen.say(Message::UpdateEmailFrame), derive(move || html.clone())));
    }
    let all = errors.into_iter().chain(warnings).chain([well_of(content)]).collect();
    part("div", "stack").children(all).into()
}

fn not_filled(screen: Screen, failure: &Failure) -> AnyView {
    let wording = screen.words.consult(|catalog| words::explained(failure, catalog)).unwrap_or_default();
    let (title, body) = (wording.title, wording.body);
    let again = Button::link(screen.say(Message::TryAgain), press(screen, StatusUpdateEvent::RenderAgain));
    Alert {
        tone: AlertTone::Error,
        title: derive(move || title.clone()),
        body: Some(derive(move || Some(body.clone()))),
        quiet: false,
        actions: vec![again, screen.copy(failure)],
    }
    .view()
}

fn insert_too(screen: Screen) -> AnyView {
    let possible = screen.whether(|model| !model.circumstances().ticket_closed);
    let checked = of_task(screen, |task| task.insert);
    let toggle = Callback::new(move |(insert,)| send(screen, StatusUpdateEvent::InsertToggled(insert)));
    shown_while(possible, move || {
        Checkbox { label: screen.say(Message::InsertToo), hint: None, checked: checked.into(), on_change: toggle }
            .view()
    })
}

/// What became of the last attempt.
fn outcome(screen: Screen) -> AnyView {
    let told = of_task(screen, |task| match &task.sending {
        Sending::Editing | Sending::Sending(_) => None,
        Sending::Checking { .. } => Some(None),
        Sending::Doubt { why, .. } => Some(Some((why.clone(), false))),
        Sending::Failed(failure) => Some(Some((failure.clone(), true))),
    });
    dynamic(move || match told.get()? {
        None => Some(Alert::new(screen.say(Message::UpdateChecking)).view()),
        Some((failure, settled)) => Some(failed(screen, Action::SendStatusUpdate, &failure, settled, None)),
    })
}

/// A failure of this task or of the one that runs workflows, with its words and what more can be done.
pub(super) fn failed(
    screen: Screen,
    action: Action,
    failure: &Failure,
    settled: bool,
    instead: Option<AnyView>,
) -> AnyView {
    let wording =
        screen.words.consult(|catalog| words::lost_failure(action, failure, settled, catalog)).unwrap_or_default();
    let (title, body) = (wording.title, wording.body);
    Alert {
        tone: if settled { AlertTone::Error } else { AlertTone::Warning },
        title: derive(move || title.clone()),
        body: Some(derive(move || Some(body.clone()))),
        quiet: true,
        actions: instead.into_iter().chain([screen.copy(failure)]).collect(),
    }
    .view()
}

fn footer(screen: Screen) -> AnyView {
    let may = screen.slice(|model| match model.updating() {
        Some(id) => model.permit_on(Action::SendStatusUpdate, id),
        None => Ok(()),
    });
    let refused = screen.because(may);
    let broken = of_task(screen, |task| matches!(task.outcome(), Some(Ok(rendered)) if !rendered.errors.is_empty()));
    let because = derive(move || {
        let broken = broken.get().then(|| screen.words.say(Message::TemplateBroken));
        refused.get().or(broken)
    });
    let busy = of_task(screen, |task| task.is_locked() || (task.preview && task.rendering.is_some()));
    let label = of_task(screen, |task| match &task.sending {
        Sending::Doubt { .. } => Message::CheckAgain,
        _ if task.template.is_some() && !(task.preview && task.is_final()) => Message::UpdatePreview,
        _ => Message::SendUpdate,
    });
    let submit = Button {
        id: Some("status-update-submit".to_owned()),
        variant: ButtonVariant::Primary,
        busy: Some(busy.into()),
        disabled_because: Some(because),
        ..Button::submit(screen.say_live(move || label.get()))
    };
    fragment(vec![cancel(screen), submit.view()])
}
