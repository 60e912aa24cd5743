//! Creating an incident exactly once.
//!
//! PagerDuty has no idempotency key, but refuses a second open incident with the same `incident_key` on a service. So a create is
//! sent once; when its answer is lost the key is looked up before anything else, and a new attempt looks it up first.

use std::time::Duration;

use crate::domain::action::Action;
use crate::domain::draft::{Assignment, DraftProblem, IncidentDraft, NewIncident};
use crate::domain::failure::Failure;
use crate::domain::incident::{Incident, IncidentKey, Priority};
use crate::domain::link::nth_key;
use crate::domain::mirror::Change;
use crate::domain::timeline::Page;

use super::effect::{Effect, Focus, LinkChange, Timer};
use super::event::{Answer, DraftChange, Event};
use super::model::{Expanded, Model, Notice, Spoken, Task};
use super::remote::Remote;
use super::{feed, mirror, related, session};

/// After the last keystroke.
pub(super) const DEBOUNCE: Duration = Duration::from_millis(250);

/// How often the key is looked up before the agent is told that nobody knows.
const MOST_LOOKUPS: u32 = 4;

/// A search whose answers can come late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search<T> {
    /// As typed.
    pub query: String,
    /// The question that counts.
    pub asked: Option<u32>,
    /// What was found.
    pub results: Remote<Page<T>>,
}

impl<T> Default for Search<T> {
    fn default() -> Self {
        Self { query: String::new(), asked: None, results: Remote::Absent }
    }
}

impl<T> Search<T> {
    /// Takes in what was typed. From now on what was found before is only a guess, and an answer that is still to come is void.
    pub(super) fn typed(&mut self, query: String, asked: u32) {
        self.query = query;
        self.asked = Some(asked);
    }

    /// Nothing is being asked, because nobody may.
    pub(super) fn rest(&mut self) {
        self.asked = None;
    }

    /// Names a new question; an answer to an earlier one no longer counts.
    pub(super) fn ask(&mut self, asked: u32) {
        self.asked = Some(asked);
        self.results.ask();
    }

    /// Takes an answer in if it still counts.
    pub(super) fn absorb(&mut self, asked: u32, answer: Answer<Page<T>>) {
        if self.asked == Some(asked) {
            self.asked = None;
            self.results.absorb(answer);
        }
    }
}

/// How far the create is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    /// The agent is describing it.
    #[default]
    Editing,
    /// It was sent.
    Sending(Attempt),
    /// Nobody knows whether it was created; the key is being looked up.
    Checking {
        /// What was sent, or is to be sent when it is not there.
        attempt: Attempt,
        /// The question that is open; `None` while waiting to ask again.
        asked: Option<u32>,
        /// How often it was asked.
        lookups: u32,
        /// Why it is looked up.
        why: Check,
    },
    /// Another open incident on this service has the key already.
    Exists(Box<Incident>),
}

/// One incident under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The key.
    pub key: IncidentKey,
    /// What is created.
    pub incident: NewIncident,
}

/// Why a key is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// The answer was lost; the failure says how.
    Lost(Failure),
    /// PagerDuty refused, perhaps because the key is taken.
    Refused(Failure),
    /// The agent tries again after nobody could tell.
    Again,
}

/// An incident being described.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateTask {
    /// As far as it goes.
    pub draft: IncidentDraft,
    /// Whether the draft was begun, so that it is not filled in again.
    pub begun: bool,
    /// What is missing or wrong, after the first attempt to send.
    pub problems: Vec<DraftProblem>,
    /// How far sending is.
    pub sending: Sending,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
    /// The attempt of which nobody knows whether it succeeded.
    pub unsure: Option<Attempt>,
    /// Whether the agent wants one more beside the open one.
    pub another: u32,
    /// The search for somebody to assign.
    pub assignees: Search<Assignment>,
    /// The account's priorities; none when it does not use them.
    pub priorities: Remote<Vec<Priority>>,
}

pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::CreateClicked { description } => open(model, description),
        Event::DraftChanged(change) => {
            let chosen = matches!(change, DraftChange::Service(Some(_)));
            change_draft(model, change);
            if chosen { related::look_on_service(model) } else { Vec::new() }
        }
        Event::ServiceTyped(query) => {
            let asked = model.ask();
            model.services.typed(query, asked);
            vec![Effect::Wake(Timer::ServiceSearch, DEBOUNCE)]
        }
        Event::ServicesArrived { asked, answer } => {
            let expired = answer == Err(Failure::Unauthorized);
            model.services.absorb(asked, answer);
            if expired { session::expired(model) } else { Vec::new() }
        }
        Event::AssigneeTyped(query) => {
            let asked = model.ask();
            model.create.assignees.typed(query, asked);
            vec![Effect::Wake(Timer::AssigneeSearch, DEBOUNCE)]
        }
        Event::AssigneesArrived { asked, answer } => {
            let page = answer.map(|items| Page { items, more: false });
            model.create.assignees.absorb(asked, page);
            Vec::new()
        }
        Event::PrioritiesWanted if model.create.priorities.failure().is_some() => {
            model.create.priorities.ask();
            // The button that was pressed goes away.
            vec![Effect::Focus(Focus::Task), Effect::LoadPriorities]
        }
        Event::PrioritiesArrived(answer) => {
            model.create.priorities.absorb(answer);
            Vec::new()
        }
        Event::CreateSubmitted => submit(model),
        Event::CreateAnswered(answer) => answered(model, answer),
        Event::KeyLookedUp { asked, answer } => looked_up(model, asked, answer),
        Event::CreateAnotherClicked => {
            if !matches!(model.create.sending, Sending::Exists(_)) {
                return Vec::new();
            }
            model.create.sending = Sending::Editing;
            model.create.another += 1;
            submit(model)
        }
        _ => Vec::new(),
    }
}

fn open(model: &mut Model, description: String) -> Vec<Effect> {
    if model.permit(Action::Create).is_err() {
        return Vec::new();
    }
    model.task = Some(Task::Create);
    if !model.create.begun {
        let subject = model.ticket.known().map(|ticket| ticket.subject.clone()).unwrap_or_default();
        model.create.draft.title = subject;
        model.create.draft.description = description;
        model.create.begun = true;
    }
    let mut effects = vec![Effect::Focus(Focus::Task)];
    if model.create.priorities.known().is_none() {
        model.create.priorities.ask();
        effects.push(Effect::LoadPriorities);
    }
    model.services.query.clear();
    effects.extend(search_services(model));
    effects.extend(search_assignees(model));
    effects.extend(related::look(model));
    effects
}

fn change_draft(model: &mut Model, change: DraftChange) {
    if !matches!(model.create.sending, Sending::Editing) {
        return;
    }
    let create = &mut model.create;
    match change {
        DraftChange::Title(title) => {
            create.draft.title = title;
            create.problems.retain(|it| !matches!(it, DraftProblem::NoTitle | DraftProblem::TitleTooLong(_)));
        }
        DraftChange::Service(service) => {
            create.draft.service = service;
            create.problems.retain(|it| *it != DraftProblem::NoService);
        }
        DraftChange::Urgency(urgency) => create.draft.urgency = urgency,
        DraftChange::Priority(priority) => create.draft.priority = priority,
        DraftChange::Assignment(assignment) => create.draft.assignment = assignment,
        DraftChange::Description(description) => create.draft.description = description,
    }
}

pub(super) fn search_services(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() {
        model.services.rest();
        return Vec::new();
    }
    let asked = model.ask();
    model.services.ask(asked);
    vec![Effect::SearchServices { asked, query: model.services.query.trim().to_owned() }]
}

pub(super) fn search_assignees(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() {
        model.create.assignees.rest();
        return Vec::new();
    }
    let asked = model.ask();
    model.create.assignees.ask(asked);
    vec![Effect::SearchAssignees { asked, query: model.create.assignees.query.trim().to_owned() }]
}

