//! Search and choose, after the ARIA Authoring Practices' editable combobox with a list.
//!
//! The caller owns the query and the options: it decides what is asked over the network, when, and which late answers
//! to drop. The component owns the keys, the open list and what is read out. What the agent typed is never changed here.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Node, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::dynamic::dynamic;
use super::field::FieldLinks;
use super::focus;
use super::icon::{Icon, IconName, IconTone};
use super::identity::row_id;
use super::matching::pieces;
use super::stepping::Step;

/// Rows drawn before the agent asks for more.
const PAGE: usize = 50;

/// The key of the row that shows more. No caller's key holds a space.
const MORE: &str = "show more";

/// One result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ComboboxOption {
    /// What the caller gets back: letters, digits, `-` and `_`, different for each option.
    pub key: String,
    /// What the agent reads. Words of the query in it are set in bold.
    pub label: String,
    /// A line of detail below it.
    pub detail: Option<String>,
    /// The drawing before the words, with the color of its state.
    pub icon: Option<(IconName, IconTone)>,
    /// What the drawing says, for those who do not see it, such as "Triggered".
    pub icon_words: Option<String>,
    /// Why it cannot be chosen. It stays in the list, and says so in place of the detail.
    pub disabled_because: Option<String>,
}

/// The state of a combobox; all handles, so that closures can share it.
#[derive(Clone, Copy)]
struct ComboboxState {
    list_id: StoredValue<String>,
    query: Signal<String>,
    options: Signal<Vec<ComboboxOption>>,
    chosen: Signal<Option<String>>,
    more: Signal<Option<String>>,
    on_choose: Callback<(String,)>,
    on_more: Option<Callback<()>>,
    wide: bool,
    opened: RwSignal<bool>,
    active: RwSignal<Option<String>>,
    shown: RwSignal<usize>,
}

impl ComboboxState {
    fn is_open(self) -> bool {
        self.wide || self.opened.get()
    }

    fn rows(self) -> Vec<ComboboxOption> {
        let shown = self.shown.get();
        self.options.with(|options| options.iter().take(shown).cloned().collect())
    }

    /// The words of the last row, if there is more to see: further options that are here, or that the caller can load.
    fn more_words(self) -> Option<String> {
        let held_back = self.options.with(Vec::len) > self.shown.get();
        let words = self.more.get();
        if held_back || self.on_more.is_some() { words } else { None }
    }

    fn keys(self) -> Vec<String> {
        let mut keys: Vec<String> = untrack(|| self.rows()).into_iter().map(|row| row.key).collect();
        if untrack(|| self.more_words()).is_some() {
            keys.push(MORE.to_owned());
        }
        keys
    }

    fn row_id(self, key: &str) -> String {
        self.list_id.with_value(|list| row_id(list, key))
    }

    /// The id of the row the arrow keys are on, as long as that row is shown.
    fn active_row(self) -> Option<String> {
        let active = self.active.get()?;
        let there = self.is_open() && (active == MORE || self.rows().iter().any(|row| row.key == active));
        there.then(|| self.row_id(&active))
    }

    fn step(self, step: Step) {
        let keys = self.keys();
        let current = self.active.with_untracked(|active| keys.iter().position(|key| Some(key) == active.as_ref()));
        let next = step.from(current, keys.len()).and_then(|index| keys.get(index).cloned());
        if let Some(key) = &next
            && let Some(row) = focus::element(&self.row_id(key))
        {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
        self.active.set(next);
    }

    fn choose(self, key: &str) {
        if key == MORE {
            let held_back = self.options.with_untracked(Vec::len) > self.shown.get_untracked();
            if held_back {
                self.shown.update(|shown| *shown += PAGE);
            } else if let Some(on_more) = self.on_more {
                on_more.run(());
            }
            return;
        }
        let allowed = self.options.with_untracked(|options| {
            options.iter().any(|option| option.key == key && option.disabled_because.is_none())
        });
        if allowed {
            self.close();
            self.on_choose.run((key.to_owned(),));
        }
    }

    fn close(self) {
        self.opened.set(false);
        self.active.set(None);
        self.shown.set(PAGE);
    }

    fn handle_key(self, event: &KeyboardEvent) {
        if event.is_composing() {
            return;
        }
        let open = untrack(|| self.is_open());
        let active = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open => {
                event.prevent_default();
                self.opened.set(true);
            }
            key @ ("ArrowDown" | "ArrowUp") => {
                event.prevent_default();
                if let Some(step) = Step::from_key(key) {
                    self.step(step);
                }
            }
            // While no row is active these move the cursor in the text, which is what an agent who types expects.
            key @ ("Home" | "End") if open && active.is_some() => {
                event.prevent_default();
                if let Some(step) = Step::from_key(key) {
                    self.step(step);
                }
            }
            "Enter" if open => {
                event.prevent_default();
                if let Some(key) = active {
                    self.choose(&key);
                }
            }
            "Escape" if self.opened.get_untracked() && !self.wide => {
                event.prevent_default();
                event.stop_propagation();
                self.close();
            }
            "Tab" => self.close(),
            _ => {}
        }
    }
}

