//! Where the project lies and which versions it names.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::process;

/// The project on this machine.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The folder with the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds: `target` in the root unless `CARGO_TARGET_DIR` or a configuration says otherwise.
    pub(crate) target: PathBuf,
    /// The app's version, from its `Cargo.toml`.
    pub(crate) version: String,
}

impl Workspace {
    /// Finds the project around the current folder and asks cargo where it builds.
    pub(crate) fn locate() -> anyhow::Result<Self> {
        let root = find_root()?;
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&root);
        let metadata: Value =
            serde_json::from_str(&process::capture(&mut command)?).context("cargo metadata printed no JSON")?;
        let target = metadata
            .get("target_directory")
            .and_then(Value::as_str)
            .context("cargo metadata names no target directory")?;
        let version = package_version(&metadata, "incident-command-console")
            .context("cargo metadata names no incident-command-console")?;
        Ok(Self { target: PathBuf::from(target), version: version.to_owned(), root })
    }

    /// A path in the project, named from its root with `/` between the parts.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        relative.split('/').fold(self.root.clone(), |path, part| path.join(part))
    }

    /// Where something made for people lies: below `target` in the root, wherever cargo builds.
    pub(crate) fn output(&self, relative: &str) -> PathBuf {
        self.path("target").join(relative)
    }

    /// The version that `Cargo.lock` holds for a crate.
    pub(crate) fn locked_version(&self, name: &str) -> anyhow::Result<String> {
        let path = self.path("Cargo.lock");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        locked_version(&text, name)
    }
}

/// The cargo that runs us, so that a `+toolchain` on the command line holds for every step.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    // What `cargo run` tells us about our own package would make other packages' build scripts run again.
    for name in
        ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_PKG_DESCRIPTION"]
    {
        command.env_remove(name);
    }
    command
}

fn find_root() -> anyhow::Result<PathBuf> {
    let start = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(manifest) => PathBuf::from(manifest),
        None => env::current_dir().context("the current folder is gone")?,
    };
    let is_root = |folder: &&Path| folder.join("xtask/Cargo.toml").is_file() && folder.join("Cargo.lock").is_file();
    match start.ancestors().find(is_root) {
        Some(root) => Ok(root.to_path_buf()),
        None => bail!("{} is not inside the project", start.display()),
    }
}

fn package_version<'a>(metadata: &'a Value, name: &str) -> Option<&'a str> {
    let packages = metadata.get("packages")?.as_array()?;
    let package = packages.iter().find(|package| package.get("name").and_then(Value::as_str) == Some(name))?;
    package.get("version")?.as_str()
}

/// Reads one crate's version from the text of a `Cargo.lock`; two versions of it are an error.
fn locked_version(lock: &str, name: &str) -> anyhow::Result<String> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is not TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
    let versions: Vec<&str> = packages
        .iter()
        .filter(|package| package.get("name").and_then(toml::Value::as_str) == Some(name))
        .filter_map(|package| package.get("version").and_then(toml::Value::as_str))
        .collect();
    match versions.as_slice() {
        [version] => Ok((*version).to_owned()),
        [] => bail!("Cargo.lock holds no {name}"),
        several => bail!("Cargo.lock holds {name} in several versions: {}", several.join(", ")),
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

    const LOCK: &str = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";

    #[test]
    fn the_lock_tells_the_version_of_a_crate() {
        assert_eq!(locked_version(LOCK, "a").unwrap(), "1.2.3");
    }

    #[test]
    fn a_crate_that_is_missing_or_held_twice_is_an_error() {
        assert!(locked_version(LOCK, "c").unwrap_err().to_string().contains("no c"));
        assert!(locked_version(LOCK, "b").unwrap_err().to_string().contains("1.0.0, 2.0.0"));
    }

    #[test]
    fn the_bundler_and_the_lock_name_the_same_wasm_bindgen() {
        let workspace = Workspace::locate().unwrap();
        let trunk: toml::Table = fs::read_to_string(workspace.path("Trunk.toml")).unwrap().parse().unwrap();
        let pinned = trunk["tools"]["wasm_bindgen"].as_str().unwrap();
        assert_eq!(pinned, workspace.locked_version("wasm-bindgen").unwrap());
    }
}