/// The first key of the ticket that no open incident of the service is known to have.
fn free_key(model: &Model, incident: &NewIncident) -> Option<IncidentKey> {
    let first = model.key()?;
    let taken = |key: &IncidentKey| {
        let has_key = |other: &&Incident| {
            // What was found by the ticket's key has it, even when it stands on an alert instead.
            let keyed = feed::carries_key(model, &other.id) && *key == first;
            other.is_open() && other.service.id == incident.service && (keyed || other.key.as_ref() == Some(key))
        };
        model.feed.known.values().find(has_key).is_some()
    };
    let mut nth = 1 + model.create.another;
    loop {
        let key = nth_key(&first, nth)?;
        if !taken(&key) {
            return Some(key);
        }
        nth += 1;
    }
}

/// The agent leaves the form. That another incident has the key need not be answered; it is asked again with the next attempt.
pub(super) fn put_aside(model: &mut Model) {
    if matches!(model.create.sending, Sending::Exists(_)) {
        model.create.sending = Sending::Editing;
    }
}

fn submit(model: &mut Model) -> Vec<Effect> {
    if model.create.sending != Sending::Editing || model.permit(Action::Create).is_err() {
        return Vec::new();
    }
    let incident = match model.create.draft.check() {
        Ok(incident) => incident,
        Err(problems) => {
            model.create.problems = problems;
            return vec![Effect::Focus(Focus::Element("create-problems".into()))];
        }
    };
    model.create.problems.clear();
    model.create.failure = None;
    if let Some(attempt) = model.create.unsure.clone() {
        // What was sent may have arrived since: only when it has not is anything sent again, under the same key.
        let attempt =
            if attempt.incident.service == incident.service { Attempt { incident, ..attempt } } else { attempt };
        return check(model, attempt, Check::Again);
    }
    match free_key(model, &incident) {
        Some(key) => send(model, Attempt { key, incident }),
        None => Vec::new(),
    }
}

fn send(model: &mut Model, attempt: Attempt) -> Vec<Effect> {
    if model.permit(Action::Create).is_err() {
        // The agent signed out, or the network went, while the key was looked up.
        let failure = if model.online { Failure::Unauthorized } else { Failure::Unreachable };
        return refused(model, &failure);
    }
    let effect = Effect::Create { key: attempt.key.clone(), incident: Box::new(attempt.incident.clone()) };
    model.create.sending = Sending::Sending(attempt);
    vec![effect]
}

fn answered(model: &mut Model, answer: Answer<Incident>) -> Vec<Effect> {
    let Sending::Sending(attempt) = model.create.sending.clone() else { return Vec::new() };
    match answer {
        Ok(incident) => created(model, incident),
        Err(failure) if failure.leaves_doubt() => {
            model.create.unsure = Some(attempt.clone());
            check(model, attempt, Check::Lost(failure))
        }
        Err(failure @ Failure::Rejected(_)) => check(model, attempt, Check::Refused(failure)),
        Err(failure) => refused(model, &failure),
    }
}

fn refused(model: &mut Model, failure: &Failure) -> Vec<Effect> {
    model.create.sending = Sending::Editing;
    model.create.failure = Some(failure.clone());
    let mut effects = model.say(Spoken::Failed(failure.clone()));
    if *failure == Failure::Unauthorized {
        effects.extend(session::expired(model));
    }
    effects
}

fn check(model: &mut Model, attempt: Attempt, why: Check) -> Vec<Effect> {
    model.create.sending = Sending::Checking { attempt, asked: None, lookups: 0, why };
    look_up(model)
}

/// Asks whether an incident with the key is open on the service.
pub(super) fn look_up(model: &mut Model) -> Vec<Effect> {
    if model.me().is_none() {
        return Vec::new();
    }
    let number = model.ask();
    let Sending::Checking { attempt, asked: asked @ None, lookups, .. } = &mut model.create.sending else {
        return Vec::new();
    };
    *asked = Some(number);
    *lookups += 1;
    vec![Effect::FindByKey { asked: number, key: attempt.key.clone(), service: attempt.incident.service.clone() }]
}

