//! A desk to tell stories at: the console's machine and the shell's effects against the sandbox, without a browser.

use axum::Router;
use axum::body::{Body, to_bytes};
use incident_command_console::console::effect::SECTIONS;
use incident_command_console::console::event::Surroundings;
use incident_command_console::console::manners::{MannersEffect, MannersEvent};
use incident_command_console::console::model::{Me, Preferences};
use incident_command_console::console::{Effect, Event, Model, Source, Timer};
use incident_command_console::domain::id::{IncidentId, TicketId};
use incident_command_console::domain::incident::Incident;
use incident_command_console::domain::mirror::Report;
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::ticket::{Agent, address};
use incident_command_console::http::{Failure, Method, Request, Response};
use incident_command_console::i18n::{Catalog, report};
use incident_command_console::pagerduty::oauth::{Client, Tokens};
use incident_command_console::pagerduty::{Api, Credential, Endpoints, Region};
use incident_command_console::shell::cabinet::{Cabinet, Place};
use incident_command_console::shell::perform::perform;
use incident_command_console::shell::session::{Safe, Session};
use incident_command_console::shell::settings::Settings;
use incident_command_console::shell::world::{Backlink, World};
use sandbox::clock::Clock;
use sandbox::pagerduty::Region as SandboxRegion;
use sandbox::zendesk::APP_ID;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;
use tower::ServiceExt;

/// Jonas Okafor, who has an account in PagerDuty and works in Tier 1.
pub(crate) const JONAS: u64 = 8_410_300_104;
/// Jonas’ account in PagerDuty.
pub(crate) const JONAS_EMAIL: &str = "jonas.okafor@northwind.example";
/// Sam Rivera, who has none.
pub(crate) const SAM: u64 = 8_410_300_138;
/// Tier 1.
pub(crate) const TIER_1: u64 = 7_290_200_011;

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

/// The world of one agent at one ticket.
pub(crate) struct Desk {
    pub(crate) sandbox: Sandbox,
    pub(crate) model: Model,
    clock: Clock,
    agent: u64,
    ticket: TicketId,
    settings: Settings,
    session: Session<Memory>,
    email: Option<String>,
    timers: BTreeMap<Timer, i64>,
    /// What stands in the agent's reply.
    pub(crate) reply: RefCell<String>,
    /// What was sent that changes something: method, address and body.
    pub(crate) written: RefCell<Vec<String>>,
    /// Why Zendesk takes no text for the reply; `None` when it does.
    pub(crate) refuses_text: Option<Failure>,
    /// What the agent's browser keeps.
    pub(crate) browser: Rc<RefCell<Cabinet>>,
    /// Effects of the screen that were asked for.
    pub(crate) seen: Vec<Effect>,
    pending: VecDeque<Effect>,
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

impl World for Desk {
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
        self.note_down(&request);
        call(self.sandbox.zendesk_rest(), request, Some(self.agent)).await
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
        Some(self.ticket)
    }

    async fn link_field(&self) -> Result<Option<u64>, Failure> {
        Ok(self.sandbox.zendesk().requirement("pagerduty_incidents"))
    }

    fn backlink(&self) -> Option<Backlink> {
        let address = address("northwind", self.ticket)?;
        Some(Backlink { text: format!("Linked to Zendesk ticket #{}: {address}", self.ticket), address })
    }

    fn comment(&self, reports: &[Report]) -> String {
        report::comment(reports, &Catalog::english())
    }

