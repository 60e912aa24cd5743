//! `POST /oauth/token`: a code or a refresh token for new tokens.

use super::{Parameters, form, id_token, readable, refusal};
use crate::pagerduty::Shared;
use crate::pagerduty::access::{ACCESS_SECONDS, CLIENT_ID, CONFIDENTIAL_CLIENT_ID, Scope};
use crate::pagerduty::world::World;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

/// What new tokens are issued for.
struct Grant {
    user: String,
    client: String,
    scope: Scope,
    delegation: String,
}

/// Answers an exchange. A form without other headers is a simple request, so browsers send it without a preflight.
pub(super) async fn exchange(State(shared): State<Shared>, request: Request) -> Response {
    let Some(form) = form(request).await else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_request", "The body must be a form");
    };
    let now = shared.clock.now();
    let mut world = shared.lock();
    let grant = match text(&form, "grant_type") {
        "authorization_code" => by_code(&mut world, &form, now),
        "refresh_token" => by_refresh(&mut world, &form, now),
        _ => Err(Denied(StatusCode::BAD_REQUEST, "unsupported_grant_type", "grant_type is not supported")),
    };
    match grant {
        Ok(grant) => issue(&mut world, &grant, now),
        Err(Denied(status, error, words)) => refusal(status, error, words),
    }
}

fn text<'a>(form: &'a Parameters, name: &str) -> &'a str {
    form.get(name).map(String::as_str).unwrap_or_default()
}

/// A refused exchange: the status, the error of RFC 6749 and its description.
struct Denied(StatusCode, &'static str, &'static str);

fn invalid_grant(words: &'static str) -> Denied {
    Denied(StatusCode::BAD_REQUEST, "invalid_grant", words)
}

/// Knows the client; the confidential one must show its secret.
fn client(world: &World, form: &Parameters) -> Result<String, Denied> {
    let refused = |words| Err(Denied(StatusCode::UNAUTHORIZED, "invalid_client", words));
    match text(form, "client_id") {
        CLIENT_ID => Ok(CLIENT_ID.to_owned()),
        CONFIDENTIAL_CLIENT_ID if text(form, "client_secret") == world.access.client_secret => {
            Ok(CONFIDENTIAL_CLIENT_ID.to_owned())
        }
        CONFIDENTIAL_CLIENT_ID => refused("client_secret is missing or wrong"),
        _ => refused("The client is unknown"),
    }
}

fn by_code(world: &mut World, form: &Parameters, now: i64) -> Result<Grant, Denied> {
    let client = client(world, form)?;
    let verifier = text(form, "code_verifier");
    if verifier.is_empty() {
        return Err(Denied(StatusCode::BAD_REQUEST, "invalid_request", "code_verifier is required"));
    }
    let Some(code) = world.access.codes.get_mut(text(form, "code")) else {
        return Err(invalid_grant("The code is unknown"));
    };
    let again = code.used;
    // Any attempt spends the code.
    code.used = true;
    let code = code.clone();
    if again {
        // A code shown twice may be stolen: what it bought ends with it (RFC 6749, section 4.1.2).
        world.access.end(&code.delegation);
        return Err(invalid_grant("The code was used before"));
    }
    if code.expires_at <= now {
        return Err(invalid_grant("The code has expired"));
    }
    if code.client != client || code.redirect_uri != text(form, "redirect_uri") {
        return Err(invalid_grant("The code belongs to another client or redirect_uri"));
    }
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) != code.challenge {
        return Err(invalid_grant("code_verifier does not match the challenge"));
    }
    Ok(Grant { user: code.user, client, scope: code.scope, delegation: code.delegation })
}

fn by_refresh(world: &mut World, form: &Parameters, now: i64) -> Result<Grant, Denied> {
    let client = client(world, form)?;
    if client == CLIENT_ID && !world.access.refresh_allowed {
        return Err(Denied(StatusCode::UNAUTHORIZED, "invalid_client", "client_secret is required"));
    }
    let shown = text(form, "refresh_token");
    let Some(token) = world.access.refresh.get(shown).cloned() else {
        return Err(invalid_grant("The refresh token is unknown"));
    };
    if token.client != client || token.expires_at <= now {
        return Err(invalid_grant("The refresh token has expired or belongs to another client"));
    }
    // Refresh tokens rotate: the old one is worth nothing from here.
    world.access.refresh.remove(shown);
    Ok(Grant { user: token.user, client, scope: token.scope, delegation: token.delegation })
}

fn issue(world: &mut World, grant: &Grant, now: i64) -> Response {
    let World { random, access, .. } = world;
    let (token, refresh) = access.issue(random, &grant.user, &grant.client, grant.scope, &grant.delegation, now);
    let Some(issued) = access.tokens.get(&token).cloned() else {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "The token could not be issued");
    };
    let id_token = id_token::write(world, &token, &issued, now);
    readable(
        Json(json!({
            "client_info": "prefer_customer_account_id",
            "id_token": id_token,
            "token_type": "bearer",
            "access_token": token,
            "refresh_token": refresh,
            "scope": grant.scope.text(),
            "expires_in": ACCESS_SECONDS,
        }))
        .into_response(),
    )
}
