//! A stateful Zendesk and PagerDuty on localhost: the demo, development and every test use this one.
//!
//! It is a second reading of the vendors' documents and never imports the app.

pub mod clock;
mod control;
mod delivery;
pub mod faults;
pub mod pagerduty;
pub mod record;
pub mod server;
mod workspace;
pub mod zendesk;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use futures_util::FutureExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use clock::Clock;
use control::consent::Denial;
use faults::{Faults, Target};
use pagerduty::{PagerDuty, Region};
use record::Recorder;
use zendesk::Zendesk;

/// What a sandbox starts from.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time that everything is dated by.
    pub clock: Clock,
    /// The same seed makes the same world.
    pub seed: u64,
    /// The app's `manifest.json`.
    pub manifest: Value,
    /// The app's `requirements.json`.
    pub requirements: Value,
}

/// Both vendors with faults before them and a record of everything. Clones share the state.
#[derive(Clone)]
pub struct Sandbox {
    pagerduty: PagerDuty,
    zendesk: Zendesk,
    faults: Faults,
    recorder: Recorder,
    denial: Denial,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sandbox").field("faults", &self.faults).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// A fresh account at both vendors, with the app installed in Zendesk.
    pub fn new(options: Options) -> Self {
        let Options { clock, seed, manifest, requirements } = options;
        let pagerduty = PagerDuty::new(clock.clone(), seed);
        let linked = some_open_incidents(&pagerduty, 3);
        let zendesk = Zendesk::new(clock.clone(), seed, manifest, requirements, linked);
        let sandbox = Self {
            pagerduty,
            zendesk,
            faults: Faults::default(),
            recorder: Recorder::new(clock),
            denial: Denial::default(),
        };
        control::settings::configure(&sandbox);
        sandbox
    }

    /// The PagerDuty account.
    pub fn pagerduty(&self) -> &PagerDuty {
        &self.pagerduty
    }

    /// The Zendesk account.
    pub fn zendesk(&self) -> &Zendesk {
        &self.zendesk
    }

    /// What goes wrong on the way to either.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Every request and its answer.
    pub fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// PagerDuty's REST API of a region.
    pub fn pagerduty_rest(&self, region: Region) -> Router {
        let origin = match region {
            Region::Us => "https://api.pagerduty.com",
            Region::Eu => "https://api.eu.pagerduty.com",
        };
        self.layered(self.pagerduty.rest(region), Target::Pagerduty, origin)
    }

    /// PagerDuty's identity server.
    pub fn identity(&self) -> Router {
        let identity = control::consent::layer(self.pagerduty.identity(), &self.denial, &self.zendesk);
        self.layered(identity, Target::Identity, "https://identity.pagerduty.com")
    }

    /// Zendesk's Support API below `/api/v2`. The header `x-sandbox-agent: <user id>` stands for the agent's session;
    /// without it Zendesk's 401 comes back. What a request causes at other vendors is delivered before it is answered.
    pub fn zendesk_rest(&self) -> Router {
        self.layered(delivery::router(self), Target::Zendesk, zendesk::ORIGIN)
    }

    /// Zendesk's request proxy: `POST /proxy` with `{url, type, headers, data, contentType, secure}` as JSON and the
    /// header `x-sandbox-agent`. It answers with the vendor's status, headers and body, or refuses in plain text.
    /// What it sends to a vendor is recorded as the vendor's.
    pub fn request_proxy(&self) -> Router {
        let vendors = vec![
            ("https://api.pagerduty.com", self.pagerduty_rest(Region::Us)),
            ("https://api.eu.pagerduty.com", self.pagerduty_rest(Region::Eu)),
            ("https://identity.pagerduty.com", self.identity()),
        ];
        faults::layer(zendesk::proxy::router(self.zendesk.clone(), vendors), &self.faults, Target::Proxy)
    }

    pub(crate) fn denial(&self) -> &Denial {
        &self.denial
    }

    /// Both accounts as at the start, no faults, and an empty record.
    pub fn reset(&self) {
        self.pagerduty.reset();
        self.zendesk.reset();
        self.faults.clear();
        self.recorder.clear();
        self.denial.set(false);
        control::settings::configure(self);
    }

