//! What conditions and actions can name: the fields, their operators and their values.
//!
//! Source: developer.zendesk.com, `documentation/ticketing/reference-guides/conditions-reference` and `actions-reference`.
//! Zendesk knows more fields than these (satisfaction, schedules, reply counts …); the sandbox refuses those.

use serde_json::{Value, json};

use super::super::model::{Role, TicketField, User};
use super::super::world::World;

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// One of these words, each with its title.
    Choice(&'static [(&'static str, &'static str)]),
    Group,
    Agent,
    Requester,
    Organization,
    Brand,
    Form,
    /// Tags apart by spaces.
    Tags,
    /// Words, or a text.
    Words,
    /// A role, or a user's id.
    Role,
    /// The value of a custom field.
    Custom,
}

/// One field of conditions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) operators: &'static [&'static str],
    pub(super) values: Values,
}

/// One field of actions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Action {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) values: Values,
}

pub(super) const STATUSES: [(&str, &str); 6] = [
    ("new", "New"),
    ("open", "Open"),
    ("pending", "Pending"),
    ("hold", "On-hold"),
    ("solved", "Solved"),
    ("closed", "Closed"),
];
pub(super) const PRIORITIES: [(&str, &str); 5] =
    [("", "-"), ("low", "Low"), ("normal", "Normal"), ("high", "High"), ("urgent", "Urgent")];
const KINDS: [(&str, &str); 5] =
    [("", "-"), ("question", "Question"), ("incident", "Incident"), ("problem", "Problem"), ("task", "Task")];
const UPDATES: [(&str, &str); 2] = [("Create", "Created"), ("Change", "Updated")];
const PUBLICITY: [(&str, &str); 3] = [("true", "Public"), ("false", "Private"), ("not_relevant", "Present")];
/// Channels by their number. Source: developer.zendesk.com, "Via types".
pub(super) const CHANNELS: [(&str, &str); 4] =
    [("0", "Web form"), ("4", "Email"), ("5", "Web service (API)"), ("29", "Chat")];

const ORDERED: [&str; 10] = [
    "is",
    "is_not",
    "less_than",
    "greater_than",
    "changed",
    "value",
    "value_previous",
    "not_changed",
    "not_value",
    "not_value_previous",
];
const LISTED: [&str; 8] =
    ["is", "is_not", "changed", "value", "value_previous", "not_changed", "not_value", "not_value_previous"];
const PLAIN: [&str; 2] = ["is", "is_not"];
const WORDS: [&str; 4] = ["includes", "not_includes", "is", "is_not"];
const CUSTOM: [&str; 6] = ["is", "is_not", "includes", "not_includes", "present", "not_present"];

const CONDITIONS: [Condition; 17] = [
    Condition { name: "status", title: "Status", operators: &ORDERED, values: Values::Choice(&STATUSES) },
    Condition { name: "priority", title: "Priority", operators: &ORDERED, values: Values::Choice(&PRIORITIES) },
    Condition { name: "type", title: "Type", operators: &LISTED, values: Values::Choice(&KINDS) },
    Condition { name: "group_id", title: "Group", operators: &LISTED, values: Values::Group },
    Condition { name: "assignee_id", title: "Assignee", operators: &LISTED, values: Values::Agent },
    Condition { name: "requester_id", title: "Requester", operators: &LISTED, values: Values::Requester },
    Condition { name: "organization_id", title: "Organization", operators: &LISTED, values: Values::Organization },
    Condition { name: "brand_id", title: "Brand", operators: &LISTED, values: Values::Brand },
    Condition { name: "ticket_form_id", title: "Form", operators: &LISTED, values: Values::Form },
    Condition { name: "current_tags", title: "Tags", operators: &["includes", "not_includes"], values: Values::Tags },
    Condition { name: "subject_includes_word", title: "Subject text", operators: &WORDS, values: Values::Words },
    Condition { name: "comment_includes_word", title: "Comment text", operators: &WORDS, values: Values::Words },
    Condition {
        name: "comment_is_public",
        title: "Comment is",
        operators: &["is"],
        values: Values::Choice(&PUBLICITY),
    },
    Condition { name: "update_type", title: "Ticket is", operators: &["is"], values: Values::Choice(&UPDATES) },
    Condition { name: "via_id", title: "Channel", operators: &PLAIN, values: Values::Choice(&CHANNELS) },
    Condition { name: "current_via_id", title: "Update via", operators: &PLAIN, values: Values::Choice(&CHANNELS) },
    Condition { name: "role", title: "Current user", operators: &PLAIN, values: Values::Role },
];

