//! The SDK's functions, and how values cross to them and back.

use js_sys::{Function, JSON, Promise};
use serde_json::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `ZAFClient.init()`: a client, or `false` when the address of the frame names no Zendesk. Throws when there is no SDK.
    #[wasm_bindgen(js_namespace = ZAFClient, catch)]
    pub(super) fn init() -> Result<JsValue, JsValue>;

    /// A client of the SDK.
    #[derive(Clone)]
    pub(super) type Host;

    #[wasm_bindgen(method, catch)]
    pub(super) fn context(this: &Host) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn metadata(this: &Host) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn get(this: &Host, path: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, variadic)]
    pub(super) fn invoke(this: &Host, path: &str, parameters: Box<[JsValue]>) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn request(this: &Host, options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn on(this: &Host, event: &str, handler: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn off(this: &Host, event: &str, handler: &Function) -> Result<JsValue, JsValue>;
}

/// A JavaScript value as JSON; null for what JSON cannot hold.
pub(super) fn from_js(value: &JsValue) -> Value {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// JSON as a JavaScript value.
pub(super) fn to_js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap_or_default()
}
