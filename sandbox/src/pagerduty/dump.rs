//! The whole state as JSON, for the assertions of tests.

use super::access::Token;
use super::integration::Integration;
use super::model::Incident;
use super::orchestration::Orchestration;
use super::wire::View;
use super::world::{Tally, World};
use serde_json::{Map, Value, json};

/// Everything but secrets.
pub(crate) fn dump(world: &World) -> Value {
    let view = view(world);
    let mut incidents: Vec<&Incident> = world.incidents.values().collect();
    incidents.sort_by_key(|incident| incident.number);
    let services: Vec<Value> = world
        .services
        .values()
        .map(|service| {
            let integrations: Vec<Value> = service.integrations.iter().map(integration_dump).collect();
            json!({"id": service.id, "name": service.name, "status": service.status, "integrations": integrations})
        })
        .collect();
    json!({
        "incidents": incidents.iter().map(|incident| whole(&view, incident)).collect::<Vec<_>>(),
        "users": world.users.values().map(|user| view.user(user)).collect::<Vec<_>>(),
        "services": services,
        "orchestrations": world.orchestrations.iter().map(orchestration_dump).collect::<Vec<_>>(),
        "events": tally_dump(world.events),
        "mails": tally_dump(world.mails),
        "abilities": world.abilities,
        "redirects": world.access.redirects,
        "access_tokens": world.access.tokens.values().map(|token| token_dump(world, token)).collect::<Vec<_>>(),
        "refresh_tokens": world.access.refresh.values().map(|token| token_dump(world, token)).collect::<Vec<_>>(),
        "codes_waiting": world.access.codes.values().filter(|code| !code.used).count(),
    })
}

/// One incident with everything that belongs to it.
pub(crate) fn incident(world: &World, named: &str) -> Option<Value> {
    world.incident(named).ok().map(|incident| whole(&view(world), incident))
}

fn view(world: &World) -> View<'_> {
    View { includes: ["body", "conference_bridge", "channels"].map(str::to_owned).into(), ..View::plain(world) }
}

fn whole(view: &View<'_>, incident: &Incident) -> Value {
    let mut value = match view.incident(incident) {
        Value::Object(value) => value,
        _ => Map::new(),
    };
    let list = |values: Vec<Value>| Value::from(values);
    value.insert("notes".to_owned(), list(incident.notes.iter().map(|note| view.note(note)).collect()));
    value.insert(
        "log_entries".to_owned(),
        list(incident.log.iter().map(|entry| view.log_entry(incident, entry)).collect()),
    );
    value.insert("alerts".to_owned(), list(incident.alerts.iter().map(|alert| view.alert(incident, alert)).collect()));
    value.insert(
        "status_updates".to_owned(),
        list(incident.status_updates.iter().map(|update| view.status_update(update)).collect()),
    );
    value.insert("subscribers".to_owned(), json!(incident.subscribers));
    value.insert("workflow_instances".to_owned(), json!(incident.workflow_instances));
    value.insert("resolution".to_owned(), json!(incident.resolution));
    Value::Object(value)
}

fn integration_dump(integration: &Integration) -> Value {
    json!({
        "id": integration.id,
        "type": integration.type_name(),
        "name": integration.name,
        "received": integration.received,
        "integration_email": integration.mailbox().map(|mailbox| &mailbox.address),
    })
}

fn orchestration_dump(one: &Orchestration) -> Value {
    let received: u64 = one.integrations.iter().map(|integration| integration.received).sum();
    json!({"id": one.id, "name": one.name, "integrations": one.integrations.len(), "received": received})
}

fn tally_dump(tally: Tally) -> Value {
    json!({"accepted": tally.accepted, "dropped": tally.dropped, "refused": tally.refused})
}

fn token_dump(world: &World, token: &Token) -> Value {
    json!({
        "token": "[redacted]",
        "user": world.users.get(&token.user).map(|user| user.email.clone()),
        "client_id": token.client,
        "scope": token.scope.text(),
        "expires_at": View::plain(world).time(token.expires_at),
        "delegation_id": token.delegation,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use crate::pagerduty::rest::bench::Bench;

    #[test]
    fn a_dump_tells_who_holds_tokens_but_not_the_tokens() {
        let bench = Bench::new();
        let token = bench.pagerduty.token_for("priya.nair@northwind.example").unwrap();
        let dump = bench.pagerduty.dump();
        let text = dump.to_string();
        assert!(text.contains("priya.nair@northwind.example"));
        assert_eq!(dump["access_tokens"].as_array().unwrap().len(), 2);
        for secret in [token, bench.pagerduty.read_only_key(), bench.pagerduty.routing_key("Ledger").unwrap()] {
            assert!(!text.contains(&secret));
        }
    }
}
