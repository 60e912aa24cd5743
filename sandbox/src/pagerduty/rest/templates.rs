//! `GET /templates` and `POST /templates/{id}/render`: status update templates.
//!
//! Only the variables of Liquid are filled in, which is all that the seeded templates use; an unknown one leaves a
//! warning, as the schema's example shows.

use super::answer::Answer;
use super::body;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Incident, Template};
use crate::pagerduty::wire::rest_url;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn operations() -> [Operation; 2] {
    [
        Operation::new(MethodFilter::GET, "/templates", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::POST, "/templates/{id}/render", Needs::Act, render),
    ]
}

#[derive(Deserialize)]
struct Draft {
    incident_id: String,
    status_update: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    message: Option<String>,
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability("status_update_templates")?;
    let query = &call.query;
    query.only("sort_by", &["name", "name:asc", "name:desc", "created_at", "created_at:asc", "created_at:desc"])?;
    let wanted = query.text("query");
    let mut templates: Vec<&Template> = world
        .templates
        .iter()
        .filter(|_| query.admits("template_type", "status_update"))
        .filter(|template| {
            wanted.as_ref().is_none_or(|text| {
                template.name.to_lowercase().contains(text) || template.description.to_lowercase().contains(text)
            })
        })
        .collect();
    let sort = query.one("sort_by").unwrap_or("created_at");
    if sort.starts_with("name") {
        templates.sort_by_key(|template| template.name.to_lowercase());
    } else {
        templates.sort_by_key(|template| template.created_at);
    }
    if sort.ends_with(":desc") {
        templates.reverse();
    }
    let view = call.view(world)?;
    query
        .page("templates", &templates, |template| {
            json!({
                "id": template.id,
                "type": "template",
                "template_type": "status_update",
                "name": template.name,
                "description": template.description,
                "self": rest_url("templates", &template.id),
                "created_at": view.time(template.created_at),
                "updated_at": view.time(template.created_at),
                "created_by": view.user_reference(&template.author),
                "updated_by": view.user_reference(&template.author),
            })
        })
        .map(Answer::ok)
}

fn render(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    world.require_ability("status_update_templates")?;
    let draft = body::read::<Draft>(&call.body)?;
    let id = call.param("id")?;
    let template = world.templates.iter().find(|template| template.id == id).ok_or_else(Failure::not_found)?;
    let incident = world.incident(&draft.incident_id)?;
    let message = draft.status_update.and_then(|update| update.message).unwrap_or_default();
    let mut warnings: Vec<Value> = Vec::new();
    let mut fill = |field: &str, text: &str| {
        let (filled, unknown) = fill_in(text, |name| value(world, incident, &message, name));
        if !unknown.is_empty() {
            let sentences: Vec<String> = unknown.iter().map(|name| format!("{{{{{name}}}}} does not exist.")).collect();
            warnings.push(json!({field: sentences}));
        }
        filled
    };
    let subject = fill("email_subject", &template.email_subject);
    let email = fill("email_body", &template.email_body);
    let short = fill("message", &template.message);
    Ok(Answer::ok(json!({
        "templated_fields": {"email_subject": subject, "email_body": email, "message": short},
        "warnings": warnings,
        "errors": [],
    })))
}

fn value(world: &World, incident: &Incident, message: &str, name: &str) -> Option<String> {
    Some(match name {
        "incident.title" => incident.title.clone(),
        "incident.incident_number" => incident.number.to_string(),
        "incident.status" => incident.status.name().to_owned(),
        "incident.urgency" => incident.urgency.clone(),
        "incident.service.name" => world.services.get(&incident.service)?.name.clone(),
        "incident.priority.name" => {
            let priority = world.priorities.iter().find(|one| Some(&one.id) == incident.priority.as_ref());
            priority.map_or_else(String::new, |priority| priority.name.clone())
        }
        "status_update.message" => message.to_owned(),
        _ => return None,
    })
}

/// Replaces `{{ name }}` by its value; names without a value are dropped and returned.
fn fill_in(text: &str, value: impl Fn(&str) -> Option<String>) -> (String, Vec<String>) {
    let mut filled = String::new();
    let mut unknown = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        filled.push_str(before);
        match value(name.trim()) {
            Some(text) => filled.push_str(&text),
            None => unknown.push(name.trim().to_owned()),
        }
        rest = after;
    }
    filled.push_str(rest);
    (filled, unknown)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use super::*;

    #[test]
    fn variables_are_filled_in_and_unknown_ones_named() {
        let known = |name: &str| (name == "a").then(|| "1".to_owned());
        assert_eq!(fill_in("x {{a}} {{ b }} y", known), ("x 1  y".to_owned(), vec!["b".to_owned()]));
        assert_eq!(fill_in("open {{a", known).0, "open {{a");
    }

    #[tokio::test]
    async fn a_template_is_rendered_for_an_incident() {
        let bench = Bench::new();
        let list = bench.get("/templates?query=customer").await;
        let id = list["templates"][0]["id"].as_str().unwrap().to_owned();
        let body = json!({"incident_id": "1042", "status_update": {"message": "A fix is being tested"}});
        let path = format!("/templates/{id}/render");
        let (status, rendered) = bench.send("POST", &path, Some(body.clone())).await;
        assert_eq!(status, 200);
        let fields = &rendered["templated_fields"];
        assert!(fields["message"].as_str().unwrap().contains("A fix is being tested"));
        assert!(fields["email_subject"].as_str().unwrap().contains("Checkout API"));
        bench.refused("POST", "/templates/PNOTEMP/render", Some(body.clone()), 404, 2100).await;
        bench.pagerduty.remove_ability("status_update_templates");
        bench.refused("POST", &path, Some(body), 402, 2014).await;
    }
}
