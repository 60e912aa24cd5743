//! `email`: the tickets that reach PagerDuty by e-mail.
//!
//! ```json
//! {"routes":[{"id":"abcdefghijkm","name":"Payments","on":true,"service":["PSVC001","Payments"],
//!   "mailbox":{"id":"PINT001","creation":"rules","fallback":"open"},
//!   "all":[["priority","is","urgent"]],"any":[],"updates":true,"fallback":"discard","sender":"acme.zendesk.com"}]}
//! ```
//!
//! Without `mailbox` the route has an integration of its own. The conditions are written as those of rules.

use serde_json::{Map, Value, json};

use crate::domain::automation::{Condition, Conditions};
use crate::domain::configuration::Problem;
use crate::domain::email_routing::mailbox::{Creation, Fallback};
use crate::domain::email_routing::{Address, Before, EmailRoute, EmailRouting, RouteId};
use crate::domain::id::{IntegrationId, ServiceId};
use crate::domain::incident::Named;
use crate::http::json::Json;

use super::automation::{read_condition, write_condition};
use super::{members_of, wrong};

const CREATIONS: [(Creation, &str); 4] = [
    (Creation::EveryMail, "mail"),
    (Creation::EverySubject, "subject"),
    (Creation::WhenNoneIsOpen, "none_open"),
    (Creation::Rules, "rules"),
];
const FALLBACKS: [(Fallback, &str); 2] = [(Fallback::Open, "open"), (Fallback::Discard, "discard")];

/// Reads the section; null when there is none. An unreadable one is an error, and then there are no routes: one that was passed over
/// would be lost with the next save, and what it made would be taken for left over.
pub(super) fn read(at: &Json<'_>) -> Result<EmailRouting, Problem> {
    read_routing(at.value()).ok_or_else(|| wrong(at))
}

/// Writes the section; `before` is what it was, whose unknown members stay. Nothing when there is nothing to say.
pub(super) fn write(email: &EmailRouting, before: Option<&Value>) -> Option<Value> {
    let mut members = members_of(before);
    members.remove("routes");
    if !email.routes.is_empty() {
        members.insert("routes".to_owned(), email.routes.iter().map(write_route).collect());
    }
    (!members.is_empty()).then_some(Value::Object(members))
}

fn read_routing(routing: &Value) -> Option<EmailRouting> {
    if routing.is_null() {
        return Some(EmailRouting::default());
    }
    let Some(routes) = routing.as_object()?.get("routes") else { return Some(EmailRouting::default()) };
    let routes = routes.as_array()?.iter().map(read_route).collect::<Option<Vec<_>>>()?;
    let twice = |(at, route): (usize, &EmailRoute)| routes.iter().skip(at + 1).any(|other| other.id == route.id);
    let is_good = routes.len() <= EmailRouting::MOST && !routes.iter().enumerate().any(twice);
    is_good.then_some(EmailRouting { routes })
}

fn text<'a>(place: &'a Value, name: &str) -> Option<&'a str> {
    place.get(name)?.as_str()
}

/// What is there, read; `None` when it is there and cannot be read.
#[expect(clippy::option_option, reason = "missing, unreadable and read are three things")]
fn optional<T>(place: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    match place.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(value) => read(value).map(Some),
    }
}

fn named<T: Copy>(table: &[(T, &str)], name: &str) -> Option<T> {
    table.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
}

fn name_of<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(known, _)| known == value).map_or("", |(_, name)| name)
}

fn read_route(place: &Value) -> Option<EmailRoute> {
    let conditions = |name: &str| match place.get(name) {
        None => Some(Vec::new()),
        Some(list) => list.as_array()?.iter().map(read_condition).collect::<Option<Vec<Condition>>>(),
    };
    let service = optional(place, "service", |pair| {
        let [id, name] = pair.as_array()?.as_slice() else { return None };
        Some(Named { id: ServiceId::parse(id.as_str()?)?, name: name.as_str()?.to_owned() })
    })?;
    let existing = optional(place, "mailbox", |mailbox| {
        let before = Before {
            creation: named(&CREATIONS, text(mailbox, "creation")?)?,
            fallback: named(&FALLBACKS, text(mailbox, "fallback")?)?,
        };
        Some(Address::Existing { integration: IntegrationId::parse(text(mailbox, "id")?)?, before })
    })?;
    Some(EmailRoute {
        id: RouteId::parse(text(place, "id")?)?,
        name: text(place, "name")?.to_owned(),
        enabled: place.get("on")?.as_bool()?,
        service,
        address: existing.unwrap_or_default(),
        conditions: Conditions { all: conditions("all")?, any: conditions("any")? },
        updates: place.get("updates")?.as_bool()?,
        fallback: named(&FALLBACKS, text(place, "fallback")?)?,
        sender: optional(place, "sender", |sender| sender.as_str().map(str::to_owned))?,
    })
}

