//! The body of an update, and the fields in it that leave the state of the incident alone.

use super::body::{self, Assignment, Bridge, Field, Reference, TypeName};
use super::incident_create::check_type;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Agent;
use crate::pagerduty::rules::log::Line;
use crate::pagerduty::world::World;
use axum::http::StatusCode;
use serde::Deserialize;

/// A priority by reference or by name.
#[derive(Deserialize)]
#[serde(untagged)]
enum PriorityName {
    Reference(Reference),
    Name(String),
}

/// What one request changes on one incident.
#[derive(Deserialize)]
pub(super) struct Change {
    pub(super) id: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) status: Option<String>,
    pub(super) resolution: Option<String>,
    title: Option<String>,
    #[serde(default)]
    priority: Field<PriorityName>,
    urgency: Option<String>,
    pub(super) escalation_level: Option<usize>,
    pub(super) assignments: Option<Vec<Assignment>>,
    pub(super) escalation_policy: Option<Reference>,
    conference_bridge: Option<Bridge>,
    incident_type: Option<TypeName>,
    pub(super) service: Option<Reference>,
}

/// The fields that are not about the state: title, urgency, priority, conference, type and service.
pub(super) fn edit(world: &mut World, id: &str, change: &Change, agent: &Agent, at: i64) -> Result<(), Failure> {
    let who = world.agent_name(agent);
    if let Some(title) = &change.title {
        if title.trim().is_empty() {
            return Err(Failure::input("Title cannot be empty"));
        }
        world.incident_mut(id)?.title.clone_from(title);
        world.log(id, at, Line::new("field_value_change", agent, format!("Title changed by {who}.")));
    }
    if let Some(urgency) = &change.urgency {
        body::urgency(urgency)?;
        world.require_ability("urgencies")?;
        world.incident_mut(id)?.urgency.clone_from(urgency);
        let summary = format!("Urgency changed to {urgency} by {who}.");
        world.log(id, at, Line::new("urgency_change", agent, summary));
    }
    if !matches!(change.priority, Field::Absent) {
        let chosen = match &change.priority {
            Field::Absent | Field::Null => None,
            Field::Given(PriorityName::Reference(reference)) => Some(world.priority_by_id(&reference.id)?),
            Field::Given(PriorityName::Name(name)) => {
                world.require_ability("priorities")?;
                let found = world.priorities.iter().find(|priority| priority.name == *name);
                Some(found.map(|priority| priority.id.clone()).ok_or_else(|| Failure::incident(1020))?)
            }
        };
        let name = world.priorities.iter().find(|known| Some(&known.id) == chosen.as_ref());
        let summary = match name {
            Some(priority) => format!("Priority changed to {} by {who}.", priority.name),
            None => format!("Priority removed by {who}."),
        };
        world.incident_mut(id)?.priority = chosen;
        world.log(id, at, Line::new("priority_change", agent, summary));
    }
    if let Some(bridge) = &change.conference_bridge {
        let incident = world.incident_mut(id)?;
        let mut changed = incident.conference_bridge.take().unwrap_or_default();
        changed.number = bridge.conference_number.clone().or(changed.number);
        changed.url = bridge.conference_url.clone().or(changed.url);
        incident.conference_bridge = Some(changed);
        world.log(id, at, Line::new("field_value_change", agent, format!("Conference bridge changed by {who}.")));
    }
    if let Some(kind) = &change.incident_type {
        check_type(&kind.name)?;
        world.incident_mut(id)?.incident_type.clone_from(&kind.name);
        world.log(id, at, Line::new("field_value_change", agent, format!("Incident type changed by {who}.")));
    }
    if let Some(service) = &change.service {
        let name = match world.services.get(&service.id) {
            Some(service) if service.status != "disabled" => service.name.clone(),
            Some(_) => return Err(Failure::input("Service is disabled")),
            None => {
                return Err(Failure::new(StatusCode::NOT_FOUND, 5002, "Service Not Found"));
            }
        };
        world.incident_mut(id)?.service.clone_from(&service.id);
        world.log(id, at, Line::new("field_value_change", agent, format!("Moved to {name} by {who}.")));
    }
    Ok(())
}
