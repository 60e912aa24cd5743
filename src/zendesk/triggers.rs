//! Triggers: what Zendesk does by itself when a ticket is made or changed. Zendesk: "Triggers", `/api/v2/triggers`.
//!
//! Agents may read them, only administrators may write.

use serde_json::{Value, json};

use crate::domain::automation::event::Body;
use crate::domain::automation::trigger::{Trigger, TriggerAction, TriggerCondition, TriggerDraft, TriggerId};
use crate::domain::id::WebhookId;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

/// Zendesk lets an account have 7,000 triggers; beyond that something else is wrong.
const MOST_PAGES: usize = 80;

impl<T: Transport> Api<T> {
    /// Every trigger, those that are switched off too, in their order. Zendesk: `GET /api/v2/triggers`, by cursor.
    pub async fn triggers(&self) -> Result<Vec<Trigger>, Failure> {
        let mut triggers = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut request = Request::new(Method::Get, "/api/v2/triggers.json").query("page[size]", "100");
            if let Some(after) = &after {
                request = request.query("page[after]", after);
            }
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            for place in root.at("triggers").items()? {
                triggers.push(read(&place)?);
            }
            after = next(&root);
            if after.is_none() {
                break;
            }
        }
        Ok(triggers)
    }

    /// Makes a trigger, once. Zendesk: `POST /api/v2/triggers`. After a lost answer look for it.
    pub async fn create_trigger(&self, draft: &TriggerDraft) -> Result<Trigger, Failure> {
        let body = self.ask(Request::new(Method::Post, "/api/v2/triggers.json").json(&write(draft))).await?;
        read(&Json::root(&body).at("trigger"))
    }

    /// Writes a whole trigger. Zendesk: `PUT /api/v2/triggers/{id}`. Doing so again changes nothing.
    pub async fn update_trigger(&self, id: TriggerId, draft: &TriggerDraft) -> Result<Trigger, Failure> {
        let body = self.ask(Request::new(Method::Put, address(id)).json(&write(draft))).await?;
        read(&Json::root(&body).at("trigger"))
    }

    /// Switches a trigger on or off; the rest of it stays. Zendesk: `PUT /api/v2/triggers/{id}`.
    pub async fn switch_trigger(&self, id: TriggerId, active: bool) -> Result<Trigger, Failure> {
        let change = json!({ "trigger": { "active": active } });
        let body = self.ask(Request::new(Method::Put, address(id)).json(&change)).await?;
        read(&Json::root(&body).at("trigger"))
    }

    /// Gives a trigger another description; the rest of it stays. Zendesk: `PUT /api/v2/triggers/{id}`.
    pub async fn describe_trigger(&self, id: TriggerId, description: &str) -> Result<Trigger, Failure> {
        let change = json!({ "trigger": { "description": description } });
        let body = self.ask(Request::new(Method::Put, address(id)).json(&change)).await?;
        read(&Json::root(&body).at("trigger"))
    }

    /// Removes a trigger; one that is gone already is gone. Zendesk: `DELETE /api/v2/triggers/{id}`.
    pub async fn delete_trigger(&self, id: TriggerId) -> Result<(), Failure> {
        gone(self.done(Request::new(Method::Delete, address(id))).await)
    }
}

fn address(id: TriggerId) -> String {
    format!("/api/v2/triggers/{id}.json")
}

/// What is not there any more needs no removing.
pub(super) fn gone(answer: Result<(), Failure>) -> Result<(), Failure> {
    match answer {
        Err(Failure::NotFound) => Ok(()),
        answer => answer,
    }
}

/// The cursor of the next page, if there is one. Zendesk: "Cursor pagination".
pub(super) fn next(root: &Json<'_>) -> Option<String> {
    let meta = root.at("meta");
    let after = meta.at("after_cursor").text().ok()?;
    meta.at("has_more").is_true().then(|| after.to_owned())
}

