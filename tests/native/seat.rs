//! Where somebody sits in the sandbox: one Zendesk agent's browser without a browser. Every screen's desk sits on one.

use axum::Router;
use axum::body::{Body, to_bytes};
use incident_command_console::console::Source;
use incident_command_console::domain::account::Me;
use incident_command_console::domain::id::TicketId;
use incident_command_console::domain::mirror::Report;
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::ticket::{Agent, address};
use incident_command_console::http::{Failure, Method, Request, Response};
use incident_command_console::i18n::{Catalog, report};
use incident_command_console::pagerduty::oauth::{Client, Tokens};
use incident_command_console::pagerduty::{Api, Credential, Endpoints, Region};
use incident_command_console::shell::session::{Safe, Session};
use incident_command_console::shell::settings::Settings;
use incident_command_console::shell::world::{Backlink, World};
use sandbox::clock::Clock;
use sandbox::pagerduty::Region as SandboxRegion;
use sandbox::zendesk::APP_ID;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;
use tower::ServiceExt;

/// When every story begins: 2026-11-22T14:00:00Z.
const BEGIN: i64 = 1_795_356_000_000;

/// Tokens that live as long as the test.
#[derive(Default)]
pub(crate) struct Memory(RefCell<Option<Tokens>>);

impl Safe for Memory {
    fn tokens(&self) -> Option<Tokens> {
        self.0.borrow().clone()
    }

    fn keep(&self, tokens: &Tokens) {
        *self.0.borrow_mut() = Some(tokens.clone());
    }
}

/// How the network between an agent and Zendesk is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Network {
    /// As it should be.
    #[default]
    Fine,
    /// The next write gets through, its answer does not, and then nothing does.
    GoneWithAWrite,
    /// Nothing gets through.
    Gone,
}

/// One agent in the sandbox, with what the agent's browser holds.
pub(crate) struct Seat {
    pub(crate) sandbox: Sandbox,
    /// The installation's settings as they were when the agent sat down.
    pub(crate) settings: Settings,
    /// What was sent that changes something: method, address and body.
    pub(crate) written: RefCell<Vec<String>>,
    /// What stands in the agent's reply.
    pub(crate) reply: RefCell<String>,
    /// Why Zendesk takes no text for the reply; `None` when it does.
    pub(crate) refuses_text: Option<Failure>,
    /// How the network to Zendesk is.
    pub(crate) network: Cell<Network>,
    clock: Clock,
    agent: u64,
    ticket: Option<TicketId>,
    session: Session<Memory>,
    email: Option<String>,
}

impl Seat {
    /// Sits an agent down, at a ticket or elsewhere; `email` is the agent's PagerDuty account.
    pub(crate) fn new(sandbox: &(Sandbox, Clock), ticket: Option<u64>, agent: u64, email: Option<&str>) -> Self {
        let (sandbox, clock) = sandbox.clone();
        let settings = Settings::read(&sandbox.zendesk().settings(), true);
        Self {
            agent,
            ticket: ticket.map(TicketId),
            email: email.map(str::to_owned),
            reply: RefCell::default(),
            refuses_text: None,
            written: RefCell::default(),
            network: Cell::default(),
            session: Session::new(Memory::default()),
            sandbox,
            clock,
            settings,
        }
    }

    /// Who is signed in to PagerDuty, once the agent has a token.
    pub(crate) async fn sign_in(&self) -> Option<Me> {
        match &self.email {
            Some(email) => Some(self.take_token(email).await),
            None => None,
        }
    }

    /// Gives the agent a token, and tells whose it is.
    pub(crate) async fn take_token(&self, email: &str) -> Me {
        self.renew_token(email);
        let (base, credential) = self.credential(Source::Agent).unwrap();
        let carry = async |request: Request| self.carry(request).await;
        let user = Api::new(carry, &base, credential).me().await.unwrap();
        Me { id: user.id, name: user.name, email: user.email, stakeholder: user.stakeholder }
    }

    fn note_down(&self, request: &Request) {
        if request.method != Method::Get {
            let body = request.body.as_deref().unwrap_or_default();
            self.written.borrow_mut().push(format!("{} {} {body}", request.method.name(), request.url));
        }
    }

    /// Gives the agent another token; PagerDuty is not asked whose it is.
    pub(crate) fn renew_token(&self, email: &str) {
        let token = self.sandbox.pagerduty().token_for(email).unwrap();
        let kept = json!({
            "version": 1, "access_token": token, "refresh_token": null, "expires_at": null, "region": "us", "scope": "openid write",
        });
        self.session.replace(Tokens::from_storage(&kept.to_string()));
    }

    pub(crate) async fn carry(&self, request: Request) -> Result<Response, Failure> {
        self.note_down(&request);
        let router = if request.url.starts_with("https://identity.pagerduty.com") {
            self.sandbox.identity()
        } else if request.url.starts_with("https://api.eu.pagerduty.com") {
            self.sandbox.pagerduty_rest(SandboxRegion::Eu)
        } else {
            self.sandbox.pagerduty_rest(SandboxRegion::Us)
        };
        call(router, request, None).await
    }

