//! What Zendesk does about the rules: what there is, whether it is in order, what others left there.
//!
//! What exists in Zendesk is the truth. It is compared with the rules as they are saved; what is only in the draft is no fault of
//! Zendesk's. Bringing it in line is [`run`](super::run).

use crate::domain::automation::delivery::Deliveries;
use crate::domain::automation::foreign::{self, Foreign};
use crate::domain::automation::found::Found;
use crate::domain::automation::health::{self, Ailment};
use crate::domain::automation::plan::{self, Step};
use crate::domain::automation::trigger::TriggerId;
use crate::domain::automation::{DestinationId, Region, RuleId};
use crate::domain::failure::Failure;
use crate::domain::remote::Remote;

use super::super::effect::Effect;
use super::super::event::Answer;
use super::super::model::{Model, Spoken};
use super::destination::TypedKey;
use super::rules::rule_mut;
use super::run::{self, Purpose, Run};
use super::{AutomationEffect, LOOK, REMOVE_ALL, REMOVE_CONFIRM, Said, edit_button, foreign_button};

/// A single change of a trigger that is on its way, or that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The trigger.
    pub trigger: TriggerId,
    /// The question, while it is on its way.
    pub asked: Option<u32>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// The rule that is switched off when its trigger is let go.
    rule: Option<RuleId>,
}

/// A key that has to be pasted once more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repasted {
    /// What was typed.
    pub key: TypedKey,
    /// What is wrong with it.
    pub problem: Option<KeyProblem>,
}

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// It is no key.
    NoKey,
    /// It is another one than the destination's.
    Another,
}

/// What is known of Zendesk's side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// What there is.
    pub found: Remote<Found>,
    /// What became of the latest calls of our webhooks.
    pub deliveries: Remote<Vec<Deliveries>>,
    /// Bringing it in line: under way, stopped or finished.
    pub run: Option<Run>,
    /// A single change.
    pub touch: Option<Touch>,
    /// Whether removing everything is about to be confirmed.
    pub confirming_removal: bool,
    /// Keys being pasted once more.
    pub repasted: Vec<(DestinationId, Repasted)>,
    /// Where the focus goes when what was pressed is gone by the time it is done.
    pub(super) regain: Vec<String>,
    pub(super) found_asked: Option<u32>,
    deliveries_asked: Option<u32>,
}

/// Something that happened to Zendesk's side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SideEvent {
    /// Look again.
    LookClicked,
    /// What there is.
    Found {
        /// Names the question.
        asked: u32,
        /// Webhooks, triggers and targets.
        answer: Answer<Found>,
    },
    /// What became of the latest calls.
    DeliveriesArrived {
        /// Names the question.
        asked: u32,
        /// For each region.
        answer: Answer<Vec<Deliveries>>,
    },
    /// Bring Zendesk in line, or go on with it.
    SetUpClicked,
    /// Bring Zendesk in line for one rule.
    RepairClicked(RuleId),
    /// Leave an edited trigger as it is, let it go and switch the rule off.
    KeepTheirsClicked(RuleId),
    /// The answer to that.
    Released {
        /// Names the question.
        asked: u32,
        /// Whether it was done.
        answer: Answer<()>,
    },
    /// Switch every rule off, in Zendesk too.
    DisableAllClicked,
    /// Remove everything: say first what that means.
    RemoveAllClicked,
    /// Do not.
    RemoveAllCancelled,
    /// Do.
    RemoveAllConfirmed,
    /// Go on with what was confirmed before.
    RemoveAllResumed,
    /// The answer to a step.
    Taken {
        /// Names the question.
        asked: u32,
        /// Whether it was done.
        answer: Answer<()>,
    },
    /// Switch a trigger of somebody else.
    SwitchClicked(TriggerId, bool),
    /// The answer to that.
    Switched {
        /// Names the question.
        asked: u32,
        /// Whether it was done.
        answer: Answer<()>,
    },
    /// A key is pasted once more.
    KeyTyped(DestinationId, TypedKey),
    /// Take it.
    KeyGiven(DestinationId),
    /// Hide what came of the last run.
    ReportDismissed,
}

impl Side {
    /// Whether it is being looked up what there is.
    pub fn is_looking(&self) -> bool {
        self.found_asked.is_some()
    }
}

impl Model {
    /// Whether nothing is on its way to Zendesk.
    pub fn side_is_idle(&self) -> bool {
        let side = &self.automation.side;
        !side.run.as_ref().is_some_and(Run::is_under_way)
            && side.touch.as_ref().is_none_or(|touch| touch.asked.is_none())
    }

    /// Whether the rules are saved as they are shown.
    pub fn rules_are_saved(&self) -> bool {
        self.store.saved().is_some_and(|saved| saved.automation == self.store.draft.automation)
    }

