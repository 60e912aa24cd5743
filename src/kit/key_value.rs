//! Lists of names and values.

use leptos::prelude::*;

/// A list of names and values; holds [`KeyValueRow`]s.
#[component]
pub fn KeyValue(
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <dl class="key-value">{children()}</dl> }.into_any()
}

/// One name with its value.
#[component]
pub fn KeyValueRow(
    /// The name.
    #[prop(into)]
    key: Signal<String>,
    /// The value. User content in it reads in its own direction.
    children: Children,
) -> impl IntoView {
    view! {
        <dt class="key-value__key">{key}</dt>
        <dd class="key-value__value"><bdi>{children()}</bdi></dd>
    }
    .into_any()
}
