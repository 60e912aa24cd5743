//! Identifiers and tokens in PagerDuty's shapes, the same ones for the same seed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The characters PagerDuty's identifiers are made of.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A source of identifiers and tokens that repeats itself for the same seed.
pub(crate) struct Random(fastrand::Rng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// `prefix` followed by capital letters and digits, `length` characters in all.
    fn identifier(&mut self, prefix: char, length: usize) -> String {
        let mut text = String::with_capacity(length);
        text.push(prefix);
        while text.len() < length {
            text.push(self.pick(ALPHABET).map_or('0', |byte| char::from(*byte)));
        }
        text
    }

    /// Capital letters and digits that begin with `R`, `length` of them: the key of an orchestration.
    pub(crate) fn orchestration_key(&mut self, length: usize) -> String {
        self.identifier('R', length)
    }

    /// An identifier such as `PXPGF42`: users, services, policies, teams, notes and most else.
    pub(crate) fn resource(&mut self) -> String {
        self.identifier('P', 7)
    }

    /// An identifier such as `Q0TZ3E1ZUV2P4B`: incidents and alerts.
    pub(crate) fn incident(&mut self) -> String {
        self.identifier('Q', 14)
    }

    /// An identifier such as `R02JTSNZWHSEKV`: log entries.
    pub(crate) fn log_entry(&mut self) -> String {
        self.identifier('R', 14)
    }

    /// `bytes` random bytes in the alphabet of base64url, without padding.
    pub(crate) fn secret(&mut self, bytes: usize) -> String {
        let mut buffer = vec![0; bytes];
        self.0.fill(&mut buffer);
        URL_SAFE_NO_PAD.encode(buffer)
    }

    /// A version 4 UUID, as used for delegations, workflow triggers and OAuth clients.
    pub(crate) fn uuid(&mut self) -> String {
        let high = self.0.u64(..);
        let low = self.0.u64(..);
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0x0fff,
            (low >> 48) & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff
        )
    }

    /// One item of `items`, or `None` when there are none.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() {
            return None;
        }
        items.get(self.0.usize(..items.len()))
    }

    /// A number in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.i64(low..=high)
    }

    /// True in `percent` of a hundred calls.
    pub(crate) fn chance(&mut self, percent: u8) -> bool {
        self.0.u8(..100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_pagerdutys_shapes_and_repeat_for_a_seed() {
        let mut first = Random::new(7);
        let mut second = Random::new(7);
        let incident = first.incident();
        assert_eq!(incident, second.incident());
        assert_eq!(incident.len(), 14);
        assert!(incident.starts_with('Q'));
        assert!(incident.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert_eq!(first.resource().len(), 7);
        let uuid = first.uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.split('-').count(), 5);
        assert_ne!(Random::new(8).incident(), incident);
    }
}
