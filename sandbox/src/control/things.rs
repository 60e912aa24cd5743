//! What each control does. The page is told of what it must show or load again.

use serde_json::{Value, json};

use super::{colleague, scenes, settings};
use crate::Sandbox;
use crate::faults::Fault;
use crate::zendesk::Push;
use crate::zendesk::seed::people::PRIYA_NAIR;
use crate::zendesk::seed::tickets::CHECKOUT;

/// Does one thing with what was given; the error says in words what is wrong.
pub(super) fn change(sandbox: &Sandbox, thing: &str, given: &Value) -> Result<Value, String> {
    let zendesk = sandbox.zendesk();
    let pagerduty = sandbox.pagerduty();
    let told = |change: Value| zendesk.push(Push::Control(change));
    let ticket = given.get("ticket").and_then(Value::as_u64).unwrap_or(CHECKOUT);
    match thing {
        "faults" => {
            let fault: Fault = serde_json::from_value(given.clone()).map_err(|failure| failure.to_string())?;
            let id = sandbox.faults().add(fault);
            told(json!({"faults": true}));
            return Ok(json!({"ok": true, "id": id}));
        }
        "faults/remove" => {
            if !sandbox.faults().remove(number(given, "id")?) {
                return Err("there is no such fault".to_owned());
            }
            told(json!({"faults": true}));
        }
        "faults/clear" => {
            sandbox.faults().clear();
            told(json!({"faults": true}));
        }
        "page" => told(json!({"page": given})),
        "groups" => {
            let groups: Vec<u64> = given
                .get("groups")
                .and_then(|groups| serde_json::from_value(groups.clone()).ok())
                .ok_or("groups must be a list of group ids")?;
            if !zendesk.set_groups(number(given, "agent")?, &groups) {
                return Err("there is no such agent".to_owned());
            }
            told(json!({"reload": true}));
        }
        "client_id" => {
            settings::set_client_id(sandbox, truth(given, "present")?);
            told(json!({"reload": true}));
        }
        "read_only_key" => {
            settings::set_read_only_key(sandbox, truth(given, "present")?);
            told(json!({"reload": true}));
        }
        "configuration" => {
            let value = match (given.get("preset").and_then(Value::as_str), given.get("value")) {
                (Some(name), _) => settings::preset(name).ok_or("there is no such preset")?,
                (None, Some(value)) => value.clone(),
                (None, None) => return Err("give a preset or a value".to_owned()),
            };
            if !settings::set_configuration(zendesk, value) {
                return Err("the manifest declares no parameter named configuration".to_owned());
            }
            told(json!({"reload": true}));
        }
        "setting" => {
            let name = text(given, "name")?;
            if !zendesk.set_setting(name, given.get("value").cloned().unwrap_or_default()) {
                return Err(format!("the manifest declares no parameter named {name}"));
            }
            told(json!({"reload": true}));
        }
        "sign_in_as" => {
            let email = if given.get("account") == Some(&json!("none")) {
                Some(settings::STRANGER.to_owned())
            } else if let Some(email) = given.get("email").and_then(Value::as_str) {
                Some(email.to_owned())
            } else if given.get("account") == Some(&json!("choose")) {
                None
            } else {
                let agent = number(given, "agent")?;
                zendesk.lock().users.get(&agent).map(|user| user.email.clone())
            };
            pagerduty.sign_in_as(email.as_deref());
        }
        "scope" => pagerduty.scope_granted(given.get("scope").and_then(Value::as_str)),
        "refresh" => pagerduty.refresh_allowed(truth(given, "allowed")?),
        "deny_consent" => sandbox.denial().set(truth(given, "deny")?),
        "expire_tokens" => pagerduty.expire_tokens(),
        "revoke_tokens" => pagerduty.revoke_tokens(),
        "token" => {
            return Ok(json!({"ok": true, "token": pagerduty.token_for(text(given, "email")?)}));
        }
        "role" => pagerduty.set_role(text(given, "email")?, text(given, "role")?),
        "restore_ability" => pagerduty.restore_ability(text(given, "ability")?),
        "remove_ability" => pagerduty.remove_ability(text(given, "ability")?),
        "forget_app" => told(json!({"reload": true, "forget": true})),
        "ticket/touch" => {
            touch(sandbox, ticket)?;
        }
        "colleague" => colleague::act(sandbox, ticket, given)?,
        "scene" => told(scenes::play(sandbox, text(given, "name")?, ticket)?),
        "ticket/update" => {
            let agent = given.get("agent").and_then(Value::as_u64).unwrap_or(PRIYA_NAIR);
            update(sandbox, agent, number(given, "ticket")?, given.get("change").unwrap_or(&Value::Null))?;
        }
        "ticket/create" => {
            let agent = given.get("agent").and_then(Value::as_u64).unwrap_or(PRIYA_NAIR);
            let refused = |refusal: crate::zendesk::Refusal| format!("Zendesk refused with {}", refusal.status());
            let made = zendesk.create_as(agent, given.get("ticket").unwrap_or(&Value::Null)).map_err(refused)?;
            return Ok(json!({"ok": true, "ticket": made}));
        }
        "groups/add" => {
            zendesk.add_groups(number(given, "count")?);
            told(json!({"groups": true}));
        }
        "notify" => told_app(sandbox, given)?,
        "reset" => {
            sandbox.reset();
            told(json!({"reset": true}));
        }
        _ => return Err(format!("there is no control named {thing}")),
    }
    Ok(json!({"ok": true}))
}

/// Another agent writes a note and a tag.
pub(super) fn touch(sandbox: &Sandbox, ticket: u64) -> Result<(), String> {
    let change = json!({
        "additional_tags": ["seen_by_incident_desk"],
        "comment": {"body": "I am looking at this with the payments team.", "public": false},
    });
    update(sandbox, PRIYA_NAIR, ticket, &change)
}

fn update(sandbox: &Sandbox, agent: u64, ticket: u64, change: &Value) -> Result<(), String> {
    let refused = |refusal: crate::zendesk::Refusal| format!("Zendesk refused with {}", refusal.status());
    sandbox.zendesk().update_as(agent, ticket, change).map_err(refused)
}

fn told_app(sandbox: &Sandbox, given: &Value) -> Result<(), String> {
    sandbox.zendesk().push(Push::AppNotification {
        event: text(given, "event")?.to_owned(),
        body: given.get("body").cloned().unwrap_or_default(),
        agent: given.get("agent_id").and_then(Value::as_u64),
    });
    Ok(())
}

fn number(given: &Value, name: &str) -> Result<u64, String> {
    given.get(name).and_then(Value::as_u64).ok_or_else(|| format!("{name} must be a number"))
}

fn truth(given: &Value, name: &str) -> Result<bool, String> {
    given.get(name).and_then(Value::as_bool).ok_or_else(|| format!("{name} must be true or false"))
}

pub(super) fn text<'a>(given: &'a Value, name: &str) -> Result<&'a str, String> {
    given.get(name).and_then(Value::as_str).ok_or_else(|| format!("{name} must be a string"))
}
