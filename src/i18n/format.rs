//! Numbers, ages, moments and lists in the agent's language and time zone.
//!
//! Moments are milliseconds since 1970-01-01 UTC. In the browser the work is done by `Intl`;
//! native tests read plain English in UTC.

use super::engine::Engine;
use super::locale::Locale;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const DAY_MINUTES: i64 = 24 * 60;
const MINUTE_MILLISECONDS: i64 = 60_000;

/// What [`day_number`] makes of 1970-01-01.
const EPOCH_DAY: i64 = 719_469;

/// How a moment's day lies to today, in the agent's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// The same calendar day.
    Today,
    /// The calendar day before.
    Yesterday,
    /// Any other day, before or after.
    Other,
}

/// The formats of one locale and one time zone. None of its methods can fail.
pub struct Formats {
    engine: Engine,
}

impl Formats {
    /// `time_zone` is an IANA name, for example `Europe/Berlin` (Zendesk Apps Framework:
    /// `currentUser.timeZone.ianaName`); an empty or unknown one means the browser's own.
    pub fn new(locale: &Locale, time_zone: &str) -> Self {
        Self { engine: Engine::new(locale, time_zone) }
    }

    /// A whole number with the grouping of the language: `1,234`.
    pub fn number(&self, value: u64) -> String {
        self.engine.number(value)
    }

