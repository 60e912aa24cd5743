//! What happened, newest first.

use leptos::prelude::*;

use super::icon::{Icon, IconName, IconTone};

/// A list of events in time; holds [`TimelineEntry`]s.
#[component]
pub fn TimelineList(
    /// The name of the list.
    #[prop(into)]
    label: Signal<String>,
    /// The entries.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline" aria-label=label>{children()}</ol> }.into_any()
}

/// One event. Its words are the children; a line about who and when follows them.
#[component]
pub fn TimelineEntry(
    /// The drawing for the kind of event.
    icon: IconName,
    /// The color of the state it led to.
    #[prop(optional)]
    tone: IconTone,
    /// Who and when. Take a `<time datetime>` with the absolute time as its title.
    when: AnyView,
    /// What happened.
    children: Children,
) -> impl IntoView {
    view! {
        <li class="timeline__entry">
            <span class="timeline__icon"><Icon name=icon small=true tone=tone /></span>
            <div>{children()}<p class="timeline__when">{when}</p></div>
        </li>
    }
    .into_any()
}
