//! Finds and reads the project's files.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// Folders that hold nothing written by hand.
const MADE: [&str; 6] = [".git", "dist", "node_modules", "playwright-report", "target", "test-results"];

/// A file with its path from the project's root, with `/` between the parts.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// A source that exists only in a test.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Every text file that was written by hand.
pub(crate) fn all() -> Vec<Source> {
    let root = root();
    let by_hand =
        |entry: &DirEntry| !(entry.file_type().is_dir() && MADE.contains(&&*entry.file_name().to_string_lossy()));
    let entries = WalkDir::new(&root).into_iter().filter_entry(by_hand);
    let mut found = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let Ok(path) = entry.path().strip_prefix(&root) else {
            continue;
        };
        let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
        let path = parts.collect::<Vec<_>>().join("/");
        // Pictures and other files that are no text are skipped by not being UTF-8.
        if entry.file_type().is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            found.push(Source { path, text });
        }
    }
    assert!(found.len() > 20, "the project's files were not found below {}", root.display());
    found
}

/// Every Rust file below a folder; one that is not there yet holds none.
pub(crate) fn rust(folder: &str) -> Vec<Source> {
    let below = format!("{folder}/");
    let is_rust = |source: &Source| Path::new(&source.path).extension().is_some_and(|ending| ending == "rs");
    all()
        .into_iter()
        .filter(|source| is_rust(source) && (folder.is_empty() || source.path.starts_with(&below)))
        .collect()
}
