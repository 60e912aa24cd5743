//! What `client.request` takes and gives back. Zendesk: "Client API: client.request(options)".
//!
//! Depending on its version and on the request, the framework resolves to a complete response or to the parsed body alone, and
//! rejects with something like jQuery's `jqXHR`, of which every part can be missing.

use serde_json::{Value, json};

use crate::http::json::Json;
use crate::http::{Failure, Request, Response};

/// The options of a request. Nothing is repeated by the framework, so that a write is sent once.
pub(super) fn options(request: &Request, secure: bool) -> Value {
    let is_type = |name: &str| name.eq_ignore_ascii_case("content-type");
    let headers: serde_json::Map<_, _> = request
        .headers
        .iter()
        .filter(|(name, _)| !is_type(name))
        .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
        .collect();
    let mut options = json!({
        "url": request.url,
        "type": request.method.name(),
        "headers": headers,
        "httpCompleteResponse": true,
        "autoRetry": false,
        "secure": secure,
    });
    if let (Some(body), Some(options)) = (&request.body, options.as_object_mut()) {
        let content_type = request.headers.iter().find(|(name, _)| is_type(name)).map(|(_, value)| value.as_str());
        options.insert("data".into(), body.as_str().into());
        options.insert("contentType".into(), content_type.unwrap_or("application/json").into());
    }
    options
}

/// Reads what the promise was resolved with: a complete response, or a body that came with 200.
pub(super) fn resolved(value: &Value) -> Result<Response, Failure> {
    let is_complete =
        ["responseText", "responseJSON", "responseHeaders", "statusText"].iter().any(|part| value.get(part).is_some());
    if is_complete && value.get("status").is_some() {
        return complete(value);
    }
    let body = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        parsed => parsed.to_string(),
    };
    Ok(Response { status: 200, retry_after: None, body })
}

/// Reads what the promise was rejected with; without a status no answer came.
pub(super) fn rejected(value: &Value) -> Result<Response, Failure> {
    complete(value)
}

fn complete(value: &Value) -> Result<Response, Failure> {
    let root = Json::root(value);
    let status = root.at("status").number().ok().and_then(|status| u16::try_from(status).ok()).unwrap_or_default();
    if status == 0 {
        let timed_out = root.at("statusText").text_or_empty() == "timeout";
        return Err(if timed_out { Failure::TimedOut } else { Failure::Unreachable });
    }
    let text = root.at("responseText").text_or_empty();
    let body = match root.maybe("responseJSON") {
        Some(parsed) if text.is_empty() => parsed.value().to_string(),
        _ => text.to_owned(),
    };
    let headers = root.at("responseHeaders");
    let wait = header(headers.value(), "retry-after").or_else(|| header(headers.value(), "ratelimit-reset"));
    Ok(Response { status, retry_after: wait, body })
}

