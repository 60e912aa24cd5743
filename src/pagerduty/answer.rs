//! What a status means, and what PagerDuty says of a refusal.

use serde_json::Value;

use crate::http::json::{self, Json};
use crate::http::{Failure, Response, Told};

/// The body of an answer that is good, else why it is none. An empty body, as of 204, is null.
///
/// PagerDuty REST: "Errors".
pub(crate) fn body_of(response: &Response) -> Result<Value, Failure> {
    match response.good(told)? {
        empty if empty.trim().is_empty() => Ok(Value::Null),
        body => json::parse(body),
    }
}

/// Reads `{"error":{"message":…,"code":…,"errors":…}}`, of which every part can be missing; `errors` is a list or a string.
///
/// A gateway before PagerDuty may answer in HTML, which tells nothing to anyone.
fn told(body: &str) -> Told {
    let Ok(value) = json::parse(body) else {
        return Told::default();
    };
    let root = Json::root(&value);
    let error = root.at("error");
    if let Ok(words) = error.text() {
        return Told::new(0, [words]);
    }
    let code = error.at("code").number().ok().and_then(|code| u32::try_from(code).ok()).unwrap_or_default();
    let message = error.at("message");
    let errors = error.at("errors");
    let items = errors.items_or_none();
    let reasons = items.iter().map(Json::text_or_empty).chain([errors.text_or_empty()]);
    Told::new(code, std::iter::once(message.text_or_empty()).chain(reasons))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Result<Value, Failure> {
        body_of(&Response { status, retry_after: Some(7), body: body.to_owned() })
    }

    #[test]
    fn a_refusal_is_told_with_its_code_and_reasons() {
        let body = r#"{"error":{"message":"Arguments Caused Error","code":2001,"errors":["Title","is\n  needed",7]}}"#;
        let told = Told { code: 2001, words: "Arguments Caused Error Title is needed".into() };
        assert_eq!(of(400, body), Err(Failure::Rejected(told.clone())));
        assert_eq!(of(403, body), Err(Failure::Forbidden(told.clone())));
        assert_eq!(of(409, body), Err(Failure::Conflict(told)));
    }

    #[test]
    fn errors_may_be_a_string_or_missing_and_code_may_be_anything() {
        let words = |body| match of(422, body) {
            Err(Failure::Rejected(told)) => (told.code, told.words),
            other => (0, format!("{other:?}")),
        };
        assert_eq!(words(r#"{"error":{"message":"No","code":1001,"errors":"really"}}"#), (1001, "No really".into()));
        assert_eq!(words(r#"{"error":{"message":"No","code":"x"}}"#), (0, "No".into()));
        assert_eq!(words(r#"{"error":{"code":99999999999}}"#), (0, String::new()));
        assert_eq!(words(r#"{"error":"invalid_grant"}"#), (0, "invalid_grant".into()));
        for body in ["", "<html>bad</html>", "null", "[]", r#"{"error":null}"#] {
            assert_eq!(words(body), (0, String::new()), "{body}");
        }
    }

    #[test]
    fn each_status_is_a_kind_of_its_own() {
        assert_eq!(of(401, "{}"), Err(Failure::Unauthorized));
        assert_eq!(of(402, ""), Err(Failure::PaymentRequired));
        assert_eq!(of(404, "<html>"), Err(Failure::NotFound));
        assert_eq!(of(408, ""), Err(Failure::TimedOut));
        assert_eq!(of(429, ""), Err(Failure::RateLimited { seconds: Some(7) }));
        for status in [0, 100, 302, 500, 503, 599, 999] {
            assert_eq!(of(status, "{}"), Err(Failure::Broken { status }));
        }
    }

    #[test]
    fn a_good_answer_is_its_json_and_nothing_is_null() {
        assert_eq!(of(201, r#"{"a":1}"#), Ok(serde_json::json!({ "a": 1 })));
        assert_eq!(of(204, ""), Ok(Value::Null));
        assert_eq!(of(200, "<html>"), Err(Failure::Malformed { path: "$".into() }));
    }
}
