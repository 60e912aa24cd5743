//! Writes the zip so that the same files always give the same bytes.

use std::io::{Cursor, Write as _};

use anyhow::Context as _;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::contents::Package;

/// Zips the package: entries by name, one fixed time, one fixed mode, deflate at its strongest.
pub(crate) fn zip(package: &Package) -> anyhow::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        // The earliest moment that the format can hold.
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, file) in package.files() {
        writer.start_file(path, options).with_context(|| format!("cannot add {path} to the zip"))?;
        writer.write_all(&file.bytes).with_context(|| format!("cannot add {path} to the zip"))?;
    }
    Ok(writer.finish().context("cannot finish the zip")?.into_inner())
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

    use std::io::Read as _;

    use super::super::contents::sample;
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes_in_whatever_order_they_came() {
        let (mut one, mut two) = (Package::default(), Package::default());
        one.put("a", b"1");
        one.put("b", b"2");
        two.put("b", b"2");
        two.put("a", b"1");
        assert_eq!(zip(&one).unwrap(), zip(&two).unwrap());
    }

    #[test]
    fn what_was_put_in_comes_out_with_one_time_and_one_mode() {
        let package = sample();
        let mut archive = zip::ZipArchive::new(Cursor::new(super::zip(&package).unwrap())).unwrap();
        assert_eq!(archive.len(), package.len());
        let mut names = Vec::new();
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            assert_eq!(Some(bytes.as_slice()), package.bytes(&name));
            assert_eq!(entry.last_modified().unwrap().year(), 1980);
            assert_eq!(entry.unix_mode().unwrap() & 0o777, 0o644);
            names.push(name);
        }
        assert!(names.is_sorted());
    }

    #[test]
    fn text_is_compressed() {
        let mut package = Package::default();
        package.put("a.txt", &[b'a'; 10_000]);
        assert!(zip(&package).unwrap().len() < 1_000);
    }
}
