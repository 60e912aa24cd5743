//! Scenes of the settings screen: what an admin can meet there.
//!
//! Unlike the scenes of the console they leave the app's settings alone, because those are what the screen is about. Only faults
//! are taken away before.

use regex::Regex;
use serde_json::{Value, json};

use super::settings;
use crate::Sandbox;
use crate::faults::{Fault, Kind, Target};
use crate::zendesk::Refusal;
use crate::zendesk::seed::people::{BILLING, ELENA_PETROVA, JONAS_OKAFOR};

/// Name, title and what to look at.
const SCENES: [(&str, &str, &str); 7] = [
    ("events_down", "PagerDuty events are down", "Webhooks get 503 and are tried again three times."),
    ("revoked_key", "Routing key revoked", "PagerDuty knows the key of the triggers no more and answers 400."),
    ("another_admin", "Another admin saved", "Noor Haddad wrote the configuration just now. Save yours."),
    ("hand_edited", "Trigger edited by hand", "The newest trigger that sends to PagerDuty has been changed."),
    ("leftovers", "Leftovers of another integration", "A webhook and a trigger as another integration makes them."),
    ("many_groups", "300 more groups", "Search for a group."),
    ("urgent_ticket", "An urgent ticket arrives", "The triggers run over it; then change its status."),
];

/// The scenes for the drawer.
pub(super) fn shown() -> impl Iterator<Item = Value> {
    SCENES.iter().map(|(name, title, hint)| json!({"name": name, "title": title, "hint": hint}))
}

/// Sets a scene up when it is one of these; answers what open workspaces are told.
pub(super) fn play(sandbox: &Sandbox, name: &str) -> Option<Result<Value, String>> {
    SCENES.iter().find(|(known, ..)| *known == name)?;
    sandbox.faults().clear();
    let mut told = json!({"scene": name, "reload": false});
    let done = match name {
        "events_down" => {
            let kind = Kind::Status { code: 503, retry_after: None, body: None };
            sandbox.faults().add(Fault::new(Target::Events, kind));
            Ok(())
        }
        "revoked_key" => revoke(sandbox),
        "another_admin" => write_configuration(sandbox),
        "hand_edited" => edit(sandbox),
        "leftovers" => leave(sandbox),
        "urgent_ticket" => arrive(sandbox).map(|ticket| told = json!({"scene": name, "page": {"ticket": ticket}})),
        _ => {
            sandbox.zendesk().add_groups(300);
            Ok(())
        }
    };
    Some(done.map(|()| told))
}

