//! What can go wrong on the way: a list of faults that the controls and the tests fill, and the layer that acts on it.

mod answer;
mod layer;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio::time::Instant;

pub(crate) use answer::Broken;
pub(crate) use layer::{Injected, layer};

/// Which of the sandbox's services a fault is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The PagerDuty REST API, both regions, also behind the proxy.
    Pagerduty,
    /// PagerDuty's identity server.
    Identity,
    /// The Zendesk Support API.
    Zendesk,
    /// Zendesk's request proxy itself.
    Proxy,
    /// PagerDuty's Events API, both regions, to which Zendesk's webhooks send.
    Events,
}

impl Target {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pagerduty => "pagerduty",
            Self::Identity => "identity",
            Self::Zendesk => "zendesk",
            Self::Proxy => "proxy",
            Self::Events => "events",
        }
    }
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The request waits this long before it is passed on; adds up with other latencies and with another fault.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// The request is not processed; this status is the answer.
    Status {
        /// The HTTP status.
        code: u16,
        /// Seconds for `Retry-After`; sent when given. Counts down to the end of a fault that lasts a given time.
        #[serde(default)]
        retry_after: Option<u32>,
        /// The body; the vendor's usual one for the status when not given.
        #[serde(default)]
        body: Option<String>,
    },
    /// The connection breaks before the request is processed.
    DropRequest,
    /// The request is processed, then the connection breaks.
    DropAnswer,
    /// The request is processed; half of the answer's body is missing.
    Malformed,
    /// The request is processed; the answer lacks the CORS headers, so a browser hides it.
    NoCors,
    /// Nothing comes back until the fault is taken away; then the connection breaks.
    Hang,
}

/// One fault. Requests that it matches meet it until `remaining` runs out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Names it in the list; given by [`Faults::add`].
    #[serde(default)]
    pub id: u64,
    /// On which service.
    pub target: Target,
    /// Only this method; any but `OPTIONS` when not given (the browser's preflight is then left alone).
    #[serde(default)]
    pub method: Option<String>,
    /// Only paths that begin with this, or match it as a whole when it holds `*`.
    #[serde(default)]
    pub path: Option<String>,
    /// What goes wrong.
    pub kind: Kind,
    /// How many more requests meet it; all of them when not given.
    #[serde(default)]
    pub remaining: Option<u32>,
    /// How many seconds it lasts from when it is added; until it is taken away when not given.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// When it ends, as [`Faults::add`] reckons it.
    #[serde(skip)]
    ends_at: Option<Instant>,
}

impl Fault {
    /// A fault on every request to `target`, until it is taken away.
    pub fn new(target: Target, kind: Kind) -> Self {
        Self { id: 0, target, method: None, path: None, kind, remaining: None, seconds: None, ends_at: None }
    }

    /// Only requests with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only paths that begin with this, or match it as a whole when it holds `*`.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Only the next `times` requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.remaining = Some(times);
        self
    }

    /// Only for this many seconds.
    #[must_use]
    pub fn lasting(mut self, seconds: u32) -> Self {
        self.seconds = Some(seconds);
        self
    }

    /// What it does now: a `Retry-After` is what is left of the time that it lasts.
    fn kind_now(&self, now: Instant) -> Kind {
        match (&self.kind, self.ends_at) {
            (Kind::Status { code, retry_after: Some(_), body }, Some(end)) => {
                let left = end.saturating_duration_since(now).as_secs_f64().ceil();
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "the seconds came from a u32 and only become fewer"
                )]
                let left = (left as u32).max(1);
                Kind::Status { code: *code, retry_after: Some(left), body: body.clone() }
            }
            (kind, _) => kind.clone(),
        }
    }

    fn meets(&self, target: Target, method: &str, path: &str) -> bool {
        let method_fits = match &self.method {
            Some(wanted) => wanted.eq_ignore_ascii_case(method),
            None => method != "OPTIONS" || self.kind == Kind::NoCors,
        };
        let path_fits = self.path.as_deref().is_none_or(|wanted| matches_path(wanted, path));
        self.target == target && method_fits && path_fits && self.remaining != Some(0)
    }
}

/// The list of faults. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    list: Arc<Mutex<List>>,
    released: Arc<Notify>,
}

#[derive(Debug, Default)]
struct List {
    faults: Vec<Fault>,
    last: u64,
}

impl List {
    /// Takes away what has lasted its time.
    fn end(&mut self, now: Instant) {
        self.faults.retain(|fault| fault.ends_at.is_none_or(|end| end > now));
    }
}

