//! Sending a change that pages people, once; and finding out whether it was made when the answer was lost.

use std::time::Duration;

use crate::domain::failure::{Failure, Told};
use crate::domain::incident::Incident;
use crate::domain::mirror::Change;
use crate::domain::responder::{Handover, Plea, Summons};

use super::super::effect::{Effect, Focus, Timer};
use super::super::event::Answer;
use super::super::model::{Model, Notice, Spoken, Task};
use super::super::{feed, mirror, session, timeline};
use super::choose::{look_around, open_errand, search};
use super::{Attempt, Doubt, Errand, Made, PeopleEffect, Sending};

/// How often the incident is read before the agent is told that nobody knows.
const MOST_LOOKUPS: u32 = 4;

pub(super) fn submit(model: &mut Model, message: &str) -> Vec<Effect> {
    let Some(errand) = open_errand(model) else { return Vec::new() };
    if model.permit_on(errand.purpose.action(), &errand.incident).is_err() {
        return Vec::new();
    }
    let Some(incident) = model.incident(&errand.incident).cloned() else { return Vec::new() };
    let Some(task) = model.people.tasks.get_mut(&errand) else { return Vec::new() };
    if task.sending != Sending::Editing {
        return Vec::new();
    }
    let summons = match task.summons(errand.purpose, &incident, message) {
        Ok(summons) => summons,
        Err(lacks) => {
            task.lacks = lacks;
            return vec![Effect::Focus(Focus::Element("people-lacks".into()))];
        }
    };
    task.lacks.clear();
    task.failure = None;
    match task.unsure.clone() {
        // What was sent may have arrived since: only what is not there is sent.
        Some(attempt) => check(model, &errand, attempt, Doubt::Again(summons)),
        None => send(model, &errand, summons, incident),
    }
}

fn send(model: &mut Model, errand: &Errand, summons: Summons, before: Incident) -> Vec<Effect> {
    let may = model.permit(errand.purpose.action()).is_ok();
    let asked = model.ask();
    let (Some(me), true) = (model.me().map(|me| me.id.clone()), may) else {
        // The agent signed out, or the network went, while the incident was read.
        let failure = if model.online { Failure::Unauthorized } else { Failure::Unreachable };
        return failed(model, errand, &failure);
    };
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    task.unsure = None;
    task.sending = Sending::Sending(Attempt { asked, summons: summons.clone(), before: Box::new(before) });
    vec![Effect::People(PeopleEffect::Summon { errand: errand.clone(), asked, me, summons })]
}

pub(super) fn answered(model: &mut Model, errand: &Errand, asked: u32, answer: Answer<Made>) -> Vec<Effect> {
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    let Sending::Sending(attempt) = &task.sending else { return Vec::new() };
    if attempt.asked != asked {
        return Vec::new();
    }
    let attempt = attempt.clone();
    match answer {
        Ok(Made::Incident(incident)) => {
            feed::adopt(model, *incident);
            done(model, errand, attempt.summons)
        }
        Ok(Made::Requests(requests)) => {
            // They are on the incident from now on, also for telling a next request from this one.
            if let Some(incident) = model.feed.known.get_mut(&errand.incident) {
                incident.responder_requests.extend(requests);
            }
            done(model, errand, attempt.summons)
        }
        Err(failure) if failure.leaves_doubt() => {
            task.unsure = Some(attempt.clone());
            check(model, errand, attempt, Doubt::Lost(failure))
        }
        Err(failure) => failed(model, errand, &failure),
    }
}

/// It was made: people have been notified, and nothing of the task can be sent again.
fn done(model: &mut Model, errand: &Errand, summons: Summons) -> Vec<Effect> {
    model.people.tasks.remove(errand);
    let mut effects = Vec::new();
    if model.task == Some(Task::People(errand.clone())) {
        model.task = None;
        effects.push(Effect::Focus(Focus::Incident(errand.incident.clone())));
    }
    forget_failure(model, errand);
    effects.extend(tell_ticket(model, errand, &summons));
    model.notify(Notice::Summoned { incident: errand.incident.clone(), summons });
    effects.extend(model.say(Spoken::Summoned));
    effects.extend(feed::refresh(model));
    effects.extend(timeline::reload_open_sections(model));
    effects
}

/// Who has the incident now is a change that the ticket is told; asking more people for help is not.
fn tell_ticket(model: &mut Model, errand: &Errand, summons: &Summons) -> Vec<Effect> {
    let change = match summons {
        Summons::Responders(_) => return Vec::new(),
        Summons::Handover(Handover::Users(users)) => {
            Change::HandedOver(users.iter().map(|user| user.name.clone()).collect())
        }
        Summons::Handover(Handover::EscalationPolicy(policy)) => Change::HandedOver(vec![policy.name.clone()]),
        Summons::Handover(Handover::Level(level)) => Change::Escalated(*level),
    };
    mirror::tell(model, &errand.incident, change)
}