fn write_route(route: &EmailRoute) -> Value {
    let conditions = |list: &[Condition]| list.iter().map(write_condition).collect::<Value>();
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("id", json!(route.id.as_str()));
    put("name", json!(route.name));
    put("on", json!(route.enabled));
    if let Some(service) = &route.service {
        put("service", json!([service.id.as_str(), service.name]));
    }
    if let Address::Existing { integration, before } = &route.address {
        let mailbox = json!({
            "id": integration.as_str(),
            "creation": name_of(&CREATIONS, &before.creation),
            "fallback": name_of(&FALLBACKS, &before.fallback),
        });
        put("mailbox", mailbox);
    }
    put("all", conditions(&route.conditions.all));
    put("any", conditions(&route.conditions.any));
    put("updates", json!(route.updates));
    put("fallback", json!(name_of(&FALLBACKS, &route.fallback)));
    if let Some(sender) = &route.sender {
        put("sender", json!(sender));
    }
    fields.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;
    use crate::domain::automation::{Field, Operator, Value as Wanted};
    use crate::domain::ticket::TicketPriority;

    fn any_route() -> impl Strategy<Value = EmailRoute> {
        let texts = ("\\PC{0,20}", "\\PC{0,20}", proptest::option::of("[a-z]{1,5}\\.example"));
        let bits = proptest::array::uniform5(any::<bool>());
        (any::<u64>(), texts, bits, 0_usize..4).prop_map(|(id, (name, service, sender), bits, creation)| {
            let [enabled, chosen, existing, updates, opens] = bits;
            let fallback = if opens { Fallback::Open } else { Fallback::Discard };
            let before = Before { creation: CREATIONS[creation].0, fallback };
            let integration = IntegrationId::parse("PINT001").unwrap();
            let value = Wanted::Priority(TicketPriority::Urgent);
            EmailRoute {
                name,
                enabled,
                service: chosen.then(|| Named { id: ServiceId::parse("PSVC001").unwrap(), name: service.clone() }),
                address: if existing { Address::Existing { integration, before } } else { Address::Own },
                conditions: Conditions {
                    all: vec![Condition { field: Field::Priority, operator: Operator::Is, value }],
                    any: vec![Condition {
                        field: Field::Tags,
                        operator: Operator::Includes,
                        value: Wanted::Words(service),
                    }],
                },
                updates,
                fallback,
                sender,
                ..EmailRoute::new(RouteId::of(id))
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(routes in proptest::collection::vec(any_route(), 0..4)) {
            let mut routing = EmailRouting::default();
            for route in routes {
                if routing.route(&route.id).is_none() {
                    routing.routes.push(route);
                }
            }
            let written = write(&routing, Some(&json!({ "later": 1 }))).unwrap();
            prop_assert_eq!(&written["later"], &json!(1));
            prop_assert_eq!(read(&Json::root(&written)), Ok(routing));
        }
    }

    #[test]
    fn nothing_is_no_route() {
        assert_eq!(read_routing(&Value::Null), Some(EmailRouting::default()));
        assert_eq!(write(&EmailRouting::default(), None), None);
    }

    #[test]
    fn what_cannot_be_read_is_not_passed_over() {
        let route = EmailRoute { name: "a".into(), ..EmailRoute::new(RouteId::of(1)) };
        let good = write(&EmailRouting { routes: vec![route] }, None).unwrap();
        assert!(read_routing(&good).is_some());
        for (name, value) in [
            ("id", json!("short")),
            ("on", json!("yes")),
            ("service", json!(["../x", "y"])),
            ("service", json!("PSVC001")),
            ("mailbox", json!({ "id": "PINT001" })),
            ("all", json!([["moon", "is", "full"]])),
            ("fallback", json!("panic")),
            ("sender", json!(7)),
        ] {
            let mut bad = good.clone();
            bad["routes"][0][name] = value;
            assert_eq!(read_routing(&bad), None, "{name}");
        }
        for bad in [json!([]), json!({ "routes": {} }), json!({ "routes": [good["routes"][0], good["routes"][0]] })] {
            assert_eq!(read_routing(&bad), None, "{bad}");
        }
    }
}
