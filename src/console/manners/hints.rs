//! Consoles that show the same incident follow each other within seconds.
//!
//! A change made here sends a hint to every console of the account. A hint is never data: whoever hears one that concerns its ticket
//! or its incidents asks PagerDuty itself. Hints come from anybody in the account, so they are read to the letter, and following them
//! is bounded: a little later than heard, by a different span in each console, and less and less often while nothing new is found.

use std::time::Duration;

use crate::domain::failure::Failure;
use crate::domain::hint::Hint;
use crate::domain::moment::Moment;

use super::super::effect::{Effect, Timer};
use super::super::event::{Answer, Event};
use super::super::feed;
use super::super::model::Model;
use super::super::people::PeopleEvent;
use super::super::status_update::StatusUpdateEvent;
use super::super::workflow::WorkflowEvent;
use super::MannersEffect;

/// Changes within this time make one hint.
const GATHER: Duration = Duration::from_millis(300);

/// Between two hints of one console. Zendesk takes a hundred from the whole account in a minute.
const BETWEEN_HINTS: Duration = Duration::from_secs(2);

/// After Zendesk refused a hint none is sent for so long; the others look by themselves anyway.
const AFTER_REFUSAL: Duration = Duration::from_secs(600);

/// The span over which consoles that hear the same hint spread their questions.
const SPREAD: u64 = 1_500;

/// Between two questions that hints have caused.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);

/// The same after many hints that brought nothing new.
const LONGEST_BETWEEN_LOOKS: Duration = Duration::from_secs(80);

/// The state of both directions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Names this console.
    own: u64,
    /// The last number drawn.
    drawn: u64,
    /// No hint before then.
    silent_until: Moment,
    /// Whether a hint is about to be sent.
    telling: bool,
    /// When a hint was last followed, and what was known then.
    followed: Option<(Moment, u64)>,
    /// Hints in a row that brought nothing new.
    idle: u32,
    /// Whether one is waiting to be followed.
    heard: bool,
}

impl Hints {
    pub(super) fn begin(&mut self, seed: u64) {
        self.own = seed;
        self.drawn = seed;
    }

    /// A number below `bound`; nothing depends on its being hard to guess.
    pub(super) fn draw(&mut self, bound: u64) -> u64 {
        self.drawn = self.drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.drawn >> 33) % bound.max(1)
    }
}

/// Whether an event tells that this console has changed something, or may have. An action joins with a line here.
pub(super) fn tells_of_change(event: &Event) -> bool {
    fn made<T>(answer: &Answer<T>) -> bool {
        answer.as_ref().map_or_else(Failure::leaves_doubt, |_| true)
    }
    match event {
        Event::AcknowledgeAnswered(_, answer) | Event::ResolveAnswered(_, answer) | Event::CreateAnswered(answer) => {
            made(answer)
        }
        Event::NoteAnswered { answer, .. } => made(answer),
        Event::LinksWritten { answer, .. } => made(answer),
        Event::BacklinkAnswered(_, answer) | Event::Workflow(WorkflowEvent::Answered { answer, .. }) => made(answer),
        Event::StatusUpdate(StatusUpdateEvent::Answered { answer, .. }) => made(answer),
        Event::People(PeopleEvent::Answered { answer, .. }) => made(answer),
        Event::People(PeopleEvent::CancelAnswered { answer, .. }) => made(answer),
        _ => false,
    }
}

/// Something changed: the others hear of it in a moment.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    if model.manners.hints.telling || model.ticket_id().is_none() {
        return Vec::new();
    }
    model.manners.hints.telling = true;
    let pause = model.now.age(model.manners.hints.silent_until);
    vec![Effect::Wake(Timer::Hint, pause.max(GATHER))]
}

/// Sends the hint.
pub(super) fn tell(model: &mut Model) -> Vec<Effect> {
    let telling = std::mem::take(&mut model.manners.hints.telling);
    let (Some(ticket), true, true) = (model.ticket_id(), telling, model.online) else { return Vec::new() };
    model.manners.hints.silent_until = model.now.after(BETWEEN_HINTS);
    let incidents = model.shown_incidents().into_iter().map(|incident| incident.id).collect();
    vec![Effect::Manners(MannersEffect::SendHint(Hint { from: model.manners.hints.own, ticket, incidents }))]
}

/// Zendesk answered to a hint. A failure is nobody's business: the others look by themselves within seconds.
pub(super) fn sent(model: &mut Model, answer: &Answer<()>) {
    if answer.as_ref().is_err_and(|failure| !failure.leaves_doubt()) {
        model.manners.hints.silent_until = model.now.after(AFTER_REFUSAL);
    }
}

fn concerns(model: &Model, hint: &Hint) -> bool {
    let shared = |id| model.feed.known.contains_key(id) && model.belongs(id);
    hint.from != model.manners.hints.own
        && (model.ticket_id() == Some(hint.ticket) || hint.incidents.iter().any(shared))
}

/// A text came that may be a hint.
pub(super) fn heard(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(hint) = Hint::read(text) else { return Vec::new() };
    if !concerns(model, &hint) || model.manners.hints.heard {
        return Vec::new();
    }
    model.manners.hints.heard = true;
    resume(model)
}

/// Sees to it that a hint that was heard is followed, unless nobody looks.
pub(super) fn resume(model: &mut Model) -> Vec<Effect> {
    if !model.manners.hints.heard || !model.visible || !model.online {
        return Vec::new();
    }
    let spread = Duration::from_millis(model.manners.hints.draw(SPREAD));
    let between = (BETWEEN_LOOKS * 2_u32.pow(model.manners.hints.idle.min(4))).min(LONGEST_BETWEEN_LOOKS);
    let since = model.manners.hints.followed.map_or(between, |(at, _)| at.age(model.now));
    vec![Effect::Wake(Timer::Hinted, spread + between.saturating_sub(since))]
}

/// What a look can find to be new: the time of the last change of each incident, and how many there are, in one number.
fn print(model: &Model) -> u64 {
    let mix = |print: u64, number: i64| (print ^ number.unsigned_abs()).wrapping_mul(0x0100_0000_01b3);
    model.feed.known.values().fold(1, |print, incident| mix(mix(print, incident.changed_at.0), incident.created_at.0))
}

/// Follows a hint: asks for everything that may be another.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    if !std::mem::take(&mut model.manners.hints.heard) {
        return Vec::new();
    }
    let known = print(model);
    let hints = &mut model.manners.hints;
    let new = hints.followed.is_none_or(|(_, before)| before != known);
    hints.idle = if new { 0 } else { hints.idle.saturating_add(1) };
    hints.followed = Some((model.now, known));
    let mut effects = feed::refresh_now(model);
    if model.ticket.known().is_some() && !effects.contains(&Effect::LoadTicket) {
        effects.push(Effect::LoadTicket);
    }
    effects
}