    /// What is to be done so that Zendesk says what the saved rules say; nothing while it is not known what there is.
    pub fn steps(&self) -> Vec<Step> {
        let (Some(saved), Some(found)) = (self.store.saved(), self.automation.side.found.known()) else {
            return Vec::new();
        };
        plan::plan(&saved.automation, found, self.subdomain())
    }

    /// The destinations whose key has to be pasted before that can be done.
    pub fn keys_wanted(&self) -> Vec<DestinationId> {
        let (Some(saved), Some(found)) = (self.store.saved(), self.automation.side.found.known()) else {
            return Vec::new();
        };
        let wanted = plan::keys_wanted(&saved.automation, found, &self.steps());
        wanted.into_iter().filter(|id| self.automation.keys.of(id).is_none()).collect()
    }

    /// What is wrong with each saved rule; nothing while it is not known what there is.
    pub fn ailments(&self) -> Vec<(RuleId, Vec<Ailment>)> {
        let (Some(saved), Some(found)) = (self.store.saved(), self.automation.side.found.known()) else {
            return Vec::new();
        };
        let deliveries = self.automation.side.deliveries.known().map_or(&[][..], Vec::as_slice);
        health::of(&saved.automation, found, deliveries, self.subdomain())
    }

    /// What other integrations left, and which rules of the draft it doubles.
    pub fn foreign(&self) -> Foreign {
        let found = self.automation.side.found.known();
        found.map(|found| foreign::of(&self.store.draft.automation, found)).unwrap_or_default()
    }
}

pub(super) fn update(model: &mut Model, event: SideEvent) -> Vec<Effect> {
    match event {
        SideEvent::LookClicked => look(model),
        SideEvent::Found { asked, answer } => arrived(model, asked, answer),
        SideEvent::DeliveriesArrived { asked, answer } => {
            let side = &mut model.automation.side;
            if side.deliveries_asked == Some(asked) {
                side.deliveries_asked = None;
                side.deliveries.absorb(answer);
            }
            Vec::new()
        }
        SideEvent::SetUpClicked => run::start(model, Purpose::SetUp),
        SideEvent::RepairClicked(rule) => run::start(model, Purpose::Repair(rule)),
        SideEvent::DisableAllClicked => run::start(model, Purpose::DisableAll),
        SideEvent::RemoveAllClicked => {
            model.automation.side.confirming_removal = true;
            vec![Effect::Focus(REMOVE_CONFIRM.to_owned())]
        }
        SideEvent::RemoveAllCancelled => {
            model.automation.side.confirming_removal = false;
            vec![Effect::Focus(REMOVE_ALL.to_owned())]
        }
        SideEvent::RemoveAllConfirmed => {
            if !model.automation.side.confirming_removal {
                return Vec::new();
            }
            model.automation.side.confirming_removal = false;
            let mut effects = vec![Effect::Focus(REMOVE_ALL.to_owned())];
            effects.extend(run::start(model, Purpose::RemoveAll));
            effects
        }
        SideEvent::RemoveAllResumed => {
            let stopped = |run: &Run| run.purpose == Purpose::RemoveAll && !run.is_under_way();
            if !model.automation.side.run.as_ref().is_some_and(stopped) {
                return Vec::new();
            }
            run::start(model, Purpose::RemoveAll)
        }
        SideEvent::Taken { asked, answer } => run::taken(model, asked, answer),
        SideEvent::KeepTheirsClicked(rule) => release(model, rule),
        SideEvent::SwitchClicked(trigger, active) => switch(model, trigger, active),
        SideEvent::Released { asked, answer } | SideEvent::Switched { asked, answer } => touched(model, asked, answer),
        SideEvent::KeyTyped(destination, key) => {
            retype(&mut model.automation.side, &destination, Repasted { key, problem: None });
            Vec::new()
        }
        SideEvent::KeyGiven(destination) => key_given(model, destination),
        SideEvent::ReportDismissed => {
            if !model.automation.side.run.as_ref().is_some_and(Run::is_under_way) {
                model.automation.side.run = None;
            }
            vec![Effect::Regain(vec![super::SET_UP.to_owned(), LOOK.to_owned()])]
        }
    }
}

/// Looks what there is. While a run is under way, it looks by itself.
pub(super) fn look(model: &mut Model) -> Vec<Effect> {
    if model.automation.side.run.as_ref().is_some_and(Run::is_under_way) {
        return Vec::new();
    }
    ask(model)
}

/// Asks what there is.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let asked = model.ask();
    let side = &mut model.automation.side;
    side.found_asked = Some(asked);
    side.found.ask();
    let destinations = model.store.saved().map(|saved| saved.automation.destinations.clone()).unwrap_or_default();
    vec![Effect::Automation(AutomationEffect::Look { asked, destinations })]
}

