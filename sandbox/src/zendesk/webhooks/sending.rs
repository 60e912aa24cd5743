//! What waits to be sent: requests of webhooks and mails of targets, in the order in which triggers asked for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::super::stamp::{SECOND, stamp};
use super::super::targets::Mail;
use super::super::world::World;
use super::invocation::{Attempt, Invocation, Message};
use super::{Webhook, id, signature};

/// The account as receivers see it in `x-zendesk-account-id`.
pub(crate) const ACCOUNT_ID: &str = "22118940";
/// How often a request is made again.
const RETRIES: usize = 3;
/// How long the first repetition waits when the receiver does not say; each further one waits twice as long.
const PAUSE: i64 = 5 * SECOND;
/// The longest wait that a receiver can ask for; with a longer one nothing is tried again.
const LONGEST: i64 = 60 * SECOND;
/// How many invocations are kept.
const KEPT: usize = 1_000;

/// Something that leaves the help desk.
#[derive(Clone, Debug)]
pub(crate) enum Errand {
    Call(Call),
    Mail(Mail),
}

/// One request of a webhook.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) invocation: String,
    pub(crate) webhook: String,
    pub(crate) url: String,
    pub(crate) method: String,
    pub(crate) body: String,
    /// Headers of the webhook itself; what only the moment of sending knows is added then.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) due: i64,
}

impl Call {
    /// A call of `webhook` with a body or, for methods without one, with parameters in the address.
    pub(crate) fn new(webhook: &Webhook, invocation: String, url: String, body: String, now: i64) -> Self {
        let kind = match webhook.format.as_str() {
            "xml" => "application/xml",
            "form_encoded" => "application/x-www-form-urlencoded",
            _ => "application/json",
        };
        let mut headers = vec![("user-agent".to_owned(), "Zendesk Webhook".to_owned())];
        if webhook.has_body() {
            headers.push(("content-type".to_owned(), kind.to_owned()));
        }
        headers.extend(webhook.authentication.as_ref().and_then(authorization));
        for (name, value) in &webhook.headers {
            headers.push((name.to_lowercase(), value.as_str().unwrap_or_default().to_owned()));
        }
        Self { invocation, webhook: webhook.id.clone(), url, method: webhook.method.clone(), body, headers, due: now }
    }

    /// All headers of a request that leaves now.
    pub(crate) fn signed(&self, secret: &str, now: i64) -> Vec<(String, String)> {
        let at = stamp(now);
        let mut headers = self.headers.clone();
        for (name, value) in [
            ("x-zendesk-account-id", ACCOUNT_ID.to_owned()),
            ("x-zendesk-webhook-id", self.webhook.clone()),
            ("x-zendesk-webhook-invocation-id", self.invocation.clone()),
            ("x-zendesk-webhook-signature", signature::sign(secret, &at, &self.body)),
            ("x-zendesk-webhook-signature-timestamp", at),
        ] {
            headers.push((name.to_owned(), value));
        }
        headers
    }
}

fn authorization(authentication: &Value) -> Option<(String, String)> {
    let data = |name: &str| authentication.pointer(&format!("/data/{name}")).and_then(Value::as_str);
    match authentication.get("type")?.as_str()? {
        "bearer_token" => Some(("authorization".to_owned(), format!("Bearer {}", data("token")?))),
        "basic_auth" => {
            let pair = STANDARD.encode(format!("{}:{}", data("username")?, data("password")?));
            Some(("authorization".to_owned(), format!("Basic {pair}")))
        }
        _ => Some((data("name")?.to_lowercase(), data("value")?.to_owned())),
    }
}

impl World {
    /// Takes the first errand that is due.
    pub(crate) fn next_errand(&mut self, now: i64) -> Option<Errand> {
        let is_due = |errand: &Errand| match errand {
            Errand::Call(call) => call.due <= now,
            Errand::Mail(_) => true,
        };
        let at = self.outbox.iter().position(is_due)?;
        self.outbox.remove(at)
    }

    /// Writes down what became of a call, and puts it back when it is to be tried again. `wait` are the seconds of `Retry-After`.
    pub(crate) fn called(
        &mut self,
        mut call: Call,
        request: Message,
        response: Option<Message>,
        status: u16,
        wait: Option<i64>,
        now: i64,
    ) {
        let attempt = Attempt { id: id(self.mint()), completed_at: now, request, response, status };
        if let Some(webhook) = self.webhooks.get_mut(&call.webhook) {
            webhook.failures = if attempt.is_success() { 0 } else { webhook.failures + 1 };
        }
        let again = attempt.may_be_repeated();
        let at = self.invocations.iter().position(|kept| kept.id == call.invocation);
        let made = if let Some(kept) = at.and_then(|at| self.invocations.get_mut(at)) {
            kept.attempts.push(attempt);
            kept.attempts.len()
        } else {
            if self.invocations.len() == KEPT {
                self.invocations.pop_front();
            }
            let (id, webhook) = (call.invocation.clone(), call.webhook.clone());
            self.invocations.push_back(Invocation { id, webhook, attempts: vec![attempt] });
            1
        };
        let own = PAUSE << made.saturating_sub(1).min(8);
        let pause = wait.map_or(own, |seconds| seconds.saturating_mul(SECOND));
        if again && made <= RETRIES && pause <= LONGEST {
            call.due = now + pause;
            self.outbox.push_back(Errand::Call(call));
        }
    }
}
