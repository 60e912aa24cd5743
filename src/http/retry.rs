//! When to ask again: pure functions of what happened.

use std::time::Duration;

use super::{Failure, Method};

/// The most times that one question is asked.
pub const MOST_ATTEMPTS: u32 = 3;

/// How long to wait before the request is sent again, or `None` to give up and tell.
///
/// Only reads are repeated by themselves: PagerDuty has no idempotency key, so a lost answer to a write must be looked up instead.
/// Being rate limited is not retried here either: the screen says so and counts down.
pub fn wait_before_next(method: Method, failure: &Failure, attempts: u32) -> Option<Duration> {
    let passing = matches!(failure, Failure::Unreachable | Failure::TimedOut | Failure::Broken { .. });
    (method == Method::Get && passing && attempts < MOST_ATTEMPTS)
        .then(|| Duration::from_millis(300 * (1 << attempts.min(5))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_write_is_never_sent_twice() {
        for method in [Method::Post, Method::Put, Method::Delete] {
            assert_eq!(wait_before_next(method, &Failure::Unreachable, 0), None);
        }
    }

    #[test]
    fn a_refusal_is_not_asked_again() {
        for failure in [Failure::Unauthorized, Failure::NotFound, Failure::RateLimited { seconds: Some(1) }] {
            assert_eq!(wait_before_next(Method::Get, &failure, 0), None);
        }
    }

    proptest! {
        #[test]
        fn retrying_ends_and_waits_are_short(attempts in 0_u32..100) {
            let wait = wait_before_next(Method::Get, &Failure::TimedOut, attempts);
            prop_assert_eq!(wait.is_some(), attempts < MOST_ATTEMPTS);
            prop_assert!(wait.unwrap_or_default() <= Duration::from_secs(3));
        }
    }
}
