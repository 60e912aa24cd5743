//! Node and the npm packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use super::{adding, found, version_in};
use crate::fingerprint;
use crate::process::{self, Manner};
use crate::workspace::Workspace;

/// The oldest major version of Node that runs the browser tests and the bundler hooks.
const OLDEST: u32 = 20;

/// Checks that Node is there and new enough; gives its version.
pub(super) fn check() -> anyhow::Result<String> {
    let advice = format!("get version {OLDEST} or newer from https://nodejs.org or the system's package manager");
    let said = process::capture(Command::new("node").arg("--version"))
        .with_context(|| format!("Node is missing; {advice}"))?;
    let version = said.trim().to_owned();
    if version_in(&version).is_none_or(|(major, ..)| major < OLDEST) {
        bail!("Node {version} is too old; {advice}");
    }
    found(&format!("node {version}"));
    Ok(version)
}

/// Installs the packages of a folder's `package-lock.json`, unless a stamp in `node_modules` says that exactly these are there.
pub(super) fn packages(workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock)
        .map(|bytes| fingerprint::digest(&bytes))
        .with_context(|| format!("cannot read {}", lock.display()))?;
    let place = folder.strip_prefix(&workspace.root).ok().filter(|place| !place.as_os_str().is_empty());
    let what = place.map_or_else(|| "npm packages".to_owned(), |place| format!("npm packages of {}", place.display()));
    if fs::read_to_string(stamp(folder)).is_ok_and(|installed| installed == wanted) {
        found(&what);
        return Ok(());
    }
    adding(&format!("{what}: npm ci"));
    let mut command = Command::new(process::script_name("npm"));
    // No package of ours needs a script at installation, and scripts of packages are the usual way in for an attacker.
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
    process::expect_success(&format!("installing {what}"), &mut command, Manner::OPEN).with_context(|| {
        format!("{what} are missing; run `npm ci` in {} when the network is back", folder.display())
    })?;
    fs::write(stamp(folder), wanted).with_context(|| format!("cannot write {}", stamp(folder).display()))
}

fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules").join(".installed-from")
}
