//! The ID token: a JWT in PagerDuty's shape whose signature is random, since nobody can hold PagerDuty's key.

use crate::pagerduty::access::{ACCESS_SECONDS, Token};
use crate::pagerduty::time::SECOND;
use crate::pagerduty::world::{SUBDOMAIN, World};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Writes the ID token that goes with an access token.
pub(super) fn write(world: &mut World, access: &str, token: &Token, now: i64) -> String {
    let seconds = now / SECOND;
    let email = world.users.get(&token.user).map(|user| user.email.clone()).unwrap_or_default();
    let hash = Sha256::digest(access.as_bytes());
    let claims = json!({
        "exp": seconds + ACCESS_SECONDS,
        "nbf": seconds - 3_600,
        "jti": world.random.uuid(),
        "iss": "https://app.pagerduty.com/global/oauth/anonymous",
        "aud": ["https://api.pagerduty.com", token.client],
        "sub": email,
        "auth_time": seconds,
        "iat": seconds,
        "purpose": "id",
        "at_hash": URL_SAFE_NO_PAD.encode(hash.get(..16).unwrap_or_default()),
        "acr": "acr:html-form:unitedstates",
        "delegation_id": token.delegation,
        "account_id": world.account,
        "user_id": token.user,
        "azp": token.client,
        "amr": "acr:html-form:unitedstates",
        "subdomain": SUBDOMAIN,
        "region": "UnitedStates",
        "sid": world.random.secret(12),
    });
    let head = json!({"kid": "1787345008", "x5t": world.random.secret(20), "alg": "RS256"});
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", part(&head), part(&claims), world.random.secret(256))
}
