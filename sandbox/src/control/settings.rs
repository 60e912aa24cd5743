//! The app's settings in the sandbox: demo values for what an admin would have typed.

use serde_json::{Value, json};

use super::scenes;
use crate::Sandbox;
use crate::pagerduty::CLIENT_ID;
use crate::zendesk::Zendesk;
use crate::zendesk::seed::people::TIER_1;

/// The parameter that holds the client id.
const CLIENT_ID_SETTING: &str = "pagerduty_client_id";
/// The checkbox that tells the app of the secure key, which no browser can see.
const KEY_MARK: &str = "use_read_only_key";
/// The hidden parameter that holds permissions and the rest of the configuration.
const CONFIGURATION_SETTING: &str = "configuration";
/// An address that has no account at PagerDuty.
pub(super) const STRANGER: &str = "somebody.without.account@northwind.example";
/// Every ability that permissions can name.
pub(super) const ABILITIES: [&str; 12] = [
    "view",
    "create",
    "link",
    "unlink",
    "acknowledge",
    "resolve",
    "note",
    "responders",
    "reassign",
    "workflow",
    "status_update",
    "priority",
];
/// The names of the permission presets.
const PRESETS: [&str; 5] = ["default", "tier_1_view_and_note", "broken", "priorities_follow", "tell_nothing"];

/// Fills the settings in as after a finished installation.
pub(crate) fn configure(sandbox: &Sandbox) {
    set_client_id(sandbox, true);
    set_read_only_key(sandbox, true);
}

/// The OAuth client id is there or missing.
pub(crate) fn set_client_id(sandbox: &Sandbox, present: bool) {
    let value = if present { Value::from(CLIENT_ID) } else { Value::Null };
    sandbox.zendesk().set_setting(CLIENT_ID_SETTING, value);
}

/// The secure read-only key is there or missing, and with it the checkbox that tells the app so.
pub(crate) fn set_read_only_key(sandbox: &Sandbox, present: bool) {
    let zendesk = sandbox.zendesk();
    let parameters = zendesk.lock().installation.parameters();
    for parameter in parameters {
        if parameter.secure {
            let value = if present { Value::from(sandbox.pagerduty().read_only_key()) } else { Value::Null };
            zendesk.set_setting(&parameter.name, value);
        } else if parameter.kind == "checkbox" && parameter.name == KEY_MARK {
            zendesk.set_setting(&parameter.name, present);
        }
    }
}

/// One of the presets as the value of the configuration setting; `None` for another name.
pub(crate) fn preset(name: &str) -> Option<Value> {
    match name {
        "default" => Some(Value::Null),
        "tier_1_view_and_note" => {
            let configuration = json!({
                "version": 1,
                "permissions": {"default": ABILITIES, "groups": {TIER_1.to_string(): ["view", "note"]}}
            });
            Some(Value::String(configuration.to_string()))
        }
        "priorities_follow" => {
            let mirror = json!({"priority": {"urgent": "P1", "high": "P2", "normal": "P3", "low": "P4"}});
            Some(Value::String(json!({"version": 1, "mirror": mirror}).to_string()))
        }
        "tell_nothing" => {
            let mirror = json!({"notes": false, "state_changes": false, "open_new_tickets": false});
            Some(Value::String(json!({"version": 1, "mirror": mirror}).to_string()))
        }
        "broken" => Some(Value::from("{\"version\":1,\"permissions\":{\"default\":[\"view\"")),
        _ => None,
    }
}

/// Sets the configuration setting, past the rule that only admins may.
pub(crate) fn set_configuration(zendesk: &Zendesk, value: Value) -> bool {
    zendesk.set_setting(CONFIGURATION_SETTING, value)
}

/// What the drawer shows: which settings are there, and the faults.
pub(crate) fn shown(sandbox: &Sandbox) -> Value {
    let (client_id, read_only_key, configuration) = {
        let world = sandbox.zendesk().lock();
        let installation = &world.installation;
        let is_set = |name: &str| installation.setting(name).is_some_and(|value| !value.is_null() && value != "");
        let secure = installation
            .parameters()
            .into_iter()
            .filter(|parameter| parameter.secure)
            .any(|parameter| is_set(&parameter.name));
        (is_set(CLIENT_ID_SETTING), secure, installation.setting(CONFIGURATION_SETTING).cloned().unwrap_or_default())
    };
    let signed_in = sandbox.pagerduty().signed_in();
    let named = PRESETS.into_iter().find(|name| preset(name).as_ref() == Some(&configuration)).unwrap_or("custom");
    json!({
        "client_id": client_id,
        "read_only_key": read_only_key,
        "configuration": named,
        "consent": {
            "signed_in": signed_in.as_ref().map(|(email, _)| email),
            "has_account": signed_in.as_ref().is_none_or(|(_, known)| *known),
            "scope": sandbox.pagerduty().only_scope(),
            "deny": sandbox.denial().is_set(),
        },
        "scenes": scenes::shown(),
        "faults": sandbox.faults().list(),
    })
}
