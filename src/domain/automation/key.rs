//! The key by which PagerDuty knows where an event belongs, and what may be said of it.

use std::fmt;

use crate::domain::region::Region;

/// How long a routing key is. PagerDuty, "Events API v2": 32 characters.
const LENGTH: usize = 32;

/// A routing key: whoever has it can open incidents. Prints nothing; never in the configuration, an address or an error.
#[derive(Clone, PartialEq, Eq)]
pub struct RoutingKey(String);

impl RoutingKey {
    /// The key, if `text` has the shape of one: 32 letters and digits. Blanks around it are what pasting brings along.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned()))
    }

    /// The key itself; only for the body of a trigger.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// What may be kept and shown of it.
    pub fn fingerprint(&self) -> Fingerprint {
        // FNV-1a, folded to 32 bits. However it is made, so short a text tells at most 32 of the key's more than 120 bits.
        let hash = self
            .0
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let folded = (hash ^ (hash >> 32)) & 0xffff_ffff;
        Fingerprint(format!("{folded:08x}"))
    }
}

impl fmt::Debug for RoutingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RoutingKey(…)")
    }
}

/// By what two keys can be told apart without knowing them: eight hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint, if `text` has the shape of one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 8 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where PagerDuty takes events in: an account lives in one region, and the other knows none of its keys.
impl Region {
    /// The address that events are posted to. PagerDuty, "Events API v2" and "Service Regions".
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::Us => "https://events.pagerduty.com/v2/enqueue",
            Self::Eu => "https://events.eu.pagerduty.com/v2/enqueue",
        }
    }

    /// The name of our webhook for the region, by which it is found again.
    pub fn webhook_name(self) -> &'static str {
        match self {
            Self::Us => "Incident Command Console: PagerDuty events (US)",
            Self::Eu => "Incident Command Console: PagerDuty events (EU)",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_prints_nothing_and_its_fingerprint_is_none_of_its_letters() {
        let key = RoutingKey::parse(" R0123456789ABCDEFGHIJKLMNOPQRSTU\n").unwrap();
        assert_eq!(format!("{key:?}"), "RoutingKey(…)");
        assert_eq!(key.fingerprint(), key.fingerprint());
        assert!(!key.expose_secret().to_lowercase().contains(key.fingerprint().as_str()));
        assert_eq!(RoutingKey::parse("R0123456789ABCDEFGHIJKLMNOPQRST"), None);
        assert_eq!(RoutingKey::parse("R0123456789ABCDEFGHIJKLMNOPQRST\""), None);
    }

    proptest! {
        #[test]
        fn a_fingerprint_is_read_back(key in "[A-Za-z0-9]{32}", other in "[A-Za-z0-9]{32}") {
            let fingerprint = RoutingKey::parse(&key).unwrap().fingerprint();
            prop_assert_eq!(Fingerprint::parse(fingerprint.as_str()), Some(fingerprint.clone()));
            prop_assert_eq!(key == other, RoutingKey::parse(&other).unwrap().fingerprint() == fingerprint);
        }
    }
}
