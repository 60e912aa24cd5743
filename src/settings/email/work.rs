//! Setting up, repairing and removing, one step at a time.
//!
//! Before the first step both vendors are asked what exists, and so they are before going on after a failure: an answer that was
//! lost may have been good. After each step the plan is made anew, from what the step has left.

use crate::domain::email_routing::RouteId;
use crate::domain::email_routing::plan::{self, Outcome, Step};

use super::super::effect::Effect;
use super::super::event::Answer;
use super::super::model::{Model, Spoken};
use super::event::{EmailEffect, Failing, Vendor};
use super::{ADD, list, look, note_expiry};

/// More steps than this are never needed; a plan that grows for ever is stopped.
const MOST_STEPS: usize = 400;

/// What is to be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// All routes are set up, and nothing is left of others.
    SetUp,
    /// Nothing is left of a route, and it is no more.
    Remove(RouteId),
    /// Nothing is left of routes that are no more.
    Tidy,
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What is to be reached.
    pub goal: Goal,
    /// What has been done.
    pub done: Vec<Step>,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a piece of work stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is being found out what exists.
    Looking,
    /// A step is being done.
    Doing {
        /// Names the question.
        asked: u32,
        /// The step.
        step: Step,
    },
    /// It is over.
    Ended(End),
}

/// How a piece of work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing is left to be done.
    Reached,
    /// A call failed. What was done stays, and the rest can be done later.
    Failed {
        /// The step, if one was being done.
        step: Option<Step>,
        /// Why.
        failing: Failing,
    },
    /// The vendor took a step and did not keep what was written.
    NotKept(Step),
}

/// What is announced of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The routes are set up, or nothing is left of others.
    SetUp,
    /// A route is removed.
    Removed,
    /// It stopped before its end.
    Stopped,
}

/// Starts a piece of work, if there is no other.
pub(super) fn begin(model: &mut Model, goal: Goal) -> Vec<Effect> {
    if let Goal::Remove(id) = &goal
        && model.store.saved().is_some_and(|saved| saved.email.route(id).is_none())
    {
        // Nothing is set up that was never saved.
        model.store.draft.email.routes.retain(|it| it.id != *id);
        model.email.editing = None;
        return vec![Effect::Focus(ADD.to_owned())];
    }
    let needs_saving = goal == Goal::SetUp;
    if model.email.is_working() || model.me().is_none() || (needs_saving && !model.email_is_saved()) {
        return Vec::new();
    }
    model.email.editing = None;
    model.email.confirming = None;
    model.email.run = Some(Run { goal, done: Vec::new(), stage: Stage::Looking });
    look(model)
}

/// Takes up what stopped.
pub(super) fn again(model: &mut Model) -> Vec<Effect> {
    let Some(run) = model.email.run.as_mut() else { return Vec::new() };
    if !matches!(run.stage, Stage::Ended(End::Failed { .. } | End::NotKept(_))) || model.me().is_none() {
        return Vec::new();
    }
    if let Some(run) = model.email.run.as_mut() {
        run.stage = Stage::Looking;
    }
    look(model)
}

/// It is known what exists: the next step.
pub(super) fn go_on(model: &mut Model) -> Vec<Effect> {
    let Some(run) = model.email.run.as_ref().filter(|run| run.stage == Stage::Looking) else { return Vec::new() };
    let next = steps(model, &run.goal).into_iter().next();
    proceed(model, next)
}

/// A step has been answered.
pub(super) fn done(model: &mut Model, asked: u32, answer: Answer<Outcome>) -> Vec<Effect> {
    let Some(run) = model.email.run.as_mut() else { return Vec::new() };
    let Stage::Doing { asked: open, step } = &run.stage else { return Vec::new() };
    if *open != asked {
        return Vec::new();
    }
    let step = step.clone();
    match answer {
        Ok(outcome) => {
            if let Some(found) = model.email.found.as_mut() {
                step.work.settle(outcome, found);
            }
            let goal = run.goal.clone();
            run.done.push(step.clone());
            let too_long = run.done.len() >= MOST_STEPS;
            let next = steps(model, &goal).into_iter().next();
            if too_long || next.as_ref() == Some(&step) {
                return end(model, End::NotKept(step));
            }
            proceed(model, next)
        }
        Err(failure) => {
            let vendor = if step.work.is_in_pagerduty() { Vendor::PagerDuty } else { Vendor::Zendesk };
            let failing = Failing { vendor, failure };
            note_expiry(model, &failing);
            end(model, End::Failed { step: Some(step), failing })
        }
    }
}

/// It could not be found out what exists.
pub(super) fn stop(model: &mut Model, failing: Failing) {
    if let Some(run) = model.email.run.as_mut().filter(|run| run.stage == Stage::Looking) {
        run.stage = Stage::Ended(End::Failed { step: None, failing });
    }
}

fn proceed(model: &mut Model, next: Option<Step>) -> Vec<Effect> {
    let Some(step) = next else { return end(model, End::Reached) };
    let asked = model.ask();
    let work = step.work.clone();
    if let Some(run) = model.email.run.as_mut() {
        run.stage = Stage::Doing { asked, step };
    }
    vec![Effect::Email(EmailEffect::Do { asked, work })]
}

fn end(model: &mut Model, end: End) -> Vec<Effect> {
    let reached = end == End::Reached;
    let goal = model.email.run.as_mut().map(|run| {
        run.stage = Stage::Ended(end);
        run.goal.clone()
    });
    if !reached {
        return model.say(Spoken::Email(Said::Stopped));
    }
    if let Some(Goal::Remove(route)) = goal {
        model.store.draft.email.routes.retain(|it| it.id != route);
        return model.say(Spoken::Email(Said::Removed));
    }
    model.say(Spoken::Email(Said::SetUp))
}

/// What is to be done to reach a goal.
fn steps(model: &Model, goal: &Goal) -> Vec<Step> {
    let Some(found) = model.email.found.as_ref() else { return Vec::new() };
    let subdomain = model.account_subdomain();
    match goal {
        Goal::SetUp => list::plan(model),
        Goal::Tidy => list::strays(model),
        Goal::Remove(id) => plan::remove(id, model.store.draft.email.route(id), subdomain, found),
    }
}
