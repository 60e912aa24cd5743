//! Requests counted in windows of one minute.
//!
//! Source: PagerDuty developer documentation, "REST API Rate Limits" (960 each minute for a user and an app) and
//! the limits of single operations (`POST` and `PUT /incidents`: 300 each minute).

use super::time::{MINUTE, SECOND};
use std::collections::HashMap;

/// What all requests of one caller share.
pub(crate) const GENERAL: u32 = 960;

/// The counters of every caller.
#[derive(Default)]
pub(crate) struct Limits(HashMap<String, Window>);

#[derive(Clone, Copy)]
struct Window {
    started: i64,
    used: u32,
}

/// Where a caller stands after a request, as the `ratelimit-*` headers tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds until the window ends.
    pub(crate) reset: i64,
    pub(crate) exceeded: bool,
}

impl Limits {
    /// Counts one request against `limit` for `key`.
    pub(crate) fn count(&mut self, key: &str, limit: u32, now: i64) -> Standing {
        let window = self.0.entry(key.to_owned()).or_insert(Window { started: now, used: 0 });
        if now - window.started >= MINUTE {
            *window = Window { started: now, used: 0 };
        }
        let exceeded = window.used >= limit;
        if !exceeded {
            window.used += 1;
        }
        Standing {
            limit,
            remaining: limit.saturating_sub(window.used),
            reset: (window.started + MINUTE - now + SECOND - 1) / SECOND,
            exceeded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_and_opens_again_after_a_minute() {
        let mut limits = Limits::default();
        for used in 1..=3 {
            let standing = limits.count("maya", 3, 1_000);
            assert!(!standing.exceeded);
            assert_eq!(standing.remaining, 3 - used);
        }
        let refused = limits.count("maya", 3, 31_000);
        assert!(refused.exceeded);
        assert_eq!(refused.reset, 30);
        assert!(!limits.count("jonas", 3, 31_000).exceeded, "each caller has a window of their own");
        assert!(!limits.count("maya", 3, 61_000).exceeded);
    }
}
