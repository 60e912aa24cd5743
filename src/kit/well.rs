//! Wells: a framed group inside a panel.

use leptos::prelude::*;

/// A framed group with a name.
#[component]
pub fn Well(
    /// The name of the group for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// On the panel's own ground instead of the subtle one.
    #[prop(optional)]
    plain: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let class = if plain { "well well--plain stack stack--tight" } else { "well stack stack--tight" };
    view! { <section class=class aria-label=label>{children()}</section> }.into_any()
}
