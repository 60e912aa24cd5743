//! Which files a package may hold, by name, kind and size.
//!
//! Kinds and names: the validators of Zendesk's app support library (`validations/mime.rb`, `package.rb`).
//! Sizes: Zendesk help, "Uploading and installing a private app".

use super::Refusal;
use super::contents::Package;

/// What Zendesk takes at most, for the zip and for each file in it, in bytes. It says "2 MB"; the smaller reading is safe in both.
const LIMIT: usize = 2_000_000;

/// Endings of the kinds that Zendesk blocks.
const BLOCKED_ENDINGS: [&str; 21] = [
    "7z", "avi", "bin", "bz", "bz2", "csh", "doc", "docx", "gz", "jar", "mp3", "mpeg", "odt", "pdf", "ppt", "pptx",
    "rar", "sh", "xls", "xlsx", "zip",
];

/// How files of the blocked kinds begin, whatever their name says.
const BLOCKED_BEGINNINGS: [(&[u8], &str); 7] = [
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"%PDF", "a PDF"),
    (b"#!", "a script to be executed"),
];

/// The only files that may lie outside `assets/` and `translations/`.
const AT_THE_ROOT: [&str; 3] = ["README.md", "manifest.json", "requirements.json"];

/// Checks every file by itself, and that the manifest lies at the root.
pub(super) fn check(package: &Package) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if !package.contains("manifest.json") {
        refusals.push(Refusal::new("manifest.json", "is missing; it has to lie at the root of the zip"));
    }
    for (path, file) in package.files() {
        let mut refuse = |reason: String| refusals.push(Refusal::new(path, reason));
        if file.is_link {
            refuse("is a symbolic link, which Zendesk does not unpack".to_owned());
        }
        if file.bytes.len() > LIMIT {
            refuse(format!("has {} bytes, more than the {LIMIT} that Zendesk takes", file.bytes.len()));
        }
        if path.split('/').any(|part| part.starts_with('.')) {
            refuse("has a name that begins with a dot".to_owned());
        }
        if !AT_THE_ROOT.contains(&path) && !path.starts_with("assets/") && !is_translation(path) {
            refuse("lies where Zendesk expects nothing; files belong into assets/".to_owned());
        }
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        if let Some(ending) = ending.filter(|ending| BLOCKED_ENDINGS.contains(&ending.as_str())) {
            refuse(format!("ends in .{ending}, a kind of file that Zendesk blocks"));
        }
        if let Some((_, kind)) = BLOCKED_BEGINNINGS.iter().find(|(beginning, _)| file.bytes.starts_with(beginning)) {
            refuse(format!("is {kind}, a kind of file that Zendesk blocks"));
        }
    }
    refusals
}

/// Checks the size of the finished zip, in bytes.
pub(super) fn archive_size(size: usize) -> Option<Refusal> {
    (size > LIMIT)
        .then(|| Refusal::new("the zip", format!("has {size} bytes, more than the {LIMIT} that Zendesk takes")))
}

fn is_translation(path: &str) -> bool {
    path.strip_prefix("translations/").is_some_and(|name| !name.contains('/') && name.strip_suffix(".json").is_some())
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

    use super::super::contents::sample;
    use super::*;

    /// What the sample is refused for once a file was added.
    fn refused_with(path: &str, bytes: &[u8]) -> String {
        let mut package = sample();
        package.put(path, bytes);
        let refusals = check(&package);
        assert_eq!(refusals.len(), 1, "{refusals:?}");
        assert_eq!(refusals[0].file, path);
        refusals[0].reason.clone()
    }

    #[test]
    fn a_file_of_two_megabytes_passes_and_one_byte_more_does_not() {
        let mut package = sample();
        package.put("assets/big.js", &vec![b' '; LIMIT]);
        assert_eq!(check(&package), []);
        assert!(refused_with("assets/big.js", &vec![b' '; LIMIT + 1]).contains("2000001"));
    }

    #[test]
    fn a_zip_over_two_megabytes_is_refused() {
        assert_eq!(archive_size(LIMIT), None);
        assert!(archive_size(LIMIT + 1).unwrap().reason.contains("2000001"));
    }

    #[test]
    fn blocked_kinds_are_refused_by_name_and_by_content() {
        assert!(refused_with("assets/app.wasm.gz", b"text").contains(".gz"));
        assert!(refused_with("assets/app.BIN", b"text").contains(".bin"));
        assert!(refused_with("assets/picture.png", b"\x1f\x8b\x08").contains("gzip"));
        assert!(refused_with("assets/run", b"#!/bin/sh").contains("script"));
    }

    #[test]
    fn dot_files_and_files_in_odd_places_are_refused() {
        assert!(refused_with("assets/.DS_Store", b"x").contains("dot"));
        assert!(refused_with("source.rs", b"x").contains("assets/"));
        assert!(refused_with("translations/de/app.json", b"{}").contains("assets/"));
    }

    #[test]
    fn a_package_without_a_manifest_is_refused() {
        let mut package = Package::default();
        package.put("assets/manifest.json", b"{}");
        assert_eq!(check(&package)[0].file, "manifest.json");
    }

    #[test]
    #[cfg(unix)]
    fn a_symbolic_link_in_the_build_is_refused() {
        let folder = std::env::temp_dir().join(format!("incident-command-console-link-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::os::unix::fs::symlink("elsewhere", folder.join("link.js")).unwrap();
        let workspace = crate::workspace::Workspace::locate().unwrap();
        let package = super::super::contents::read(&workspace, &folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(
            check(&package)
                .iter()
                .any(|refusal| refusal.file == "assets/link.js" && refusal.reason.contains("symbolic link"))
        );
    }
}
