//! Messages that stay until the agent has dealt with them, each with its next step.

use leptos::prelude::*;

use crate::domain::failure::Failure;
use crate::i18n::Message;
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::Button;
use crate::kit::part::part;
use crate::kit::reactive::derive;
use crate::kit::rows::{Row, rows};

use super::super::effect::LinkChange;
use super::super::event::Event;
use super::super::mirror::MirrorEvent;
use super::super::model::Notice;
use super::super::people::words as people_words;
use super::super::status_update::StatusUpdateEvent;
use super::super::words::{self, action_name};
use super::screen::Screen;

/// Where the focus goes when what it was on went away with the change that the message tells of.
const NOTICES: &str = "notices";

/// The messages, oldest first.
pub(super) fn notices(screen: Screen) -> AnyView {
    let notices = screen.slice(|model| model.notices.clone());
    let each = move || {
        let row = |notice: Notice| Row::new(key(&notice), move || message(screen, notice));
        notices.get().into_iter().map(row).collect()
    };
    part("div", "banners").attr("id", NOTICES).attr("tabindex", "-1").child(rows(each)).into()
}

/// Tells messages apart; the same again with another reason is another.
fn key(notice: &Notice) -> String {
    match notice {
        Notice::CommandFailed { action, incident, failure } => {
            format!("{} {incident} {failure}", action_name(*action).key())
        }
        Notice::CreatedNotLinked { incident, failure } => format!("created {incident} {failure}"),
        Notice::LinkFailed { change, failure } => {
            let kind = if matches!(change, LinkChange::Add(_)) { "add" } else { "remove" };
            format!("{kind} {} {failure}", change.incident())
        }
        Notice::BacklinkFailed { incident, failure } => format!("note {incident} {failure}"),
        Notice::MirrorFailed { failure } => format!("mirror {failure}"),
        Notice::MirrorWaits { until } => format!("mirror waits {}", until.0),
        Notice::PriorityFollowed { incident, name } => format!("priority {incident} {name}"),
        Notice::PriorityNotFollowed { incident, name, failure } => format!("priority {incident} {name} {failure}"),
        Notice::StatusUpdateSent { incident, .. } => format!("update {incident}"),
        Notice::StatusUpdateFailed { incident, failure } => {
            format!("no update {incident} {}", failure.as_ref().map(ToString::to_string).unwrap_or_default())
        }
        Notice::InsertFailed { failure } => format!("insert {failure}"),
        Notice::WorkflowStarted { incident, name } => format!("workflow {incident} {name}"),
        Notice::Edited { incident } => format!("edited {incident}"),
        Notice::Snoozed { incident, until } => format!("snoozed {incident} {}", until.0),
        Notice::UnlinkedMissing { incident } => format!("unlinked {incident}"),
        Notice::Unlinked { incident } => format!("unlinked {}", incident.id),
        Notice::Done { incident, action } => {
            format!("done {} {incident}", action_name(*action).key())
        }
        Notice::Summoned { incident, summons } => format!("summoned {incident} {}", people_words::key(summons)),
        Notice::NotCancelled { incident, target, .. } => format!("not cancelled {incident} {}", target.key()),
    }
}

