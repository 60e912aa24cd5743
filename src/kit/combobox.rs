//! Search and choose, after the ARIA Authoring Practices' editable combobox with a list.
//!
//! The caller owns the query and the options: it decides what is asked over the network, when, and which late answers
//! to drop. The component owns the keys, the open list and what is read out. What the agent typed is never changed here.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::dynamic::{dynamic, shown_while};
use super::field::FieldLinks;
use super::focus;
use super::fold::folded;
use super::icon::{Icon, IconName, IconTone, icon};
use super::identity::row_id;
use super::matching::pieces;
use super::part::{element, fragment, part};
use super::reactive::{Slice, derive};
use super::rows::{Row, rows};
use super::stepping::Step;

/// Rows drawn before the agent asks for more.
const PAGE: usize = 50;

/// Longer labels are cut off after three lines even on a wide panel, so that a pointer needs another way to read them.
const LONG_LABEL: usize = 120;

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

impl ComboboxOption {
    /// Everything that shows: an option that looks different is another row.
    fn looks(&self) -> String {
        let icon = self.icon.map_or("", |(name, _)| name.symbol());
        let [detail, words, because] =
            [&self.detail, &self.icon_words, &self.disabled_because].map(|text| text.as_deref().unwrap_or_default());
        [&self.key, &self.label, icon, detail, words, because].join("\n")
    }

    /// Whether every word of the query stands in what the agent reads of it.
    fn fits(&self, query: &str) -> bool {
        let text = folded(&[&self.label, self.detail.as_deref().unwrap_or_default()].join("\n"));
        folded(query).split_whitespace().all(|word| text.contains(word))
    }
}

/// The state of a combobox; all handles, so that closures can share it.
#[derive(Clone, Copy)]
struct ComboboxState {
    list_id: StoredValue<String>,
    query: Signal<String>,
    options: Slice<Vec<ComboboxOption>>,
    busy: Signal<bool>,
    chosen: Option<Signal<Option<String>>>,
    more: Signal<Option<String>>,
    on_choose: Callback<(String,)>,
    on_more: Callback<()>,
    wide: bool,
    opened: RwSignal<bool>,
    active: RwSignal<Option<String>>,
    shown: RwSignal<usize>,
}

impl ComboboxState {
    fn is_open(self) -> bool {
        self.wide || self.opened.get()
    }

    /// The rows on the screen. While an answer is on its way those that were found for other words are left out: who types on and
    /// presses Enter must not choose what no longer fits.
    fn rows(self) -> Vec<ComboboxOption> {
        let shown = self.shown.get();
        let guessing = self.busy.get().then(|| self.query.get());
        let fits = |option: &&ComboboxOption| guessing.as_deref().is_none_or(|query| option.fits(query));
        self.options.with(|options| options.iter().filter(fits).take(shown).cloned().collect())
    }

    /// Whether the arrow keys are on the row with this key.
    fn is_active(self, key: &str) -> bool {
        self.active.with(|active| active.as_deref() == Some(key))
    }

