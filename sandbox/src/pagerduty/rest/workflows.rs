//! `GET /incident_workflows`, `GET /incident_workflows/triggers` and `POST /incident_workflows/{id}/instances`.

use super::answer::Answer;
use super::body::{self, Reference};
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Agent, Id, Workflow, WorkflowTrigger};
use crate::pagerduty::rules::log::Line;
use crate::pagerduty::wire::{View, page_url, rest_url};
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

/// The ability without which every call here answers 402.
const ABILITY: &str = "incident_workflows";

/// How long a step runs, in milliseconds.
const RUN_TIME: i64 = 2_000;

pub(super) fn operations() -> [Operation; 4] {
    [
        Operation::new(MethodFilter::GET, "/incident_workflows/{workflow}", Needs::ReadIncidents, one),
        Operation::new(MethodFilter::GET, "/incident_workflows", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::GET, "/incident_workflows/triggers", Needs::ReadIncidents, triggers),
        Operation::new(MethodFilter::POST, "/incident_workflows/{workflow}/instances", Needs::Manage, start),
    ]
}

fn write(view: &View<'_>, workflow: &Workflow) -> Value {
    let mut value = json!({
        "id": workflow.id,
        "type": "incident_workflow",
        "name": workflow.name,
        "description": workflow.description,
        "created_at": view.time(workflow.created_at),
        "self": rest_url("incident_workflows", &workflow.id),
        "html_url": page_url("incident-workflows/workflows", &workflow.id),
        "is_enabled": true,
        "team": workflow.team.as_ref().map(|team| view.team_reference(team)),
    });
    if let Value::Object(map) = &mut value
        && view.includes.contains("steps")
    {
        map.insert("steps".to_owned(), steps(workflow));
    }
    value
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability(ABILITY)?;
    let wanted = call.query.text("query");
    let mut workflows: Vec<&Workflow> = world
        .workflows
        .iter()
        .filter(|workflow| wanted.as_ref().is_none_or(|text| workflow.name.to_lowercase().contains(text)))
        .collect();
    workflows.sort_by_key(|workflow| workflow.name.to_lowercase());
    let view = call.view(world)?;
    call.query.page("incident_workflows", &workflows, |workflow| write(&view, workflow)).map(Answer::ok)
}

/// One workflow with its steps. The schema says 201 for this one.
fn one(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability(ABILITY)?;
    let wanted = call.param("workflow")?;
    let workflow = world.workflows.iter().find(|one| one.id == wanted).ok_or_else(Failure::not_found)?;
    let mut value = write(&call.view(world)?, workflow);
    if let Value::Object(map) = &mut value {
        map.insert("steps".to_owned(), steps(workflow));
    }
    Ok(Answer::created(json!({"incident_workflow": value})))
}

fn steps(workflow: &Workflow) -> Value {
    workflow.steps.iter().map(|name| json!({"type": "step", "name": name})).collect()
}

fn write_trigger(view: &View<'_>, workflow: &Workflow, trigger: &WorkflowTrigger) -> Value {
    let address = rest_url("incident_workflows/triggers", &trigger.id);
    let services: Vec<Value> = trigger.services.iter().map(|id| view.service_reference(id)).collect();
    json!({
        "id": trigger.id,
        "type": "workflow_trigger",
        "trigger_type": trigger.kind,
        "trigger_type_name": if trigger.kind == "manual" { "Manual Trigger" } else { "Conditional Trigger" },
        "condition": trigger.condition,
        "trigger_url": format!("{address}/start"),
        "self": address,
        "workflow_id": workflow.id,
        "workflow_name": workflow.name,
        "workflow": write(view, workflow),
        "is_subscribed_to_all_services": trigger.services.is_empty(),
        "is_disabled": false,
        "services": services,
        "permissions": {"restricted": trigger.team.is_some(), "team_id": trigger.team},
    })
}

/// Triggers, by cursor: the cursor hides the place of the next one.
fn triggers(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability(ABILITY)?;
    let query = &call.query;
    query.only("trigger_type", &["manual", "conditional", "incident_type"])?;
    if query.one("incident_id").is_some() && query.one("service_id").is_some() {
        return Err(Failure::input("incident_id and service_id cannot be used together"));
    }
    let service: Option<Id> = match (query.one("incident_id"), query.one("service_id")) {
        (Some(incident), _) => Some(world.incident(incident)?.service.clone()),
        (None, service) => service.map(str::to_owned),
    };
    let name = query.text("workflow_name_contains");
    let found: Vec<(&Workflow, &WorkflowTrigger)> = world
        .workflows
        .iter()
        .flat_map(|workflow| workflow.triggers.iter().map(move |trigger| (workflow, trigger)))
        .filter(|(workflow, _)| query.admits("workflow_id", &workflow.id))
        .filter(|(workflow, _)| name.as_ref().is_none_or(|text| workflow.name.to_lowercase().contains(text)))
        .filter(|(_, trigger)| query.admits("trigger_type", trigger.kind))
        .filter(|(_, trigger)| {
            trigger.services.is_empty() || service.as_ref().is_none_or(|service| trigger.services.contains(service))
        })
        .collect();
    let limit: usize = match query.one("limit") {
        None => 25,
        Some(text) => text.parse().map_err(|_| Failure::input("limit must be a whole number"))?,
    };
    let limit = limit.clamp(1, 100);
    let offset = query.one("cursor").filter(|cursor| !cursor.is_empty()).map_or(Ok(0), place)?;
    let view = call.view(world)?;
    let page: Vec<Value> = found
        .iter()
        .skip(offset)
        .take(limit)
        .map(|(workflow, trigger)| write_trigger(&view, workflow, trigger))
        .collect();
    let next = offset + page.len();
    let cursor = (next < found.len()).then(|| URL_SAFE_NO_PAD.encode(format!("trigger:{next}")));
    Ok(Answer::ok(json!({"triggers": page, "limit": limit, "next_cursor": cursor, "more": cursor.is_some()})))
}

