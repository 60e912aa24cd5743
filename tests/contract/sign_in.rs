//! PagerDuty's identity server.

use axum::body::Body;
use incident_command_console::domain::moment::Moment;
use incident_command_console::http::Failure;
use incident_command_console::pagerduty::oauth::{Callback, Client, OAuthProblem, SignIn, Tokens};
use incident_command_console::pagerduty::{Api, Credential, Endpoints, Region};
use sandbox::Sandbox;
use sandbox::pagerduty::{CLIENT_ID, Region as Place};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::bench::{MAYA, fresh, into};

const REDIRECT: &str = "https://123.apps.zdusercontent.com/123/assets/oauth.html";

/// Consents as `email` at the address and gives what `oauth.html` would be told.
async fn consent(sandbox: &Sandbox, address: &str, email: &str, decision: &str) -> Callback {
    let query = address.split_once('?').unwrap().1;
    let shown = axum::http::Request::get(format!("/oauth/authorize?{query}")).body(Body::empty()).unwrap();
    assert_eq!(sandbox.identity().oneshot(shown).await.unwrap().status(), 200);
    let decided = axum::http::Request::post("/oauth/authorize")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("{query}&decision={decision}&user={email}")))
        .unwrap();
    let answer = sandbox.identity().oneshot(decided).await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(location.starts_with(REDIRECT));
    let part = |name: &str| {
        let text = location.split(['?', '&']).find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        text.map_or(Value::Null, |text| json!(text))
    };
    let message =
        json!({ "kind": "pagerduty-oauth", "code": part("code"), "state": part("state"), "error": part("error") });
    Callback::read(&message).unwrap()
}

fn client() -> Client {
    Client {
        endpoints: Endpoints::vendor(),
        client_id: CLIENT_ID.to_owned(),
        redirect_uri: REDIRECT.to_owned(),
        scope: "write".to_owned(),
        region: Some(Region::Us),
    }
}

#[tokio::test]
async fn a_sign_in_goes_from_consent_to_refresh_to_revocation() {
    let (sandbox, clock) = fresh();
    sandbox.pagerduty().register_redirect(REDIRECT);
    let (identity, client) = (into(sandbox.identity(), None), client());
    let sign_in = SignIn::new(&[9; 64], "https://123.apps.zdusercontent.com");
    let callback = consent(&sandbox, &sign_in.authorize_url(&client), MAYA, "allow").await;
    let other = SignIn::new(&[8; 64], "https://123.apps.zdusercontent.com");
    assert_eq!(callback.clone().code(&other), Err(OAuthProblem::WrongState));
    let code = callback.code(&sign_in).unwrap();
    let tokens = client.exchange(&identity, &sign_in, &code, Moment(clock.now())).await.unwrap();
    assert_eq!((tokens.region, tokens.may_write()), (Region::Us, true));
    assert!(tokens.expires_at.is_some_and(|end| end > Moment(clock.now())));
    let name = async |tokens: &Tokens| {
        let credential = Credential::Token { access: tokens.access.clone(), from: None };
        let api = Api::new(into(sandbox.pagerduty_rest(Place::Us), None), "https://api.pagerduty.com", credential);
        api.me().await.map(|me| me.name)
    };
    assert_eq!(name(&tokens).await.as_deref(), Ok("Maya Chen"));
    let again = client.exchange(&identity, &sign_in, &code, Moment(clock.now())).await;
    assert_eq!(again, Err(OAuthProblem::CodeRefused), "a code is good once");
}

#[tokio::test]
async fn tokens_are_renewed_once_and_end_when_they_are_revoked() {
    let (sandbox, clock) = fresh();
    sandbox.pagerduty().register_redirect(REDIRECT);
    sandbox.pagerduty().refresh_allowed(true);
    let (identity, client) = (into(sandbox.identity(), None), client());
    let sign_in = SignIn::new(&[7; 64], "https://123.apps.zdusercontent.com");
    let code = consent(&sandbox, &sign_in.authorize_url(&client), MAYA, "allow").await.code(&sign_in).unwrap();
    let tokens = client.exchange(&identity, &sign_in, &code, Moment(clock.now())).await.unwrap();
    let renewed = client.refresh(&identity, &tokens, Moment(clock.now())).await.unwrap();
    assert_ne!((&renewed.access, &renewed.refresh), (&tokens.access, &tokens.refresh));
    assert_eq!(client.refresh(&identity, &tokens, Moment(clock.now())).await, Err(OAuthProblem::CodeRefused));
    let kept = Tokens::from_storage(&renewed.to_storage()).unwrap();
    assert_eq!(client.revoke(&identity, &kept).await, Ok(()));
    let credential = Credential::Token { access: kept.access.clone(), from: None };
    let api = Api::new(into(sandbox.pagerduty_rest(Place::Us), None), "https://api.pagerduty.com", credential);
    assert_eq!(api.me().await, Err(Failure::Unauthorized));
    assert_eq!(client.refresh(&identity, &kept, Moment(clock.now())).await, Err(OAuthProblem::CodeRefused));
}

#[tokio::test]
async fn a_denial_a_late_code_and_a_scope_that_nobody_knows_are_told_apart() {
    let (sandbox, clock) = fresh();
    sandbox.pagerduty().register_redirect(REDIRECT);
    let (identity, client) = (into(sandbox.identity(), None), client());
    let sign_in = SignIn::new(&[6; 64], "https://123.apps.zdusercontent.com");
    let address = sign_in.authorize_url(&client);
    assert_eq!(consent(&sandbox, &address, MAYA, "deny").await.code(&sign_in), Err(OAuthProblem::Denied));
    let code = consent(&sandbox, &address, MAYA, "allow").await.code(&sign_in).unwrap();
    clock.advance(31_000);
    assert_eq!(client.exchange(&identity, &sign_in, &code, Moment(clock.now())).await, Err(OAuthProblem::CodeRefused));
    sandbox.pagerduty().scope_granted(Some("openid"));
    let code = consent(&sandbox, &address, MAYA, "allow").await.code(&sign_in).unwrap();
    assert_eq!(client.exchange(&identity, &sign_in, &code, Moment(clock.now())).await, Err(OAuthProblem::WrongScope));
}

#[tokio::test]
async fn a_foreign_verifier_buys_nothing() {
    let (sandbox, clock) = fresh();
    sandbox.pagerduty().register_redirect(REDIRECT);
    let (identity, client) = (into(sandbox.identity(), None), client());
    let sign_in = SignIn::new(&[5; 64], "https://123.apps.zdusercontent.com");
    let code = consent(&sandbox, &sign_in.authorize_url(&client), MAYA, "allow").await.code(&sign_in).unwrap();
    let thief = SignIn::new(&[4; 64], "https://123.apps.zdusercontent.com");
    assert_eq!(client.exchange(&identity, &thief, &code, Moment(clock.now())).await, Err(OAuthProblem::CodeRefused));
}
