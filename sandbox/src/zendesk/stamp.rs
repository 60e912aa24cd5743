//! Zendesk's timestamps: UTC, whole seconds, `2026-11-22T09:14:57Z`.

use jiff::Timestamp;

/// One second in milliseconds.
pub(crate) const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub(crate) const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub(crate) const DAY: i64 = 24 * HOUR;

/// Milliseconds since the epoch as Zendesk writes them; the fraction is cut off.
pub(crate) fn stamp(milliseconds: i64) -> String {
    Timestamp::from_second(milliseconds.div_euclid(SECOND)).map_or_else(|_| String::new(), |at| at.to_string())
}

/// Reads a timestamp with `Z` or an offset; `None` when it is not one.
pub(crate) fn parse(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_has_whole_seconds_and_reads_back() {
        assert_eq!(stamp(1_795_338_897_654), "2026-11-22T09:14:57Z");
        assert_eq!(parse("2026-11-22T09:14:57Z"), Some(1_795_338_897_000));
        assert_eq!(parse("2026-11-22T10:14:57+01:00"), Some(1_795_338_897_000));
        assert_eq!(parse("last Tuesday"), None);
    }
}
