//! A button that takes a text file from the person's disk.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Event, HtmlInputElement};
use web_sys::FileReader;

use super::part::{element, part};

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileText {
    /// The text.
    Text(String),
    /// It has so many bytes, which is more than may be read.
    TooLarge(usize),
    /// The browser could not read it.
    Unreadable,
}

/// The button: the browser's own control for files, with our words on it.
pub struct FileButton {
    /// The words: a verb, in sentence case.
    pub label: Signal<String>,
    /// The id of the control.
    pub id: &'static str,
    /// What may be chosen, as the attribute `accept` wants it.
    pub accept: &'static str,
    /// The most bytes that are read.
    pub most: usize,
    /// The person chose a file, and it was read.
    pub on_read: Callback<(FileText,)>,
}

impl FileButton {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { label, id, accept, most, on_read } = self;
        let control = part("input", "visually-hidden")
            .attr("type", "file")
            .attr("id", id)
            .attr("accept", accept)
            .on("change", move |event| read(&event, most, on_read));
        part("label", "button button--link file-button")
            .attr("for", id)
            .child(element("span").words(label))
            .child(control)
            .into()
    }
}

fn read(event: &Event, most: usize, on_read: Callback<(FileText,)>) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
    // The same file can be chosen again after it was mended.
    input.set_value("");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size is a whole number from 0")]
    let bytes = file.size() as usize;
    if bytes > most {
        return on_read.run((FileText::TooLarge(bytes),));
    }
    let Ok(reader) = FileReader::new() else { return on_read.run((FileText::Unreadable,)) };
    let source = reader.clone();
    let done = Closure::once_into_js(move || {
        let text = source.result().ok().and_then(|text| text.as_string());
        // The screen may have closed meanwhile.
        let _ = on_read.try_run((text.map_or(FileText::Unreadable, FileText::Text),));
    });
    reader.set_onloadend(Some(done.unchecked_ref()));
    if reader.read_as_text(&file).is_err() {
        on_read.run((FileText::Unreadable,));
    }
}
