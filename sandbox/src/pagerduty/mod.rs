//! A stateful PagerDuty: its identity server, its REST API and the account behind them.
//!
//! Everything is answered from one world under one lock, timed by the sandbox's clock: escalations, lapsed
//! acknowledgements and ended snoozes happen when they are due, at the latest on the next request.
//! Sources: PagerDuty's published REST schema and developer documentation; where those are silent, what clients have
//! reported of the live API, and each such place says so.

mod access;
mod colleague;
mod dump;
mod events;
mod failure;
mod identity;
mod integration;
mod limits;
mod mailbox;
mod model;
mod orchestration;
mod pcl;
mod random;
mod rest;
mod rules;
mod seed;
mod time;
mod wire;
mod world;

pub use access::{CLIENT_ID, CONFIDENTIAL_CLIENT_ID};
pub use colleague::Deed;

use crate::clock::Clock;
use access::Scope;
use axum::Router;
use rules::events::Event;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use world::World;

/// A service region, which decides the REST host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// `https://api.pagerduty.com`, where the sandbox's account lives.
    Us,
    /// `https://api.eu.pagerduty.com`, which knows none of its tokens.
    Eu,
}

/// The world and its clock, shared by every router.
#[derive(Clone)]
struct Shared {
    world: Arc<Mutex<World>>,
    clock: Clock,
}

impl Shared {
    /// The world; a panic elsewhere leaves it usable, since every change is made under the lock.
    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sandbox's PagerDuty; clones share one account.
#[derive(Clone)]
pub struct PagerDuty {
    shared: Shared,
    seed: u64,
}

impl PagerDuty {
    /// A seeded account; ids, keys and tokens are the same ones for the same `seed`.
    pub fn new(clock: Clock, seed: u64) -> Self {
        let world = seed::world(seed, clock.now());
        Self { shared: Shared { world: Arc::new(Mutex::new(world)), clock }, seed }
    }

    /// The account as at the start, dated from now: the same ids and keys, no tokens, no codes, and sign-in as it
    /// usually is. The registered redirect addresses stay, because they belong to the app and not to its data.
    pub fn reset(&self) {
        let mut fresh = seed::world(self.seed, self.shared.clock.now());
        let mut world = self.shared.lock();
        std::mem::swap(&mut fresh.access.redirects, &mut world.access.redirects);
        *world = fresh;
    }

    /// The REST API of a region.
    pub fn rest(&self, region: Region) -> Router {
        rest::router(&self.shared, region)
    }

    /// The Events API of a region, `https://events.pagerduty.com`: `POST /v2/enqueue`.
    pub fn events(&self, region: Region) -> Router {
        events::router(&self.shared, region)
    }

    /// The identity server, `https://identity.pagerduty.com`.
    pub fn identity(&self) -> Router {
        identity::router(&self.shared)
    }

    /// Registers a redirect address of the public client; the match is exact, to the last slash.
    pub fn register_redirect(&self, uri: &str) {
        self.shared.lock().access.redirects.insert(uri.to_owned());
    }

    /// An account REST key that may only `GET`.
    pub fn read_only_key(&self) -> String {
        self.shared.lock().access.read_only_key.clone()
    }

    /// An account REST key that may do everything, for the user whom `From` names.
    pub fn account_key(&self) -> String {
        self.shared.lock().access.full_key.clone()
    }

    /// The secret of [`CONFIDENTIAL_CLIENT_ID`].
    pub fn client_secret(&self) -> String {
        self.shared.lock().access.client_secret.clone()
    }

    /// The Events API routing key of a service, by its name.
    pub fn routing_key(&self, service: &str) -> Option<String> {
        let world = self.shared.lock();
        let known = world.services.values().find(|known| known.name == service)?;
        known.integrations.iter().find_map(|one| one.routing_key().map(str::to_owned))
    }

    /// The routing key of a global event orchestration, by its name: that of its first integration.
    pub fn orchestration_key(&self, orchestration: &str) -> Option<String> {
        let world = self.shared.lock();
        let known = world.orchestrations.iter().find(|known| known.name == orchestration)?;
        known.integrations.first().map(|one| one.key.clone())
    }

    /// Lets every access token expire now; refresh tokens live on.
    pub fn expire_tokens(&self) {
        let now = self.shared.clock.now();
        for token in self.shared.lock().access.tokens.values_mut() {
            token.expires_at = token.expires_at.min(now);
        }
    }

    /// Revokes every token, as the owner of the app can.
    pub fn revoke_tokens(&self) {
        let mut world = self.shared.lock();
        world.access.tokens.clear();
        world.access.refresh.clear();
    }

    /// Whom the consent page has signed in; `None` shows a form in which to choose.
    pub fn sign_in_as(&self, email: Option<&str>) {
        self.shared.lock().access.signed_in = email.map(str::to_owned);
    }

    /// Whom the consent page has signed in, and whether this address has an account.
    pub(crate) fn signed_in(&self) -> Option<(String, bool)> {
        let world = self.shared.lock();
        let email = world.access.signed_in.clone()?;
        let known = world.user_by_email(&email).is_some();
        Some((email, known))
    }

