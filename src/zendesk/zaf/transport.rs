//! Zendesk as a carrier: its own API as the agent, and its proxy for other hosts.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::JsFuture;

use crate::http::{Failure, Request, Response, Transport};

use super::bindings::{from_js, to_js};
use super::client::Client;
use super::deadline::{PATIENCE, within};
use super::response;

/// Carries paths to Zendesk's own API with the agent's session, and whole addresses through Zendesk's request proxy.
#[derive(Clone)]
pub struct ZafTransport {
    client: Client,
    secure: bool,
}

impl ZafTransport {
    /// A carrier for Zendesk's own API.
    pub fn new(client: Client) -> Self {
        Self { client, secure: false }
    }

    /// A carrier through the proxy, which puts secure settings in for `{{setting.name}}` on the hosts that the manifest names.
    pub fn secure(client: Client) -> Self {
        Self { client, secure: true }
    }
}

impl Transport for ZafTransport {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        let options = to_js(&response::options(&request, self.secure));
        let answer = self.client.host().request(&options).map_err(|_| Failure::Unreachable)?;
        match within(JsFuture::from(answer), TimeoutFuture::new(PATIENCE)).await {
            Some(Ok(value)) => response::resolved(&from_js(&value)),
            Some(Err(value)) => response::rejected(&from_js(&value)),
            None => Err(Failure::TimedOut),
        }
    }
}
