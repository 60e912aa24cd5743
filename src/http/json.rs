//! Reading JSON by hand, leniently, with the path in every complaint.
//!
//! Derived deserializers cost a kilobyte or two of wasm for each type; a cursor over a parsed value costs that once.

use serde_json::Value;

use super::Failure;

/// A place in an answer.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a> {
    value: &'a Value,
    above: Option<&'a Json<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Item(usize),
}

/// Parses a body; what is no JSON is malformed at `$`.
pub fn parse(body: &str) -> Result<Value, Failure> {
    serde_json::from_str(body).map_err(|_| Failure::Malformed { path: "$".into() })
}

impl<'a> Json<'a> {
    /// The whole answer.
    pub fn root(value: &'a Value) -> Self {
        Self { value, above: None, step: Step::Root }
    }

    /// The field `name`; a missing one is null.
    #[must_use]
    pub fn at(&'a self, name: &'a str) -> Self {
        Self { value: self.value.get(name).unwrap_or(&Value::Null), above: Some(self), step: Step::Field(name) }
    }

    /// The field `name`, unless it is missing or null.
    pub fn maybe(&'a self, name: &'a str) -> Option<Self> {
        let field = self.at(name);
        (!field.value.is_null()).then_some(field)
    }

    /// The items of a list; anything else is malformed.
    pub fn items(&'a self) -> Result<Vec<Self>, Failure> {
        let items = self.value.as_array().ok_or_else(|| self.malformed())?;
        let place = |(index, value)| Self { value, above: Some(self), step: Step::Item(index) };
        Ok(items.iter().enumerate().map(place).collect())
    }

    /// The items of a list; none when it is no list.
    pub fn items_or_none(&'a self) -> Vec<Self> {
        self.items().unwrap_or_default()
    }

    /// The text here.
    pub fn text(&self) -> Result<&'a str, Failure> {
        self.value.as_str().ok_or_else(|| self.malformed())
    }

    /// The text here; empty when there is none.
    pub fn text_or_empty(&self) -> &'a str {
        self.value.as_str().unwrap_or_default()
    }

    /// The whole number here.
    pub fn number(&self) -> Result<u64, Failure> {
        self.value.as_u64().ok_or_else(|| self.malformed())
    }

    /// Whether `true` stands here.
    pub fn is_true(&self) -> bool {
        self.value.as_bool() == Some(true)
    }

    /// The value itself.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// Reads the text here with `read`; what that refuses is malformed.
    pub fn read<T>(&self, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Failure> {
        read(self.text()?).ok_or_else(|| self.malformed())
    }

    /// A complaint about this place.
    pub fn malformed(&self) -> Failure {
        Failure::Malformed { path: self.path() }
    }

    /// The path from the root, such as `incidents[1].id`.
    pub fn path(&self) -> String {
        let above = self.above.map(Self::path).unwrap_or_default();
        match self.step {
            Step::Root => above,
            Step::Field(name) if above.is_empty() => name.to_owned(),
            Step::Field(name) => format!("{above}.{name}"),
            Step::Item(index) => format!("{above}[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn a_complaint_names_the_path() {
        let value = parse(r#"{"incidents":[{"id":"P1"},{"id":7}]}"#).unwrap();
        let root = Json::root(&value);
        let incidents = root.at("incidents");
        let items = incidents.items().unwrap();
        assert_eq!(items.first().unwrap().at("id").text(), Ok("P1"));
        let complaint = items.last().unwrap().at("id").text();
        assert_eq!(complaint, Err(Failure::Malformed { path: "incidents[1].id".into() }));
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        assert_eq!(parse("<html>"), Err(Failure::Malformed { path: "$".into() }));
    }
}