/// A header that holds seconds; headers come as lines or as an object.
fn header(headers: &Value, wanted: &str) -> Option<u32> {
    match headers {
        Value::String(lines) => {
            let mut pairs = lines.lines().filter_map(|line| line.split_once(':'));
            let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
            value.trim().parse().ok()
        }
        Value::Object(fields) => {
            let (_, value) = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
            match value {
                Value::String(text) => text.trim().parse().ok(),
                other => other.as_u64().and_then(|seconds| u32::try_from(seconds).ok()),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::http::Method;

    #[test]
    fn a_write_becomes_options_with_its_type_apart() {
        let request = Request::new(Method::Put, "/api/v2/tickets/1.json").json(&json!({ "ticket": {} }));
        let expected = json!({
            "url": "/api/v2/tickets/1.json",
            "type": "PUT",
            "headers": {},
            "httpCompleteResponse": true,
            "autoRetry": false,
            "secure": false,
            "contentType": "application/json",
            "data": "{\"ticket\":{}}",
        });
        assert_eq!(options(&request, false), expected);
    }

    #[test]
    fn a_secure_read_keeps_the_place_where_the_key_goes() {
        let request = Request::new(Method::Get, "https://api.pagerduty.com/incidents")
            .header("Authorization", "Token token={{setting.pagerduty_read_only_key}}");
        let options = options(&request, true);
        assert_eq!(options["headers"], json!({ "Authorization": "Token token={{setting.pagerduty_read_only_key}}" }));
        assert_eq!((&options["secure"], options.get("data"), options.get("contentType")), (&json!(true), None, None));
    }

    #[test]
    fn a_complete_response_is_read_as_it_is() {
        let whole =
            json!({ "status": 201, "statusText": "Created", "responseText": "{\"a\": 1}", "responseJSON": { "a": 1 } });
        assert_eq!(resolved(&whole).unwrap(), Response { status: 201, retry_after: None, body: "{\"a\": 1}".into() });
        let parsed = json!({ "status": 200, "responseJSON": { "a": 1 }, "responseText": "" });
        assert_eq!(resolved(&parsed).unwrap().body, "{\"a\":1}");
        let empty = json!({ "status": 204, "statusText": "No Content" });
        assert_eq!(resolved(&empty).unwrap(), Response { status: 204, retry_after: None, body: String::new() });
    }

    #[test]
    fn a_bare_body_came_with_200_even_if_it_has_a_status_of_its_own() {
        for (value, body) in [
            (json!({ "ticket": { "id": 1 } }), "{\"ticket\":{\"id\":1}}"),
            (json!({ "status": "open" }), "{\"status\":\"open\"}"),
            (json!("text"), "text"),
            (json!([1]), "[1]"),
            (Value::Null, ""),
        ] {
            assert_eq!(resolved(&value).unwrap(), Response { status: 200, retry_after: None, body: body.into() });
        }
    }

    #[test]
    fn a_rejection_keeps_its_status_and_words() {
        let refused =
            json!({ "status": 404, "statusText": "Not Found", "responseText": "{\"error\":\"RecordNotFound\"}" });
        assert_eq!(
            rejected(&refused).unwrap(),
            Response { status: 404, retry_after: None, body: "{\"error\":\"RecordNotFound\"}".into() }
        );
        let parsed = json!({ "status": 422, "responseJSON": { "error": "x" } });
        assert_eq!(rejected(&parsed).unwrap().body, "{\"error\":\"x\"}");
        let html = json!({ "status": 200, "statusText": "parsererror", "responseText": "<html>" });
        assert_eq!(rejected(&html).unwrap().body, "<html>");
    }

    #[test]
    fn without_a_status_no_answer_came() {
        for value in [
            Value::Null,
            json!({}),
            json!("x"),
            json!({ "status": 0 }),
            json!({ "status": 70_000 }),
            json!({ "status": -1 }),
        ] {
            assert_eq!(rejected(&value), Err(Failure::Unreachable), "{value}");
        }
        assert_eq!(rejected(&json!({ "status": 0, "statusText": "timeout" })), Err(Failure::TimedOut));
        assert_eq!(resolved(&json!({ "status": 0, "statusText": "error" })), Err(Failure::Unreachable));
    }

    #[test]
    fn the_time_to_wait_is_found_in_lines_and_objects() {
        let wait =
            |headers: Value| rejected(&json!({ "status": 429, "responseHeaders": headers })).unwrap().retry_after;
        assert_eq!(wait(json!("content-type: text/plain\r\nRetry-After: 93\r\n")), Some(93));
        assert_eq!(wait(json!({ "ratelimit-reset": 5 })), Some(5));
        assert_eq!(wait(json!({ "Ratelimit-Reset": "5", "RETRY-AFTER": " 7 " })), Some(7));
        assert_eq!(wait(json!("Retry-After: Wed, 21 Oct 2026 07:28:00 GMT")), None);
        assert_eq!(wait(json!({ "retry-after": -1 })), None);
        assert_eq!(wait(Value::Null), None);
    }
}
