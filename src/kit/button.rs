//! Buttons.

use leptos::prelude::*;

use super::dynamic::{dynamic_words, shown_while};
use super::icon::{IconName, icon};
use super::identity::unique_id;
use super::part::{Part, element, fragment, part};
use super::reactive::derive;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// Outlined in the primary color: an action of the first view.
    #[default]
    Default,
    /// Outlined in grey: an action beside a more likely one.
    Neutral,
    /// Filled: the one action a task view is for, last in its footer.
    Primary,
    /// Filled in red: an action that destroys.
    Danger,
    /// Without an outline: cancel, and actions repeated in a list.
    Basic,
    /// Looks like a link.
    Link,
}

impl ButtonVariant {
    const fn class(self) -> &'static str {
        match self {
            Self::Default => "button",
            Self::Neutral => "button button--neutral",
            Self::Primary => "button button--primary",
            Self::Danger => "button button--danger",
            Self::Basic => "button button--basic",
            Self::Link => "button button--link",
        }
    }
}

/// What keeps a button from being pressed, and what a press does otherwise.
struct Press {
    id: String,
    busy: Option<Signal<bool>>,
    because: Option<Signal<Option<String>>>,
    what: Option<Callback<()>>,
}

impl Press {
    fn is_blocked(&self) -> Signal<bool> {
        let (busy, because) = (self.busy, self.because);
        derive(move || {
            busy.is_some_and(|busy| busy.get()) || because.is_some_and(|because| because.with(Option::is_some))
        })
    }

    /// Adds the states, the handler and, after the button, the reason for assistive technology; the `title` of the button
    /// shows that reason to a pointer. The button keeps the focus either way.
    fn view(self, button: Part) -> AnyView {
        let blocked = self.is_blocked();
        let Self { id, busy, because, what } = self;
        let mut button = button.attr("id", &id).attr_while("aria-disabled", blocked).on("click", move |event| {
            if blocked.get_untracked() {
                event.prevent_default();
                event.stop_propagation();
            } else if let Some(what) = what {
                what.run(());
            }
        });
        if let Some(busy) = busy {
            button = button.attr_while("aria-busy", busy);
        }
        let Some(because) = because else {
            return button.into();
        };
        let reason_id = format!("{id}-reason");
        let described_by = reason_id.clone();
        let button = button
            .attr_live("aria-describedby", move || because.with(Option::is_some).then(|| described_by.clone()))
            .into();
        let reason = dynamic_words(because, move |reason| {
            part("span", "visually-hidden").attr("id", &reason_id).text(reason).into()
        });
        fragment(vec![button, reason])
    }
}

/// A button with words.
pub struct Button {
    /// The words: a verb, in sentence case.
    pub label: Signal<String>,
    /// A longer name for assistive technology, for a button whose words need those around it. It begins with the words.
    pub name: Option<Signal<String>>,
    /// How much it asks for attention.
    pub variant: ButtonVariant,
    /// A drawing before the words.
    pub icon: Option<IconName>,
    /// 24 instead of 32 pixels high, for filters.
    pub compact: bool,
    /// Whether its work is under way: it keeps its size, shows dots and swallows presses.
    pub busy: Option<Signal<bool>>,
    /// Why it may not be pressed now; nothing if it may.
    pub disabled_because: Option<Signal<Option<String>>>,
    /// Whether it submits the form it stands in.
    pub submit: bool,
    /// An id to which the focus can return.
    pub id: Option<String>,
    /// What a press does.
    pub on_press: Option<Callback<()>>,
}

impl Button {
    /// A button that does `on_press` and is otherwise plain.
    #[must_use]
    pub fn new(label: Signal<String>, on_press: Callback<()>) -> Self {
        Self { submit: false, on_press: Some(on_press), ..Self::submit(label) }
    }

    /// The button of the form it stands in.
    #[must_use]
    pub fn submit(label: Signal<String>) -> Self {
        Self {
            label,
            name: None,
            variant: ButtonVariant::Default,
            icon: None,
            compact: false,
            busy: None,
            disabled_because: None,
            submit: true,
            id: None,
            on_press: None,
        }
    }

    /// A button that looks like a link.
    #[must_use]
    pub fn link(label: Signal<String>, on_press: Callback<()>) -> AnyView {
        Self { variant: ButtonVariant::Link, ..Self::new(label, on_press) }.view()
    }

    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let class = self.variant.class();
        let mut button =
            if self.compact { part("button", &format!("{class} button--compact")) } else { part("button", class) }
                .attr("type", if self.submit { "submit" } else { "button" })
                .child_maybe(self.icon.map(icon))
                .child(part("span", "button__label").words(self.label));
        if let Some(busy) = self.busy {
            button = button.child(shown_while(busy, || {
                part("span", "button__dots").attr("aria-hidden", "true").child(element("i")).into()
            }));
        }
        if let Some(name) = self.name {
            button = button.attr_words("aria-label", name);
        }
        if let Some(because) = self.disabled_because {
            button = button.attr_words_maybe("title", because);
        }
        let id = self.id.unwrap_or_else(|| unique_id("button"));
        Press { id, busy: self.busy, because: self.disabled_because, what: self.on_press }.view(button)
    }
}

/// A round button with a drawing and a name.
pub struct IconButton {
    /// What a press does, in words. It is the name, and the tooltip.
    pub label: Signal<String>,
    /// The drawing.
    pub icon: IconName,
    /// Whether its work is under way.
    pub busy: Option<Signal<bool>>,
    /// Why it may not be pressed now; nothing if it may.
    pub disabled_because: Option<Signal<Option<String>>>,
    /// An id to which the focus can return.
    pub id: Option<String>,
    /// What a press does.
    pub on_press: Callback<()>,
}

impl IconButton {
    /// A button that does `on_press` and is otherwise plain.
    #[must_use]
    pub fn new(label: Signal<String>, icon: IconName, on_press: Callback<()>) -> Self {
        Self { label, icon, busy: None, disabled_because: None, id: None, on_press }
    }

    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let because = self.disabled_because;
        let label = self.label;
        let title = move || because.and_then(|because| because.get()).or_else(|| Some(label.get()));
        let button = part("button", "icon-button")
            .attr("type", "button")
            .attr_words("aria-label", self.label)
            .attr_live("title", title)
            .child(icon(self.icon));
        let id = self.id.unwrap_or_else(|| unique_id("button"));
        Press { id, busy: self.busy, because, what: Some(self.on_press) }.view(button)
    }
}
