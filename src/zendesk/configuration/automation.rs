//! The rules in the app's hidden setting: the member `automation`.
//!
//! ```json
//! {"destinations":[{"id":"a1b2c3d4","label":"Payments","region":"us","service":"PSVC001","integration":"PINT001","key":"0f1e2d3c"}],
//!  "rules":[{"id":"e5f6a7b8","title":"Urgent","active":true,"to":"a1b2c3d4","do":"trigger","severity":"critical","once":false,
//!            "all":[["priority","is","urgent"],["group_id","is",7,"Tier 1"]],"any":[],
//!            "summary":"{{ticket.title}}","source":"Zendesk","details":[["requester","{{ticket.requester.name}}"]]}]}
//! ```
//!
//! `key` is a fingerprint. Every agent can read the setting, so no routing key is ever in it.

use serde_json::{Map, Value, json};

use crate::domain::automation::condition::Kind;
use crate::domain::automation::condition::{STATUSES, Thing, TicketType, Update, status_name};
use crate::domain::automation::{
    Action, Automation, Condition, Conditions, Destination, DestinationId, Detail, Field, Fingerprint, Operator,
    Region, Route, Rule, RuleId, Severity, Template, Value as Wanted,
};
use crate::domain::configuration::Problem;
use crate::domain::id::{IntegrationId, OrchestrationId, OrchestrationIntegrationId, ServiceId};
use crate::domain::ticket::TicketPriority;
use crate::http::json::Json;

use super::{members_of, wrong};

/// Reads the section; null when there is none. An unreadable one is an error, and then there are no rules: one that was passed over
/// would be lost with the next save, and its trigger would be removed.
pub(super) fn read(at: &Json<'_>) -> Result<Automation, Problem> {
    read_all(at.value()).ok_or_else(|| wrong(at))
}

/// Writes the section; `before` is what it was, whose unknown members stay. Nothing when there is nothing to say.
pub(super) fn write(automation: &Automation, before: Option<&Value>) -> Option<Value> {
    let mut members = members_of(before);
    for (name, list) in [
        ("destinations", automation.destinations.iter().map(write_destination).collect::<Vec<_>>()),
        ("rules", automation.rules.iter().map(write_rule).collect()),
    ] {
        members.remove(name);
        if !list.is_empty() {
            members.insert(name.to_owned(), list.into());
        }
    }
    (!members.is_empty()).then_some(Value::Object(members))
}

fn read_all(automation: &Value) -> Option<Automation> {
    if automation.is_null() {
        return Some(Automation::default());
    }
    // A list or a text has no members, and must not pass for no rules.
    automation.as_object()?;
    let root = Json::root(automation);
    let destinations = list(&root, "destinations")?.iter().map(read_destination).collect::<Option<Vec<_>>>()?;
    let rules = list(&root, "rules")?.iter().map(read_rule).collect::<Option<Vec<_>>>()?;
    let are_unique = rules.iter().enumerate().all(|(at, rule)| rules.iter().skip(at + 1).all(|it| it.id != rule.id))
        && destinations.iter().enumerate().all(|(at, own)| destinations.iter().skip(at + 1).all(|it| it.id != own.id));
    are_unique.then_some(Automation { destinations, rules })
}

/// The values of a list; none when it is missing.
fn list<'a>(place: &Json<'a>, name: &'a str) -> Option<Vec<Value>> {
    match place.value().get(name) {
        None => Some(Vec::new()),
        Some(list) => list.as_array().cloned(),
    }
}

fn text(place: &Value, name: &str) -> Option<String> {
    place.get(name)?.as_str().map(str::to_owned)
}

fn read_destination(place: &Value) -> Option<Destination> {
    let id = |name: &str| text(place, name);
    let route = match (id("service"), id("orchestration")) {
        (Some(service), None) => Route::Service {
            service: ServiceId::parse(&service)?,
            integration: IntegrationId::parse(&id("integration")?)?,
        },
        (None, Some(orchestration)) => Route::Orchestration {
            orchestration: OrchestrationId::parse(&orchestration)?,
            integration: OrchestrationIntegrationId::parse(&id("integration")?)?,
        },
        (None, None) => Route::Pasted,
        (Some(_), Some(_)) => return None,
    };
    let fingerprint = match place.get("key") {
        None | Some(Value::Null) => None,
        Some(key) => Some(Fingerprint::parse(key.as_str()?)?),
    };
    Some(Destination {
        id: DestinationId::parse(&text(place, "id")?)?,
        label: text(place, "label").unwrap_or_default(),
        region: text(place, "region").and_then(|name| Region::ALL.into_iter().find(|it| it.name() == name))?,
        route,
        fingerprint,
    })
}

