//! The words for what the console holds: failures of an action, messages, announcements.
//!
//! `i18n::explain` knows what a failure means; only the console knows what was tried, and whether it asked PagerDuty or Zendesk.

use crate::domain::action::{Action, Refusal};
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::{Incident, Status};
use crate::i18n::explain::{self, Explanation};
use crate::i18n::{Catalog, Message};

use super::effect::{LinkChange, Source};
use super::model::{Announcement, Model, Notice, Spoken};
use super::people::words as people_words;
use super::remote::Remote;
use super::workflow::RunStage;
pub use crate::i18n::explain::{sign_in_problem, zendesk_failure};

/// A message in the agent's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// What happened.
    pub title: String,
    /// What it means and what to do; may be empty.
    pub body: String,
}

impl Wording {
    fn of(explanation: &Explanation, catalog: &Catalog) -> Self {
        Self { title: catalog.say(&explanation.title), body: catalog.say(&explanation.body) }
    }

    /// Adds a sentence to the body.
    pub(super) fn and(mut self, message: &Message, catalog: &Catalog) -> Self {
        if !self.body.is_empty() {
            self.body.push(' ');
        }
        self.body.push_str(&catalog.say(message));
        self
    }
}

/// An action as its button names it.
pub fn action_name(action: Action) -> Message {
    match action {
        Action::Create => Message::CreateIncident,
        Action::Link => Message::LinkIncident,
        Action::Unlink => Message::Unlink,
        Action::Acknowledge => Message::Acknowledge,
        Action::Resolve => Message::Resolve,
        Action::Note => Message::AddNote,
        Action::AddResponders => Message::AddResponders,
        Action::Reassign => Message::Reassign,
        Action::RunWorkflow => Message::RunWorkflow,
        Action::SendStatusUpdate => Message::SendStatusUpdate,
        Action::Edit => Message::EditIncident,
        Action::Snooze => Message::Snooze,
    }
}

/// A status as its tag names it.
pub fn status_name(status: Status) -> Message {
    match status {
        Status::Triggered => Message::Triggered,
        Status::Acknowledged => Message::Acknowledged,
        Status::Resolved => Message::Resolved,
    }
}

/// Why the incidents are not there or not up to date, together with the failure itself; nothing when they are.
pub fn load_failure(model: &Model, catalog: &Catalog) -> Option<(Wording, Failure)> {
    let zendesk = |failure: &Failure| (Wording::of(&zendesk_unread(failure, catalog), catalog), failure.clone());
    if let Remote::Failed(failure) = &model.agent {
        return Some(zendesk(failure));
    }
    match (&model.feed.failure, model.source()) {
        (Some(Failure::Unauthorized), Some(Source::ReadOnlyKey)) => {
            let explanation = Explanation { title: Message::KeyRefusedTitle, body: Message::KeyRefusedBody };
            Some((Wording::of(&explanation, catalog), Failure::Unauthorized))
        }
        (Some(failure), _) => Some((Wording::of(&explain::failure(failure, catalog), catalog), failure.clone())),
        (None, _) => model.ticket.failure().map(zendesk),
    }
}

/// An action that failed: what was tried, why it did not work, and whether anything was changed.
pub fn action_failure(action: Action, failure: &Failure, catalog: &Catalog) -> Wording {
    let name = catalog.say(&action_name(action));
    let explanation = match action {
        Action::Unlink => zendesk_failure(failure, catalog),
        Action::RunWorkflow => workflow_failure(failure, catalog),
        _ => explain::failure(failure, catalog),
    };
    let Wording { title, body } = Wording::of(&explanation, catalog);
    let because = catalog.say(&Message::Because { title, body });
    let (title, outcome) = if failure.leaves_doubt() {
        (Message::ActionUnconfirmed { action: name }, Message::OutcomeUnknown)
    } else {
        (Message::ActionFailed { action: name }, Message::NothingChanged)
    };
    Wording { title: catalog.say(&title), body: because }.and(&outcome, catalog)
}

/// Explains a call about workflows that failed: a plan without them, and a role that may not start them, have words of their own.
fn workflow_failure(failure: &Failure, catalog: &Catalog) -> Explanation {
    let explanation = explain::failure(failure, catalog);
    match failure {
        Failure::PaymentRequired => Explanation { body: Message::WorkflowPlan, ..explanation },
        Failure::Forbidden(_) => Explanation { body: Message::WorkflowForbidden, ..explanation },
        _ => explanation,
    }
}

