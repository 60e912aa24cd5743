//! The agent's token: attached to requests, renewed once when it is refused.

use std::cell::RefCell;

use futures_util::lock::Mutex;

use crate::domain::moment::Moment;
use crate::http::{Failure, Request, Response, Transport};
use crate::pagerduty::oauth::{Client, Tokens};

/// Where tokens are kept between visits. Keeping can fail silently: a partitioned frame may have no storage.
pub trait Safe {
    /// The tokens that are kept now; another ticket's console may have renewed them.
    fn tokens(&self) -> Option<Tokens>;
    /// Keeps tokens.
    fn keep(&self, tokens: &Tokens);
}

/// A session that can send requests to PagerDuty.
pub struct Session<S> {
    safe: S,
    current: RefCell<Option<Tokens>>,
    renewing: Mutex<()>,
}

impl<S: Safe> Session<S> {
    /// Picks up what an earlier visit left.
    pub fn new(safe: S) -> Self {
        let current = RefCell::new(safe.tokens());
        Self { safe, current, renewing: Mutex::new(()) }
    }

    /// The tokens in use.
    pub fn tokens(&self) -> Option<Tokens> {
        self.current.borrow().clone()
    }

    /// Begins with new tokens, or ends with none.
    pub fn replace(&self, tokens: Option<Tokens>) {
        if let Some(tokens) = &tokens {
            self.safe.keep(tokens);
        }
        *self.current.borrow_mut() = tokens;
    }

    /// Sends `request` with the current token. When that is refused it is renewed once, and the request sent again: a refused one
    /// has changed nothing.
    pub async fn send(
        &self,
        transport: &impl Transport,
        client: &Client,
        now: impl Fn() -> Moment,
        request: Request,
    ) -> Result<Response, Failure> {
        let Some(before) = self.tokens() else { return Err(Failure::Unauthorized) };
        let response = transport.send(authorized(request.clone(), &before)).await?;
        if response.status != 401 {
            return Ok(response);
        }
        match self.renew(transport, client, now, &before).await {
            Some(after) => transport.send(authorized(request, &after)).await,
            None => Ok(response),
        }
    }

    /// Renews the tokens unless somebody has done so since `before` was in use. The refresh token is used up by it, so only one
    /// request does it at a time.
    async fn renew(
        &self,
        transport: &impl Transport,
        client: &Client,
        now: impl Fn() -> Moment,
        before: &Tokens,
    ) -> Option<Tokens> {
        let _one_at_a_time = self.renewing.lock().await;
        // The agent may have signed out meanwhile.
        let mine = self.tokens()?;
        let newer = [Some(mine), self.safe.tokens()].into_iter().flatten().find(|other| other.access != before.access);
        if let Some(newer) = newer {
            *self.current.borrow_mut() = Some(newer.clone());
            return Some(newer);
        }
        let renewed = client.refresh(transport, before, now()).await.ok()?;
        self.tokens()?;
        self.replace(Some(renewed.clone()));
        Some(renewed)
    }
}

fn authorized(mut request: Request, tokens: &Tokens) -> Request {
    request.headers.retain(|(name, _)| *name != "Authorization");
    request.header("Authorization", format!("Bearer {}", tokens.access.expose_secret()))
}
