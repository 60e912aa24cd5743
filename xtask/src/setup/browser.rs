//! A Chromium for the browser tests and the measurements.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::{adding, find, found};
use crate::process::{self, Manner};

/// The names under which systems install Chromium and browsers made from it.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];
/// Where macOS keeps them.
const MAC_PLACES: [&str; 3] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
/// Where Windows keeps them, below one of its program folders.
const WINDOWS_PLACES: [&str; 3] = [
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];
/// The browser and what it needs are some hundred megabytes.
const LIMIT: Duration = Duration::from_secs(900);

/// Finds the browser, or installs it where that is nobody's own machine.
pub(super) fn find_or_install() -> anyhow::Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if !named.is_file() {
            bail!("CHROMIUM names {}, and there is no such file", named.display());
        }
        found(&format!("browser ({}, named by CHROMIUM)", named.display()));
        return Ok(named);
    }
    if let Some(browser) = look() {
        found(&format!("browser ({})", browser.display()));
        return Ok(browser);
    }
    if !may_install() {
        bail!(
            "the browser tests need Chromium or Chrome: {}; or name one in the environment variable CHROMIUM",
            advice()
        );
    }
    adding("chromium: apt-get install");
    let manner = Manner { limit: Some(LIMIT), show_output: true };
    process::expect_success("reading the package lists", Command::new("apt-get").arg("update"), manner)?;
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--no-install-recommends", "chromium"]).env("DEBIAN_FRONTEND", "noninteractive");
    process::expect_success("installing chromium", &mut install, manner)?;
    look().context("apt-get installed chromium, but none is on PATH")
}

fn look() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| find(name));
    on_path.or_else(|| usual_places().into_iter().find(|place| place.is_file()))
}

fn usual_places() -> Vec<PathBuf> {
    if cfg!(target_os = "macos") {
        return MAC_PLACES.iter().map(PathBuf::from).collect();
    }
    if cfg!(windows) {
        let folders = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]
            .into_iter()
            .filter_map(env::var_os)
            .map(PathBuf::from);
        return folders.flat_map(|folder| WINDOWS_PLACES.iter().map(move |place| folder.join(place))).collect();
    }
    Vec::new()
}

/// Only a machine made for continuous integration, and only as root on a Debian: anyone else decides for themselves.
fn may_install() -> bool {
    let root = process::capture(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0");
    env::var("CI").is_ok_and(|value| value == "true")
        && root
        && Path::new("/etc/debian_version").exists()
        && find("apt-get").is_some()
}

fn advice() -> &'static str {
    if cfg!(target_os = "macos") {
        "install Google Chrome, or run `brew install --cask chromium`"
    } else if cfg!(windows) {
        "install Google Chrome, or run `winget install Google.Chrome`"
    } else if find("apt-get").is_some() {
        "run `sudo apt-get install chromium`"
    } else if find("dnf").is_some() {
        "run `sudo dnf install chromium`"
    } else if find("pacman").is_some() {
        "run `sudo pacman -S chromium`"
    } else {
        "install it with the system's package manager"
    }
}
