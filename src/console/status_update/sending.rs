//! Sending a status update once, and finding out what became of one whose answer was lost.

use std::time::Duration;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::status_update::{NewStatusUpdate, StatusUpdate, Subscribers};

use super::super::effect::{Effect, Focus, StatusUpdateEffect, Timer};
use super::super::event::Answer;
use super::super::model::{Model, Notice, Spoken};
use super::super::{latest_update, session, timeline};
use super::{Attempt, Sending};

/// How often the timeline is searched before the agent is told.
const MOST_LOOKUPS: u32 = 3;

/// Between two searches: what was lost may still be on its way.
const BETWEEN_LOOKUPS: Duration = Duration::from_secs(3);

/// Clocks differ: an update that PagerDuty dates so much before ours can still be ours.
const CLOCK_SKEW: Duration = Duration::from_secs(120);

/// Sends an update; the caller has asked for permission.
pub(super) fn send(model: &mut Model, id: &IncidentId, update: NewStatusUpdate) -> Vec<Effect> {
    let (asked, at) = (model.ask(), model.now);
    let after = model.dossier(id).latest_update.known.as_ref().map(|it| it.at);
    let task = model.update_draft(id);
    task.problem = None;
    task.after_resolving = false;
    task.sending = Sending::Sending(Attempt { asked, at, update: update.clone(), after });
    model.drop_notices(|notice| matches!(notice, Notice::StatusUpdateFailed { incident, .. } if incident == id));
    vec![Effect::StatusUpdate(StatusUpdateEffect::Send { asked, incident: id.clone(), update: Box::new(update) })]
}

/// The draft is to go out once the incident is resolved; says whether it can.
pub(in crate::console) fn follow_resolution(model: &mut Model, id: &IncidentId) -> bool {
    let may = model.permit_on(Action::SendStatusUpdate, id).is_ok();
    let task = model.update_draft(id);
    // What was not settled has to be settled in its own task.
    if !may || !matches!(task.sending, Sending::Editing | Sending::Failed(_)) {
        return false;
    }
    task.problem = NewStatusUpdate::plain(&task.text).err();
    task.after_resolving = task.problem.is_none();
    task.after_resolving
}

/// The resolution was taken back; says whether an update was to follow.
pub(in crate::console) fn no_longer_follow(model: &mut Model, id: &IncidentId) -> bool {
    model.updates.drafts.get_mut(id).is_some_and(|task| std::mem::take(&mut task.after_resolving))
}

/// The incident is resolved, and an update was to follow.
pub(in crate::console) fn send_after_resolving(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let Some(task) = model.updates.drafts.get_mut(id).filter(|task| task.after_resolving) else { return Vec::new() };
    task.after_resolving = false;
    let checked = NewStatusUpdate::plain(&task.text);
    match checked {
        Ok(update) if model.permit_on(Action::SendStatusUpdate, id).is_ok() => send(model, id, update),
        _ => {
            model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: None });
            Vec::new()
        }
    }
}

/// The incident could not be resolved, so the update that was to follow stays a draft.
pub(in crate::console) fn keep_after_refusal(model: &mut Model, id: &IncidentId) {
    let Some(task) = model.updates.drafts.get_mut(id).filter(|task| task.after_resolving) else { return };
    task.after_resolving = false;
    model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: None });
}

pub(super) fn answered(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<StatusUpdate>) -> Vec<Effect> {
    let Some(task) = model.updates.drafts.get_mut(id) else { return Vec::new() };
    let attempt = match &task.sending {
        Sending::Sending(attempt) if attempt.asked == asked => attempt.clone(),
        _ => return Vec::new(),
    };
    match answer {
        Ok(update) => sent(model, id, update),
        Err(why) if why.leaves_doubt() => look_up(model, id, attempt, 0, why),
        Err(failure) => failed(model, id, &failure),
    }
}

