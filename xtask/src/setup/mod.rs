//! The set-up: everything a command needs on this machine, looked for first and added only when it is missing.

mod browser;
mod node;
mod rust;
mod tools;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::workspace::{self, Workspace};

/// What a command needs beyond Rust, the bundler and the npm packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Needs {
    /// rustfmt and clippy.
    pub(crate) lints: bool,
    /// A Chromium to run tests in.
    pub(crate) browser: bool,
}

/// What the set-up found or added.
#[derive(Debug)]
pub(crate) struct Tools {
    /// `PATH` with the project's own tools first.
    path: OsString,
    /// The browser, when [`Needs::browser`] asked for one.
    pub(crate) browser: Option<PathBuf>,
    /// One line for each tool that shapes the built app; a change of any means building again.
    pub(crate) identity: String,
}

impl Tools {
    /// A command that finds the project's own tools before the machine's.
    pub(crate) fn command(&self, program: &str, workspace: &Workspace) -> Command {
        // The program itself is looked up here, because a child's PATH does not decide where its own program is found everywhere.
        let program = find_on(&self.path, program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = Command::new(program);
        self.equip(&mut command, workspace);
        command
    }

    /// The cargo that runs us, with the project's own tools first on its `PATH`.
    pub(crate) fn cargo(&self, workspace: &Workspace) -> Command {
        let mut command = workspace::cargo();
        self.equip(&mut command, workspace);
        command
    }

    fn equip(&self, command: &mut Command, workspace: &Workspace) {
        command.env("PATH", &self.path).current_dir(&workspace.root);
    }
}

/// Does what is missing of the set-up and says each step in one line.
pub(crate) fn prepare(workspace: &Workspace, needs: Needs) -> anyhow::Result<Tools> {
    println!("set-up");
    let rust = rust::prepare(needs.lints)?;
    let node = node::check()?;
    let trunk = tools::trunk()?;
    let wasm_bindgen = tools::wasm_bindgen(&workspace.locked_version("wasm-bindgen")?)?;
    node::packages(workspace, &workspace.root)?;
    let browser = if needs.browser { Some(browser::find_or_install()?) } else { None };

    let mut folders = vec![workspace.path("node_modules/.bin")];
    folders.extend([&trunk, &wasm_bindgen].into_iter().filter_map(|tool| tool.program.parent()).map(Path::to_path_buf));
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path =
        env::join_paths(folders).context("a folder on PATH, or the project's own, has a name that PATH cannot hold")?;
    let identity = format!("{rust}\nnode {node}\n{}\n{}", trunk.identity, wasm_bindgen.identity);
    Ok(Tools { path, browser, identity })
}

/// Installs the npm packages that a folder's `package-lock.json` names, unless that was done already.
pub(crate) fn npm_packages(workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    node::packages(workspace, folder)
}

/// Says that something is there.
fn found(what: &str) {
    println!("  ok     {what}");
}

/// Says that something is being added.
fn adding(what: &str) {
    println!("  adding {what}");
}

/// Looks a program up on this process's `PATH`.
fn find(program: &str) -> Option<PathBuf> {
    find_on(&env::var_os("PATH")?, program)
}

fn find_on(path: &OsString, program: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    env::split_paths(path)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{program}{ending}"))))
        .find(|candidate| candidate.is_file())
}

/// Reads `major.minor.patch` out of what a program says about itself, such as `rustc 1.95.0 (59807616e)` or `v20.20.2`.
fn version_in(text: &str) -> Option<(u32, u32, u32)> {
    let pattern = regex_lite::Regex::new(r"(\d+)\.(\d+)\.(\d+)").ok()?;
    let captures = pattern.captures(text)?;
    let number = |index: usize| captures.get(index)?.as_str().parse().ok();
    Some((number(1)?, number(2)?, number(3)?))
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
    fn versions_are_read_as_programs_print_them() {
        assert_eq!(version_in("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95, 0)));
        assert_eq!(version_in("v20.20.2\n"), Some((20, 20, 2)));
        assert_eq!(version_in("trunk 0.21.14"), Some((0, 21, 14)));
        assert_eq!(version_in("no version here"), None);
    }

    #[test]
    fn a_program_is_found_in_the_first_folder_that_holds_it() {
        let cargo = find("cargo").unwrap();
        let path = env::join_paths([Path::new("/nowhere/at/all"), cargo.parent().unwrap()]).unwrap();
        assert_eq!(find_on(&path, "cargo"), Some(cargo));
        assert_eq!(find_on(&path, "no-such-program-here"), None);
    }
}
