//! Menu buttons, after the ARIA Authoring Practices: a button, and a list of actions that the arrow keys walk.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::dynamic::shown_while;
use super::external_link::is_safe_address;
use super::focus;
use super::icon::{IconName, icon};
use super::identity::row_id;
use super::part::{element, fragment, part};
use super::reactive::Slice;
use super::rows::{Row, rows};
use super::stepping::{Step, find_by_typing};

/// Letters typed within this many milliseconds of each other make one word.
const TYPING_PAUSE: f64 = 500.0;

/// Room kept free below an open menu, in pixels, so that its shadow is not cut.
const ROOM_BELOW: i32 = 12;

/// One action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MenuItem {
    /// What the caller gets back: letters, digits, `-` and `_`, different for each item.
    pub key: String,
    /// What the agent reads: a verb, in sentence case.
    pub label: String,
    /// The drawing before the words.
    pub icon: Option<IconName>,
    /// A line of detail below them.
    pub detail: Option<String>,
    /// An address: the item is a link that opens in a window of its own.
    pub href: Option<String>,
    /// Why it cannot be chosen now. It stays in the list, and says so.
    pub disabled_because: Option<String>,
    /// Whether it destroys; such items stand last.
    pub danger: bool,
    /// Whether a line parts it from the item before.
    pub starts_group: bool,
}

impl MenuItem {
    /// Everything that shows: an item that looks different is another row.
    fn looks(&self) -> String {
        let icon = self.icon.map_or("", IconName::symbol);
        let [detail, href, because] =
            [&self.detail, &self.href, &self.disabled_because].map(|text| text.as_deref().unwrap_or_default());
        let line = if self.starts_group { "line" } else { "" };
        [&self.key, &self.label, icon, detail, href, because, line].join("\n")
    }
}

/// A menu's open list and what moves in it; all handles, so that closures can share it.
#[derive(Clone, Copy)]
struct MenuState {
    id: StoredValue<String>,
    items: Slice<Vec<MenuItem>>,
    open: RwSignal<bool>,
    above: RwSignal<bool>,
    active: RwSignal<Option<String>>,
    typed: StoredValue<(String, f64)>,
}

impl MenuState {
    fn button_id(self) -> String {
        self.id.get_value()
    }

    fn list_id(self) -> String {
        format!("{}-list", self.button_id())
    }

    fn active_index(self) -> Option<usize> {
        let active = self.active.get_untracked()?;
        self.items.with_untracked(|items| items.iter().position(|item| item.key == active))
    }

    fn activate(self, index: Option<usize>) {
        let key =
            index.and_then(|index| self.items.with_untracked(|items| items.get(index).map(|item| item.key.clone())));
        if let Some(key) = key {
            focus::focus(&row_id(&self.list_id(), &key));
            self.active.set(Some(key));
        }
    }

    fn step(self, step: Step) {
        let length = self.items.with_untracked(Vec::len);
        self.activate(step.from(self.active_index(), length));
    }

    fn open_at(self, end: Step) {
        self.above.set(false);
        self.open.set(true);
        request_animation_frame(move || {
            if self.open.try_get_untracked() == Some(true) {
                self.place();
                self.step(end);
            }
        });
    }

    /// Turns the list up where it would leave the frame, or, where neither side has room, asks the frame to grow.
    fn place(self) {
        let (Some(list), Some(root)) = (focus::element(&self.list_id()), document().document_element()) else {
            return;
        };
        let frame = list.get_bounding_client_rect();
        let bottom = whole_pixels(frame.bottom()) + ROOM_BELOW;
        let missing = bottom - root.client_height();
        if missing <= 0 {
            return;
        }
        let button_top =
            focus::element(&self.button_id()).map_or(0, |button| whole_pixels(button.get_bounding_client_rect().top()));
        if button_top > whole_pixels(frame.height()) + ROOM_BELOW {
            self.above.set(true);
        } else {
            set_overlay_room(Some(missing));
        }
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
        set_overlay_room(None);
    }

    fn close_and_return(self) {
        focus::focus(&self.button_id());
        self.close();
    }

    fn type_letter(self, letter: &str, now: f64) {
        let typed = self
            .typed
            .try_update_value(|(typed, at)| {
                if now - *at > TYPING_PAUSE {
                    typed.clear();
                }
                *at = now;
                typed.push_str(letter);
                typed.clone()
            })
            .unwrap_or_default();
        let labels: Vec<String> =
            self.items.with_untracked(|items| items.iter().map(|item| item.label.clone()).collect());
        self.activate(find_by_typing(&labels, self.active_index(), &typed));
    }

    fn handle_list_key(self, event: &KeyboardEvent) {
        let key = event.key();
        if let Some(step) = Step::from_key(&key) {
            event.prevent_default();
            self.step(step);
        } else if key == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            self.close_and_return();
        } else if key == "Tab" {
            // The key then moves on from the button, as if the menu had never been open.
            self.close_and_return();
        } else if key == " " {
            event.prevent_default();
            if let Some(key) = self.active.get_untracked()
                && let Some(item) = focus::element(&row_id(&self.list_id(), &key))
            {
                item.click();
            }
        } else if key.chars().count() == 1 && !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
            event.prevent_default();
            self.type_letter(&key, event.time_stamp());
        }
    }
}

/// Lengths on a screen are small, so nothing is lost; whole numbers also spare the program the code that prints others.
#[allow(clippy::cast_possible_truncation, reason = "a frame is never two billion pixels long, and the cast saturates")]
fn whole_pixels(length: f64) -> i32 {
    length.ceil() as i32
}

