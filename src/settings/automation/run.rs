//! Bringing Zendesk in line, step by step.
//!
//! Before each step it is looked up what there is, and the next step is planned from that. So whatever breaks off can be gone on
//! with, and nothing is done twice: a step whose answer was lost counts as done when Zendesk shows it, and is otherwise only taken
//! again when the administrator asks.

use crate::domain::automation::plan::{self, Step};
use crate::domain::automation::trigger::is_marked;
use crate::domain::automation::{Automation, DestinationId, RuleId};
use crate::domain::failure::Failure;

use super::super::effect::Effect;
use super::super::event::Answer;
use super::super::model::{Model, Spoken};
use super::{AutomationEffect, DISABLE_ALL, DISMISS, LOOK, REMOVE_ALL, SET_UP, Said, edit_button, side};

/// What a run is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Zendesk shall say what the saved rules say.
    SetUp,
    /// The same for one rule.
    Repair(RuleId),
    /// Every trigger of ours shall be off.
    DisableAll,
    /// Nothing of ours shall be left.
    RemoveAll,
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It looks what there is.
    Looking,
    /// It waits for the answer to a step.
    Taking {
        /// The question.
        asked: u32,
        /// The step.
        step: Step,
    },
    /// It cannot go on by itself.
    Stopped(Stop),
    /// There is nothing left to do.
    Finished,
}

/// Why a run stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// This step was not done.
    Step(Step, Failure),
    /// It could not be seen what there is.
    Look(Failure),
    /// Zendesk took this step and still shows what was before.
    Unchanged(Step),
    /// These keys have to be pasted first.
    Keys(Vec<DestinationId>),
    /// The key stands in PagerDuty, and nobody is signed in there.
    SignedOut,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What for.
    pub purpose: Purpose,
    /// What was done, in order.
    pub done: Vec<Step>,
    /// What was still to be done when it was looked up last, the next one first.
    pub left: Vec<Step>,
    /// How far it is.
    pub stage: Stage,
    /// A step whose answer was lost.
    doubt: Option<(Step, Failure)>,
}

impl Run {
    /// Whether it goes on by itself.
    pub fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Looking | Stage::Taking { .. })
    }

    /// What is left to be done by `automation`, as it is saved.
    fn plan(
        &self,
        automation: &Automation,
        found: &crate::domain::automation::found::Found,
        subdomain: &str,
    ) -> Vec<Step> {
        match &self.purpose {
            Purpose::SetUp => plan::plan(automation, found, subdomain),
            Purpose::Repair(rule) => {
                let all = plan::plan(automation, found, subdomain);
                let own: Vec<_> = found.triggers_of(rule).iter().map(|trigger| trigger.id).collect();
                let concerns = |step: &Step| match step {
                    Step::CreateWebhook(_) | Step::RepairWebhook(..) => true,
                    Step::CreateTrigger(id) | Step::UpdateTrigger(id, _) | Step::SwitchTrigger(id, ..) => id == rule,
                    Step::DeleteTrigger(id) => own.contains(id),
                    Step::DeleteWebhook(_) => false,
                };
                all.into_iter().filter(concerns).collect()
            }
            Purpose::DisableAll => {
                let ours = found.triggers.iter().filter(|it| it.is.active && is_marked(&it.is.description));
                ours.filter_map(|trigger| Some(Step::SwitchTrigger(trigger.rule()?, trigger.id, false))).collect()
            }
            Purpose::RemoveAll => plan::plan(&Automation::default(), found, subdomain),
        }
    }
}

/// Begins, or goes on after a stop.
pub(super) fn start(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let by_rules = matches!(purpose, Purpose::SetUp | Purpose::Repair(_));
    if !model.side_is_idle() || (by_rules && !model.rules_are_saved()) {
        return Vec::new();
    }
    if !by_rules {
        // What is off in Zendesk must not look as if somebody else had switched it off.
        for rule in &mut model.store.draft.automation.rules {
            rule.active = false;
        }
    }
    let side = &mut model.automation.side;
    side.touch = None;
    let pressed = match &purpose {
        Purpose::SetUp => SET_UP.to_owned(),
        Purpose::Repair(rule) => edit_button(rule),
        Purpose::DisableAll => DISABLE_ALL.to_owned(),
        Purpose::RemoveAll => REMOVE_ALL.to_owned(),
    };
    side.regain = vec![pressed, SET_UP.to_owned(), DISMISS.to_owned(), LOOK.to_owned()];
    let before = side.run.take().filter(|run| run.purpose == purpose && matches!(run.stage, Stage::Stopped(_)));
    side.run = Some(match before {
        // What was done stays in sight. A step that Zendesk would not keep may be tried once more.
        Some(run) => Run { stage: Stage::Looking, ..forget_unchanged(run) },
        None => Run { purpose, done: Vec::new(), left: Vec::new(), stage: Stage::Looking, doubt: None },
    });
    side::ask(model)
}

