//! Matrices: tables of things to turn on and off, which become lists of their rows where there is little room.
//!
//! The roles stand there although the elements have them: a style sheet that lays a table out as a list takes them away in some
//! browsers. What a column is called stands in each cell as well, for the eye alone and only where there is no head.

use leptos::prelude::*;

use super::part::{Part, element, part};

/// A column.
pub struct Column {
    /// What it is called.
    pub label: Signal<String>,
    /// Whether only those who do not see it are told.
    pub label_hidden: bool,
    /// Whether it holds small controls, which stand in its middle.
    pub slim: bool,
}

/// A matrix with this name. `rows` are [`matrix_row`]s; each has as many cells as there are columns.
#[must_use]
pub fn matrix(name: Signal<String>, columns: Vec<Column>, rows: Vec<AnyView>) -> AnyView {
    let head = columns.into_iter().map(|Column { label, label_hidden, slim }| {
        let words = part("span", if label_hidden { "visually-hidden" } else { "matrix__name" }).words(label);
        part("th", if slim { "matrix__head matrix__head--slim" } else { "matrix__head" })
            .attr("scope", "col")
            .attr("role", "columnheader")
            .child(words)
            .into()
    });
    let head = element("tr").attr("role", "row").children(head.collect());
    part("table", "matrix")
        .attr("role", "table")
        .attr_words("aria-label", name)
        .child(part("thead", "matrix__heads").attr("role", "rowgroup").child(head))
        .child(element("tbody").attr("role", "rowgroup").children(rows))
        .into()
}

/// A row: what names it, and the cells of the other columns.
#[must_use]
pub fn matrix_row(name: AnyView, cells: Vec<AnyView>) -> AnyView {
    let name = part("th", "matrix__row-name").attr("scope", "row").attr("role", "rowheader").child(name);
    part("tr", "matrix__row").attr("role", "row").child(name).children(cells).into()
}

/// A cell that holds `content`.
#[must_use]
pub fn matrix_cell(content: AnyView) -> AnyView {
    cell("matrix__cell").child(content).into()
}

/// A cell with something to turn on and off. `name` says it all; `label` repeats the column's name where there is no head.
#[must_use]
pub fn check_cell(
    id: &str,
    name: Signal<String>,
    label: Signal<String>,
    checked: Signal<bool>,
    on_change: Callback<(bool,)>,
) -> AnyView {
    let control = part("input", "checkbox__box")
        .attr("type", "checkbox")
        .attr("id", id)
        .attr_words("aria-label", name)
        .property_bool("checked", move || checked.get())
        .on("change", move |event| on_change.run((event_target_checked(&event),)));
    let label = part("span", "matrix__label").attr("aria-hidden", "true").words(label);
    let control = part("label", "checkbox matrix__check").child(control).child(label);
    cell("matrix__cell matrix__cell--slim").child(control).into()
}

fn cell(class: &str) -> Part {
    part("td", class).attr("role", "cell")
}