/// A change whose answer was lost, after PagerDuty was searched for it: `settled` says that it was not made.
pub fn lost_failure(action: Action, failure: &Failure, settled: bool, catalog: &Catalog) -> Wording {
    if !(settled && failure.leaves_doubt()) {
        return action_failure(action, failure, catalog);
    }
    let title = Message::ActionFailed { action: catalog.say(&action_name(action)) };
    let Wording { title: because, body } = Wording::of(&explain::failure(failure, catalog), catalog);
    let body = catalog.say(&Message::Because { title: because, body });
    let outcome = match action {
        Action::RunWorkflow => Message::WorkflowNotFound,
        Action::SendStatusUpdate => Message::UpdateNotFound,
        // What an edit or a snooze does stands on the incident, which was read.
        _ => Message::NothingChanged,
    };
    Wording { title: catalog.say(&title), body }.and(&outcome, catalog)
}

/// So many people and teams, in words.
pub fn subscribers((people, teams): (u64, u64), more: bool, catalog: &Catalog) -> String {
    let people = (people > 0).then(|| catalog.say(&Message::RecipientPeople { count: people }));
    let teams = (teams > 0).then(|| catalog.say(&Message::RecipientTeams { count: teams }));
    let more = more.then(|| catalog.say(&Message::RecipientsAndMore));
    let all: Vec<_> = people.into_iter().chain(teams).chain(more).collect();
    catalog.formats().list(&all)
}

/// Why the workflows could not be read.
pub fn workflows_unread(failure: &Failure, catalog: &Catalog) -> Wording {
    Wording::of(&workflow_failure(failure, catalog), catalog)
}

/// Why something could not be read from PagerDuty.
pub fn explained(failure: &Failure, catalog: &Catalog) -> Wording {
    Wording::of(&explain::failure(failure, catalog), catalog)
}

/// Why something could not be read, on one line; `of_zendesk` says that Zendesk was asked and not PagerDuty.
pub fn because(failure: &Failure, of_zendesk: bool, catalog: &Catalog) -> String {
    let explanation = if of_zendesk { zendesk_unread(failure, catalog) } else { explain::failure(failure, catalog) };
    let Wording { title, body } = Wording::of(&explanation, catalog);
    catalog.say(&Message::Because { title, body })
}

/// Explains a question to Zendesk that failed: a role that may not ask says nothing of what it may change.
fn zendesk_unread(failure: &Failure, catalog: &Catalog) -> Explanation {
    let explanation = zendesk_failure(failure, catalog);
    match failure {
        Failure::PaymentRequired | Failure::Forbidden(_) => Explanation { body: Message::ZendeskSilent, ..explanation },
        _ => explanation,
    }
}

/// A create that failed. When nobody can tell whether it arrived, sending again is safe, and says so.
pub fn create_failure(failure: &Failure, unsure: bool, catalog: &Catalog) -> Wording {
    let wording = Wording::of(&explain::failure(failure, catalog), catalog);
    let outcome = if unsure { Message::CreateUnsure } else { Message::NothingChanged };
    wording.and(&outcome, catalog).and(&Message::DraftKept, catalog)
}

/// Why controls cannot be used, said once for several of them; nothing when none is refused for a lasting reason.
///
/// What passes by itself, and what a banner or the state of the incident tells already, is left out.
pub fn refusals(refusals: &[Refusal], groups: &[String], catalog: &Catalog) -> Option<String> {
    let abilities: Vec<String> = refusals
        .iter()
        .filter_map(|refusal| match refusal {
            Refusal::NotPermitted(ability) => Some(catalog.say(&explain::ability(*ability))),
            _ => None,
        })
        .collect();
    if !abilities.is_empty() {
        let action = catalog.formats().list(&abilities);
        return Some(catalog.say(&if groups.is_empty() {
            Message::PermissionNoGroups { action }
        } else {
            Message::PermissionGroups { groups: catalog.formats().list(groups), action }
        }));
    }
    refusals.contains(&Refusal::Stakeholder).then(|| catalog.say(&Message::StakeholderRefusal))
}

/// An incident's number as it is spoken of; its id when it is not known.
fn number(model: &Model, id: &IncidentId, catalog: &Catalog) -> String {
    let number = |incident: &Incident| catalog.say(&Message::IncidentNumber { number: incident.number.to_string() });
    model.incident(id).map_or_else(|| id.to_string(), number)
}

