//! `cargo xtask test`: every check and test, to the end even when one fails, and one line that counts them.

mod tally;

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::command_line::Part;
use crate::process::{self, Manner};
use crate::setup::{self, Needs, Tools};
use crate::workspace::Workspace;
use crate::{interrupt, package, release, sandbox, sizes};
use tally::Tally;

/// Where the browser tests are configured.
const BROWSER_TESTS: &str = "tests/e2e/playwright.config.mjs";

/// What became of one step.
struct Line {
    name: &'static str,
    tally: Tally,
    took: Duration,
    /// Why it failed, where the counts do not say it.
    reason: Option<String>,
}

/// The steps so far.
#[derive(Default)]
struct Report {
    lines: Vec<Line>,
}

/// Runs the tests of a part; `true` when none failed.
pub(crate) fn run(workspace: &Workspace, part: Part) -> anyhow::Result<bool> {
    let mut report = Report::default();
    let mut tools = None;
    let prepared = setup::prepare(workspace, Needs { lints: part != Part::Browser, browser: part != Part::Native });
    match prepared {
        Ok(prepared) => tools = Some(prepared),
        Err(error) => report.step("set-up", || Err(error)),
    }
    if let Some(tools) = &tools {
        if part != Part::Browser {
            sources(&mut report, workspace, tools);
        }
        shipped(&mut report, workspace, tools, part);
    }
    ensure!(!interrupt::asked(), "stopped");
    report.print();
    Ok(report.total().failed == 0)
}

/// What the sources say by themselves: formatting, lints, native tests.
fn sources(report: &mut Report, workspace: &Workspace, tools: &Tools) {
    let check = |doing: &str, arguments: &[&str]| {
        process::expect_success(doing, tools.cargo(workspace).args(arguments), Manner::OPEN).map(|_| Tally::ONE)
    };
    report.step("formatting", || check("checking the formatting", &["fmt", "--all", "--check", "--", "-l"]));
    let host = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    report.step("lints on this machine", || check("linting for this machine", &host));
    let package = ["--package", "incident-command-console", "--lib", "--bins", "--target", "wasm32-unknown-unknown"];
    let browser = [&["clippy"], package.as_slice(), &["--", "-D", "warnings"]].concat();
    report.step("lints for the browser", || check("linting for the browser", &browser));
    report.step("native tests", || {
        let mut cargo = tools.cargo(workspace);
        cargo.args(["test", "--workspace", "--no-fail-fast"]);
        let finished = process::run("running the native tests", &mut cargo, Manner::OPEN)?;
        tally::of_cargo(&finished.output, finished.status.success())
    });
}

/// What is shipped: the build, the zip, its size, and the app in the browser.
fn shipped(report: &mut Report, workspace: &Workspace, tools: &Tools, part: Part) {
    let mut built = false;
    report.step("release build", || {
        release::build(workspace, tools)?;
        built = true;
        Ok(Tally::ONE)
    });
    if part != Part::Browser {
        let mut table = None;
        report.step("package", || {
            ensure!(built, "there is no release build to package");
            table = Some(package::pack(workspace)?.sizes);
            Ok(Tally::ONE)
        });
        report.step("size budget", || {
            let table = table.context("there is no package to measure")?;
            print!("{table}");
            within_budget(&table)
        });
    }
    if part != Part::Native {
        report.step("browser tests", || {
            ensure!(built, "there is no release build to test");
            in_browser(workspace, tools)
        });
    }
}

fn within_budget(table: &sizes::Table) -> anyhow::Result<Tally> {
    let (_, _, brotli) = table.loaded();
    ensure!(
        brotli <= sizes::BUDGET,
        "opening a ticket loads {brotli} bytes (brotli), more than the {} allowed",
        sizes::BUDGET
    );
    Ok(Tally::ONE)
}

fn in_browser(workspace: &Workspace, tools: &Tools) -> anyhow::Result<Tally> {
    let config = workspace.path(BROWSER_TESTS);
    ensure!(config.is_file(), "no tests ran: there is no {BROWSER_TESTS}");
    let built = sandbox::build(workspace, tools)?;
    let report = workspace.output("playwright.json");
    if report.exists() {
        fs::remove_file(&report).with_context(|| format!("cannot remove {}", report.display()))?;
    }
    // Playwright's own program is called by its file: npx would ask the registry for what is missing.
    let mut node = tools.command("node", workspace);
    node.arg(workspace.path("node_modules/@playwright/test/cli.js"))
        .args(["test", "--forbid-only", "--reporter", "list,json", "--config"])
        .arg(config);
    node.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report).env("SANDBOX_BIN", &built.program).env("SANDBOX_SDK", &built.sdk);
    node.env("APP_DIST", workspace.path("dist"));
    if let Some(browser) = &tools.browser {
        node.env("CHROMIUM", browser);
    }
    let finished = process::run("running the browser tests", &mut node, Manner::OPEN)?;
    let Ok(text) = fs::read_to_string(&report) else {
        bail!("Playwright ended ({}) without a report", finished.status);
    };
    tally::of_playwright(&text, finished.status.success())
}

impl Report {
    /// Runs one step, shows what became of it, and keeps it. After Ctrl-C no further step starts.
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> anyhow::Result<Tally>) {
        if interrupt::asked() {
            return;
        }
        println!("\n== {name}");
        let start = Instant::now();
        let (tally, reason) = match work() {
            Ok(tally) => (tally, None),
            Err(error) => (Tally { passed: 0, failed: 1, skipped: 0 }, Some(format!("{error:#}"))),
        };
        let line = Line { name, tally, took: start.elapsed(), reason };
        println!("{line}");
        self.lines.push(line);
    }

    fn total(&self) -> Tally {
        self.lines.iter().fold(Tally::default(), |sum, line| sum + line.tally)
    }

    fn print(&self) {
        println!("\n== summary");
        for line in &self.lines {
            println!("{line}");
        }
        let Tally { passed, failed, .. } = self.total();
        println!("\n{passed} passed, {failed} failed");
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Tally { passed, failed, skipped } = self.tally;
        let verdict = if failed == 0 { "ok" } else { "FAILED" };
        write!(formatter, "{:24} {verdict:6} {:>5} s  {passed} passed", self.name, self.took.as_secs())?;
        if failed > 0 {
            write!(formatter, ", {failed} failed")?;
        }
        if skipped > 0 {
            write!(formatter, ", {skipped} skipped")?;
        }
        match &self.reason {
            Some(reason) => write!(formatter, "\n  {}", reason.replace('\n', "\n  ")),
            None => Ok(()),
        }
    }
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

    fn table(brotli: usize) -> sizes::Table {
        let file = sizes::Sizes { file: "app.wasm".into(), raw: 1, gzip: 1, brotli, loaded: true };
        sizes::Table { files: vec![file] }
    }

    #[test]
    fn one_byte_over_the_budget_fails() {
        assert!(within_budget(&table(sizes::BUDGET)).is_ok());
        assert!(
            within_budget(&table(sizes::BUDGET + 1))
                .unwrap_err()
                .to_string()
                .contains(&(sizes::BUDGET + 1).to_string())
        );
    }

    #[test]
    fn a_failing_step_does_not_stop_the_next_and_both_are_counted() {
        let mut report = Report::default();
        report.step("first", || bail!("broken"));
        report.step("second", || Ok(Tally { passed: 5, failed: 2, skipped: 1 }));
        assert_eq!(report.total(), Tally { passed: 5, failed: 3, skipped: 1 });
        assert!(report.lines[0].to_string().contains("broken"));
        assert!(report.lines[1].to_string().contains("5 passed, 2 failed, 1 skipped"));
    }
}
