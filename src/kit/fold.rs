//! Letters without regard to case.

/// `text` in lower case, for comparing.
///
/// The browser knows the alphabets of the world already; the standard library would bring its tables of them into the program that
/// agents download, so it does this outside the browser only.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { fold_letters(text) }
}

#[cfg(target_arch = "wasm32")]
fn fold_letters(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn fold_letters(text: &str) -> String {
    text.to_lowercase()
}
