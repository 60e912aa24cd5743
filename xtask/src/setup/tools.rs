//! The two Rust programs that turn the app into web files: trunk and wasm-bindgen.
//!
//! A program on `PATH` is taken when it has exactly the wanted version. Otherwise it is built once into the user's cache folder,
//! where all checkouts of the project share it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use etcetera::BaseStrategy as _;

use super::{adding, find, found, version_in};
use crate::process::{self, Manner};
use crate::workspace;

/// The only place that names trunk's version. Newer ones need a newer compiler than the project asks for.
const TRUNK_VERSION: &str = "0.21.14";

/// A program of exactly the wanted version.
#[derive(Debug)]
pub(super) struct Tool {
    /// Where it lies.
    pub(super) program: PathBuf,
    /// Its name and version.
    pub(super) identity: String,
}

/// How to get a program with `cargo install`.
struct Recipe<'a> {
    /// The program's file name.
    program: &'a str,
    /// The crate that holds it.
    package: &'a str,
    version: &'a str,
    /// Whether to build with the dependencies of the crate's own lock file.
    locked: bool,
    /// What to expect on two cores.
    patience: &'a str,
}

/// Finds or builds trunk.
pub(super) fn trunk() -> anyhow::Result<Tool> {
    obtain(&Recipe {
        program: "trunk",
        package: "trunk",
        version: TRUNK_VERSION,
        locked: true,
        patience: "about three minutes",
    })
}

/// Finds or builds wasm-bindgen, whose version must be the one of the library in `Cargo.lock`.
///
/// Its own lock file is left aside because it may name versions that a registry mirror does not show yet.
pub(super) fn wasm_bindgen(version: &str) -> anyhow::Result<Tool> {
    obtain(&Recipe {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        locked: false,
        patience: "about a minute",
    })
}

fn obtain(recipe: &Recipe<'_>) -> anyhow::Result<Tool> {
    let Recipe { program, package, version, .. } = *recipe;
    let identity = format!("{program} {version}");
    let folder = cache_folder()?.join(format!("{program}-{version}"));
    let cached = folder.join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let candidates = find(program).into_iter().chain([cached.clone()]);
    if let Some(program) = candidates.into_iter().find(|candidate| has_version(candidate, version)) {
        found(&format!("{identity} ({})", program.display()));
        return Ok(Tool { program, identity });
    }
    adding(&format!("{identity}: cargo install, {} on two cores, once for this machine", recipe.patience));
    process::expect_success(&format!("building {identity}"), &mut install(recipe, &folder), Manner::OPEN).with_context(|| {
        format!("{identity} is missing and could not be built; with a network, `cargo install {package} --version {version}` gives it too")
    })?;
    if !has_version(&cached, version) {
        anyhow::bail!("{} was built but does not run or is not version {version}", cached.display());
    }
    Ok(Tool { program: cached, identity })
}

fn install(recipe: &Recipe<'_>, folder: &Path) -> Command {
    let mut command = workspace::cargo();
    command.args(["install", recipe.package, "--version", recipe.version, "--root"]).arg(folder);
    // Unoptimized and without the parts that download things, these programs build in minutes instead of a quarter of an hour,
    // and a release build of the app takes only three seconds longer with them.
    command.args(["--debug", "--no-default-features"]);
    if recipe.locked {
        command.arg("--locked");
    }
    // Flags meant for the project are not meant for its tools.
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    command
}

fn has_version(program: &Path, version: &str) -> bool {
    process::capture(Command::new(program).arg("--version")).is_ok_and(|said| {
        let said = version_in(&said);
        said.is_some() && said == version_in(version)
    })
}

fn cache_folder() -> anyhow::Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy().context("this user has no home folder to keep built tools in")?;
    Ok(strategy.cache_dir().join("incident-command-console").join("tools"))
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
    fn a_program_counts_only_in_exactly_the_wanted_version() {
        let cargo = find("cargo").unwrap();
        let said = process::capture(Command::new(&cargo).arg("--version")).unwrap();
        let (major, minor, patch) = version_in(&said).unwrap();
        assert!(has_version(&cargo, &format!("{major}.{minor}.{patch}")));
        assert!(!has_version(&cargo, &format!("{major}.{minor}.{}", patch + 1)));
        assert!(!has_version(Path::new("no-such-program-here"), "1.0.0"));
    }

    #[test]
    fn the_install_command_is_pinned_and_keeps_out_of_the_users_own_programs() {
        let recipe = Recipe { program: "trunk", package: "trunk", version: "0.21.14", locked: true, patience: "" };
        let command = install(&recipe, Path::new("cache"));
        let arguments: Vec<_> = command.get_args().map(|argument| argument.display().to_string()).collect();
        assert_eq!(
            arguments.join(" "),
            "install trunk --version 0.21.14 --root cache --debug --no-default-features --locked"
        );
    }
}
