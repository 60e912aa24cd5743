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

/// The day as placeholders write it: `November 22, 2026`.
pub(crate) fn long_date(milliseconds: i64) -> String {
    written(milliseconds, "%B %-d, %Y")
}

/// The minute as comments are dated in mails: `Nov 22, 2026, 09:14`.
pub(crate) fn spoken(milliseconds: i64) -> String {
    written(milliseconds, "%b %-d, %Y, %H:%M")
}

fn written(milliseconds: i64, form: &str) -> String {
    Timestamp::from_millisecond(milliseconds).map(|at| at.strftime(form).to_string()).unwrap_or_default()
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
        assert_eq!(long_date(1_795_338_897_654), "November 22, 2026");
        assert_eq!(spoken(1_795_338_897_654), "Nov 22, 2026, 09:14");
    }
}
