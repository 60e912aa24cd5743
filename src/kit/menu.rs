//! Menu buttons, after the ARIA Authoring Practices: a button, and a list of actions that the arrow keys walk.

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Node;

use super::dynamic::dynamic;
use super::external_link::is_safe_address;
use super::focus;
use super::icon::{Icon, IconName};
use super::identity::{row_id, unique_id};
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

/// A menu's open list and what moves in it; all handles, so that closures can share it.
#[derive(Clone, Copy)]
struct MenuState {
    id: StoredValue<String>,
    items: Signal<Vec<MenuItem>>,
    open: RwSignal<bool>,
    above: RwSignal<bool>,
    active: RwSignal<Option<String>>,
    typed: StoredValue<(String, f64)>,
    list: NodeRef<Div>,
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
        let (Some(list), Some(root)) = (self.list.get_untracked(), document().document_element()) else {
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
#[component]
pub fn Menu(
    /// The name of the button and of its list, such as "More actions".
    #[prop(into)]
    label: Signal<String>,
    /// The drawing on the button.
    #[prop(default = IconName::More)]
    icon: IconName,
    /// Whether the button shows its name beside the drawing; it is a basic button then, not a round one.
    #[prop(optional)]
    labelled: bool,
    /// The actions. They may change while the list is open; it stays open, and the focus where it is.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// The agent chose: the item's key. Links open by themselves and are reported too.
    #[prop(into)]
    on_choose: Callback<(String,)>,
    /// An id to which the focus can return.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let state = MenuState {
        id: StoredValue::new(id.unwrap_or_else(|| unique_id("menu"))),
        items,
        open: RwSignal::new(false),
        above: RwSignal::new(false),
        active: RwSignal::new(None),
        typed: StoredValue::new((String::new(), 0.0)),
        list: NodeRef::new(),
    };
    let whole = NodeRef::<Div>::new();
    let on_focus_out = move |event: FocusEvent| {
        let next = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = |next: &Node| whole.try_get_untracked().flatten().is_some_and(|whole| whole.contains(Some(next)));
        // A view that is taken down while it has the focus loses it when its state is gone already.
        if !next.as_ref().is_some_and(inside) && state.open.try_get_untracked() == Some(true) {
            state.close();
        }
    };
    let on_button_key = move |event: KeyboardEvent| {
        let end = match event.key().as_str() {
            "ArrowDown" => Step::First,
            "ArrowUp" => Step::Last,
            _ => return,
        };
        event.prevent_default();
        state.open_at(end);
    };
    let toggle = move |_| {
        if state.open.get_untracked() {
            state.close();
        } else {
            state.open_at(Step::First);
        }
    };
    on_cleanup(|| set_overlay_room(None));
    view! {
        <div class="menu" tabindex="-1" node_ref=whole on:focusout=on_focus_out>
            <button
                id=state.button_id()
                type="button"
                class=if labelled { "button button--basic" } else { "icon-button" }
                aria-haspopup="menu"
                aria-expanded=move || state.open.get().to_string()
                aria-controls=move || state.open.get().then(|| state.list_id())
                aria-label=label
                title=label
                on:click=toggle
                on:keydown=on_button_key
            >
                <Icon name=icon />
                {labelled.then(|| view! { <span class="button__label">{move || label.get()}</span> })}
            </button>
            {dynamic(move || state.open.get().then(|| view! { <MenuList state=state label=label on_choose=on_choose /> }.into_any()))}
        </div>
    }
    .into_any()
}

#[component]
fn MenuList(state: MenuState, label: Signal<String>, on_choose: Callback<(String,)>) -> impl IntoView {
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
    view! {
        <div
            node_ref=state.list
            id=state.list_id()
            class=move || if state.above.get() { "menu__list menu__list--above" } else { "menu__list" }
            role="menu"
            tabindex="-1"
            aria-label=label
            on:keydown=move |event| state.handle_list_key(&event)
        >
            <For each=move || state.items.get() key=Clone::clone let(item)>
                <MenuRow item=item state=state on_choose=on_choose />
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn MenuRow(item: MenuItem, state: MenuState, on_choose: Callback<(String,)>) -> impl IntoView {
    let MenuItem { key, label, icon, detail, href, disabled_because, danger, starts_group } = item;
    let id = row_id(&state.list_id(), &key);
    let (label_id, reason_id) = (format!("{id}-label"), format!("{id}-reason"));
    let class = if danger { "option option--danger" } else { "option" };
    let disabled = disabled_because.is_some();
    let tab_index = {
        let key = key.clone();
        move || {
            if state.active.with(|active| active.as_ref() == Some(&key)) { "0" } else { "-1" }
        }
    };
    let on_click = move |event: MouseEvent| {
        if disabled {
            event.prevent_default();
            return;
        }
        state.close_and_return();
        on_choose.run((key.clone(),));
    };
    let detail = disabled_because.or(detail);
    let described_by = detail.is_some().then(|| reason_id.clone());
    let content = view! {
        {icon.map(|name| view! { <Icon name=name /> })}
        <span class="option__text">
            <span id=label_id.clone()>{label}</span>
            {detail.map(|detail| view! { <span class="option__detail" id=reason_id>{detail}</span> })}
        </span>
    };
    let row = match href.filter(|href| !disabled && is_safe_address(href)) {
        Some(href) => view! {
            <a id=id class=class role="menuitem" tabindex=tab_index aria-labelledby=label_id
                href=href target="_blank" rel="noopener noreferrer" on:click=on_click>{content}</a>
        }
        .into_any(),
        None => view! {
            <button id=id type="button" class=class role="menuitem" tabindex=tab_index aria-labelledby=label_id
                aria-describedby=described_by aria-disabled=disabled.then_some("true") on:click=on_click>{content}</button>
        }
        .into_any(),
    };
    view! {
        {starts_group.then(|| view! { <div class="option__line" role="separator"></div> })}
        {row}
    }
    .into_any()
}
