//! The loop: an event goes into the model, the effects that come out are performed, their answers are events.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::callback::Timeout;
use leptos::prelude::{RwSignal, Update, WithUntracked};
use vecmap::VecMap;
use wasm_bindgen_futures::spawn_local;

use crate::kit::focus;
use crate::settings::model::{Account, Stage};
use crate::settings::{Effect, Event, Model, Timer};
use crate::shell::browser::{Browser, now};
use crate::shell::languages::{Speaker, speak};
use crate::shell::popup::{self, SignInWindow};
use crate::shell::{element, runtime};

use super::perform::perform;

/// The loop, to be held by whatever can send an event.
#[derive(Clone)]
pub(super) struct Runtime(Rc<Inner>);

struct Inner {
    model: RwSignal<Model>,
    /// Not there until Zendesk has registered the app.
    browser: RefCell<Option<Rc<Browser>>>,
    timers: RefCell<VecMap<Timer, Timeout>>,
    sign_in: RefCell<Option<SignInWindow>>,
    /// What has to end with the screen.
    held: RefCell<Vec<Box<dyn std::any::Any>>>,
}

impl Runtime {
    pub(super) fn new(model: RwSignal<Model>) -> Self {
        Self(Rc::new(Inner {
            model,
            browser: RefCell::default(),
            timers: RefCell::default(),
            sign_in: RefCell::default(),
            held: RefCell::default(),
        }))
    }

    /// From now on effects reach the vendors.
    pub(super) fn connect(&self, browser: Rc<Browser>) {
        *self.0.browser.borrow_mut() = Some(browser);
    }

    /// Keeps `thing` until the screen is closed.
    pub(super) fn hold(&self, thing: impl std::any::Any) {
        self.0.held.borrow_mut().push(Box::new(thing));
    }

    /// Takes an event in and performs what follows, before it returns.
    pub(super) fn dispatch(&self, event: Event) {
        // An answer can come after the screen is gone, and the model with it.
        if self.0.model.try_with_untracked(|_| ()).is_none() {
            return;
        }
        let mut effects = Vec::new();
        self.0.model.update(|model| effects = model.update(event, now()));
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Wake(timer, after) => self.wake(timer, after),
            Effect::Hush(timer) => {
                self.0.timers.borrow_mut().remove(&timer);
            }
            Effect::Focus(id) => focus::focus_soon(id),
            Effect::Regain(ids) => focus::return_focus(ids),
            Effect::Copy(text) => element::copy(&text),
            Effect::Download { name, text } => element::download(&name, &text),
            Effect::Stop => self.stop(),
            effect => {
                let Some(browser) = self.0.browser.borrow().clone() else { return };
                self.perform_outside(browser, effect);
            }
        }
    }

    fn perform_outside(&self, browser: Rc<Browser>, effect: Effect) {
        match effect {
            Effect::OpenSignIn { attempt } => self.open_sign_in(browser, attempt),
            Effect::AbandonSignIn => {
                self.0.sign_in.borrow_mut().take();
            }
            Effect::SignOut => runtime::sign_out(browser),
            Effect::SpeakLanguage(locale) => {
                browser.kept.keep_locale(&locale);
                let read = |model: &Model| model.agent.known().and_then(|agent| agent.time_zone.clone());
                let zone = self.0.model.with_untracked(read).unwrap_or_default();
                spawn_local(speak(browser.words, Speaker::Settings, locale, zone));
            }
            effect => {
                let sender = self.clone();
                spawn_local(async move {
                    if let Some(performing) = perform(&*browser, effect) {
                        sender.dispatch(performing.await);
                    }
                });
            }
        }
    }

    fn wake(&self, timer: Timer, after: Duration) {
        let sender = self.clone();
        let name = timer.clone();
        let milliseconds = u32::try_from(after.as_millis()).unwrap_or(u32::MAX);
        let timeout = Timeout::new(milliseconds, move || {
            let finished = sender.0.timers.borrow_mut().remove(&name);
            sender.dispatch(Event::Woke(name));
            drop(finished);
        });
        self.0.timers.borrow_mut().insert(timer, timeout);
    }

    fn open_sign_in(&self, browser: Rc<Browser>, attempt: u32) {
        let begun = match popup::open(&browser) {
            Ok((window, begun)) => {
                *self.0.sign_in.borrow_mut() = Some(window);
                begun
            }
            Err(problem) => return self.dispatch(Event::SignInAnswered { attempt, answer: Err(problem) }),
        };
        let sender = self.clone();
        spawn_local(async move {
            let answer = begun.finish(&browser).await;
            let waiting = sender.0.model.try_with_untracked(|model| model.account == Account::SigningIn { attempt })
                == Some(true);
            if waiting {
                sender.0.sign_in.borrow_mut().take();
            }
            sender.dispatch(Event::SignInAnswered { attempt, answer });
        });
    }

    fn stop(&self) {
        self.0.timers.borrow_mut().clear();
        self.0.sign_in.borrow_mut().take();
        if let Some(browser) = self.0.browser.borrow().as_ref() {
            browser.fetch.abort();
        }
        let held = std::mem::take(&mut *self.0.held.borrow_mut());
        // Listeners that run just now cannot drop themselves, so that happens a moment later.
        Timeout::new(0, move || drop(held)).forget();
    }

    /// Whether the screen has been closed.
    pub(super) fn has_ended(&self) -> bool {
        self.0.model.try_with_untracked(|model| model.stage == Stage::Ended).unwrap_or(true)
    }
}
