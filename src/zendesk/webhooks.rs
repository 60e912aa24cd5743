//! Webhooks: where triggers send to, and what became of it. Zendesk: "Webhooks", `/api/v2/webhooks`. For administrators only.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::domain::automation::delivery::{Deliveries, Delivery};
use crate::domain::automation::event::Body;
use crate::domain::automation::found::Webhook;
use crate::domain::automation::{Fingerprint, Region};
use crate::domain::id::{WebhookId, is_id};
use crate::domain::moment::Moment;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::triggers::{gone, next};

/// What subscribes a webhook to triggers.
const BY_TRIGGERS: &str = "conditional_ticket_events";

/// Far above what an account has.
const MOST_PAGES: usize = 20;

/// How many calls tell of a webhook's health.
const LATEST: &str = "25";

/// How many of them are looked into when some were refused: each is a request.
const LOOKED_INTO: usize = 10;

impl<T: Transport> Api<T> {
    /// Every webhook. Zendesk: `GET /api/v2/webhooks`, by cursor.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Failure> {
        let mut webhooks = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut request = Request::new(Method::Get, "/api/v2/webhooks").query("page[size]", "100");
            if let Some(after) = &after {
                request = request.query("page[after]", after);
            }
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            for place in root.at("webhooks").items()? {
                webhooks.push(read(&place)?);
            }
            after = next(&root);
            if after.is_none() {
                break;
            }
        }
        Ok(webhooks)
    }

    /// Makes our webhook of a region, once. Zendesk: `POST /api/v2/webhooks`. After a lost answer look for it.
    pub async fn create_webhook(&self, region: Region) -> Result<Webhook, Failure> {
        let mut webhook = ours(region);
        if let Some(fields) = webhook.as_object_mut() {
            fields.insert("subscriptions".into(), json!([BY_TRIGGERS]));
        }
        let request = Request::new(Method::Post, "/api/v2/webhooks").json(&json!({ "webhook": webhook }));
        let body = self.ask(request).await?;
        read(&Json::root(&body).at("webhook"))
    }

    /// Makes our webhook of a region say again what it should. Zendesk: `PUT /api/v2/webhooks/{id}`. Doing so again changes nothing.
    pub async fn repair_webhook(&self, region: Region, id: &WebhookId) -> Result<(), Failure> {
        self.done(Request::new(Method::Put, address(id)).json(&json!({ "webhook": ours(region) }))).await
    }

    /// Removes a webhook; one that is gone already is gone. Zendesk: `DELETE /api/v2/webhooks/{id}`.
    pub async fn delete_webhook(&self, id: &WebhookId) -> Result<(), Failure> {
        gone(self.done(Request::new(Method::Delete, address(id))).await)
    }

    /// What became of the latest calls of our webhook of a region. Zendesk: `GET /api/v2/webhooks/{id}/invocations`, and
    /// `…/{invocation}/attempts` of those that were refused.
    ///
    /// An attempt shows what was sent, and with it the key: only its fingerprint leaves this place.
    pub async fn deliveries(&self, region: Region, id: &WebhookId) -> Result<Deliveries, Failure> {
        let address = format!("/api/v2/webhooks/{id}/invocations");
        let request =
            Request::new(Method::Get, &address).query("page[size]", LATEST).query("sort", "-latest_completed_at");
        let body = self.ask(request).await?;
        let mut calls = Vec::new();
        for place in Json::root(&body).at("invocations").items()? {
            calls.extend(call(&place)?);
        }
        calls.sort_by_key(|(_, delivery)| std::cmp::Reverse(delivery.at));
        let mut refused = Vec::new();
        let mut seen = BTreeSet::new();
        if calls.iter().any(|(_, delivery)| delivery.is_refused()) {
            for (invocation, _) in calls.iter().take(LOOKED_INTO) {
                let request = Request::new(Method::Get, format!("{address}/{invocation}/attempts"));
                let Some((key, takes)) = attempt(&self.ask(request).await?) else { continue };
                // The newest call with a key tells of it.
                if seen.insert(key.clone()) && !takes {
                    refused.push(key);
                }
            }
        }
        Ok(Deliveries { region, latest: calls.into_iter().map(|(_, delivery)| delivery).collect(), refused })
    }
}