fn write(draft: &TriggerDraft) -> Value {
    let conditions = |list: &[TriggerCondition]| -> Value {
        list.iter().map(|it| json!({ "field": it.field, "operator": it.operator, "value": it.value })).collect()
    };
    let action = |action: &TriggerAction| match action {
        TriggerAction::Webhook { webhook, body } => {
            json!({ "field": "notification_webhook", "value": [webhook.as_str(), body.expose_secret()] })
        }
        TriggerAction::Target { target, body } => {
            json!({ "field": "notification_target", "value": [target.to_string(), body.expose_secret()] })
        }
        TriggerAction::Other { field, value } => json!({ "field": field, "value": value }),
    };
    json!({ "trigger": {
        "title": draft.title,
        "description": draft.description,
        "active": draft.active,
        "conditions": { "all": conditions(&draft.all), "any": conditions(&draft.any) },
        "actions": draft.actions.iter().map(action).collect::<Value>(),
    }})
}

fn read(place: &Json<'_>) -> Result<Trigger, Failure> {
    let conditions = place.at("conditions");
    let list =
        |name: &str| -> Vec<TriggerCondition> { conditions.at(name).items_or_none().iter().map(condition).collect() };
    let actions = place.at("actions");
    Ok(Trigger {
        id: TriggerId(place.at("id").number()?),
        is: TriggerDraft {
            title: place.at("title").text_or_empty().to_owned(),
            description: place.at("description").text_or_empty().to_owned(),
            active: place.at("active").is_true(),
            all: list("all"),
            any: list("any"),
            actions: actions.items_or_none().iter().map(action).collect(),
        },
    })
}

fn condition(place: &Json<'_>) -> TriggerCondition {
    let operator = place.at("operator").text_or_empty();
    let value = plain(place.at("value").value());
    // Zendesk may leave the only operator of a field out.
    TriggerCondition::new(place.at("field").text_or_empty(), if operator.is_empty() { "is" } else { operator }, &value)
}

fn action(place: &Json<'_>) -> TriggerAction {
    let field = place.at("field").text_or_empty();
    let value = place.at("value");
    let pair = value.items_or_none();
    let (first, second) = (pair.first().map(Json::value), pair.get(1).map(Json::value));
    match (field, first, second) {
        ("notification_webhook", Some(Value::String(id)), Some(body)) => {
            if let Some(webhook) = WebhookId::parse(id) {
                return TriggerAction::Webhook { webhook, body: Body::found(&plain(body)) };
            }
        }
        ("notification_target", Some(id), Some(body)) => {
            if let Ok(target) = plain(id).parse() {
                return TriggerAction::Target { target, body: Body::found(&plain(body)) };
            }
        }
        _ => {}
    }
    TriggerAction::Other { field: field.to_owned(), value: plain(value.value()) }
}

