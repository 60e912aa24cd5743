//! The world as the browser gives it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::console::Source;
use crate::domain::id::TicketId;
use crate::domain::mirror::Report;
use crate::domain::moment::Moment;
use crate::domain::ticket::{Agent, address};
use crate::http::{Failure, Method, Request, Response, Search, Told, Transport};
use crate::i18n::{Message, Words, report};
use crate::pagerduty::{Credential, oauth};
use crate::zendesk::zaf::{Client, Registration, ZafTransport};

use super::cabinet::Place;
use super::kept::Kept;
use super::session::Session;
use super::settings::Settings;
use super::world::{Backlink, World};

/// How long PagerDuty may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The identifier of the ticket field in `requirements.json`.
const FIELD: &str = "pagerduty_incidents";

/// Now.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit an i64 for longer than the field is kept"
)]
pub(super) fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

/// Waits.
pub(super) async fn sleep(wait: Duration) {
    TimeoutFuture::new(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX)).await;
}

/// `fetch`, which ends by itself after a while and when the console is closed.
#[derive(Clone)]
pub(super) struct Fetch {
    closing: Rc<Closing>,
}

struct Closing {
    open: RefCell<Vec<Open>>,
    leaving: Cell<bool>,
}

/// A request that is under way.
struct Open {
    controller: AbortController,
    /// What it searches, if it searches while somebody types.
    search: Option<Search>,
    /// Whether a newer one of the same kind has made it worthless.
    overtaken: Rc<Cell<bool>>,
}

impl Fetch {
    pub(super) fn new() -> Self {
        Self { closing: Rc::new(Closing { open: RefCell::default(), leaving: Cell::new(false) }) }
    }

    /// From now on requests outlive the page, because nobody stays to wait for them.
    pub(super) fn leave(&self) {
        self.closing.leaving.set(true);
    }

    /// Gives up everything that is under way.
    pub(super) fn abort(&self) {
        for open in self.closing.open.borrow_mut().drain(..) {
            open.controller.abort();
        }
    }

    /// Notes a request that begins, and gives up those that it makes worthless.
    fn begin(&self, controller: &AbortController, search: Option<Search>) -> Rc<Cell<bool>> {
        let overtaken = Rc::new(Cell::new(false));
        let mut open = self.closing.open.borrow_mut();
        for older in open.iter().filter(|older| search.is_some() && older.search == search) {
            older.overtaken.set(true);
            older.controller.abort();
        }
        open.push(Open { controller: controller.clone(), search, overtaken: Rc::clone(&overtaken) });
        overtaken
    }
}

impl Transport for Fetch {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        let controller = AbortController::new().map_err(|_| Failure::Unreachable)?;
        let leaving = self.closing.leaving.get();
        let overtaken = if leaving { Rc::default() } else { self.begin(&controller, request.search()) };
        let sent = fetch(request, &controller, leaving);
        let outcome = match select(Box::pin(sent), Box::pin(sleep(PATIENCE))).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => {
                controller.abort();
                Err(Failure::TimedOut)
            }
        };
        self.closing.open.borrow_mut().retain(|other| other.controller != controller);
        // Nobody waits for it any more, so it must not be tried again either, as one that got lost would be.
        if overtaken.get() { Err(Failure::Conflict(Told::default())) } else { outcome }
    }
}

async fn fetch(request: Request, controller: &AbortController, keepalive: bool) -> Result<Response, Failure> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let mut builder = gloo_net::http::RequestBuilder::new(&request.url)
        .method(method)
        .abort_signal(Some(&controller.signal()))
        // Nothing of ours may travel along or stay behind.
        .credentials(web_sys::RequestCredentials::Omit)
        .cache(web_sys::RequestCache::NoStore)
        .referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = match request.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    // No answer, a refused connection and one withheld by CORS look the same from here, on purpose of the browser.
    let request = built.map_err(|_| Failure::Unreachable)?;
    let response =
        if keepalive { outlive(request).await? } else { request.send().await.map_err(|_| Failure::Unreachable)? };
    let seconds = |name: &str| response.headers().get(name)?.trim().parse().ok();
    let retry_after = seconds("retry-after").or_else(|| seconds("ratelimit-reset"));
    let status = response.status();
    let body = response.text().await.map_err(|_| Failure::Unreachable)?;
    Ok(Response { status, retry_after, body })
}

async fn outlive(request: gloo_net::http::Request) -> Result<gloo_net::http::Response, Failure> {
    let raw: web_sys::Request = request.into();
    let init = web_sys::RequestInit::new();
    let _ = js_sys::Reflect::set(&init, &"keepalive".into(), &true.into());
    let answer = JsFuture::from(window().fetch_with_request_and_init(&raw, &init)).await;
    let response: web_sys::Response = answer.ok().and_then(|it| it.dyn_into().ok()).ok_or(Failure::Unreachable)?;
    Ok(response.into())
}

