//! Reading JSON bodies: unknown fields pass, wrong types are refused with 400 and code 2001.

use crate::pagerduty::failure::Failure;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

/// Reads a body of a known shape.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(bytes).map_err(|error| Failure::input(error.to_string()))
}

/// A reference such as `{"id": "P…", "type": "user_reference"}`.
#[derive(Deserialize)]
pub(super) struct Reference {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
}

/// One of `assignments`.
#[derive(Deserialize)]
pub(super) struct Assignment {
    pub(super) assignee: Reference,
}

/// `conference_bridge`.
#[derive(Deserialize)]
pub(super) struct Bridge {
    pub(super) conference_number: Option<String>,
    pub(super) conference_url: Option<String>,
}

/// `incident_type`.
#[derive(Deserialize)]
pub(super) struct TypeName {
    pub(super) name: String,
}

/// A field that may be absent, null or given.
#[derive(Default)]
pub(super) enum Field<T> {
    #[default]
    Absent,
    Null,
    Given(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<T>::deserialize(deserializer)? {
            Some(value) => Self::Given(value),
            None => Self::Null,
        })
    }
}

/// Refuses an urgency other than `high` and `low`.
pub(super) fn urgency(text: &str) -> Result<(), Failure> {
    if matches!(text, "high" | "low") { Ok(()) } else { Err(Failure::input("Urgency must be one of high, low")) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn unknown_fields_pass_and_wrong_types_do_not() {
        let reference: Reference = read(br#"{"id": "P1", "colour": {"deep": [1]}}"#).unwrap();
        assert_eq!((reference.id.as_str(), reference.kind), ("P1", None));
        let failure = read::<Reference>(br#"{"id": 7}"#).err().unwrap();
        assert_eq!((failure.status.as_u16(), failure.code), (400, 2001));
        assert!(read::<Reference>(b"{").is_err());
    }
}