impl Faults {
    /// Adds a fault behind the others; answers its id.
    pub fn add(&self, mut fault: Fault) -> u64 {
        let mut list = self.lock();
        list.last += 1;
        fault.id = list.last;
        fault.ends_at = fault.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds.into()));
        list.faults.push(fault);
        list.last
    }

    /// Takes one away; hanging requests are let go. Says whether it was there.
    pub fn remove(&self, id: u64) -> bool {
        let removed = {
            let mut list = self.lock();
            let before = list.faults.len();
            list.faults.retain(|fault| fault.id != id);
            list.faults.len() < before
        };
        self.released.notify_waiters();
        removed
    }

    /// Takes all away; hanging requests are let go.
    pub fn clear(&self) {
        self.lock().faults.clear();
        self.released.notify_waiters();
    }

    /// The faults that are left.
    pub fn list(&self) -> Vec<Fault> {
        let mut list = self.lock();
        list.end(Instant::now());
        list.faults.clone()
    }

    /// What this request meets: the latencies added up, and the first other fault.
    fn take(&self, target: Target, method: &str, path: &str) -> (u64, Option<Kind>) {
        let now = Instant::now();
        let mut list = self.lock();
        list.end(now);
        let mut wait = 0;
        let mut other = None;
        for fault in &mut list.faults {
            if !fault.meets(target, method, path) {
                continue;
            }
            match &fault.kind {
                Kind::Latency { ms } => wait += ms,
                _ if other.is_some() => continue,
                _ => other = Some(fault.kind_now(now)),
            }
            fault.remaining = fault.remaining.map(|left| left.saturating_sub(1));
        }
        list.faults.retain(|fault| fault.remaining != Some(0));
        (wait, other)
    }

    async fn until_released(&self) {
        self.released.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Prefix, or whole match with `*` for any run of characters.
fn matches_path(wanted: &str, path: &str) -> bool {
    let Some((start, rest)) = wanted.split_once('*') else {
        return path.starts_with(wanted);
    };
    let Some(mut left) = path.strip_prefix(start) else {
        return false;
    };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some(at) = left.find(piece) else {
            return false;
        };
        left = left.get(at + piece.len()..).unwrap_or_default();
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_prefix_or_a_pattern() {
        assert!(matches_path("/incidents", "/incidents/P1/notes"));
        assert!(!matches_path("/incidents/*/notes", "/incidents/P1/notes/more"));
        assert!(matches_path("/incidents/*/notes", "/incidents/P1/notes"));
        assert!(matches_path("*notes", "/incidents/P1/notes"));
        assert!(matches_path("/a*b*c", "/a-b-b-c"));
        assert!(!matches_path("/users/*", "/incidents/P1"));
    }

    #[test]
    fn a_fault_runs_out_after_its_times() {
        let faults = Faults::default();
        faults.add(Fault::new(Target::Zendesk, Kind::DropAnswer).times(2).path("/api"));
        assert_eq!(faults.take(Target::Zendesk, "GET", "/other").1, None);
        assert_eq!(faults.take(Target::Zendesk, "GET", "/api").1, Some(Kind::DropAnswer));
        assert_eq!(faults.take(Target::Pagerduty, "GET", "/api").1, None);
        assert_eq!(faults.take(Target::Zendesk, "GET", "/api").1, Some(Kind::DropAnswer));
        assert_eq!(faults.take(Target::Zendesk, "GET", "/api").1, None);
        assert!(faults.list().is_empty());
    }

    #[test]
    fn latencies_add_up_beside_the_first_other_fault() {
        let faults = Faults::default();
        faults.add(Fault::new(Target::Proxy, Kind::Latency { ms: 30 }));
        faults.add(Fault::new(Target::Proxy, Kind::Malformed));
        faults.add(Fault::new(Target::Proxy, Kind::Latency { ms: 12 }));
        faults.add(Fault::new(Target::Proxy, Kind::Hang).times(1));
        assert_eq!(faults.take(Target::Proxy, "POST", "/proxy"), (42, Some(Kind::Malformed)));
        assert_eq!(faults.list().len(), 4, "a fault that another one hides is not used up");
    }

    #[tokio::test(start_paused = true)]
    async fn a_fault_with_a_time_counts_down_and_ends() {
        let faults = Faults::default();
        let limited = Kind::Status { code: 429, retry_after: Some(30), body: None };
        faults.add(Fault::new(Target::Pagerduty, limited).lasting(30));
        let asked = || match faults.take(Target::Pagerduty, "GET", "/incidents").1 {
            Some(Kind::Status { retry_after, .. }) => retry_after,
            _ => None,
        };
        assert_eq!(asked(), Some(30));
        tokio::time::advance(Duration::from_millis(12_500)).await;
        assert_eq!(asked(), Some(18));
        tokio::time::advance(Duration::from_millis(17_500)).await;
        assert_eq!((asked(), faults.list().len()), (None, 0));
    }

    #[test]
    fn a_preflight_is_left_alone_unless_it_is_named() {
        let faults = Faults::default();
        faults.add(Fault::new(Target::Pagerduty, Kind::DropRequest));
        assert_eq!(faults.take(Target::Pagerduty, "OPTIONS", "/incidents").1, None);
        faults.add(Fault::new(Target::Pagerduty, Kind::DropRequest).method("OPTIONS"));
        assert_eq!(faults.take(Target::Pagerduty, "OPTIONS", "/incidents").1, Some(Kind::DropRequest));
    }
}
