//! Who is on call: rotations that hand over at an hour of their own time zone.

use crate::pagerduty::model::{Id, Schedule, Target};
use crate::pagerduty::time;
use crate::pagerduty::world::World;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// A turn: who holds it, from when until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) user: Id,
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Schedule {
    /// The turn that covers `at`; `None` when nobody is in the rotation.
    pub(crate) fn turn(&self, at: i64) -> Option<Turn> {
        let zone = time::zone(&self.time_zone).unwrap_or(TimeZone::UTC);
        let local = Timestamp::from_millisecond(at).ok()?.to_zoned(zone.clone());
        let mut day = days_since_origin(local.date());
        if local.hour() < self.handoff_hour {
            day -= 1;
        }
        let length = self.turn_days.max(1);
        let number = day.div_euclid(length);
        let people = i64::try_from(self.users.len()).ok().filter(|people| *people > 0)?;
        let user = self.users.get(usize::try_from(number.rem_euclid(people)).ok()?)?.clone();
        Some(Turn {
            user,
            start: self.handoff(number * length, &zone)?,
            end: self.handoff((number + 1) * length, &zone)?,
        })
    }

    /// The turns that overlap `since..until`, oldest first.
    pub(crate) fn turns(&self, since: i64, until: i64) -> Vec<Turn> {
        let mut turns = Vec::new();
        let mut at = since;
        while let Some(turn) = self.turn(at) {
            at = turn.end;
            turns.push(turn);
            if at >= until {
                break;
            }
        }
        turns
    }

    /// The handoff on the `day`th day after the origin, in milliseconds.
    fn handoff(&self, day: i64, zone: &TimeZone) -> Option<i64> {
        let day = origin().checked_add(jiff::Span::new().try_days(day).ok()?).ok()?;
        let zoned = day.at(self.handoff_hour, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        Some(zoned.timestamp().as_millisecond())
    }
}

/// A Monday from which turns are counted.
fn origin() -> Date {
    date(2024, 1, 1)
}

fn days_since_origin(day: Date) -> i64 {
    origin().until(day).map_or(0, |span| i64::from(span.get_days()))
}

impl World {
    /// The users on call at `level` (from 1) of a policy, each once, in the order of the targets.
    pub(crate) fn on_call(&self, policy: &str, level: usize, at: i64) -> Vec<Id> {
        let rule = self.policies.get(policy).and_then(|policy| policy.rules.get(level.checked_sub(1)?));
        let mut users = Vec::new();
        for target in rule.map(|rule| rule.targets.as_slice()).unwrap_or_default() {
            let user = match target {
                Target::User(id) => Some(id.clone()),
                Target::Schedule(id) => {
                    self.schedules.get(id).and_then(|schedule| schedule.turn(at)).map(|turn| turn.user)
                }
            };
            if let Some(user) = user.filter(|user| !users.contains(user)) {
                users.push(user);
            }
        }
        users
    }

    /// The first level at or above `from` with somebody on call, with those people.
    pub(crate) fn next_level(&self, policy: &str, from: usize, at: i64) -> Option<(usize, Vec<Id>)> {
        let levels = self.policies.get(policy).map_or(0, |policy| policy.rules.len());
        (from..=levels).map(|level| (level, self.on_call(policy, level, at))).find(|(_, users)| !users.is_empty())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::*;

    fn weekly(users: &[&str]) -> Schedule {
        Schedule {
            name: "Weekly".into(),
            time_zone: "Europe/Berlin".into(),
            users: users.iter().map(|user| (*user).to_owned()).collect(),
            turn_days: 7,
            handoff_hour: 9,
        }
    }

    #[test]
    fn a_turn_hands_over_at_the_local_hour_across_a_clock_change() {
        let schedule = weekly(&["a", "b"]);
        let before = time::parse("2026-03-29T12:00:00Z", None).unwrap();
        let turn = schedule.turn(before).unwrap();
        assert_eq!(time::format(turn.start, None), "2026-03-23T08:00:00Z");
        assert_eq!(time::format(turn.end, None), "2026-03-30T07:00:00Z");
        let next = schedule.turn(turn.end).unwrap();
        assert_ne!(next.user, turn.user);
        assert_eq!(schedule.turn(turn.end - 1).unwrap(), turn);
    }

    #[test]
    fn turns_cover_a_range_without_gaps_and_an_empty_rotation_has_none() {
        let schedule = weekly(&["a", "b", "c"]);
        let turns = schedule.turns(0, 30 * time::DAY);
        assert!(turns.len() >= 5);
        assert!(turns.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert!(weekly(&[]).turns(0, time::DAY).is_empty());
    }
}
