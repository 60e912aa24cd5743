//! Digests of files and folders: they tell whether what was built is still what the sources say.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

/// The SHA-256 of some bytes in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// One digest over several files and folders below `root`, by name and content; what does not exist counts as absent.
pub(crate) fn digest_of(root: &Path, names: &[&str], also: &str) -> anyhow::Result<String> {
    let mut hasher = Sha256::new();
    feed(&mut hasher, also.as_bytes());
    for name in names {
        let place = root.join(name);
        if !place.exists() {
            continue;
        }
        for entry in WalkDir::new(&place).sort_by_file_name() {
            let entry = entry.with_context(|| format!("cannot list {}", place.display()))?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path();
            let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            feed(&mut hasher, path.strip_prefix(root).unwrap_or(path).to_string_lossy().as_bytes());
            feed(&mut hasher, &bytes);
        }
    }
    Ok(hexadecimal(&hasher.finalize()))
}

/// The length goes first, so that bytes cannot wander from a name into a content unnoticed.
fn feed(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
    hasher.update(bytes);
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
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
    fn the_digest_is_sha_256() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn every_change_of_a_name_a_content_or_a_tool_changes_the_digest() {
        let folder = std::env::temp_dir().join(format!("incident-command-console-fingerprint-{}", std::process::id()));
        fs::create_dir_all(folder.join("sources")).unwrap();
        fs::write(folder.join("sources/a.txt"), "one").unwrap();
        let of = |tools: &str| digest_of(&folder, &["sources", "absent"], tools).unwrap();
        let first = of("tool 1");
        assert_eq!(first, of("tool 1"));
        assert_ne!(first, of("tool 2"));
        fs::write(folder.join("sources/a.txt"), "two").unwrap();
        let second = of("tool 1");
        assert_ne!(first, second);
        fs::rename(folder.join("sources/a.txt"), folder.join("sources/b.txt")).unwrap();
        assert_ne!(second, of("tool 1"));
        fs::remove_dir_all(folder).unwrap();
    }
}
