//! `cargo xtask package`: the zip that an admin uploads to Zendesk, checked before it is written.

mod archive;
mod catalogs;
mod contents;
mod files;
mod images;
mod json;
mod manifest;
mod parameters;
mod references;
mod requirements;
mod translations;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};

use crate::fingerprint;
use crate::setup::{self, Needs, Tools};
use crate::workspace::Workspace;
use crate::{release, sizes};
pub(crate) use contents::Package;

/// A rule that the package breaks, in words that name the file and the rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refusal {
    /// The file in the package, or in the project, that breaks it.
    pub(crate) file: String,
    /// What is wrong and, where it is not plain, what would be right.
    pub(crate) reason: String,
}

impl Refusal {
    fn new(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { file: file.into(), reason: reason.into() }
    }
}

/// For tests: all refusals in one line.
#[cfg(test)]
fn reasons(refusals: Vec<Refusal>) -> String {
    let told = |refusal: Refusal| format!("{}: {}", refusal.file, refusal.reason);
    refusals.into_iter().map(told).collect::<Vec<_>>().join("; ")
}

/// A zip that passed every check.
#[derive(Debug)]
pub(crate) struct Packed {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its size in bytes.
    pub(crate) size: usize,
    /// Its SHA-256 in hexadecimal.
    pub(crate) digest: String,
    /// The files of the built app with their sizes.
    pub(crate) sizes: sizes::Table,
}

/// Builds, checks, writes and describes the zip; with `twice`, builds the app a second time elsewhere and compares.
pub(crate) fn run(workspace: &Workspace, twice: bool) -> anyhow::Result<()> {
    let tools = setup::prepare(workspace, Needs { lints: false, browser: false })?;
    release::build(workspace, &tools)?;
    let packed = pack(workspace)?;
    print!("\n{}", packed.sizes);
    if twice {
        compare_with_second_build(workspace, &tools, &packed)?;
    }
    println!("\n{}\n{} bytes, sha256 {}", packed.path.display(), packed.size, packed.digest);
    Ok(())
}

/// Checks and writes the zip from what `dist` holds.
pub(crate) fn pack(workspace: &Workspace) -> anyhow::Result<Packed> {
    let start = Instant::now();
    let package = contents::read(workspace, &workspace.path("dist"))?;
    let sources = contents::read_translations(workspace)?;
    let bytes = archive::zip(&package)?;
    let mut refusals = check(&package);
    refusals.extend(catalogs::compare(&sources));
    refusals.extend(files::archive_size(bytes.len()));
    refuse(refusals)?;

    let again = archive::zip(&contents::read(workspace, &workspace.path("dist"))?)?;
    ensure!(bytes == again, "packaging the same files twice gave two different zips");

    let folder = workspace.output("package");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join(format!("incident-command-console-{}.zip", workspace.version));
    fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    println!("packaged and checked {} files, {:.1} s", package.len(), start.elapsed().as_secs_f32());
    Ok(Packed { path, size: bytes.len(), digest: fingerprint::digest(&bytes), sizes: sizes::measure(&package)? })
}

/// Every check of the package as Zendesk would see it.
fn check(package: &Package) -> Vec<Refusal> {
    let mut refusals = files::check(package);
    refusals.extend(images::check(package));
    refusals.extend(references::check(package));
    let locales = package.locales();
    refusals.extend(locales.iter().flat_map(|locale| translations::check_for_zendesk(package, locale)));
    match json::object(package, "manifest.json") {
        Ok(manifest) => {
            refusals.extend(manifest::check(&manifest, package));
            refusals.extend(parameters::check(&manifest));
            refusals.extend(locales.iter().flat_map(|locale| translations::check_labels(&manifest, package, locale)));
        }
        Err(refusal) => refusals.push(refusal),
    }
    if package.contains("requirements.json") {
        match json::object(package, "requirements.json") {
            Ok(found) => refusals.extend(requirements::check(&found)),
            Err(refusal) => refusals.push(refusal),
        }
    }
    refusals
}

fn refuse(mut refusals: Vec<Refusal>) -> anyhow::Result<()> {
    if refusals.is_empty() {
        return Ok(());
    }
    refusals.sort();
    refusals.dedup();
    let lines: Vec<String> = refusals.iter().map(|refusal| format!("  {}: {}", refusal.file, refusal.reason)).collect();
    bail!("the package is refused for {} reason(s):\n{}", lines.len(), lines.join("\n"));
}

fn compare_with_second_build(workspace: &Workspace, tools: &Tools, packed: &Packed) -> anyhow::Result<()> {
    let folder = workspace.target.join("xtask").join("second-build");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    let dist = release::build_apart(workspace, tools, &folder)?;
    let second = archive::zip(&contents::read(workspace, &dist)?)?;
    let first = fs::read(&packed.path).with_context(|| format!("cannot read {}", packed.path.display()))?;
    ensure!(first == second, "a second build gave a different zip: {}", differences(workspace, &dist)?);
    println!("a second build gave the same zip, byte for byte");
    Ok(())
}

fn differences(workspace: &Workspace, dist: &Path) -> anyhow::Result<String> {
    let first = contents::read(workspace, &workspace.path("dist"))?;
    let second = contents::read(workspace, dist)?;
    let mut names: Vec<&str> = first.files().chain(second.files()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| first.bytes(name) != second.bytes(name));
    Ok(names.join(", "))
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

    use super::contents::sample;
    use super::*;

    #[test]
    fn the_sample_package_passes_every_check() {
        assert_eq!(check(&sample()), []);
    }

    #[test]
    fn a_manifest_that_is_no_json_is_refused() {
        let mut package = sample();
        package.put("manifest.json", b"{");
        assert!(check(&package).iter().any(|refusal| refusal.file == "manifest.json"));
    }

    #[test]
    fn the_refusal_lists_each_reason_once_with_its_file() {
        let refusals = vec![Refusal::new("b", "second"), Refusal::new("a", "first"), Refusal::new("b", "second")];
        let message = refuse(refusals).unwrap_err().to_string();
        assert_eq!(message, "the package is refused for 2 reason(s):\n  a: first\n  b: second");
        assert!(refuse(Vec::new()).is_ok());
    }
}
