//! The signature by which a receiver knows that Zendesk sent a request: HMAC-SHA256 over the timestamp and the body, in base64.
//!
//! Source: developer.zendesk.com, `documentation/webhooks/verifying`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

/// The signing secret of a webhook: made of its id, so that the same world has the same secrets.
pub(crate) fn secret(id: &str) -> String {
    STANDARD.encode(Sha256::digest(format!("signing secret of {id}")))
}

/// What `x-zendesk-webhook-signature` holds.
pub(crate) fn sign(secret: &str, timestamp: &str, body: &str) -> String {
    // A key of any length is one, so this never fails.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(timestamp.as_bytes());
    mac.update(body.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::sign;

    /// The same with another tool: `printf '%s' '2021-03-25T05:09:27Z{"a":1}' | openssl dgst -sha256 -hmac secret -binary | base64`.
    #[test]
    fn the_signature_is_what_openssl_makes_of_it() {
        let expected = "cfusl9J3LiQ8f1lBL4XyKz9XF36PrBmDiX2DDJ7FACs=";
        assert_eq!(sign("secret", "2021-03-25T05:09:27Z", "{\"a\":1}"), expected);
        assert_ne!(sign("other", "2021-03-25T05:09:27Z", "{\"a\":1}"), expected);
        assert_ne!(sign("secret", "2021-03-25T05:09:28Z", "{\"a\":1}"), expected);
    }
}
