//! Elements of the page, all of one type.
//!
//! Leptos' `view!` gives every element, attribute and handler a type of its own, and the program a copy of its code for each.
//! Here the tags and names are values, as in Leptos' own builder for custom elements, so that each piece of that code is
//! there once. Text and attributes that change take a signal or a closure.

use std::sync::{Arc, Mutex};

use leptos::ev::{Custom, Event, KeyboardEvent, on};
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::property::prop;
use leptos::tachys::html::style::style;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use leptos::wasm_bindgen::JsCast;

/// An element that is being put together. It becomes part of a view with `into()`, or as a child.
#[must_use]
pub struct Part(Box<Plan>);

struct Plan {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with this tag.
pub fn element(tag: &'static str) -> Part {
    Part(Box::new(Plan { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// An element with this tag and these classes.
pub fn part(tag: &'static str, class: &str) -> Part {
    element(tag).attr("class", class)
}

impl From<Part> for AnyView {
    fn from(part: Part) -> Self {
        let Plan { tag, attributes, children } = *part.0;
        custom(tag).add_any_attr(attributes).child(children).into_any()
    }
}

impl Part {
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    /// An attribute that stays as it is.
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        self.with(custom_attribute(name, value.to_owned()).into_any_attr())
    }

    /// An attribute that stays as it is, or is not there at all.
    pub fn attr_maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that changes, and may go away.
    pub fn attr_live(self, name: &'static str, value: impl Fn() -> Option<String> + Send + 'static) -> Self {
        self.attr_shared(name, Arc::new(Mutex::new(value)))
    }

    fn attr_shared(self, name: &'static str, value: SharedReactiveFunction<Option<String>>) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// An attribute that holds these words.
    pub fn attr_words(self, name: &'static str, words: Signal<String>) -> Self {
        self.attr_live(name, move || Some(words.get()))
    }

    /// An attribute that holds these words, and is gone while there are none.
    pub fn attr_words_maybe(self, name: &'static str, words: Signal<Option<String>>) -> Self {
        self.attr_live(name, move || words.get())
    }

    /// An attribute that is `true` while something is so, and gone otherwise.
    pub fn attr_while(self, name: &'static str, so: Signal<bool>) -> Self {
        self.attr_live(name, move || so.get().then(|| "true".to_owned()))
    }

    /// An attribute that says `true` or `false`.
    pub fn attr_bool(self, name: &'static str, so: Signal<bool>) -> Self {
        self.attr_live(name, move || Some(if so.get() { "true" } else { "false" }.to_owned()))
    }

    /// An attribute without a value, such as `hidden`, that is there while something is so.
    pub fn flag(self, name: &'static str, so: Signal<bool>) -> Self {
        self.attr_live(name, move || so.get().then(String::new))
    }

    /// A DOM property that holds text.
    pub fn property(self, name: &'static str, value: impl Fn() -> String + Send + 'static) -> Self {
        let value: SharedReactiveFunction<String> = Arc::new(Mutex::new(value));
        self.with(prop(name, value).into_any_attr())
    }

    /// A DOM property that is on or off.
    pub fn property_bool(self, name: &'static str, value: impl Fn() -> bool + Send + 'static) -> Self {
        let value: SharedReactiveFunction<bool> = Arc::new(Mutex::new(value));
        self.with(prop(name, value).into_any_attr())
    }

    /// A custom property of CSS, set through the CSSOM: the content security policy refuses a `style` attribute.
    pub fn custom_property(self, name: &'static str, value: String) -> Self {
        self.with(style((name, value)).into_any_attr())
    }

    /// What an event does.
    pub fn on(self, name: &'static str, handle: impl Fn(Event) + 'static) -> Self {
        self.on_boxed(name, Box::new(handle))
    }

    fn on_boxed(self, name: &'static str, handle: Box<dyn Fn(Event)>) -> Self {
        self.with(on(Custom::<Event>::new(name), handle).into_any_attr())
    }

    /// What a press does.
    pub fn on_click(self, handle: impl Fn() + 'static) -> Self {
        self.on("click", move |_| handle())
    }

    /// What a key does.
    pub fn on_key(self, handle: impl Fn(&KeyboardEvent) + 'static) -> Self {
        self.on("keydown", move |event| handle(event.unchecked_ref()))
    }

    /// What an event of a control does with the control's text.
    pub fn on_text(self, name: &'static str, handle: Callback<(String,)>) -> Self {
        self.on(name, move |event| handle.run((event_target_value(&event),)))
    }

    /// One more child.
    pub fn child(mut self, child: impl Into<AnyView>) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// One more child, if there is one.
    pub fn child_maybe(mut self, child: Option<AnyView>) -> Self {
        self.0.children.extend(child);
        self
    }

    /// More children.
    pub fn children(mut self, children: Vec<AnyView>) -> Self {
        self.0.children.extend(children);
        self
    }

    /// Text that stays as it is.
    pub fn text(self, text: &str) -> Self {
        self.child(text.to_owned().into_any())
    }

    /// Text that changes.
    pub fn words(self, words: Signal<String>) -> Self {
        self.live(move || words.get())
    }

    /// Text that changes, and may be missing.
    pub fn words_maybe(self, words: Signal<Option<String>>) -> Self {
        self.live(move || words.get().unwrap_or_default())
    }

    /// Text that changes with what the closure reads.
    pub fn live(self, words: impl Fn() -> String + Send + 'static) -> Self {
        let words: SharedReactiveFunction<String> = Arc::new(Mutex::new(words));
        self.child(words.into_any())
    }
}

/// Words alone.
pub fn words_view(words: Signal<String>) -> AnyView {
    let words: SharedReactiveFunction<String> = Arc::new(Mutex::new(move || words.get()));
    words.into_any()
}

/// Several views without an element around them.
pub fn fragment(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// No view.
#[must_use]
pub fn nothing() -> AnyView {
    fragment(Vec::new())
}