/// Every key that a trigger sends with is taken away at PagerDuty.
fn revoke(sandbox: &Sandbox) -> Result<(), String> {
    let pattern = Regex::new(r#""routing_key"\s*:\s*"([^"{}]+)""#).map_err(|failure| failure.to_string())?;
    let mut revoked = 0;
    for body in sandbox.zendesk().triggers().iter().flat_map(bodies) {
        for found in pattern.captures_iter(&body) {
            revoked += u32::from(found.get(1).is_some_and(|key| sandbox.pagerduty().revoke_integration(key.as_str())));
        }
    }
    if revoked == 0 { Err("no trigger sends with a key that PagerDuty knows".to_owned()) } else { Ok(()) }
}

/// The bodies that a trigger sends to webhooks.
fn bodies(trigger: &Value) -> Vec<String> {
    let actions = trigger.get("actions").and_then(Value::as_array);
    let sends =
        actions.into_iter().flatten().filter(|action| action.get("field") == Some(&json!("notification_webhook")));
    sends.filter_map(|action| action.pointer("/value/1")?.as_str().map(str::to_owned)).collect()
}

/// Billing may only view now; everything else of the configuration stays.
fn write_configuration(sandbox: &Sandbox) -> Result<(), String> {
    let kept = sandbox.zendesk().settings();
    let kept = kept.get("configuration").and_then(Value::as_str).unwrap_or_default();
    let mut configuration: Value = serde_json::from_str(kept).unwrap_or_else(|_| json!({"version": 1}));
    let object = configuration.as_object_mut().ok_or("the configuration is no object")?;
    let permissions =
        object.entry("permissions").or_insert_with(|| json!({"default": settings::ABILITIES, "groups": {}}));
    let permissions = permissions.as_object_mut().ok_or("the permissions are no object")?;
    let groups = permissions.entry("groups").or_insert_with(|| json!({}));
    let groups = groups.as_object_mut().ok_or("the groups are no object")?;
    let only_view = groups.get(&BILLING.to_string()) == Some(&json!(["view"]));
    groups.insert(BILLING.to_string(), if only_view { json!(["view", "note"]) } else { json!(["view"]) });
    let done = settings::set_configuration(sandbox.zendesk(), configuration.to_string().into());
    if done { Ok(()) } else { Err("the manifest declares no parameter named configuration".to_owned()) }
}

/// Somebody changed the title of the newest trigger that sends to PagerDuty, and what it sends.
fn edit(sandbox: &Sandbox) -> Result<(), String> {
    let triggers = sandbox.zendesk().triggers();
    let found = triggers.iter().rev().find(|trigger| bodies(trigger).iter().any(|body| body.contains("event_action")));
    let trigger = found.ok_or("no trigger sends to PagerDuty yet")?;
    let id = trigger.get("id").and_then(Value::as_u64).unwrap_or_default();
    let mut actions = trigger.get("actions").cloned().unwrap_or_default();
    for body in actions.as_array_mut().into_iter().flatten().filter_map(|action| action.pointer_mut("/value/1")) {
        if let Some(text) = body.as_str() {
            *body =
                text.replace("critical", "info").replace("\"source\"", "\"component\":\"by hand\",\"source\"").into();
        }
    }
    let title = trigger.get("title").and_then(Value::as_str).unwrap_or_default();
    let change =
        json!({"title": format!("{title} (edited)"), "conditions": trigger.get("conditions"), "actions": actions});
    sandbox.zendesk().edit_trigger(id, &change).map(drop).map_err(|refusal| words(&refusal))
}

/// A webhook and a trigger in the manner of PagerDuty's own Zendesk template: the free text unguarded, and `client` and its
/// address inside of the payload.
fn leave(sandbox: &Sandbox) -> Result<(), String> {
    let webhook = json!({
        "name": "PagerDuty", "description": "Made by the PagerDuty integration", "status": "active", "http_method": "POST",
        "endpoint": "https://events.pagerduty.com/v2/enqueue", "request_format": "json",
        "subscriptions": ["conditional_ticket_events"]
    });
    let made = sandbox.zendesk().add_webhook(&webhook).map_err(|refusal| words(&refusal))?;
    let key = sandbox.pagerduty().routing_key("Ledger").unwrap_or_else(|| "0".repeat(32));
    let body = format!(
        "{{\n  \"routing_key\": \"{key}\",\n  \"event_action\": \"trigger\",\n  \"dedup_key\": \"Zendesk_northwind_{{{{ticket.id}}}}\",\n  \
         \"payload\": {{\n    \"summary\": \"{{{{ticket.title}}}}\",\n    \"source\": \"{{{{ticket.via}}}}\",\n    \"severity\": \"critical\",\n    \
         \"custom_details\": {{\n      \"priority\": \"{{{{ticket.priority}}}}\",\n      \"requester_name\": \"{{{{ticket.requester.name}}}}\",\n      \
         \"status\": \"{{{{ticket.status}}}}\",\n      \"description\": \"{{{{ticket.description}}}}\"\n    }},\n    \
         \"client\": \"Zendesk\",\n    \"client_url\": \"{{{{ticket.link}}}}\"\n  }}\n}}"
    );
    let trigger = json!({
        "title": "PagerDuty: trigger an incident",
        "conditions": {"all": [
            {"field": "current_tags", "operator": "includes", "value": "pagerduty"},
            {"field": "status", "operator": "less_than", "value": "solved"}
        ], "any": []},
        "actions": [{"field": "notification_webhook", "value": [made.get("id"), body]}]
    });
    sandbox.zendesk().add_trigger(&trigger).map(drop).map_err(|refusal| words(&refusal))
}

fn arrive(sandbox: &Sandbox) -> Result<u64, String> {
    let ticket = json!({
        "subject": "No orders since ten o’clock: \"payment gateway unavailable\"",
        "comment": {"body": "Every customer gets \"payment gateway unavailable\".\n\nC:\\orders\\today is empty.", "public": true},
        "priority": "urgent", "type": "incident", "requester_id": ELENA_PETROVA, "tags": ["checkout"]
    });
    sandbox.zendesk().create_as(JONAS_OKAFOR, &ticket).map_err(|refusal| words(&refusal))
}

fn words(refusal: &Refusal) -> String {
    format!("Zendesk refused with {}", refusal.status())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::{Value, json};

    use super::play;
    use crate::Sandbox;
    use crate::zendesk::bench::sandbox;
    use crate::zendesk::seed::people::PRIYA_NAIR;

    async fn status_of_a_tagged_ticket(sandbox: &Sandbox) -> Value {
        let ticket = json!({"subject": "Plain words", "comment": {"body": "Down"}, "tags": ["pagerduty"]});
        sandbox.create_ticket(PRIYA_NAIR, &ticket).await.unwrap();
        sandbox.zendesk().invocations().last().unwrap()["status_code"].clone()
    }

    #[tokio::test]
    async fn leftovers_send_until_their_key_is_revoked_or_pagerduty_is_down() {
        let (sandbox, _) = sandbox();
        play(&sandbox, "leftovers").unwrap().unwrap();
        assert_eq!(status_of_a_tagged_ticket(&sandbox).await, 202);
        play(&sandbox, "events_down").unwrap().unwrap();
        assert_eq!(status_of_a_tagged_ticket(&sandbox).await, 503);
        play(&sandbox, "revoked_key").unwrap().unwrap();
        assert_eq!(status_of_a_tagged_ticket(&sandbox).await, 400);
        assert!(play(&sandbox, "revoked_key").unwrap().is_err(), "no key is left");
    }

    #[tokio::test]
    async fn a_hand_edit_changes_what_is_sent_and_needs_a_trigger() {
        let (sandbox, _) = sandbox();
        assert!(play(&sandbox, "hand_edited").unwrap().is_err());
        play(&sandbox, "leftovers").unwrap().unwrap();
        let before = sandbox.zendesk().triggers();
        play(&sandbox, "hand_edited").unwrap().unwrap();
        let after = sandbox.zendesk().triggers();
        assert_eq!(after[0]["title"], "PagerDuty: trigger an incident (edited)");
        assert_eq!(after[0]["conditions"], before[0]["conditions"]);
        assert!(
            after[0]["actions"].to_string().contains("by hand") && status_of_a_tagged_ticket(&sandbox).await == 202
        );
    }

    #[test]
    fn another_admin_writes_something_new_each_time_and_keeps_the_rest() {
        let (sandbox, _) = sandbox();
        let configuration = || sandbox.zendesk().settings()["configuration"].clone();
        assert!(sandbox.zendesk().set_setting("configuration", "{\"version\":1,\"mirror\":{\"notes\":false}}"));
        let mut seen = vec![configuration()];
        for _ in 0..2 {
            play(&sandbox, "another_admin").unwrap().unwrap();
            assert!(!seen.contains(&configuration()) && configuration().as_str().unwrap().contains("\"notes\":false"));
            seen.push(configuration());
        }
    }

    #[test]
    fn groups_and_an_urgent_ticket_arrive_and_other_names_are_not_ours() {
        let (sandbox, _) = sandbox();
        play(&sandbox, "many_groups").unwrap().unwrap();
        assert_eq!(sandbox.zendesk().dump()["groups"].as_array().unwrap().len(), 303);
        let told = play(&sandbox, "urgent_ticket").unwrap().unwrap();
        let ticket = sandbox.zendesk().ticket(told["page"]["ticket"].as_u64().unwrap()).unwrap();
        assert_eq!((ticket.priority.as_deref(), ticket.status.as_str()), (Some("urgent"), "new"));
        assert!(play(&sandbox, "slow").is_none());
    }
}
