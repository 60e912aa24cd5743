//! Keys and tokens: what was issued to whom, for how long and with which scope.
//!
//! Source: PagerDuty developer documentation, "OAuth Functionality" and "Authentication".

use super::model::Id;
use super::random::Random;
use super::time::SECOND;
use std::collections::{BTreeSet, HashMap};

/// The client id of the app that the sandbox's account has registered: non-confidential, Classic User OAuth.
pub const CLIENT_ID: &str = "4d1f6f0c-2b7e-4c55-9c3a-6a0e8f2b9d71";
/// A confidential client of the same account, which must show its secret.
pub const CONFIDENTIAL_CLIENT_ID: &str = "b07a9d52-51c4-4f8e-8a63-1de2c4f5a990";
/// How long an access token lives, in seconds, as PagerDuty's example answers it.
pub(crate) const ACCESS_SECONDS: i64 = 864_000;
/// How long a refresh token lives: 210 days.
const REFRESH_SECONDS: i64 = 210 * 86_400;
/// How long an authorization code lives: 30 seconds.
pub(crate) const CODE_SECONDS: i64 = 30;

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Only `openid`: what PagerDuty grants silently for scopes it does not know.
    Nothing,
    Read,
    Write,
}

impl Scope {
    /// The scope granted for a request's `scope` parameter; case sensitive, `write` includes `read`.
    pub(crate) fn granted(requested: &str) -> Self {
        let mut words = requested.split_ascii_whitespace();
        if words.clone().any(|word| word == "write") {
            Self::Write
        } else if words.any(|word| word == "read") {
            Self::Read
        } else {
            Self::Nothing
        }
    }

    /// The `scope` of the token answer.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Nothing => "openid",
            Self::Read => "openid read",
            Self::Write => "openid write",
        }
    }
}

/// Whom a request comes from.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// `None` for an account key, which speaks for nobody until `From` names somebody.
    pub(crate) user: Option<Id>,
    pub(crate) scope: Scope,
    /// Callers with the same key share one rate limit.
    pub(crate) limit_key: String,
}

/// An issued access or refresh token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) user: Id,
    pub(crate) client: String,
    pub(crate) scope: Scope,
    pub(crate) expires_at: i64,
    /// Common to all tokens of one consent.
    pub(crate) delegation: String,
}

/// A code waiting to be exchanged.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) user: Id,
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) scope: Scope,
    pub(crate) expires_at: i64,
    pub(crate) delegation: String,
    pub(crate) used: bool,
}

/// Everything issued, and the switches that faults turn.
pub(crate) struct Access {
    pub(crate) read_only_key: String,
    pub(crate) full_key: String,
    pub(crate) client_secret: String,
    pub(crate) redirects: BTreeSet<String>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) refresh: HashMap<String, Token>,
    pub(crate) signed_in: Option<String>,
    pub(crate) only_scope: Option<Scope>,
    pub(crate) refresh_allowed: bool,
}

impl Access {
    pub(crate) fn new(random: &mut Random) -> Self {
        Self {
            read_only_key: format!("u+r{}", random.secret(13)),
            full_key: format!("u+w{}", random.secret(13)),
            client_secret: random.secret(24),
            redirects: BTreeSet::new(),
            codes: HashMap::new(),
            tokens: HashMap::new(),
            refresh: HashMap::new(),
            signed_in: None,
            only_scope: None,
            refresh_allowed: true,
        }
    }

    /// Issues an access and a refresh token for one delegation.
    pub(crate) fn issue(
        &mut self,
        random: &mut Random,
        user: &str,
        client: &str,
        scope: Scope,
        delegation: &str,
        now: i64,
    ) -> (String, String) {
        let access = format!("pdus+_0X{}", random.secret(24));
        let refresh = format!("pdus+_1X{}", random.secret(24));
        let token = |seconds: i64| Token {
            user: user.to_owned(),
            client: client.to_owned(),
            scope,
            expires_at: now + seconds * SECOND,
            delegation: delegation.to_owned(),
        };
        self.tokens.insert(access.clone(), token(ACCESS_SECONDS));
        self.refresh.insert(refresh.clone(), token(REFRESH_SECONDS));
        (access, refresh)
    }

    /// Ends every token of a delegation.
    pub(crate) fn end(&mut self, delegation: &str) {
        self.tokens.retain(|_, token| token.delegation != delegation);
        self.refresh.retain(|_, token| token.delegation != delegation);
    }

    /// Reads an `Authorization` header: `Bearer <token>` or `Token token=<key>`.
    pub(crate) fn caller(&self, authorization: &str, now: i64) -> Option<Caller> {
        let (kind, rest) = authorization.split_once(' ')?;
        let secret = match kind.to_ascii_lowercase().as_str() {
            "bearer" => rest.trim(),
            "token" => rest.trim().strip_prefix("token=")?.trim_matches('"'),
            _ => return None,
        };
        if secret == self.read_only_key || secret == self.full_key {
            let scope = if secret == self.full_key { Scope::Write } else { Scope::Read };
            return Some(Caller { user: None, scope, limit_key: format!("key:{scope:?}") });
        }
        let token = self.tokens.get(secret).filter(|token| token.expires_at > now)?;
        Some(Caller {
            user: Some(token.user.clone()),
            scope: token.scope,
            limit_key: format!("{}:{}", token.client, token.user),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn unknown_scopes_are_granted_as_nothing_but_openid() {
        assert_eq!(Scope::granted("openid write"), Scope::Write);
        assert_eq!(Scope::granted("read"), Scope::Read);
        assert_eq!(Scope::granted("Write"), Scope::Nothing, "scopes are case sensitive");
        assert_eq!(Scope::granted("incidents.write").text(), "openid");
    }

    #[test]
    fn a_token_speaks_for_its_user_until_it_expires() {
        let mut random = Random::new(1);
        let mut access = Access::new(&mut random);
        let (token, _) = access.issue(&mut random, "PUSER01", CLIENT_ID, Scope::Write, "d", 0);
        let header = format!("Bearer {token}");
        assert_eq!(access.caller(&header, 1).unwrap().user.as_deref(), Some("PUSER01"));
        assert!(access.caller(&header, ACCESS_SECONDS * SECOND).is_none());
        assert!(access.caller(&token, 1).is_none(), "the scheme is part of the header");
        let key = format!("Token token={}", access.read_only_key);
        assert_eq!(access.caller(&key, 1).unwrap().scope, Scope::Read);
        access.end("d");
        assert!(access.caller(&header, 1).is_none());
    }
}
