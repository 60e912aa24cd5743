//! Text, in one line and in several.

use leptos::prelude::*;

use super::field::FieldLinks;
use super::part::{Part, part};

/// The text of a control. The caller keeps it, so that nothing typed is ever lost.
#[derive(Clone, Copy)]
pub struct Text {
    /// What is in the control.
    pub value: Signal<String>,
    /// The agent typed: the whole new text.
    pub on_input: Callback<(String,)>,
}

impl Text {
    fn tie(self, links: &FieldLinks, control: Part) -> Part {
        let Self { value, on_input } = self;
        links.tie(control).attr("dir", "auto").property("value", move || value.get()).on_text("input", on_input)
    }

    /// A line of text.
    #[must_use]
    pub fn line(self, links: &FieldLinks) -> AnyView {
        self.tie(links, part("input", "input").attr("type", "text").attr("autocomplete", "off")).into()
    }

    /// A line of text that nobody who looks over a shoulder shall read, such as a key. No password manager is asked to keep it.
    #[must_use]
    pub fn secret(self, links: &FieldLinks) -> AnyView {
        let control =
            part("input", "input").attr("type", "password").attr("autocomplete", "off").attr("spellcheck", "false");
        self.tie(links, control).into()
    }

    /// Several lines of text, with an example that is never the label, and what Ctrl or Command with Enter does.
    #[must_use]
    pub fn area(
        self,
        links: &FieldLinks,
        placeholder: Option<Signal<String>>,
        on_send: Option<Callback<()>>,
    ) -> AnyView {
        let mut control = self.tie(links, part("textarea", "input input--area"));
        if let Some(placeholder) = placeholder {
            control = control.attr_words("placeholder", placeholder);
        }
        if let Some(on_send) = on_send {
            control = control.on_key(move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
                    event.prevent_default();
                    on_send.run(());
                }
            });
        }
        control.into()
    }
}
