//! Zendesk's two kinds of paging: cursors (`page[size]`, `page[after]`) and offsets (`page`, `per_page`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::model::ORIGIN;
use super::refusal::Refusal;
use super::stamp::HOUR;

/// The most records on one page.
pub(crate) const MOST: usize = 100;
/// The most records on one page of an export.
const MOST_EXPORTED: usize = 1_000;

/// The query string, decoded, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn read(raw: Option<&str>) -> Self {
        Self(form_urlencoded::parse(raw.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, value) in &self.0 {
            if !changes.iter().any(|(name, _)| name == key) {
                query.append_pair(key, value);
            }
        }
        for (key, value) in changes {
            query.append_pair(key, value);
        }
        query.finish()
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.parse().ok()
    }
}

/// Cuts one page out of `records` and wraps it under `key`; the caller's query chooses the kind of paging.
pub(crate) fn page(path: &str, query: &Query, key: &str, records: Vec<Value>) -> Result<Map<String, Value>, Refusal> {
    if query.get("page[size]").is_some() || query.get("page[after]").is_some() {
        cursor(path, query, key, records)
    } else {
        Ok(offset(path, query, key, &records))
    }
}

/// Only cursors, as newer parts of the API have it.
pub(crate) fn cursor(path: &str, query: &Query, key: &str, records: Vec<Value>) -> Result<Map<String, Value>, Refusal> {
    let size = query.number("page[size]").unwrap_or(MOST).clamp(1, MOST);
    let start = query.get("page[after]").map_or(Some(0), decode).ok_or_else(no_cursor)?;
    Ok(cut(path, query, key, records, (start, size), encode))
}

/// The page of an export: up to a thousand records, only onwards, and with cursors that end an hour after they were given.
pub(crate) fn expiring(
    path: &str,
    query: &Query,
    key: &str,
    records: Vec<Value>,
    now: i64,
) -> Result<Map<String, Value>, Refusal> {
    let size = query.number("page[size]").unwrap_or(MOST).clamp(1, MOST_EXPORTED);
    let start = match query.get("page[after]") {
        None => 0,
        Some(after) => {
            let (start, given) = decode_dated(after).ok_or_else(no_cursor)?;
            if given + HOUR < now {
                return Err(no_cursor());
            }
            start
        }
    };
    let mut answer = cut(path, query, key, records, (start, size), |end| encode_dated(end, now));
    if let Some(meta) = answer.get_mut("meta").and_then(Value::as_object_mut) {
        meta.insert("before_cursor".to_owned(), Value::Null);
    }
    Ok(answer)
}

fn no_cursor() -> Refusal {
    Refusal::invalid_attribute("page[after]", "Invalid parameter: page[after] is not a valid cursor")
}

fn cut(
    path: &str,
    query: &Query,
    key: &str,
    records: Vec<Value>,
    (start, size): (usize, usize),
    encode: impl Fn(usize) -> String,
) -> Map<String, Value> {
    let total = records.len();
    let end = (start + size).min(total);
    let mut answer = Map::new();
    answer.insert(key.to_owned(), records.into_iter().skip(start).take(size).collect());
    let more = end < total;
    let after = encode(end);
    let next = more.then(|| format!("{ORIGIN}{path}?{}", query.with(&[("page[after]", &after)])));
    answer.insert(
        "meta".to_owned(),
        json!({"has_more": more, "after_cursor": more.then_some(after), "before_cursor": (start > 0).then(|| encode(start))}),
    );
    answer.insert("links".to_owned(), json!({"next": next, "prev": null}));
    answer
}

/// Offset paging; `next_page` is null on the last page.
pub(crate) fn offset(path: &str, query: &Query, key: &str, records: &[Value]) -> Map<String, Value> {
    let per_page = query.number("per_page").unwrap_or(MOST).clamp(1, MOST);
    let number = query.number("page").unwrap_or(1).max(1);
    let skip = (number - 1).saturating_mul(per_page);
    let link = |number: usize| format!("{ORIGIN}{path}?{}", query.with(&[("page", &number.to_string())]));
    let mut answer = Map::new();
    answer.insert(key.to_owned(), records.iter().skip(skip).take(per_page).cloned().collect());
    answer.insert("next_page".to_owned(), json!((skip + per_page < records.len()).then(|| link(number + 1))));
    answer.insert("previous_page".to_owned(), json!((number > 1).then(|| link(number - 1))));
    answer.insert("count".to_owned(), json!(records.len()));
    answer
}

/// The last record that an offset query asks for, to keep within a cap.
pub(crate) fn reach(query: &Query) -> usize {
    let per_page = query.number("per_page").unwrap_or(MOST).clamp(1, MOST);
    query.number("page").unwrap_or(1).max(1).saturating_mul(per_page)
}

fn encode(position: usize) -> String {
    STANDARD.encode(format!("{{\"o\":{position}}}"))
}

fn encode_dated(position: usize, at: i64) -> String {
    STANDARD.encode(format!("{position}@{at}"))
}

fn decode_dated(cursor: &str) -> Option<(usize, i64)> {
    let text = String::from_utf8(STANDARD.decode(cursor).ok()?).ok()?;
    let (position, at) = text.split_once('@')?;
    Some((position.parse().ok()?, at.parse().ok()?))
}

fn decode(cursor: &str) -> Option<usize> {
    let text = String::from_utf8(STANDARD.decode(cursor).ok()?).ok()?;
    text.strip_prefix("{\"o\":")?.strip_suffix('}')?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::*;

    fn records() -> Vec<Value> {
        (0..250).map(|number| json!(number)).collect()
    }

    #[test]
    fn cursors_walk_every_record_once() {
        let mut seen = Vec::new();
        let mut raw = "page[size]=90".to_owned();
        loop {
            let answer = page("/api/v2/groups", &Query::read(Some(&raw)), "groups", records()).unwrap();
            seen.extend(answer["groups"].as_array().unwrap().clone());
            let Some(next) = answer["links"]["next"].as_str() else {
                break;
            };
            raw = next.split_once('?').unwrap().1.to_owned();
        }
        assert_eq!(seen, records());
    }

    #[test]
    fn offsets_say_where_the_next_page_is() {
        let answer = page("/api/v2/groups", &Query::read(Some("per_page=100&page=2")), "groups", records()).unwrap();
        assert_eq!(answer["groups"].as_array().unwrap().len(), 100);
        assert_eq!(answer["count"], 250);
        assert!(answer["next_page"].as_str().unwrap().ends_with("page=3"));
        let last = page("/api/v2/groups", &Query::read(Some("page=3")), "groups", records()).unwrap();
        assert_eq!(last["next_page"], Value::Null);
    }

    #[test]
    fn a_made_up_cursor_is_refused() {
        assert!(page("/api/v2/groups", &Query::read(Some("page[after]=abc")), "groups", records()).is_err());
    }
}
