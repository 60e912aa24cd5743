//! Choosing whom to page, and finding out who is on call before anybody is.

use crate::domain::failure::Failure;
use crate::domain::people::{Candidate, OnCall, Target};

use super::super::create::DEBOUNCE;
use super::super::effect::{Effect, Focus, Timer};
use super::super::event::Answer;
use super::super::model::{Model, Task};
use super::super::session;
use super::{Errand, Lack, PeopleEffect, PeopleEvent, PeopleTask, Purpose, Sending, Way};

/// The id of the search field, to which the focus goes when a chosen target that had it goes away.
pub const SEARCH: &str = "people-search";

/// For how many of those found it is asked whether they are on call: as many as are in sight, since PagerDuty limits the question.
const MOST_FOUND: usize = 20;

/// The errand whose task is open.
pub(super) fn open_errand(model: &Model) -> Option<Errand> {
    match &model.task {
        Some(Task::People(errand)) => Some(errand.clone()),
        _ => None,
    }
}

pub(super) fn update(model: &mut Model, event: PeopleEvent) -> Vec<Effect> {
    match event {
        PeopleEvent::Opened(errand) => open(model, &errand),
        PeopleEvent::Found { errand, asked, answer } => {
            let expired = answer == Err(Failure::Unauthorized);
            let Some(task) = model.people.tasks.get_mut(&errand) else { return Vec::new() };
            let counts = task.search.asked == Some(asked) && answer.is_ok();
            task.search.absorb(asked, answer);
            if expired {
                return session::expired(model);
            }
            // Who is on call helps to choose, too.
            if counts && open_errand(model).as_ref() == Some(&errand) { on_call(model, &errand) } else { Vec::new() }
        }
        PeopleEvent::PolicyArrived { errand, asked, answer } => policy_arrived(model, &errand, asked, answer),
        PeopleEvent::OnCallArrived { errand, asked, answer } => on_call_arrived(model, &errand, asked, answer),
        PeopleEvent::OnCallRetried => open_errand(model).map(|errand| look_around(model, &errand)).unwrap_or_default(),
        PeopleEvent::Typed(query) => {
            let asked = model.ask();
            let Some((_, task)) = editable(model) else { return Vec::new() };
            task.search.typed(query, asked);
            vec![Effect::Wake(Timer::PeopleSearch, DEBOUNCE)]
        }
        PeopleEvent::MessageTyped(message) => {
            let Some((_, task)) = editable(model) else { return Vec::new() };
            task.message = Some(message);
            task.lacks.retain(|lack| *lack != Lack::Message);
            Vec::new()
        }
        PeopleEvent::WayChosen(way) => choose_way(model, way),
        PeopleEvent::LevelChosen(level) => {
            let Some((_, task)) = editable(model) else { return Vec::new() };
            task.level = Some(level);
            task.lacks.clear();
            Vec::new()
        }
        PeopleEvent::Chosen(candidate) => choose(model, *candidate),
        PeopleEvent::Removed(key) => {
            let Some((_, task)) = editable(model) else { return Vec::new() };
            task.chosen.retain(|candidate| candidate.target.key() != key);
            vec![Effect::Focus(Focus::Element(SEARCH.to_owned()))]
        }
        _ => Vec::new(),
    }
}

/// The open task, unless it is being sent.
fn editable(model: &mut Model) -> Option<(Errand, &mut PeopleTask)> {
    let errand = open_errand(model)?;
    let task = model.people.tasks.get_mut(&errand)?;
    (task.sending == Sending::Editing).then_some((errand, task))
}

fn open(model: &mut Model, errand: &Errand) -> Vec<Effect> {
    if model.permit_on(errand.purpose.action(), &errand.incident).is_err() {
        return Vec::new();
    }
    model.task = Some(Task::People(errand.clone()));
    let task = model.people.tasks.entry(errand.clone()).or_default();
    task.search.query.clear();
    let mut effects = vec![Effect::Focus(Focus::Task)];
    effects.extend(search(model));
    effects.extend(look_around(model, errand));
    effects
}

/// Asks for whoever fits what was typed; the answer to an earlier question no longer counts.
pub(in super::super) fn search(model: &mut Model) -> Vec<Effect> {
    let Some(errand) = open_errand(model) else { return Vec::new() };
    let (asked, may_ask) = (model.ask(), model.me().is_some());
    let Some(task) = model.people.tasks.get_mut(&errand) else { return Vec::new() };
    if !may_ask {
        task.search.rest();
        return Vec::new();
    }
    task.search.ask(asked);
    let (query, kinds) = (task.search.query.trim().to_owned(), task.kinds(errand.purpose));
    vec![Effect::People(PeopleEffect::Search { errand, asked, query, kinds })]
}

