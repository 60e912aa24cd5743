//! The record: every request to a vendor and its answer, as one JSON object each.
//!
//! It holds everything, authorization included, because all of it is made-up demonstration traffic.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use axum::middleware::{Next, from_fn_with_state};
use serde_json::{Map, Value, json};

use crate::clock::Clock;
use crate::faults::{Broken, Injected};
use crate::zendesk::proxy::AGENT_HEADER;

/// How many exchanges are kept in memory.
const KEPT: usize = 2_000;

/// Keeps the last exchanges in memory, and writes all of them to a file when told to. Clones share the record.
#[derive(Clone, Debug)]
pub struct Recorder {
    clock: Clock,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    exchanges: VecDeque<Value>,
    file: Option<File>,
    count: u64,
}

impl Recorder {
    /// An empty record.
    pub fn new(clock: Clock) -> Self {
        Self { clock, inner: Arc::default() }
    }

    /// Also writes each exchange to this file as a line of JSON; an older file is emptied.
    pub fn record_to(&self, path: &Path) -> io::Result<()> {
        let file = File::create(path)?;
        self.lock().file = Some(file);
        Ok(())
    }

    /// The last exchanges, oldest first: `{number, at, ms, service, agent, fault, request: {method, url, headers, body}, response: {status, headers, body} | null}`.
    /// Times are ISO-8601 and milliseconds; a body is its text; a broken connection has no response.
    pub fn exchanges(&self) -> Vec<Value> {
        self.lock().exchanges.iter().cloned().collect()
    }

    /// Forgets what is in memory; the file is left as it is.
    pub fn clear(&self) {
        self.lock().exchanges.clear();
    }

    fn add(&self, mut exchange: Map<String, Value>) {
        let mut inner = self.lock();
        inner.count += 1;
        exchange.insert("number".to_owned(), inner.count.into());
        let exchange = Value::Object(exchange);
        if let Some(file) = &mut inner.file
            && let Err(failure) = writeln!(file, "{exchange}")
        {
            eprintln!("The record could not be written and ends here: {failure}");
            inner.file = None;
        }
        if inner.exchanges.len() == KEPT {
            inner.exchanges.pop_front();
        }
        inner.exchanges.push_back(exchange);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records everything that goes through `router`, under the vendor's own `origin`.
pub(crate) fn layer(router: Router, recorder: &Recorder, service: &'static str, origin: &'static str) -> Router {
    Router::new().fallback_service(router).layer(from_fn_with_state((recorder.clone(), service, origin), keep))
}

async fn keep(
    State((recorder, service, origin)): State<(Recorder, &'static str, &'static str)>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let started = Instant::now();
    let at = jiff::Timestamp::from_millisecond(recorder.clock.now()).map(|at| at.to_string()).unwrap_or_default();
    let (parts, body) = request.into_parts();
    let sent = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let path = parts.uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    let mut exchange = Map::new();
    exchange.insert("at".to_owned(), at.into());
    exchange.insert("service".to_owned(), service.into());
    let agent = parts.headers.get(AGENT_HEADER).and_then(|agent| agent.to_str().ok()).map(str::to_owned);
    exchange.insert("agent".to_owned(), json!(agent));
    exchange.insert(
        "request".to_owned(),
        json!({
            "method": parts.method.as_str(),
            "url": format!("{origin}{path}"),
            "headers": headers_json(&parts.headers),
            "body": text(&sent),
        }),
    );
    let response = next.run(Request::from_parts(parts, Body::from(sent))).await;
    let fault = response.extensions().get::<Injected>().map(|injected| injected.0);
    exchange.insert("fault".to_owned(), json!(fault));
    let lost = response.extensions().get::<Broken>().is_some();
    let (parts, body) = response.into_parts();
    let answered = if lost { Err(body) } else { to_bytes(body, usize::MAX).await.map_err(|_| Body::empty()) };
    exchange.insert("ms".to_owned(), json!(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)));
    let body = match answered {
        Ok(received) => {
            exchange.insert(
                "response".to_owned(),
                json!({"status": parts.status.as_u16(), "headers": headers_json(&parts.headers), "body": text(&received)}),
            );
            Body::from(received)
        }
        Err(body) => {
            exchange.insert("response".to_owned(), Value::Null);
            body
        }
    };
    recorder.add(exchange);
    Response::from_parts(parts, body)
}

/// Headers by name; repeated ones are joined as HTTP does. The sandbox's own address and session stay out.
fn headers_json(headers: &HeaderMap) -> Map<String, Value> {
    let mut shown = Map::new();
    for (name, value) in headers {
        if name == AGENT_HEADER || name == axum::http::header::HOST {
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes());
        match shown.get_mut(name.as_str()) {
            Some(Value::String(before)) => {
                before.push_str(", ");
                before.push_str(&value);
            }
            _ => {
                shown.insert(name.as_str().to_owned(), value.into());
            }
        }
    }
    shown
}

fn text(body: &[u8]) -> Value {
    if body.is_empty() { Value::Null } else { String::from_utf8_lossy(body).into() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::*;
    use axum::routing::post;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn an_exchange_is_kept_with_the_vendors_address_and_both_bodies() {
        let directory = std::env::temp_dir().join(format!("sandbox-record-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let file = directory.join("exchanges.jsonl");
        let recorder = Recorder::new(Clock::manual(1_795_338_897_000));
        recorder.record_to(&file).unwrap();
        let router = Router::new().route("/incidents", post(|body: String| async move { format!("got {body}") }));
        let router = layer(router, &recorder, "pagerduty", "https://api.pagerduty.com");
        let request = Request::post("/incidents?total=true")
            .header("authorization", "Bearer demo")
            .body(Body::from("{\"a\":1}"))
            .unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(to_bytes(response.into_body(), usize::MAX).await.unwrap(), "got {\"a\":1}");

        let kept = recorder.exchanges();
        assert_eq!(kept[0]["request"]["url"], "https://api.pagerduty.com/incidents?total=true");
        assert_eq!(kept[0]["request"]["headers"]["authorization"], "Bearer demo");
        assert_eq!(kept[0]["request"]["body"], "{\"a\":1}");
        assert_eq!(kept[0]["response"]["status"], 200);
        assert_eq!(kept[0]["response"]["body"], "got {\"a\":1}");
        assert_eq!(kept[0]["at"], "2026-11-22T09:14:57Z");
        let line: Value = serde_json::from_str(std::fs::read_to_string(&file).unwrap().trim()).unwrap();
        assert_eq!(line, kept[0]);
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