/// The words of a message.
pub fn notice(notice: &Notice, model: &Model, catalog: &Catalog) -> Wording {
    let plain = |title: &Message| Wording { title: catalog.say(title), body: String::new() };
    match notice {
        Notice::CommandFailed { action, incident, failure } => {
            let wording = action_failure(*action, failure, catalog);
            let number = number(model, incident, catalog);
            Wording { title: format!("{} · {number}", wording.title), ..wording }
        }
        Notice::CreatedNotLinked { incident, failure } => {
            let number = number(model, incident, catalog);
            let why = zendesk_failure(failure, catalog).body;
            plain(&Message::CreatedNotLinkedTitle)
                .and(&Message::CreatedNotLinkedBody { number }, catalog)
                .and(&why, catalog)
        }
        Notice::LinkFailed { change, failure } => {
            let title = match change {
                LinkChange::Add(_) => Message::LinkFailed,
                LinkChange::Remove { .. } => Message::UnlinkFailed,
            };
            plain(&title).and(&zendesk_failure(failure, catalog).body, catalog)
        }
        Notice::BacklinkFailed { failure, .. } => {
            plain(&Message::LinkNoteFailed).and(&explain::failure(failure, catalog).body, catalog)
        }
        Notice::MirrorFailed { failure } => {
            let unsure = model.mirror.failed.iter().any(|update| update.unsure);
            let body = if unsure { Message::MirrorUnsureBody } else { Message::MirrorFailedBody };
            plain(&Message::MirrorFailedTitle).and(&body, catalog).and(&zendesk_failure(failure, catalog).body, catalog)
        }
        Notice::MirrorWaits { until } => {
            let wait = u64::try_from(model.now.age(*until).as_millis()).unwrap_or(u64::MAX);
            let duration = catalog.formats().duration(wait.max(1_000));
            plain(&Message::MirrorWaitsTitle).and(&Message::MirrorWaitsBody { duration }, catalog)
        }
        Notice::PriorityFollowed { incident, name } => {
            let number = number(model, incident, catalog);
            plain(&Message::PriorityFollowed { number, priority: name.clone() })
        }
        Notice::PriorityNotFollowed { incident, name, failure } => {
            let why = match failure {
                Failure::NotFound => Message::PriorityUnknown { priority: name.clone() },
                failure => explain::failure(failure, catalog).body,
            };
            plain(&Message::PriorityNotFollowed { number: number(model, incident, catalog) }).and(&why, catalog)
        }
        Notice::Unlinked { incident } => {
            let number = catalog.say(&Message::IncidentNumber { number: incident.number.to_string() });
            plain(&Message::AnnounceUnlinked { number })
        }
        Notice::StatusUpdateSent { incident, subscribers: told } => {
            let sent = plain(&Message::UpdateSent { number: number(model, incident, catalog) });
            match told {
                Some((0, 0)) | None => sent,
                Some(told) => {
                    let recipients = subscribers(*told, false, catalog);
                    sent.and(&Message::UpdateSentTo { recipients }, catalog)
                }
            }
        }
        Notice::StatusUpdateFailed { incident, failure } => {
            let title = plain(&Message::UpdateNotSent { number: number(model, incident, catalog) });
            let why = failure.as_ref().map(|failure| action_failure(Action::SendStatusUpdate, failure, catalog).body);
            Wording { body: why.unwrap_or_default(), ..title }.and(&Message::DraftKept, catalog)
        }
        Notice::InsertFailed { failure } => {
            plain(&Message::InsertFailed).and(&zendesk_failure(failure, catalog).body, catalog)
        }
        Notice::WorkflowStarted { incident, name } => {
            let number = number(model, incident, catalog);
            let started = plain(&Message::WorkflowStarted { name: name.clone(), number });
            match model.workflows.runs.get(incident).map(|run| &run.stage) {
                Some(RunStage::Started { trace: Some(trace), .. }) => {
                    let age = catalog.formats().relative(trace.at.0, model.now.0.max(trace.at.0));
                    started.and(&Message::WorkflowTrace { summary: trace.summary.clone(), age }, catalog)
                }
                _ => started.and(&Message::WorkflowStartedBody, catalog),
            }
        }
        Notice::Edited { incident } => {
            let number = number(model, incident, catalog);
            plain(&Message::AnnounceOf { number, words: catalog.say(&Message::ChangesSaved) })
        }
        Notice::Snoozed { incident, until } => {
            let number = number(model, incident, catalog);
            let words = catalog.say(&Message::SnoozedUntil { time: catalog.moment(until.0, model.now.0) });
            plain(&Message::AnnounceOf { number, words })
        }
        Notice::UnlinkedMissing { incident } => plain(&Message::AnnounceUnlinked { number: incident.to_string() }),
        Notice::Done { incident, action } => {
            let number = number(model, incident, catalog);
            plain(&if *action == Action::Create {
                Message::AnnounceCreated { number }
            } else {
                Message::AnnounceLinked { number }
            })
        }
        Notice::Summoned { incident, summons } => {
            people_words::summoned(summons, number(model, incident, catalog), catalog)
        }
        Notice::NotCancelled { target, answer, .. } => people_words::not_cancelled(target, answer, catalog),
    }
}