fn failed(model: &mut Model, id: &IncidentId, failure: &Failure) -> Vec<Effect> {
    model.update_draft(id).sending = Sending::Failed(failure.clone());
    if model.updating() != Some(id) {
        // Nobody looks at the draft, so a message leads back to it.
        model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: Some(failure.clone()) });
    }
    let mut effects = model.say(Spoken::Failed(failure.clone()));
    if *failure == Failure::Unauthorized {
        effects.extend(session::expired(model));
    }
    effects
}

pub(super) fn look_up(model: &mut Model, id: &IncidentId, attempt: Attempt, lookups: u32, why: Failure) -> Vec<Effect> {
    let asked = model.ask();
    let since = attempt.at.before(CLOCK_SKEW);
    let checking = Sending::Checking { attempt, asked: Some(asked), lookups: lookups + 1, why };
    model.update_draft(id).sending = checking;
    vec![Effect::StatusUpdate(StatusUpdateEffect::LookUp { asked, incident: id.clone(), since })]
}

/// The pause between two searches is over.
pub(in crate::console) fn look_again(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let Some(task) = model.updates.drafts.get(id) else { return Vec::new() };
    match &task.sending {
        Sending::Checking { attempt, asked: None, lookups, why } => {
            let (attempt, lookups, why) = (attempt.clone(), *lookups, why.clone());
            look_up(model, id, attempt, lookups, why)
        }
        _ => Vec::new(),
    }
}

pub(super) fn looked_up(
    model: &mut Model,
    asked: u32,
    id: &IncidentId,
    answer: Answer<Vec<StatusUpdate>>,
) -> Vec<Effect> {
    let me = model.me().map(|me| me.name.clone());
    let Some(task) = model.updates.drafts.get_mut(id) else { return Vec::new() };
    let Sending::Checking { attempt, asked: open, lookups, why } = &mut task.sending else { return Vec::new() };
    if open.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    let is_it = |update: &StatusUpdate| {
        let mine = update.who.is_none() || me.is_none() || update.who == me;
        mine && update.message == attempt.update.message() && attempt.after.is_none_or(|after| update.at > after)
    };
    let (last, why) = (*lookups >= MOST_LOOKUPS, why.clone());
    match answer {
        Ok(updates) => match updates.into_iter().find(is_it) {
            Some(update) => sent(model, id, update),
            None if last => failed(model, id, &why),
            None => vec![Effect::Wake(Timer::UpdateCheck(id.clone()), BETWEEN_LOOKUPS)],
        },
        Err(failure) => {
            let expired = failure == Failure::Unauthorized;
            if !last && !expired {
                return vec![Effect::Wake(Timer::UpdateCheck(id.clone()), BETWEEN_LOOKUPS)];
            }
            task.sending = Sending::Doubt { attempt: attempt.clone(), why: why.clone() };
            if model.updating() != Some(id) {
                model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: Some(why.clone()) });
            }
            let mut effects = model.say(Spoken::Failed(why));
            if expired {
                effects.extend(session::expired(model));
            }
            effects
        }
    }
}

fn sent(model: &mut Model, id: &IncidentId, update: StatusUpdate) -> Vec<Effect> {
    let task = model.updates.drafts.remove(id).unwrap_or_default();
    let mut effects = Vec::new();
    if model.updating() == Some(id) {
        model.task = None;
        effects.push(Effect::Focus(Focus::Incident(id.clone())));
    }
    if task.insert {
        let text = update.message.clone();
        effects.push(Effect::StatusUpdate(StatusUpdateEffect::Insert { text }));
    }
    latest_update::adopt(model, id, update);
    let subscribers = task.recipients.known.known().map(Subscribers::counts);
    model.drop_notices(|notice| matches!(notice, Notice::StatusUpdateFailed { incident, .. } if incident == id));
    model.notify(Notice::StatusUpdateSent { incident: id.clone(), subscribers });
    effects.extend(model.say(Spoken::StatusUpdateSent));
    effects.extend(timeline::reload_open_sections(model));
    effects
}
