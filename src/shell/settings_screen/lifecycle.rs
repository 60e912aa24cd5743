//! From the first line of the program to `app.willDestroy`.

use std::rc::Rc;

use futures_util::future::{Either, select};
use leptos::mount::mount_to;
use leptos::prelude::{Owner, RwSignal, WithUntracked, window};
use leptos::view;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;

use crate::domain::hint::CONFIGURATION;
use crate::i18n::{Catalog, Words};
use crate::settings::panels::{Dispatch, Settings as SettingsPanel};
use crate::settings::store::StoreEvent;
use crate::settings::{Event, Model, Page, Surroundings};
use crate::shell::browser::{Browser, sleep};
use crate::shell::element::{self, set_color_scheme};
use crate::shell::kept::Kept;
use crate::shell::languages::{Speaker, speak};
use crate::shell::lifecycle::{HINTED, Listening, PATIENCE, inside_zendesk, is_local, report_panics, text_of};
use crate::shell::popup;
use crate::shell::settings::Settings;
use crate::zendesk::zaf::{self, Client, ColorScheme};

use super::runtime::Runtime;

/// Starts the settings in `#app`.
pub fn start() {
    report_panics();
    let owner = Owner::new();
    owner.set();
    let kept = Kept::default();
    let words = Words::new(Catalog::english());
    if let Some(locale) = kept.locale() {
        // Zendesk tells the language only after the handshake; most likely it is the one of the last visit.
        spawn_local(speak(words, Speaker::Settings, locale, String::new()));
    }
    let model = RwSignal::new(Model::default());
    let runtime = Runtime::new(model);
    runtime.hold(owner);
    if let Some(client) = Client::init() {
        spawn_local(begin(runtime, client, kept, words, model));
    } else {
        mount(&runtime, words, model);
        runtime.dispatch(Event::OpenedOutside { script_missing: !zaf::sdk_present() && inside_zendesk() });
    }
}

async fn begin(runtime: Runtime, client: Client, kept: Kept, words: Words, model: RwSignal<Model>) {
    let registered = select(Box::pin(client.registered()), Box::pin(sleep(PATIENCE))).await;
    let Either::Left((Ok(registration), _)) = registered else {
        mount(&runtime, words, model);
        return runtime.dispatch(Event::OpenedOutside { script_missing: true });
    };
    let settings = Settings::read(&registration.settings, is_local());
    let surroundings = Surroundings {
        subdomain: registration.subdomain.clone(),
        installation: Some(registration.installation_id).filter(|id| *id > 0),
        client_id: settings.client_id.clone(),
        scope: settings.scope.clone(),
        region: settings.region.name().to_owned(),
        redirect_address: popup::redirect_address(&settings),
        redirect_is_own: settings.redirect_url.is_some(),
        has_read_only_key: settings.has_read_only_key,
        me: kept.user(),
        page: Page::default(),
        online: window().navigator().on_line(),
    };
    let browser = Rc::new(Browser::new(client.clone(), registration, settings, kept, words));
    runtime.connect(browser);
    runtime.dispatch(Event::Registered(Box::new(surroundings)));
    mount(&runtime, words, model);
    listen(&runtime, &client, model);
    if let Ok(scheme) = client.color_scheme().await {
        set_color_scheme(scheme);
    }
}

/// Puts the screen in the place of the skeleton.
fn mount(runtime: &Runtime, words: Words, model: RwSignal<Model>) {
    if runtime.has_ended() {
        return;
    }
    let Some(root) = element::root() else { return };
    root.set_inner_text("");
    let sender = runtime.clone();
    let dispatch = Dispatch::new(move |event| sender.dispatch(event));
    let handle = mount_to(root, move || {
        words.provide();
        view! { <SettingsPanel model dispatch/> }
    });
    runtime.hold(handle);
}

/// Lets the browser ask before it closes a page on which something is not saved, for as long as it lives.
struct Farewell(Closure<dyn FnMut(web_sys::Event)>);

impl Farewell {
    fn new(model: RwSignal<Model>) -> Self {
        let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            if model.try_with_untracked(|model| model.store.is_changed()) == Some(true) {
                event.prevent_default();
            }
        });
        let _ = window().add_event_listener_with_callback("beforeunload", closure.as_ref().unchecked_ref());
        Self(closure)
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = window().remove_event_listener_with_callback("beforeunload", self.0.as_ref().unchecked_ref());
    }
}

fn listen(runtime: &Runtime, client: &Client, model: RwSignal<Model>) {
    let sender = runtime.clone();
    runtime.hold(client.on("app.willDestroy", move |_| sender.dispatch(Event::Left)));
    let sender = runtime.clone();
    runtime.hold(client.on(HINTED, move |message| {
        if text_of(&message).is_some_and(|text| text == CONFIGURATION) {
            sender.dispatch(Event::Store(StoreEvent::NewsHeard));
        }
    }));
    runtime.hold(Farewell::new(model));
    runtime.hold(client.on("colorScheme.changed", |scheme| set_color_scheme(ColorScheme::read(&scheme))));
    for (name, online) in [("online", true), ("offline", false)] {
        let sender = runtime.clone();
        let listening = Listening::new(window().unchecked_into(), name, move || {
            sender.dispatch(Event::ConnectivityChanged(online));
        });
        runtime.hold(listening);
    }
}