/// The end of the page grows by this many pixels, and the frame with it: `base.css` reads the property.
fn set_overlay_room(pixels: Option<i32>) {
    let Some(body) = document().body() else {
        return;
    };
    let style = body.style();
    // A style that cannot be set leaves the list where it is, still reachable by scrolling.
    let _ = match pixels {
        Some(pixels) => style.set_property("--overlay-room", &format!("{pixels}px")),
        None => style.remove_property("--overlay-room").map(|_| ()),
    };
}

/// A round button that opens a list of actions.
pub struct Menu {
    /// The name of the button and of its list, such as "More actions".
    pub label: Signal<String>,
    /// The drawing on the button.
    pub icon: IconName,
    /// Whether the button shows its name beside the drawing; it is a basic button then, not a round one.
    pub labelled: bool,
    /// The actions. They may change while the list is open; it stays open, and the focus where it is.
    pub items: Slice<Vec<MenuItem>>,
    /// The agent chose: the item's key. Links open by themselves and are reported too.
    pub on_choose: Callback<(String,)>,
    /// An id to which the focus can return.
    pub id: String,
}

impl Menu {
    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { label, icon: drawing, labelled, items, on_choose, id } = self;
        let state = MenuState {
            id: StoredValue::new(id),
            items,
            open: RwSignal::new(false),
            above: RwSignal::new(false),
            active: RwSignal::new(None),
            typed: StoredValue::new((String::new(), 0.0)),
        };
        let open: Signal<bool> = state.open.into();
        on_cleanup(|| set_overlay_room(None));
        let button = part("button", if labelled { "button button--basic" } else { "icon-button" })
            .attr("id", &state.button_id())
            .attr("type", "button")
            .attr("aria-haspopup", "menu")
            .attr_bool("aria-expanded", open)
            .attr_live("aria-controls", move || open.get().then(|| state.list_id()))
            .attr_words("aria-label", label)
            .attr_words("title", label)
            .on_click(move || {
                if state.open.get_untracked() {
                    state.close();
                } else {
                    state.open_at(Step::First);
                }
            })
            .on_key(move |event| {
                let end = match event.key().as_str() {
                    "ArrowDown" => Step::First,
                    "ArrowUp" => Step::Last,
                    _ => return,
                };
                event.prevent_default();
                state.open_at(end);
            })
            .child(icon(drawing))
            .child_maybe(labelled.then(|| part("span", "button__label").words(label).into()));
        part("div", "menu")
            .attr("tabindex", "-1")
            .on("focusout", move |event| {
                // A view that is taken down while it has the focus loses it when its state is gone already.
                if !focus::stays_inside(&event) && state.open.try_get_untracked() == Some(true) {
                    state.close();
                }
            })
            .child(button)
            .child(shown_while(open, move || list(state, label, on_choose)))
            .into()
    }
}

fn list(state: MenuState, label: Signal<String>, on_choose: Callback<(String,)>) -> AnyView {
    // A changed item is drawn anew. If it was the one in focus, the new one takes the focus over.
    Effect::new(move |before: Option<()>| {
        state.items.track();
        if before.is_some() {
            request_animation_frame(move || {
                if state.open.try_get_untracked() == Some(true) {
                    state.activate(state.active_index());
                }
            });
        }
    });
    let items = move || {
        let items = state.items.get().into_iter();
        items.map(|item| Row::new(item.looks(), move || row(item, state, on_choose))).collect()
    };
    element("div")
        .attr("id", &state.list_id())
        .attr_live("class", move || {
            Some(if state.above.get() { "menu__list menu__list--above" } else { "menu__list" }.to_owned())
        })
        .attr("role", "menu")
        .attr("tabindex", "-1")
        .attr_words("aria-label", label)
        .on_key(move |event| state.handle_list_key(event))
        .child(rows(items))
        .into()
}

fn row(item: MenuItem, state: MenuState, on_choose: Callback<(String,)>) -> AnyView {
    let MenuItem { key, label, icon: drawing, detail, href, disabled_because, danger, starts_group } = item;
    let id = row_id(&state.list_id(), &key);
    let (label_id, reason_id) = (format!("{id}-label"), format!("{id}-reason"));
    let disabled = disabled_because.is_some();
    let this = key.clone();
    let detail = disabled_because.or(detail);
    let row = match href.filter(|href| !disabled && is_safe_address(href)) {
        Some(href) => element("a").attr("href", &href).attr("target", "_blank").attr("rel", "noopener noreferrer"),
        None => element("button")
            .attr("type", "button")
            .attr_maybe("aria-describedby", detail.is_some().then_some(&reason_id))
            .attr_maybe("aria-disabled", disabled.then_some("true")),
    };
    let detail = detail.map(|detail| part("span", "option__detail").attr("id", &reason_id).text(&detail).into());
    let text =
        part("span", "option__text").child(element("span").attr("id", &label_id).text(&label)).child_maybe(detail);
    let row = row
        .attr("id", &id)
        .attr("class", if danger { "option option--danger" } else { "option" })
        .attr("role", "menuitem")
        .attr_live("tabindex", move || {
            let active = state.active.with(|active| active.as_ref() == Some(&this));
            Some(if active { "0" } else { "-1" }.to_owned())
        })
        .attr("aria-labelledby", &label_id)
        .on("click", move |event| {
            if disabled {
                event.prevent_default();
                return;
            }
            state.close_and_return();
            on_choose.run((key.clone(),));
        })
        .child_maybe(drawing.map(icon))
        .child(text)
        .into();
    if !starts_group {
        return row;
    }
    fragment(vec![part("div", "option__line").attr("role", "separator").into(), row])
}
