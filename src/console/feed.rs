//! Keeping the ticket's incidents up to date while somebody looks.

use std::time::Duration;

use crate::domain::ability::Ability;
use crate::domain::failure::Failure;
use crate::domain::id::IncidentId;
use crate::domain::incident::{Incident, Status};
use crate::domain::moment::Moment;

use super::effect::{Effect, Timer};
use super::event::{Answer, Found};
use super::model::{Model, Question, Spoken, Stage};
use super::{edit, linked_tickets, mirror, related, session, start, timeline};

/// Between two looks while an incident is open.
const INTERVAL: Duration = Duration::from_secs(15);

/// Between two looks while nothing is open.
const IDLE_INTERVAL: Duration = Duration::from_secs(60);

/// How often relative times move on.
const TICK: Duration = Duration::from_secs(10);

/// Coming back into view within this time asks for nothing new.
const RECENT: Duration = Duration::from_secs(5);

/// The longest pause between two attempts, whatever the other side asks.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// How long to wait after `failures` failures in a row, of which `failure` was the last.
pub(super) fn pause_after(failure: &Failure, failures: u32) -> Duration {
    let own = INTERVAL * 2_u32.pow(failures.saturating_sub(1).min(4));
    match failure {
        Failure::RateLimited { seconds: Some(seconds) } => {
            Duration::from_secs(u64::from(*seconds).max(1)).min(LONGEST_PAUSE)
        }
        _ => own,
    }
}

/// Asks for everything, unless there is a reason not to.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(source) = model.source() else { return Vec::new() };
    let paused = model.feed.paused_until.is_some_and(|until| until > model.now);
    // Until the agent's groups are known the question goes out, to lose no time; what it brings is shown only if they allow it.
    let allowed = model.agent.known().is_none() || model.abilities.has(Ability::View);
    if model.stage != Stage::Running || !model.visible || !model.online || paused || !allowed {
        return Vec::new();
    }
    if !model.feed.questions.is_empty() {
        model.feed.again = true;
        return Vec::new();
    }
    model.feed.paused_until = None;
    let key = model.key();
    let keyed = model.feed.by_key.clone().unwrap_or_default();
    let linked = model.ticket.known().map(|ticket| ticket.links.ids().to_vec()).unwrap_or_default();
    let ids: Vec<_> = linked.into_iter().filter(|id| !keyed.contains(id)).collect();
    if key.is_none() && ids.is_empty() {
        model.feed.by_key.get_or_insert_default();
        return Vec::new();
    }
    let asked = model.ask();
    model.feed.questions.push(Question { asked, by_key: key.is_some(), ids: ids.clone() });
    let mut effects = vec![Effect::LoadIncidents { asked, source, key, ids }, Effect::Wake(Timer::Tick, TICK)];
    effects.extend(start::load_missing(model));
    effects
}

/// Asks because the agent wants it, also for the ticket and for open sections.
pub(super) fn refresh_now(model: &mut Model) -> Vec<Effect> {
    let mut effects = refresh(model);
    effects.extend(start::load_missing(model));
    effects.extend(timeline::reload_open_sections(model));
    effects.extend(linked_tickets::reload(model));
    effects
}

/// Asks for linked incidents that nobody has asked for yet, beside whatever is under way.
fn ask_for_unknown_links(model: &mut Model) -> Vec<Effect> {
    let under_way: Vec<_> = model.feed.questions.iter().flat_map(|question| question.ids.clone()).collect();
    let ids: Vec<_> = model.unknown_links().into_iter().filter(|id| !under_way.contains(id)).collect();
    let (Some(source), false) = (model.source(), ids.is_empty()) else { return Vec::new() };
    if !model.online {
        return Vec::new();
    }
    let asked = model.ask();
    model.feed.questions.push(Question { asked, by_key: false, ids: ids.clone() });
    vec![Effect::LoadIncidents { asked, source, key: None, ids }]
}

/// The ticket is there, so its links are known.
pub(super) fn ticket_arrived(model: &mut Model) -> Vec<Effect> {
    let mut effects = ask_for_unknown_links(model);
    effects.extend(timeline::load_open_sections(model));
    effects
}

/// An answer about the incidents.
pub(super) fn arrived(model: &mut Model, asked: u32, answer: Answer<Found>) -> Vec<Effect> {
    let Some(place) = model.feed.questions.iter().position(|question| question.asked == asked) else {
        return Vec::new();
    };
    let question = model.feed.questions.remove(place);
    match answer {
        Ok(found) => take_in(model, &question, found),
        Err(failure) => failed(model, failure),
    }
}