/// A line of text with a list of results below it, in the flow of the panel: nothing can be cut off by the frame.
#[component]
pub fn Combobox(
    /// What is typed. The caller keeps it.
    #[prop(into)]
    query: Signal<String>,
    /// The agent typed: the whole new text.
    #[prop(into)]
    on_query: Callback<(String,)>,
    /// The results for what is typed, best first.
    #[prop(into)]
    options: Signal<Vec<ComboboxOption>>,
    /// The key of the option chosen before, marked in the list.
    #[prop(optional, into)]
    chosen: MaybeProp<String>,
    /// The agent chose: the option's key. The caller sets the query to what the control should then show.
    #[prop(into)]
    on_choose: Callback<(String,)>,
    /// Read out and shown above the results: how many there are, that a search is under way, that nothing was found,
    /// or what went wrong.
    #[prop(into)]
    note: Signal<Option<String>>,
    /// The words of a last row that shows more, or that tries again after a failure.
    #[prop(optional, into)]
    more: MaybeProp<String>,
    /// The agent asked for more than is here.
    #[prop(optional, into)]
    on_more: Option<Callback<()>>,
    /// Whether a search is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The name of the list of results.
    #[prop(into)]
    list_label: Signal<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// A search view: always open, and as wide as the panel.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let links = FieldLinks::here();
    let state = ComboboxState {
        list_id: StoredValue::new(format!("{}-list", links.control)),
        query,
        options,
        chosen: Signal::derive(move || chosen.get()),
        more: Signal::derive(move || more.get()),
        on_choose,
        on_more,
        wide,
        opened: RwSignal::new(false),
        active: RwSignal::new(None),
        shown: RwSignal::new(PAGE),
    };
    let whole = NodeRef::<Div>::new();
    let on_focus_out = move |event: FocusEvent| {
        let next = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let stays =
            next.is_some() && whole.try_get_untracked().flatten().is_some_and(|whole| whole.contains(next.as_ref()));
        if !stays {
            state.close();
        }
    };
    let on_input = move |event| {
        state.opened.set(true);
        state.active.set(None);
        state.shown.set(PAGE);
        on_query.run((event_target_value(&event),));
    };
    let controls = move || state.is_open().then(|| state.list_id.get_value());
    let lead = wide.then(|| view! { <Icon name=IconName::Search class="combobox__icon combobox__icon--start" /> });
    let trail = (!wide).then(|| view! { <Icon name=IconName::Expand class="combobox__icon" /> });
    view! {
        <div class=if wide { "combobox combobox--wide" } else { "combobox" } node_ref=whole on:focusout=on_focus_out>
            {lead}
            <input
                type="text"
                class=if wide { "input input--padded-start" } else { "input input--padded-end" }
                id=links.control
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=move || placeholder.get()
                aria-autocomplete="list"
                aria-expanded=move || state.is_open().to_string()
                aria-controls=controls
                aria-activedescendant=move || state.active_row()
                aria-required=links.required.then_some("true")
                aria-invalid=move || links.invalid.get().then_some("true")
                aria-describedby=move || links.described_by.get()
                prop:value=move || query.get()
                on:input=on_input
                on:click=move |_| state.opened.set(true)
                on:keydown=move |event| state.handle_key(&event)
            />
            {trail}
            <p class="combobox__note" role="status">{move || state.is_open().then(|| note.get()).flatten().unwrap_or_default()}</p>
            {dynamic(move || state.is_open().then(|| view! { <ComboboxList state=state label=list_label busy=busy /> }.into_any()))}
        </div>
    }
    .into_any()
}

#[component]
fn ComboboxList(state: ComboboxState, label: Signal<String>, busy: Signal<bool>) -> impl IntoView {
    // An empty frame would look like a fault; the note above says why there is nothing.
    let empty = move || state.options.with(Vec::is_empty) && state.more_words().is_none();
    view! {
        <ul
            class="combobox__list"
            id=state.list_id.get_value()
            role="listbox"
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            hidden=empty
            // Pressing a row must not take the focus, and the phone's keyboard, from the text.
            on:mousedown=move |event| event.prevent_default()
        >
            <For each=move || state.rows() key=Clone::clone let(option)>
                <ComboboxRow option=option state=state />
            </For>
            {dynamic(move || state.more_words().map(|words| view! {
                <li
                    class=move || if state.active.with(|active| active.as_deref() == Some(MORE)) { "option option--active" } else { "option" }
                    id=state.row_id(MORE)
                    role="option"
                    aria-selected="false"
                    on:click=move |_| state.choose(MORE)
                >
                    <span class="option__text text--subtle">{words}</span>
                </li>
            }.into_any()))}
        </ul>
    }
    .into_any()
}

#[component]
fn ComboboxRow(option: ComboboxOption, state: ComboboxState) -> impl IntoView {
    let ComboboxOption { key, label, detail, icon, icon_words, disabled_because } = option;
    let id = state.row_id(&key);
    let disabled = disabled_because.is_some();
    let roomy = if state.wide { " option--roomy" } else { "" };
    let class = {
        let key = key.clone();
        move || {
            let active = state.active.with(|active| active.as_ref() == Some(&key));
            format!("option{roomy}{}", if active { " option--active" } else { "" })
        }
    };
    let selected = {
        let key = key.clone();
        Signal::derive(move || state.chosen.with(|chosen| chosen.as_ref() == Some(&key)))
    };
    let marked = move || {
        state
            .query
            .with(|query| pieces(&label, query))
            .into_iter()
            .map(
                |piece| {
                    if piece.matches { view! { <mark>{piece.text}</mark> }.into_any() } else { piece.text.into_any() }
                },
            )
            .collect_view()
    };
    view! {
        <li
            id=id
            class=class
            role="option"
            aria-selected=move || selected.get().to_string()
            aria-disabled=disabled.then_some("true")
            on:click=move |_| state.choose(&key)
        >
            {icon.map(|(name, tone)| view! { <Icon name=name tone=tone /> })}
            {icon_words.map(|words| view! { <span class="visually-hidden">{words}" "</span> })}
            <span class="option__text">
                <bdi>{marked}</bdi>
                {disabled_because.or(detail).map(|detail| view! { <span class="option__detail"><bdi>{detail}</bdi></span> })}
            </span>
            {dynamic(move || selected.get().then(|| view! { <Icon name=IconName::Check /> }.into_any()))}
        </li>
    }
    .into_any()
}