const ACTIONS: [Action; 8] = [
    Action { name: "status", title: "Status", values: Values::Choice(&STATUSES) },
    Action { name: "priority", title: "Priority", values: Values::Choice(&PRIORITIES) },
    Action { name: "type", title: "Type", values: Values::Choice(&KINDS) },
    Action { name: "group_id", title: "Group", values: Values::Group },
    Action { name: "assignee_id", title: "Assignee", values: Values::Agent },
    Action { name: "set_tags", title: "Set tags", values: Values::Tags },
    Action { name: "current_tags", title: "Add tags", values: Values::Tags },
    Action { name: "remove_tags", title: "Remove tags", values: Values::Tags },
];

/// The condition field of this name, with its title.
pub(super) fn condition(world: &World, name: &str) -> Option<(Condition, String)> {
    let known = CONDITIONS.iter().find(|field| field.name == name).map(|field| (*field, field.title.to_owned()));
    known.or_else(|| {
        let field = custom(world, name)?;
        let made = Condition { name: "custom_fields", title: "", operators: &CUSTOM, values: Values::Custom };
        Some((made, field.title.clone()))
    })
}

/// The action field of this name, with its title; notifications are not among them.
pub(super) fn action(world: &World, name: &str) -> Option<(Values, String)> {
    let known = ACTIONS.iter().find(|field| field.name == name).map(|field| (field.values, field.title.to_owned()));
    known.or_else(|| custom(world, name).map(|field| (Values::Custom, field.title.clone())))
}

/// The custom field behind `custom_fields_<id>`.
pub(super) fn custom<'a>(world: &'a World, name: &str) -> Option<&'a TicketField> {
    world.fields.get(&name.strip_prefix("custom_fields_")?.parse().ok()?)
}

impl Values {
    /// Whether a text is one of the values. An empty one stands for "none" where there can be none.
    pub(super) fn allow(self, world: &World, value: &str) -> bool {
        let id = value.parse::<u64>().ok();
        let staff = |user: &User| user.role.is_staff();
        match self {
            Self::Choice(words) => words.iter().any(|(word, _)| *word == value),
            Self::Group => value.is_empty() || id.is_some_and(|id| world.groups.contains_key(&id)),
            Self::Agent => {
                matches!(value, "" | "current_user" | "requester_id")
                    || id.and_then(|id| world.users.get(&id)).is_some_and(staff)
            }
            Self::Requester => {
                matches!(value, "current_user" | "assignee_id") || id.is_some_and(|id| world.users.contains_key(&id))
            }
            Self::Organization => value.is_empty() || id.is_some_and(|id| world.organizations.contains_key(&id)),
            Self::Brand => id.is_some_and(|id| world.brands.contains_key(&id)),
            Self::Form => id.is_some_and(|id| world.forms.contains_key(&id)),
            Self::Tags | Self::Words => !value.trim().is_empty(),
            Self::Role => {
                matches!(value, "all" | "agent" | "admin" | "end_user")
                    || id.is_some_and(|id| world.users.contains_key(&id))
            }
            Self::Custom => true,
        }
    }

