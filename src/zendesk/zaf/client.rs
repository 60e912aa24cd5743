//! What the app asks of Zendesk's page.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Promise, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::domain::id::TicketId;
use crate::domain::ticket::Agent;
use crate::http::{Failure, Method, Request, Told, Transport};

use super::bindings::{self, Host, from_js, to_js};
use super::deadline::{PATIENCE, within};
use super::surroundings::{self, ColorScheme, Registration};
use super::{Subscription, ZafTransport};

/// Whether Zendesk's script has been loaded.
pub fn sdk_present() -> bool {
    Reflect::has(&js_sys::global(), &JsValue::from("ZAFClient")).unwrap_or(false)
}

/// How a message over Zendesk's page looks. ZAF: `notify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// Something went well.
    Notice,
    /// Something deserves attention.
    Alert,
    /// Something went wrong.
    Error,
}

/// The connection to the page that frames the app; clones share it.
#[derive(Clone)]
pub struct Client {
    host: Host,
}

impl Client {
    /// Shakes hands with Zendesk. `None` outside Zendesk, and when its script is missing. To be called once for each page.
    pub fn init() -> Option<Self> {
        let client = bindings::init().ok().filter(JsValue::is_object)?;
        Some(Self { host: client.unchecked_into() })
    }

    /// Where the app is and how it is set up, as soon as Zendesk has answered the handshake.
    pub async fn registered(&self) -> Result<Registration, Failure> {
        let metadata = settle(self.host.metadata()).await?;
        let context = settle(self.host.context()).await?;
        Ok(Registration::read(&metadata, &context))
    }

    /// The agent who looks at the app. ZAF: `currentUser`.
    pub async fn agent(&self) -> Result<Agent, Failure> {
        surroundings::agent(&self.get("currentUser").await?)
    }

    /// The id of the ticket field that the app's requirements made under `identifier`; `None` when there is none.
    ///
    /// ZAF: `requirement:<identifier>`; Zendesk: `GET /api/v2/apps/installations/{id}/requirements` where the first is not answered.
    pub async fn requirement_field(&self, identifier: &str) -> Result<Option<u64>, Failure> {
        let told = self.get(&format!("requirement:{identifier}")).await;
        if let Some(field) = told.ok().as_ref().and_then(surroundings::required_field) {
            return Ok(Some(field));
        }
        let installation = self.registered().await?.installation_id;
        if installation == 0 {
            return Ok(None);
        }
        let path = format!("/api/v2/apps/installations/{installation}/requirements.json");
        let answer = ZafTransport::new(self.clone()).send(Request::new(Method::Get, path)).await?;
        let list = crate::zendesk::answer::body_of(&answer)?;
        Ok(surroundings::listed_field(&list, identifier))
    }

    /// The colors in which the agent sees Zendesk. ZAF: `colorScheme`.
    pub async fn color_scheme(&self) -> Result<ColorScheme, Failure> {
        Ok(ColorScheme::read(&self.get("colorScheme").await?))
    }

    /// Calls `handler` with what each `event` brings, as JSON, for as long as the subscription lives.
    pub fn on(&self, event: &'static str, handler: impl FnMut(Value) + 'static) -> Subscription {
        Subscription::new(self.host.clone(), event, handler)
    }

    /// Makes the app's frame this many CSS pixels high.
    pub fn resize(&self, height: u32) {
        self.tell("resize", &[json!({ "width": "100%", "height": format!("{height}px") })]);
    }

    /// Adds text to the reply that the agent is writing. ZAF: `ticket.comment.appendText`.
    pub async fn append_to_reply(&self, text: &str) -> Result<(), Failure> {
        self.invoke("ticket.comment.appendText", &[json!(text)]).await.map(|_| ())
    }

    /// Shows a message over Zendesk's page. Zendesk takes it for HTML, so every character that means something there is escaped.
    pub fn notify(&self, words: &str, kind: NoticeKind) {
        let kind = match kind {
            NoticeKind::Notice => "notice",
            NoticeKind::Alert => "alert",
            NoticeKind::Error => "error",
        };
        self.tell("notify", &[json!(escape_html(words)), json!(kind)]);
    }

    /// Opens a ticket in Zendesk. ZAF: `routeTo`.
    pub fn route_to_ticket(&self, ticket: TicketId) {
        self.tell("routeTo", &[json!("ticket"), json!(ticket.0)]);
    }

    pub(super) fn host(&self) -> &Host {
        &self.host
    }

    async fn get(&self, path: &str) -> Result<Value, Failure> {
        let answer = settle(self.host.get(path)).await?;
        answer.get(path).cloned().ok_or_else(|| Failure::Malformed { path: path.to_owned() })
    }

    async fn invoke(&self, path: &str, parameters: &[Value]) -> Result<Value, Failure> {
        settle(self.host.invoke(path, parameters.iter().map(to_js).collect())).await
    }

    /// Invokes something that nothing depends on.
    fn tell(&self, path: &'static str, parameters: &[Value]) {
        let answer = self.host.invoke(path, parameters.iter().map(to_js).collect());
        // A refusal has to be heard all the same, else the browser reports it as an error of ours.
        spawn_local(async move {
            let _ = settle(answer).await;
        });
    }
}

/// Waits for what the SDK promised.
async fn settle(promise: Result<Promise, JsValue>) -> Result<Value, Failure> {
    let promise = promise.map_err(|thrown| refusal(&thrown))?;
    match within(JsFuture::from(promise), TimeoutFuture::new(PATIENCE)).await {
        Some(Ok(value)) => Ok(from_js(&value)),
        Some(Err(thrown)) => Err(refusal(&thrown)),
        None => Err(Failure::TimedOut),
    }
}

fn refusal(thrown: &JsValue) -> Failure {
    let message = thrown.dyn_ref::<Object>().and_then(|error| Reflect::get(error, &JsValue::from("message")).ok());
    refused(message.as_ref().unwrap_or(thrown).as_string().unwrap_or_default().as_str())
}

/// What the SDK's words mean; it has no codes. Its own time limit says "Invocation request timeout".
fn refused(words: &str) -> Failure {
    if words.contains("timeout") { Failure::TimedOut } else { Failure::Rejected(Told::new(0, [words])) }
}

fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            plain => escaped.push(plain),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_cannot_bring_markup() {
        assert_eq!(
            escape_html("<img src='x' onerror=\"1\"> & co"),
            "&lt;img src=&#39;x&#39; onerror=&quot;1&quot;&gt; &amp; co"
        );
    }

    #[test]
    fn the_sdks_own_time_limit_is_one() {
        assert_eq!(refused("Invocation request timeout"), Failure::TimedOut);
        assert_eq!(refused("\"x\" No such Api"), Failure::Rejected(Told::new(0, ["\"x\" No such Api"])));
    }
}
