//! The request proxy: where secure settings go, and everything that it does not send.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use serde_json::{Value, json};

use super::bench::{ask, raw, sandbox};
use super::seed::people::SAM_RIVERA;
use crate::Sandbox;
use crate::faults::{Fault, Kind, Target};

const KEY: &str = "Token token={{setting.pagerduty_read_only_key}}";

async fn send(sandbox: &Sandbox, options: Value) -> (u16, Value) {
    let (status, body) = ask(sandbox.request_proxy(), "POST", "/proxy", SAM_RIVERA, options).await;
    (status.as_u16(), body)
}

fn incidents(secure: bool) -> Value {
    json!({"url": "https://api.pagerduty.com/incidents?limit=1", "headers": {"Authorization": KEY}, "secure": secure})
}

#[tokio::test]
async fn a_secure_setting_is_put_in_on_the_way_and_only_then() {
    let (sandbox, _) = sandbox();
    let (status, body) = send(&sandbox, incidents(true)).await;
    assert_eq!((status, body["incidents"].as_array().unwrap().len()), (200, 1));
    assert_eq!(send(&sandbox, incidents(false)).await.0, 401);
    let recorded = sandbox.recorder().exchanges();
    assert_eq!(recorded[0]["request"]["url"], "https://api.pagerduty.com/incidents?limit=1");
    assert_eq!(recorded[1]["request"]["headers"]["authorization"], KEY);
}

#[tokio::test]
async fn a_key_that_is_not_set_makes_the_vendor_refuse() {
    let (sandbox, _) = sandbox();
    sandbox.zendesk().set_setting("pagerduty_read_only_key", Value::Null);
    assert_eq!(send(&sandbox, incidents(true)).await.0, 401);
}

#[tokio::test]
async fn only_allowed_hosts_over_https_are_reached() {
    let (sandbox, _) = sandbox();
    for url in [
        "https://evil.example/",
        "http://api.pagerduty.com/incidents",
        "https://api.pagerduty.com:444/incidents",
        "https://api.pagerduty.com@evil.example/",
        "https://user:word@api.pagerduty.com/incidents",
        "https://api.eu.pagerduty.com/incidents",
    ] {
        let (status, words) = send(&sandbox, json!({"url": url, "secure": true})).await;
        assert_eq!(status, 403, "{url}");
        assert!(words.as_str().unwrap().ends_with("is not a proxyable URI"));
    }
    assert_eq!(send(&sandbox, json!({"url": "not an address"})).await.0, 400);
    assert_eq!(send(&sandbox, json!({})).await.0, 400);
    assert!(sandbox.recorder().exchanges().is_empty());
}

#[tokio::test]
async fn a_secure_setting_outside_its_scopes_is_not_sent() {
    let (sandbox, _) = sandbox();
    let in_address =
        json!({"url": "https://api.pagerduty.com/incidents?key={{setting.pagerduty_read_only_key}}", "secure": true});
    assert_eq!(send(&sandbox, in_address).await.0, 422);
    let in_body = json!({"url": "https://api.pagerduty.com/incidents", "type": "POST", "data": KEY, "secure": true});
    assert_eq!(send(&sandbox, in_body).await.0, 422);
    assert!(sandbox.recorder().exchanges().is_empty());
}

#[tokio::test]
async fn an_open_setting_is_never_put_in() {
    let (sandbox, _) = sandbox();
    let options = json!({
        "url": "https://api.pagerduty.com/incidents", "headers": {"X-Probe": "{{setting.configuration}}", "under_score": "1"}, "secure": true
    });
    send(&sandbox, options).await;
    let headers = &sandbox.recorder().exchanges()[0]["request"]["headers"];
    assert_eq!(headers["x-probe"], "{{setting.configuration}}");
    assert_eq!(headers.get("under_score"), None);
}

#[tokio::test]
async fn a_stranger_has_no_proxy() {
    let (sandbox, _) = sandbox();
    assert_eq!(raw(sandbox.request_proxy(), "POST", "/proxy", None, incidents(true)).await.status(), 401);
}

#[tokio::test]
async fn data_goes_out_as_a_query_a_form_or_json() {
    let (sandbox, _) = sandbox();
    let url = "https://api.pagerduty.com/incidents";
    send(&sandbox, json!({"url": url, "data": {"limit": 2, "statuses": ["triggered", "resolved"]}})).await;
    send(&sandbox, json!({"url": url, "type": "POST", "data": {"a": 1}})).await;
    send(&sandbox, json!({"url": url, "type": "PUT", "contentType": "application/json", "data": {"a": 1}})).await;
    let sent = sandbox.recorder().exchanges();
    assert_eq!(sent[0]["request"]["url"], format!("{url}?limit=2&statuses%5B%5D=triggered&statuses%5B%5D=resolved"));
    assert_eq!(sent[1]["request"]["body"], "a=1");
    assert_eq!((&sent[2]["request"]["method"], &sent[2]["request"]["body"]), (&json!("PUT"), &json!("{\"a\":1}")));
}

#[tokio::test]
async fn a_vendor_that_breaks_off_is_a_bad_gateway_and_the_proxy_has_faults_of_its_own() {
    let (sandbox, _) = sandbox();
    sandbox.faults().add(Fault::new(Target::Pagerduty, Kind::DropAnswer).times(1));
    assert_eq!(send(&sandbox, incidents(true)).await.0, 502);
    assert_eq!(sandbox.recorder().exchanges()[0]["response"], Value::Null);
    assert_eq!(sandbox.recorder().exchanges()[0]["fault"], "drop_answer");
    let down = Kind::Status { code: 503, retry_after: None, body: None };
    sandbox.faults().add(Fault::new(Target::Proxy, down).times(1));
    assert_eq!(send(&sandbox, incidents(true)).await, (503, json!("Proxy error: Service Unavailable")));
}