    fn oauth_client(&self) -> Client {
        Client {
            endpoints: Endpoints::vendor(),
            client_id: self.settings.client_id.clone().unwrap_or_default(),
            redirect_uri: String::new(),
            scope: "write".into(),
            region: None,
        }
    }

    /// The time of this world, for another desk in it.
    pub(crate) fn clock(&self) -> Clock {
        self.clock.clone()
    }
}

pub(crate) fn sandbox() -> (Sandbox, Clock) {
    let read = |name: &str| -> Value {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let clock = Clock::manual(BEGIN);
    let options = Options {
        clock: clock.clone(),
        seed: 7,
        manifest: read("manifest.json"),
        requirements: read("requirements.json"),
    };
    (Sandbox::new(options), clock)
}

pub(crate) async fn call(router: Router, request: Request, agent: Option<u64>) -> Result<Response, Failure> {
    let mut builder = axum::http::Request::builder().method(request.method.name()).uri(&request.url);
    for (name, value) in &request.headers {
        builder = builder.header(*name, value);
    }
    if let Some(agent) = agent {
        builder = builder.header("x-sandbox-agent", agent.to_string());
    }
    let answer = router.oneshot(builder.body(Body::from(request.body.unwrap_or_default())).unwrap()).await.unwrap();
    let status = answer.status().as_u16();
    let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
    // A connection that breaks shows in the body, as it does in a browser.
    let body = to_bytes(answer.into_body(), 10_000_000).await.map_err(|_| Failure::Unreachable)?;
    Ok(Response { status, retry_after, body: String::from_utf8_lossy(&body).into_owned() })
}

impl World for Seat {
    async fn to_pagerduty(&self, source: Source, request: Request) -> Result<Response, Failure> {
        match source {
            Source::Agent => {
                let carry = async |request: Request| self.carry(request).await;
                self.session.send(&carry, &self.oauth_client(), || Moment(self.clock.now()), request).await
            }
            Source::ReadOnlyKey => {
                let headers: BTreeMap<_, _> = request.headers.iter().cloned().collect();
                let asked = json!({
                    "url": request.url, "type": request.method.name(), "headers": headers, "secure": true,
                });
                let proxied = Request::new(Method::Post, "/proxy").json(&asked);
                call(self.sandbox.request_proxy(), proxied, Some(self.agent)).await
            }
        }
    }

    async fn to_zendesk(&self, request: Request) -> Result<Response, Failure> {
        if self.network.get() == Network::Gone {
            return Err(Failure::Unreachable);
        }
        self.note_down(&request);
        let writes = request.method != Method::Get;
        let answer = call(self.sandbox.zendesk_rest(), request, Some(self.agent)).await;
        if writes && self.network.get() == Network::GoneWithAWrite {
            self.network.set(Network::Gone);
            return Err(Failure::Unreachable);
        }
        answer
    }

    fn credential(&self, source: Source) -> Option<(String, Credential)> {
        let endpoints = Endpoints::vendor();
        match source {
            Source::Agent => {
                let tokens = self.session.tokens()?;
                let base = endpoints.rest(tokens.region).to_owned();
                Some((base, Credential::Token { access: tokens.access, from: self.email.clone() }))
            }
            Source::ReadOnlyKey => Some((endpoints.rest(Region::Us).to_owned(), Credential::ReadOnlyKey)),
        }
    }

    async fn agent(&self) -> Result<Agent, Failure> {
        let groups = self.sandbox.zendesk().dump();
        let me = groups["users"].as_array().into_iter().flatten().find(|user| user["id"] == json!(self.agent)).cloned();
        let me = me.ok_or(Failure::NotFound)?;
        let ids = me["group_ids"].as_array().cloned().unwrap_or_default();
        Ok(Agent {
            id: self.agent,
            name: me["name"].as_str().unwrap_or_default().to_owned(),
            is_admin: me["role"] == json!("admin"),
            locale: "en-US".into(),
            time_zone: Some("Europe/Berlin".into()),
            groups: ids.iter().filter_map(Value::as_u64).map(|id| (id, id.to_string())).collect(),
        })
    }

    fn ticket(&self) -> Option<TicketId> {
        self.ticket
    }

    async fn link_field(&self) -> Result<Option<u64>, Failure> {
        Ok(self.sandbox.zendesk().requirement("pagerduty_incidents"))
    }

    fn backlink(&self) -> Option<Backlink> {
        let ticket = self.ticket?;
        let address = address("northwind", ticket)?;
        Some(Backlink { text: format!("Linked to Zendesk ticket #{ticket}: {address}"), address })
    }

    fn comment(&self, reports: &[Report]) -> String {
        report::comment(reports, &Catalog::english())
    }

    fn app_id(&self) -> Option<u64> {
        Some(APP_ID)
    }

    fn subdomain(&self) -> String {
        "northwind".into()
    }

    fn installation(&self) -> Option<u64> {
        Some(sandbox::zendesk::INSTALLATION_ID)
    }

    async fn append_to_reply(&self, text: &str) -> Result<(), Failure> {
        if let Some(failure) = self.refuses_text.clone() {
            return Err(failure);
        }
        self.reply.borrow_mut().push_str(text);
        Ok(())
    }

    async fn sleep(&self, wait: Duration) {
        self.clock.advance(i64::try_from(wait.as_millis()).unwrap());
    }
}
