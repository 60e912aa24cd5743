//! The PagerDuty account that somebody signs in with, and why signing in may not work.

use super::id::UserId;

/// The agent's own PagerDuty user. PagerDuty REST: `GET /users/me`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The user's id.
    pub id: UserId,
    /// The user's name.
    pub name: String,
    /// The user's address, sent as `From`.
    pub email: String,
    /// Whether the user's role may only look.
    pub stakeholder: bool,
}

/// Why signing in did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignInProblem {
    /// The browser did not let the window open.
    PopupBlocked,
    /// The window was closed before the end.
    WindowClosed,
    /// The agent, or PagerDuty, said no.
    Denied,
    /// The answer does not belong to this attempt.
    WrongState,
    /// PagerDuty refused the code: it lives 30 seconds.
    CodeRefused,
    /// PagerDuty granted neither read nor write.
    WrongScope,
    /// The account is in a region that we do not know.
    UnknownRegion,
    /// PagerDuty could not be reached.
    Unreachable,
    /// The token is no longer taken.
    Expired,
}
