//! ISO-8601 in and out, and the time zones in which a caller may ask for it.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// One second in milliseconds.
pub(crate) const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub(crate) const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub(crate) const DAY: i64 = 24 * HOUR;

/// Milliseconds as whole-second ISO-8601: `2026-03-06T15:28:51Z`, or with the offset of `zone`.
pub(crate) fn format(milliseconds: i64, zone: Option<&TimeZone>) -> String {
    let Ok(timestamp) = Timestamp::from_second(milliseconds.div_euclid(SECOND)) else {
        return String::new();
    };
    match zone {
        None => timestamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        Some(zone) => timestamp.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    }
}

/// Reads an ISO-8601 instant; one without an offset is taken to be in `zone` (UTC when that is `None`).
pub(crate) fn parse(text: &str, zone: Option<&TimeZone>) -> Option<i64> {
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Some(timestamp.as_millisecond());
    }
    let local: DateTime = text.parse().ok()?;
    let zone = zone.cloned().unwrap_or(TimeZone::UTC);
    Some(local.to_zoned(zone).ok()?.timestamp().as_millisecond())
}

/// The time zone of an IANA name such as `America/Lima`.
pub(crate) fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn instants_are_written_in_utc_or_in_the_zone_asked_for() {
        let at = parse("2026-03-06T15:28:51Z", None).unwrap();
        assert_eq!(format(at, None), "2026-03-06T15:28:51Z");
        let lima = zone("America/Lima").unwrap();
        assert_eq!(format(at, Some(&lima)), "2026-03-06T10:28:51-05:00");
    }

    #[test]
    fn an_instant_without_an_offset_is_local_to_the_zone() {
        let tokyo = zone("Asia/Tokyo").unwrap();
        assert_eq!(parse("2026-03-07T00:00:00", Some(&tokyo)), parse("2026-03-06T15:00:00Z", None));
        assert_eq!(parse("2026-03-06", None), parse("2026-03-06T00:00:00Z", None));
        assert_eq!(parse("yesterday", None), None);
        assert!(zone("Mars/Olympus").is_none());
    }
}