fn take_in(model: &mut Model, question: &Question, found: Found) -> Vec<Effect> {
    let before: Vec<_> = model.shown_incidents().into_iter().map(|it| (it.id, it.status)).collect();
    let first_time = model.feed.updated_at.is_none();
    model.feed.updated_at = Some(model.now);
    model.feed.failure = None;
    model.feed.failures = 0;
    if question.by_key {
        model.feed.by_key = Some(found.by_key.iter().map(|incident| incident.id.clone()).collect());
    }
    for id in &question.ids {
        model.feed.missing.remove(id);
    }
    model.feed.missing.extend(found.missing);
    for incident in found.by_key.into_iter().chain(found.by_id) {
        keep_newer(model, incident);
    }
    let mut effects = edit::meet(model);
    effects.extend(ask_for_unknown_links(model));
    let after: Vec<_> = model.shown_incidents().into_iter().map(|it| (it.id, it.status)).collect();
    if before != after && !first_time {
        effects.extend(model.say(Spoken::IncidentsChanged(after.len())));
        effects.extend(timeline::reload_open_sections(model));
    }
    effects.extend(timeline::load_open_sections(model));
    effects.extend(related::look(model));
    effects.extend(mirror::look_into_priorities(model));
    if model.feed.questions.is_empty() {
        if std::mem::take(&mut model.feed.again) {
            effects.extend(refresh(model));
        } else {
            let open = model.shown_incidents().iter().any(Incident::is_open);
            effects.push(Effect::Wake(Timer::Poll, if open { INTERVAL } else { IDLE_INTERVAL }));
        }
    }
    effects
}

/// By what two records of an incident are told apart: the later one is the truer.
fn age(incident: &Incident) -> (Moment, Moment, Status) {
    (incident.updated_at, incident.changed_at, incident.status)
}

/// A slow answer must not take back what a faster one told.
pub(super) fn keep_newer(model: &mut Model, incident: Incident) {
    let known = model.feed.known.get(&incident.id);
    if known.is_none_or(|known| age(known) <= age(&incident)) {
        model.feed.known.insert(incident.id.clone(), incident);
    }
}

fn failed(model: &mut Model, failure: Failure) -> Vec<Effect> {
    model.feed.failures = model.feed.failures.saturating_add(1);
    model.feed.again = false;
    let wait = pause_after(&failure, model.feed.failures);
    if matches!(failure, Failure::RateLimited { .. }) {
        model.feed.paused_until = Some(model.now.after(wait));
    }
    if failure == Failure::Unauthorized && model.me().is_some() {
        return session::expired(model);
    }
    model.feed.failure = Some(failure);
    vec![Effect::Wake(Timer::Poll, wait), Effect::Wake(Timer::Tick, TICK)]
}

/// Somebody looks again, or the network is back.
pub(super) fn resume(model: &mut Model) -> Vec<Effect> {
    let recent = model.feed.updated_at.is_some_and(|at| at.age(model.now) < RECENT);
    if recent && model.feed.failure.is_none() {
        return vec![Effect::Wake(Timer::Poll, INTERVAL), Effect::Wake(Timer::Tick, TICK)];
    }
    let mut effects = refresh(model);
    effects.push(Effect::Wake(Timer::Tick, TICK));
    if let (true, Some(until)) = (model.feed.questions.is_empty(), model.feed.paused_until) {
        effects.push(Effect::Wake(Timer::Poll, model.now.age(until)));
    }
    effects
}

/// Nobody looks: nothing is asked until somebody does.
pub(super) fn suspend() -> Vec<Effect> {
    vec![Effect::Hush(Timer::Poll), Effect::Hush(Timer::Tick)]
}

/// Relative times move on; the event itself brought the new time.
pub(super) fn tick(model: &Model) -> Vec<Effect> {
    let looking = model.visible && model.source().is_some();
    if looking { vec![Effect::Wake(Timer::Tick, TICK)] } else { Vec::new() }
}

/// The next look is soon, because something is open now.
pub(super) fn look_soon() -> Effect {
    Effect::Wake(Timer::Poll, INTERVAL)
}

/// Takes in an incident that a change brought back.
pub(super) fn adopt(model: &mut Model, incident: Incident) {
    model.feed.known.insert(incident.id.clone(), incident);
}

/// Forgets what was read with the agent's token.
pub(super) fn forget(model: &mut Model) {
    model.feed = super::model::Feed::default();
    model.related = related::RelatedSearch::default();
    model.dossiers.retain(|_, dossier| !dossier.note_draft.is_empty() || !dossier.outbox.is_empty());
    super::status_update::forget(model);
    super::workflow::forget(model);
}

/// Whether the incident is among those that carry the ticket's key.
pub(super) fn carries_key(model: &Model, id: &IncidentId) -> bool {
    model.feed.by_key.as_ref().is_some_and(|keyed| keyed.contains(id))
}
