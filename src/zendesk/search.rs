//! The tickets of an incident, by Zendesk's search. Zendesk: "Search", `GET /api/v2/search/export`.
//!
//! A search only finds what is indexed, which takes up to a few minutes, and it finds words: a ticket from which the incident was
//! taken off still has its id in the field, behind a minus sign. So each result's own field is read, and those are dropped.

use crate::domain::id::{IncidentId, TicketId};
use crate::domain::link::TAG;
use crate::domain::linked_tickets::{LinkedTicket, LinkedTickets, Overview};
use crate::domain::moment::Moment;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::ticket;

/// As many on a page as Zendesk recommends for an export.
const PAGE: &str = "100";

/// Whom the customers of these tickets wait for is us: neither solved nor waiting for the customer.
const WAITING: &str = "status<solved -status:pending";

impl<T: Transport> Api<T> {
    /// A page of the tickets whose field `field` links `incident`, without the ticket `own`; `after` is where it begins.
    pub async fn linked_tickets(
        &self,
        field: u64,
        incident: &IncidentId,
        own: TicketId,
        after: Option<&str>,
    ) -> Result<LinkedTickets, Failure> {
        // The type is a parameter of its own; in the query it is an error.
        let request = Request::new(Method::Get, "/api/v2/search/export.json")
            .query("query", &query(field, incident))
            .query("filter[type]", "ticket")
            .query("page[size]", PAGE);
        let request = match after {
            Some(after) => request.query("page[after]", after),
            None => request,
        };
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let meta = root.at("meta");
        let after = meta.at("after_cursor").text().ok().filter(|cursor| !cursor.is_empty());
        Ok(LinkedTickets {
            tickets: tickets(&root, field, incident, own)?,
            organizations: Vec::new(),
            // Without a cursor there is no way on, whatever the answer says.
            after: after.filter(|_| meta.at("has_more").is_true()).map(str::to_owned),
            overview: Overview::default(),
        })
    }

    /// How many customers wait for the same incident besides `own`, and since when the first of them does.
    /// Zendesk: `GET /api/v2/search`, oldest first.
    pub async fn waiting_tickets(&self, field: u64, incident: &IncidentId, own: TicketId) -> Result<Overview, Failure> {
        let request = Request::new(Method::Get, "/api/v2/search.json")
            .query("query", &format!("type:ticket {} {WAITING}", query(field, incident)))
            .query("sort_by", "created_at")
            .query("sort_order", "asc")
            .query("per_page", "25");
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let others = tickets(&root, field, incident, own)?;
        let read = root.at("results").items_or_none().len();
        let dropped = u64::try_from(read.saturating_sub(others.len())).unwrap_or(u64::MAX);
        let waiting = root.at("count").number()?.saturating_sub(dropped);
        Ok(Overview { total: None, waiting, longest: others.first().map(|ticket| ticket.created_at) })
    }

    /// How many tickets the search finds, this one too. Zendesk: `GET /api/v2/search/count`.
    pub async fn count_linked_tickets(&self, field: u64, incident: &IncidentId) -> Result<u64, Failure> {
        let request = Request::new(Method::Get, "/api/v2/search/count.json")
            .query("query", &format!("type:ticket {}", query(field, incident)));
        Json::root(&self.ask(request).await?).at("count").number()
    }

    /// Names of organizations, at most a hundred. Zendesk: `GET /api/v2/organizations/show_many`.
    pub async fn organizations(&self, ids: &[u64]) -> Result<Vec<(u64, String)>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<_> = ids.iter().map(u64::to_string).collect();
        let request = Request::new(Method::Get, "/api/v2/organizations/show_many.json").query("ids", &ids.join(","));
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let organizations = root.at("organizations");
        let name = |place: &Json<'_>| Ok((place.at("id").number()?, place.at("name").text_or_empty().to_owned()));
        organizations.items()?.iter().map(name).collect()
    }
}

/// Ids are letters and digits only, so nothing in it can change the meaning of the query.
fn query(field: u64, incident: &IncidentId) -> String {
    format!("custom_field_{field}:{incident} tags:{TAG}")
}

