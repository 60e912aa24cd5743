//! Reads a ticket out of an answer, and writes its links into a request. Zendesk: "Tickets".

use serde_json::{Value, json};

use crate::domain::id::TicketId;
use crate::domain::link::{LinkedIncidents, TAG};
use crate::domain::ticket::{Ticket, TicketPriority, TicketStatus};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request};

/// A ticket with all of its tags, which an update has to name.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// What the console needs.
    pub(super) ticket: Ticket,
    /// Every tag.
    pub(super) tags: Vec<String>,
}

/// Asks for a ticket with the users that it names.
pub(super) fn request(id: TicketId) -> Request {
    Request::new(Method::Get, format!("/api/v2/tickets/{id}.json?include=users"))
}

/// Reads the ticket of an answer; its links stand in the custom field `field`.
pub(super) fn read(body: &Value, field: Option<u64>) -> Result<Reading, Failure> {
    let root = Json::root(body);
    let ticket = root.at("ticket");
    let tags: Vec<String> =
        ticket.at("tags").items_or_none().iter().filter_map(|tag| tag.text().ok().map(str::to_owned)).collect();
    Ok(Reading {
        ticket: Ticket {
            id: TicketId(ticket.at("id").number()?),
            subject: ticket.at("subject").text_or_empty().to_owned(),
            description: ticket.at("description").text_or_empty().to_owned(),
            status: ticket.at("status").read(status)?,
            priority: TicketPriority::named(ticket.at("priority").text_or_empty()),
            requester: requester(&root, &ticket),
            links: field.map(|field| links(&ticket, field)).unwrap_or_default(),
            follow_up_of: follow_up_of(&ticket.at("via").at("source")),
            tagged: tags.iter().any(|tag| tag == TAG),
            tags: tags.clone(),
            stamp: ticket.at("updated_at").text()?.to_owned(),
        },
        tags,
    })
}

/// Writes links, and tags if they change, in one update that Zendesk refuses when the ticket has changed since `stamp`.
pub(super) fn update(
    id: TicketId,
    stamp: &str,
    field: u64,
    links: &LinkedIncidents,
    tags: Option<&[String]>,
) -> Request {
    let mut change = json!({
        "custom_fields": [{ "id": field, "value": links.write() }],
        "safe_update": true,
        "updated_stamp": stamp,
    });
    if let (Some(tags), Some(change)) = (tags, change.as_object_mut()) {
        change.insert("tags".into(), tags.into());
    }
    Request::new(Method::Put, format!("/api/v2/tickets/{id}.json")).json(&json!({ "ticket": change }))
}

/// A deleted ticket takes no change, like a closed one.
pub(super) fn status(name: &str) -> Option<TicketStatus> {
    match name {
        "new" => Some(TicketStatus::New),
        "open" => Some(TicketStatus::Open),
        "pending" => Some(TicketStatus::Pending),
        "hold" => Some(TicketStatus::Hold),
        "solved" => Some(TicketStatus::Solved),
        "closed" | "deleted" => Some(TicketStatus::Closed),
        _ => None,
    }
}

/// Zendesk, "Via object": a follow-up names the closed ticket as its source.
fn follow_up_of(source: &Json<'_>) -> Option<TicketId> {
    let follows = source.at("rel").text_or_empty() == "follow_up";
    follows.then(|| source.at("from").at("ticket_id").number().ok().map(TicketId))?
}

fn requester(root: &Json<'_>, ticket: &Json<'_>) -> Option<String> {
    let id = ticket.at("requester_id").number().ok()?;
    let users = root.at("users");
    let users = users.items_or_none();
    let requester = users.iter().find(|user| user.at("id").number() == Ok(id))?;
    requester.at("name").text().ok().filter(|name| !name.trim().is_empty()).map(str::to_owned)
}

