//! Lists whose rows come, go and change places while the others stay as they are.

use leptos::prelude::*;

/// One row of a list.
pub struct Row {
    key: String,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Row {
    /// A row that `draw` draws when its key is new. A row whose content changes needs a key that changes with it.
    pub fn new(key: String, draw: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self { key, draw: Box::new(draw) }
    }
}

/// The rows, in their order. Each key stands for one row; only rows with new keys are drawn.
pub fn rows(each: impl Fn() -> Vec<Row> + Send + 'static) -> AnyView {
    boxed(Box::new(each))
}

/// Leptos' list, here for all types of rows at once: each other use would add several kilobytes to the program.
fn boxed(each: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <For each=each key=|row: &Row| row.key.clone() children=|row: Row| (row.draw)() /> }.into_any()
}