fn message(screen: Screen, notice: Notice) -> AnyView {
    let tone = match &notice {
        Notice::CommandFailed { .. } | Notice::LinkFailed { .. } | Notice::InsertFailed { .. } => AlertTone::Error,
        Notice::CreatedNotLinked { .. }
        | Notice::BacklinkFailed { .. }
        | Notice::MirrorFailed { .. }
        | Notice::PriorityNotFollowed { .. }
        | Notice::NotCancelled { .. }
        | Notice::StatusUpdateFailed { .. } => AlertTone::Warning,
        Notice::Unlinked { .. } | Notice::UnlinkedMissing { .. } | Notice::MirrorWaits { .. } => AlertTone::Info,
        Notice::Done { .. }
        | Notice::Edited { .. }
        | Notice::Snoozed { .. }
        | Notice::Summoned { .. }
        | Notice::PriorityFollowed { .. }
        | Notice::StatusUpdateSent { .. }
        | Notice::WorkflowStarted { .. } => AlertTone::Success,
    };
    let next_step = next_step(&notice).map(|(label, event)| Button::link(screen.say(label), screen.press(event)));
    let copy = failure_of(&notice).map(|failure| screen.copy(failure));
    let own_key = key(&notice);
    let dismiss = Callback::new(move |()| {
        // Places shift when others go, so it is looked for at the moment of the press.
        let place = screen.model.with_untracked(|model| model.notices.iter().position(|it| key(it) == own_key));
        if let Some(place) = place {
            screen.send(Event::NoticeDismissed(place));
        }
    });
    let wording = screen
        .slice(move |model| screen.words.consult(|catalog| words::notice(&notice, model, catalog)).unwrap_or_default());
    let title = derive(move || wording.with(|it| it.title.clone()));
    let body = derive(move || wording.with(|it| (!it.body.is_empty()).then(|| it.body.clone())));
    let dismiss = Button::link(screen.say(Message::Dismiss), dismiss);
    let actions = next_step.into_iter().chain(copy).chain([dismiss]).collect();
    Alert { tone, title, body: Some(body), quiet: true, actions }.view()
}

/// What can be done about it, besides reading it.
fn next_step(notice: &Notice) -> Option<(Message, Event)> {
    match notice {
        Notice::CreatedNotLinked { incident, .. } => {
            Some((Message::LinkNow, Event::LinkChangeRequested(LinkChange::Add(incident.clone()))))
        }
        Notice::LinkFailed { change, .. } => Some((Message::TryAgain, Event::LinkChangeRequested(change.clone()))),
        Notice::BacklinkFailed { incident, .. } => {
            Some((Message::TryAgain, Event::BacklinkRequested(incident.clone())))
        }
        Notice::Unlinked { incident } => {
            Some((Message::Undo, Event::LinkChangeRequested(LinkChange::Add(incident.id.clone()))))
        }
        Notice::UnlinkedMissing { incident } => {
            Some((Message::Undo, Event::LinkChangeRequested(LinkChange::Add(incident.clone()))))
        }
        Notice::MirrorFailed { .. } => Some((Message::MirrorAddNow, Event::Mirror(MirrorEvent::RetryClicked))),
        // A priority that is not there will not be there the next time either.
        Notice::PriorityNotFollowed { failure, .. } => {
            (*failure != Failure::NotFound).then_some((Message::TryAgain, Event::Mirror(MirrorEvent::PriorityRetried)))
        }
        Notice::StatusUpdateFailed { incident, .. } => {
            Some((Message::UpdateOpenDraft, Event::StatusUpdate(StatusUpdateEvent::Opened(incident.clone()))))
        }
        // The buttons of the incident itself try again; what waits goes on by itself.
        Notice::CommandFailed { .. }
        | Notice::MirrorWaits { .. }
        | Notice::PriorityFollowed { .. }
        | Notice::InsertFailed { .. }
        | Notice::StatusUpdateSent { .. }
        | Notice::WorkflowStarted { .. }
        | Notice::Edited { .. }
        | Notice::Snoozed { .. }
        | Notice::Summoned { .. }
        | Notice::NotCancelled { .. }
        | Notice::Done { .. } => None,
    }
}

fn failure_of(notice: &Notice) -> Option<&Failure> {
    match notice {
        Notice::CommandFailed { failure, .. }
        | Notice::CreatedNotLinked { failure, .. }
        | Notice::LinkFailed { failure, .. }
        | Notice::InsertFailed { failure }
        | Notice::BacklinkFailed { failure, .. }
        | Notice::MirrorFailed { failure }
        | Notice::PriorityNotFollowed { failure, .. } => Some(failure),
        Notice::StatusUpdateFailed { failure, .. } => failure.as_ref(),
        Notice::NotCancelled { answer, .. } => answer.as_ref().err(),
        Notice::Unlinked { .. }
        | Notice::UnlinkedMissing { .. }
        | Notice::Edited { .. }
        | Notice::Snoozed { .. }
        | Notice::MirrorWaits { .. }
        | Notice::PriorityFollowed { .. }
        | Notice::StatusUpdateSent { .. }
        | Notice::WorkflowStarted { .. }
        | Notice::Summoned { .. }
        | Notice::Done { .. } => None,
    }
}