    fn app_id(&self) -> Option<u64> {
        Some(APP_ID)
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

impl Desk {
    /// Sits an agent down at a ticket; `email` is the agent's PagerDuty account.
    pub(crate) async fn new(sandbox: &(Sandbox, Clock), ticket: u64, agent: u64, email: Option<&str>) -> Self {
        Self::in_browser(sandbox, ticket, agent, email, Rc::default()).await
    }

    /// The same in a browser that an agent has used before.
    pub(crate) async fn in_browser(
        sandbox: &(Sandbox, Clock),
        ticket: u64,
        agent: u64,
        email: Option<&str>,
        browser: Rc<RefCell<Cabinet>>,
    ) -> Self {
        let (sandbox, clock) = sandbox.clone();
        let settings = Settings::read(&sandbox.zendesk().settings(), true);
        let session = Session::new(Memory::default());
        let mut desk = Self {
            model: Model::default(),
            agent,
            ticket: TicketId(ticket),
            email: email.map(str::to_owned),
            timers: BTreeMap::new(),
            reply: RefCell::default(),
            refuses_text: None,
            browser,
            written: RefCell::default(),
            seen: Vec::new(),
            pending: VecDeque::new(),
            sandbox,
            clock,
            settings,
            session,
        };
        let me = match email {
            Some(email) => Some(desk.take_token(email).await),
            None => None,
        };
        let surroundings = Surroundings {
            subdomain: "northwind".into(),
            ticket: Some(desk.ticket),
            can_sign_in: desk.settings.client_id.is_some(),
            redirect_address: None,
            has_read_only_key: desk.settings.has_read_only_key,
            permissions: desk.settings.permissions.clone(),
            mirroring: desk.settings.mirroring.clone(),
            me,
            display: desk.settings.display.clone(),
            preferences: Preferences { open: SECTIONS.into(), display: None },
            visible: true,
            online: true,
        };
        desk.tell(Event::Manners(MannersEvent::Began { seed: agent, shortcuts_off: false })).await;
        desk.tell(Event::Registered(Box::new(surroundings))).await;
        desk
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

    fn place(&self, agent: u64) -> Place {
        Place { account: "northwind".into(), agent, ticket: self.ticket.0 }
    }

    /// Something happens, and all that follows from it until the console waits again.
    pub(crate) async fn tell(&mut self, event: Event) {
        self.take(event);
        for _ in 0..500 {
            if !self.perform_one(0).await {
                return;
            }
        }
        panic!("the console never comes to rest");
    }

    /// Performs one of the effects that wait in line; says whether there was any.
    pub(crate) async fn perform_one(&mut self, which: usize) -> bool {
        let place = which % self.pending.len().max(1);
        let Some(effect) = self.pending.remove(place) else { return false };
        let answer = match perform(&*self, effect) {
            Some(performing) => Some(performing.await),
            None => None,
        };
        if let Some(event) = answer {
            self.take(event);
        }
        true
    }

    /// The effects that wait in line.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &Effect> {
        self.pending.iter()
    }

    /// The event goes into the machine; what asks the vendors waits in line.
    pub(crate) fn take(&mut self, event: Event) {
        let now = Moment(self.clock.now());
        for effect in self.model.update(event, now) {
            match effect {
                Effect::Wake(timer, after) => {
                    self.timers.insert(timer, now.after(after).0);
                }
                Effect::Hush(timer) => {
                    self.timers.remove(&timer);
                }
                Effect::Stop => self.timers.clear(),
                Effect::Manners(MannersEffect::RecallDrafts { agent }) => {
                    let kept = self.browser.borrow().get(&self.place(agent));
                    self.take(Event::Manners(MannersEvent::Recalled(kept)));
                }
                Effect::Manners(MannersEffect::KeepDrafts { agent, shelf }) => {
                    let place = self.place(agent);
                    self.browser.borrow_mut().put(place, &shelf, now);
                }
                Effect::Manners(MannersEffect::ForgetDrafts { agent }) => {
                    self.browser.borrow_mut().forget("northwind", agent);
                }
                effect => {
                    self.seen.push(effect.clone());
                    self.pending.push_back(effect);
                }
            }
        }
    }

    /// What is due by the clock wakes the machine; nothing that follows is performed yet.
    pub(crate) fn wake_due(&mut self) {
        let now = self.clock.now();
        let due: Vec<_> = self.timers.iter().filter(|(_, at)| **at <= now).map(|(timer, _)| timer.clone()).collect();
        for timer in due {
            if self.timers.remove(&timer).is_some() {
                self.take(Event::Woke(timer));
            }
        }
    }

    /// Time passes; what is due happens.
    pub(crate) async fn wait(&mut self, span: Duration) {
        let end = self.clock.now() + i64::try_from(span.as_millis()).unwrap();
        loop {
            let due = self.timers.iter().filter(|(_, at)| **at <= end).min_by_key(|(_, at)| **at);
            let Some((timer, at)) = due.map(|(timer, at)| (timer.clone(), *at)) else { break };
            self.timers.remove(&timer);
            self.clock.advance((at - self.clock.now()).max(0));
            self.tell(Event::Woke(timer)).await;
        }
        self.clock.advance((end - self.clock.now()).max(0));
    }

    /// The time of this world, for another desk in it.
    pub(crate) fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// How many timers run.
    pub(crate) fn timers(&self) -> usize {
        self.timers.len()
    }

    /// The ticket's incidents on the screen.
    pub(crate) fn shown(&self) -> Vec<Incident> {
        self.model.shown_incidents()
    }

    /// The only incident on the screen.
    pub(crate) fn only(&self) -> Incident {
        let shown = self.shown();
        assert_eq!(shown.len(), 1, "{shown:?}");
        shown.into_iter().next().unwrap()
    }

    /// What PagerDuty holds about an incident.
    pub(crate) fn in_pagerduty(&self, id: &IncidentId) -> Value {
        let dump = self.sandbox.pagerduty().dump();
        let incidents = dump["incidents"].as_array().unwrap();
        incidents.iter().find(|incident| incident["id"] == json!(id.as_str())).cloned().unwrap()
    }

    /// How many incidents PagerDuty holds.
    pub(crate) fn count_in_pagerduty(&self) -> usize {
        self.sandbox.pagerduty().dump()["incidents"].as_array().unwrap().len()
    }

    /// The notes that PagerDuty holds on an incident.
    pub(crate) fn notes_in_pagerduty(&self, id: &IncidentId) -> Vec<String> {
        let incident = self.in_pagerduty(id);
        let notes = incident["notes"].as_array().cloned().unwrap_or_default();
        notes.iter().filter_map(|note| note["content"].as_str().map(str::to_owned)).collect()
    }

    /// What the ticket's field holds.
    pub(crate) fn field(&self) -> String {
        let ticket = self.sandbox.zendesk().ticket(self.ticket.0).unwrap();
        let id = self.sandbox.zendesk().requirement("pagerduty_incidents").unwrap();
        ticket
            .custom_fields
            .iter()
            .find(|(field, _)| *field == id)
            .and_then(|(_, value)| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The ticket's tags.
    pub(crate) fn tags(&self) -> Vec<String> {
        self.sandbox.zendesk().ticket(self.ticket.0).unwrap().tags.clone()
    }
}