fn write_destination(destination: &Destination) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), value.into());
    put("id", destination.id.as_str());
    put("label", &destination.label);
    put("region", destination.region.name());
    match &destination.route {
        Route::Service { service, integration } => {
            put("service", service.as_str());
            put("integration", integration.as_str());
        }
        Route::Orchestration { orchestration, integration } => {
            put("orchestration", orchestration.as_str());
            put("integration", integration.as_str());
        }
        Route::Pasted => {}
    }
    if let Some(fingerprint) = &destination.fingerprint {
        put("key", fingerprint.as_str());
    }
    fields.into()
}

fn read_rule(place: &Value) -> Option<Rule> {
    let root = Json::root(place);
    let destination = match place.get("to") {
        None | Some(Value::Null) => None,
        Some(to) => Some(DestinationId::parse(to.as_str()?)?),
    };
    let conditions = |name| list(&root, name)?.iter().map(read_condition).collect::<Option<Vec<_>>>();
    let detail = |pair: &Value| {
        let [name, text] = pair.as_array()?.as_slice() else { return None };
        Some(Detail { name: name.as_str()?.to_owned(), text: Template::new(text.as_str()?) })
    };
    Some(Rule {
        id: RuleId::parse(&text(place, "id")?)?,
        title: text(place, "title")?,
        active: place.get("active")?.as_bool()?,
        destination,
        conditions: Conditions { all: conditions("all")?, any: conditions("any")? },
        send_once: place.get("once").is_some_and(|once| once == &Value::Bool(true)),
        action: Action::named(&text(place, "do")?)?,
        severity: Severity::named(&text(place, "severity")?)?,
        summary: Template::new(&text(place, "summary")?),
        source: Template::new(&text(place, "source")?),
        details: list(&root, "details")?.iter().map(detail).collect::<Option<_>>()?,
    })
}

fn write_rule(rule: &Rule) -> Value {
    let conditions = |list: &[Condition]| list.iter().map(write_condition).collect::<Value>();
    json!({
        "id": rule.id.as_str(),
        "title": rule.title,
        "active": rule.active,
        "to": rule.destination.as_ref().map(DestinationId::as_str),
        "do": rule.action.name(),
        "severity": rule.severity.name(),
        "once": rule.send_once,
        "all": conditions(&rule.conditions.all),
        "any": conditions(&rule.conditions.any),
        "summary": rule.summary.text(),
        "source": rule.source.text(),
        "details": rule.details.iter().map(|it| json!([it.name, it.text.text()])).collect::<Value>(),
    })
}

/// `[field, operator]`, `[field, operator, null]` for none, or `[field, operator, value]`, with a thing's name behind its id.
pub(super) fn read_condition(place: &Value) -> Option<Condition> {
    let parts = place.as_array()?;
    let field = Field::named(parts.first()?.as_str()?)?;
    let operator = Operator::named(parts.get(1)?.as_str()?, field)?;
    let value = match (parts.get(2), field.kind()) {
        (None, _) => Wanted::Unset,
        (Some(Value::Null), _) => Wanted::None,
        (Some(Value::Number(id)), Kind::Thing) => {
            let name = parts.get(3).and_then(Value::as_str).unwrap_or_default().to_owned();
            Wanted::Thing(Thing { id: id.as_u64()?, name })
        }
        (Some(Value::String(text)), kind) => match kind {
            Kind::Status => Wanted::Status(STATUSES.into_iter().find(|status| status_name(*status) == text)?),
            Kind::Priority => Wanted::Priority(TicketPriority::named(text)?),
            Kind::Type => Wanted::Type(TicketType::named(text)?),
            Kind::Update => Wanted::Update(Update::named(text)?),
            Kind::Tags | Kind::Text => Wanted::Words(text.clone()),
            Kind::Thing => return None,
        },
        _ => return None,
    };
    Some(Condition { field, operator, value })
}

