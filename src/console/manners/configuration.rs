//! What administrators save takes effect in open consoles: they read the setting again when they hear of it, and when somebody
//! comes back to one that has not read it for long.
//!
//! Whoever is in the account can say that it was saved, so following that is bounded like every hint, and what counts is what the
//! setting says.

use std::time::Duration;

use crate::domain::configuration::Decided;
use crate::domain::moment::Moment;

use super::super::effect::{Effect, Timer};
use super::super::event::Answer;
use super::super::model::Model;
use super::super::{start, timeline};
use super::MannersEffect;

/// The span over which consoles that hear the same spread their questions: every agent of the account may have one open.
const SPREAD: u64 = 10_000;

/// Between two readings that hints have caused.
const BETWEEN_READINGS: Duration = Duration::from_secs(15);

/// Who comes back to a console after so long looks at what was decided meanwhile, whether or not a hint came.
const OLD: Duration = Duration::from_secs(600);

/// When the setting was read, and whether it was saved since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    read_at: Moment,
    heard: bool,
    waiting: bool,
}

/// The console begins, with the setting that Zendesk handed over.
pub(super) fn begin(model: &mut Model) {
    model.manners.configuration.read_at = model.now;
}

/// Somebody says that it was saved.
pub(super) fn heard(model: &mut Model) -> Vec<Effect> {
    model.manners.configuration.heard = true;
    resume(model)
}

/// Sees to it that it is read where that is due and somebody looks.
pub(super) fn resume(model: &mut Model) -> Vec<Effect> {
    let age = model.manners.configuration.read_at.age(model.now);
    let Watch { heard, waiting, .. } = model.manners.configuration;
    if waiting || !model.visible || !model.online || !(heard || age >= OLD) {
        return Vec::new();
    }
    let spread = if heard { Duration::from_millis(model.manners.hints.draw(SPREAD)) } else { Duration::ZERO };
    model.manners.configuration.waiting = true;
    vec![Effect::Wake(Timer::Configuration, spread.max(BETWEEN_READINGS.saturating_sub(age)))]
}

/// Reads it, unless nobody looks any more.
pub(super) fn read(model: &mut Model) -> Vec<Effect> {
    model.manners.configuration.waiting = false;
    if !model.visible || !model.online {
        return Vec::new();
    }
    model.manners.configuration.heard = false;
    model.manners.configuration.read_at = model.now;
    vec![Effect::Manners(MannersEffect::ReadConfiguration)]
}

/// Goes by it from now on. One that could not be read leaves things as they are until the next occasion.
pub(super) fn arrived(model: &mut Model, answer: Answer<Box<Decided>>) -> Vec<Effect> {
    match (answer, &mut model.surroundings) {
        (Ok(decided), Some(surroundings)) => {
            let Decided { permissions, display, mirroring } = *decided;
            surroundings.permissions = permissions;
            surroundings.display = display;
            surroundings.mirroring = mirroring;
            start::permit(model);
            timeline::load_open_sections(model)
        }
        (Err(failure), _) if failure.may_pass() => heard(model),
        _ => Vec::new(),
    }
}
