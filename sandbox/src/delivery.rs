//! What leaves the help desk: requests of webhooks to PagerDuty's Events API, and mails of targets to its integrations.
//!
//! Whatever a request to Zendesk caused is delivered before the answer to it is given, one after the other in the order in which
//! triggers asked for it. Zendesk itself promises neither; a test and a demonstration need both. What is to be tried again later
//! leaves with the next request after its time, or by [`Sandbox::deliver_due`].

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tower::ServiceExt as _;
use url::Url;

use crate::Sandbox;
use crate::faults::Target;
use crate::pagerduty::Region;
use crate::zendesk::webhooks::invocation::Message;
use crate::zendesk::webhooks::sending::{Call, Errand};
use crate::zendesk::webhooks::{Webhook, id as fresh};
use crate::zendesk::{Refusal, Session, envelope};

/// How long a receiver may take. Source: developer.zendesk.com, "Creating and monitoring webhooks": 12 seconds.
const PATIENCE: Duration = Duration::from_secs(12);
/// The Events API of each region.
const EVENTS: [(&str, Region); 2] =
    [("https://events.pagerduty.com", Region::Us), ("https://events.eu.pagerduty.com", Region::Eu)];

/// What came back: the status (0 when nobody answered), the answer, and the seconds of `Retry-After`.
type Outcome = (u16, Option<Message>, Option<i64>);

/// The Support API, with what its requests cause delivered before they are answered.
pub(crate) fn router(sandbox: &Sandbox) -> Router {
    let of_it = sandbox.clone();
    let test = post(move |session: Session, query: RawQuery, body: Bytes| test(of_it, session, query, body));
    Router::new()
        .route("/api/v2/webhooks/test", test.clone())
        .route("/api/v2/webhooks/test.json", test)
        .fallback_service(sandbox.zendesk.router())
        .layer(from_fn_with_state(sandbox.clone(), afterwards))
        .with_state(sandbox.zendesk.clone())
}

async fn afterwards(State(sandbox): State<Sandbox>, request: axum::extract::Request, next: Next) -> Response<Body> {
    let answer = next.run(request).await;
    sandbox.deliver_due().await;
    answer
}

/// `POST /api/v2/webhooks/test`: sends once and answers what came back. `?webhook_id=` fills in what the body leaves out.
async fn test(
    sandbox: Sandbox,
    session: Session,
    RawQuery(raw): RawQuery,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    session.admin()?;
    let mut sent = envelope(&body, "request")?;
    let payload = sent.remove("payload").and_then(|payload| payload.as_str().map(str::to_owned)).unwrap_or_default();
    let named = form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "webhook_id")
        .map(|(_, id)| id.into_owned());
    let webhook = {
        let now = sandbox.zendesk.now();
        let mut world = sandbox.zendesk.lock();
        if let Some(id) = named {
            let mut webhook = world.webhooks.get(&id).cloned().ok_or_else(Refusal::webhook_not_found)?;
            webhook.patch(&sent)?;
            webhook
        } else {
            let own = |name: &str, value: &str| (name.to_owned(), Value::from(value));
            let mut whole = Map::from_iter([own("name", "Test"), own("status", "active")]);
            whole.append(&mut sent);
            Webhook::create(&whole, fresh(world.mint()), session.id, now)?
        }
    };
    let now = sandbox.zendesk.now();
    let invocation = fresh(sandbox.zendesk.lock().mint());
    let call = Call::new(&webhook, invocation, webhook.endpoint.clone(), payload, now);
    let headers = call.signed(&webhook.secret, now);
    let (status, answer, _) = sandbox.send(&call, &headers).await;
    let mut shown = answer.unwrap_or_default().to_json();
    if let Some(object) = shown.as_object_mut() {
        object.insert("status".to_owned(), status.into());
    }
    Ok(Json(json!({"response": shown})))
}

