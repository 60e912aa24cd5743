//! Trying every call to PagerDuty, one after the other.
//!
//! A browser that refuses an answer and a network that is down look the same. So after a call without an answer a call that is
//! known to work is made: if that is answered, the other one was refused; if it is not, the network is down and the rest is left.

use std::time::Duration;

use crate::domain::failure::Failure;
use crate::domain::setup::Probe;

use super::super::effect::{Effect, Timer};
use super::super::event::Answer;
use super::super::model::Model;
use super::SetupEffect;

/// How long to wait between two calls, so that a run never comes near PagerDuty's limit of 960 a minute.
const PAUSE: Duration = Duration::from_millis(150);
/// How long to wait when PagerDuty limits requests and does not say how long.
const WAIT: u32 = 10;
/// The longest wait; after that whoever looks decides.
const LONGEST_WAIT: u32 = 60;

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// PagerDuty answered, whatever it said.
    Answered,
    /// No answer came while others did: the browser withheld it.
    Refused,
    /// No answer came in time.
    TimedOut,
}

/// What is known of the calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// What became of each call that was tried.
    pub results: Vec<(Probe, Reached)>,
    /// Why the last run ended before its end.
    pub stopped: Option<Failure>,
    /// The run that is under way.
    pub run: Option<Run>,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    asked: u32,
    probes: &'static [Probe],
    /// The next one's place in the list.
    next: usize,
    current: Current,
}

/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Current {
    /// Pausing before the next call; `waited` says that PagerDuty has limited requests and this is the wait for that.
    Pausing { waited: bool },
    /// Waiting for the answer to a call.
    Trying { waited: bool },
    /// Waiting for the answer to the call that tells a refusal from a broken network.
    Doubting { doubted: Probe },
}

impl Run {
    /// How many calls were tried and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.probes.len())
    }

    /// Whether it waits because PagerDuty limits requests.
    pub fn is_limited(&self) -> bool {
        matches!(self.current, Current::Pausing { waited: true })
    }
}

impl Reach {
    /// What became of a call, if it was tried.
    pub fn of(&self, probe: Probe) -> Option<Reached> {
        self.results.iter().find(|(known, _)| *known == probe).map(|(_, reached)| *reached)
    }

    /// The calls that do not come through.
    pub fn failed(&self) -> Vec<(Probe, Reached)> {
        self.results.iter().filter(|(_, reached)| *reached != Reached::Answered).copied().collect()
    }

    /// Whether every call of this list was tried.
    pub fn knows_all(&self, probes: &[Probe]) -> bool {
        probes.iter().all(|probe| self.of(*probe).is_some())
    }

    fn note(&mut self, probe: Probe, reached: Reached) {
        match self.results.iter_mut().find(|(known, _)| *known == probe) {
            Some(known) => known.1 = reached,
            None => self.results.push((probe, reached)),
        }
    }
}

/// Begins to try these calls; a run that is under way is given up for it.
pub(super) fn begin(model: &mut Model, probes: &'static [Probe]) -> Vec<Effect> {
    let asked = model.ask();
    model.setup.reach.stopped = None;
    model.setup.reach.run = Some(Run { asked, probes, next: 0, current: Current::Pausing { waited: false } });
    woke(model)
}

/// Forgets everything.
pub(super) fn forget(model: &mut Model) -> Vec<Effect> {
    let was_running = model.setup.reach.run.is_some();
    model.setup.reach = Reach::default();
    if was_running { vec![Effect::Hush(Timer::Probe)] } else { Vec::new() }
}

/// The pause is over.
pub(super) fn woke(model: &mut Model) -> Vec<Effect> {
    let Some(run) = &mut model.setup.reach.run else { return Vec::new() };
    let Current::Pausing { waited } = run.current else { return Vec::new() };
    let Some(probe) = run.probes.get(run.next).copied() else {
        model.setup.reach.run = None;
        return Vec::new();
    };
    run.current = Current::Trying { waited };
    vec![Effect::Setup(SetupEffect::Probe { asked: run.asked, probe })]
}

/// An answer, or that none came. Says whether the token is no longer taken, besides what is to be done.
pub(super) fn answered(model: &mut Model, asked: u32, answer: &Answer<()>) -> (bool, Vec<Effect>) {
    let reach = &mut model.setup.reach;
    let Some(run) = reach.run.as_mut().filter(|run| run.asked == asked) else { return (false, Vec::new()) };
    let silence = match answer {
        Err(failure @ (Failure::Unreachable | Failure::TimedOut)) => Some(failure.clone()),
        _ => None,
    };
    match (run.current, run.probes.get(run.next).copied()) {
        (Current::Doubting { doubted }, _) => {
            if silence.is_some() {
                return (false, stop(reach, silence));
            }
            reach.note(doubted, Reached::Refused);
            (false, go_on(reach))
        }
        (Current::Trying { waited }, Some(probe)) => match (answer, silence) {
            (Err(Failure::Unauthorized), _) => (true, stop(reach, Some(Failure::Unauthorized))),
            (Err(Failure::RateLimited { seconds }), _) if !waited => {
                run.current = Current::Pausing { waited: true };
                let seconds = seconds.unwrap_or(WAIT).clamp(1, LONGEST_WAIT);
                (false, vec![Effect::Wake(Timer::Probe, Duration::from_secs(seconds.into()))])
            }
            (Err(failure @ Failure::RateLimited { .. }), _) => (false, stop(reach, Some(failure.clone()))),
            (_, None) => {
                reach.note(probe, Reached::Answered);
                (false, go_on(reach))
            }
            (_, Some(failure)) if probe == Probe::Me => (false, stop(reach, Some(failure))),
            (_, Some(Failure::TimedOut)) => {
                reach.note(probe, Reached::TimedOut);
                (false, go_on(reach))
            }
            (_, Some(_)) => {
                run.current = Current::Doubting { doubted: probe };
                (false, vec![Effect::Setup(SetupEffect::Probe { asked, probe: Probe::Me })])
            }
        },
        (Current::Pausing { .. } | Current::Trying { .. }, _) => (false, Vec::new()),
    }
}

fn go_on(reach: &mut Reach) -> Vec<Effect> {
    let Some(run) = &mut reach.run else { return Vec::new() };
    run.next += 1;
    run.current = Current::Pausing { waited: false };
    if run.next < run.probes.len() { vec![Effect::Wake(Timer::Probe, PAUSE)] } else { stop(reach, None) }
}

fn stop(reach: &mut Reach, why: Option<Failure>) -> Vec<Effect> {
    reach.stopped = why;
    reach.run = None;
    Vec::new()
}
