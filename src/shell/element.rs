//! Small dealings with the page: focus, height, clipboard, language.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

use crate::i18n::Locale;
use crate::zendesk::zaf::ColorScheme;

/// The id of the element that has the focus.
pub(super) fn focused_id() -> Option<String> {
    document().active_element().map(|element| element.id()).filter(|id| !id.is_empty())
}

/// The element that the console stands in.
pub(super) fn root() -> Option<HtmlElement> {
    document().get_element_by_id("app")?.dyn_into().ok()
}

/// Names the page's language and direction, for screen readers and for the layout.
pub(super) fn set_language(locale: &Locale) {
    if let Some(html) = document().document_element() {
        // Setting an attribute of a plain name cannot fail.
        let _ = html.set_attribute("lang", locale.language());
        let _ = html.set_attribute("dir", locale.direction().attribute());
    }
}

/// Shows Zendesk's color scheme.
pub(super) fn set_color_scheme(scheme: ColorScheme) {
    let scheme = match scheme {
        ColorScheme::Light => "light",
        ColorScheme::Dark => "dark",
    };
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-color-scheme", scheme);
    }
}

/// Puts text on the clipboard. The asynchronous clipboard is often blocked in Zendesk's frame, so the old way comes first.
pub(super) fn copy(text: &str) {
    let Some(body) = document().body() else { return };
    let Some(area) =
        document().create_element("textarea").ok().and_then(|it| it.dyn_into::<web_sys::HtmlTextAreaElement>().ok())
    else {
        return;
    };
    let before = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    area.set_value(text);
    area.set_class_name("visually-hidden");
    let _ = body.append_child(&area);
    area.select();
    let copied = document()
        .dyn_into::<web_sys::HtmlDocument>()
        .ok()
        .and_then(|page| page.exec_command("copy").ok())
        .unwrap_or(false);
    area.remove();
    if let Some(before) = before {
        let _ = before.focus();
    }
    if !copied {
        // Nobody waits for the promise: there is no third way.
        let _ = window().navigator().clipboard().write_text(text);
    }
}

/// Offers a text as a file, as pressing a link to it would.
pub(super) fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type("application/json");
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let (Some(link), Some(body)) = (link, document().body()) {
        // Setting attributes of plain names cannot fail.
        let _ = link.set_attribute("href", &address);
        let _ = link.set_attribute("download", name);
        let _ = body.append_child(&link);
        link.click();
        link.remove();
    }
    let _ = web_sys::Url::revoke_object_url(&address);
}

/// Calls `changed` with the height of the console, in CSS pixels, whenever it changes. Dropping it ends that.
pub(super) struct HeightWatch {
    observer: web_sys::ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl HeightWatch {
    pub(super) fn new(changed: impl Fn(i32) + 'static) -> Option<Self> {
        // The body, not the console's element: an open menu makes room for itself below.
        let body = document().body()?;
        let watched = body.clone();
        let mut last = 0;
        let closure = Closure::<dyn FnMut()>::new(move || {
            let height = watched.offset_height();
            if height > 0 && height != last {
                last = height;
                changed(height);
            }
        });
        let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(&body);
        Some(Self { observer, _closure: closure })
    }
}

impl Drop for HeightWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
