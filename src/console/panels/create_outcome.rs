//! What became of sending a new incident: problems, doubt, failure, or one that exists already.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::domain::draft::DraftProblem;
use crate::domain::failure::Failure;
use crate::i18n::{Message, Sentence as _, explain};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::external_link::ExternalLink;
use crate::kit::focus;
use crate::kit::icon::{IconName, icon};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{Slice, derive, memo};
use crate::kit::rows::{Row, rows};

use super::super::create::Sending;
use super::super::event::Event;
use super::super::words;
use super::create::{SERVICE, Stage, TITLE};
use super::incidents::title_of;
use super::screen::Screen;

/// What stands above the fields.
pub(super) fn outcome(screen: Screen, stage: Slice<Stage>) -> AnyView {
    let checking = memo(move || stage.get() == Stage::Checking);
    let checking = shown_while(checking.into(), move || Alert::new(screen.say(Message::CreateChecking)).view());
    fragment(vec![problems(screen), checking, failure(screen, stage)])
}

/// Every problem at once, each leading to its field.
fn problems(screen: Screen) -> AnyView {
    let problems = screen.slice(|model| model.create.problems.clone());
    let there = memo(move || problems.with(|all| !all.is_empty()));
    let each = move || {
        let row = |problem: DraftProblem| {
            let message = explain::draft_problem(problem);
            let key = format!("{} {}", message.key(), message.count().unwrap_or_default());
            Row::new(key, move || problem_row(screen, problem, message))
        };
        problems.get().into_iter().map(row).collect()
    };
    shown_while(there.into(), move || {
        part("div", "alert alert--error")
            .attr("id", "create-problems")
            .attr("role", "alert")
            .attr("tabindex", "-1")
            .child(icon(IconName::Error))
            .child(part("p", "alert__title").words(screen.say(Message::CheckForm)))
            .child(element("ul").child(rows(each)))
            .into()
    })
}

fn problem_row(screen: Screen, problem: DraftProblem, message: Message) -> AnyView {
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
    element("li").child(Button::link(screen.say(message), go)).into()
}

/// Why the last attempt failed, and whether the next one is safe.
fn failure(screen: Screen, stage: Slice<Stage>) -> AnyView {
    let told = screen.slice(|model| {
        let failure: Option<Failure> = model.create.failure.clone();
        failure.map(|failure| (failure, model.create.unsure.is_some()))
    });
    dynamic(move || {
        let (failure, unsure) = told.get().filter(|_| stage.get() == Stage::Editing)?;
        let wording =
            screen.words.consult(|catalog| words::create_failure(&failure, unsure, catalog)).unwrap_or_default();
        let report = screen.report(&failure, screen.model.with_untracked(|model| model.now));
        let (title, body) = (wording.title, wording.body);
        let copy = screen.press(Event::DetailsCopied(report));
        let alert = Alert {
            tone: if unsure { AlertTone::Warning } else { AlertTone::Error },
            title: derive(move || title.clone()),
            body: Some(derive(move || Some(body.clone()))),
            quiet: true,
            actions: vec![Button::link(screen.say(Message::CopyErrorDetails), copy)],
        };
        Some(alert.view())
    })
}

/// The ticket has an open incident on this service already: look at it, link it, or say that one more is meant.
pub(super) fn exists(screen: Screen) -> AnyView {
    let incident = screen.slice(|model| match &model.create.sending {
        Sending::Exists(incident) => Some(incident.clone()),
        Sending::Editing | Sending::Sending(_) | Sending::Checking { .. } => None,
    });
    dynamic(move || {
        let incident = incident.get()?;
        let number = screen.words.say(Message::IncidentNumber { number: incident.number.to_string() });
        let title = format!("{number} {}", title_of(screen, &incident));
        let page = match incident.url.clone() {
            Some(url) => ExternalLink {
                href: derive(move || url.clone()),
                label: derive(move || title.clone()),
                note: screen.say(Message::OpensInPagerDuty),
                quiet: false,
            }
            .view(),
            None => element("bdi").text(&title).into(),
        };
        let id = incident.id.clone();
        let linkable = screen.whether(move |model| !model.belongs(&id) && model.permit(Action::Link).is_ok());
        let link = screen.press(Event::LinkChosen(incident));
        let link = shown_while(linkable, move || Button::link(screen.say(Message::LinkIncident), link));
        let another = Button {
            id: Some("create-another".to_owned()),
            variant: ButtonVariant::Link,
            ..Button::new(screen.say(Message::CreateAnother), screen.press(Event::CreateAnotherClicked))
        };
        let back = Button::link(super::create::back_words(screen), screen.press(Event::TaskClosed));
        let alert = part("div", "alert alert--warning")
            .attr("id", "create-exists")
            .attr("role", "alert")
            .attr("tabindex", "-1")
            .child(icon(IconName::Warning))
            .child(part("p", "alert__title").words(screen.say(Message::CreateExists)))
            .child(element("p").child(page))
            .child(part("div", "alert__actions").child(link).child(another.view()).child(back));
        Some(alert.into())
    })
}
