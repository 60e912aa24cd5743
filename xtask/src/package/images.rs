//! The logos that Zendesk shows in the app list. Sizes: Zendesk developer documentation, "Styling apps: logos and icons".

use super::Refusal;
use super::contents::Package;

/// The logos that every app has to bring, and the width and height that Zendesk wants, in pixels.
const LOGOS: [(&str, u32); 2] = [("assets/logo.png", 320), ("assets/logo-small.png", 128)];

/// Checks that both logos are there and are PNG files of the wanted size.
pub(super) fn check(package: &Package) -> Vec<Refusal> {
    let problem = |path: &str, side: u32| match package.bytes(path) {
        None => Some("is missing; Zendesk shows it in the list of apps".to_owned()),
        Some(bytes) => match png_size(bytes) {
            None => Some("is no PNG file".to_owned()),
            Some((width, height)) if (width, height) != (side, side) => {
                Some(format!("is {width} by {height} pixels, not {side} by {side}"))
            }
            Some(_) => None,
        },
    };
    LOGOS.iter().filter_map(|(path, side)| problem(path, *side).map(|reason| Refusal::new(*path, reason))).collect()
}

/// Width and height of a PNG from its first chunk (PNG specification, section 11.2.1).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    if header.get(4..8)? != b"IHDR" {
        return None;
    }
    let number = |from: usize| header.get(from..from + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some((number(8)?, number(12)?))
}

/// The beginning of a PNG of some size, for tests.
#[cfg(test)]
pub(super) fn sample_png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes
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

    #[test]
    fn a_missing_logo_is_refused() {
        let refusals = check(&Package::default());
        let files: Vec<&str> = refusals.iter().map(|refusal| refusal.file.as_str()).collect();
        assert_eq!(files, ["assets/logo.png", "assets/logo-small.png"]);
    }

    #[test]
    fn a_logo_of_the_wrong_size_is_refused() {
        let mut package = sample();
        package.put("assets/logo.png", &sample_png(320, 200));
        assert_eq!(check(&package)[0].reason, "is 320 by 200 pixels, not 320 by 320");
    }

    #[test]
    fn a_logo_that_is_no_png_is_refused() {
        let mut package = sample();
        package.put("assets/logo-small.png", b"<svg/>");
        assert_eq!(check(&package)[0].reason, "is no PNG file");
    }
}