fn forget_unchanged(mut run: Run) -> Run {
    if let Stage::Stopped(Stop::Unchanged(step)) = &run.stage {
        let step = step.clone();
        run.done.retain(|done| *done != step);
    }
    run
}

/// It is known what there is, or it could not be seen.
pub(super) fn looked(model: &mut Model, failure: Option<&Failure>) -> Vec<Effect> {
    let automation = model.store.saved().map(|saved| saved.automation.clone()).unwrap_or_default();
    let subdomain = model.subdomain().to_owned();
    let keys = model.automation.keys.clone();
    let signed_out = model.me().is_none();
    let side = &mut model.automation.side;
    let Some(run) = side.run.as_mut().filter(|run| run.stage == Stage::Looking) else { return Vec::new() };
    if let Some(failure) = failure {
        return stop(model, Stop::Look(failure.clone()));
    }
    let Some(found) = side.found.known() else { return Vec::new() };
    let steps = run.plan(&automation, found, &subdomain);
    run.left.clone_from(&steps);
    if let Some((step, failure)) = run.doubt.take() {
        if steps.contains(&step) {
            return stop(model, Stop::Step(step, failure));
        }
        run.done.push(step);
    }
    let Some(step) = steps.first().cloned() else { return finish(model) };
    if run.done.contains(&step) {
        return stop(model, Stop::Unchanged(step));
    }
    let by = if run.purpose == Purpose::RemoveAll { Automation::default() } else { automation };
    let wanted = plan::keys_wanted(&by, found, &steps);
    let wanted: Vec<_> = wanted.into_iter().filter(|id| keys.of(id).is_none()).collect();
    if !wanted.is_empty() {
        return stop(model, Stop::Keys(wanted));
    }
    let destination = step.needs_key_of().and_then(|rule| by.destination_of(by.rule(rule)?));
    let key = destination.and_then(|it| keys.of(&it.id)).cloned();
    if signed_out && key.is_none() && destination.is_some_and(|it| it.can_be_read() && found.key(it).is_none()) {
        return stop(model, Stop::SignedOut);
    }
    let found = Box::new(found.clone());
    let asked = model.ask();
    if let Some(run) = model.automation.side.run.as_mut() {
        run.stage = Stage::Taking { asked, step: step.clone() };
    }
    vec![Effect::Automation(AutomationEffect::Take { asked, step, automation: Box::new(by), found, key })]
}

/// A step was answered.
pub(super) fn taken(model: &mut Model, asked: u32, answer: Answer<()>) -> Vec<Effect> {
    let Some(run) = model.automation.side.run.as_mut() else { return Vec::new() };
    let step = match &run.stage {
        Stage::Taking { asked: own, step } if *own == asked => step.clone(),
        _ => return Vec::new(),
    };
    match answer {
        Ok(()) => run.done.push(step),
        // What was to be removed is gone already.
        Err(Failure::NotFound) if matches!(step, Step::DeleteTrigger(_) | Step::DeleteWebhook(_)) => {
            run.done.push(step);
        }
        Err(failure) if failure.leaves_doubt() => run.doubt = Some((step, failure)),
        Err(failure) => {
            // What there is, is looked up all the same: the plan on the screen is to be true.
            let mut effects = stop(model, Stop::Step(step, failure));
            effects.extend(side::ask(model));
            return effects;
        }
    }
    run.stage = Stage::Looking;
    side::ask(model)
}

fn stop(model: &mut Model, why: Stop) -> Vec<Effect> {
    if let Some(run) = model.automation.side.run.as_mut() {
        run.stage = Stage::Stopped(why);
    }
    model.say(Spoken::Automation(Said::Stopped))
}

fn finish(model: &mut Model) -> Vec<Effect> {
    let Some(run) = model.automation.side.run.as_mut() else { return Vec::new() };
    run.stage = Stage::Finished;
    let said = match run.purpose {
        Purpose::SetUp | Purpose::Repair(_) => Said::InLine,
        Purpose::DisableAll => Said::AllOff,
        Purpose::RemoveAll => Said::AllRemoved,
    };
    model.say(Spoken::Automation(said))
}
