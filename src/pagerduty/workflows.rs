//! Incident workflows: which can be started by hand on an incident, what one does, starting it, and what the timeline tells.

use serde_json::json;

use crate::domain::id::{IncidentId, WorkflowId};
use crate::domain::moment::Moment;
use crate::domain::workflow::{InstanceId, Runnable, RunnableId, Trace};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE, without_repeats};
use super::incident_reader::name_of;

/// An account has at most 2,000 workflows. PagerDuty's knowledge base, "Incident Workflows".
const MOST_PAGES: u32 = 20;

impl<T: Transport> Api<T> {
    /// The workflows that can be started by hand on an incident, each once, by name.
    /// PagerDuty REST: `GET /incident_workflows/triggers`, by cursor.
    pub async fn manual_workflows(&self, incident: &IncidentId) -> Result<Vec<Runnable>, Failure> {
        let mut found = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut request = Request::new(Method::Get, "/incident_workflows/triggers")
                .query("incident_id", incident.as_str())
                .query("trigger_type", "manual")
                .query("limit", &LARGEST_PAGE.to_string());
            if let Some(cursor) = &cursor {
                request = request.query("cursor", cursor);
            }
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            for trigger in root.at("triggers").items()? {
                found.extend(read(&trigger)?);
            }
            cursor = root.at("next_cursor").text().ok().filter(|it| !it.is_empty()).map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        without_repeats(&mut found, |it| it.id.as_str().to_owned());
        found.sort_by_key(|it| it.name.to_ascii_lowercase());
        Ok(found)
    }

    /// What a workflow does, step by step, by the steps' names. PagerDuty REST: `GET /incident_workflows/{id}`.
    pub async fn workflow_steps(&self, id: &WorkflowId) -> Result<Vec<String>, Failure> {
        let body = self.ask(Request::new(Method::Get, format!("/incident_workflows/{id}"))).await?;
        let root = Json::root(&body);
        Ok(root.at("incident_workflow").at("steps").items_or_none().iter().filter_map(name_of).collect())
    }

    /// Starts a workflow on an incident, once, as the instance that is named.
    /// PagerDuty REST: `POST /incident_workflows/{id}/instances`.
    pub async fn start_workflow(
        &self,
        id: &WorkflowId,
        instance: &InstanceId,
        incident: &IncidentId,
    ) -> Result<(), Failure> {
        let body = json!({ "incident_workflow_instance": {
            "id": instance.as_str(),
            "type": "incident_workflow_instance",
            "incident": { "id": incident.as_str(), "type": "incident_reference" },
        } });
        let request = Request::new(Method::Post, format!("/incident_workflows/{id}/instances")).json(&body);
        self.ask(request).await.map(|_| ())
    }

    /// What the timeline tells of workflows since `since`, newest first.
    /// PagerDuty REST: `GET /incidents/{id}/log_entries`; no instance can be read.
    pub async fn workflow_traces(
        &self,
        incident: &IncidentId,
        since: Moment,
        instance: &InstanceId,
        name: &str,
        agent: &str,
    ) -> Result<Vec<Trace>, Failure> {
        let request = Request::new(Method::Get, format!("/incidents/{incident}/log_entries"))
            .query("since", &since.to_iso())
            .query("include[]", "channels");
        let page =
            self.page(request, "log_entries", LARGEST_PAGE, 0, |entry| trace(entry, instance, name, agent)).await?;
        Ok(page.items.into_iter().flatten().collect())
    }
}

/// The workflow that a trigger starts; `None` when the trigger is switched off or names none.
fn read(trigger: &Json<'_>) -> Result<Option<Runnable>, Failure> {
    if trigger.at("is_disabled").is_true() {
        return Ok(None);
    }
    let Some(workflow) = trigger.maybe("workflow") else { return Ok(None) };
    let id = workflow.at("id").read(WorkflowId::parse)?;
    Ok(Some(Runnable {
        name: name_of(&workflow).unwrap_or_else(|| id.to_string()),
        id: RunnableId::Workflow(id),
        description: workflow.at("description").text_or_empty().trim().to_owned(),
        restricted: trigger.at("permissions").at("restricted").is_true(),
    }))
}

