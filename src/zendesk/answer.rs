//! What a status means, and what Zendesk says of a refusal.

use serde_json::Value;

use crate::http::json::{self, Json};
use crate::http::{Failure, Response, Told};

/// The body of an answer that is good, else why it is none. Zendesk: "Ticketing API: Response format".
pub(super) fn body_of(response: &Response) -> Result<Value, Failure> {
    json::parse(response.good(told)?)
}

/// Reads `{"error":…,"description":…,"details":{"<field>":[{"description":…}]}}`, or `{"error":{"title":…,"message":…}}`.
fn told(body: &str) -> Told {
    let Ok(value) = json::parse(body) else {
        return Told::default();
    };
    let root = Json::root(&value);
    let error = root.at("error");
    let mut words = vec![
        error.at("title").text_or_empty(),
        error.at("message").text_or_empty(),
        root.at("description").text_or_empty(),
        root.at("message").text_or_empty(),
    ];
    let details = root.at("details").value().as_object();
    let reasons = details.into_iter().flat_map(serde_json::Map::values).filter_map(Value::as_array).flatten();
    words.extend(reasons.filter_map(|reason| reason.get("description")?.as_str()));
    if words.iter().all(|part| part.is_empty()) {
        words.push(error.text_or_empty());
    }
    Told::new(0, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(body: &str) -> String {
        match body_of(&Response { status: 422, retry_after: None, body: body.to_owned() }) {
            Err(Failure::Rejected(told)) => told.words,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn refusals_are_told_in_every_form() {
        let invalid = r#"{"error":"RecordInvalid","description":"Record validation errors",
            "details":{"status":[{"description":"Status: closed prevents ticket update"}],"x":7}}"#;
        assert_eq!(words(invalid), "Record validation errors Status: closed prevents ticket update");
        assert_eq!(words(r#"{"error":{"title":"Invalid attribute","message":"No."}}"#), "Invalid attribute No.");
        assert_eq!(words(r#"{"error":"Couldn't authenticate you"}"#), "Couldn't authenticate you");
        for body in ["", "<html>", "null", "[]", r#"{"error":7,"details":[]}"#] {
            assert_eq!(words(body), "", "{body}");
        }
    }

    #[test]
    fn each_status_is_a_kind_of_its_own() {
        let of = |status| body_of(&Response { status, retry_after: Some(9), body: "{}".into() });
        assert_eq!(of(200), Ok(serde_json::json!({})));
        assert_eq!(of(401), Err(Failure::Unauthorized));
        assert_eq!(of(403), Err(Failure::Forbidden(Told::default())));
        assert_eq!(of(404), Err(Failure::NotFound));
        assert_eq!(of(409), Err(Failure::Conflict(Told::default())));
        assert_eq!(of(429), Err(Failure::RateLimited { seconds: Some(9) }));
        assert_eq!(of(502), Err(Failure::Broken { status: 502 }));
    }
}
