//! The manners of every file: short, introduced, finished, and free of anybody's own folders.

use std::fs;
use std::path::Path;

use regex_lite::Regex;

use super::sources::{self, Source};

/// A longer Rust file is two files.
const MOST_LINES: usize = 450;

/// Says of one Rust file what it lacks.
fn check_rust(source: &Source) -> Vec<String> {
    let mut offenses = Vec::new();
    let lines = source.text.lines().count();
    if lines > MOST_LINES {
        offenses.push(format!("{}: {lines} lines, more than {MOST_LINES}", source.path));
    }
    if !source.text.starts_with("//!") {
        offenses.push(format!("{}: does not begin with `//!` and what the file is for", source.path));
    }
    offenses
}

/// Finds what was left for later. The words are put together here, so that this file does not hold them.
fn unfinished(source: &Source) -> Vec<String> {
    let marks = ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "XX".to_owned() + "X"];
    let calls = ["to".to_owned() + "do!", "unimpl".to_owned() + "emented!"];
    let pattern = format!(r"\b(?:{})\b|\b(?:{})", marks.join("|"), calls.join("|"));
    find(source, &pattern, "is left for later")
}

/// Finds the folders of somebody's own machine.
fn at_home(source: &Source) -> Vec<String> {
    // A path in an address is none: it follows a host. `/home` alone may be a page.
    find(
        source,
        r#"(?:^|[\s"'`=(,:])(?:/(?:home|Users)/[A-Za-z]|/[r]oot/|[A-Za-z]:\\+Users\\)"#,
        "is a folder of somebody's own machine",
    )
}

fn find(source: &Source, pattern: &str, offense: &str) -> Vec<String> {
    let Ok(pattern) = Regex::new(pattern) else {
        return vec![format!("the pattern {pattern} is no regular expression")];
    };
    let lines = source.text.lines().enumerate();
    let found =
        lines.filter_map(|(index, line)| pattern.find(line).map(|found| (index + 1, found.as_str().trim().to_owned())));
    found.map(|(line, what)| format!("{}:{line}: {what:?} {offense}", source.path)).collect()
}

/// Whether people wrote a file, and not a program that locks versions.
fn is_written_by_hand(source: &Source) -> bool {
    !matches!(
        Path::new(&source.path).file_name().and_then(|name| name.to_str()),
        Some("Cargo.lock" | "package-lock.json")
    )
}

mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use super::super::assert_none;
    use super::*;

    #[test]
    fn rust_files_are_short_and_introduced() {
        assert_none(&sources::rust("").iter().flat_map(check_rust).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_left_for_later() {
        assert_none(
            &sources::all().iter().filter(|source| is_written_by_hand(source)).flat_map(unfinished).collect::<Vec<_>>(),
        );
    }

    #[test]
    fn no_file_names_a_folder_of_somebodys_own_machine() {
        assert_none(
            &sources::all().iter().filter(|source| is_written_by_hand(source)).flat_map(at_home).collect::<Vec<_>>(),
        );
    }

    #[test]
    fn continuous_integration_runs_the_one_command() {
        let path = sources::root().join(".ci/run");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.lines().any(|line| line.ends_with("cargo xtask test")), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_ne!(fs::metadata(&path).unwrap().permissions().mode() & 0o100, 0, ".ci/run is not executable");
        }
    }

    #[test]
    fn long_files_and_files_without_a_word_are_refused() {
        let introduced = |lines: usize| Source::new("src/a.rs", &format!("//! A.\n{}", "\n".repeat(lines - 1)));
        assert!(check_rust(&introduced(MOST_LINES)).is_empty());
        assert_eq!(check_rust(&introduced(MOST_LINES + 1)).len(), 1);
        assert_eq!(check_rust(&Source::new("src/a.rs", "fn a() {}")).len(), 1);
    }

    #[test]
    fn what_is_left_for_later_is_refused() {
        let marked = ["// TO".to_owned() + "DO: later", "fn a() { to".to_owned() + "do!() }"];
        for text in marked {
            assert_eq!(unfinished(&Source::new("src/a.rs", &text)).len(), 1, "{text}");
        }
        assert!(unfinished(&Source::new("src/a.rs", "mastodon and a list of things to do")).is_empty());
    }

    #[test]
    fn folders_of_a_machine_are_refused_and_addresses_are_not() {
        for parts in [["\"/ho", "me/ada/x"], ["=/Us", "ers/ada"], [" /ro", "ot/.cargo"], ["C:\\Us", "ers\\ada"]] {
            let text = parts.concat();
            assert_eq!(at_home(&Source::new("README.md", &text)).len(), 1, "{text}");
        }
        assert!(at_home(&Source::new("README.md", "https://example.com/ho\u{6d}e/ada and /users/me")).is_empty());
    }
}
