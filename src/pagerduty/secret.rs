//! Tokens that print nothing.

use std::fmt;

/// Far above PagerDuty's tokens, far below what a header may hold.
const LONGEST: usize = 4_096;

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The token, unless it is empty, very long or could not stand in a header.
            pub fn parse(text: &str) -> Option<Self> {
                let fits = !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
                fits.then(|| Self(text.to_owned()))
            }

            /// The token itself; only for a request to PagerDuty and for the agent's own storage.
            pub fn expose_secret(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

secrets! {
    /// What a request to the REST API proves itself with. PagerDuty: `access_token`.
    AccessToken;
    /// What a new access token is asked for with. PagerDuty: `refresh_token`.
    RefreshToken;
    /// What PagerDuty hands to the redirect address; it lives 30 seconds and is worth nothing without the verifier.
    AuthorizationCode;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_prints_nothing() {
        assert_eq!(format!("{:?}", AccessToken::parse("hidden")), "Some(AccessToken(…))");
        assert_eq!(format!("{:?}", RefreshToken::parse("hidden")), "Some(RefreshToken(…))");
    }

    #[test]
    fn a_token_that_would_break_its_header_is_none() {
        for text in ["", "a b", "a\r\nX: 1", "é", &"a".repeat(LONGEST + 1)] {
            assert_eq!(AccessToken::parse(text), None);
        }
    }
}
