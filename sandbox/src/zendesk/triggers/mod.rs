//! Triggers: what admins write down, and what Zendesk takes of it.
//!
//! Source: developer.zendesk.com, `api-reference/ticketing/business-rules/triggers`.

mod evaluate;
mod fields;
mod run;
#[cfg(test)]
mod run_tests;
#[cfg(test)]
mod table_tests;

use serde_json::{Map, Value, json};

use super::model::ORIGIN;
use super::placeholders;
use super::refusal::Refusal;
use super::stamp::{DAY, HOUR, stamp};
use super::world::World;

pub(crate) use fields::definitions;
pub(crate) use run::Cause;

/// The largest body of a webhook in bytes. Source: support.zendesk.com, "Creating webhooks to interact with third-party systems".
const LARGEST: usize = 256 * 1_024;

/// One condition: field, operator, value; an operator without a value has an empty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) field: String,
    pub(crate) operator: String,
    pub(crate) value: String,
}

/// One action: a field and what it becomes, or whom to notify of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Set {
        field: String,
        value: String,
    },
    /// A webhook's id, and its body or, for methods without one, its parameters.
    Webhook {
        id: String,
        body: Value,
    },
    /// A target's id and the text.
    Target {
        id: u64,
        text: String,
    },
}

/// One trigger.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) active: bool,
    pub(crate) position: i64,
    pub(crate) category: u64,
    pub(crate) all: Vec<Condition>,
    pub(crate) any: Vec<Condition>,
    pub(crate) actions: Vec<Action>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// When it fired, oldest first.
    pub(crate) fired: Vec<i64>,
}

/// A category that triggers are listed under.
#[derive(Clone, Debug)]
pub(crate) struct Category {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) position: i64,
    pub(crate) created_at: i64,
}

impl Category {
    /// The category as `GET /api/v2/trigger_categories/{id}` shows it; its id is text.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "name": self.name,
            "position": self.position,
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.created_at)
        })
    }
}

impl Trigger {
    /// Writes what `sent` names into a trigger. Conditions and actions go together: when one of them is there, both are replaced.
    pub(crate) fn write(&mut self, world: &World, sent: &Map<String, Value>) -> Result<(), Refusal> {
        if let Some(title) = sent.get("title") {
            title.as_str().unwrap_or_default().trim().clone_into(&mut self.title);
        }
        if self.title.is_empty() {
            return Err(Refusal::blank("title", "Title"));
        }
        match sent.get("description") {
            Some(Value::String(text)) => self.description = Some(text.clone()),
            Some(Value::Null) => self.description = None,
            _ => {}
        }
        if let Some(active) = sent.get("active") {
            self.active = active
                .as_bool()
                .ok_or_else(|| Refusal::invalid_attribute("active", "Invalid parameter: active must be a boolean"))?;
        }
        if let Some(position) = sent.get("position").and_then(Value::as_i64) {
            self.position = position;
        }
        if let Some(category) = sent.get("category_id").filter(|category| !category.is_null()) {
            let id = category.as_u64().or_else(|| category.as_str()?.parse().ok());
            self.category = id
                .filter(|id| world.categories.contains_key(id))
                .ok_or_else(|| Refusal::record_invalid("category_id", "Category: is invalid"))?;
        }
        let rules = sent.get("conditions");
        let list = |name: &str| {
            let given = rules.and_then(|rules| rules.get(name)).or_else(|| sent.get(name));
            given.and_then(Value::as_array).cloned().unwrap_or_default()
        };
        if ["conditions", "all", "any", "actions"].iter().any(|name| sent.contains_key(*name)) {
            let read = |list: Vec<Value>| list.iter().map(|each| condition(world, each)).collect::<Result<Vec<_>, _>>();
            (self.all, self.any) = (read(list("all"))?, read(list("any"))?);
            let actions = sent.get("actions").and_then(Value::as_array).cloned().unwrap_or_default();
            self.actions = actions.iter().map(|each| action(world, each)).collect::<Result<_, _>>()?;
        }
        if self.all.is_empty() && self.any.is_empty() {
            return Err(Refusal::record_invalid("base", "You must select at least one condition"));
        }
        if self.actions.is_empty() {
            return Err(Refusal::record_invalid("base", "You must select at least one action"));
        }
        Ok(())
    }

    /// The trigger as `GET /api/v2/triggers/{id}` shows it.
    pub(crate) fn to_json(&self) -> Value {
        let list = |conditions: &[Condition]| {
            let shown = conditions
                .iter()
                .map(|each| json!({"field": each.field, "operator": each.operator, "value": each.value}));
            shown.collect::<Vec<_>>()
        };
        json!({
            "url": format!("{ORIGIN}/api/v2/triggers/{}.json", self.id),
            "id": self.id,
            "title": self.title,
            "raw_title": self.title,
            "description": self.description,
            "active": self.active,
            "default": false,
            "position": self.position,
            "category_id": self.category.to_string(),
            "conditions": {"all": list(&self.all), "any": list(&self.any)},
            "actions": self.actions.iter().map(Action::to_json).collect::<Vec<_>>(),
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.updated_at)
        })
    }

    /// How often it fired, for each usage that `include` names: `usage_1h`, `usage_24h`, `usage_7d`, `usage_30d`.
    pub(crate) fn usage(&self, include: &str, now: i64) -> Vec<(&'static str, usize)> {
        [("usage_1h", HOUR), ("usage_24h", DAY), ("usage_7d", 7 * DAY), ("usage_30d", 30 * DAY)]
            .into_iter()
            .filter(|(name, _)| include.split(',').any(|asked| asked.trim() == *name))
            .map(|(name, span)| (name, self.fired.iter().filter(|at| **at > now - span).count()))
            .collect()
    }

    /// Whether an action of it calls this webhook.
    pub(crate) fn calls(&self, webhook: &str) -> bool {
        self.actions.iter().any(|action| matches!(action, Action::Webhook { id, .. } if id == webhook))
    }
}

