//! Ticket forms and the fields on them. Zendesk: `/api/v2/ticket_forms`, `/api/v2/ticket_fields`.

use serde_json::json;

use crate::domain::setup::{FieldReport, TicketField, TicketForm};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Told, Transport};

use super::api::Api;

/// The most pages of forms that are read; Zendesk allows 300 forms.
const MOST_PAGES: u32 = 10;

impl<T: Transport> Api<T> {
    /// What the account has of the field `id`, and the forms that could show it.
    ///
    /// A field that is not there any more is none. An account whose plan has no forms has an empty list of them.
    pub async fn field_report(&self, id: u64) -> Result<FieldReport, Failure> {
        let field = match self.ask(Request::new(Method::Get, format!("/api/v2/ticket_fields/{id}.json"))).await {
            Ok(body) => Some(field(&Json::root(&body).at("ticket_field"))?),
            Err(Failure::NotFound) => None,
            Err(failure) => return Err(failure),
        };
        Ok(FieldReport { field, forms: self.ticket_forms().await? })
    }

    /// Every form of the account. Zendesk: `GET /api/v2/ticket_forms`.
    async fn ticket_forms(&self) -> Result<Vec<TicketForm>, Failure> {
        let mut forms: Vec<TicketForm> = Vec::new();
        for page in 1..=MOST_PAGES {
            let request = Request::new(Method::Get, "/api/v2/ticket_forms.json");
            let request = request.query("per_page", "100").query("page", &page.to_string());
            let body = match self.ask(request).await {
                Ok(body) => body,
                // How Zendesk answers where the plan has no forms; administrators may always read them where it has.
                Err(Failure::PaymentRequired | Failure::Forbidden(_) | Failure::NotFound) if page == 1 => break,
                Err(failure) => return Err(failure),
            };
            let root = Json::root(&body);
            for item in root.at("ticket_forms").items()? {
                let form = form(&item)?;
                if !forms.iter().any(|known| known.id == form.id) {
                    forms.push(form);
                }
            }
            if root.maybe("next_page").is_none() {
                break;
            }
        }
        Ok(forms)
    }

    /// Puts a field at the end of a form and gives the form as it is then. Zendesk: `PUT /api/v2/ticket_forms/{id}`.
    ///
    /// Zendesk takes the whole list of fields, so it is read immediately before. [`Failure::Conflict`] when the answer lacks one
    /// of them, so that nobody believes that the form is as it was.
    pub async fn add_to_form(&self, id: u64, field: u64) -> Result<TicketForm, Failure> {
        let path = format!("/api/v2/ticket_forms/{id}.json");
        let body = self.ask(Request::new(Method::Get, path.clone())).await?;
        let before = form(&Json::root(&body).at("ticket_form"))?;
        if before.fields.contains(&field) {
            return Ok(before);
        }
        let mut fields = before.fields;
        fields.push(field);
        let change = json!({ "ticket_form": { "ticket_field_ids": fields } });
        let body = self.ask(Request::new(Method::Put, path).json(&change)).await?;
        let after = form(&Json::root(&body).at("ticket_form"))?;
        if fields.iter().all(|field| after.fields.contains(field)) {
            Ok(after)
        } else {
            Err(Failure::Conflict(Told::default()))
        }
    }
}

fn field(place: &Json<'_>) -> Result<TicketField, Failure> {
    Ok(TicketField {
        id: place.at("id").number()?,
        title: place.at("title").text_or_empty().to_owned(),
        active: place.at("active").value().as_bool() != Some(false),
    })
}

