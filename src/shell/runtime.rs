//! The loop: an event goes into the model, the effects that come out are performed, their answers are events.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::callback::Timeout;
use leptos::prelude::{GetUntracked, RwSignal, Update, WithUntracked};
use vecmap::VecMap;
use wasm_bindgen_futures::spawn_local;

use crate::console::linked_tickets::TicketsEffect;
use crate::console::manners::{MannersEffect, MannersEvent};
use crate::console::model::{Account, Stage};
use crate::console::{Effect, Event, Focus, Model, Timer};
use crate::kit::focus;

use super::browser::{Browser, now};
use super::perform::perform;
use super::popup::{self, SignInWindow};
use super::{element, languages};

/// The loop, to be held by whatever can send an event.
#[derive(Clone)]
pub(super) struct Runtime(Rc<Inner>);

struct Inner {
    model: RwSignal<Model>,
    /// Not there until Zendesk has registered the app.
    browser: RefCell<Option<Rc<Browser>>>,
    timers: RefCell<VecMap<Timer, Timeout>>,
    sign_in: RefCell<Option<SignInWindow>>,
    /// What had the focus when the task was opened.
    opened_from: RefCell<Option<String>>,
    /// What has to end with the console.
    held: RefCell<Vec<Box<dyn std::any::Any>>>,
}

impl Runtime {
    pub(super) fn new(model: RwSignal<Model>) -> Self {
        Self(Rc::new(Inner {
            model,
            browser: RefCell::default(),
            timers: RefCell::default(),
            sign_in: RefCell::default(),
            opened_from: RefCell::default(),
            held: RefCell::default(),
        }))
    }

    /// From now on effects reach the vendors.
    pub(super) fn connect(&self, browser: Rc<Browser>) {
        *self.0.browser.borrow_mut() = Some(browser);
    }

    /// Keeps `thing` until the console is closed.
    pub(super) fn hold(&self, thing: impl std::any::Any) {
        self.0.held.borrow_mut().push(Box::new(thing));
    }

    /// Takes an event in and performs what follows, before it returns.
    pub(super) fn dispatch(&self, event: Event) {
        // An answer can come after the screen is gone, and the model with it.
        let Some(before) = self.0.model.try_with_untracked(|model| model.task.is_some()) else { return };
        let focused = element::focused_id();
        let mut effects = Vec::new();
        self.0.model.update(|model| effects = model.update(event, now()));
        let after = self.0.model.with_untracked(|model| model.task.is_some());
        if !before && after {
            *self.0.opened_from.borrow_mut() = focused;
        }
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
            Effect::Focus(target) => self.focus(target),
            Effect::Copy(text) => element::copy(&text),
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
            Effect::SignOut => sign_out(browser),
            Effect::Tickets(TicketsEffect::Open(ticket)) => browser.client.route_to_ticket(ticket),
            Effect::Remember(preferences) => browser.kept.keep_preferences(&preferences),
            Effect::Manners(effect) => self.perform_manners(browser, effect),
            Effect::SpeakLanguage(locale) => {
                browser.kept.keep_locale(&locale);
                let zone = self.0.model.with_untracked(|model| model.agent.known().and_then(|it| it.time_zone.clone()));
                spawn_local(languages::speak(
                    browser.words,
                    languages::Speaker::Console,
                    locale,
                    zone.unwrap_or_default(),
                ));
            }
            effect => {
                if matches!(effect, Effect::Resolve { leaving: true, .. }) {
                    browser.fetch.leave();
                }
                self.ask(browser, effect);
            }
        }
    }

    /// Performs an effect that asks a vendor; its answer is an event.
    fn ask(&self, browser: Rc<Browser>, effect: Effect) {
        let runtime = self.clone();
        spawn_local(async move {
            if let Some(performing) = perform(&*browser, effect) {
                runtime.dispatch(performing.await);
            }
        });
    }

    fn perform_manners(&self, browser: Rc<Browser>, effect: MannersEffect) {
        let now = now();
        match effect {
            MannersEffect::RecallDrafts { agent } => {
                let kept = browser.drafts_place(agent).map(|place| browser.kept.drafts(&place, now));
                self.dispatch(Event::Manners(MannersEvent::Recalled(kept.unwrap_or_default())));
            }
            MannersEffect::KeepDrafts { agent, shelf: drafts } => {
                if let Some(place) = browser.drafts_place(agent) {
                    browser.kept.keep_drafts(place, &drafts, now);
                }
            }
            MannersEffect::ForgetDrafts { agent } => {
                browser.kept.forget_drafts(&browser.registration.subdomain, agent, now);
            }
            MannersEffect::KeepShortcuts { off } => browser.kept.keep_shortcuts_off(off),
            effect @ (MannersEffect::SendHint(_) | MannersEffect::ReadConfiguration) => {
                self.ask(browser, Effect::Manners(effect));
            }
        }
    }

    fn wake(&self, timer: Timer, after: Duration) {
        let runtime = self.clone();
        let name = timer.clone();
        let milliseconds = u32::try_from(after.as_millis()).unwrap_or(u32::MAX);
        let timeout = Timeout::new(milliseconds, move || {
            let finished = runtime.0.timers.borrow_mut().remove(&name);
            runtime.dispatch(Event::Woke(name));
            drop(finished);
        });
        self.0.timers.borrow_mut().insert(timer, timeout);
    }

    fn focus(&self, target: Focus) {
        match target {
            Focus::Element(id) => focus::focus_soon(id),
            Focus::Task => focus::focus_soon("task-heading".into()),
            Focus::Incident(id) => {
                self.0.opened_from.borrow_mut().take();
                focus::focus_soon(format!("incident-{id}"));
            }
            Focus::NoteDraft(id) => focus::focus_soon(format!("note-{id}")),
            Focus::Return => {
                let mut candidates: Vec<_> = self.0.opened_from.borrow_mut().take().into_iter().collect();
                if let Some(id) = self.0.model.get_untracked().open_incident() {
                    candidates.push(format!("incident-{id}"));
                }
                focus::return_focus(candidates);
            }
        }
    }

    fn open_sign_in(&self, browser: Rc<Browser>, attempt: u32) {
        let begun = match popup::open(&browser) {
            Ok((window, begun)) => {
                *self.0.sign_in.borrow_mut() = Some(window);
                begun
            }
            Err(problem) => return self.dispatch(Event::SignInAnswered { attempt, answer: Err(problem) }),
        };
        let runtime = self.clone();
        spawn_local(async move {
            let answer = begun.finish(&browser).await;
            let waiting = runtime.0.model.try_with_untracked(|model| model.account == Account::SigningIn { attempt })
                == Some(true);
            if waiting {
                runtime.0.sign_in.borrow_mut().take();
            }
            runtime.dispatch(Event::SignInAnswered { attempt, answer });
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

    /// Whether the console has been closed.
    pub(super) fn has_ended(&self) -> bool {
        self.0.model.try_with_untracked(|model| model.stage == Stage::Ended).unwrap_or(true)
    }
}

pub(super) fn sign_out(browser: Rc<Browser>) {
    let tokens = browser.session.tokens();
    browser.session.replace(None);
    browser.kept.sign_out();
    browser.send_as(None);
    let Some(tokens) = tokens else { return };
    spawn_local(async move {
        // Signed out is signed out here, whether or not PagerDuty could be told.
        let _ = browser.oauth_client(String::new()).revoke(&browser.fetch, &tokens).await;
    });
}
