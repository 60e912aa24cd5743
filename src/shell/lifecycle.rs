//! From the first line of the program to `app.willDestroy`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use leptos::mount::mount_to;
use leptos::prelude::{Owner, RwSignal, document, window};
use leptos::view;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::EventTarget;

use crate::console::event::Surroundings;
use crate::console::manners::MannersEvent;
use crate::console::mirror::MirrorEvent;
use crate::console::panels::{Console, Dispatch};
use crate::console::{Event, Model};
use crate::domain::ticket::TicketPriority;
use crate::i18n::{Catalog, Words};
use crate::zendesk::zaf::{self, Client, ColorScheme};

use super::browser::{Browser, sleep};
use super::element::{self, HeightWatch, set_color_scheme};
use super::kept::Kept;
use super::languages::{Speaker, speak};
use super::popup;
use super::runtime::Runtime;
use super::settings::Settings;

/// How long Zendesk may take to register the app before we say that it did not.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// The tallest the console makes itself; beyond that it scrolls inside, so that its header and footer stay in reach.
const TALLEST: i32 = 900;

/// Starts the console in `#app`.
pub fn start() {
    report_panics();
    let owner = Owner::new();
    owner.set();
    let kept = Kept::default();
    let words = Words::new(Catalog::english());
    if let Some(locale) = kept.locale() {
        // Zendesk tells the language only after the handshake; most likely it is the one of the last visit.
        spawn_local(speak(words, Speaker::Console, locale, String::new()));
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

/// A panic says where it was, and nothing else: its message can hold what a customer wrote.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_2(&"The console has stopped at".into(), &place.into());
    }));
}

/// Zendesk names itself in the address of the frame.
pub(super) fn inside_zendesk() -> bool {
    window().location().href().is_ok_and(|address| address.contains("app_guid="))
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
        ticket: registration.ticket,
        can_sign_in: settings.client_id.is_some(),
        redirect_address: popup::redirect_address(&settings),
        has_read_only_key: settings.has_read_only_key,
        permissions: settings.permissions.clone(),
        display: settings.display.clone(),
        mirroring: settings.mirroring.clone(),
        me: kept.user(),
        preferences: kept.preferences(),
        visible: !document().hidden(),
        online: window().navigator().on_line(),
    };
    let began = MannersEvent::Began { seed: seed(), shortcuts_off: kept.shortcuts_off() };
    let browser = Rc::new(Browser::new(client.clone(), registration, settings, kept, words));
    runtime.connect(browser);
    runtime.dispatch(Event::Manners(began));
    runtime.dispatch(Event::Registered(Box::new(surroundings)));
    mount(&runtime, words, model);
    listen_to_zendesk(&runtime, &client);
    listen_to_browser(&runtime);
    let sized = client.clone();
    if let Some(watch) = HeightWatch::new(move |height| sized.resize(height.clamp(0, TALLEST).unsigned_abs())) {
        runtime.hold(watch);
    }
    if let Ok(scheme) = client.color_scheme().await {
        set_color_scheme(scheme);
    }
}

/// A number that no other console is likely to have. Nothing secret hangs on it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 to 2^53 fits")]
fn seed() -> u64 {
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}

pub(super) fn is_local() -> bool {
    window().location().hostname().is_ok_and(|host| host == "localhost" || host == "127.0.0.1")
}

/// Puts the console in the place of the skeleton.
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
        view! { <Console model dispatch/> }
    });
    runtime.hold(handle);
}

/// The event as which hints arrive. ZAF: `api_notification.<event>`.
pub(super) const HINTED: &str = "api_notification.incidents_changed";

/// The text of a notification, which Zendesk's documents show in an object's `body` and in earlier versions by itself.
pub(super) fn text_of(message: &Value) -> Option<String> {
    message.as_str().or_else(|| message.get("body")?.as_str()).map(str::to_owned)
}

/// What one of Zendesk's events means, given whether the ticket's tab is in front and what came along.
type Translate = fn(&Rc<Cell<bool>>, &Value) -> Option<Event>;

fn listen_to_zendesk(runtime: &Runtime, client: &Client) {
    let active = Rc::new(Cell::new(true));
    let events: [(&'static str, Translate); 9] = [
        (HINTED, |_, message| Some(Event::Manners(MannersEvent::HintHeard(text_of(message)?)))),
        ("app.activated", |active, _| {
            active.set(true);
            Some(visibility(active))
        }),
        ("app.deactivated", |active, _| {
            active.set(false);
            Some(visibility(active))
        }),
        ("app.willDestroy", |_, _| Some(Event::Left)),
        ("ticket.updated", |_, _| Some(Event::TicketChanged)),
        ("ticket.saved", |_, _| Some(Event::TicketChanged)),
        ("ticket.submit.done", |_, _| Some(Event::Mirror(MirrorEvent::TicketSaved))),
        // The form has changed, by the agent or because others changed the ticket; what is saved is another question.
        ("ticket.priority.changed", |_, priority| {
            let priority = priority.as_str().and_then(TicketPriority::named);
            Some(Event::Mirror(MirrorEvent::PriorityDrafted(priority)))
        }),
        ("colorScheme.changed", |_, scheme| {
            set_color_scheme(ColorScheme::read(scheme));
            None
        }),
    ];
    for (name, translate) in events {
        let (runtime_of_event, active) = (runtime.clone(), Rc::clone(&active));
        let subscription = client.on(name, move |payload| {
            if let Some(event) = translate(&active, &payload) {
                runtime_of_event.dispatch(event);
            }
        });
        runtime.hold(subscription);
    }
    let sender = runtime.clone();
    let on_page = Listening::new(document().unchecked_into(), "visibilitychange", move || {
        sender.dispatch(visibility(&active));
    });
    runtime.hold(on_page);
}

/// Whether anybody can see the console: Zendesk hides the frame of a ticket in the background, the browser that of a tab.
fn visibility(active: &Rc<Cell<bool>>) -> Event {
    Event::VisibilityChanged(active.get() && !document().hidden())
}

fn listen_to_browser(runtime: &Runtime) {
    for (name, online) in [("online", true), ("offline", false)] {
        let sender = runtime.clone();
        let listening = Listening::new(window().unchecked_into(), name, move || {
            sender.dispatch(Event::ConnectivityChanged(online));
        });
        runtime.hold(listening);
    }
}

/// A listener that ends when it is dropped.
pub(super) struct Listening {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut()>,
}

impl Listening {
    pub(super) fn new(target: EventTarget, name: &'static str, heard: impl FnMut() + 'static) -> Self {
        let closure = Closure::<dyn FnMut()>::new(heard);
        let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        Self { target, name, closure }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.name, self.closure.as_ref().unchecked_ref());
    }
}