    /// The CLDR plural category of a count: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub fn category(&self, count: u64) -> String {
        self.engine.category(count)
    }

    /// Items joined as a sentence does it: `Payments, Platform, and Data`.
    pub fn list(&self, items: &[String]) -> String {
        self.engine.list(items)
    }

    /// How long ago a moment was: `now`, `9 min ago`, `yesterday`.
    ///
    /// A moment in the future reads as `now`: it only means that two clocks disagree.
    pub fn relative(&self, then: i64, now: i64) -> String {
        let age = elapsed(then, now);
        match age {
            ..MINUTE => self.engine.ago(age / SECOND, "second"),
            MINUTE..HOUR => self.engine.ago(age / MINUTE, "minute"),
            HOUR..DAY => self.engine.ago(age / HOUR, "hour"),
            _ => self.engine.ago(age / DAY, "day"),
        }
    }

    /// A span in at most two units: `20 sec`, `42 min`, `1 hr 12 min`, `3 days 4 hr`.
    pub fn duration(&self, milliseconds: u64) -> String {
        match milliseconds {
            ..MINUTE => self.engine.unit(milliseconds / SECOND, "second"),
            MINUTE..HOUR => self.engine.unit(milliseconds / MINUTE, "minute"),
            HOUR..DAY => self.two_units(milliseconds, (HOUR, "hour"), (MINUTE, "minute")),
            _ => self.two_units(milliseconds, (DAY, "day"), (HOUR, "hour")),
        }
    }

    /// The span from one moment to a later one, as [`Formats::duration`]; never negative.
    pub fn since(&self, then: i64, now: i64) -> String {
        self.duration(elapsed(then, now))
    }

    /// The time of day, with the clock of the language: `14:08` or `2:08 PM`.
    pub fn time(&self, at: i64) -> String {
        self.engine.time(at)
    }

    /// The time of day in another time zone, an IANA name; nothing when nobody knows that zone.
    pub fn time_in(&self, at: i64, time_zone: &str) -> Option<String> {
        self.engine.time_in(at, time_zone)
    }

    /// Date and time: `Nov 22, 2026, 14:08`.
    pub fn date_time(&self, at: i64) -> String {
        self.engine.date_time(at)
    }

    /// Whether a moment was today or yesterday, by the calendar of the agent's time zone.
    pub fn day(&self, at: i64, now: i64) -> Day {
        let numbered = |moment| day_number(&self.engine.day(moment));
        match (numbered(at), numbered(now)) {
            (Some(that), Some(today)) if that == today => Day::Today,
            (Some(that), Some(today)) if that + 1 == today => Day::Yesterday,
            _ => Day::Other,
        }
    }

    /// The next moment after `now` at which the agent's clock stands at `hour` on the calendar day after today.
    ///
    /// Where that hour does not exist, because clocks are put forward, it is the moment by the clock before the change.
    pub fn tomorrow_at(&self, hour: i64, now: i64) -> i64 {
        let local = self.local_minutes(now);
        let wanted = (local.div_euclid(DAY_MINUTES) + 1) * DAY_MINUTES + hour * 60;
        let now_minutes = now.div_euclid(MINUTE_MILLISECONDS);
        let first = wanted - (local - now_minutes);
        // The offset can be another by then.
        let offset = self.local_minutes(first * MINUTE_MILLISECONDS) - first;
        (wanted - offset) * MINUTE_MILLISECONDS
    }

    /// Minutes since 1970 as the agent's clock and calendar count them; as UTC does when the browser cannot tell.
    fn local_minutes(&self, at: i64) -> i64 {
        let clock = self.engine.clock(at);
        let read = || {
            let (day, time) = clock.split_once(' ')?;
            let (hours, minutes) = time.split_once(':')?;
            let days = day_number(day)? - EPOCH_DAY;
            Some(days * DAY_MINUTES + hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
        };
        read().unwrap_or_else(|| at.div_euclid(MINUTE_MILLISECONDS))
    }

    fn two_units(
        &self,
        milliseconds: u64,
        (large, large_unit): (u64, &'static str),
        (small, small_unit): (u64, &'static str),
    ) -> String {
        let mut parts = vec![self.engine.unit(milliseconds / large, large_unit)];
        let rest = milliseconds % large / small;
        if rest > 0 {
            parts.push(self.engine.unit(rest, small_unit));
        }
        self.engine.parts(&parts)
    }
}

/// Milliseconds from one moment to a later one, zero when it is not later.
fn elapsed(then: i64, now: i64) -> u64 {
    u64::try_from(now.saturating_sub(then)).unwrap_or(0)
}

/// Counts days so that neighbors differ by one, from a day written `2026-11-22`.
fn day_number(day: &str) -> Option<i64> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // A year from March to February puts the leap day at its end.
    let year = if month > 2 { year } else { year - 1 };
    let month_from_march = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + (153 * month_from_march + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::{Day, Formats, HOUR, MINUTE, SECOND, day_number};
    use crate::i18n::Locale;

    /// 2026-11-22 14:08:00 UTC.
    const NOW: i64 = 1_795_356_480_000;
    const SECONDS: i64 = 1_000;
    const MINUTES: i64 = 60 * SECONDS;
    const HOURS: i64 = 60 * MINUTES;

    fn formats() -> Formats {
        Formats::new(&Locale::english(), "UTC")
    }

    #[test]
    fn ages_use_the_largest_unit_that_has_passed() {
        let ago = |age| formats().relative(NOW - age, NOW);
        assert_eq!(ago(0), "now");
        assert_eq!(ago(10 * SECONDS), "10 sec ago");
        assert_eq!(ago(59 * SECONDS + 999), "59 sec ago");
        assert_eq!(ago(9 * MINUTES), "9 min ago");
        assert_eq!(ago(5 * HOURS), "5 hr ago");
        assert_eq!(ago(30 * HOURS), "yesterday");
        assert_eq!(ago(-3 * SECONDS), "now");
        assert_eq!(formats().relative(i64::MAX, i64::MIN), "now");
    }

    #[test]
    fn spans_use_at_most_two_units() {
        let formats = formats();
        assert_eq!(formats.duration(20 * SECOND), "20 sec");
        assert_eq!(formats.duration(42 * MINUTE), "42 min");
        assert_eq!(formats.duration(72 * MINUTE), "1 hr 12 min");
        assert_eq!(formats.duration(2 * HOUR), "2 hr");
        assert_eq!(formats.duration(76 * HOUR), "3 days 4 hr");
        assert_eq!(formats.since(NOW, NOW - 5), "0 sec");
    }

    #[test]
    fn moments_know_their_day() {
        let formats = formats();
        assert_eq!(formats.time(NOW), "14:08");
        assert_eq!(formats.time_in(NOW, "Etc/GMT-9").as_deref(), Some("23:08"));
        assert_eq!(formats.time_in(NOW, "Nowhere/Atlantis"), None);
        assert_eq!(formats.date_time(NOW), "Nov 22, 2026, 14:08");
        assert_eq!(formats.day(NOW - 14 * HOURS, NOW), Day::Today);
        assert_eq!(formats.day(NOW - 15 * HOURS, NOW), Day::Yesterday);
        assert_eq!(formats.day(NOW - 48 * HOURS, NOW), Day::Other);
        assert_eq!(formats.day(NOW + 24 * HOURS, NOW), Day::Other);
    }

    #[test]
    fn tomorrow_morning_is_on_the_next_day_of_the_calendar() {
        let morning = NOW - 14 * HOURS - 8 * MINUTES + 8 * HOURS;
        assert_eq!(formats().tomorrow_at(8, NOW), morning + 24 * HOURS);
        assert_eq!(formats().tomorrow_at(8, morning - 8 * HOURS), morning + 24 * HOURS, "just after midnight");
        assert_eq!(day_number("1970-01-01"), Some(super::EPOCH_DAY));
    }

    #[test]
    fn days_follow_one_another_over_months_and_leap_years() {
        let number = |day| day_number(day).unwrap_or_default();
        for (before, after) in [
            ("2026-12-31", "2027-01-01"),
            ("2024-02-28", "2024-02-29"),
            ("2024-02-29", "2024-03-01"),
            ("2026-02-28", "2026-03-01"),
            ("2000-02-29", "2000-03-01"),
        ] {
            assert_eq!(number(before) + 1, number(after), "{before}");
        }
        assert_eq!(day_number("22.11.2026"), None);
    }
}