pub(super) fn write_condition(condition: &Condition) -> Value {
    let mut parts = vec![json!(condition.field.name()), json!(condition.operator.name())];
    match &condition.value {
        Wanted::Unset => {}
        Wanted::None => parts.push(Value::Null),
        Wanted::Thing(thing) => parts.extend([json!(thing.id), json!(thing.name)]),
        Wanted::Words(words) => parts.push(json!(words)),
        value => parts.push(json!(value.api())),
    }
    parts.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;
    use crate::domain::automation::ready_made::ReadyMade;

    fn value(field: Field, number: u64, text: &str) -> Wanted {
        match field.kind() {
            Kind::Status => Wanted::Status(STATUSES[usize::try_from(number).unwrap() % 6]),
            Kind::Priority => Wanted::Priority(TicketPriority::High),
            Kind::Type => Wanted::Type(TicketType::Task),
            Kind::Thing => Wanted::Thing(Thing { id: number, name: text.to_owned() }),
            Kind::Tags | Kind::Text => Wanted::Words(text.to_owned()),
            Kind::Update => Wanted::Update(Update::Changed),
        }
    }

    fn condition() -> impl Strategy<Value = Condition> {
        (prop::sample::select(Field::ALL.to_vec()), 0_usize..10, 0_u64..1_000_000, "\\PC{0,8}", 0_u8..4).prop_map(
            |(field, operator, number, text, kind)| {
                let operator = field.operators()[operator % field.operators().len()];
                let value = match kind {
                    0 => Wanted::Unset,
                    1 => Wanted::None,
                    _ => value(field, number, &text),
                };
                Condition { field, operator, value }
            },
        )
    }

    fn automation() -> impl Strategy<Value = Automation> {
        let conditions = || proptest::collection::vec(condition(), 0..4);
        (conditions(), conditions(), "\\PC{0,12}", 0_usize..5, any::<bool>()).prop_map(
            |(all, any, text, kind, flag)| {
                let route = match kind {
                    0 => Route::Pasted,
                    1 | 2 => Route::Service {
                        service: ServiceId::parse("PSVC001").unwrap(),
                        integration: IntegrationId::parse("PINT001").unwrap(),
                    },
                    _ => Route::Orchestration {
                        orchestration: OrchestrationId::parse("a-1").unwrap(),
                        integration: OrchestrationIntegrationId::parse("b-2").unwrap(),
                    },
                };
                let id = DestinationId::make(3);
                let fingerprint = flag.then(|| Fingerprint::parse("0f1e2d3c").unwrap());
                let region = if flag { Region::Eu } else { Region::Us };
                let destination = Destination { id: id.clone(), label: text.clone(), region, route, fingerprint };
                let mut rule = ReadyMade::ALL[kind].rule(RuleId::make(5), &text);
                rule.conditions = Conditions { all, any };
                rule.active = flag;
                rule.destination = flag.then_some(id);
                let other = ReadyMade::SendOnce.rule(RuleId::make(6), "");
                Automation { destinations: vec![destination], rules: vec![rule, other] }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(automation in automation()) {
            let written = write(&automation, None).unwrap_or_default().to_string();
            prop_assert_eq!(read_all(&serde_json::from_str(&written).unwrap()), Some(automation));
        }
    }

    #[test]
    fn nothing_is_no_rule_and_what_cannot_be_read_is_not_passed_over() {
        assert_eq!(read_all(&Value::Null), Some(Automation::default()));
        assert_eq!(read_all(&json!({})), Some(Automation::default()));
        let rule = write_rule(&ReadyMade::Urgent.rule(RuleId::make(1), "U"));
        assert!(read_all(&json!({ "rules": [rule] })).is_some());
        assert_eq!(read_all(&json!({ "rules": [rule, rule] })), None, "an id stands for one rule");
        for (field, odd) in [
            ("id", json!("X")),
            ("active", json!("yes")),
            ("do", json!("page")),
            ("severity", Value::Null),
            ("to", json!("x")),
            ("all", json!([["mood", "is", "bad"]])),
            ("all", json!({})),
            ("any", json!([["group_id", "is", "7"]])),
            ("details", json!([["a"]])),
        ] {
            let mut broken = rule.clone();
            broken[field] = odd;
            assert_eq!(read_all(&json!({ "rules": [broken] })), None, "{field}");
        }
        let both =
            json!({ "id": "a1b2c3d4", "region": "us", "service": "P1", "orchestration": "P2", "integration": "P3" });
        assert_eq!(read_all(&json!({ "destinations": [both] })), None);
    }
}