impl Action {
    fn to_json(&self) -> Value {
        match self {
            Self::Set { field, value } => json!({"field": field, "value": value}),
            Self::Webhook { id, body } => json!({"field": "notification_webhook", "value": [id, body]}),
            Self::Target { id, text } => json!({"field": "notification_target", "value": [id.to_string(), text]}),
        }
    }
}

fn invalid(words: &str) -> Refusal {
    Refusal::record_invalid("base", words)
}

/// A value as text; Zendesk takes numbers and booleans too.
fn plain(value: Option<&Value>) -> Option<String> {
    match value {
        None | Some(Value::Null) => Some(String::new()),
        Some(Value::String(text)) => Some(text.clone()),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
        Some(Value::Array(list)) => {
            let words: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            words.map(|words| words.join(" "))
        }
        Some(Value::Object(_)) => None,
    }
}

fn condition(world: &World, sent: &Value) -> Result<Condition, Refusal> {
    let name = sent.get("field").and_then(Value::as_str).unwrap_or_default();
    let Some((field, title)) = fields::condition(world, name) else {
        return Err(invalid(&format!("Invalid field '{name}'")));
    };
    let operator = match sent.get("operator").and_then(Value::as_str) {
        None if field.operators == ["is"] => "is",
        given => given.unwrap_or_default(),
    };
    if !field.operators.contains(&operator) {
        return Err(invalid(&format!("Invalid operator '{operator}' in '{title}'")));
    }
    let value = plain(sent.get("value")).unwrap_or_default();
    if fields::is_terminal(operator) {
        return Ok(Condition { field: name.to_owned(), operator: operator.to_owned(), value: String::new() });
    }
    if !field.values.allow(world, &value) {
        let label = fields::operator_title(operator);
        return Err(invalid(&format!("Invalid value '{value}' in '{title} / {label} / {value}'")));
    }
    Ok(Condition { field: name.to_owned(), operator: operator.to_owned(), value })
}

fn action(world: &World, sent: &Value) -> Result<Action, Refusal> {
    let name = sent.get("field").and_then(Value::as_str).unwrap_or_default();
    let value = sent.get("value");
    match name {
        "notification_webhook" => webhook_action(world, value),
        "notification_target" => {
            let pair = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let [target, Value::String(text)] = pair else {
                return Err(invalid("Invalid value for 'Notify target': it takes a target and a text"));
            };
            let id = target.as_u64().or_else(|| target.as_str()?.parse().ok());
            let id = id.filter(|id| world.targets.contains_key(id));
            let id = id.ok_or_else(|| invalid(&format!("Invalid value '{target}' in 'Notify target'")))?;
            placeholders::check(text).map_err(|words| invalid(&words))?;
            Ok(Action::Target { id, text: text.clone() })
        }
        _ => {
            let Some((values, title)) = fields::action(world, name) else {
                return Err(invalid(&format!("Invalid field '{name}'")));
            };
            let value = plain(value).unwrap_or_default();
            if !values.allow(world, &value) {
                return Err(invalid(&format!("Invalid value '{value}' in '{title} / {value}'")));
            }
            placeholders::check(&value).map_err(|words| invalid(&words))?;
            Ok(Action::Set { field: name.to_owned(), value })
        }
    }
}

fn webhook_action(world: &World, value: Option<&Value>) -> Result<Action, Refusal> {
    let pair = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let [Value::String(id), body] = pair else {
        return Err(invalid("Invalid value for 'Notify active webhook': it takes a webhook and a body"));
    };
    let webhook = world.webhooks.get(id).filter(|webhook| webhook.is_conditional());
    let webhook = webhook.ok_or_else(|| invalid(&format!("Invalid value '{id}' in 'Notify active webhook'")))?;
    let templates: Vec<&str> = match body {
        Value::String(text) if webhook.has_body() => vec![text],
        Value::Array(pairs) if !webhook.has_body() => {
            let is_pair =
                |pair: &Value| matches!(pair.as_array().map(Vec::as_slice), Some([Value::String(_), Value::String(_)]));
            if !pairs.iter().all(is_pair) {
                return Err(invalid("Invalid value for 'Notify active webhook': parameters are pairs of texts"));
            }
            pairs.iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect()
        }
        _ => return Err(invalid("Invalid value for 'Notify active webhook': the body does not fit the method")),
    };
    if templates.iter().map(|template| template.len()).sum::<usize>() > LARGEST {
        return Err(invalid("Invalid value for 'Notify active webhook': the body is larger than 256 KB"));
    }
    for template in templates {
        placeholders::check(template).map_err(|words| invalid(&words))?;
    }
    Ok(Action::Webhook { id: id.clone(), body: body.clone() })
}
