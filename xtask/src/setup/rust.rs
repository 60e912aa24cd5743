//! The Rust compiler, its lints, and the target that the browser runs.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::{adding, find, found, version_in};
use crate::process::{self, Manner};
use crate::workspace;

/// The oldest compiler that builds every dependency.
const OLDEST: (u32, u32, u32) = (1, 88, 0);
/// The target that browsers run.
const TARGET: &str = "wasm32-unknown-unknown";
/// rustup downloads some tens of megabytes; one that is silent for longer hangs.
const LIMIT: Duration = Duration::from_secs(240);

/// Checks the compiler, adds the target and, where asked, rustfmt and clippy; gives the compiler's name and version.
pub(super) fn prepare(lints: bool) -> anyhow::Result<String> {
    let said = process::capture(Command::new("rustc").arg("--version"))
        .context("Rust is missing; get it from https://rustup.rs")?;
    let version = said.trim().to_owned();
    check_age(&version)?;
    found(&version);
    target()?;
    if lints {
        component("rustfmt", "fmt")?;
        component("clippy", "clippy")?;
    }
    Ok(version)
}

fn check_age(version: &str) -> anyhow::Result<()> {
    let (major, minor, patch) = OLDEST;
    match version_in(version) {
        Some(found) if found >= OLDEST => Ok(()),
        Some(_) => {
            bail!("{version} is too old; {major}.{minor}.{patch} or newer is needed: run `rustup update stable`")
        }
        None => bail!("rustc says it is {version:?}, which names no version"),
    }
}

fn target() -> anyhow::Result<()> {
    let sysroot = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        found(&format!("the {TARGET} target"));
        return Ok(());
    }
    rustup(&format!("the {TARGET} target"), &["target", "add", TARGET])
}

fn component(name: &str, subcommand: &str) -> anyhow::Result<()> {
    if process::capture(workspace::cargo().args([subcommand, "--version"])).is_ok() {
        found(name);
        return Ok(());
    }
    rustup(name, &["component", "add", name])
}

fn rustup(what: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let by_hand = format!("rustup {}", arguments.join(" "));
    if find("rustup").is_none() {
        bail!(
            "{what} is missing, and there is no rustup to add it; install it with the system's package manager, or get rustup from https://rustup.rs and run `{by_hand}`"
        );
    }
    adding(&format!("{what}: {by_hand}"));
    let manner = Manner { limit: Some(LIMIT), show_output: true };
    let doing = format!("adding {what}");
    let attempt = || process::expect_success(&doing, Command::new("rustup").args(arguments), manner);
    if let Err(first) = attempt() {
        println!("  again, because: {first:#}");
        attempt().with_context(|| format!("{what} is missing; run `{by_hand}` when the network is back"))?;
    }
    Ok(())
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
    fn an_old_compiler_is_refused_with_the_way_to_a_new_one() {
        assert!(check_age("rustc 1.88.0 (6b00bc388 2025-06-23)").is_ok());
        assert!(check_age("rustc 2.0.0").is_ok());
        let error = check_age("rustc 1.87.0 (17067e9ac 2025-05-09)").unwrap_err().to_string();
        assert!(error.contains("rustup update"), "{error}");
    }

    #[test]
    fn a_compiler_without_a_version_is_refused() {
        assert!(check_age("rustc").is_err());
    }
}
