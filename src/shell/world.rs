//! What effects need from the world: three ways to send a request, and time.

use std::time::Duration;

use crate::console::Source;
use crate::domain::id::TicketId;
use crate::domain::mirror::Report;
use crate::domain::ticket::Agent;
use crate::http::{Failure, Request, Response};
use crate::pagerduty::Credential;

/// What a note on a linked incident says of the ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The ticket's address, by which the note is found again.
    pub address: String,
    /// The whole note, in the agent's language.
    pub text: String,
}

/// The world: a browser inside Zendesk, or a sandbox inside a test.
pub trait World {
    /// Sends a request to PagerDuty, with the agent's token or through Zendesk's request proxy.
    fn to_pagerduty(&self, source: Source, request: Request) -> impl Future<Output = Result<Response, Failure>>;

    /// Sends a request to Zendesk as the agent.
    fn to_zendesk(&self, request: Request) -> impl Future<Output = Result<Response, Failure>>;

    /// The address of PagerDuty's REST API and the right to use it; `None` when the agent is not signed in.
    fn credential(&self, source: Source) -> Option<(String, Credential)>;

    /// Who the agent is, from Zendesk.
    fn agent(&self) -> impl Future<Output = Result<Agent, Failure>>;

    /// The open ticket.
    fn ticket(&self) -> Option<TicketId>;

    /// The id of the ticket field that holds the links; `None` when the app's field is not there.
    fn link_field(&self) -> impl Future<Output = Result<Option<u64>, Failure>>;

    /// What to write on a linked incident.
    fn backlink(&self) -> Option<Backlink>;

    /// What a private comment says of these, in the agent's language.
    fn comment(&self, reports: &[Report]) -> String;

    /// The app's id in Zendesk, by which its instances reach each other; `None` while it is being developed.
    fn app_id(&self) -> Option<u64>;

    /// The Zendesk account's subdomain.
    fn subdomain(&self) -> String;

    /// The id of this installation of the app; `None` while it is being developed.
    fn installation(&self) -> Option<u64>;

    /// Adds text to the reply that the agent is writing; nothing is sent.
    fn append_to_reply(&self, text: &str) -> impl Future<Output = Result<(), Failure>>;

    /// Waits.
    fn sleep(&self, wait: Duration) -> impl Future<Output = ()>;
}
