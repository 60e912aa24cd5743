//! The requests to the identity server.

use crate::domain::moment::Moment;
use crate::http::message::escape;
use crate::http::{Failure, Method, Request, Transport};
use crate::pagerduty::{Endpoints, RefreshToken, Region, answer};

use super::{AuthorizationCode, OAuthProblem, SignIn, Tokens};

/// The app as it is registered in PagerDuty: Classic User OAuth, without a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Where PagerDuty is.
    pub endpoints: Endpoints,
    /// The registration's client id, which is no secret.
    pub client_id: String,
    /// The registered address to return to, to the letter.
    pub redirect_uri: String,
    /// What to ask for: `read` or `write`.
    pub scope: String,
    /// The region to preselect on PagerDuty's page.
    pub region: Option<Region>,
}

impl Client {
    /// Exchanges the code of `sign_in` for tokens at `now`. PagerDuty: `POST /oauth/token`, `authorization_code`.
    pub async fn exchange(
        &self,
        transport: &impl Transport,
        sign_in: &SignIn,
        code: &AuthorizationCode,
        now: Moment,
    ) -> Result<Tokens, OAuthProblem> {
        let request = self.form(
            "token",
            &[
                ("grant_type", "authorization_code"),
                ("client_id", &self.client_id),
                ("redirect_uri", &self.redirect_uri),
                ("code", code.expose_secret()),
                ("code_verifier", sign_in.expose_verifier()),
            ],
        );
        self.tokens(transport, request, now, None).await
    }

    /// Asks for a new access token without a secret. PagerDuty: `POST /oauth/token`, `refresh_token`.
    ///
    /// The documents ask for a secret here, PagerDuty's own browser app sends none: try once and sign in again if it is refused.
    /// The refresh token is used up by it, so never do it twice at once.
    pub async fn refresh(
        &self,
        transport: &impl Transport,
        tokens: &Tokens,
        now: Moment,
    ) -> Result<Tokens, OAuthProblem> {
        let refresh = tokens.refresh.as_ref().ok_or(OAuthProblem::CodeRefused)?;
        let request = self.form(
            "token",
            &[
                ("grant_type", "refresh_token"),
                ("client_id", &self.client_id),
                ("refresh_token", refresh.expose_secret()),
            ],
        );
        self.tokens(transport, request, now, Some(tokens)).await
    }

    /// Ends the tokens at PagerDuty: `POST /oauth/revoke`, in the form of RFC 7009.
    ///
    /// Both are sent even if the first is refused.
    pub async fn revoke(&self, transport: &impl Transport, tokens: &Tokens) -> Result<(), Failure> {
        let secrets = tokens.refresh.iter().map(RefreshToken::expose_secret).chain([tokens.access.expose_secret()]);
        let mut outcome = Ok(());
        for secret in secrets {
            let request = self.form("revoke", &[("client_id", &self.client_id), ("token", secret)]);
            let answer = transport.send(request).await.and_then(|answer| match answer.status {
                // What a good answer says is of no use, and need be no JSON.
                200..=299 => Ok(()),
                _ => answer::body_of(&answer).map(|_| ()),
            });
            outcome = answer.and(outcome);
        }
        outcome
    }

    /// A form without a header of its own, which a browser sends without asking first.
    fn form(&self, path: &str, fields: &[(&str, &str)]) -> Request {
        let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
        let mut request = Request::new(Method::Post, format!("{}/oauth/{path}", self.endpoints.identity))
            .header("Content-Type", "application/x-www-form-urlencoded");
        request.body = Some(fields.join("&"));
        request
    }