fn tickets(root: &Json<'_>, field: u64, incident: &IncidentId, own: TicketId) -> Result<Vec<LinkedTicket>, Failure> {
    let results = root.at("results");
    let mut tickets = Vec::new();
    for place in results.items()? {
        if !ticket::links(&place, field).has(incident) {
            continue;
        }
        let found = LinkedTicket {
            id: TicketId(place.at("id").number()?),
            subject: place.at("subject").text_or_empty().to_owned(),
            status: place.at("status").read(ticket::status)?,
            organization: place.at("organization_id").value().as_u64(),
            created_at: place.at("created_at").read(Moment::parse)?,
        };
        if found.id != own {
            tickets.push(found);
        }
    }
    Ok(tickets)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::needless_pass_by_value,
        reason = "a test may stop at the first surprise, and is short"
    )]

    use std::cell::RefCell;

    use serde_json::{Value, json};

    use super::*;
    use crate::http::Response;
    use crate::zendesk::fixture::now;

    fn incident() -> IncidentId {
        IncidentId::parse("Q0TZ3E1ZUV2P4B").unwrap()
    }

    fn result(id: u64, links: &str, organization: Value) -> Value {
        json!({
            "id": id, "subject": "<b>Slow</b>", "status": "open", "organization_id": organization,
            "created_at": "2026-11-22T14:08:00Z", "custom_fields": [{ "id": 5, "value": links }], "result_type": "ticket",
        })
    }

    fn answer<T>(body: &Value, ask: impl AsyncFn(Api<&dyn Carry>) -> T) -> (T, Vec<String>) {
        let urls = RefCell::new(Vec::new());
        let line = |request: Request| {
            urls.borrow_mut().push(request.url.clone());
            Response { status: 200, retry_after: None, body: body.to_string() }
        };
        let carry: &dyn Carry = &line;
        let told = now(ask(Api::new(carry)));
        (told, urls.into_inner())
    }

    trait Carry {
        fn carry(&self, request: Request) -> Response;
    }

    impl<F: Fn(Request) -> Response> Carry for F {
        fn carry(&self, request: Request) -> Response {
            self(request)
        }
    }

    impl Transport for &dyn Carry {
        async fn send(&self, request: Request) -> Result<Response, Failure> {
            Ok(self.carry(request))
        }
    }

    #[test]
    fn an_export_names_field_tag_type_and_cursor() {
        let body = json!({
            "results": [
                result(1, "Q0TZ3E1ZUV2P4B", json!(7)),
                result(2, "Q111111 Q0TZ3E1ZUV2P4B", Value::Null),
                result(3, "Q111111 -Q0TZ3E1ZUV2P4B", json!(7)),
                result(48_213, "Q0TZ3E1ZUV2P4B", json!(7)),
            ],
            "meta": { "has_more": true, "after_cursor": "eyJ9" }, "links": { "prev": null, "next": "https://…" },
        });
        let ask = async |api: Api<&dyn Carry>| api.linked_tickets(5, &incident(), TicketId(48_213), Some("a=&b")).await;
        let (told, urls) = answer(&body, ask);
        let page = told.unwrap();
        let ids: Vec<_> = page.tickets.iter().map(|it| (it.id.0, it.organization)).collect();
        assert_eq!(ids, [(1, Some(7)), (2, None)], "neither this ticket nor one from which it was taken off");
        assert_eq!((page.tickets[0].subject.as_str(), page.after.as_deref()), ("<b>Slow</b>", Some("eyJ9")));
        assert_eq!(
            urls,
            ["/api/v2/search/export.json?query=custom_field_5%3AQ0TZ3E1ZUV2P4B%20tags%3Apagerduty_incident\
              &filter%5Btype%5D=ticket&page%5Bsize%5D=100&page%5Bafter%5D=a%3D%26b"]
        );
    }

    #[test]
    fn the_last_page_has_no_cursor_to_follow() {
        for meta in [
            json!({ "has_more": false, "after_cursor": "x" }),
            json!({ "has_more": true, "after_cursor": null }),
            Value::Null,
        ] {
            let body = json!({ "results": [], "meta": meta });
            let ask = async |api: Api<&dyn Carry>| api.linked_tickets(5, &incident(), TicketId(1), None).await;
            assert_eq!(answer(&body, ask).0.unwrap().after, None);
        }
    }

    #[test]
    fn who_waits_longest_comes_first_and_this_ticket_is_not_counted() {
        let body = json!({ "results": [result(9, "Q0TZ3E1ZUV2P4B", Value::Null), result(1, "Q0TZ3E1ZUV2P4B", json!(7))], "count": 12 });
        let ask = async |api: Api<&dyn Carry>| api.waiting_tickets(5, &incident(), TicketId(9)).await;
        let (told, urls) = answer(&body, ask);
        assert_eq!(
            told.unwrap(),
            Overview { total: None, waiting: 11, longest: Moment::parse("2026-11-22T14:08:00Z") }
        );
        assert_eq!(
            urls,
            [
                "/api/v2/search.json?query=type%3Aticket%20custom_field_5%3AQ0TZ3E1ZUV2P4B%20tags%3Apagerduty_incident%20\
              status%3Csolved%20-status%3Apending&sort_by=created_at&sort_order=asc&per_page=25"
            ]
        );
    }

    #[test]
    fn organizations_are_asked_for_together_and_not_at_all_when_there_are_none() {
        let body = json!({ "organizations": [{ "id": 7, "name": "Kumo" }, { "id": 8, "name": null }] });
        let (told, urls) = answer(&body, async |api: Api<&dyn Carry>| api.organizations(&[7, 8]).await);
        assert_eq!(told.unwrap(), [(7, "Kumo".to_owned()), (8, String::new())]);
        assert_eq!(urls, ["/api/v2/organizations/show_many.json?ids=7%2C8"]);
        let (none, urls) = answer(&body, async |api: Api<&dyn Carry>| api.organizations(&[]).await);
        assert!(none.unwrap().is_empty() && urls.is_empty());
    }

    #[test]
    fn a_broken_result_names_its_place() {
        let mut broken = result(1, "Q0TZ3E1ZUV2P4B", Value::Null);
        broken["status"] = json!("dancing");
        let body = json!({ "results": [broken] });
        let ask = async |api: Api<&dyn Carry>| api.linked_tickets(5, &incident(), TicketId(2), None).await;
        assert_eq!(answer(&body, ask).0, Err(Failure::Malformed { path: "results[0].status".into() }));
    }
}
