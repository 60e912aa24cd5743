//! Query parameters, and the classic pagination that most lists share.
//!
//! Source: PagerDuty developer documentation, "Pagination": 25 by default, 100 at most, and `limit + offset` at most
//! 10 000.

use crate::pagerduty::failure::Failure;
use crate::pagerduty::time;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// A page when the caller names no limit.
const DEFAULT_LIMIT: usize = 25;
/// The longest page.
const MOST: usize = 100;
/// The deepest record that pagination reaches.
const DEEPEST: usize = 10_000;

/// The decoded query, in order, with repeats.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn new(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The first value of a parameter.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A text to look for; an empty one filters nothing.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.one(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_lowercase)
    }

    /// Every value of a parameter.
    pub(super) fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether `value` passes a filter that is absent or lists it.
    pub(super) fn admits(&self, name: &str, value: &str) -> bool {
        self.admits_any(name, std::iter::once(value))
    }

    /// Whether one of `values` passes a filter that is absent or lists it.
    pub(super) fn admits_any<'a>(&self, name: &str, mut values: impl Iterator<Item = &'a str>) -> bool {
        self.one(name).is_none() || values.any(|value| self.all(name).any(|wanted| wanted == value))
    }

    /// Refuses values of a parameter outside `known`.
    pub(super) fn only(&self, name: &str, known: &[&str]) -> Result<(), Failure> {
        match self.all(name).find(|value| !known.contains(value)) {
            None => Ok(()),
            Some(value) => Err(Failure::input(format!("{name} cannot be {value}"))),
        }
    }

    /// A boolean parameter; absent is false.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Failure> {
        match self.one(name) {
            None | Some("false" | "") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Failure::input(format!("{name} must be true or false"))),
        }
    }

    /// The zone of `time_zone`.
    pub(super) fn time_zone(&self) -> Result<Option<TimeZone>, Failure> {
        let Some(name) = self.one("time_zone").filter(|name| !name.is_empty()) else {
            return Ok(None);
        };
        time::zone(name).map(Some).ok_or_else(|| Failure::input("Time zone is not a tzinfo name"))
    }

    /// An instant, as milliseconds; a wrong one is refused with code 2004.
    pub(super) fn time(&self, name: &str) -> Result<Option<i64>, Failure> {
        let zone = self.time_zone()?;
        let Some(text) = self.one(name).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        time::parse(text, zone.as_ref()).map(Some).ok_or_else(|| {
            Failure::new(
                axum::http::StatusCode::BAD_REQUEST,
                2004,
                "Invalid time values in 'since' and/or 'until' parameters",
            )
        })
    }

    fn number(&self, name: &str, default: usize) -> Result<usize, Failure> {
        self.one(name).map_or(Ok(default), |text| {
            text.parse().map_err(|_| Failure::input(format!("{name} must be a whole number")))
        })
    }

    /// One page of `items` under `name`, each written by `write`, with `limit`, `offset`, `more` and `total`.
    pub(super) fn page<T>(&self, name: &str, items: &[T], write: impl Fn(&T) -> Value) -> Result<Value, Failure> {
        let limit = self.number("limit", DEFAULT_LIMIT)?.min(MOST);
        let offset = self.number("offset", 0)?;
        if limit == 0 {
            return Err(Failure::input("limit must be greater than 0"));
        }
        if limit.saturating_add(offset) > DEEPEST {
            return Err(Failure::input("Offset and limit may not exceed 10000 together"));
        }
        let total = if self.flag("total")? { Value::from(items.len()) } else { Value::Null };
        let page: Vec<Value> = items.iter().skip(offset).take(limit).map(write).collect();
        let mut answer = Map::new();
        answer.insert("more".to_owned(), Value::from(items.len() > offset.saturating_add(page.len())));
        answer.insert(name.to_owned(), Value::from(page));
        answer.insert("limit".to_owned(), Value::from(limit));
        answer.insert("offset".to_owned(), Value::from(offset));
        answer.insert("total".to_owned(), total);
        Ok(Value::Object(answer))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::*;

    fn page(query: &str, count: usize) -> Result<Value, Failure> {
        let items: Vec<usize> = (0..count).collect();
        Query::new(query).page("items", &items, |item| Value::from(*item))
    }

    #[test]
    fn pages_default_to_25_stop_at_100_and_tell_whether_there_is_more() {
        let first = page("", 26).unwrap();
        assert_eq!(first["items"].as_array().unwrap().len(), 25);
        assert_eq!((&first["more"], &first["total"]), (&Value::from(true), &Value::Null));
        let rest = page("offset=25&total=true", 26).unwrap();
        assert_eq!((&rest["more"], &rest["total"]), (&Value::from(false), &Value::from(26)));
        assert_eq!(page("limit=500", 300).unwrap()["limit"], 100);
    }

    #[test]
    fn pages_deeper_than_ten_thousand_and_wrong_numbers_are_refused() {
        assert!(page("limit=100&offset=9900", 3).is_ok());
        for query in ["limit=100&offset=9901", "limit=x", "offset=-1", "limit=0", "total=yes"] {
            assert_eq!(page(query, 3).unwrap_err().code, 2001, "{query}");
        }
        assert_eq!(Query::new("since=soon").time("since").unwrap_err().code, 2004);
    }
}