impl Sandbox {
    /// PagerDuty's Events API of a region: `POST /v2/enqueue`.
    pub fn events(&self, region: Region) -> Router {
        let origin = EVENTS.iter().find(|(_, of)| *of == region).map_or("", |(origin, _)| origin);
        self.layered(self.pagerduty.events(region), Target::Events, origin)
    }

    /// Sends everything whose time has come: requests of webhooks, also those to be tried again, and mails.
    pub async fn deliver_due(&self) {
        loop {
            let next = self.zendesk.lock().next_errand(self.zendesk.now());
            match next {
                None => return,
                Some(Errand::Call(call)) => self.call(call).await,
                Some(Errand::Mail(mail)) => {
                    // An address that nobody has swallows a mail, as it does everywhere.
                    let _ = self.pagerduty.receive_mail(&mail.to, &mail.from, &mail.subject, &mail.body);
                    self.zendesk.lock().mails.push(mail);
                }
            }
        }
    }

    /// Makes a ticket as an agent and delivers what that causes. Answers its number.
    pub async fn create_ticket(&self, agent: u64, ticket: &Value) -> Result<u64, Refusal> {
        let made = self.zendesk.create_as(agent, ticket);
        self.deliver_due().await;
        made
    }

    /// Changes a ticket as an agent and delivers what that causes; `change` is the `ticket` object of an update.
    pub async fn update_ticket(&self, agent: u64, ticket: u64, change: &Value) -> Result<(), Refusal> {
        let made = self.zendesk.update_as(agent, ticket, change);
        self.deliver_due().await;
        made
    }

    async fn call(&self, call: Call) {
        let now = self.zendesk.now();
        let secret = self.zendesk.lock().webhooks.get(&call.webhook).map(|webhook| webhook.secret.clone());
        // A webhook that is deleted calls nobody any more.
        let Some(secret) = secret else { return };
        let headers = call.signed(&secret, now);
        let (status, response, wait) = self.send(&call, &headers).await;
        let request = Message { headers, payload: call.body.clone() };
        let done = self.zendesk.now();
        self.zendesk.lock().called(call, request, response, status, wait, done);
    }

    async fn send(&self, call: &Call, headers: &[(String, String)]) -> Outcome {
        let unreachable = |words: &str| (0, Some(Message { headers: Vec::new(), payload: words.to_owned() }), None);
        let Ok(url) = Url::parse(&call.url) else {
            return unreachable("not a valid address");
        };
        let origin = url.origin().ascii_serialization();
        let Some((_, region)) = EVENTS.iter().find(|(known, _)| *known == origin) else {
            return unreachable(&format!("{origin} is not reachable"));
        };
        let Some(request) = request(call, &url, headers) else {
            return unreachable("not a request that can be sent");
        };
        match tokio::time::timeout(PATIENCE, exchange(self.events(*region), request)).await {
            Ok(Some(outcome)) => outcome,
            Ok(None) => unreachable("the connection was closed before an answer"),
            Err(_) => unreachable("no answer within 12 seconds"),
        }
    }
}

fn request(call: &Call, url: &Url, headers: &[(String, String)]) -> Option<Request<Body>> {
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let mut request = Request::new(Body::from(call.body.clone()));
    *request.method_mut() = call.method.parse::<Method>().ok()?;
    *request.uri_mut() = path.parse().ok()?;
    for (name, value) in headers {
        request.headers_mut().insert(name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value).ok()?);
    }
    Some(request)
}