    fn keys(self) -> Vec<String> {
        let mut keys: Vec<String> = untrack(|| self.rows()).into_iter().map(|row| row.key).collect();
        if untrack(|| self.more.get()).is_some() {
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
            } else {
                self.on_more.run(());
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
pub struct Combobox {
    /// What is typed. The caller keeps it.
    pub query: Signal<String>,
    /// The agent typed: the whole new text.
    pub on_query: Callback<(String,)>,
    /// The results for what is typed, best first.
    pub options: Slice<Vec<ComboboxOption>>,
    /// The key of the option chosen before, marked in the list.
    pub chosen: Option<Signal<Option<String>>>,
    /// The agent chose: the option's key. The caller sets the query to what the control should then show.
    pub on_choose: Callback<(String,)>,
    /// Read out and shown above the results: how many there are, that a search is under way, that nothing was found,
    /// or what went wrong.
    pub note: Signal<String>,
    /// The words of a last row that shows more, or that tries again after a failure; none if there is nothing more.
    pub more: Signal<Option<String>>,
    /// The agent asked for more than is here.
    pub on_more: Callback<()>,
    /// Whether a search is under way.
    pub busy: Signal<bool>,
    /// The name of the list of results.
    pub list_label: Signal<String>,
    /// An example, never the label.
    pub placeholder: Signal<String>,
    /// A search view: always open, and as wide as the panel.
    pub wide: bool,
}

impl Combobox {
    /// Draws it inside the field of `links`.
    #[must_use]
    pub fn view(self, links: &FieldLinks) -> AnyView {
        let Self {
            query,
            on_query,
            options,
            chosen,
            on_choose,
            note,
            more,
            on_more,
            busy,
            list_label,
            placeholder,
            wide,
        } = self;
        let state = ComboboxState {
            list_id: StoredValue::new(format!("{}-list", links.control)),
            query,
            options,
            busy,
            chosen,
            more,
            on_choose,
            on_more,
            wide,
            opened: RwSignal::new(false),
            active: RwSignal::new(None),
            shown: RwSignal::new(PAGE),
        };
        let open = derive(move || state.is_open());
        let typed = Callback::new(move |text: (String,)| {
            state.opened.set(true);
            state.active.set(None);
            state.shown.set(PAGE);
            on_query.run(text);
        });
        let input = part("input", if wide { "input input--padded-start" } else { "input input--padded-end" })
            .attr("type", "text")
            .attr("role", "combobox")
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .attr_words("placeholder", placeholder)
            .attr("aria-autocomplete", "list")
            .attr_bool("aria-expanded", open)
            .attr_live("aria-controls", move || open.get().then(|| state.list_id.get_value()))
            .attr_live("aria-activedescendant", move || state.active_row())
            .property("value", move || query.get())
            .on_text("input", typed)
            .on_click(move || state.opened.set(true))
            .on_key(move |event| state.handle_key(event));
        let (name, class) = if wide {
            (IconName::Search, "combobox__icon combobox__icon--start")
        } else {
            (IconName::Expand, "combobox__icon")
        };
        let (input, drawing) = (links.tie(input).into(), Icon { class, ..Icon::new(name) }.view());
        let note = part("p", "combobox__note")
            .attr("role", "status")
            .live(move || if open.get() { note.get() } else { String::new() });
        part("div", if wide { "combobox combobox--wide" } else { "combobox" })
            .on("focusout", move |event| {
                if !focus::stays_inside(&event) {
                    state.close();
                }
            })
            .children(if wide { vec![drawing, input] } else { vec![input, drawing] })
            .child(note)
            .child(shown_while(open, move || list(state, list_label)))
            .into()
    }
}

fn list(state: ComboboxState, label: Signal<String>) -> AnyView {
    // An empty frame would look like a fault; the note above says why there is nothing.
    let empty = derive(move || state.rows().is_empty() && state.more.with(Option::is_none));
    let options = move || {
        let options = state.rows().into_iter();
        options.map(|option| Row::new(option.looks(), move || row(option, state))).collect()
    };
    part("ul", "combobox__list")
        .attr("id", &state.list_id.get_value())
        .attr("role", "listbox")
        .attr_words("aria-label", label)
        .attr_while("aria-busy", state.busy)
        .flag("hidden", empty)
        // Pressing a row must not take the focus, and the phone's keyboard, from the text.
        .on("mousedown", |event| event.prevent_default())
        .child(rows(options))
        .child(dynamic(move || state.more.get().map(|words| more_row(state, &words))))
        .into()
}

fn more_row(state: ComboboxState, words: &str) -> AnyView {
    element("li")
        .attr_live("class", move || {
            Some(if state.is_active(MORE) { "option option--active" } else { "option" }.to_owned())
        })
        .attr("id", &state.row_id(MORE))
        .attr("role", "option")
        .attr("aria-selected", "false")
        .on_click(move || state.choose(MORE))
        .child(part("span", "option__text text--subtle").text(words))
        .into()
}

fn row(option: ComboboxOption, state: ComboboxState) -> AnyView {
    let ComboboxOption { key, label, detail, icon: drawing, icon_words, disabled_because } = option;
    let id = state.row_id(&key);
    let disabled = disabled_because.is_some();
    let roomy = if state.wide { " option--roomy" } else { "" };
    let (this, active) = (key.clone(), key.clone());
    let selected =
        derive(move || state.chosen.is_some_and(|chosen| chosen.with(|chosen| chosen.as_ref() == Some(&this))));
    let whole = (label.chars().count() > LONG_LABEL).then(|| label.clone());
    let marked = move || {
        let pieces = state.query.with(|query| pieces(&label, query)).into_iter();
        let drawn = pieces
            .map(|piece| if piece.matches { element("mark").text(&piece.text).into() } else { piece.text.into_any() });
        Some(fragment(drawn.collect()))
    };
    let drawing = drawing.map(|(name, tone)| Icon { tone, ..Icon::new(name) }.view());
    let icon_words = icon_words.map(|words| part("span", "visually-hidden").text(&words).text(" ").into());
    let detail = disabled_because
        .or(detail)
        .map(|detail| part("span", "option__detail").child(element("bdi").text(&detail)).into());
    let label = part("bdi", "option__label").attr_maybe("title", whole.as_deref()).child(dynamic(marked));
    element("li")
        .attr("id", &id)
        .attr_live("class", move || {
            Some(["option", roomy, if state.is_active(&active) { " option--active" } else { "" }].concat())
        })
        .attr("role", "option")
        .attr_bool("aria-selected", selected)
        .attr_maybe("aria-disabled", disabled.then_some("true"))
        .on_click(move || state.choose(&key))
        .child_maybe(drawing)
        .child_maybe(icon_words)
        .child(part("span", "option__text").child(label).child_maybe(detail))
        .child(shown_while(selected, || icon(IconName::Check)))
        .into()
}
