//! What the page that PagerDuty returns to says to the console that opened it.

use std::fmt;

use serde_json::Value;

use crate::http::json::Json;

use super::{AuthorizationCode, OAuthProblem, SignIn};

/// The message of `oauth.html`: `{kind: "pagerduty-oauth", code, state, error, description}`, each of them text or null.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    code: Option<AuthorizationCode>,
    state: String,
    error: bool,
}

/// The state belongs to the attempt's secrets.
impl fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Callback").field("error", &self.error).finish_non_exhaustive()
    }
}

impl Callback {
    /// Reads a message; `None` when it is not of that page, since every window may send messages.
    pub fn read(message: &Value) -> Option<Self> {
        let root = Json::root(message);
        (root.at("kind").text_or_empty() == "pagerduty-oauth").then(|| Self {
            code: root.at("code").text().ok().and_then(AuthorizationCode::parse),
            state: root.at("state").text_or_empty().to_owned(),
            error: root.maybe("error").is_some(),
        })
    }

    /// The code, if the message belongs to this attempt and brings one. Nothing is believed before the state is right.
    pub fn code(self, sign_in: &SignIn) -> Result<AuthorizationCode, OAuthProblem> {
        if !sign_in.has_state(&self.state) {
            return Err(OAuthProblem::WrongState);
        }
        match self.code {
            Some(code) if !self.error => Ok(code),
            _ => Err(OAuthProblem::Denied),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::client::tests::client;
    use super::*;

    fn attempt(seed: u8) -> (SignIn, String) {
        let sign_in = SignIn::new(&[seed; 64], "https://123.apps.zdusercontent.com");
        let url = sign_in.authorize_url(&client());
        let state = url.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        (sign_in, state)
    }

    fn answer(sign_in: &SignIn, code: &Value, state: &Value, error: &Value) -> Result<String, OAuthProblem> {
        let message =
            json!({ "kind": "pagerduty-oauth", "code": code, "state": state, "error": error, "description": null });
        Callback::read(&message).unwrap().code(sign_in).map(|code| code.expose_secret().to_owned())
    }

    #[test]
    fn a_code_with_the_right_state_is_taken() {
        let (sign_in, state) = attempt(1);
        assert_eq!(answer(&sign_in, &json!("abc"), &json!(state), &Value::Null), Ok("abc".into()));
    }

    #[test]
    fn another_state_or_none_is_refused_whatever_else_is_said() {
        let (sign_in, _) = attempt(1);
        let (_, foreign) = attempt(2);
        for state in [json!(foreign), json!(""), Value::Null, json!(7), json!([foreign])] {
            for error in [Value::Null, json!("access_denied")] {
                assert_eq!(answer(&sign_in, &json!("abc"), &state, &error), Err(OAuthProblem::WrongState));
            }
        }
    }

    #[test]
    fn a_denial_is_one_even_beside_a_code() {
        let (sign_in, state) = attempt(1);
        let state = json!(state);
        assert_eq!(answer(&sign_in, &Value::Null, &state, &json!("access_denied")), Err(OAuthProblem::Denied));
        assert_eq!(answer(&sign_in, &json!("abc"), &state, &json!("server_error")), Err(OAuthProblem::Denied));
        assert_eq!(answer(&sign_in, &Value::Null, &state, &Value::Null), Err(OAuthProblem::Denied));
        assert_eq!(answer(&sign_in, &json!(["abc"]), &state, &Value::Null), Err(OAuthProblem::Denied));
    }

    #[test]
    fn messages_of_others_are_passed_over_and_ours_print_nothing() {
        for message in [json!(null), json!("pagerduty-oauth"), json!({ "kind": "webpack" }), json!({ "code": "abc" })] {
            assert_eq!(Callback::read(&message), None);
        }
        let message = json!({ "kind": "pagerduty-oauth", "code": "hidden", "state": "hidden" });
        assert!(!format!("{:?}", Callback::read(&message)).contains("hidden"));
    }
}
