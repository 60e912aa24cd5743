//! Hearing what happens in Zendesk, for as long as somebody listens.

use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::bindings::{Host, from_js};

/// A listener; dropping it ends it, and tells Zendesk so.
#[must_use = "a subscription that is dropped hears nothing"]
pub struct Subscription {
    host: Host,
    event: &'static str,
    handler: Closure<dyn FnMut(JsValue)>,
}

impl Subscription {
    /// Calls `handler` with what each `event` brings, null for nothing.
    pub(super) fn new(host: Host, event: &'static str, mut handler: impl FnMut(Value) + 'static) -> Self {
        let handler = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| handler(from_js(&message)));
        // The SDK throws for nothing but a broken frame, in which there is nothing to hear either.
        let _ = host.on(event, handler.as_ref().unchecked_ref());
        Self { host, event, handler }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let _ = self.host.off(self.event, self.handler.as_ref().unchecked_ref());
    }
}
