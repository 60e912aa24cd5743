//! What PagerDuty grants, and how it is kept.

use serde_json::{Value, json};

use crate::domain::moment::Moment;
use crate::http::json::{self, Json};
use crate::pagerduty::{AccessToken, Endpoints, RefreshToken, Region};

use super::{OAuthProblem, id_token};

/// The form in which tokens are kept.
const VERSION: u64 = 1;

/// What a sign-in brought. Prints no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// For the REST API.
    pub access: AccessToken,
    /// For the next access token, if there is one.
    pub refresh: Option<RefreshToken>,
    /// When the access token ends; `None` when PagerDuty did not say.
    pub expires_at: Option<Moment>,
    /// Where the account is.
    pub region: Region,
    /// What was granted, apart by spaces.
    pub scope: String,
}

impl Tokens {
    /// Reads the answer of the token endpoint, which came at `now`.
    ///
    /// A refresh may leave out what stays the same: that is taken from `before`. At a sign-in everything must be there.
    pub(super) fn read(
        body: &Value,
        endpoints: &Endpoints,
        now: Moment,
        before: Option<&Self>,
    ) -> Result<Self, OAuthProblem> {
        let root = Json::root(body);
        let access =
            root.at("access_token").text().ok().and_then(AccessToken::parse).ok_or(OAuthProblem::Unreachable)?;
        let scope = match root.at("scope").text() {
            Ok(scope) => scope.to_owned(),
            Err(_) => before.map(|before| before.scope.clone()).unwrap_or_default(),
        };
        if !grants_something(&scope) {
            return Err(OAuthProblem::WrongScope);
        }
        let region = match root.at("id_token").text() {
            Ok(token) => id_token::region(token, endpoints),
            Err(_) => before.map(|before| before.region),
        };
        let lifetime = root.at("expires_in").number().ok().map(std::time::Duration::from_secs);
        let refresh = root.at("refresh_token").text().ok().and_then(RefreshToken::parse);
        Ok(Self {
            access,
            refresh: refresh.or_else(|| before.and_then(|before| before.refresh.clone())),
            expires_at: lifetime.map(|lifetime| now.after(lifetime)),
            region: region.ok_or(OAuthProblem::UnknownRegion)?,
            scope,
        })
    }

    /// Whether the agent may change anything with them; `write` includes `read`.
    pub fn may_write(&self) -> bool {
        has_word(&self.scope, "write")
    }

    /// Whether the access token has less than `margin` left at `now`.
    pub fn ends_within(&self, margin: std::time::Duration, now: Moment) -> bool {
        self.expires_at.is_some_and(|end| end <= now.after(margin))
    }

    /// The text to keep in the agent's storage. It holds the tokens themselves.
    pub fn to_storage(&self) -> String {
        json!({
            "version": VERSION,
            "access_token": self.access.expose_secret(),
            "refresh_token": self.refresh.as_ref().map(RefreshToken::expose_secret),
            "expires_at": self.expires_at.map(|end| end.0),
            "region": self.region.name(),
            "scope": self.scope,
        })
        .to_string()
    }

    /// Reads what was kept; `None` when it is of another version or broken, so that the agent signs in again.
    pub fn from_storage(text: &str) -> Option<Self> {
        let value = json::parse(text).ok()?;
        let root = Json::root(&value);
        if root.at("version").number() != Ok(VERSION) {
            return None;
        }
        let scope = root.at("scope").text_or_empty().to_owned();
        let kept = Self {
            access: AccessToken::parse(root.at("access_token").text_or_empty())?,
            refresh: RefreshToken::parse(root.at("refresh_token").text_or_empty()),
            expires_at: root.at("expires_at").value().as_i64().map(Moment),
            region: Region::named(root.at("region").text_or_empty())?,
            scope,
        };
        grants_something(&kept.scope).then_some(kept)
    }
}

fn grants_something(scope: &str) -> bool {
    has_word(scope, "read") || has_word(scope, "write")
}

