//! The latest status update of the incident that is open, and putting its words into the agent's reply.

use std::time::Duration;

use crate::domain::display::Block;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::moment::Moment;
use crate::domain::status_update::StatusUpdate;

use super::effect::{Effect, StatusUpdateEffect};
use super::event::Answer;
use super::model::{Model, Notice, Spoken};
use super::status_update::StatusUpdateEvent;
use super::{session, timeline};

/// How often the timeline is looked at for a new one while nothing else says that something changed.
const INTERVAL: Duration = Duration::from_secs(60);

/// Clocks differ, and entries can come late: this much of what was read is read again.
const OVERLAP: Duration = Duration::from_secs(300);

/// What is known of an incident's latest status update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LatestUpdate {
    /// The latest one, if there is any.
    pub known: Option<StatusUpdate>,
    /// The question that is open.
    pub asked: Option<u32>,
    /// When the timeline was read with success.
    pub read_at: Option<Moment>,
    /// When it was asked for, whatever came of it.
    pub tried_at: Option<Moment>,
}

/// Reads the latest status update of the open incident if that was not done lately, or at once when something has changed.
pub(super) fn look(model: &mut Model, changed: bool) -> Vec<Effect> {
    let Some((id, source)) = timeline::open_incident(model).filter(|_| model.shows(Block::StatusUpdate)) else {
        return Vec::new();
    };
    let now = model.now;
    let paused = model.feed.paused_until.is_some_and(|until| until > now);
    let latest = &model.dossier(&id).latest_update;
    let recent = latest.tried_at.is_some_and(|at| at.age(now) < INTERVAL);
    if latest.asked.is_some() || paused || (recent && !changed) {
        return Vec::new();
    }
    let since = latest.read_at.map(|at| at.before(OVERLAP));
    let asked = model.ask();
    let latest = &mut model.dossier(&id).latest_update;
    latest.asked = Some(asked);
    latest.tried_at = Some(now);
    vec![Effect::StatusUpdate(StatusUpdateEffect::LoadLatest { asked, source, incident: id, since })]
}

pub(super) fn update(model: &mut Model, event: StatusUpdateEvent) -> Vec<Effect> {
    match event {
        StatusUpdateEvent::LatestArrived { asked, incident, answer } => arrived(model, asked, &incident, answer),
        StatusUpdateEvent::InsertClicked(id) => {
            let latest = model.dossiers.get(&id).and_then(|dossier| dossier.latest_update.known.as_ref());
            let Some(text) = latest.map(|update| update.message.clone()) else { return Vec::new() };
            if model.circumstances().ticket_closed {
                return Vec::new();
            }
            vec![Effect::StatusUpdate(StatusUpdateEffect::Insert { text })]
        }
        StatusUpdateEvent::Inserted(answer) => match answer {
            Ok(()) => {
                model.drop_notices(|notice| matches!(notice, Notice::InsertFailed { .. }));
                model.say(Spoken::Inserted)
            }
            Err(failure) => {
                model.notify(Notice::InsertFailed { failure: failure.clone() });
                model.say(Spoken::Failed(failure))
            }
        },
        _ => Vec::new(),
    }
}

fn arrived(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Vec<StatusUpdate>>) -> Vec<Effect> {
    let now = model.now;
    let Some(dossier) = model.dossiers.get_mut(id) else { return Vec::new() };
    if dossier.latest_update.asked.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    match answer {
        Ok(updates) => {
            dossier.latest_update.read_at = Some(now);
            if let Some(newest) = updates.into_iter().max_by_key(|update| update.at) {
                adopt(model, id, newest);
            }
            Vec::new()
        }
        // What was known stays; the next look is soon enough.
        Err(Failure::Unauthorized) => session::expired(model),
        Err(_) => Vec::new(),
    }
}

/// Takes in an update unless a later one is known.
pub(super) fn adopt(model: &mut Model, id: &IncidentId, update: StatusUpdate) {
    let latest = &mut model.dossier(id).latest_update;
    if latest.known.as_ref().is_none_or(|known| known.at <= update.at) {
        latest.known = Some(update);
    }
}
