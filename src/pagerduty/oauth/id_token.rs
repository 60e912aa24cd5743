//! The region out of an ID token. PagerDuty developer documentation: "The PagerDuty `OpenID` ID Token".
//!
//! The signature is not checked: the token comes over TLS from the token endpoint itself, and all that is taken from it is which
//! of the known hosts to ask (`OpenID` Connect Core, section 3.1.3.7, point 6).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::http::json::{self, Json};
use crate::pagerduty::{Endpoints, Region};

/// The region whose REST API the token's `aud` names; `None` when it names none that is known.
pub(super) fn region(token: &str, endpoints: &Endpoints) -> Option<Region> {
    let payload = token.split('.').nth(1)?;
    let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let claims = json::parse(std::str::from_utf8(&payload).ok()?).ok()?;
    let root = Json::root(&claims);
    let audience = root.at("aud");
    let items = audience.items_or_none();
    let mut audiences = items.iter().map(Json::text_or_empty).chain([audience.text_or_empty()]);
    audiences.find_map(|audience| endpoints.region_of(audience))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// An ID token with this audience.
    pub(in super::super) fn token(audience: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!(
            "{}.{}.c2lnbmF0dXJl",
            part(&json!({ "alg": "RS256" })),
            part(&json!({ "aud": audience, "sub": "PUSR001" }))
        )
    }

    #[test]
    fn the_audience_names_the_region() {
        let of = |audience: Value| region(&token(&audience), &Endpoints::vendor());
        assert_eq!(of(json!(["https://api.pagerduty.com", "client"])), Some(Region::Us));
        assert_eq!(of(json!(["client", "https://api.eu.pagerduty.com"])), Some(Region::Eu));
        assert_eq!(of(json!("https://api.pagerduty.com")), Some(Region::Us));
    }

    #[test]
    fn a_foreign_audience_is_never_followed() {
        let of = |audience: Value| region(&token(&audience), &Endpoints::vendor());
        for audience in [
            json!(["https://api.evil.example", "client"]),
            json!("https://api.pagerduty.com.evil.example"),
            json!("http://api.pagerduty.com"),
            json!([["https://api.pagerduty.com"]]),
            json!([]),
            Value::Null,
        ] {
            assert_eq!(of(audience.clone()), None, "{audience}");
        }
    }

    #[test]
    fn what_is_no_token_has_no_region() {
        for text in ["", "a", "a.b", "a.!.c", "a.bm8ganNvbg.c", "a.gA.c", "..", "a.e30.c"] {
            assert_eq!(region(text, &Endpoints::vendor()), None, "{text}");
        }
    }
}
