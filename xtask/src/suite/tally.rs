//! Counts tests from what the test runners report.

use std::ops::Add;

use anyhow::{Context as _, bail};
use regex_lite::Regex;
use serde_json::Value;

/// How many tests ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
    /// Not run, by their own wish.
    pub(super) skipped: u64,
}

impl Tally {
    /// A step that is one check and passed.
    pub(super) const ONE: Self = Self { passed: 1, failed: 0, skipped: 0 };

    /// Makes sure that the counts agree with how the runner ended, and that anything ran at all.
    fn settle(mut self, success: bool) -> anyhow::Result<Self> {
        if self.passed + self.failed == 0 {
            bail!(if success { "no tests ran" } else { "no tests ran: they could not be built or started" });
        }
        // A runner that failed without a failed test met something else, such as a crash or a test program that did not compile.
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        Ok(self)
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// Sums the result lines of `cargo test`, one for each test program.
pub(super) fn of_cargo(output: &str, success: bool) -> anyhow::Result<Tally> {
    let pattern = Regex::new(r"(?m)^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;")?;
    let number = |captures: &regex_lite::Captures<'_>, index| {
        captures.get(index).and_then(|group| group.as_str().parse().ok()).unwrap_or(0)
    };
    let tallies = pattern.captures_iter(output).map(|captures| Tally {
        passed: number(&captures, 1),
        failed: number(&captures, 2),
        skipped: number(&captures, 3),
    });
    tallies.fold(Tally::default(), Add::add).settle(success)
}

/// Reads the counts of Playwright's JSON reporter. A test that passed only when tried again counts as passed.
pub(super) fn of_playwright(report: &str, success: bool) -> anyhow::Result<Tally> {
    let report: Value = serde_json::from_str(report).context("Playwright's report is not JSON")?;
    let stats = report.get("stats").context("Playwright's report has no stats")?;
    let count = |key: &str| {
        stats.get(key).and_then(Value::as_u64).with_context(|| format!("Playwright's report does not count {key}"))
    };
    Tally { passed: count("expected")? + count("flaky")?, failed: count("unexpected")?, skipped: count("skipped")? }
        .settle(success)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use super::*;

    #[test]
    fn the_results_of_all_test_programs_are_summed() {
        let output = "running 3 tests\ntest a ... ok\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        assert_eq!(of_cargo(output, false).unwrap(), Tally { passed: 4, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_line_that_a_test_prints_in_the_middle_of_another_is_no_result() {
        let output = "printed test result: ok. 9 passed; 0 failed; 0 ignored;\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured\n";
        assert_eq!(of_cargo(output, true).unwrap().passed, 1);
    }

    #[test]
    fn no_tests_are_a_failure_however_the_runner_ended() {
        assert!(of_cargo("", true).unwrap_err().to_string().contains("no tests ran"));
        assert!(of_cargo("error: could not compile", false).is_err());
        assert!(of_cargo("test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured", true).is_err());
        assert!(of_playwright(r#"{"stats":{"expected":0,"unexpected":0,"flaky":0,"skipped":4}}"#, true).is_err());
    }

    #[test]
    fn a_runner_that_fails_without_a_failed_test_is_a_failure() {
        let output = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\nerror: could not compile `b`";
        assert_eq!(of_cargo(output, false).unwrap(), Tally { passed: 3, failed: 1, skipped: 0 });
    }

    #[test]
    fn playwrights_counts_are_read() {
        let report = r#"{"stats":{"expected":7,"unexpected":2,"flaky":1,"skipped":3}}"#;
        assert_eq!(of_playwright(report, false).unwrap(), Tally { passed: 8, failed: 2, skipped: 3 });
        assert!(of_playwright("{}", true).is_err());
        assert!(of_playwright("", true).is_err());
    }
}