    async fn tokens(
        &self,
        transport: &impl Transport,
        request: Request,
        now: Moment,
        before: Option<&Tokens>,
    ) -> Result<Tokens, OAuthProblem> {
        let response = transport.send(request).await.map_err(|_| OAuthProblem::Unreachable)?;
        let body = answer::body_of(&response).map_err(|failure| match failure {
            Failure::Rejected(_) | Failure::Unauthorized | Failure::Forbidden(_) => OAuthProblem::CodeRefused,
            _ => OAuthProblem::Unreachable,
        })?;
        Tokens::read(&body, &self.endpoints, now, before)
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::super::id_token::tests::token;
    use super::*;
    use crate::http::Response;
    use crate::pagerduty::fixture::{Line, now};

    const NOW: Moment = Moment(1_795_356_480_000);

    /// A client with a region and characters that need escaping.
    pub(in super::super) fn client() -> Client {
        Client {
            endpoints: Endpoints::vendor(),
            client_id: "client 1".into(),
            redirect_uri: "https://app.example/oauth.html".into(),
            scope: "write".into(),
            region: Some(Region::Eu),
        }
    }

    fn granted(access: &str) -> Value {
        json!({
            "id_token": token(&json!(["https://api.pagerduty.com"])),
            "access_token": access,
            "refresh_token": "pdus+_1X/hidden",
            "scope": "openid write",
            "expires_in": 60,
        })
    }

    fn exchange(line: &Line) -> Result<Tokens, OAuthProblem> {
        let sign_in = SignIn::new(&[0; 64], "https://1.apps.zdusercontent.com");
        let code = AuthorizationCode::parse("a+code").unwrap();
        now(client().exchange(&line.transport(), &sign_in, &code, NOW))
    }

    #[test]
    fn a_code_is_exchanged_by_a_plain_form() {
        let line = Line::answering(200, &granted("pdus+_0X"));
        assert_eq!(exchange(&line).unwrap().region, Region::Us);
        let request = line.only();
        assert_eq!(
            (request.method, request.url.as_str()),
            (Method::Post, "https://identity.pagerduty.com/oauth/token")
        );
        assert_eq!(request.headers, [("Content-Type", "application/x-www-form-urlencoded".to_owned())]);
        let expected = format!(
            "grant_type=authorization_code&client_id=client%201&redirect_uri=https%3A%2F%2Fapp.example%2Foauth.html&code=a%2Bcode&code_verifier={}",
            "A".repeat(64)
        );
        assert_eq!(request.body, Some(expected));
    }

    #[test]
    fn refusals_and_silence_are_told_apart() {
        for status in [400, 401, 403, 422] {
            let body = json!({ "error": "invalid_grant", "error_description": "hidden" });
            assert_eq!(exchange(&Line::answering(status, &body)), Err(OAuthProblem::CodeRefused));
        }
        for status in [404, 429, 500, 503] {
            assert_eq!(exchange(&Line::answering(status, &json!({}))), Err(OAuthProblem::Unreachable));
        }
        let html = Response { status: 200, retry_after: None, body: "<html>Log in to the hotel</html>".into() };
        for answer in [Err(Failure::Unreachable), Err(Failure::TimedOut), Ok(html)] {
            assert_eq!(exchange(&Line::default().then_raw(answer)), Err(OAuthProblem::Unreachable));
        }
        assert_eq!(exchange(&Line::answering(200, &json!({}))), Err(OAuthProblem::Unreachable));
    }

    #[test]
    fn a_refresh_sends_no_secret_and_brings_new_tokens() {
        let tokens = exchange(&Line::answering(200, &granted("old"))).unwrap();
        let line = Line::answering(200, &granted("new"));
        let refreshed = now(client().refresh(&line.transport(), &tokens, NOW)).unwrap();
        assert_eq!(refreshed.access.expose_secret(), "new");
        let expected = "grant_type=refresh_token&client_id=client%201&refresh_token=pdus%2B_1X%2Fhidden";
        assert_eq!(line.only().body.as_deref(), Some(expected));
        let without = Tokens { refresh: None, ..tokens };
        assert_eq!(now(client().refresh(&line.transport(), &without, NOW)), Err(OAuthProblem::CodeRefused));
        assert_eq!(line.requests().len(), 1);
    }

    #[test]
    fn both_tokens_are_revoked_and_neither_stands_in_an_address() {
        let tokens = exchange(&Line::answering(200, &granted("pdus+_0Xhidden"))).unwrap();
        let line = Line::default().then_raw(Err(Failure::Unreachable)).then_raw(Ok(Response {
            status: 200,
            retry_after: None,
            body: "OK".into(),
        }));
        assert_eq!(now(client().revoke(&line.transport(), &tokens)), Err(Failure::Unreachable));
        let requests = line.requests();
        let bodies: Vec<_> = requests.iter().filter_map(|request| request.body.as_deref()).collect();
        assert_eq!(
            bodies,
            ["client_id=client%201&token=pdus%2B_1X%2Fhidden", "client_id=client%201&token=pdus%2B_0Xhidden"]
        );
        assert!(requests.iter().all(|request| request.url == "https://identity.pagerduty.com/oauth/revoke"));
        let line = Line::default().then_raw(Ok(Response { status: 200, retry_after: None, body: "OK".into() }));
        assert_eq!(now(client().revoke(&line.transport(), &tokens)), Ok(()));
    }
}