/// What is being announced, under its incident's number where the ticket has several; `None` when there is nothing to say.
pub fn announced(announcement: &Announcement, model: &Model, catalog: &Catalog) -> Option<String> {
    let words = spoken(announcement.spoken.as_ref()?, model, catalog);
    let several = model.shown_incidents().len() > 1;
    Some(match announcement.incident.as_ref().filter(|_| several) {
        Some(id) => catalog.say(&Message::AnnounceOf { number: number(model, id, catalog), words }),
        None => words,
    })
}

/// The words of an announcement.
fn spoken(spoken: &Spoken, model: &Model, catalog: &Catalog) -> String {
    let about_the_last = |fallback: &Message| {
        let tells = |it: &&Notice| {
            matches!(
                it,
                Notice::Done { .. }
                    | Notice::Unlinked { .. }
                    | Notice::UnlinkedMissing { .. }
                    | Notice::Summoned { .. }
                    | Notice::NotCancelled { .. }
            )
        };
        let done = model.notices.iter().rev().find(tells);
        done.map_or_else(|| catalog.say(fallback), |done| notice(done, model, catalog).title)
    };
    let counted = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let message = match spoken {
        Spoken::Created | Spoken::Linked => return about_the_last(&Message::LinkLinked),
        Spoken::Unlinked => return about_the_last(&Message::LinkUnlinked),
        Spoken::Summoned | Spoken::NotCancelled => return about_the_last(&Message::AddResponders),
        Spoken::RequestCancelled => Message::ResponderCancelled,
        Spoken::Failed(failure) => return catalog.say(&explain::failure(failure, catalog).title),
        Spoken::Resolving(seconds) => {
            Message::ResolvingIn { duration: catalog.formats().duration(u64::from(*seconds) * 1_000) }
        }
        Spoken::Acknowledged => Message::Acknowledged,
        Spoken::ResolveUndone => Message::ResolveUndone,
        Spoken::Resolved => Message::Resolved,
        Spoken::NoteAdded => Message::EntryNote,
        Spoken::NoteWaits => Message::NoteWaits,
        Spoken::Refused(refusal) => {
            let groups = model.agent.known().map(|agent| agent.groups.as_slice()).unwrap_or_default();
            let names: Vec<_> = groups.iter().map(|(_, name)| name.clone()).collect();
            explain::refusal(*refusal, &names, catalog)
        }
        Spoken::StatusUpdateSent => Message::EntryStatusUpdate,
        Spoken::Subscribed(count) => Message::SubscribersAdded { count: counted(*count) },
        Spoken::Inserted => Message::Inserted,
        Spoken::WorkflowStarted => Message::WorkflowAnnounced,
        Spoken::Edited => Message::ChangesSaved,
        Spoken::Overtaken => Message::DisputeTitle,
        Spoken::Snoozed(until) => Message::SnoozedUntil { time: catalog.moment(until.0, model.now.0) },
        Spoken::Moved(place, total) => Message::DisplayPlace {
            place: catalog.formats().number(counted(*place)),
            total: catalog.formats().number(counted(*total)),
        },
        Spoken::DisplayReset => Message::DisplayWasReset,
        Spoken::IncidentsChanged(count) => Message::AnnounceLoaded { count: counted(*count) },
        Spoken::SignedIn => Message::SignInDone,
        Spoken::SignedOut => Message::SignedOut,
        Spoken::Results(count) => Message::AnnounceResults { count: counted(*count) },
        Spoken::Copied => Message::ErrorDetailsCopied,
        Spoken::LastNotice => {
            return model.notices.last().map(|last| notice(last, model, catalog).title).unwrap_or_default();
        }
        Spoken::AddressCopied => Message::RedirectAddressCopied,
    };
    catalog.say(&message)
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