    /// The values as `GET /api/v2/triggers/definitions` lists them.
    fn list(self, world: &World) -> Vec<(String, String)> {
        let none = || std::iter::once((String::new(), "-".to_owned()));
        let owned = |(value, title): &(&str, &str)| ((*value).to_owned(), (*title).to_owned());
        let people = |role: fn(Role) -> bool| {
            let users = world.users.values().filter(move |user| role(user.role));
            users.map(|user| (user.id.to_string(), user.name.clone()))
        };
        match self {
            Self::Choice(words) => words.iter().map(owned).collect(),
            Self::Group => {
                none().chain(world.groups.values().map(|group| (group.id.to_string(), group.name.clone()))).collect()
            }
            Self::Agent => {
                let special = [("current_user", "(current user)"), ("requester_id", "(requester)")];
                none().chain(special.iter().map(owned)).chain(people(Role::is_staff)).collect()
            }
            Self::Requester => {
                let special = [("current_user", "(current user)"), ("assignee_id", "(assignee)")];
                special.iter().map(owned).chain(people(|_| true)).collect()
            }
            Self::Organization => {
                let all = world.organizations.values().map(|each| (each.id.to_string(), each.name.clone()));
                none().chain(all).collect()
            }
            Self::Brand => world.brands.values().map(|brand| (brand.id.to_string(), brand.name.clone())).collect(),
            Self::Form => world.forms.values().map(|form| (form.id.to_string(), form.name.clone())).collect(),
            Self::Role => {
                [("all", "(any)"), ("agent", "(agent)"), ("end_user", "(end-user)")].iter().map(owned).collect()
            }
            Self::Tags | Self::Words | Self::Custom => Vec::new(),
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::Words | Self::Custom => "text",
            _ => "list",
        }
    }
}

/// `GET /api/v2/triggers/definitions`.
pub(crate) fn definitions(world: &World) -> Value {
    let shown = |title: &str, subject: &str, values: Values| {
        let list: Vec<Value> = values
            .list(world)
            .into_iter()
            .map(|(value, title)| json!({"value": value, "title": title, "enabled": true}))
            .collect();
        json!({"title": title, "subject": subject, "type": values.kind(), "group": "ticket", "nullable": false,
            "repeatable": true, "values": list})
    };
    let with_operators = |mut shown: Value, operators: &[&str]| {
        let list: Vec<Value> = operators
            .iter()
            .map(|name| json!({"value": name, "title": operator_title(name), "terminal": is_terminal(name)}))
            .collect();
        if let Some(object) = shown.as_object_mut() {
            object.insert("operators".to_owned(), list.into());
        }
        shown
    };
    let custom = |id: &u64| format!("custom_fields_{id}");
    let conditions: Vec<Value> = CONDITIONS
        .iter()
        .map(|field| with_operators(shown(field.title, field.name, field.values), field.operators))
        .chain(
            world
                .fields
                .iter()
                .map(|(id, field)| with_operators(shown(&field.title, &custom(id), Values::Custom), &CUSTOM)),
        )
        .collect();
    let hooks = world.webhooks.values().filter(|webhook| webhook.is_conditional() && webhook.active);
    let hooks: Vec<Value> =
        hooks.map(|webhook| json!({"value": webhook.id, "title": webhook.name, "enabled": true})).collect();
    let targets = world.targets.values().filter(|target| target.active);
    let targets: Vec<Value> =
        targets.map(|target| json!({"value": target.id.to_string(), "title": target.title, "enabled": true})).collect();
    let notify = |title: &str, subject: &str, values: Vec<Value>| {
        json!({"title": title, "subject": subject, "type": "list", "group": "notification", "nullable": false,
            "repeatable": true, "values": values})
    };
    let actions: Vec<Value> = ACTIONS
        .iter()
        .map(|field| shown(field.title, field.name, field.values))
        .chain(world.fields.iter().map(|(id, field)| shown(&field.title, &custom(id), Values::Custom)))
        .chain([
            notify("Notify active webhook", "notification_webhook", hooks),
            notify("Notify target", "notification_target", targets),
        ])
        .collect();
    json!({"definitions": {"conditions_all": conditions, "conditions_any": conditions, "actions": actions}})
}

/// Operators that take no value.
pub(super) fn is_terminal(operator: &str) -> bool {
    matches!(operator, "changed" | "not_changed" | "present" | "not_present")
}

/// An operator as the screen names it.
pub(super) fn operator_title(operator: &str) -> &'static str {
    match operator {
        "is" => "Is",
        "is_not" => "Is not",
        "less_than" => "Less than",
        "greater_than" => "Greater than",
        "changed" => "Changed",
        "value" => "Changed to",
        "value_previous" => "Changed from",
        "not_changed" => "Not changed",
        "not_value" => "Not changed to",
        "not_value_previous" => "Not changed from",
        "includes" => "Contains at least one of the following",
        "not_includes" => "Contains none of the following",
        "present" => "Present",
        "not_present" => "Not present",
        _ => "",
    }
}