fn has_word(scope: &str, word: &str) -> bool {
    scope.split_ascii_whitespace().any(|granted| granted == word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use std::time::Duration;

    use proptest::prelude::*;

    use super::super::id_token::tests::token;
    use super::*;

    const NOW: Moment = Moment(1_795_356_480_000);

    fn answer() -> Value {
        json!({
            "client_info": "prefer_customer_account_id",
            "id_token": token(&json!(["https://api.eu.pagerduty.com", "client"])),
            "token_type": "bearer",
            "access_token": "pdus+_0Xhidden",
            "refresh_token": "pdus+_1Xhidden",
            "scope": "openid write",
            "expires_in": 864_000,
        })
    }

    fn read(change: &[(&str, Value)], before: Option<&Tokens>) -> Result<Tokens, OAuthProblem> {
        let mut answer = answer();
        for (name, value) in change {
            answer[*name] = value.clone();
        }
        Tokens::read(&answer, &Endpoints::vendor(), NOW, before)
    }

    #[test]
    fn what_is_granted_is_read_and_kept() {
        let tokens = read(&[], None).unwrap();
        assert_eq!(tokens.access.expose_secret(), "pdus+_0Xhidden");
        assert_eq!((tokens.region, tokens.may_write()), (Region::Eu, true));
        assert_eq!(tokens.expires_at, Some(Moment(NOW.0 + 864_000_000)));
        assert!(
            tokens.ends_within(Duration::from_secs(864_000), NOW) && !tokens.ends_within(Duration::from_secs(60), NOW)
        );
        assert_eq!(Tokens::from_storage(&tokens.to_storage()), Some(tokens));
    }

    #[test]
    fn a_scope_without_read_or_write_is_refused() {
        for scope in [
            json!("openid"),
            json!(""),
            json!("incidents.write readonly"),
            json!("WRITE"),
            Value::Null,
            json!(["write"]),
        ] {
            assert_eq!(read(&[("scope", scope.clone())], None), Err(OAuthProblem::WrongScope), "{scope}");
        }
        let reading = read(&[("scope", json!("openid read"))], None).unwrap();
        assert!(!reading.may_write());
    }

    #[test]
    fn a_foreign_or_missing_audience_is_an_unknown_region() {
        let foreign = token(&json!(["https://api.evil.example"]));
        assert_eq!(read(&[("id_token", json!(foreign))], None), Err(OAuthProblem::UnknownRegion));
        assert_eq!(read(&[("id_token", Value::Null)], None), Err(OAuthProblem::UnknownRegion));
    }

    #[test]
    fn a_refresh_keeps_what_it_does_not_repeat() {
        let before = read(&[], None).unwrap();
        let gaps = [
            ("id_token", Value::Null),
            ("refresh_token", Value::Null),
            ("scope", Value::Null),
            ("expires_in", json!("x")),
        ];
        let after = read(&[gaps.as_slice(), &[("access_token", json!("new"))]].concat(), Some(&before)).unwrap();
        assert_eq!(
            (after.refresh, after.region, after.scope),
            (before.refresh.clone(), before.region, before.scope.clone())
        );
        assert_eq!((after.access.expose_secret(), after.expires_at), ("new", None));
        let foreign = token(&json!(["https://api.evil.example"]));
        assert_eq!(read(&[("id_token", json!(foreign))], Some(&before)), Err(OAuthProblem::UnknownRegion));
    }

    #[test]
    fn tokens_print_nothing() {
        assert!(!format!("{:?}", read(&[], None)).contains("hidden"));
    }

    #[test]
    fn what_was_kept_otherwise_is_not_read() {
        let good = read(&[], None).unwrap().to_storage();
        for (from, to) in [
            ("\"version\":1", "\"version\":2"),
            ("\"region\":\"eu\"", "\"region\":\"https://evil.example\""),
            ("pdus+_0Xhidden", ""),
            ("openid write", "openid"),
        ] {
            let broken = good.replace(from, to);
            assert_ne!(broken, good);
            assert_eq!(Tokens::from_storage(&broken), None, "{to}");
        }
    }

    proptest! {
        #[test]
        fn no_kept_text_stops_the_reader(text in "\\PC{0,80}") {
            prop_assert_eq!(Tokens::from_storage(&text), None);
        }
    }
}