/// Nothing when the connection breaks.
async fn exchange(router: Router, request: Request<Body>) -> Option<Outcome> {
    let answer = router.oneshot(request).await.ok()?;
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.ok()?;
    let wait = parts.headers.get(header::RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
    let message = Message { headers: shown(&parts.headers), payload: String::from_utf8_lossy(&body).into_owned() };
    Some((parts.status.as_u16(), Some(message), wait))
}

fn shown(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use crate::Sandbox;
    use crate::zendesk::bench::{ask, sandbox};
    use crate::zendesk::seed::people::JONAS_OKAFOR;

    /// Triggers in the way an admin would set them up: urgent opens, pending acknowledges, solved resolves.
    fn set_up(sandbox: &Sandbox) {
        let hook = sandbox.zendesk().add_webhook(&json!({
            "name": "Events", "status": "active", "endpoint": "https://events.pagerduty.com/v2/enqueue",
            "http_method": "POST", "request_format": "json"
        }));
        let hook = hook.unwrap()["id"].clone();
        let key = sandbox.pagerduty().routing_key("Ledger").unwrap();
        for (title, condition, action) in [
            ("open", json!({"field": "priority", "operator": "value", "value": "urgent"}), "trigger"),
            ("ack", json!({"field": "status", "operator": "value", "value": "pending"}), "acknowledge"),
            ("close", json!({"field": "status", "operator": "value", "value": "solved"}), "resolve"),
        ] {
            let body = json!({
                "routing_key": key, "event_action": action, "dedup_key": "Zendesk_northwind_{{ticket.id}}",
                "payload": {"summary": "{{ticket.title}}", "source": "Zendesk", "severity": "critical"}
            });
            let actions = json!([{"field": "notification_webhook", "value": [hook, body.to_string()]}]);
            let trigger = json!({"title": title, "conditions": {"all": [condition]}, "actions": actions});
            sandbox.zendesk().add_trigger(&trigger).unwrap();
        }
    }

    #[tokio::test]
    async fn a_tickets_life_drives_an_incident() {
        let (sandbox, _) = sandbox();
        set_up(&sandbox);
        let put = async |path: &str, method: &str, ticket: Value| {
            ask(sandbox.zendesk_rest(), method, path, JONAS_OKAFOR, json!({"ticket": ticket})).await.1
        };
        let ticket = json!({"subject": "Nothing is paid", "comment": {"body": "At all"}, "priority": "urgent"});
        let id = put("/api/v2/tickets", "POST", ticket).await["ticket"]["id"].as_u64().unwrap();
        let incident = || {
            let dump = sandbox.pagerduty().dump();
            let all = dump["incidents"].as_array().unwrap().clone();
            let found = all.into_iter().filter(|incident| incident["title"] == "Nothing is paid");
            found.map(|incident| incident["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(incident(), ["triggered"]);
        let path = format!("/api/v2/tickets/{id}");
        put(&path, "PUT", json!({"status": "pending"})).await;
        assert_eq!(incident(), ["acknowledged"]);
        put(&path, "PUT", json!({"status": "solved"})).await;
        assert_eq!(incident(), ["resolved"]);
        let log = sandbox.zendesk().invocations();
        assert_eq!(log.iter().map(|made| made["status_code"].clone()).collect::<Vec<_>>(), [202, 202, 202]);
    }

    #[tokio::test]
    async fn hostile_words_in_an_unguarded_body_are_sent_as_zendesk_sends_them_and_refused() {
        let (sandbox, _) = sandbox();
        set_up(&sandbox);
        let ticket = json!({"subject": "\"},\"x\":\"", "comment": {"body": "x"}, "priority": "urgent"});
        sandbox.create_ticket(JONAS_OKAFOR, &ticket).await.unwrap();
        let made = sandbox.zendesk().invocations().pop().unwrap();
        let quote = json!({"subject": "say \"cheese\"", "comment": {"body": "x"}, "priority": "urgent"});
        sandbox.create_ticket(JONAS_OKAFOR, &quote).await.unwrap();
        let broken = sandbox.zendesk().invocations().pop().unwrap();
        assert_eq!(broken["status_code"], 400, "{broken}");
        assert_eq!(broken["attempts"].as_array().unwrap().len(), 1, "what is wrong is not tried again");
        assert!(made["attempts"][0]["request"]["payload"].as_str().unwrap().contains("\"},\"x\":\""));
    }
}
