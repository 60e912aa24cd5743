//! One attempt to sign in: the secret that proves it, and the address to begin at.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::http::{Method, Request};

use super::Client;

/// An attempt to sign in. It lives in memory only and ends with its answer.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    verifier: String,
    state: String,
}

/// The verifier is a secret and so is the state.
impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SignIn(…)")
    }
}

impl SignIn {
    /// An attempt made of fresh random bytes, for the page at `origin`.
    ///
    /// 48 of the bytes become the verifier, the others the state, so that neither tells of the other. The state also holds the
    /// origin, by which the page that PagerDuty returns to knows whom to tell: `<random>.<base64url(origin)>`.
    pub fn new(random: &[u8; 64], origin: &str) -> Self {
        let (verifier, state) = random.split_at(48);
        let verifier = URL_SAFE_NO_PAD.encode(verifier);
        let state = format!("{}.{}", URL_SAFE_NO_PAD.encode(state), URL_SAFE_NO_PAD.encode(origin));
        Self { verifier, state }
    }

    /// The address of the window in which the agent signs in and consents.
    ///
    /// `service_region` preselects the agent's region on PagerDuty's page.
    pub fn authorize_url(&self, client: &Client) -> String {
        let address = format!("{}/oauth/authorize", client.endpoints.identity);
        let challenge = challenge(&self.verifier);
        let request = Request::new(Method::Get, address)
            .query("response_type", "code")
            .query("client_id", &client.client_id)
            .query("redirect_uri", &client.redirect_uri)
            .query("scope", &client.scope)
            .query("code_challenge", &challenge)
            .query("code_challenge_method", "S256")
            .query("state", &self.state);
        match client.region {
            Some(region) => request.query("service_region", region.name()).url,
            None => request.url,
        }
    }

    /// Whether `state` is this attempt's; how long that takes tells nothing of where they differ.
    pub(super) fn has_state(&self, state: &str) -> bool {
        let pairs = self.state.bytes().zip(state.bytes());
        let difference = pairs.fold(0, |difference, (own, other)| difference | (own ^ other));
        std::hint::black_box(difference) == 0 && self.state.len() == state.len()
    }

    /// What proves the attempt when the code is exchanged; a secret. RFC 7636, section 4.1.
    pub(super) fn expose_verifier(&self) -> &str {
        &self.verifier
    }
}

/// What the server keeps until it sees the verifier. RFC 7636, section 4.2, `S256`.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::client::tests::client;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn the_address_names_everything_and_not_the_verifier() {
        let sign_in = SignIn::new(&[7; 64], "https://123.apps.zdusercontent.com");
        let url = sign_in.authorize_url(&client());
        let expected = format!(
            "https://identity.pagerduty.com/oauth/authorize?response_type=code&client_id=client%201\
             &redirect_uri=https%3A%2F%2Fapp.example%2Foauth.html&scope=write&code_challenge={}&code_challenge_method=S256\
             &state=BwcHBwcHBwcHBwcHBwcHBw.aHR0cHM6Ly8xMjMuYXBwcy56ZHVzZXJjb250ZW50LmNvbQ&service_region=eu",
            challenge(sign_in.expose_verifier())
        );
        assert_eq!(url, expected);
        assert_eq!(sign_in.expose_verifier().len(), 64);
        assert!(!url.contains(sign_in.expose_verifier()));
    }

    #[test]
    fn an_attempt_prints_nothing() {
        assert_eq!(format!("{:?}", SignIn::new(&[7; 64], "https://x.example")), "SignIn(…)");
    }

    proptest! {
        #[test]
        fn only_the_same_state_is_the_same(random in proptest::array::uniform32(0_u8..), at in 0_usize..60, with in 0_u8..) {
            let mut bytes = [0; 64];
            bytes[..32].copy_from_slice(&random);
            bytes[32..].copy_from_slice(&random);
            let sign_in = SignIn::new(&bytes, "https://123.apps.zdusercontent.com");
            prop_assert!(sign_in.has_state(&sign_in.state));
            let mut other = sign_in.state.clone().into_bytes();
            let place = at % other.len();
            other[place] = with & 0x7f;
            let other = String::from_utf8(other).unwrap();
            prop_assert_eq!(sign_in.has_state(&other), other == sign_in.state);
            let longer = format!("{}x", sign_in.state);
            prop_assert!(!sign_in.has_state(&longer) && !sign_in.has_state("") && !sign_in.has_state(&sign_in.state[..place]));
        }
    }
}
