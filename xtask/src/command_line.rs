//! Reads the command line into a value.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use lexopt::prelude::*;

/// What `cargo xtask help` prints.
pub(crate) const USAGE: &str = "\
The project's commands. Each one first does the set-up that is missing.

  cargo xtask demo [--port N] [--record FILE] [--open]
      Builds the app, serves it in a Zendesk and a PagerDuty on localhost, and prints the address.
      --port N       the port of the agent workspace page (default 4600)
      --record FILE  writes every Zendesk and PagerDuty request and answer to FILE as JSON lines
      --open         opens the page in the browser
  cargo xtask test [--native | --browser]
      Runs every check and test; the last line counts them.
      --native       leaves out the browser tests
      --browser      runs only the browser tests
  cargo xtask package [--twice]
      Builds the zip for Zendesk, checks it, and prints its path, its size and its digest.
      --twice        builds the app a second time elsewhere and compares the two zips byte for byte
  cargo xtask bench [-- ARGUMENTS]
      Measures sizes and times in the browser and prints them; ARGUMENTS go to bench/run.mjs.
";

/// The port of the agent workspace page when none is asked for.
pub(crate) const DEFAULT_PORT: u16 = 4600;

/// One of the project's commands with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print [`USAGE`].
    Help,
    /// Build the app and serve it in the sandbox until interrupted.
    Demo(DemoOptions),
    /// Run the checks and tests of one part or of all.
    Test(Part),
    /// Make the zip that Zendesk accepts.
    Package {
        /// Build twice, in two target directories, and compare.
        twice: bool,
    },
    /// Measure sizes and times.
    Bench {
        /// Passed on to `bench/run.mjs` as they are.
        arguments: Vec<OsString>,
    },
}

/// The options of `demo`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DemoOptions {
    /// Port of the agent workspace page.
    pub(crate) port: u16,
    /// File for the vendors' requests and answers as JSON lines.
    pub(crate) record: Option<PathBuf>,
    /// Whether to open the page in the browser.
    pub(crate) open: bool,
}

/// Which part of the tests to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everything.
    All,
    /// Everything that needs no browser.
    Native,
    /// Only what needs a browser.
    Browser,
}

/// Reads the arguments; an unknown one is an error that names it.
pub(crate) fn parse(mut parser: lexopt::Parser) -> anyhow::Result<Command> {
    let Some(first) = parser.next()? else {
        return Ok(Command::Help);
    };
    let Value(name) = first else {
        return match first {
            Short('h') | Long("help") => Ok(Command::Help),
            other => Err(other.unexpected().into()),
        };
    };
    match name.to_str() {
        Some("demo") => demo(parser),
        Some("test") => test(parser),
        Some("package") => package(parser),
        Some("bench") => bench(parser),
        Some("help") => Ok(Command::Help),
        _ => bail!("there is no command {}; `cargo xtask help` lists them", name.display()),
    }
}

fn demo(mut parser: lexopt::Parser) -> anyhow::Result<Command> {
    let mut options = DemoOptions { port: DEFAULT_PORT, record: None, open: false };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => {
                options.port = parser.value()?.parse().context("--port wants a number from 1 to 65535")?;
            }
            Long("record") => options.record = Some(parser.value()?.into()),
            Long("open") => options.open = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    if options.port == 0 {
        bail!("--port wants a number from 1 to 65535");
    }
    Ok(Command::Demo(options))
}

fn test(mut parser: lexopt::Parser) -> anyhow::Result<Command> {
    let mut part = Part::All;
    while let Some(argument) = parser.next()? {
        let asked = match argument {
            Long("native") => Part::Native,
            Long("browser") => Part::Browser,
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        };
        if part != Part::All && part != asked {
            bail!("--native and --browser leave nothing to run; name one or neither");
        }
        part = asked;
    }
    Ok(Command::Test(part))
}

fn package(mut parser: lexopt::Parser) -> anyhow::Result<Command> {
    let mut twice = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("twice") => twice = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Package { twice })
}

fn bench(mut parser: lexopt::Parser) -> anyhow::Result<Command> {
    let mut arguments = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(value) => arguments.push(value),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Bench { arguments })
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

    fn read(arguments: &[&str]) -> anyhow::Result<Command> {
        parse(lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn no_argument_asks_for_help() {
        assert_eq!(read(&[]).unwrap(), Command::Help);
        assert_eq!(read(&["--help"]).unwrap(), Command::Help);
        assert_eq!(read(&["demo", "--help"]).unwrap(), Command::Help);
    }

    #[test]
    fn demo_reads_its_options() {
        let expected = DemoOptions { port: 5000, record: Some("calls.jsonl".into()), open: true };
        assert_eq!(
            read(&["demo", "--port", "5000", "--record=calls.jsonl", "--open"]).unwrap(),
            Command::Demo(expected)
        );
    }

    #[test]
    fn a_port_that_is_none_is_refused() {
        assert!(read(&["demo", "--port", "0"]).is_err());
        assert!(read(&["demo", "--port", "65536"]).is_err());
        assert!(read(&["demo", "--port", "http"]).is_err());
    }

    #[test]
    fn one_part_of_the_tests_can_be_asked_for_but_not_two() {
        assert_eq!(read(&["test"]).unwrap(), Command::Test(Part::All));
        assert_eq!(read(&["test", "--native"]).unwrap(), Command::Test(Part::Native));
        assert!(read(&["test", "--native", "--browser"]).is_err());
    }

    #[test]
    fn an_unknown_word_is_named_in_the_error() {
        assert!(read(&["demonstrate"]).unwrap_err().to_string().contains("demonstrate"));
        assert!(read(&["package", "--fast"]).unwrap_err().to_string().contains("--fast"));
    }

    #[test]
    fn bench_passes_what_follows_the_dashes_on() {
        let expected = Command::Bench { arguments: vec!["--runs".into(), "3".into()] };
        assert_eq!(read(&["bench", "--", "--runs", "3"]).unwrap(), expected);
    }
}