/// Everything that effects need, in the browser.
pub(super) struct Browser {
    pub(super) client: Client,
    pub(super) registration: Registration,
    pub(super) settings: Settings,
    pub(super) session: Session<Kept>,
    pub(super) kept: Kept,
    pub(super) fetch: Fetch,
    pub(super) words: Words,
    email: RefCell<Option<String>>,
    /// The ticket field, once found; one that is missing may have been added since.
    field: Cell<Option<u64>>,
}

impl Browser {
    pub(super) fn new(
        client: Client,
        registration: Registration,
        settings: Settings,
        kept: Kept,
        words: Words,
    ) -> Self {
        let email = kept.user().map(|me| me.email);
        Self {
            client,
            registration,
            settings,
            session: Session::new(kept.clone()),
            kept,
            fetch: Fetch::new(),
            words,
            email: RefCell::new(email),
            field: Cell::new(None),
        }
    }

    /// The app as it is registered in PagerDuty; only signing in needs the address to return to.
    pub(super) fn oauth_client(&self, redirect_uri: String) -> oauth::Client {
        oauth::Client {
            endpoints: self.settings.endpoints.clone(),
            client_id: self.settings.client_id.clone().unwrap_or_default(),
            redirect_uri,
            scope: self.settings.scope.clone(),
            region: Some(self.settings.region),
        }
    }

    /// Where the browser keeps what this agent types here; nowhere on a ticket without a number.
    pub(super) fn drafts_place(&self, agent: u64) -> Option<Place> {
        let ticket = self.registration.ticket?.0;
        Some(Place { account: self.registration.subdomain.clone(), agent, ticket })
    }

    /// Sends as this user from now on.
    pub(super) fn send_as(&self, email: Option<String>) {
        *self.email.borrow_mut() = email;
    }
}

impl World for Browser {
    async fn to_pagerduty(&self, source: Source, request: Request) -> Result<Response, Failure> {
        match source {
            Source::Agent => {
                let client = self.oauth_client(String::new());
                self.session.send(&self.fetch, &client, now, request).await
            }
            Source::ReadOnlyKey => ZafTransport::secure(self.client.clone()).send(request).await,
        }
    }

    async fn to_zendesk(&self, request: Request) -> Result<Response, Failure> {
        ZafTransport::new(self.client.clone()).send(request).await
    }

    fn credential(&self, source: Source) -> Option<(String, Credential)> {
        match source {
            Source::Agent => {
                let tokens = self.session.tokens()?;
                let base = self.settings.endpoints.rest(tokens.region).to_owned();
                let from = self.email.borrow().clone();
                Some((base, Credential::Token { access: tokens.access, from }))
            }
            // Zendesk's proxy reaches PagerDuty itself, wherever the app comes from.
            Source::ReadOnlyKey => {
                let vendor = crate::pagerduty::Endpoints::vendor();
                Some((vendor.rest(self.settings.region).to_owned(), Credential::ReadOnlyKey))
            }
        }
    }

    async fn agent(&self) -> Result<Agent, Failure> {
        self.client.agent().await
    }

    fn ticket(&self) -> Option<TicketId> {
        self.registration.ticket
    }

    async fn link_field(&self) -> Result<Option<u64>, Failure> {
        if let Some(field) = self.field.get() {
            return Ok(Some(field));
        }
        let field = self.client.requirement_field(FIELD).await?;
        self.field.set(field);
        Ok(field)
    }

    fn backlink(&self) -> Option<Backlink> {
        let ticket = self.registration.ticket?;
        let address = address(&self.registration.subdomain, ticket)?;
        let text = self.words.say(Message::LinkNoteOnIncident { ticket: ticket.to_string(), address: address.clone() });
        Some(Backlink { address, text })
    }

    fn comment(&self, reports: &[Report]) -> String {
        self.words.consult(|catalog| report::comment(reports, catalog)).unwrap_or_default()
    }

    fn app_id(&self) -> Option<u64> {
        Some(self.registration.app_id).filter(|id| *id > 0)
    }

    fn subdomain(&self) -> String {
        self.registration.subdomain.clone()
    }

    fn installation(&self) -> Option<u64> {
        Some(self.registration.installation_id).filter(|id| *id > 0)
    }

    async fn append_to_reply(&self, text: &str) -> Result<(), Failure> {
        self.client.append_to_reply(text).await
    }

    async fn sleep(&self, wait: Duration) {
        sleep(wait).await;
    }
}
