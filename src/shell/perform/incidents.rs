//! Incidents: finding, acknowledging and resolving them, and the notes that go with that.

use crate::console::Source;
use crate::console::event::{Answer, Found};
use crate::domain::draft::{Assignment, NewNote};
use crate::domain::failure::{Failure, Told};
use crate::domain::id::IncidentId;
use crate::domain::incident::{Incident, IncidentKey};
use crate::domain::link::{Reference, mentions};
use crate::http::Transport;
use crate::pagerduty;
use crate::shell::world::World;

use super::{act, ask};

/// The incidents that carry `key`, and those in `ids` as far as this user may see them.
pub(super) async fn find<W: World>(
    world: &W,
    source: Source,
    key: Option<&IncidentKey>,
    ids: &[IncidentId],
) -> Answer<Found> {
    ask(world, source, async |api| {
        let keyed = async {
            match key {
                Some(key) => api.incidents_with_key(key).await,
                None => Ok(Vec::new()),
            }
        };
        let named = futures_util::future::join_all(ids.iter().map(|id| one(&api, id)));
        let (keyed, named) = futures_util::future::join(keyed, named).await;
        let mut found = Found { by_key: keyed?, ..Found::default() };
        for (id, answer) in ids.iter().zip(named) {
            match answer? {
                Some(incident) => found.by_id.push(incident),
                None => found.missing.push(id.clone()),
            }
        }
        Ok(found)
    })
    .await
}

async fn one<T: Transport>(api: &pagerduty::Api<T>, id: &IncidentId) -> Answer<Option<Incident>> {
    match api.incident(&Reference::Id(id.clone())).await {
        Ok(incident) => Ok(Some(incident)),
        // One incident that this user may not see must not hide the others.
        Err(Failure::NotFound | Failure::Forbidden(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Escalation policies, then users, by a part of their name.
pub(super) async fn assignees<T: Transport>(api: &pagerduty::Api<T>, query: &str) -> Answer<Vec<Assignment>> {
    let (policies, users) = futures_util::future::join(api.escalation_policies(query), api.users(query)).await;
    let policies = policies?.items.into_iter().map(Assignment::EscalationPolicy);
    Ok(policies.chain(users?.items.into_iter().map(Assignment::User)).collect())
}

/// PagerDuty opens a resolved incident again when it is acknowledged, which nobody means who has not seen that it is resolved.
pub(super) async fn acknowledge<T: Transport>(api: &pagerduty::Api<T>, id: &IncidentId) -> Answer<Incident> {
    let incident = api.incident(&Reference::Id(id.clone())).await?;
    if !incident.is_open() {
        return Err(Failure::Conflict(Told::default()));
    }
    api.acknowledge(id).await
}

/// Resolves; the note is written first, and if that fails nothing is resolved.
pub(super) async fn resolve<T: Transport>(
    api: &pagerduty::Api<T>,
    id: &IncidentId,
    note: Option<&NewNote>,
    leaving: bool,
) -> Answer<Incident> {
    // On the way out there is time for one request; it carries the note as the resolution.
    if let (Some(note), false) = (note, leaving) {
        // A lost answer to the note must not write it twice when the agent resolves again.
        ensure_note(api, id, note).await?;
    }
    api.resolve(id, note).await
}

/// Writes the note unless the incident has one with the same words already.
async fn ensure_note<T: Transport>(api: &pagerduty::Api<T>, id: &IncidentId, note: &NewNote) -> Answer<()> {
    if api.notes(id).await?.iter().any(|known| known.content == note.text()) {
        return Ok(());
    }
    api.post_note(id, note).await.map(|_| ())
}

/// Links that are made again, and lost answers, must not leave a second note with the ticket's address.
pub(super) async fn ensure_backlink<W: World>(world: &W, id: &IncidentId) -> Answer<()> {
    let Some(backlink) = world.backlink() else { return Ok(()) };
    let Ok(note) = NewNote::check(&backlink.text) else { return Ok(()) };
    act(world, async |api| {
        if api.notes(id).await?.iter().any(|note| mentions(&note.content, &backlink.address)) {
            return Ok(());
        }
        api.post_note(id, &note).await.map(|_| ())
    })
    .await
}
