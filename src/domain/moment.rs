//! Instants and the time between them; no formatting, no time zones, no clock.

use std::time::Duration;

/// An instant: milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Reads an ISO 8601 date and time with seconds and an offset, as PagerDuty and Zendesk write it
    /// (`2026-11-22T14:08:00Z`, `2026-11-22T14:08:00.123+01:00`).
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once(['T', ' '])?;
        let (year, month, day) = triple(date, '-')?;
        let zone_at = rest.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = rest.split_at(zone_at);
        let (whole, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let (hour, minute, second) = triple(whole, ':')?;
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 24 || minute > 59 || second > 60 {
            return None;
        }
        let milliseconds = match fraction.get(..fraction.len().min(3)) {
            None | Some("") => 0,
            Some(digits) => {
                let value: i64 = digits.parse().ok()?;
                value * [100, 10, 1].get(digits.len() - 1)?
            }
        };
        let seconds = days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
        Some(Self((seconds - offset_seconds(zone)?) * 1_000 + milliseconds))
    }

    /// The same instant in ISO 8601, UTC, to the second; what both vendors accept.
    pub fn to_iso(self) -> String {
        let seconds = self.0.div_euclid(1_000);
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// How long ago `self` was at `now`; zero when clocks disagree and `self` is later.
    pub fn age(self, now: Self) -> Duration {
        Duration::from_millis(u64::try_from(now.0 - self.0).unwrap_or(0))
    }

    /// The instant `wait` later.
    #[must_use]
    pub fn after(self, wait: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The instant `span` earlier.
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }
}

fn triple(text: &str, separator: char) -> Option<(i64, i64, i64)> {
    let mut parts = text.split(separator);
    let numbers = (digits(parts.next()?)?, digits(parts.next()?)?, digits(parts.next()?)?);
    parts.next().is_none().then_some(numbers)
}

fn digits(text: &str) -> Option<i64> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn offset_seconds(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None => rest.split_at_checked(2)?,
    };
    let minutes = if minutes.is_empty() { 0 } else { digits(minutes)? };
    Some(sign * (digits(hours)? * 3_600 + minutes * 60))
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, counting from March so that a leap day ends the year.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The Gregorian year, month and day of a number of days since 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(civil_from_days(0), (1970, 1, 1));
        assert_eq!(civil_from_days(11_016), (2000, 2, 29));
        assert_eq!(civil_from_days(20_779), (2026, 11, 22));
        assert_eq!(civil_from_days(-1), (1969, 12, 31));
    }

    #[test]
    fn vendors_dates_are_read() {
        assert_eq!(Moment::parse("1970-01-01T00:00:00Z"), Some(Moment(0)));
        assert_eq!(Moment::parse("2026-11-22T14:08:00Z"), Some(Moment(1_795_356_480_000)));
        assert_eq!(Moment::parse("2026-11-22T15:08:00.25+01:00"), Some(Moment(1_795_356_480_250)));
        assert_eq!(Moment::parse("2026-11-22T15:08:00+0100"), Moment::parse("2026-11-22T14:08:00Z"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "today", "2026-13-01T00:00:00Z", "2026-11-22", "2026-11-22T14:08:00", "2026-11-22T14:08Z", "+-T::Z"]
        {
            assert_eq!(Moment::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_clock_that_runs_ahead_gives_no_negative_age() {
        assert_eq!(Moment(5).age(Moment(3)), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn writing_and_reading_gives_the_same_second(seconds in -2_000_000_000_i64..8_000_000_000) {
            prop_assert_eq!(Moment::parse(&Moment(seconds * 1_000).to_iso()), Some(Moment(seconds * 1_000)));
        }

        #[test]
        fn no_text_stops_the_reader(text in ".{0,40}") {
            let _ = Moment::parse(&text);
        }
    }
}
