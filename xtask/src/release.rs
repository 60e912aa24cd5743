//! Builds the app as it is shipped: `trunk build --release` into `dist`, once for each of its two pages, skipped when nothing
//! changed since the last time.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail};
use walkdir::WalkDir;

use crate::fingerprint;
use crate::process::{self, Manner};
use crate::setup::Tools;
use crate::workspace::Workspace;

/// Everything that shapes the built app.
const INPUTS: [&str; 12] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "assets",
    "index.html",
    "package-lock.json",
    "rust-toolchain.toml",
    "settings.html",
    "src",
    "tools",
    "translations",
];

/// Builds the app unless `dist` is still what these sources and tools made.
pub(crate) fn build(workspace: &Workspace, tools: &Tools) -> anyhow::Result<()> {
    let stamp = workspace.target.join("xtask").join("dist.stamp");
    let wanted = fingerprint::digest_of(&workspace.root, &INPUTS, &tools.identity)?;
    if fs::read_to_string(&stamp).is_ok_and(|held| state(workspace, &wanted).is_ok_and(|now| held == now)) {
        println!("the app is built already, nothing changed");
        return Ok(());
    }
    println!("building the app (one to three minutes the first time)");
    let start = Instant::now();
    trunk(workspace, tools, &workspace.target, &workspace.path("dist"))?;
    write(&stamp, &state(workspace, &wanted)?)?;
    println!("the app is built, {} s", start.elapsed().as_secs());
    Ok(())
}

/// Builds the app into another folder with nothing shared but the sources, to see whether the same comes out.
pub(crate) fn build_apart(workspace: &Workspace, tools: &Tools, folder: &Path) -> anyhow::Result<PathBuf> {
    println!("building the app a second time, in {}", folder.display());
    let dist = folder.join("dist");
    trunk(workspace, tools, &folder.join("target"), &dist)?;
    Ok(dist)
}

/// What the stamp holds: the digest of what went in and of what came out, since another build may have overwritten `dist`.
fn state(workspace: &Workspace, wanted: &str) -> anyhow::Result<String> {
    Ok(format!("{wanted} {}", fingerprint::digest_of(&workspace.root, &["dist"], "")?))
}

fn trunk(workspace: &Workspace, tools: &Tools, target: &Path, dist: &Path) -> anyhow::Result<()> {
    // The registry's folder has to exist before its name can be taken out of the built app.
    let mut fetch = tools.cargo(workspace);
    fetch.args(["fetch", "--locked", "--target", "wasm32-unknown-unknown"]);
    process::expect_success("fetching the crates", &mut fetch, Manner::OPEN)
        .context("Cargo.lock does not fit Cargo.toml, or the crates cannot be fetched without a network")?;
    page(workspace, tools, "index.html", target, dist)?;
    // The settings are a program of their own, so that no ticket downloads them; trunk empties the folder that it builds into.
    let apart = target.join("xtask").join("settings");
    page(workspace, tools, "settings.html", target, &apart)?;
    merge(&apart, dist)
}

/// Builds one page and the program that it starts.
fn page(workspace: &Workspace, tools: &Tools, page: &str, target: &Path, dist: &Path) -> anyhow::Result<()> {
    let mut command = tools.command("trunk", workspace);
    command.args(["build", "--release", "--dist"]).arg(dist).arg(page);
    command.env("CARGO_TARGET_DIR", target).env("CARGO_ENCODED_RUSTFLAGS", flags(workspace)?).env_remove("RUSTFLAGS");
    // A backtrace of trunk itself would hide the compiler's message, which is what helps.
    command.env_remove("RUST_BACKTRACE");
    // trunk reads this variable as a flag and takes only true and false, while the world sets it to 1.
    command.env("NO_COLOR", "true");
    process::expect_success("building the app", &mut command, Manner::OPEN)?;
    html(dist, page).map(|_| ())
}

/// The page that trunk left: under its own name or as index.html, depending on trunk's version.
fn html(dist: &Path, page: &str) -> anyhow::Result<PathBuf> {
    let found = [page, "index.html"].map(|name| dist.join(name)).into_iter().find(|path| path.is_file());
    found.with_context(|| format!("trunk ended well but left no {page} in {}", dist.display()))
}

/// Puts what the settings need beside what the console needs. Both start with the same scripts, which are there already.
fn merge(apart: &Path, dist: &Path) -> anyhow::Result<()> {
    let page = html(apart, "settings.html")?;
    for entry in WalkDir::new(apart).min_depth(1) {
        let entry = entry.with_context(|| format!("cannot list {}", apart.display()))?;
        let inside = entry.path().strip_prefix(apart)?;
        let place = if entry.path() == page { dist.join("settings.html") } else { dist.join(inside) };
        if entry.file_type().is_dir() {
            fs::create_dir_all(&place).with_context(|| format!("cannot make {}", place.display()))?;
        } else if place.exists() {
            bail!("both pages have a file {}", inside.display());
        } else {
            fs::copy(entry.path(), &place).with_context(|| format!("cannot write {}", place.display()))?;
        }
    }
    Ok(())
}

/// Flags that keep this machine's folders out of the app: otherwise panic messages carry them, and no two machines build the same bytes.
fn flags(workspace: &Workspace) -> anyhow::Result<OsString> {
    let mut replaced = vec![(workspace.root.clone(), "/app".to_owned())];
    for registry in registries()? {
        replaced.push((registry, "/crates".to_owned()));
    }
    if let Some(pair) = standard_library()? {
        replaced.push(pair);
    }
    let mut flags = OsString::new();
    for (from, to) in replaced {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push("=");
        flags.push(to);
    }
    Ok(flags)
}

/// The folders into which cargo unpacks crates: one for each registry, below cargo's home.
fn registries() -> anyhow::Result<Vec<PathBuf>> {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => etcetera::home_dir().context("this user has no home folder")?.join(".cargo"),
    };
    let sources = home.join("registry").join("src");
    let mut folders = Vec::new();
    for entry in fs::read_dir(&sources).with_context(|| format!("cannot list {}", sources.display()))? {
        folders.push(entry?.path());
    }
    folders.sort();
    Ok(folders)
}

/// Where rustup's optional copy of the standard library's sources lies, and the name those sources have without it.
fn standard_library() -> anyhow::Result<Option<(PathBuf, String)>> {
    let sysroot = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let about = process::capture(Command::new("rustc").arg("-vV"))?;
    let commit = about.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    let sources = Path::new(sysroot.trim()).join("lib").join("rustlib").join("src").join("rust");
    Ok(commit.map(|commit| (sources, format!("/rustc/{commit}"))))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
