//! How many bytes the built app has, raw and compressed, and the ceiling that one opened ticket may cost.

use std::fmt;
use std::io::Write as _;

use anyhow::Context as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::package::Package;

/// What the console may cost to load, in bytes after brotli at quality 11.
///
/// The aim is 200 kB. With every action in it the console stands far above, and until it does not this keeps it from growing.
pub(crate) const BUDGET: usize = 450 * 1024;

/// Files of a package that the console never loads: the page that the sign-in returns to, pictures that Zendesk itself shows, and
/// the settings.
const NOT_LOADED: [&str; 6] = ["oauth.", "logo", "icon_", "banner", "settings", "translations/settings/"];
/// Where the words of each language lie; a console loads one of them.
const CATALOGS: &str = "translations/";

/// One file's sizes in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Its path below `assets/`.
    pub(crate) file: String,
    /// As it lies in the package.
    pub(crate) raw: usize,
    /// After gzip at level 9.
    pub(crate) gzip: usize,
    /// After brotli at quality 11.
    pub(crate) brotli: usize,
    /// Whether opening a ticket loads it.
    pub(crate) loaded: bool,
}

/// The sizes of all assets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// In the order of their names.
    pub(crate) files: Vec<Sizes>,
}

impl Table {
    /// The table as a JSON list of objects with the keys `file`, `raw`, `gzip`, `brotli` and `loaded`.
    pub(crate) fn to_json(&self) -> Value {
        let object = |sizes: &Sizes| {
            let Sizes { file, raw, gzip, brotli, loaded } = sizes;
            json!({ "file": file, "raw": raw, "gzip": gzip, "brotli": brotli, "loaded": loaded })
        };
        self.files.iter().map(object).collect()
    }

    /// What opening a ticket loads: raw, gzip and brotli, in bytes.
    pub(crate) fn loaded(&self) -> (usize, usize, usize) {
        let loaded = self.files.iter().filter(|sizes| sizes.loaded);
        loaded.fold((0, 0, 0), |(raw, gzip, brotli), sizes| (raw + sizes.raw, gzip + sizes.gzip, brotli + sizes.brotli))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.files.iter().map(|sizes| sizes.file.len()).chain([24]).max().unwrap_or_default();
        writeln!(formatter, "{:width$} {:>9} {:>9} {:>9}", "bytes", "raw", "gzip", "brotli")?;
        for sizes in &self.files {
            let mark = if sizes.loaded { "" } else { "  (not loaded with a ticket)" };
            writeln!(formatter, "{:width$} {:>9} {:>9} {:>9}{mark}", sizes.file, sizes.raw, sizes.gzip, sizes.brotli)?;
        }
        let (raw, gzip, brotli) = self.loaded();
        writeln!(formatter, "{:width$} {raw:>9} {gzip:>9} {brotli:>9}  of {BUDGET} allowed", "loaded with a ticket")
    }
}

/// Measures the assets of a package.
pub(crate) fn measure(package: &Package) -> anyhow::Result<Table> {
    let mut files = Vec::new();
    for (path, file) in package.files() {
        let Some(name) = path.strip_prefix("assets/") else {
            continue;
        };
        let loaded = !NOT_LOADED.iter().any(|beginning| name.starts_with(beginning));
        let bytes = &file.bytes;
        files.push(Sizes {
            file: name.to_owned(),
            raw: bytes.len(),
            gzip: gzip(bytes)?,
            brotli: brotli(bytes)?,
            loaded,
        });
    }
    // A console loads one language: the largest stands for all.
    let largest = files
        .iter()
        .filter(|sizes| sizes.loaded && sizes.file.starts_with(CATALOGS))
        .map(|sizes| (sizes.brotli, sizes.file.clone()))
        .max();
    for sizes in files.iter_mut().filter(|sizes| sizes.loaded && sizes.file.starts_with(CATALOGS)) {
        sizes.loaded = largest.as_ref().is_some_and(|(_, file)| *file == sizes.file);
    }
    Ok(Table { files })
}

fn gzip(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("cannot compress with gzip")?;
    Ok(encoder.finish().context("cannot compress with gzip")?.len())
}

fn brotli(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut output = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut output, &parameters).context("cannot compress with brotli")?;
    Ok(output.len())
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

    fn package() -> Package {
        let mut package = Package::default();
        package.put("manifest.json", b"{}");
        package.put("assets/index.html", &[b'a'; 1000]);
        package.put("assets/oauth.html", &[b'a'; 1000]);
        package.put("assets/logo.png", &[b'a'; 1000]);
        package.put("assets/settings.html", &[b'a'; 1000]);
        package.put("assets/settings-0f_bg.wasm", &[b'a'; 1000]);
        package.put("assets/translations/settings/en.json", &[b'a'; 1000]);
        package.put("assets/translations/de.json", &[b'a'; 10]);
        package.put("assets/translations/en.json", b"abcdefghijklmnopqrstuvwxyz0123456789");
        package
    }

    #[test]
    fn a_ticket_loads_the_console_and_one_language() {
        let table = measure(&package()).unwrap();
        let loaded: Vec<&str> =
            table.files.iter().filter(|sizes| sizes.loaded).map(|sizes| sizes.file.as_str()).collect();
        assert_eq!(loaded, ["index.html", "translations/en.json"]);
        assert_eq!(table.loaded().0, 1036);
    }

    #[test]
    fn compression_makes_repetition_small() {
        let table = measure(&package()).unwrap();
        let page = table.files.iter().find(|sizes| sizes.file == "index.html").unwrap();
        assert_eq!(page.raw, 1000);
        assert!(page.gzip < 50 && page.brotli < page.gzip, "{page:?}");
    }

    #[test]
    fn the_table_closes_with_the_sum_and_the_budget() {
        let text = measure(&package()).unwrap().to_string();
        assert!(text.lines().last().unwrap().starts_with("loaded with a ticket"));
        assert!(text.ends_with(&format!("of {BUDGET} allowed\n")));
    }
}
