//! Resources as the JSON that PagerDuty's schema describes.
//!
//! A reference is `{id, type: "…_reference", summary, self, html_url}`; `include[]` turns it into the whole resource.
//! Source: PagerDuty REST schema (`reference/REST/openapiv3.json`), "Resource References" and "Includes".

mod directory;
mod incident;
mod integration;
mod log_entry;
mod orchestration;
mod responder;

pub(crate) use directory::priority;

use super::model::{Agent, Id};
use super::time;
use super::world::{SUBDOMAIN, World};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The account as one caller asked to see it.
pub(crate) struct View<'a> {
    pub(crate) world: &'a World,
    /// The values of `include[]`.
    pub(crate) includes: BTreeSet<String>,
    /// The value of `time_zone`; UTC when absent.
    pub(crate) zone: Option<TimeZone>,
}

impl<'a> View<'a> {
    /// Without includes, in UTC.
    pub(crate) fn plain(world: &'a World) -> Self {
        Self { world, includes: BTreeSet::new(), zone: None }
    }

    fn includes(&self, name: &str) -> bool {
        self.includes.contains(name)
    }

    /// An instant in the caller's zone.
    pub(crate) fn time(&self, at: i64) -> String {
        time::format(at, self.zone.as_ref())
    }

    /// An optional instant in the caller's zone.
    fn maybe_time(&self, at: Option<i64>) -> Value {
        at.map_or(Value::Null, |at| Value::from(self.time(at)))
    }

    /// The whole resource when `include` was asked for, else its reference.
    fn expand(&self, include: &str, whole: impl FnOnce() -> Value, reference: impl FnOnce() -> Value) -> Value {
        if self.includes(include) { whole() } else { reference() }
    }

    /// A reference to a user.
    pub(crate) fn user_reference(&self, id: &str) -> Value {
        reference("user", "users", "users", id, &self.world.user_name(id))
    }

    /// A reference to a service.
    pub(crate) fn service_reference(&self, id: &str) -> Value {
        let name = self.world.services.get(id).map_or("-", |service| &service.name);
        reference("service", "services", "service-directory", id, name)
    }

    /// A reference to an escalation policy.
    pub(crate) fn policy_reference(&self, id: &str) -> Value {
        let name = self.world.policies.get(id).map_or("-", |policy| &policy.name);
        reference("escalation_policy", "escalation_policies", "escalation_policies", id, name)
    }

    /// A reference to a schedule.
    pub(crate) fn schedule_reference(&self, id: &str) -> Value {
        let name = self.world.schedules.get(id).map_or("-", |schedule| &schedule.name);
        reference("schedule", "schedules", "schedules", id, name)
    }

    /// A reference to a team.
    pub(crate) fn team_reference(&self, id: &str) -> Value {
        let name = self.world.teams.get(id).map_or("-", |team| &team.name);
        reference("team", "teams", "teams", id, name)
    }

    /// A reference to an incident.
    pub(crate) fn incident_reference(&self, id: &str) -> Value {
        let summary = self.world.incidents.get(id).map_or_else(String::new, incident::summary);
        reference("incident", "incidents", "incidents", id, &summary)
    }

    /// A reference to whoever acted.
    fn agent_reference(&self, agent: &Agent) -> Value {
        match agent {
            Agent::User(id) => self.user_reference(id),
            Agent::Service(id) => self.service_reference(id),
            Agent::Integration { service, integration } => self
                .integration_reference(service, integration)
                // An orchestration's integration belongs to no service, and one that is gone has no name left.
                .unwrap_or_else(|| self.service_reference(service)),
        }
    }

    /// Whoever acted, whole when `include[]=agents` was asked for.
    fn agent(&self, agent: &Agent) -> Value {
        match agent {
            Agent::User(id) => self.expand("agents", || self.user_by_id(id), || self.user_reference(id)),
            Agent::Service(id) => self.expand("agents", || self.service_by_id(id), || self.service_reference(id)),
            Agent::Integration { .. } => self.agent_reference(agent),
        }
    }

    /// The teams, whole when `include[]=teams` was asked for.
    fn teams(&self, ids: &[Id]) -> Vec<Value> {
        ids.iter().map(|id| self.expand("teams", || self.team_by_id(id), || self.team_reference(id))).collect()
    }
}

/// The address of a resource in the REST API.
pub(crate) fn rest_url(path: &str, id: &str) -> String {
    format!("https://api.pagerduty.com/{path}/{id}")
}

/// The address of a page of the account.
pub(crate) fn page_url(path: &str, id: &str) -> String {
    format!("https://{SUBDOMAIN}.pagerduty.com/{path}/{id}")
}

/// A reference to a vendor, which has no page.
pub(crate) fn vendor_reference(id: &str, name: &str) -> Value {
    json!({
        "id": id,
        "type": "vendor_reference",
        "summary": name,
        "self": rest_url("vendors", id),
        "html_url": null,
    })
}

fn reference(kind: &str, path: &str, page: &str, id: &str, summary: &str) -> Value {
    json!({
        "id": id,
        "type": format!("{kind}_reference"),
        "summary": summary,
        "self": rest_url(path, id),
        "html_url": page_url(page, id),
    })
}

/// `base` with the fields of `more` put over it.
fn with(base: Value, more: Value) -> Value {
    match (base, more) {
        (Value::Object(mut base), Value::Object(more)) => {
            base.extend(more);
            Value::Object(base)
        }
        (base, _) => base,
    }
}

/// A reference turned into the head of a whole resource: the type loses `_reference`.
fn whole(reference: Value) -> Value {
    let mut map = match reference {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    if let Some(Value::String(kind)) = map.get_mut("type")
        && let Some(short) = kind.strip_suffix("_reference")
    {
        *kind = short.to_owned();
    }
    Value::Object(map)
}
