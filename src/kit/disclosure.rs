//! Sections that open and close.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::icon::{Icon, IconName};
use super::identity::unique_id;

/// A heading whose button shows or hides what belongs to it.
#[component]
pub fn Disclosure(
    /// The heading.
    #[prop(into)]
    heading: Signal<String>,
    /// How many things are inside, if that is known.
    #[prop(optional, into)]
    count: MaybeProp<String>,
    /// Whether it is open. The caller keeps this, so that it can be remembered.
    #[prop(into)]
    open: Signal<bool>,
    /// The agent asked for the other state.
    #[prop(into)]
    on_toggle: Callback<()>,
    /// An id to which the focus can return.
    #[prop(optional, into)]
    id: Option<String>,
    /// The content. It is made when the section first opens, and kept from then on.
    children: ChildrenFn,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| unique_id("section"));
    let panel_id = format!("{id}-panel");
    let controls = panel_id.clone();
    let ever_open = Memo::new(move |before| before == Some(&true) || open.get());
    view! {
        <section class="disclosure">
            <h3>
                <button
                    id=id
                    type="button"
                    class="disclosure__button"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=controls
                    on:click=move |_| on_toggle.run(())
                >
                    <span>{heading}</span>
                    {dynamic(move || count.get().map(|count| view! { <span class="disclosure__count">{count}</span> }.into_any()))}
                    <Icon name=IconName::Expand class="disclosure__chevron" />
                </button>
            </h3>
            <div id=panel_id class="disclosure__panel" hidden=move || !open.get()>
                {dynamic(move || ever_open.get().then(|| children()))}
            </div>
        </section>
    }
    .into_any()
}