/// The place that a cursor of ours hides.
fn place(cursor: &str) -> Result<usize, Failure> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.strip_prefix("trigger:")?.parse().ok())
        .ok_or_else(|| Failure::input("Cursor is invalid"))
}

#[derive(Deserialize)]
struct Wrapped {
    incident_workflow_instance: Instance,
}

#[derive(Deserialize)]
struct Instance {
    id: Option<String>,
    incident: Reference,
}

fn start(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability(ABILITY)?;
    let instance = body::read::<Wrapped>(&call.body)?.incident_workflow_instance;
    let wanted = call.param("workflow")?;
    let workflow = world.workflows.iter().find(|one| one.id == wanted).ok_or_else(Failure::not_found)?;
    let (workflow_id, name, steps) = (workflow.id.clone(), workflow.name.clone(), workflow.steps.clone());
    let incident = world.incident_id(&instance.incident.id)?;
    let id = instance.id.unwrap_or_else(|| world.random.resource());
    if world.incident(&incident)?.workflow_instances.iter().any(|(known, _)| *known == id) {
        return Err(Failure::input("An instance with this id exists already"));
    }
    let agent = match &call.acting {
        Some(user) => Agent::User(user.clone()),
        None => Agent::Service(world.incident(&incident)?.service.clone()),
    };
    let done = call.now + RUN_TIME * i64::try_from(steps.len()).unwrap_or(1);
    let record = world.incident_mut(&incident)?;
    record.workflow_instances.push((id.clone(), workflow_id));
    record.workflows_running.push((done, id.clone(), name.clone()));
    let channel = json!({"type": "incident_workflow", "summary": name, "steps": steps, "workflow_instance": id});
    let summary = format!("Workflow {name} started by {}.", world.agent_name(&agent));
    world.log(&incident, call.now, Line::new("incident_workflow_start", &agent, summary).through(channel));
    Ok(Answer::created(json!({"incident_workflow_instance": {
        "id": id,
        "type": "incident_workflow_instance",
        "incident": View::plain(world).incident_reference(&incident),
    }})))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use super::*;

    #[tokio::test]
    async fn manual_triggers_of_an_incident_are_listed_by_cursor() {
        let bench = Bench::new();
        let path = "/incident_workflows/triggers?incident_id=1042&trigger_type=manual&limit=1";
        let mut names = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = bench.get(&format!("{path}&cursor={cursor}")).await;
            names.push(page["triggers"][0]["workflow"]["name"].as_str().unwrap().to_owned());
            assert_eq!(page["triggers"][0]["trigger_type"], "manual");
            match page["next_cursor"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert!(names.len() >= 2, "{names:?}");
        bench.refused("GET", "/incident_workflows/triggers?cursor=broken", None, 400, 2001).await;
        let listed = bench.get("/incident_workflows?include[]=steps").await;
        assert!(!listed["incident_workflows"][0]["steps"].as_array().unwrap().is_empty());
        let id = listed["incident_workflows"][0]["id"].as_str().unwrap();
        let (status, read) = bench.send("GET", &format!("/incident_workflows/{id}"), None).await;
        assert_eq!((status, &read["incident_workflow"]["steps"]), (201, &listed["incident_workflows"][0]["steps"]));
        bench.refused("GET", "/incident_workflows/PNONE", None, 404, 2100).await;
    }

    #[tokio::test]
    async fn a_manager_starts_a_workflow_and_a_responder_may_not() {
        let bench = Bench::new();
        let list = bench.get("/incident_workflows").await;
        let id = list["incident_workflows"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/incident_workflows/{id}/instances");
        let incident = bench.triggered().await;
        let body = json!({"incident_workflow_instance": {"id": "once", "incident": {"id": incident, "type": "incident_reference"}}});
        let (status, started) = bench.send("POST", &path, Some(body.clone())).await;
        assert_eq!((status, &started["incident_workflow_instance"]["id"]), (201, &json!("once")));
        bench.refused("POST", &path, Some(body.clone()), 400, 2001).await;
        bench.clock.advance(60_000);
        let log = bench.get(&format!("/incidents/{incident}/log_entries?include[]=channels")).await;
        let kinds: Vec<_> =
            log["log_entries"].as_array().unwrap().iter().take(2).map(|it| it["type"].clone()).collect();
        assert_eq!(kinds, ["incident_workflow_complete_log_entry", "incident_workflow_start_log_entry"]);
        assert_eq!(log["log_entries"][0]["channel"]["workflow_instance"], "once");
        let responder = bench.bearer("jonas.okafor@northwind.example");
        let (status, refusal) = bench.send_as(&responder, "POST", &path, Some(body.clone())).await;
        assert_eq!((status, &refusal["error"]["code"]), (403, &json!(2010)));
        bench.pagerduty.remove_ability(ABILITY);
        bench.refused("POST", &path, Some(body), 402, 2014).await;
    }
}