/// The agent is signed in again: a look-up that was cut off goes on.
pub(super) fn resume_lookup(model: &mut Model) -> Vec<Effect> {
    if let Sending::Checking { asked, .. } = &mut model.create.sending {
        *asked = None;
    }
    look_up(model)
}

fn looked_up(model: &mut Model, number: u32, answer: Answer<Option<Incident>>) -> Vec<Effect> {
    let Sending::Checking { attempt, asked, lookups, why } = model.create.sending.clone() else { return Vec::new() };
    if asked != Some(number) {
        return Vec::new();
    }
    let once_more = |model: &mut Model| {
        if let Sending::Checking { asked, .. } = &mut model.create.sending {
            *asked = None;
        }
        vec![Effect::Wake(Timer::CreateCheck, Duration::from_secs(1 << lookups.min(4)))]
    };
    let in_doubt = model.create.unsure.as_ref().is_some_and(|unsure| unsure.key == attempt.key);
    match (answer, why) {
        (Ok(Some(incident)), _) if in_doubt => created(model, incident),
        (Ok(Some(incident)), _) => {
            model.create.sending = Sending::Exists(Box::new(incident));
            let mut effects = vec![Effect::Focus(Focus::Element("create-exists".into()))];
            // It belongs to this ticket, so it is shown from now on whatever the agent decides.
            effects.extend(feed::refresh(model));
            effects
        }
        // A request that timed out can still be on its way.
        (Ok(None), Check::Lost(_)) if lookups < MOST_LOOKUPS => once_more(model),
        (Ok(None), Check::Again) => {
            model.create.unsure = None;
            model.create.sending = Sending::Editing;
            let unsure = Some(attempt.clone());
            let moved = model.create.draft.service.as_ref().is_some_and(|it| it.id != attempt.incident.service);
            if moved {
                // The agent has chosen another service since; the one that was lost is not on the first.
                submit(model)
            } else {
                model.create.unsure = unsure;
                send(model, attempt)
            }
        }
        (Err(Failure::Unauthorized), _) => session::expired(model),
        (Err(failure), _) if failure.may_pass() && lookups < MOST_LOOKUPS => once_more(model),
        (Ok(None), Check::Lost(failure) | Check::Refused(failure)) | (Err(failure), _) => refused(model, &failure),
    }
}

/// There it is. Nothing of the form can be sent any more; what may be missing is the entry in the ticket's field.
fn created(model: &mut Model, incident: Incident) -> Vec<Effect> {
    let id = incident.id.clone();
    let priorities = std::mem::take(&mut model.create.priorities);
    model.create = CreateTask { priorities, ..CreateTask::default() };
    if model.task == Some(Task::Create) {
        model.task = None;
    }
    feed::adopt(model, incident);
    model.feed.added.insert(id.clone());
    model.expanded = Expanded::One(id.clone());
    model.notify(Notice::Done { incident: id.clone(), action: Action::Create });
    let change = LinkChange::Add(id.clone());
    model.linking.push(change.clone());
    let mut effects = model.say(Spoken::Created);
    mirror::count(model);
    effects.push(Effect::WriteLinks(change));
    effects.extend(mirror::tell(model, &id, Change::Created));
    effects.push(feed::look_soon());
    effects.push(Effect::Focus(Focus::Incident(id)));
    effects.extend(super::timeline::load_open_sections(model));
    effects
}

/// What to call whoever is to act; nothing for the service's own policy.
pub fn assignment_name(assignment: &Assignment) -> Option<&str> {
    match assignment {
        Assignment::ServiceDefault => None,
        Assignment::EscalationPolicy(policy) => Some(&policy.name),
        Assignment::User(user) => Some(&user.name),
    }
}
