//! Where in a text one types. Call this only in answer to something that was done inside the app, as for [`focus`](super::focus).

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, HtmlInputElement, HtmlTextAreaElement};

use super::focus;

/// Puts `text` where the caret stands in the line or area of text with this id, in place of what is selected there, and moves
/// the focus to the place behind it. Whoever keeps the text hears of it as if it had been typed.
pub fn insert(id: &str, text: &str) {
    let Some(element) = focus::element(id) else { return };
    let put = if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        let start = area.selection_start().ok().flatten().unwrap_or(0);
        area.set_range_text(text).and_then(|()| {
            let end = behind(start, text);
            area.set_selection_range(end, end)
        })
    } else if let Some(line) = element.dyn_ref::<HtmlInputElement>() {
        let start = line.selection_start().ok().flatten().unwrap_or(0);
        line.set_range_text(text).and_then(|()| {
            let end = behind(start, text);
            line.set_selection_range(end, end)
        })
    } else {
        return;
    };
    focus::focus(id);
    // A control that takes no text has not changed, so there is nothing to tell.
    if put.is_ok()
        && let Ok(event) = Event::new("input")
    {
        let _ = element.dispatch_event(&event);
    }
}

/// The place behind `text` when it begins at `start`, in the units in which browsers count: UTF-16.
fn behind(start: u32, text: &str) -> u32 {
    start.saturating_add(u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn a_place_is_counted_as_browsers_count() {
        assert_eq!(behind(2, "{{ticket.id}}"), 15);
        assert_eq!(behind(0, "🔥é"), 3);
        assert_eq!(behind(u32::MAX, "x"), u32::MAX);
    }
}