fn form(place: &Json<'_>) -> Result<TicketForm, Failure> {
    let fields = place.at("ticket_field_ids");
    Ok(TicketForm {
        id: place.at("id").number()?,
        name: place.at("name").text_or_empty().to_owned(),
        active: place.at("active").value().as_bool() != Some(false),
        fields: fields.items()?.iter().map(Json::number).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use std::cell::RefCell;

    use serde_json::Value;

    use super::*;
    use crate::http::Response;
    use crate::zendesk::fixture::now;

    type Heard = RefCell<Vec<(Method, String, Option<Value>)>>;

    /// An account that answers each request with what `answer` says.
    fn account<A: Fn(&Request) -> (u16, Value)>(heard: &Heard, answer: A) -> Api<impl Transport> {
        Api::new(async move |request: Request| {
            let body = request.body.as_deref().map(|body| serde_json::from_str(body).unwrap());
            heard.borrow_mut().push((request.method, request.url.clone(), body));
            let (status, body) = answer(&request);
            Ok(Response { status, retry_after: None, body: body.to_string() })
        })
    }

    fn shown(id: u64, fields: &[u64]) -> Value {
        json!({ "id": id, "name": format!("Form {id}"), "active": true, "default": id == 1, "ticket_field_ids": fields })
    }

    #[test]
    fn forms_are_read_page_by_page_and_each_once() {
        let heard = Heard::default();
        let api = account(&heard, |request| {
            let last = request.url.ends_with("page=2");
            let forms = if last { [shown(2, &[5]), shown(3, &[])] } else { [shown(1, &[5]), shown(2, &[5])] };
            if request.url.contains("ticket_fields") {
                (200, json!({ "ticket_field": { "id": 5, "title": "Incidents", "active": false } }))
            } else {
                (200, json!({ "ticket_forms": forms, "next_page": (!last).then_some("more") }))
            }
        });
        let report = now(api.field_report(5)).unwrap();
        assert_eq!(report.field, Some(TicketField { id: 5, title: "Incidents".into(), active: false }));
        let ids: Vec<_> = report.forms.iter().map(|form| form.id).collect();
        assert_eq!(ids, [1, 2, 3]);
        let asked: Vec<_> = heard.borrow().iter().map(|(_, url, _)| url.clone()).collect();
        assert_eq!(
            asked,
            [
                "/api/v2/ticket_fields/5.json",
                "/api/v2/ticket_forms.json?per_page=100&page=1",
                "/api/v2/ticket_forms.json?per_page=100&page=2",
            ]
        );
    }

    #[test]
    fn a_missing_field_and_a_plan_without_forms_are_no_failures() {
        let heard = Heard::default();
        let api = account(&heard, |request| (if request.url.contains("fields") { 404 } else { 403 }, json!({})));
        assert_eq!(now(api.field_report(5)), Ok(FieldReport { field: None, forms: Vec::new() }));
        let api = account(&heard, |_| (500, json!({})));
        assert_eq!(now(api.field_report(5)), Err(Failure::Broken { status: 500 }));
    }

    #[test]
    fn a_field_goes_to_the_end_and_nothing_goes_missing() {
        let heard = Heard::default();
        let api = account(&heard, |request| match &request.body {
            None => (200, json!({ "ticket_form": shown(1, &[7, 8]) })),
            Some(_) => (200, json!({ "ticket_form": shown(1, &[7, 8, 5]) })),
        });
        assert_eq!(now(api.add_to_form(1, 5)).unwrap().fields, [7, 8, 5]);
        let sent = heard.borrow().last().cloned().unwrap();
        assert_eq!((sent.0, sent.1.as_str()), (Method::Put, "/api/v2/ticket_forms/1.json"));
        assert_eq!(sent.2, Some(json!({ "ticket_form": { "ticket_field_ids": [7, 8, 5] } })));
    }

    #[test]
    fn a_field_that_is_there_is_not_written_and_a_loss_is_told() {
        let heard = Heard::default();
        let api = account(&heard, |_| (200, json!({ "ticket_form": shown(1, &[5]) })));
        assert_eq!(now(api.add_to_form(1, 5)).unwrap().fields, [5]);
        assert_eq!(heard.borrow().len(), 1);
        let api = account(&heard, |_| (200, json!({ "ticket_form": shown(1, &[7]) })));
        assert_eq!(now(api.add_to_form(1, 5)), Err(Failure::Conflict(Told::default())));
    }
}
