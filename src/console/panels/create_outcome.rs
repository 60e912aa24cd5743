//! What became of sending a new incident: problems, doubt, failure, or one that exists already.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::draft::DraftProblem;
use crate::domain::failure::Failure;
use crate::i18n::{Message, explain};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::external_link::ExternalLink;
use crate::kit::focus;
use crate::kit::icon::{Icon, IconName};

use super::super::create::Sending;
use super::super::event::Event;
use super::super::words;
use super::create::{SERVICE, Stage, TITLE};
use super::incidents::title_of;
use super::screen::Screen;

/// What stands above the fields.
pub(super) fn outcome(screen: Screen, stage: Memo<Stage>) -> AnyView {
    let checking =
        move || (stage.get() == Stage::Checking).then(|| view! { <Alert title=screen.say(Message::CreateChecking) /> });
    view! { {problems(screen)} {checking} {failure(screen, stage)} }.into_any()
}

/// Every problem at once, each leading to its field.
fn problems(screen: Screen) -> AnyView {
    let problems = screen.slice(|model| model.create.problems.clone());
    let there = Memo::new(move |_| problems.with(|all| !all.is_empty()));
    (move || {
        there.get().then(|| view! {
            <div id="create-problems" class="alert alert--error" role="alert" tabindex="-1">
                <Icon name=IconName::Error />
                <p class="alert__title">{screen.say(Message::CheckForm)}</p>
                <ul>
                    <For each=move || problems.get() key=Clone::clone let(problem)>{problem_row(screen, problem)}</For>
                </ul>
            </div>
        })
    })
    .into_any()
}

fn problem_row(screen: Screen, problem: DraftProblem) -> AnyView {
    let field = match problem {
        DraftProblem::NoService => SERVICE,
        DraftProblem::NoTitle
        | DraftProblem::TitleTooLong(_)
        | DraftProblem::NoteEmpty
        | DraftProblem::NoteTooLong(_) => TITLE,
    };
    let go = Callback::new(move |()| {
        focus::focus(field);
    });
    view! {
        <li>
            <Button label=screen.say(explain::draft_problem(problem)) variant=ButtonVariant::Link on_press=go />
        </li>
    }
    .into_any()
}

/// Why the last attempt failed, and whether the next one is safe.
fn failure(screen: Screen, stage: Memo<Stage>) -> AnyView {
    let told = screen.slice(|model| {
        let failure: Option<Failure> = model.create.failure.clone();
        failure.map(|failure| (failure, model.create.unsure.is_some()))
    });
    (move || {
        let (failure, unsure) = told.get().filter(|_| stage.get() == Stage::Editing)?;
        let wording =
            screen.words.consult(|catalog| words::create_failure(&failure, unsure, catalog)).unwrap_or_default();
        let report = screen.report(&failure, screen.model.with_untracked(|model| model.now));
        let tone = if unsure { AlertTone::Warning } else { AlertTone::Error };
        Some(view! {
            <Alert tone=tone title=wording.title body=wording.body quiet=true>
                <Button
                    label=screen.say(Message::CopyErrorDetails)
                    variant=ButtonVariant::Link
                    on_press=screen.press(Event::DetailsCopied(report))
                />
            </Alert>
        })
    })
    .into_any()
}

/// The ticket has an open incident on this service already: look at it, link it, or say that one more is meant.
pub(super) fn exists(screen: Screen) -> AnyView {
    let incident = screen.slice(|model| match &model.create.sending {
        Sending::Exists(incident) => Some(incident.clone()),
        Sending::Editing | Sending::Sending(_) | Sending::Checking { .. } => None,
    });
    (move || {
        let incident = incident.get()?;
        let number = screen.words.say(Message::IncidentNumber { number: incident.number.to_string() });
        let title = format!("{number} {}", title_of(screen, &incident));
        let page = match incident.url.clone() {
            Some(url) => {
                let note = screen.say(Message::OpensInPagerDuty);
                view! { <ExternalLink href=url label=title note=note /> }.into_any()
            }
            None => view! { <bdi>{title}</bdi> }.into_any(),
        };
        let id = incident.id.clone();
        let linkable = screen.slice(move |model| !model.belongs(&id) && model.permit(Action::Link).is_ok());
        let link = screen.press(Event::LinkChosen(incident));
        Some(view! {
            <div id="create-exists" class="alert alert--warning" role="alert" tabindex="-1">
                <Icon name=IconName::Warning />
                <p class="alert__title">{screen.say(Message::CreateExists)}</p>
                <p>{page}</p>
                <div class="alert__actions">
                    {move || linkable.get().then(|| view! {
                        <Button label=screen.say(Message::LinkIncident) variant=ButtonVariant::Link on_press=link />
                    })}
                    <Button
                        id="create-another"
                        label=screen.say(Message::CreateAnother)
                        variant=ButtonVariant::Link
                        on_press=screen.press(Event::CreateAnotherClicked)
                    />
                    <Button
                        label=super::create::back_words(screen)
                        variant=ButtonVariant::Link
                        on_press=screen.press(Event::TaskClosed)
                    />
                </div>
            </div>
        })
    })
    .into_any()
}