    fn layered(&self, router: Router, target: Target, origin: &'static str) -> Router {
        record::layer(faults::layer(router, &self.faults, target), &self.recorder, target.name(), origin)
    }
}

/// The ids of open incidents that no ticket's key names, for the ticket that shows several: asked for as any client
/// would. The account answers from memory, so the answer is there at once and nothing has to wait for it.
fn some_open_incidents(pagerduty: &PagerDuty, count: usize) -> Vec<String> {
    let asked = Request::get("/incidents?limit=100&statuses[]=triggered&statuses[]=acknowledged")
        .header("accept", "application/vnd.pagerduty+json;version=2")
        .header("authorization", format!("Token token={}", pagerduty.read_only_key()))
        .body(Body::empty());
    let Ok(asked) = asked else { return Vec::new() };
    let answer = async {
        let response = pagerduty.rest(Region::Us).oneshot(asked).await.ok()?;
        let body = to_bytes(response.into_body(), usize::MAX).await.ok()?;
        serde_json::from_slice::<Value>(&body).ok()
    };
    let answer = answer.now_or_never().flatten().unwrap_or_default();
    let has_ticket = |incident: &Value| {
        let key = incident.get("incident_key").and_then(Value::as_str);
        key.is_some_and(|key| key.starts_with("Zendesk_"))
    };
    let incidents = answer.get("incidents").and_then(Value::as_array);
    incidents
        .into_iter()
        .flatten()
        .filter(|incident| !has_ticket(incident))
        .filter_map(|incident| incident.get("id")?.as_str().map(str::to_owned))
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use crate::pagerduty::Deed;
    use crate::zendesk::bench::sandbox;
    use crate::zendesk::seed::tickets::SEVERAL;

    #[test]
    fn a_reset_puts_both_accounts_back_and_ends_every_sign_in() {
        let (sandbox, clock) = sandbox();
        let pagerduty = sandbox.pagerduty();
        pagerduty.register_redirect("http://localhost:1/oauth.html");
        let (key, before) = (pagerduty.read_only_key(), pagerduty.incident("1042"));
        let linked = || sandbox.zendesk().ticket(SEVERAL).map(|ticket| ticket.to_json()["custom_fields"].clone());
        let field = linked();
        assert!(pagerduty.token_for("maya.chen@northwind.example").is_some());
        assert_eq!(pagerduty.act_as("maya.chen@northwind.example", "1042", Deed::Resolve), Ok(()));
        pagerduty.sign_in_as(Some("maya.chen@northwind.example"));
        pagerduty.scope_granted(Some("read"));
        clock.advance(86_400_000);
        sandbox.reset();
        let dump = pagerduty.dump();
        assert_eq!((&dump["access_tokens"], &dump["refresh_tokens"]), (&json!([]), &json!([])));
        assert_eq!(dump["redirects"], json!(["http://localhost:1/oauth.html"]));
        assert_eq!((pagerduty.signed_in(), pagerduty.only_scope()), (None, None));
        assert_eq!((pagerduty.read_only_key(), linked()), (key, field), "the same seed, so the same keys and ids");
        let (before, after) = (before.unwrap_or_default(), pagerduty.incident("1042").unwrap_or_default());
        assert_eq!((&after["id"], &after["status"]), (&before["id"], &json!("acknowledged")));
        assert_ne!(after["created_at"], before["created_at"], "the past is dated from now");
    }

    #[test]
    fn three_open_incidents_are_linked_to_the_ticket_that_shows_several() {
        let (sandbox, _) = sandbox();
        let field = sandbox.zendesk().requirement("incidents");
        let ticket = sandbox.zendesk().ticket(SEVERAL);
        let linked = field.zip(ticket).and_then(|(field, ticket)| ticket.custom_field(field).cloned());
        let words = linked.and_then(|linked| linked.as_str().map(str::to_owned));
        assert_eq!(words.map(|words| words.split(' ').count()), Some(3));
    }
}
