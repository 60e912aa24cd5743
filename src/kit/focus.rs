//! Where the keyboard is. Call these only in answer to something the agent did inside the app:
//! a frame that focuses itself would take the cursor out of the reply the agent is writing in Zendesk.

use leptos::ev::{Event, FocusEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlElement, Node};

/// The element with this id, if it is in the page and can have the focus.
#[must_use]
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Focuses the element with this id now, and says whether it took the focus.
pub fn focus(id: &str) -> bool {
    element(id).is_some_and(|element| element.focus().is_ok() && is_focused(&element))
}

/// Focuses the element with this id once the view it belongs to has been drawn.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        focus(&id);
    });
}

/// Gives the focus back after a view closed: to the first of these elements that is still there and takes it.
/// Name the control that opened the view first and a heading that always stays last, since acting on an incident
/// often removes the very button that was pressed. Does nothing if the agent has already moved on to another control.
pub fn return_focus(candidates: Vec<String>) {
    request_animation_frame(move || {
        if is_lost() {
            candidates.iter().any(|id| focus(id));
        }
    });
}

/// Whether an element that `selector` picks out, or one inside it, has the focus.
#[must_use]
pub fn is_within(selector: &str) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Whether the focus goes to another element inside the one whose `focusout` this is.
#[must_use]
pub fn stays_inside(event: &Event) -> bool {
    let whole = event.current_target().and_then(|target| target.dyn_into::<Node>().ok());
    let next = event.unchecked_ref::<FocusEvent>().related_target().and_then(|target| target.dyn_into::<Node>().ok());
    next.is_some() && whole.is_some_and(|whole| whole.contains(next.as_ref()))
}

fn is_focused(element: &HtmlElement) -> bool {
    document().active_element().as_ref() == Some(element)
}

fn is_lost() -> bool {
    let document = document();
    document.active_element().is_none_or(|active| document.body().is_some_and(|body| *body == active))
}
