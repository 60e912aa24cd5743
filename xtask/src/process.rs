//! Runs other programs: shows what they say, keeps it, says how long they take, and ends them when we are ended.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::interrupt;

/// After this long without a word from the program we say that it still runs.
const SILENCE: Duration = Duration::from_secs(15);
/// How long we read on after the program's end: a grandchild that inherited the pipe may never close it.
const GRACE: Duration = Duration::from_secs(2);

/// What is left of a program that ended.
#[derive(Debug)]
pub(crate) struct Finished {
    /// How it ended.
    pub(crate) status: ExitStatus,
    /// What it wrote to its standard output.
    pub(crate) output: String,
}

/// How a program is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// End the program when it takes longer.
    pub(crate) limit: Option<Duration>,
    /// Show its standard output while it runs; its standard error is always shown.
    pub(crate) show_output: bool,
}

impl Manner {
    /// Show everything, wait as long as it takes.
    pub(crate) const OPEN: Self = Self { limit: None, show_output: true };
    /// Keep the standard output, which is for us to read and not for people.
    pub(crate) const KEPT: Self = Self { limit: None, show_output: false };
}

/// A line from the program.
enum Line {
    Output(String),
    Error(String),
}

/// The name of an npm program on this system: on Windows npm installs command files.
pub(crate) fn script_name(name: &str) -> String {
    if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() }
}

/// Runs a short program silently and gives its standard output; failing is an error with what it said.
pub(crate) fn capture(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().display().to_string();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program to its end. `doing` says in the progress lines what it is at, such as `building the app`.
///
/// # Errors
/// When it cannot be started, takes longer than the limit, or we are asked to stop. A failing exit status is none: see [`expect_success`].
pub(crate) fn run(doing: &str, command: &mut Command, manner: Manner) -> anyhow::Result<Finished> {
    let name = command.get_program().display().to_string();
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let (sender, lines) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        read_lines(stdout, sender.clone(), Line::Output);
    }
    if let Some(stderr) = child.stderr.take() {
        read_lines(stderr, sender, Line::Error);
    }
    let watched = watch(doing, &mut child, &lines, manner, start);
    if watched.is_err() {
        // The program is on its way out or refuses to go; either way the first error is the one to report.
        let _ = child.kill();
        let _ = child.wait();
    }
    watched
}

/// Runs a program to its end and makes a failing exit status an error.
pub(crate) fn expect_success(doing: &str, command: &mut Command, manner: Manner) -> anyhow::Result<Finished> {
    let name = command.get_program().display().to_string();
    let finished = run(doing, command, manner)?;
    if !finished.status.success() {
        bail!("{doing}: {name} failed ({})", finished.status);
    }
    Ok(finished)
}

fn watch(
    doing: &str,
    child: &mut Child,
    lines: &Receiver<Line>,
    manner: Manner,
    start: Instant,
) -> anyhow::Result<Finished> {
    let mut output = String::new();
    let mut heard = Instant::now();
    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                heard = Instant::now();
                take(line, &mut output, manner.show_output);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => match ended {
                Some((status, _)) => return Ok(Finished { status, output }),
                // Both pipes are closed, so only the end is missing.
                None => thread::sleep(Duration::from_millis(20)),
            },
        }
        if let Some((status, at)) = ended {
            if at.elapsed() > GRACE {
                return Ok(Finished { status, output });
            }
            continue;
        }
        ended =
            child.try_wait().with_context(|| format!("lost sight of {doing}"))?.map(|status| (status, Instant::now()));
        if ended.is_some() {
            continue;
        }
        if interrupt::asked() {
            bail!("stopped while {doing}");
        }
        if let Some(limit) = manner.limit.filter(|limit| start.elapsed() > *limit) {
            bail!("{doing} took longer than {} s", limit.as_secs());
        }
        if heard.elapsed() > SILENCE {
            heard = Instant::now();
            println!("  ... still {doing}, {} s", start.elapsed().as_secs());
        }
    }
}

fn take(line: Line, output: &mut String, show: bool) {
    match line {
        Line::Output(text) => {
            if show {
                println!("{text}");
            }
            output.push_str(&text);
            output.push('\n');
        }
        Line::Error(text) => eprintln!("{text}"),
    }
}

fn read_lines(pipe: impl Read + Send + 'static, sender: Sender<Line>, wrap: fn(String) -> Line) {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
            let text = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
            if sender.send(wrap(text)).is_err() {
                break;
            }
            bytes.clear();
        }
    });
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_output_and_the_status_are_kept() {
        let finished = run("testing", &mut shell("echo one; echo two; exit 3"), Manner::KEPT).unwrap();
        assert_eq!(finished.output, "one\ntwo\n");
        assert_eq!(finished.status.code(), Some(3));
    }

    #[test]
    fn a_failing_program_is_an_error_where_success_is_expected() {
        let error = expect_success("testing", &mut shell("exit 1"), Manner::KEPT).unwrap_err();
        assert!(error.to_string().starts_with("testing: sh failed"));
    }

    #[test]
    fn a_program_that_hangs_is_ended_at_its_limit() {
        let start = Instant::now();
        let manner = Manner { limit: Some(Duration::from_millis(300)), show_output: false };
        let error = run("testing", &mut shell("exec sleep 30"), manner).unwrap_err();
        assert!(error.to_string().contains("took longer"));
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run("testing", &mut Command::new("no-such-program-here"), Manner::KEPT).unwrap_err();
        assert!(error.to_string().contains("no-such-program-here"));
    }

    #[test]
    fn a_grandchild_that_keeps_the_pipe_open_does_not_keep_us() {
        let start = Instant::now();
        let finished = run("testing", &mut shell("sleep 20 & echo $!"), Manner::KEPT).unwrap();
        assert!(start.elapsed() < Duration::from_secs(10));
        let _ = Command::new("kill").arg(finished.output.trim()).status();
    }
}