/// Reads the entry if it tells of a workflow. The documents name no type for it, so everything that speaks of one counts.
fn trace(entry: &Json<'_>, instance: &InstanceId, name: &str, agent: &str) -> Result<Option<Trace>, Failure> {
    let speaks = |text: &str| text.contains("workflow") || text.contains("response_play");
    let channel = entry.at("channel");
    if !speaks(entry.at("type").text_or_empty()) && !speaks(channel.at("type").text_or_empty()) {
        return Ok(None);
    }
    let summary = entry.at("summary").text_or_empty().to_owned();
    let named = summary.contains(name) || channel.at("summary").text_or_empty() == name;
    let mine = name_of(&entry.at("agent")).as_deref() == Some(agent);
    Ok(Some(Trace {
        at: entry.at("created_at").read(Moment::parse)?,
        certain: entry.value().to_string().contains(instance.as_str()),
        named,
        mine,
        summary,
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::Value;

    use super::super::fixture::{Line, body, header, now};
    use super::*;

    fn incident() -> IncidentId {
        IncidentId::parse("P1").unwrap()
    }

    fn trigger(id: &str, name: &str, disabled: bool) -> Value {
        let workflow = json!({ "id": id, "name": name, "description": "Calls everyone" });
        json!({ "id": "t", "workflow": workflow, "is_disabled": disabled, "permissions": { "restricted": true } })
    }

    #[test]
    fn manual_workflows_come_by_cursor_each_once_and_by_name() {
        let first = json!({ "triggers": [trigger("W2", "b", false), trigger("W3", "c", true)], "next_cursor": "x=" });
        let second = json!({ "triggers": [trigger("W2", "b", false), trigger("W1", "A", false)], "next_cursor": null });
        let line = Line::answering(200, &first).then(200, &second);
        let found = now(line.api().manual_workflows(&incident())).unwrap();
        assert_eq!(found.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["W1", "W2"]);
        assert!(found[0].restricted && found[0].description == "Calls everyone");
        let path = "/incident_workflows/triggers?incident_id=P1&trigger_type=manual&limit=100";
        let urls: Vec<_> = line.requests().into_iter().map(|it| it.url).collect();
        let base = format!("https://api.pagerduty.com{path}");
        assert_eq!(urls, [base.clone(), format!("{base}&cursor=x%3D")]);
    }

    #[test]
    fn a_cursor_that_never_ends_is_not_followed_for_ever() {
        let line = Line::answering(200, &json!({ "triggers": [], "next_cursor": "again" }));
        assert_eq!(now(line.api().manual_workflows(&incident())), Ok(Vec::new()));
        assert_eq!(line.requests().len(), 20);
    }

    #[test]
    fn a_start_names_its_instance_and_its_incident_and_sends_no_from() {
        let line = Line::answering(201, &json!({ "incident_workflow_instance": { "id": "i" } }));
        let (id, instance) = (WorkflowId::parse("W1").unwrap(), InstanceId::new("PU1", Moment(5), 1));
        now(line.api().start_workflow(&id, &instance, &incident())).unwrap();
        let request = line.only();
        assert_eq!(request.url, "https://api.pagerduty.com/incident_workflows/W1/instances");
        let sent = body(&request);
        assert_eq!(sent["incident_workflow_instance"]["id"], instance.as_str());
        let reference = json!({ "id": "P1", "type": "incident_reference" });
        assert_eq!(sent["incident_workflow_instance"]["incident"], reference);
        assert_eq!(header(&request, "From"), None);
    }

    #[test]
    fn steps_are_read_by_name_and_may_be_missing() {
        let steps = json!({ "incident_workflow": { "steps": [{ "name": "Add responders" }, { "id": "x" }] } });
        let (id, line) = (WorkflowId::parse("W1").unwrap(), Line::answering(201, &steps));
        assert_eq!(now(line.api().workflow_steps(&id)), Ok(vec!["Add responders".to_owned()]));
        assert_eq!(line.only().url, "https://api.pagerduty.com/incident_workflows/W1");
        assert_eq!(now(Line::answering(200, &json!({})).api().workflow_steps(&id)), Ok(Vec::new()));
    }

    #[test]
    fn the_timeline_tells_of_the_instance_or_of_the_workflow_and_who_started_it() {
        let instance = InstanceId::new("PU1", Moment(5), 1);
        let entry = |kind: &str, summary: &str, channel: Value, agent: &str| {
            let agent = json!({ "type": "user_reference", "summary": agent });
            json!({ "type": kind, "summary": summary, "channel": channel, "agent": agent, "created_at": "2026-11-22T14:08:00Z" })
        };
        let entries = [
            entry("acknowledge_log_entry", "Call everyone", Value::Null, "Mia"),
            entry("incident_workflow_start_log_entry", "Call everyone started", Value::Null, "Mia"),
            entry("other_log_entry", "?", json!({ "type": "incident_workflow", "instance": instance.as_str() }), "x"),
            entry("incident_workflow_start_log_entry", "Another started", Value::Null, "Mia"),
            entry("incident_workflow_start_log_entry", "Call everyone started", Value::Null, "Zoe"),
        ];
        let line = Line::answering(200, &json!({ "log_entries": entries }));
        let traces =
            now(line.api().workflow_traces(&incident(), Moment(0), &instance, "Call everyone", "Mia")).unwrap();
        let told: Vec<_> = traces.iter().map(|it| (it.certain, it.named, it.mine)).collect();
        assert_eq!(told, [(false, true, true), (true, false, false), (false, false, true), (false, true, false)]);
        assert!(line.only().url.contains("since=1970-01-01T00%3A00%3A00Z&include%5B%5D=channels&limit=100&offset=0"));
    }
}