fn address(id: &WebhookId) -> String {
    format!("/api/v2/webhooks/{id}")
}

fn ours(region: Region) -> Value {
    json!({
        "name": region.webhook_name(),
        "description": "Made and kept by the Incident Command Console app, whose triggers call it.",
        "status": "active",
        "endpoint": region.endpoint(),
        "http_method": "POST",
        "request_format": "json",
    })
}

fn read(place: &Json<'_>) -> Result<Webhook, Failure> {
    let subscriptions = place.at("subscriptions");
    Ok(Webhook {
        id: place.at("id").read(WebhookId::parse)?,
        name: place.at("name").text_or_empty().to_owned(),
        active: place.at("status").text_or_empty() == "active",
        endpoint: place.at("endpoint").text_or_empty().to_owned(),
        method: place.at("http_method").text_or_empty().to_owned(),
        format: place.at("request_format").text_or_empty().to_owned(),
        by_triggers: subscriptions.items_or_none().iter().any(|it| it.text_or_empty() == BY_TRIGGERS),
    })
}

/// A call with its id; `None` for one that is still under way.
fn call(place: &Json<'_>) -> Result<Option<(String, Delivery)>, Failure> {
    let Some(at) = place.maybe("latest_completed_at") else { return Ok(None) };
    let id = place.at("id").read(|id| is_id(id).then(|| id.to_owned()))?;
    let status = place.at("status_code").value().as_u64().and_then(|status| status.try_into().ok()).unwrap_or_default();
    Ok(Some((id, Delivery { at: at.read(Moment::parse)?, status })))
}

