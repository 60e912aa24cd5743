//! The frame of a form control: label, hint and error, tied to the control by ids.

use leptos::context::Provider;
use leptos::prelude::*;

use super::dynamic::dynamic;
use super::icon::{Icon, IconName};
use super::identity::unique_id;

/// What a [`Field`] tells the control inside it. Controls read it from the context, so that a panel writes each id never.
#[derive(Clone)]
pub struct FieldLinks {
    /// The id the control must take: the label refers to it.
    pub control: String,
    /// The ids of the hint and the error that are shown now.
    pub described_by: Signal<Option<String>>,
    /// Whether an error is shown.
    pub invalid: Signal<bool>,
    /// Whether the field must be filled.
    pub required: bool,
}

impl FieldLinks {
    /// The links of the field around this control, or those of a control that stands alone.
    #[must_use]
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            control: unique_id("control"),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
            required: false,
        })
    }
}

/// A label with one control, and with what helps to fill it.
#[component]
pub fn Field<Control>(
    /// The label. It is always visible text unless `label_hidden`.
    #[prop(into)]
    label: Signal<String>,
    /// Hides the label from sight, where an icon and the heading say the same.
    #[prop(optional)]
    label_hidden: bool,
    /// How to fill it, or what a choice means.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong, and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Whether it must be filled: a star shows it, and the control says it.
    #[prop(optional)]
    required: bool,
    /// The id of the control, where the focus should reach it, such as the first one with an error.
    #[prop(optional, into)]
    id: Option<String>,
    /// One control.
    children: TypedChildren<Control>,
) -> impl IntoView
where
    Control: IntoView + 'static,
{
    let control = id.unwrap_or_else(|| unique_id("field"));
    let hint_id = format!("{control}-hint");
    let error_id = format!("{control}-error");
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        Signal::derive(move || {
            let ids: Vec<&str> = [error.get().map(|_| error_id.as_str()), hint.get().map(|_| hint_id.as_str())]
                .into_iter()
                .flatten()
                .collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    };
    let links = FieldLinks {
        control: control.clone(),
        described_by,
        invalid: Signal::derive(move || error.get().is_some()),
        required,
    };
    let class = if label_hidden { "field__label visually-hidden" } else { "field__label" };
    view! {
        <div class="field">
            <label class=class for=control>
                {label}
                {required.then(|| view! { <span class="field__mark" aria-hidden="true">" *"</span> })}
            </label>
            <Provider value=links>{children.into_inner()().into_inner().into_any()}</Provider>
            {dynamic(move || error.get().map(|words| view! {
                <p class="field__error" id=error_id.clone()><Icon name=IconName::Error small=true /><span>{words}</span></p>
            }.into_any()))}
            {dynamic(move || hint.get().map(|words| view! { <p class="field__hint" id=hint_id.clone()>{words}</p> }.into_any()))}
        </div>
    }
    .into_any()
}