fn arrived(model: &mut Model, asked: u32, answer: Answer<Found>) -> Vec<Effect> {
    let side = &mut model.automation.side;
    if side.found_asked != Some(asked) {
        return Vec::new();
    }
    side.found_asked = None;
    let failure = answer.as_ref().err().cloned();
    side.found.absorb(answer);
    let mut effects = run::looked(model, failure.as_ref());
    if model.side_is_idle() {
        let regain = std::mem::take(&mut model.automation.side.regain);
        if !regain.is_empty() {
            effects.push(Effect::Regain(regain));
        }
        if failure.is_none() {
            effects.extend(ask_deliveries(model));
        }
    }
    effects
}

fn ask_deliveries(model: &mut Model) -> Vec<Effect> {
    let Some(found) = model.automation.side.found.known() else { return Vec::new() };
    let of = |region: Region| Some((region, found.webhook(region)?.id.clone()));
    let webhooks: Vec<_> = Region::ALL.into_iter().filter_map(of).collect();
    let asked = model.ask();
    let side = &mut model.automation.side;
    if webhooks.is_empty() {
        side.deliveries = Remote::Fresh(Vec::new());
        side.deliveries_asked = None;
        return Vec::new();
    }
    side.deliveries_asked = Some(asked);
    side.deliveries.ask();
    vec![Effect::Automation(AutomationEffect::LoadDeliveries { asked, webhooks })]
}

fn switch(model: &mut Model, trigger: TriggerId, active: bool) -> Vec<Effect> {
    let known = model.foreign().triggers.iter().any(|it| it.id == trigger);
    if !known || !model.side_is_idle() {
        return Vec::new();
    }
    let asked = model.ask();
    model.automation.side.touch = Some(Touch { trigger, asked: Some(asked), failure: None, rule: None });
    model.automation.side.regain = vec![foreign_button(trigger), LOOK.to_owned()];
    vec![Effect::Automation(AutomationEffect::Switch { asked, trigger, active })]
}

fn release(model: &mut Model, rule: RuleId) -> Vec<Effect> {
    if !model.side_is_idle() {
        return Vec::new();
    }
    let found = model.automation.side.found.known();
    let trigger = found.and_then(|found| found.triggers_of(&rule).first().map(|it| (*it).clone()));
    let Some(trigger) = trigger else { return Vec::new() };
    let asked = model.ask();
    let id = trigger.id;
    model.automation.side.regain = vec![edit_button(&rule), LOOK.to_owned()];
    model.automation.side.touch = Some(Touch { trigger: id, asked: Some(asked), failure: None, rule: Some(rule) });
    vec![Effect::Automation(AutomationEffect::Release { asked, trigger: Box::new(trigger) })]
}

/// A single change was answered. Each says what shall be, not what shall change, so doing it again after a lost answer does no
/// harm; what there is, is looked up in any case.
fn touched(model: &mut Model, asked: u32, answer: Answer<()>) -> Vec<Effect> {
    let Some(touch) = model.automation.side.touch.as_mut().filter(|touch| touch.asked == Some(asked)) else {
        return Vec::new();
    };
    touch.asked = None;
    let mut effects = Vec::new();
    match answer {
        Ok(()) => {
            let rule = touch.rule.take();
            model.automation.side.touch = None;
            let said = if rule.is_some() { Said::Released } else { Said::Switched };
            if let Some(rule) = rule.and_then(|id| rule_mut(model, &id)) {
                rule.active = false;
            }
            effects.extend(model.say(Spoken::Automation(said)));
        }
        Err(failure) => touch.failure = Some(failure),
    }
    effects.extend(look(model));
    effects
}

/// What is typed for a destination.
fn retype(side: &mut Side, destination: &DestinationId, now: Repasted) {
    side.repasted.retain(|(id, _)| id != destination);
    side.repasted.push((destination.clone(), now));
}

fn key_given(model: &mut Model, destination: DestinationId) -> Vec<Effect> {
    let wanted = model.store.saved().and_then(|saved| saved.automation.destination(&destination));
    let fingerprint = wanted.and_then(|it| it.fingerprint.clone());
    let side = &mut model.automation.side;
    let typed =
        side.repasted.iter().find(|(id, _)| *id == destination).map(|(_, it)| it.key.clone()).unwrap_or_default();
    let problem = match typed.key() {
        None => KeyProblem::NoKey,
        Some(key) if fingerprint.is_some_and(|wanted| wanted != key.fingerprint()) => KeyProblem::Another,
        Some(key) => {
            side.repasted.retain(|(id, _)| *id != destination);
            model.automation.keys.put(destination, key);
            return vec![Effect::Focus(super::SET_UP.to_owned())];
        }
    };
    retype(side, &destination, Repasted { key: typed, problem: Some(problem) });
    vec![Effect::Focus(key_field(&destination))]
}

/// The id of the line into which a key is pasted once more.
pub fn key_field(destination: &DestinationId) -> String {
    format!("key-{destination}")
}
