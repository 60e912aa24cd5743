//! Formatting where there is no browser: plain English in UTC, the same on every machine.
//!
//! It stands in for `Intl` in native tests, so that what they read is certain.

use crate::domain::moment::civil_from_days;

use super::locale::Locale;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY: i64 = 86_400_000;

/// English without a browser.
pub(super) struct Engine;

#[allow(clippy::unused_self, reason = "the same methods as the browser's engine, which keeps its objects")]
impl Engine {
    pub(super) fn new(_locale: &Locale, _time_zone: &str) -> Self {
        Self
    }

    pub(super) fn number(&self, value: u64) -> String {
        let digits = value.to_string();
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }

    pub(super) fn category(&self, count: u64) -> String {
        if count == 1 { "one" } else { "other" }.to_owned()
    }

    pub(super) fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
        }
    }

    pub(super) fn parts(&self, items: &[String]) -> String {
        items.join(" ")
    }

    pub(super) fn ago(&self, value: u64, unit: &'static str) -> String {
        match (value, unit) {
            (0, "second") => "now".to_owned(),
            (1, "day") => "yesterday".to_owned(),
            _ => format!("{} ago", self.unit(value, unit)),
        }
    }

    pub(super) fn unit(&self, value: u64, unit: &'static str) -> String {
        let short = match unit {
            "second" => "sec",
            "minute" => "min",
            "hour" => "hr",
            "day" if value != 1 => "days",
            other => other,
        };
        format!("{} {short}", self.number(value))
    }

    pub(super) fn time(&self, at: i64) -> String {
        let minutes = at.rem_euclid(DAY) / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// Knows the zones with a fixed distance to UTC, which say that of UTC to them, so that east is negative.
    pub(super) fn time_in(&self, at: i64, time_zone: &str) -> Option<String> {
        let hours: i64 = match time_zone {
            "UTC" => 0,
            zone => zone.strip_prefix("Etc/GMT")?.parse().ok()?,
        };
        Some(self.time(at - hours * 3_600_000))
    }

    pub(super) fn date_time(&self, at: i64) -> String {
        let (year, month, day) = civil_from_days(at.div_euclid(DAY));
        let month = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
        format!("{month} {day}, {year}, {}", self.time(at))
    }

    pub(super) fn clock(&self, at: i64) -> String {
        format!("{} {}", self.day(at), self.time(at))
    }

    pub(super) fn day(&self, at: i64) -> String {
        let (year, month, day) = civil_from_days(at.div_euclid(DAY));
        format!("{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, Engine};
    use crate::i18n::Locale;

    #[test]
    fn english_reads_as_english() {
        let engine = Engine::new(&Locale::english(), "UTC");
        let list = |items: &[&str]| engine.list(&items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>());
        assert_eq!(engine.number(1_234_567), "1,234,567");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b, and c");
        assert_eq!(engine.date_time(20_779 * DAY + 50_880_000), "Nov 22, 2026, 14:08");
        assert_eq!(engine.day(20_779 * DAY), "2026-11-22");
    }
}
