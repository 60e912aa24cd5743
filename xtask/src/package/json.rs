//! JSON as Zendesk reads it: an object, and no key twice, which its library refuses (`NoOverrideHash`) and most parsers hide.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Refusal;
use super::contents::Package;

/// Reads a file of the package as a JSON object.
pub(super) fn object(package: &Package, path: &str) -> Result<Map<String, Value>, Refusal> {
    let bytes = package.bytes(path).ok_or_else(|| Refusal::new(path, "is missing"))?;
    match parse(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::new(path, "is not a JSON object")),
        Err(error) => Err(Refusal::new(path, format!("cannot be read: {error}"))),
    }
}

/// Parses JSON and refuses a key that stands twice in one object.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(bytes).map(|Strict(value)| value)
}

/// A value in whose objects every key stands once.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number is out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((key, Strict(value))) = map.next_entry::<String, Strict>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key {key:?} stands twice in one object")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use super::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let text = r#"{"a":[null,true,-1,2,1.5,"x"],"b":{"a":1}}"#;
        assert_eq!(parse(text.as_bytes()).unwrap().to_string(), text);
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_at_any_depth() {
        assert!(parse(br#"{"a":1,"a":2}"#).unwrap_err().to_string().contains("\"a\" stands twice"));
        assert!(parse(br#"{"x":[{"b":1,"b":1}]}"#).unwrap_err().to_string().contains("\"b\" stands twice"));
    }

    #[test]
    fn a_file_that_is_missing_broken_or_no_object_is_refused() {
        let mut package = Package::default();
        assert_eq!(object(&package, "manifest.json").unwrap_err().reason, "is missing");
        package.put("manifest.json", b"[]");
        assert_eq!(object(&package, "manifest.json").unwrap_err().reason, "is not a JSON object");
        package.put("manifest.json", b"{");
        assert!(object(&package, "manifest.json").unwrap_err().reason.starts_with("cannot be read"));
    }
}
