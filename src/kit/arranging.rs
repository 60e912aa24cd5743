//! A list of things that are shown or hidden, and put into an order by dragging or by arrows.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, PointerEvent};

use super::button::IconButton;
use super::checkbox::Checkbox;
use super::icon::{IconName, icon};
use super::part::{Part, element, part};
use super::reactive::{Slice, derive};
use super::rows::{Row, rows};

/// One thing of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrangedItem {
    /// What the caller gets back.
    pub key: String,
    /// What the agent reads.
    pub label: String,
    /// What the arrows are called: up, then down.
    pub moves: (String, String),
    /// The ids of the arrows: up, then down.
    pub buttons: (String, String),
    /// Whether it is shown.
    pub shown: bool,
}

/// What the agent does with the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arranging {
    /// Shows or hides the thing with this key.
    Show(String, bool),
    /// Moves it one place up.
    Up(String),
    /// Moves it one place down.
    Down(String),
    /// Drops the first one in the place of the second.
    Drop(String, String),
}

/// The list.
#[derive(Clone, Copy)]
pub struct ArrangedList {
    /// The things in their order.
    pub items: Slice<Vec<ArrangedItem>>,
    /// The agent did something.
    pub on_change: Callback<(Arranging,)>,
    /// What is being dragged, and what it is over.
    drag: RwSignal<Option<(String, String)>>,
}

/// Where a row keeps its key.
const KEY: &str = "data-arranged";

impl ArrangedList {
    /// The list of these things.
    pub fn new(items: Slice<Vec<ArrangedItem>>, on_change: Callback<(Arranging,)>) -> Self {
        Self { items, on_change, drag: RwSignal::new(None) }
    }

    /// Draws it under the heading with the id `labelled_by`.
    pub fn view(self, labelled_by: &str) -> AnyView {
        let each = move || {
            // What is shown or hidden stays the same row, and keeps the focus.
            let row = |item: ArrangedItem| {
                let key = [&*item.key, &*item.label].join("\n");
                Row::new(key, move || self.row(&item))
            };
            self.items.get().into_iter().map(row).collect()
        };
        part("ul", "arranged").attr("role", "list").attr("aria-labelledby", labelled_by).child(rows(each)).into()
    }

    fn row(self, item: &ArrangedItem) -> AnyView {
        let ArrangedItem { key, label, moves, buttons, .. } = item.clone();
        let (items, on_change, drag) = (self.items, self.on_change, self.drag);
        let own = key.clone();
        let shown = derive(move || items.with(|items| items.iter().any(|item| item.key == own && item.shown)));
        let own = key.clone();
        let place = move || items.with(|items| (items.iter().position(|item| item.key == own), items.len()));
        let own = key.clone();
        let class = move || {
            let over = drag.with(|drag| drag.as_ref().is_some_and(|(from, over)| *over == own && *from != own));
            let lifted = drag.with(|drag| drag.as_ref().is_some_and(|(from, _)| *from == own));
            let class = [
                "arranged__row",
                if over { " arranged__row--over" } else { "" },
                if lifted { " arranged__row--lifted" } else { "" },
            ];
            Some(class.concat())
        };
        let own = key.clone();
        let checkbox = Checkbox {
            label: derive(move || label.clone()),
            hint: None,
            checked: shown,
            on_change: Callback::new(move |(on,)| on_change.run((Arranging::Show(own.clone(), on),))),
        };
        let (first, own) = (place.clone(), key.clone());
        let up = arrow(
            IconName::Collapse,
            moves.0,
            buttons.0,
            Callback::new(move |()| {
                on_change.run((Arranging::Up(own.clone()),));
            }),
        );
        let up = part("span", "arranged__arrow").flag("data-gone", derive(move || first().0 == Some(0))).child(up);
        let own = key.clone();
        let down = arrow(
            IconName::Expand,
            moves.1,
            buttons.1,
            Callback::new(move |()| {
                on_change.run((Arranging::Down(own.clone()),));
            }),
        );
        let last = move || {
            let (place, count) = place();
            place.is_none_or(|place| place + 1 == count)
        };
        let down = part("span", "arranged__arrow").flag("data-gone", derive(last)).child(down);
        element("li")
            .attr_live("class", class)
            .attr(KEY, &key)
            .child(self.handle(&key))
            .child(part("div", "row__grow").child(checkbox.view()))
            .child(up)
            .child(down)
            .into()
    }

    /// Where a pointer takes hold. The arrows do the same for everybody else, so assistive technology skips it.
    fn handle(self, key: &str) -> Part {
        let (drag, on_change) = (self.drag, self.on_change);
        let own = key.to_owned();
        part("span", "arranged__handle")
            .attr("aria-hidden", "true")
            .child(icon(IconName::Grip))
            .on("pointerdown", move |event| {
                let event: &PointerEvent = event.unchecked_ref();
                // From now on the pointer's events come here, wherever it is.
                let held = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if let Some(held) = held.filter(|_| event.button() == 0) {
                    let _ = held.set_pointer_capture(event.pointer_id());
                    event.prevent_default();
                    drag.set(Some((own.clone(), own.clone())));
                }
            })
            .on("pointermove", move |event| {
                let Some((from, before)) = drag.get_untracked() else { return };
                let over = key_below(event.unchecked_ref()).unwrap_or_else(|| from.clone());
                if over != before {
                    drag.set(Some((from, over)));
                }
            })
            .on("pointerup", move |_| {
                if let Some((from, over)) = drag.get_untracked() {
                    drag.set(None);
                    if from != over {
                        on_change.run((Arranging::Drop(from, over),));
                    }
                }
            })
            .on("pointercancel", move |_| drag.set(None))
    }
}

fn arrow(icon: IconName, label: String, id: String, on_press: Callback<()>) -> AnyView {
    IconButton { id: Some(id), ..IconButton::new(derive(move || label.clone()), icon, on_press) }.view()
}

/// The key of the row under the pointer.
fn key_below(event: &PointerEvent) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "the page is not that large")]
    let below = document().element_from_point(event.client_x() as f32, event.client_y() as f32)?;
    below.closest(&format!("[{KEY}]")).ok()??.get_attribute(KEY)
}
