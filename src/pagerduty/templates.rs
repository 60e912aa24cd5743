//! Status update templates: which there are, and what one makes of a message.

use serde_json::json;

use crate::domain::id::{IncidentId, TemplateId};
use crate::domain::status_update::{Rendered, Template};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE, without_repeats};
use super::incident_reader::name_of;

/// An account has at most 500 templates. PagerDuty's knowledge base, "Status Update Templates".
const MOST_PAGES: u32 = 5;

impl<T: Transport> Api<T> {
    /// The account's status update templates by name; none when the plan has none or the user may not see them.
    /// PagerDuty REST: `GET /templates`.
    pub async fn status_update_templates(&self) -> Result<Vec<Template>, Failure> {
        let mut templates = Vec::new();
        for page in 0..MOST_PAGES {
            let request = Request::new(Method::Get, "/templates");
            let request = request.query("template_type", "status_update").query("sort_by", "name:asc");
            match self.page(request, "templates", LARGEST_PAGE, page * LARGEST_PAGE, read).await {
                Ok(page) => {
                    templates.extend(page.items);
                    if !page.more {
                        break;
                    }
                }
                Err(Failure::PaymentRequired | Failure::Forbidden(_) | Failure::NotFound) => return Ok(Vec::new()),
                Err(failure) => return Err(failure),
            }
        }
        without_repeats(&mut templates, |template| template.id.to_string());
        Ok(templates)
    }

    /// What a template makes of a message for an incident. Sends nothing to anybody. PagerDuty REST: `POST /templates/{id}/render`.
    pub async fn render(
        &self,
        template: &TemplateId,
        incident: &IncidentId,
        message: &str,
    ) -> Result<Rendered, Failure> {
        let body = json!({ "incident_id": incident.as_str(), "status_update": { "message": message } });
        let answer = self.ask(Request::new(Method::Post, format!("/templates/{template}/render")).json(&body)).await?;
        let root = Json::root(&answer);
        let fields = root.at("templated_fields");
        let field = |name| fields.at(name).text_or_empty().to_owned();
        let mut warnings = Vec::new();
        sentences(&root.at("warnings"), &mut warnings);
        let mut errors = Vec::new();
        sentences(&root.at("errors"), &mut errors);
        Ok(Rendered {
            subject: field("email_subject"),
            html: field("email_body"),
            message: fields.at("message").text()?.to_owned(),
            warnings,
            errors,
        })
    }
}

fn read(place: &Json<'_>) -> Result<Template, Failure> {
    let id = place.at("id").read(TemplateId::parse)?;
    let name = name_of(place).unwrap_or_else(|| id.to_string());
    Ok(Template { id, name, description: place.at("description").text_or_empty().trim().to_owned() })
}

/// Every sentence below `place`, each once: the schema has an object of lists, its example a list of such objects.
fn sentences(place: &Json<'_>, found: &mut Vec<String>) {
    fn below(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) if !found.contains(text) => found.push(text.clone()),
            serde_json::Value::Array(items) => items.iter().for_each(|item| below(item, found)),
            serde_json::Value::Object(fields) => fields.values().for_each(|field| below(field, found)),
            _ => {}
        }
    }
    below(place.value(), found);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::super::fixture::{Line, body, now};
    use super::*;

    #[test]
    fn templates_are_read_and_an_account_without_them_has_none() {
        let template = json!({ "id": "PT1", "name": "Customer impact", "description": " For support " });
        let line = Line::answering(200, &json!({ "templates": [template], "more": false }));
        let read = now(line.api().status_update_templates()).unwrap();
        assert_eq!((read[0].name.as_str(), read[0].description.as_str()), ("Customer impact", "For support"));
        let path = "/templates?template_type=status_update&sort_by=name%3Aasc&limit=100&offset=0";
        assert_eq!(line.only().url, format!("https://api.pagerduty.com{path}"));
        for status in [402, 403, 404] {
            assert_eq!(now(Line::answering(status, &json!({})).api().status_update_templates()), Ok(Vec::new()));
        }
        let down = Line::answering(500, &json!({}));
        assert_eq!(now(down.api().status_update_templates()), Err(Failure::Broken { status: 500 }));
    }

    #[test]
    fn a_rendered_template_tells_its_warnings_in_either_shape() {
        let (template, incident) = (TemplateId::parse("PT1").unwrap(), IncidentId::parse("P1").unwrap());
        for warnings in [json!([{ "email_body": ["a", "b"] }, { "message": ["a"] }]), json!({ "message": ["a", "b"] })]
        {
            let fields = json!({ "email_subject": "S", "email_body": "<p>", "message": "m" });
            let answer = json!({ "templated_fields": fields, "warnings": warnings, "errors": ["no"] });
            let line = Line::answering(200, &answer);
            let rendered = now(line.api().render(&template, &incident, "On it")).unwrap();
            assert_eq!(
                (rendered.subject.as_str(), rendered.html.as_str(), rendered.message.as_str()),
                ("S", "<p>", "m")
            );
            assert_eq!((rendered.warnings, rendered.errors), (vec!["a".into(), "b".into()], vec!["no".into()]));
            let sent = line.only();
            assert_eq!(sent.url, "https://api.pagerduty.com/templates/PT1/render");
            assert_eq!(body(&sent), json!({ "incident_id": "P1", "status_update": { "message": "On it" } }));
        }
    }

    #[test]
    fn an_answer_without_a_message_names_the_place() {
        let (template, incident) = (TemplateId::parse("PT1").unwrap(), IncidentId::parse("P1").unwrap());
        let rendered = now(Line::answering(200, &json!({})).api().render(&template, &incident, "m"));
        assert_eq!(rendered, Err(Failure::Malformed { path: "templated_fields.message".into() }));
    }
}
