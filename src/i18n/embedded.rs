//! The English words inside the wasm: `translations/en.json` without white space and without the sections
//! that others read, cut down by the compiler so that no agent downloads what the screen never says.

#![allow(clippy::indexing_slicing, reason = "runs in the compiler, where a wrong index is a build error")]

const SOURCE: &[u8] = include_bytes!("../../translations/en.json");
const CUT: ([u8; SOURCE.len()], usize) = cut(SOURCE, Sections::AllBut(&CONSOLE_CUTS));
static BYTES: [u8; CUT.1] = shrink(&CUT.0);
const SETTINGS_CUT: ([u8; SOURCE.len()], usize) = cut(SOURCE, Sections::Only(b"\"settings\""));
static SETTINGS_BYTES: [u8; SETTINGS_CUT.1] = shrink(&SETTINGS_CUT.0);

/// The English translation as compact JSON, an object of sections; without the section that only the settings screen says.
pub(super) static ENGLISH: &str = match str::from_utf8(&BYTES) {
    Ok(text) => text,
    Err(_) => "{}",
};

/// The section `settings` as compact JSON, in an object of its own.
pub(super) static SETTINGS_ENGLISH: &str = match str::from_utf8(&SETTINGS_BYTES) {
    Ok(text) => text,
    Err(_) => "{}",
};

/// The sections that Zendesk reads (`app`), that `oauth.html` carries itself (`oauth`), and that the settings screen says.
const CONSOLE_CUTS: [&[u8]; 3] = [b"\"app\"", b"\"oauth\"", b"\"settings\""];

/// Which members of the outermost object are kept. Names are written with their quotes.
#[derive(Clone, Copy)]
enum Sections {
    /// Every one but these.
    AllBut(&'static [&'static [u8]]),
    /// Only this one.
    Only(&'static [u8]),
}

impl Sections {
    /// Whether the member whose name begins at `at` is left out.
    const fn leave_out(self, source: &[u8], at: usize) -> bool {
        match self {
            Self::AllBut(cuts) => {
                let mut which = 0;
                while which < cuts.len() {
                    if starts_with(source, at, cuts[which]) {
                        return true;
                    }
                    which += 1;
                }
                false
            }
            Self::Only(name) => !starts_with(source, at, name),
        }
    }
}

/// Copies a JSON object without white space and without the members that `sections` leaves out.
/// Returns the copy and how many of its bytes are used.
const fn cut<const SIZE: usize>(source: &[u8], sections: Sections) -> ([u8; SIZE], usize) {
    let mut out = [0; SIZE];
    let mut used = 0;
    let mut depth = 0;
    let mut key_comes = false;
    let mut in_text = false;
    let mut escaped = false;
    let mut skipping = false;
    // A comma is written only when another member follows, because the one after it may be cut.
    let mut comma_waits = false;
    let mut at = 0;
    while at < source.len() {
        let byte = source[at];
        let mut keep = true;
        if in_text {
            if escaped {
                escaped = false;
            } else if byte == b'\\' {
                escaped = true;
            } else if byte == b'"' {
                in_text = false;
            }
        } else {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => keep = false,
                b'"' => {
                    in_text = true;
                    if depth == 1 && key_comes {
                        key_comes = false;
                        skipping = sections.leave_out(source, at);
                    }
                }
                b'{' | b'[' => {
                    depth += 1;
                    key_comes = depth == 1;
                }
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        skipping = false;
                        comma_waits = false;
                    }
                }
                b',' if depth == 1 => {
                    keep = false;
                    key_comes = true;
                    comma_waits = comma_waits || !skipping;
                    skipping = false;
                }
                _ => {}
            }
        }
        if keep && !skipping {
            if comma_waits {
                comma_waits = false;
                out[used] = b',';
                used += 1;
            }
            out[used] = byte;
            used += 1;
        }
        at += 1;
    }
    (out, used)
}

const fn starts_with(source: &[u8], from: usize, word: &[u8]) -> bool {
    let mut at = 0;
    while at < word.len() {
        if from + at >= source.len() || source[from + at] != word[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn shrink<const SIZE: usize>(source: &[u8]) -> [u8; SIZE] {
    let mut out = [0; SIZE];
    let mut at = 0;
    while at < SIZE {
        out[at] = source[at];
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

    use serde_json::Value;

    use super::{CONSOLE_CUTS, ENGLISH, SETTINGS_ENGLISH, SOURCE, Sections, cut};

    fn cut_text(source: &str, sections: Sections) -> String {
        let (bytes, used) = cut::<200>(source.as_bytes(), sections);
        String::from_utf8(bytes.into_iter().take(used).collect()).unwrap()
    }

    #[test]
    fn the_embedded_english_is_the_file_without_the_sections_others_read() {
        let mut file: Value = serde_json::from_slice(SOURCE).unwrap();
        let sections = file.as_object_mut().unwrap();
        assert!(sections.remove("oauth").is_some());
        sections.remove("app");
        let settings = sections.remove("settings").unwrap();
        let embedded_settings: Value = serde_json::from_str(SETTINGS_ENGLISH).unwrap();
        assert_eq!(embedded_settings, serde_json::json!({ "settings": settings }));
        let embedded: Value = serde_json::from_str(ENGLISH).unwrap();
        assert_eq!(embedded, file);
        assert_eq!(ENGLISH.len(), embedded.to_string().len());
    }

    #[test]
    fn a_section_is_cut_wherever_it_stands() {
        let kept = r#"{"a":"x, {y} \"z\"","b":{"app":"inner"}}"#;
        for source in [
            r#"{ "app": { "name": "N, }" }, "a": "x, {y} \"z\"", "b": {"app": "inner"} }"#,
            r#"{ "a": "x, {y} \"z\"", "app": {"name": ["N", {}]}, "b": {"app": "inner"} }"#,
            r#"{ "a": "x, {y} \"z\"", "b": {"app": "inner"}, "app": "N" }"#,
        ] {
            assert_eq!(cut_text(source, Sections::AllBut(&CONSOLE_CUTS)), kept);
            assert_eq!(cut_text(source, Sections::Only(b"\"b\"")), r#"{"b":{"app":"inner"}}"#);
        }
        assert_eq!(cut_text(r#"{ "app": {}, "oauth": "x" }"#, Sections::AllBut(&CONSOLE_CUTS)), "{}");
        assert_eq!(cut_text(r#"{ "apple": 1 }"#, Sections::AllBut(&CONSOLE_CUTS)), r#"{"apple":1}"#);
    }
}
