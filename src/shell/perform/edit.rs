//! Editing and snoozing an incident. A lost answer is looked up: both leave their trace on the incident itself.

use std::time::Duration;

use crate::console::edit::Written;
use crate::console::event::Answer;
use crate::domain::edit::{EditValues, IncidentChange};
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::link::Reference;
use crate::domain::moment::Moment;
use crate::domain::snooze::Snooze;
use crate::http::Transport;
use crate::pagerduty;
use crate::shell::world::World;

use super::{Api, act};

/// How far PagerDuty's clock may be from ours.
const CLOCK_SKEW: Duration = Duration::from_secs(120);

/// Saves an edit unless somebody else has changed the same since the agent saw it. PagerDuty has no update on a condition, so the
/// incident is read just before.
pub(super) async fn save<W: World>(world: &W, id: &IncidentId, change: &IncidentChange, seen: &EditValues) -> Written {
    let save = async |api: Api<'_, W>| {
        let before = api.incident(&Reference::Id(id.clone())).await?;
        let now = EditValues::of(&before);
        if !before.is_open() || change.fields().into_iter().any(|field| !seen.agrees(&now, field)) {
            return Ok(Written::Overtaken(Box::new(before)));
        }
        let answer = api.edit(id, change).await;
        Ok(look_up(&api, id, answer, |incident| change.is_made(incident)).await)
    };
    // What failed before anything was sent has changed nothing.
    act(world, save).await.unwrap_or_else(|failure| Written::Failed { failure, settled: true })
}

/// Snoozes an incident.
pub(super) async fn snooze<W: World>(world: &W, id: &IncidentId, snooze: Snooze, until: Moment) -> Written {
    let send = async |api: Api<'_, W>| {
        let answer = api.snooze(id, snooze).await;
        let is_made = |incident: &Incident| {
            incident.triggers_again_at.is_some_and(|at| at >= until.before(CLOCK_SKEW) && at <= until.after(CLOCK_SKEW))
        };
        Ok(look_up(&api, id, answer, is_made).await)
    };
    act(world, send).await.unwrap_or_else(|failure| Written::Failed { failure, settled: true })
}

async fn look_up<T: Transport>(
    api: &pagerduty::Api<T>,
    id: &IncidentId,
    answer: Answer<Incident>,
    is_made: impl Fn(&Incident) -> bool,
) -> Written {
    let failure: Failure = match answer {
        Ok(incident) => return Written::Made(Box::new(incident)),
        Err(failure) if !failure.leaves_doubt() => return Written::Failed { failure, settled: true },
        Err(failure) => failure,
    };
    match api.incident(&Reference::Id(id.clone())).await {
        Ok(incident) if is_made(&incident) => Written::Made(Box::new(incident)),
        Ok(_) => Written::Failed { failure, settled: true },
        Err(_) => Written::Failed { failure, settled: false },
    }
}