/// It was not made, or nobody knows. The task keeps all that was chosen; when the agent has left it, a message says so.
fn failed(model: &mut Model, errand: &Errand, failure: &Failure) -> Vec<Effect> {
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    task.sending = Sending::Editing;
    task.failure = Some(failure.clone());
    if model.task != Some(Task::People(errand.clone())) {
        let (action, incident) = (errand.purpose.action(), errand.incident.clone());
        model.notify(Notice::CommandFailed { action, incident, failure: failure.clone() });
    }
    let mut effects = model.say(Spoken::Failed(failure.clone()));
    effects.extend(match failure {
        Failure::Unauthorized => session::expired(model),
        // Either the incident is not as we thought, or nobody knows: look.
        _ => feed::refresh(model),
    });
    effects
}

fn check(model: &mut Model, errand: &Errand, attempt: Attempt, why: Doubt) -> Vec<Effect> {
    if let Some(task) = model.people.tasks.get_mut(errand) {
        task.sending = Sending::Checking { attempt, asked: None, lookups: 0, why };
    }
    look_up(model, errand)
}

/// Reads the incident to see whether the change was made.
pub(in super::super) fn look_up(model: &mut Model, errand: &Errand) -> Vec<Effect> {
    if model.me().is_none() {
        return Vec::new();
    }
    let number = model.ask();
    let Some(task) = model.people.tasks.get_mut(errand) else { return Vec::new() };
    let Sending::Checking { asked: asked @ None, lookups, .. } = &mut task.sending else { return Vec::new() };
    *asked = Some(number);
    *lookups += 1;
    vec![Effect::People(PeopleEffect::LookUp { errand: errand.clone(), asked: number })]
}

pub(super) fn looked_up(model: &mut Model, errand: &Errand, number: u32, answer: Answer<Incident>) -> Vec<Effect> {
    let Some(task) = model.people.tasks.get(errand) else { return Vec::new() };
    let Sending::Checking { attempt, asked, lookups, why } = task.sending.clone() else { return Vec::new() };
    if asked != Some(number) {
        return Vec::new();
    }
    let me = model.me().map(|me| me.id.clone());
    let after = answer.as_ref().ok().cloned();
    if let Some(incident) = &after {
        feed::keep_newer(model, incident.clone());
    }
    let made = after.as_ref().zip(me).is_some_and(|(after, me)| attempt.summons.was_made(&me, &attempt.before, after));
    match (answer, why) {
        (Ok(_), Doubt::Lost(_)) if made => done(model, errand, attempt.summons),
        (Ok(incident), Doubt::Again(wanted)) if made => match rest(&attempt.summons, &wanted) {
            None => done(model, errand, attempt.summons),
            // The agent has changed the choice since: what is not asked for yet is.
            Some(summons) => send(model, errand, summons, incident),
        },
        // Somebody else has resolved it meanwhile.
        (Ok(incident), Doubt::Again(_)) if !incident.is_open() => {
            failed(model, errand, &Failure::Conflict(Told::default()))
        }
        (Ok(incident), Doubt::Again(wanted)) => send(model, errand, wanted, incident),
        // A request that timed out can still be on its way.
        (Ok(_), Doubt::Lost(_)) if lookups < MOST_LOOKUPS => once_more(model, errand, lookups),
        (Err(Failure::Unauthorized), _) => session::expired(model),
        (Err(failure), _) if failure.may_pass() && lookups < MOST_LOOKUPS => once_more(model, errand, lookups),
        (Ok(_), Doubt::Lost(failure)) | (Err(failure), _) => failed(model, errand, &failure),
    }
}

fn once_more(model: &mut Model, errand: &Errand, lookups: u32) -> Vec<Effect> {
    if let Some(Sending::Checking { asked, .. }) = model.people.tasks.get_mut(errand).map(|task| &mut task.sending) {
        *asked = None;
    }
    vec![Effect::Wake(Timer::PeopleCheck(errand.clone()), Duration::from_secs(1 << lookups.min(4)))]
}

/// What of `wanted` was not in `made`.
fn rest(made: &Summons, wanted: &Summons) -> Option<Summons> {
    match (made, wanted) {
        (Summons::Responders(made), Summons::Responders(wanted)) => {
            let is_new = |target: &&_| !made.targets.iter().any(|known| known.is(target));
            let targets: Vec<_> = wanted.targets.iter().filter(is_new).cloned().collect();
            let message = wanted.message.clone();
            (!targets.is_empty()).then_some(Summons::Responders(Plea { targets, message }))
        }
        (made, wanted) => (made != wanted).then(|| wanted.clone()),
    }
}

/// The agent is signed in again: questions that were cut off go on.
pub(in super::super) fn resume(model: &mut Model) -> Vec<Effect> {
    let errands: Vec<Errand> = model.people.tasks.keys().cloned().collect();
    let mut effects = Vec::new();
    for errand in errands {
        if let Some(Sending::Checking { asked, .. }) = model.people.tasks.get_mut(&errand).map(|task| &mut task.sending)
        {
            *asked = None;
        }
        effects.extend(look_up(model, &errand));
    }
    if let Some(errand) = open_errand(model) {
        effects.extend(search(model));
        effects.extend(look_around(model, &errand));
    }
    effects
}

fn forget_failure(model: &mut Model, errand: &Errand) {
    let this = errand.purpose.action();
    model.drop_notices(|notice| matches!(notice, Notice::CommandFailed { incident, action, .. } if *incident == errand.incident && *action == this));
}
