//! Buttons.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::dynamic::{dynamic, dynamic_words};
use super::icon::{Icon, IconName};
use super::identity::unique_id;

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

/// Passes a press on only while nothing forbids it. The element keeps the focus either way.
fn guarded(blocked: Signal<bool>, on_press: Option<Callback<()>>) -> impl Fn(MouseEvent) + Clone + 'static {
    move |event| {
        if blocked.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    }
}

/// The reason a control is disabled, for assistive technology; the `title` of the control shows it to a pointer.
fn reason_view(id: String, reason: Signal<Option<String>>) -> AnyView {
    dynamic_words(reason, move |reason| {
        view! { <span id=id.clone() class="visually-hidden">{reason}</span> }.into_any()
    })
}

/// A button with words.
#[component]
pub fn Button(
    /// The words: a verb, in sentence case.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks for attention.
    #[prop(optional)]
    variant: ButtonVariant,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// 24 instead of 32 pixels high, for filters.
    #[prop(optional)]
    compact: bool,
    /// Shown only where the panel is at least 480 pixels wide.
    #[prop(optional)]
    when_wide: bool,
    /// Whether its work is under way: it keeps its size, shows dots and swallows presses.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it may not be pressed now; nothing if it may.
    #[prop(optional, into)]
    disabled_because: MaybeProp<String>,
    /// The full name where the words alone do not say to which row of a list the button belongs.
    #[prop(optional, into)]
    name: MaybeProp<String>,
    /// For a button that stays pressed: whether it is.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// Whether it submits the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// An id to which the focus can return.
    #[prop(optional, into)]
    id: Option<String>,
    /// What a press does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| unique_id("button"));
    let reason_id = format!("{id}-reason");
    let described_by = reason_id.clone();
    let reason = Signal::derive(move || disabled_because.get());
    let blocked = Signal::derive(move || busy.get() || reason.with(Option::is_some));
    let class = format!(
        "{}{}{}",
        variant.class(),
        if compact { " button--compact" } else { "" },
        if when_wide { " button--when-wide" } else { "" },
    );
    view! {
        <button
            id=id
            type=if submit { "submit" } else { "button" }
            class=class
            aria-label=move || name.get()
            aria-pressed=move || pressed.get().map(|pressed| pressed.to_string())
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || blocked.get().then_some("true")
            aria-describedby=move || reason.with(Option::is_some).then(|| described_by.clone())
            title=move || reason.get()
            on:click=guarded(blocked, on_press)
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span class="button__label">{label}</span>
            {dynamic(move || busy.get().then(|| view! { <span class="button__dots" aria-hidden="true"><i></i></span> }.into_any()))}
        </button>
        {reason_view(reason_id, reason)}
    }
    .into_any()
}

/// A round button with a drawing and a name.
#[component]
pub fn IconButton(
    /// What a press does, in words. It is the name, and the tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// The drawing.
    icon: IconName,
    /// Whether its work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it may not be pressed now; nothing if it may.
    #[prop(optional, into)]
    disabled_because: MaybeProp<String>,
    /// An id to which the focus can return.
    #[prop(optional, into)]
    id: Option<String>,
    /// What a press does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| unique_id("button"));
    let reason_id = format!("{id}-reason");
    let described_by = reason_id.clone();
    let reason = Signal::derive(move || disabled_because.get());
    let blocked = Signal::derive(move || busy.get() || reason.with(Option::is_some));
    view! {
        <button
            id=id
            type="button"
            class="icon-button"
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || blocked.get().then_some("true")
            aria-describedby=move || reason.with(Option::is_some).then(|| described_by.clone())
            title=move || reason.get().unwrap_or_else(|| label.get())
            on:click=guarded(blocked, Some(on_press))
        >
            <Icon name=icon />
        </button>
        {reason_view(reason_id, reason)}
    }
    .into_any()
}
