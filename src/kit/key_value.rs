//! Lists of names and values.

use leptos::prelude::*;

use super::part::{element, fragment, part};

/// A list of names and values; holds what [`key_value_row`] makes.
#[must_use]
pub fn key_value(rows: Vec<AnyView>) -> AnyView {
    part("dl", "key-value").children(rows).into()
}

/// One name with its value. User content in the value reads in its own direction.
#[must_use]
pub fn key_value_row(key: Signal<String>, value: Signal<String>) -> AnyView {
    fragment(vec![
        part("dt", "key-value__key").words(key).into(),
        part("dd", "key-value__value").child(element("bdi").words(value)).into(),
    ])
}