/// Asks for all that the panel tells before anybody is paged: the own policy of the incident, and who is on call.
pub(super) fn look_around(model: &mut Model, errand: &Errand) -> Vec<Effect> {
    let mut effects = own_policy(model, errand);
    effects.extend(on_call(model, errand));
    effects
}

fn own_policy(model: &mut Model, errand: &Errand) -> Vec<Effect> {
    let policy = model.incident(&errand.incident).and_then(|incident| incident.escalation_policy.clone());
    let (Some(policy), Purpose::Reassign, true) = (policy, errand.purpose, model.me().is_some()) else {
        return Vec::new();
    };
    let asked = model.ask();
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    task.own.ask();
    task.own_asked = Some(asked);
    vec![Effect::People(PeopleEffect::LoadPolicy { errand: errand.clone(), asked, policy: policy.id })]
}

/// Asks who is on call for everybody chosen and for the best of those found, all at once; for a handover also for the incident's own
/// policy.
fn on_call(model: &mut Model, errand: &Errand) -> Vec<Effect> {
    let own = model.incident(&errand.incident).and_then(|incident| incident.escalation_policy.clone());
    let own = own.filter(|_| errand.purpose == Purpose::Reassign).map(Target::EscalationPolicy);
    if model.me().is_none() {
        return Vec::new();
    }
    let asked = model.ask();
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    let found = task.search.results.known().map(|page| page.items.as_slice()).unwrap_or_default();
    let found = found.iter().take(MOST_FOUND).map(|candidate| candidate.target.clone());
    let mut targets: Vec<Target> = Vec::new();
    for target in task.chosen.iter().map(|candidate| candidate.target.clone()).chain(own).chain(found) {
        if !targets.iter().any(|known| known.is(&target)) {
            targets.push(target);
        }
    }
    if targets.is_empty() {
        task.roster.asked = None;
        return Vec::new();
    }
    task.roster.asked = Some((asked, targets.clone()));
    task.roster.failure = None;
    vec![Effect::People(PeopleEffect::LoadOnCall { errand: errand.clone(), asked, targets })]
}

fn on_call_arrived(model: &mut Model, errand: &Errand, asked: u32, answer: Answer<Vec<OnCall>>) -> Vec<Effect> {
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    let roster = &mut task.roster;
    let Some((_, targets)) = roster.asked.take_if(|(number, _)| *number == asked) else { return Vec::new() };
    match answer {
        Ok(duties) => {
            roster.duties = duties;
            roster.covered = targets;
            Vec::new()
        }
        Err(failure) => {
            let expired = failure == Failure::Unauthorized;
            roster.failure = Some(failure);
            if expired { session::expired(model) } else { Vec::new() }
        }
    }
}

fn policy_arrived(model: &mut Model, errand: &Errand, asked: u32, answer: Answer<Candidate>) -> Vec<Effect> {
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    if task.own_asked.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    let expired = answer == Err(Failure::Unauthorized);
    task.own.absorb(answer);
    if expired { session::expired(model) } else { Vec::new() }
}

fn choose_way(model: &mut Model, way: Way) -> Vec<Effect> {
    let Some((_, task)) = editable(model) else { return Vec::new() };
    task.way = way;
    task.lacks.clear();
    task.search.query.clear();
    // What was found for the other way must not be offered for this one.
    task.search.results = super::Remote::Absent;
    if matches!(way, Way::EscalationPolicy | Way::Users) { search(model) } else { Vec::new() }
}

fn choose(model: &mut Model, candidate: Candidate) -> Vec<Effect> {
    let Some((errand, task)) = editable(model) else { return Vec::new() };
    if errand.purpose == Purpose::Reassign && candidate.target.is_policy() {
        task.chosen.retain(|known| !known.target.is_policy());
    }
    if !task.chosen.iter().any(|known| known.target.is(&candidate.target)) {
        task.chosen.push(candidate);
    }
    task.lacks.retain(|lack| *lack != Lack::Target);
    task.search.query.clear();
    let covered = task.chosen.iter().all(|known| task.roster.covers(&known.target));
    let mut effects = if covered { Vec::new() } else { on_call(model, &errand) };
    effects.extend(search(model));
    effects
}
