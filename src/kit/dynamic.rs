//! Parts of a view that come and go.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

use super::part::nothing;

/// A part that is drawn anew, or left out, when what it reads changes.
///
/// A bare closure in a view does the same, but each makes the compiler write out all of Leptos' code for drawing,
/// rebuilding and removing once more: about four kilobytes a closure. Behind one type the code exists once.
pub fn dynamic(draw: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    shared(Arc::new(Mutex::new(move || draw().unwrap_or_else(nothing))))
}

fn shared(draw: SharedReactiveFunction<AnyView>) -> AnyView {
    draw.into_any()
}

/// A part that is there while something is so.
pub fn shown_while(so: Signal<bool>, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    dynamic(move || so.get().then(&draw))
}

/// An element around words that may be missing, such as a hint.
pub fn dynamic_words(words: Signal<Option<String>>, draw: impl Fn(&str) -> AnyView + Send + 'static) -> AnyView {
    dynamic(move || words.get().map(|words| draw(&words)))
}
