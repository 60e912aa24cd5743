//! Taking back a request for help that nobody has answered.

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::people::Target;
use crate::domain::responder::{Cancellation, ResponderState};

use super::super::effect::{Effect, Focus};
use super::super::event::Answer;
use super::super::model::{Model, Notice, Spoken};
use super::super::{feed, session, timeline};
use super::PeopleEffect;

pub(super) fn ask(model: &mut Model, incident: IncidentId, target: Target) -> Vec<Effect> {
    let pending = model.incident(&incident).is_some_and(|known| {
        known.responder_requests.iter().any(|request| request.target.is(&target) && request.is_pending())
    });
    let under_way = model.people.cancelling.iter().any(|(id, other)| *id == incident && other.is(&target));
    let may = model.permit_on(Action::AddResponders, &incident).is_ok();
    let (Some(me), true, true, false) = (model.me().map(|me| me.id.clone()), may, pending, under_way) else {
        return Vec::new();
    };
    forget(model, &incident, &target);
    model.people.cancelling.push((incident.clone(), target.clone()));
    vec![Effect::People(PeopleEffect::Cancel { incident, me, target })]
}

pub(super) fn answered(
    model: &mut Model,
    incident: &IncidentId,
    target: &Target,
    answer: Answer<Cancellation>,
) -> Vec<Effect> {
    let Some(place) = model.people.cancelling.iter().position(|(id, other)| id == incident && other.is(target)) else {
        return Vec::new();
    };
    model.people.cancelling.remove(place);
    let mut effects = match &answer {
        Ok(Cancellation::Cancelled) => {
            cross_out(model, incident, target);
            // The button that was pressed goes away with the request.
            let mut effects = vec![Effect::Focus(Focus::Incident(incident.clone()))];
            effects.extend(model.say(Spoken::RequestCancelled));
            effects
        }
        Ok(_) => {
            model.notify(Notice::NotCancelled { incident: incident.clone(), target: target.clone(), answer });
            model.say(Spoken::NotCancelled)
        }
        Err(failure) => {
            let failure = failure.clone();
            model.notify(Notice::NotCancelled { incident: incident.clone(), target: target.clone(), answer });
            let mut effects = model.say(Spoken::Failed(failure.clone()));
            if failure == Failure::Unauthorized {
                effects.extend(session::expired(model));
            }
            effects
        }
    };
    // It tells who has answered meanwhile, and after a lost answer whether it was taken back.
    effects.extend(feed::refresh(model));
    effects.extend(timeline::reload_open_sections(model));
    effects
}

fn cross_out(model: &mut Model, incident: &IncidentId, target: &Target) {
    let Some(known) = model.feed.known.get_mut(incident) else { return };
    let requests = known.responder_requests.iter_mut().filter(|request| request.target.is(target));
    for responder in requests.flat_map(|request| request.responders.iter_mut()) {
        if responder.state == ResponderState::Pending {
            responder.state = ResponderState::Cancelled;
        }
    }
}

fn forget(model: &mut Model, incident: &IncidentId, target: &Target) {
    let outdated = |notice: &Notice| matches!(notice, Notice::NotCancelled { incident: id, target: other, .. } if id == incident && other.is(target));
    model.drop_notices(outdated);
}
