//! How long an acknowledged incident is kept quiet. PagerDuty REST: `POST /incidents/{id}/snooze`.

use std::time::Duration;

use super::moment::Moment;

/// The longest snooze that PagerDuty takes: a week, in seconds.
pub const LONGEST: u64 = 604_800;

/// A unit for a number that an agent types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SnoozeUnit {
    /// 60 seconds.
    Minutes,
    /// 3600 seconds.
    #[default]
    Hours,
    /// 86400 seconds.
    Days,
}

impl SnoozeUnit {
    fn seconds(self) -> u64 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }
}

/// One of the choices of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnoozeChoice {
    /// So many hours.
    Hours(u64),
    /// Until the next morning, by the agent's clock.
    Until(Moment),
    /// What the agent types.
    Own,
}

/// What is wrong with the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnoozeProblem {
    /// There is no whole number above zero.
    NoNumber,
    /// It is longer than PagerDuty takes.
    TooLong,
    /// The time has passed.
    Past,
}

/// A snooze that can be sent: 1 to 604800 seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snooze(u64);

impl Snooze {
    /// Works out how long `choice` is at `now`; `typed` and `unit` are the agent's own number.
    pub fn check(choice: SnoozeChoice, typed: &str, unit: SnoozeUnit, now: Moment) -> Result<Self, SnoozeProblem> {
        let seconds = match choice {
            SnoozeChoice::Hours(hours) => hours.saturating_mul(3_600),
            SnoozeChoice::Until(until) => match now.age(until).as_millis().div_ceil(1_000) {
                0 => return Err(SnoozeProblem::Past),
                seconds => u64::try_from(seconds).unwrap_or(u64::MAX),
            },
            SnoozeChoice::Own => match number(typed) {
                None | Some(0) => return Err(SnoozeProblem::NoNumber),
                Some(number) => number.saturating_mul(unit.seconds()),
            },
        };
        if seconds > LONGEST { Err(SnoozeProblem::TooLong) } else { Ok(Self(seconds)) }
    }

    /// How long, in seconds.
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// When it ends if it begins at `now`.
    pub fn until(self, now: Moment) -> Moment {
        now.after(Duration::from_secs(self.0))
    }
}

/// A whole number in the digits of any of our languages: Latin, Arabic, Persian, or full-width as Japanese keyboards write them.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 9 {
        return None;
    }
    text.chars().try_fold(0_u64, |number, character| {
        let zero = match character {
            '0'..='9' => '0',
            '٠'..='٩' => '٠',
            '۰'..='۹' => '۰',
            '０'..='９' => '０',
            _ => return None,
        };
        Some(number * 10 + u64::from(u32::from(character) - u32::from(zero)))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Moment = Moment(1_000_000);

    fn own(typed: &str, unit: SnoozeUnit) -> Result<u64, SnoozeProblem> {
        Snooze::check(SnoozeChoice::Own, typed, unit, NOW).map(Snooze::seconds)
    }

    #[test]
    fn a_number_is_read_in_the_digits_of_every_language() {
        for typed in ["90", " 90 ", "٩٠", "۹۰", "９０"] {
            assert_eq!(own(typed, SnoozeUnit::Minutes), Ok(5_400), "{typed}");
        }
        for typed in ["", "0", "-5", "1.5", "1e3", "an hour", "99999999999999999999"] {
            assert_eq!(own(typed, SnoozeUnit::Minutes), Err(SnoozeProblem::NoNumber), "{typed}");
        }
    }

    #[test]
    fn a_week_is_the_longest() {
        assert_eq!(own("7", SnoozeUnit::Days), Ok(LONGEST));
        assert_eq!(own("8", SnoozeUnit::Days), Err(SnoozeProblem::TooLong));
        assert_eq!(own("168", SnoozeUnit::Hours), Ok(LONGEST));
        assert_eq!(own("999999999", SnoozeUnit::Days), Err(SnoozeProblem::TooLong));
    }

    #[test]
    fn until_a_time_is_as_long_as_it_is_away() {
        let until =
            |at| Snooze::check(SnoozeChoice::Until(Moment(at)), "", SnoozeUnit::Hours, NOW).map(Snooze::seconds);
        assert_eq!(until(NOW.0 + 90_000), Ok(90));
        assert_eq!(until(NOW.0), Err(SnoozeProblem::Past));
        assert_eq!(until(NOW.0 - 1), Err(SnoozeProblem::Past));
    }

    proptest! {
        #[test]
        fn what_is_sent_is_always_what_pagerduty_takes(typed in "\\PC{0,12}", hours in 0_u64..400, at in 0_i64..900_000_000) {
            for choice in [SnoozeChoice::Own, SnoozeChoice::Hours(hours.max(1)), SnoozeChoice::Until(Moment(at))] {
                if let Ok(snooze) = Snooze::check(choice, &typed, SnoozeUnit::Days, NOW) {
                    prop_assert!((1..=LONGEST).contains(&snooze.seconds()));
                }
            }
        }
    }
}