pub(super) fn links(ticket: &Json<'_>, field: u64) -> LinkedIncidents {
    let fields = ticket.at("custom_fields");
    let fields = fields.items_or_none();
    let own = fields.iter().find(|each| each.at("id").number() == Ok(field));
    own.map(|own| LinkedIncidents::read(own.at("value").text_or_empty())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;

    fn ticket() -> Value {
        json!({
            "ticket": {
                "id": 48_213,
                "subject": "<i>Checkout</i>",
                "description": "It fails",
                "status": "open",
                "priority": "urgent",
                "requester_id": 7,
                "tags": ["vip", TAG],
                "custom_fields": [{ "id": 1, "value": true }, { "id": 5, "value": "Q111111 -Q222222" }, { "id": 6, "value": null }],
                "updated_at": "2026-11-22T14:08:00Z",
            },
            "users": [{ "id": 6, "name": "Noor" }, { "id": 7, "name": "Ada" }],
        })
    }

    #[test]
    fn a_ticket_is_read_with_its_requester_links_and_tag() {
        let Reading { ticket, tags } = read(&ticket(), Some(5)).unwrap();
        assert_eq!(
            (ticket.id, ticket.status, ticket.requester.as_deref()),
            (TicketId(48_213), TicketStatus::Open, Some("Ada"))
        );
        assert_eq!(
            (ticket.links.write().as_str(), ticket.tagged, ticket.stamp.as_str()),
            ("Q111111 -Q222222", true, "2026-11-22T14:08:00Z")
        );
        assert_eq!((ticket.subject.as_str(), tags.len()), ("<i>Checkout</i>", 2));
        assert_eq!((ticket.priority, &ticket.tags), (Some(TicketPriority::Urgent), &tags));
    }

    #[test]
    fn a_merged_ticket_and_a_follow_up_are_told_from_others() {
        let plain = read(&ticket(), Some(5)).unwrap().ticket;
        assert_eq!((plain.is_merged(), plain.follow_up_of), (false, None));
        let mut merged = ticket();
        merged["ticket"]["tags"] = json!(["vip", "closed_by_merge"]);
        assert!(!read(&merged, Some(5)).unwrap().ticket.is_merged(), "anybody can type a tag on an open ticket");
        merged["ticket"]["status"] = json!("closed");
        assert!(read(&merged, Some(5)).unwrap().ticket.is_merged());
        let mut follow_up = ticket();
        let from = json!({ "ticket_id": 48_230, "subject": "<b>x</b>", "channel": "email" });
        follow_up["ticket"]["via"] =
            json!({ "channel": "web", "source": { "from": from, "to": {}, "rel": "follow_up" } });
        assert_eq!(read(&follow_up, Some(5)).unwrap().ticket.follow_up_of, Some(TicketId(48_230)));
        follow_up["ticket"]["via"]["source"]["rel"] = Value::Null;
        assert_eq!(read(&follow_up, Some(5)).unwrap().ticket.follow_up_of, None);
    }

    #[test]
    fn without_a_field_or_with_an_odd_one_there_are_no_links() {
        for field in [None, Some(1), Some(6), Some(99)] {
            assert!(read(&ticket(), field).unwrap().ticket.links.is_empty(), "{field:?}");
        }
    }

    #[test]
    fn what_is_odd_is_left_out_and_what_is_needed_names_its_place() {
        let mut odd = ticket();
        odd["users"] = json!("none");
        odd["ticket"]["tags"] = json!([7, null, "vip"]);
        odd["ticket"]["subject"] = Value::Null;
        let Reading { ticket: read_odd, tags } = read(&odd, Some(5)).unwrap();
        assert_eq!((read_odd.requester, read_odd.subject.as_str(), tags), (None, "", vec!["vip".to_owned()]));
        for (name, value, path) in [
            ("id", json!("48213"), "ticket.id"),
            ("status", json!("dancing"), "ticket.status"),
            ("updated_at", Value::Null, "ticket.updated_at"),
        ] {
            let mut broken = ticket();
            broken["ticket"][name] = value;
            assert_eq!(read(&broken, None).unwrap_err(), Failure::Malformed { path: path.into() });
        }
        assert_eq!(read(&json!([]), None).unwrap_err(), Failure::Malformed { path: "ticket.id".into() });
    }

    #[test]
    fn an_update_is_safe_and_names_tags_only_to_change_them() {
        let links = LinkedIncidents::read("Q111111");
        let request = update(TicketId(3), "2026-11-22T14:08:00Z", 5, &links, None);
        assert_eq!((request.method, request.url.as_str()), (Method::Put, "/api/v2/tickets/3.json"));
        let mut expected = json!({ "ticket": {
            "custom_fields": [{ "id": 5, "value": "Q111111" }],
            "safe_update": true,
            "updated_stamp": "2026-11-22T14:08:00Z",
        }});
        let sent = |request: &Request| serde_json::from_str::<Value>(request.body.as_deref().unwrap()).unwrap();
        assert_eq!(sent(&request), expected);
        expected["ticket"]["tags"] = json!(["vip", TAG]);
        let tags = ["vip".to_owned(), TAG.to_owned()];
        assert_eq!(sent(&update(TicketId(3), "2026-11-22T14:08:00Z", 5, &links, Some(&tags))), expected);
    }
}
