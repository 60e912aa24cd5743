//! Parts of a view that come and go.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

/// A part that is drawn anew, or left out, when what it reads changes.
///
/// A bare closure in a view does the same, but each makes the compiler write out all of Leptos' code for drawing,
/// rebuilding and removing once more: about four kilobytes a closure. Behind one type the code exists once.
pub fn dynamic(draw: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    let draw: SharedReactiveFunction<Option<AnyView>> = Arc::new(Mutex::new(draw));
    draw.into_any()
}

/// An element around words that may be missing, such as a hint.
pub fn dynamic_words(words: Signal<Option<String>>, draw: impl Fn(String) -> AnyView + Send + 'static) -> AnyView {
    dynamic(move || words.get().map(&draw))
}