/// A value as text; Zendesk gives numbers, truths and nothing too.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::fixture::{Line, now};
    use super::*;

    const KEY: &str = "R0123456789ABCDEFGHIJKLMNOPQRSTU";

    fn shown(id: u64) -> Value {
        json!({
            "id": id, "title": "PagerDuty: <b>Urgent</b>", "description": null, "active": true, "position": 3,
            "conditions": {
                "all": [
                    { "field": "status", "operator": "less_than", "value": "solved" },
                    { "field": "update_type", "value": "Create" },
                    { "field": "group_id", "operator": "is", "value": 7 },
                ],
                "any": [{ "field": "priority", "operator": "changed", "value": null }],
            },
            "actions": [
                { "field": "remove_tags", "value": "send_to_pagerduty" },
                { "field": "notification_user", "value": ["requester_id", "s", "b"] },
                { "field": "notification_webhook", "value": ["01HOOK", format!("{{\"routing_key\":\"{KEY}\"}}")] },
                { "field": "notification_target", "value": ["55", "text"] },
                { "field": "notification_webhook", "value": ["../01", "x"] },
            ],
        })
    }

    fn draft() -> TriggerDraft {
        TriggerDraft {
            title: "T".into(),
            description: "D".into(),
            active: false,
            all: vec![TriggerCondition::new("current_tags", "includes", "a b")],
            any: vec![TriggerCondition::new("priority", "changed", "")],
            actions: vec![
                TriggerAction::Other { field: "remove_tags".into(), value: "a".into() },
                TriggerAction::Webhook {
                    webhook: WebhookId::parse("01HOOK").unwrap(),
                    body: Body::found("{\"a\":\"b\"}"),
                },
                TriggerAction::Target { target: 55, body: Body::found("text") },
            ],
        }
    }

    #[test]
    fn all_pages_are_read_by_cursor() {
        let line = Line::answering(
            200,
            &json!({ "triggers": [shown(1)], "meta": { "has_more": true, "after_cursor": "x=&y" } }),
        )
        .then(200, &json!({ "triggers": [shown(2)], "meta": { "has_more": false, "after_cursor": "z" } }));
        let triggers = now(line.api().triggers()).unwrap();
        assert_eq!(triggers.iter().map(|it| it.id.0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(
            line.urls(),
            [
                "/api/v2/triggers.json?page%5Bsize%5D=100",
                "/api/v2/triggers.json?page%5Bsize%5D=100&page%5Bafter%5D=x%3D%26y"
            ]
        );
    }

    #[test]
    fn a_trigger_is_read_whatever_its_values_are_and_prints_no_key() {
        let line = Line::answering(200, &json!({ "triggers": [shown(1)] }));
        let trigger = now(line.api().triggers()).unwrap().remove(0);
        let conditions = [
            TriggerCondition::new("status", "less_than", "solved"),
            TriggerCondition::new("update_type", "is", "Create"),
            TriggerCondition::new("group_id", "is", "7"),
        ];
        assert_eq!(trigger.is.all, conditions);
        assert_eq!(trigger.is.any, [TriggerCondition::new("priority", "changed", "")]);
        assert_eq!(trigger.call().unwrap().1.key().unwrap().expose_secret(), KEY);
        assert!(matches!(trigger.is.actions[3], TriggerAction::Target { target: 55, .. }));
        assert!(
            matches!(&trigger.is.actions[4], TriggerAction::Other { field, .. } if field == "notification_webhook")
        );
        assert!(!format!("{trigger:?}").contains(KEY));
    }

    #[test]
    fn a_whole_trigger_is_written() {
        let line = Line::answering(201, &json!({ "trigger": shown(9) }));
        assert_eq!(now(line.api().create_trigger(&draft())).unwrap().id, TriggerId(9));
        now(line.api().update_trigger(TriggerId(9), &draft())).unwrap();
        let sent = line.requests();
        assert_eq!((sent[0].method, sent[0].url.as_str()), (Method::Post, "/api/v2/triggers.json"));
        assert_eq!((sent[1].method, sent[1].url.as_str()), (Method::Put, "/api/v2/triggers/9.json"));
        let expected = json!({ "trigger": {
            "title": "T", "description": "D", "active": false,
            "conditions": {
                "all": [{ "field": "current_tags", "operator": "includes", "value": "a b" }],
                "any": [{ "field": "priority", "operator": "changed", "value": "" }],
            },
            "actions": [
                { "field": "remove_tags", "value": "a" },
                { "field": "notification_webhook", "value": ["01HOOK", "{\"a\":\"b\"}"] },
                { "field": "notification_target", "value": ["55", "text"] },
            ],
        }});
        assert_eq!([line.body(0), line.body(1)], [expected.clone(), expected]);
    }

    #[test]
    fn switching_sends_nothing_else_and_what_is_gone_is_removed() {
        let shown = json!({ "trigger": shown(9) });
        let line = Line::answering(200, &shown).then(200, &shown).then(204, &Value::Null).then(404, &json!({}));
        now(line.api().switch_trigger(TriggerId(9), false)).unwrap();
        now(line.api().describe_trigger(TriggerId(9), "D")).unwrap();
        assert_eq!(now(line.api().delete_trigger(TriggerId(9))), Ok(()));
        assert_eq!(now(line.api().delete_trigger(TriggerId(9))), Ok(()));
        assert_eq!(line.body(0), json!({ "trigger": { "active": false } }));
        assert_eq!(line.body(1), json!({ "trigger": { "description": "D" } }));
        let sent = line.requests();
        assert_eq!((sent[2].method, sent[2].url.as_str()), (Method::Delete, "/api/v2/triggers/9.json"));
    }
}
