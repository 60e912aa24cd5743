//! The window in which the agent signs in with PagerDuty.
//!
//! It has to be opened within the agent's click, or the browser blocks it; so everything needed is at hand beforehand.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, Window};

use crate::console::model::{Me, SignInProblem};
use crate::http::Failure;
use crate::pagerduty::oauth::{Callback, Client, OAuthProblem, SignIn};
use crate::pagerduty::{Api, Credential};

use super::browser::{Browser, now, sleep};
use super::settings::Settings;

/// How often to look whether the agent has closed the window.
const LOOK: Duration = Duration::from_millis(400);

/// A sign-in that is under way. Dropping it closes the window and stops listening.
pub(super) struct SignInWindow {
    popup: Window,
    _listener: Listener,
}

impl Drop for SignInWindow {
    fn drop(&mut self) {
        // A window that is closed already stays closed.
        let _ = self.popup.close();
    }
}

struct Listener(Closure<dyn FnMut(MessageEvent)>);

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = window().remove_event_listener_with_callback("message", self.0.as_ref().unchecked_ref());
    }
}

/// What the window sent, once.
type Heard = Rc<RefCell<Option<Callback>>>;

/// A sign-in that was begun and can be waited for.
pub(super) struct Begun {
    sign_in: SignIn,
    client: Client,
    popup: Window,
    heard: Heard,
}

/// The address that PagerDuty sends the agent back to: the administrator's page, or ours beside `index.html`.
pub(super) fn redirect_address(settings: &Settings) -> Option<String> {
    if let Some(url) = &settings.redirect_url {
        return Some(url.clone());
    }
    let base = document().base_uri().ok().flatten()?;
    web_sys::Url::new_with_base("oauth.html", &base).ok().map(|url| url.href())
}

/// Opens the window.
pub(super) fn open(browser: &Browser) -> Result<(SignInWindow, Begun), SignInProblem> {
    let redirect_uri = redirect_address(&browser.settings).ok_or(SignInProblem::Unreachable)?;
    let redirect_origin = web_sys::Url::new(&redirect_uri).map_err(|_| SignInProblem::Unreachable)?.origin();
    let mut random = [0_u8; 64];
    window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut random))
        .map_err(|_| SignInProblem::Unreachable)?;
    let own_origin = window().location().origin().map_err(|_| SignInProblem::Unreachable)?;
    let sign_in = SignIn::new(&random, &own_origin);
    let client = browser.oauth_client(redirect_uri);
    let address = sign_in.authorize_url(&client);
    let features = "popup,width=520,height=720";
    let popup = window()
        .open_with_url_and_target_and_features(&address, "pagerduty-sign-in", features)
        .ok()
        .flatten()
        .ok_or(SignInProblem::PopupBlocked)?;
    let heard = Heard::default();
    let listener = listen(&popup, redirect_origin, Rc::clone(&heard));
    let window = SignInWindow { popup: popup.clone(), _listener: listener };
    Ok((window, Begun { sign_in, client, popup, heard }))
}

/// Listens for one message from this window and this origin; whatever else arrives is somebody else's.
fn listen(popup: &Window, origin: String, heard: Heard) -> Listener {
    let popup = popup.clone();
    let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let from_popup = event.source().is_some_and(|source| js_sys::Object::is(&source, &popup));
        if !from_popup || event.origin() != origin || heard.borrow().is_some() {
            return;
        }
        *heard.borrow_mut() = from_js(&event.data()).and_then(|message| Callback::read(&message));
    });
    // The function exists as long as the listener does.
    let _ = window().add_event_listener_with_callback("message", closure.as_ref().unchecked_ref());
    Listener(closure)
}

impl Begun {
    /// Waits for the window, exchanges the code and asks who signed in.
    pub(super) async fn finish(self, browser: &Browser) -> Result<Me, SignInProblem> {
        let code = self.callback().await?.code(&self.sign_in).map_err(problem)?;
        let tokens = self.client.exchange(&browser.fetch, &self.sign_in, &code, now()).await.map_err(problem)?;
        let base = browser.settings.endpoints.rest(tokens.region);
        let credential = Credential::Token { access: tokens.access.clone(), from: None };
        let user = Api::new(browser.fetch.clone(), base, credential).me().await.map_err(|failure| match failure {
            Failure::Unauthorized => SignInProblem::CodeRefused,
            Failure::Forbidden(_) => SignInProblem::WrongScope,
            _ => SignInProblem::Unreachable,
        })?;
        let me = Me { id: user.id, name: user.name, email: user.email, stakeholder: user.stakeholder };
        browser.session.replace(Some(tokens));
        browser.kept.keep_user(&me);
        browser.send_as(Some(me.email.clone()));
        Ok(me)
    }

    async fn callback(&self) -> Result<Callback, SignInProblem> {
        loop {
            if let Some(callback) = self.heard.borrow_mut().take() {
                return Ok(callback);
            }
            let closed = self.popup.closed().unwrap_or(true);
            sleep(LOOK).await;
            // The message may have been sent just before the window closed.
            if closed && self.heard.borrow().is_none() {
                return Err(SignInProblem::WindowClosed);
            }
        }
    }
}

fn problem(problem: OAuthProblem) -> SignInProblem {
    match problem {
        OAuthProblem::Denied => SignInProblem::Denied,
        OAuthProblem::WrongState => SignInProblem::WrongState,
        OAuthProblem::CodeRefused => SignInProblem::CodeRefused,
        OAuthProblem::WrongScope => SignInProblem::WrongScope,
        OAuthProblem::UnknownRegion => SignInProblem::UnknownRegion,
        OAuthProblem::Unreachable => SignInProblem::Unreachable,
    }
}

/// Reads a message; whatever is no plain data is nobody's of ours.
fn from_js(value: &wasm_bindgen::JsValue) -> Option<serde_json::Value> {
    let text = js_sys::JSON::stringify(value).ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}
