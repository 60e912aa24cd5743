//! A ticket to try rules on. Zendesk: `GET /api/v2/tickets/{id}` with what is sideloaded, its brand, form and last comment.

use crate::domain::automation::Sample;
use crate::domain::automation::condition::{Thing, TicketType};
use crate::domain::id::TicketId;
use crate::domain::ticket::TicketPriority;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::ticket;

impl<T: Transport> Api<T> {
    /// A ticket as placeholders see it. What only embellishes it and cannot be read stays empty.
    pub async fn sample(&self, id: TicketId) -> Result<Sample, Failure> {
        let request = Request::new(Method::Get, format!("/api/v2/tickets/{id}.json"));
        let body = self.ask(request.query("include", "users,groups,organizations")).await?;
        let root = Json::root(&body);
        let ticket = root.at("ticket");
        let text = |name: &str| ticket.at(name).text_or_empty().to_owned();
        let number = |name: &str| ticket.at(name).value().as_u64();
        let named = |list: &str, id: Option<u64>| {
            let id = id?;
            let name = field(&root, list, id, "name");
            Some(Thing { id, name: name.unwrap_or_default() })
        };
        let user = |id: &str, name: &str| number(id).and_then(|id| field(&root, "users", id, name)).unwrap_or_default();
        let brand = match number("brand_id") {
            Some(brand) => Some(Thing { id: brand, name: self.brand_name(brand).await.unwrap_or_default() }),
            None => None,
        };
        let form = match number("ticket_form_id") {
            Some(form) => Some(Thing { id: form, name: self.form_name(form).await.unwrap_or_default() }),
            None => None,
        };
        Ok(Sample {
            id: TicketId(ticket.at("id").number()?),
            title: text("subject"),
            description: text("description"),
            latest_comment: self.latest_comment(id).await.unwrap_or_default(),
            status: ticket.at("status").read(ticket::status)?,
            priority: TicketPriority::named(ticket.at("priority").text_or_empty()),
            kind: TicketType::named(ticket.at("type").text_or_empty()),
            group: named("groups", number("group_id")),
            organization: named("organizations", number("organization_id")),
            brand,
            form,
            tags: ticket.at("tags").items_or_none().iter().map(|tag| tag.text_or_empty().to_owned()).collect(),
            requester: user("requester_id", "name"),
            requester_email: user("requester_id", "email"),
            assignee: user("assignee_id", "name"),
            channel: ticket.at("via").at("channel").text_or_empty().to_owned(),
        })
    }

    async fn brand_name(&self, id: u64) -> Result<String, Failure> {
        let request = Request::new(Method::Get, "/api/v2/brands.json").query("page[size]", "100");
        Ok(field(&Json::root(&self.ask(request).await?), "brands", id, "name").unwrap_or_default())
    }

    async fn form_name(&self, id: u64) -> Result<String, Failure> {
        let body = self.ask(Request::new(Method::Get, format!("/api/v2/ticket_forms/{id}.json"))).await?;
        Ok(Json::root(&body).at("ticket_form").at("name").text_or_empty().to_owned())
    }

    async fn latest_comment(&self, id: TicketId) -> Result<String, Failure> {
        let request = Request::new(Method::Get, format!("/api/v2/tickets/{id}/comments.json"))
            .query("sort", "-created_at")
            .query("page[size]", "1");
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let comments = root.at("comments");
        Ok(comments.items()?.first().map(|it| it.at("body").text_or_empty().to_owned()).unwrap_or_default())
    }
}

fn field(root: &Json<'_>, list: &str, id: u64, name: &str) -> Option<String> {
    let list = root.at(list);
    let items = list.items_or_none();
    let own = items.iter().find(|it| it.at("id").number() == Ok(id))?;
    Some(own.at(name).text_or_empty().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;
    use crate::domain::ticket::TicketStatus;

    #[test]
    fn a_ticket_is_read_with_its_people_group_brand_and_last_comment() {
        let body = json!({
            "ticket": {
                "id": 5, "subject": "<b>", "description": "D", "status": "hold", "priority": null, "type": "problem", "group_id": 7,
                "organization_id": null, "brand_id": 3, "ticket_form_id": 9, "requester_id": 1, "assignee_id": 2,
                "tags": ["a"], "via": { "channel": "email" },
            },
            "users": [{ "id": 1, "name": "Ada", "email": "ada@x.example" }, { "id": 2, "name": "Bo" }],
            "groups": [{ "id": 7, "name": "Tier 1" }],
        });
        let line = Line::answering(200, &body)
            .then(200, &json!({ "brands": [{ "id": 3, "name": "Northwind" }] }))
            .then(200, &json!({ "ticket_form": { "id": 9, "name": "Outage" } }))
            .then(200, &json!({ "comments": [{ "body": "Last" }] }));
        let sample = now(line.api().sample(TicketId(5))).unwrap();
        assert_eq!(
            (sample.status, sample.priority, sample.kind),
            (TicketStatus::Hold, None, Some(TicketType::Problem))
        );
        assert_eq!((sample.requester.as_str(), sample.assignee.as_str()), ("Ada", "Bo"));
        assert_eq!(sample.group, Some(Thing { id: 7, name: "Tier 1".into() }));
        assert_eq!((sample.brand.unwrap().name.as_str(), sample.form.unwrap().name.as_str()), ("Northwind", "Outage"));
        assert_eq!((sample.latest_comment.as_str(), sample.organization), ("Last", None));
        assert_eq!(
            line.urls(),
            [
                "/api/v2/tickets/5.json?include=users%2Cgroups%2Corganizations",
                "/api/v2/brands.json?page%5Bsize%5D=100",
                "/api/v2/ticket_forms/9.json",
                "/api/v2/tickets/5/comments.json?sort=-created_at&page%5Bsize%5D=1",
            ]
        );
    }

    #[test]
    fn embellishments_that_cannot_be_read_stay_empty() {
        let body = json!({ "ticket": { "id": 5, "status": "new", "brand_id": 3 } });
        let line = Line::answering(200, &body).then(403, &json!({}));
        let sample = now(line.api().sample(TicketId(5))).unwrap();
        assert_eq!((sample.brand.unwrap().name.as_str(), sample.latest_comment.as_str()), ("", ""));
    }
}