/// The key of the last attempt, and whether PagerDuty took it. `None` when that is not told: somebody else's body, or another failure.
fn attempt(body: &Value) -> Option<(Fingerprint, bool)> {
    let root = Json::root(body);
    let attempts = root.at("attempts");
    let attempts = attempts.items().ok()?;
    // The order is not documented.
    let last = attempts.iter().max_by_key(|place| Moment::parse(place.at("completed_at").text_or_empty()))?;
    let key = Body::found(last.at("request").at("payload").text_or_empty()).key()?.fingerprint();
    match last.at("status_code").value().as_u64()? {
        200..=299 => Some((key, true)),
        401 | 403 => Some((key, false)),
        400 => {
            let answer = last.at("response").at("payload").text_or_empty().to_lowercase();
            (answer.contains("routing key") || answer.contains("routing_key")).then_some((key, false))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::fixture::{Line, now};
    use super::*;

    const KEY: &str = "R0123456789ABCDEFGHIJKLMNOPQRSTU";

    fn id() -> WebhookId {
        WebhookId::parse("01GAF48YE0000000000000HOOK").unwrap()
    }

    fn invocation(id: &str, minute: u32, status: u16) -> Value {
        let word = if status < 300 { "success" } else { "failed" };
        json!({ "id": id, "status": word, "status_code": status, "latest_completed_at": format!("2026-11-22T14:{minute:02}:00Z") })
    }

    fn attempts(key: &str, status: u16, answer: &str) -> Value {
        json!({ "attempts": [
            { "status_code": 503, "completed_at": "2026-11-22T14:00:00Z", "request": { "payload": "" }, "response": null },
            {
                "status_code": status, "completed_at": "2026-11-22T14:01:00Z",
                "request": { "headers": [], "payload": format!("{{\"routing_key\":\"{key}\",\"event_action\":\"resolve\"}}") },
                "response": { "headers": [], "payload": answer },
            },
        ]})
    }

    #[test]
    fn our_webhook_is_made_and_repaired_for_its_region() {
        let shown = json!({ "webhook": {
            "id": id().as_str(), "name": Region::Eu.webhook_name(), "status": "active", "endpoint": Region::Eu.endpoint(),
            "http_method": "POST", "request_format": "json", "subscriptions": ["conditional_ticket_events"],
        }});
        let line = Line::answering(201, &shown).then(204, &Value::Null);
        let made = now(line.api().create_webhook(Region::Eu)).unwrap();
        assert_eq!((made.region(), made.is_in_order()), (Some(Region::Eu), true));
        now(line.api().repair_webhook(Region::Eu, &made.id)).unwrap();
        let sent = line.requests();
        assert_eq!((sent[0].method, sent[0].url.as_str()), (Method::Post, "/api/v2/webhooks"));
        assert_eq!((sent[1].method, sent[1].url.clone()), (Method::Put, format!("/api/v2/webhooks/{}", id())));
        let mut expected = json!({ "webhook": {
            "name": "Incident Command Console: PagerDuty events (EU)",
            "description": "Made and kept by the Incident Command Console app, whose triggers call it.",
            "status": "active", "endpoint": "https://events.eu.pagerduty.com/v2/enqueue", "http_method": "POST",
            "request_format": "json",
        }});
        assert_eq!(line.body(1), expected);
        expected["webhook"]["subscriptions"] = json!(["conditional_ticket_events"]);
        assert_eq!(line.body(0), expected);
    }

    #[test]
    fn all_pages_are_read_and_an_id_that_could_leave_its_path_is_refused() {
        let hook =
            json!({ "id": "01A", "name": "x", "status": "inactive", "subscriptions": ["zen:event-type:user.created"] });
        let line =
            Line::answering(200, &json!({ "webhooks": [hook], "meta": { "has_more": true, "after_cursor": "c" } }))
                .then(200, &json!({ "webhooks": [], "meta": { "has_more": false } }))
                .then(200, &json!({ "webhooks": [{ "id": "../x" }] }));
        let webhooks = now(line.api().webhooks()).unwrap();
        assert_eq!((webhooks.len(), webhooks[0].active, webhooks[0].by_triggers), (1, false, false));
        let expected = ["/api/v2/webhooks?page%5Bsize%5D=100", "/api/v2/webhooks?page%5Bsize%5D=100&page%5Bafter%5D=c"];
        assert_eq!(line.urls(), expected);
        assert_eq!(now(line.api().webhooks()), Err(Failure::Malformed { path: "webhooks[0].id".into() }));
    }

    #[test]
    fn good_calls_need_no_second_look() {
        let running = json!({ "id": "01C", "status": "pending", "latest_completed_at": null });
        let calls = json!({ "invocations": [invocation("01A", 1, 202), running, invocation("01B", 3, 503)] });
        let line = Line::answering(200, &calls);
        let told = now(line.api().deliveries(Region::Us, &id())).unwrap();
        assert_eq!((told.last().unwrap().status, told.failures(), told.refused.len()), (503, 1, 0));
        assert_eq!(told.last_failure().unwrap().at, Moment::parse("2026-11-22T14:03:00Z").unwrap());
        let expected = format!("/api/v2/webhooks/{}/invocations?page%5Bsize%5D=25&sort=-latest_completed_at", id());
        assert_eq!(line.urls(), [expected]);
    }

    #[test]
    fn a_refused_key_is_told_by_its_fingerprint_unless_it_was_taken_since() {
        let other = "R1123456789ABCDEFGHIJKLMNOPQRSTU";
        let calls = json!({ "invocations": [
            invocation("01D", 4, 400), invocation("01C", 3, 202), invocation("01B", 2, 400), invocation("01A", 1, 400),
        ]});
        let line = Line::answering(200, &calls)
            .then(200, &attempts(KEY, 400, r#"{"status":"invalid event","errors":["Invalid routing key"]}"#))
            .then(200, &attempts(other, 202, "{}"))
            .then(200, &attempts(other, 403, ""))
            .then(200, &attempts(KEY, 202, "{}"));
        let told = now(line.api().deliveries(Region::Us, &id())).unwrap();
        let key = crate::domain::automation::RoutingKey::parse(KEY).unwrap();
        assert_eq!(told.refused, [key.fingerprint()]);
        assert!(!format!("{told:?}").contains(KEY));
        assert!(line.urls()[1].ends_with("/invocations/01D/attempts"));
    }

    #[test]
    fn a_body_that_is_wrong_is_no_refused_key() {
        let calls = json!({ "invocations": [invocation("01A", 1, 400)] });
        let line = Line::answering(200, &calls)
            .then(200, &attempts(KEY, 400, r#"{"errors":["'payload.summary' is missing or blank"]}"#));
        assert!(now(line.api().deliveries(Region::Us, &id())).unwrap().refused.is_empty());
    }
}
