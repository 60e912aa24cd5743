//! Event orchestrations, their keys and their routers.

use super::{View, with};
use crate::pagerduty::orchestration::{Orchestration, OrchestrationIntegration, RouterRule};
use serde_json::{Value, json};

/// Where the router sends what no rule and no catch-all is for.
const UNROUTED: &str = "unrouted";

impl View<'_> {
    /// An orchestration; `with_keys` shows its integrations too, as only the single one does.
    pub(crate) fn orchestration(&self, one: &Orchestration, with_keys: bool) -> Value {
        let head = with(
            json!({
                "id": one.id,
                "self": orchestration_url(one),
                "name": one.name,
                "description": one.description,
                "team": one.team.as_ref().map(|team| short(&self.team_reference(team))),
                "routes": one.routes(),
            }),
            self.made(one),
        );
        if !with_keys {
            return head;
        }
        let integrations: Vec<Value> =
            one.integrations.iter().map(|integration| self.orchestration_integration(integration)).collect();
        with(head, json!({"integrations": integrations}))
    }

    /// A key of an orchestration.
    #[allow(clippy::unused_self, reason = "written like every other resource")]
    pub(crate) fn orchestration_integration(&self, one: &OrchestrationIntegration) -> Value {
        json!({
            "id": one.id,
            "label": one.label,
            "parameters": {"routing_key": one.key, "type": "global"},
        })
    }

    /// The router of an orchestration.
    pub(crate) fn router(&self, one: &Orchestration) -> Value {
        let own = orchestration_url(one);
        with(
            json!({
                "type": "router",
                "parent": {"id": one.id, "self": own, "type": "event_orchestration_reference"},
                "self": format!("{own}/router"),
                "sets": [{"id": "start", "rules": one.rules.iter().map(rule).collect::<Vec<_>>()}],
                "catch_all": {"actions": {"route_to": one.catch_all.as_deref().unwrap_or(UNROUTED)}},
            }),
            self.made(one),
        )
    }

    fn made(&self, one: &Orchestration) -> Value {
        let (at, by) = (self.time(one.created_at), short(&self.user_reference(&one.author)));
        json!({"created_at": at, "created_by": by, "updated_at": at, "updated_by": by, "version": one.version})
    }
}

fn rule(rule: &RouterRule) -> Value {
    let conditions: Vec<Value> =
        rule.conditions.iter().map(|condition| json!({"expression": condition.text()})).collect();
    json!({
        "id": rule.id,
        "label": rule.label,
        "conditions": conditions,
        "actions": {"route_to": rule.route_to},
    })
}

fn orchestration_url(one: &Orchestration) -> String {
    super::rest_url("event_orchestrations", &one.id)
}

/// References here have no summary and no page.
fn short(reference: &Value) -> Value {
    json!({"id": reference.get("id"), "type": reference.get("type"), "self": reference.get("self")})
}