    /// The scope that is granted whatever is asked for, in the words of [`PagerDuty::scope_granted`].
    pub(crate) fn only_scope(&self) -> Option<&'static str> {
        self.shared.lock().access.only_scope.map(|scope| match scope {
            Scope::Nothing => "openid",
            Scope::Read => "read",
            Scope::Write => "write",
        })
    }

    /// Grants only this scope from now on, whatever is asked for (`Some("openid")` is what PagerDuty grants for a
    /// scope that it does not know); `None` grants what is asked for.
    pub fn scope_granted(&self, scope: Option<&str>) {
        self.shared.lock().access.only_scope = scope.map(Scope::granted);
    }

    /// Whether a public client may refresh without a secret: the documents say no, PagerDuty's own page does it.
    pub fn refresh_allowed(&self, yes: bool) {
        self.shared.lock().access.refresh_allowed = yes;
    }

    /// An access token with the scope `write`, issued without the browser; `None` for an unknown address.
    pub fn token_for(&self, email: &str) -> Option<String> {
        let now = self.shared.clock.now();
        let mut world = self.shared.lock();
        let user = world.user_by_email(email)?.id.clone();
        let World { random, access, .. } = &mut *world;
        let delegation = random.uuid();
        Some(access.issue(random, &user, CLIENT_ID, Scope::Write, &delegation, now).0)
    }

    /// Gives a user another base role, such as `observer`; an unknown address changes nothing.
    pub fn set_role(&self, email: &str, role: &str) {
        let mut world = self.shared.lock();
        let id = world.user_by_email(email).map(|user| user.id.clone());
        if let Some(user) = id.and_then(|id| world.users.get_mut(&id)) {
            role.clone_into(&mut user.role);
        }
    }

    /// Hires `count` more people whose names end in `surname`, so that a search for it finds more than a page.
    pub fn hire(&self, count: usize, surname: &str) {
        let mut world = self.shared.lock();
        for number in 0..count {
            let id = world.random.resource();
            let user = model::User {
                id: id.clone(),
                name: format!("{} {number:03} {surname}", if number % 2 == 0 { "Aaron" } else { "Abena" }),
                email: format!("hired-{number}-{}@northwind.example", surname.to_lowercase()),
                role: "limited_user".to_owned(),
                time_zone: "UTC".to_owned(),
                color: "green".to_owned(),
                job_title: "Contractor".to_owned(),
                teams: Vec::new(),
            };
            world.users.insert(id, user);
        }
    }

    /// Takes an ability from the account's plan, such as `coordinated_responding` or `priorities`.
    pub fn remove_ability(&self, name: &str) {
        self.shared.lock().abilities.remove(name);
    }

    /// Gives an ability back.
    pub fn restore_ability(&self, name: &str) {
        self.shared.lock().abilities.insert(name.to_owned());
    }

    /// Does everything that is due by the clock: escalations, lapsed acknowledgements, ended snoozes.
    pub fn advance(&self) {
        let now = self.shared.clock.now();
        self.shared.lock().advance(now);
    }

    /// A trigger event of the Events API: the id of the incident it opened or was added to.
    ///
    /// Such an incident has no `incident_key`; its alert holds `dedup_key`. `None` for an unknown routing key or a
    /// disabled service.
    pub fn trigger_event(&self, routing_key: &str, dedup_key: &str, summary: &str) -> Option<String> {
        let now = self.shared.clock.now();
        let mut world = self.shared.lock();
        world.advance(now);
        let origin = world.origin(routing_key)?;
        let sent = json!({"event": {"summary": summary, "severity": "critical"}});
        let service = world.destination(&origin, dedup_key, &sent)?;
        let event = Event::new(&service, &origin.integration, dedup_key, summary, "critical", json!({}));
        world.receive_trigger(event, now)
    }

    /// Takes an Events API key away, as an admin does who deletes the integration; whether there was one.
    pub fn revoke_integration(&self, integration_key: &str) -> bool {
        self.shared.lock().revoke_integration(integration_key)
    }

    /// A mail to an address of the account, from one address, with a subject and a plain body; whether the address
    /// belongs to an integration. What its rules make of the mail shows in the incidents.
    pub fn receive_mail(&self, to: &str, from: &str, subject: &str, body: &str) -> bool {
        let now = self.shared.clock.now();
        let mut world = self.shared.lock();
        world.advance(now);
        world.receive_mail(to, from, subject, body, now)
    }

    /// The whole state for assertions: incidents with their notes, timelines and requests; tokens are redacted.
    pub fn dump(&self) -> Value {
        dump::dump(&self.shared.lock())
    }

    /// One incident of the dump, by id or by number.
    pub fn incident(&self, named: &str) -> Option<Value> {
        dump::incident(&self.shared.lock(), named)
    }

    #[cfg(test)]
    fn shared(&self) -> &Shared {
        &self.shared
    }
}
