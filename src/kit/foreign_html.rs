//! HTML that others wrote, shown as a picture of itself.
//!
//! It lives in a frame of its own whose sandbox allows nothing: no scripts, no forms, no windows, no origin. The frame's
//! document carries a policy that loads nothing, and it inherits the app's, so that no picture of it tells anybody that it
//! was looked at, and no link leads anywhere.

use leptos::prelude::*;

use super::part::part;

/// Stands before the HTML. The parser takes it for the document's head whatever follows.
const HEAD: &str = concat!(
    "<!doctype html><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light\">",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; form-action 'none'; base-uri 'none'\">",
);

/// The whole document of the frame.
fn document(html: &str) -> String {
    format!("{HEAD}{html}")
}

/// The frame, named for assistive technology.
pub fn foreign_html(title: Signal<String>, html: Signal<String>) -> AnyView {
    part("iframe", "foreign-html")
        .attr("sandbox", "")
        .attr("referrerpolicy", "no-referrer")
        .attr_words("title", title)
        .attr_live("srcdoc", move || Some(html.with(|html| document(html))))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_comes_before_anything_that_others_wrote() {
        let hostile = "<meta http-equiv=refresh content='0;url=https://evil.example'><script>alert(1)</script>";
        let whole = document(hostile);
        assert!(whole.starts_with(HEAD) && whole.ends_with(hostile));
        assert!(HEAD.contains("default-src 'none'"));
    }
}
