//! Signing in with PagerDuty: Authorization Code with PKCE, as a public client without a secret.
//!
//! In order: [`SignIn`] is made in the agent's click and gives the address of the window; the page that PagerDuty returns to sends
//! a message, which [`Callback`] reads; [`Client::exchange`] makes [`Tokens`] of the code; [`Client::refresh`] and
//! [`Client::revoke`] keep and end them. PagerDuty developer documentation: "OAuth Functionality".

mod callback;
mod client;
mod id_token;
mod sign_in;
mod tokens;

pub use super::secret::AuthorizationCode;
pub use callback::Callback;
pub use client::Client;
pub use sign_in::SignIn;
pub use tokens::Tokens;

/// Why signing in, or staying so, did not work. Holds nothing secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OAuthProblem {
    /// The agent, or PagerDuty, said no.
    Denied,
    /// The answer does not belong to this attempt.
    WrongState,
    /// PagerDuty refused the code, which lives 30 seconds, or the refresh token.
    CodeRefused,
    /// PagerDuty granted neither `read` nor `write`. It does not refuse a scope that it does not know.
    WrongScope,
    /// The account is in a region that we do not know.
    UnknownRegion,
    /// PagerDuty could not be reached, or what answered was not PagerDuty.
    Unreachable,
}
