//! What goes into the zip, read into memory so that every check is a function of values.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::Value;
use walkdir::WalkDir;

use crate::workspace::Workspace;

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Its content.
    pub(crate) bytes: Vec<u8>,
    /// Whether the build left a symbolic link in its place; Zendesk refuses these.
    pub(crate) is_link: bool,
}

/// The package as Zendesk unpacks it: files by their path with `/` between the parts, in the order of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Package {
    files: BTreeMap<String, File>,
}

impl Package {
    /// Adds or replaces a file.
    pub(crate) fn put(&mut self, path: &str, bytes: &[u8]) {
        self.files.insert(path.to_owned(), File { bytes: bytes.to_vec(), is_link: false });
    }

    /// The files in the order of their names.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// One file's content.
    pub(crate) fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|file| file.bytes.as_slice())
    }

    /// Whether there is such a file.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// The locales for which there is a `translations/<locale>.json`.
    pub(crate) fn locales(&self) -> Vec<String> {
        let name = |path: &String| path.strip_prefix("translations/")?.strip_suffix(".json").map(str::to_owned);
        self.files.keys().filter_map(name).collect()
    }
}

/// Reads the package from the project: manifest and requirements, Zendesk's part of the translations, and the built app as assets.
pub(crate) fn read(workspace: &Workspace, dist: &Path) -> anyhow::Result<Package> {
    let mut package = Package::default();
    for name in ["manifest.json", "requirements.json"] {
        let path = workspace.path(name);
        package.put(name, &fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    for (locale, text) in read_translations(workspace)? {
        // Zendesk reads only this section; the console's own words are among the assets already.
        let all: Value =
            serde_json::from_str(&text).with_context(|| format!("translations/{locale}.json is not JSON"))?;
        let app = all.get("app").with_context(|| format!("translations/{locale}.json has no section \"app\""))?;
        let text = serde_json::to_string_pretty(&serde_json::json!({ "app": app }))?;
        package.put(&format!("translations/{locale}.json"), format!("{text}\n").as_bytes());
    }
    for entry in WalkDir::new(dist).min_depth(1) {
        let entry = entry.with_context(|| format!("cannot list {}", dist.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path();
        let is_link = entry.path_is_symlink();
        let bytes = if is_link {
            Vec::new()
        } else {
            fs::read(path).with_context(|| format!("cannot read {}", path.display()))?
        };
        package.files.insert(format!("assets/{}", slashed(path.strip_prefix(dist)?)?), File { bytes, is_link });
    }
    Ok(package)
}

/// The project's translations as they are written, by locale.
pub(crate) fn read_translations(workspace: &Workspace) -> anyhow::Result<BTreeMap<String, String>> {
    let folder = workspace.path("translations");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            bail!("{} has a name that is not Unicode", path.display());
        };
        if let Some(locale) = name.strip_suffix(".json") {
            found.insert(
                locale.to_owned(),
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?,
            );
        }
    }
    Ok(found)
}

fn slashed(path: &Path) -> anyhow::Result<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Ok(parts.with_context(|| format!("{} has a name that is not Unicode", path.display()))?.join("/"))
}

/// A small package that breaks no rule, for the tests of the checks to spoil.
#[cfg(test)]
pub(crate) fn sample() -> Package {
    let mut package = Package::default();
    package.put(
        "manifest.json",
        br#"{
            "name": "Sample", "version": "1.0.0", "frameworkVersion": "2.0", "defaultLocale": "en", "private": true,
            "author": { "name": "Somebody", "email": "somebody@example.com" },
            "location": { "support": { "ticket_sidebar": { "url": "assets/index.html", "flexible": true, "autoLoad": true } } },
            "domainWhitelist": ["api.pagerduty.com"],
            "parameters": [
                { "name": "region", "type": "text", "default": "us" },
                { "name": "read_key", "type": "text", "secure": true, "scopes": ["header"] }
            ]
        }"#,
    );
    package
        .put("requirements.json", br#"{ "ticket_fields": { "incidents": { "type": "text", "title": "Incidents" } } }"#);
    for locale in ["en", "de"] {
        package.put(
            &format!("translations/{locale}.json"),
            br#"{ "app": {
                "name": "Sample", "short_description": "S", "long_description": "L", "installation_instructions": "I",
                "parameters": { "region": { "label": "Region" }, "read_key": { "label": "Key", "helpText": "H" } }
            } }"#,
        );
    }
    package.put("assets/index.html", br#"<!doctype html><script type="module" src="./boot.js"></script>"#);
    package.put("assets/boot.js", b"await import('./app.js');");
    package.put("assets/app.js", b"export default 1;");
    package.put("assets/app_bg.wasm", b"\0asm\x01\0\0\0");
    package.put("assets/logo.png", &super::images::sample_png(320, 320));
    package.put("assets/logo-small.png", &super::images::sample_png(128, 128));
    package
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
    fn the_locales_are_the_names_of_the_translations() {
        assert_eq!(sample().locales(), ["de", "en"]);
    }

    #[test]
    fn paths_are_written_as_zip_files_write_them() {
        assert_eq!(slashed(&Path::new("a").join("b").join("c.js")).unwrap(), "a/b/c.js");
    }
}
