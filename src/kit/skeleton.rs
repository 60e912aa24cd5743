//! Placeholders in the shape of what is loading. They stay unseen for 450 ms, so a fast load never flashes.

use leptos::prelude::*;

/// The placeholder of a whole panel. `index.html` holds the same shapes for the time before the program runs: change
/// both together, or the panel jumps.
#[component]
pub fn PanelSkeleton(
    /// What is loading, for assistive technology.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let section =
        || view! { <div class="skeleton__section" aria-hidden="true"><span class="bone bone--heading"></span></div> };
    view! {
        <div class="panel__body" aria-busy="true">
            <p class="visually-hidden" role="status">{label}</p>
            <div class="skeleton" aria-hidden="true">
                <div class="skeleton__row"><span class="bone bone--status"></span><span class="bone bone--priority"></span></div>
                <div class="skeleton__lines"><span class="bone"></span><span class="bone bone--two-thirds"></span><span class="bone bone--thin"></span></div>
                <div class="skeleton__row"><span class="bone bone--button"></span><span class="bone bone--button"></span></div>
                <span class="bone bone--block"></span>
                <div class="skeleton__row"><span class="bone bone--avatar"></span><span class="bone bone--half"></span></div>
            </div>
        </div>
        {section()}
        {section()}
        {section()}
    }
    .into_any()
}

/// The placeholder of a list inside a section.
#[component]
pub fn ListSkeleton(
    /// What is loading, for assistive technology.
    #[prop(into)]
    label: Signal<String>,
    /// How many rows to draw.
    #[prop(default = 3)]
    rows: usize,
) -> impl IntoView {
    let row = || view! { <div class="skeleton__lines"><span class="bone bone--two-thirds"></span><span class="bone bone--thin"></span></div> };
    view! {
        <div class="skeleton" aria-busy="true">
            <p class="visually-hidden" role="status">{label}</p>
            {(0..rows).map(|_| row()).collect_view()}
        </div>
    }
    .into_any()
}
