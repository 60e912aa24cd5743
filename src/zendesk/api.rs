//! The ticket, read and changed as the agent who looks at it.

use serde_json::{Value, json};

use crate::domain::hint::{EVENT, Hint};
use crate::domain::id::TicketId;
use crate::domain::link::{LinkedIncidents, TAG};
use crate::domain::ticket::Ticket;
use crate::http::{Failure, Method, Request, Told, Transport};

use super::answer::body_of;
use super::ticket::{self, Reading};

/// How often a change is tried that others keep overtaking.
pub(super) const MOST_ATTEMPTS: u32 = 4;

/// Zendesk's ticketing API with the agent's own session.
#[derive(Clone)]
pub struct Api<T> {
    transport: T,
}

impl<T: Transport> Api<T> {
    /// The API behind `transport`, which takes paths such as `/api/v2/tickets/1.json`.
    pub fn new(transport: T) -> Self {
        Self { transport }
    }

    /// The ticket; its links are those in the custom field `field`, none without one.
    /// Zendesk: `GET /api/v2/tickets/{id}`, with the users beside it.
    pub async fn ticket(&self, id: TicketId, field: Option<u64>) -> Result<Ticket, Failure> {
        Ok(self.read(id, field).await?.ticket)
    }

    /// Changes the ticket's links in `field` and gives the ticket as it is then. Zendesk: `PUT /api/v2/tickets/{id}`.
    ///
    /// `change` is made to what the ticket says now, and made again when somebody else was faster, so it must not depend on what it
    /// was before; that it returns `false` means that the ticket takes no more links. `tag` says whether the ticket is to have
    /// [`TAG`]; it is taken off only with the last link, since another agent may have added one meanwhile. Nothing is written
    /// when nothing would change.
    pub async fn change_links(
        &self,
        id: TicketId,
        field: u64,
        change: impl Fn(&mut LinkedIncidents) -> bool,
        tag: Option<bool>,
    ) -> Result<Ticket, Failure> {
        let mut conflict = Failure::Conflict(Told::default());
        for _ in 0..MOST_ATTEMPTS {
            let Reading { ticket: before, mut tags } = self.read(id, Some(field)).await?;
            let mut links = before.links.clone();
            if !change(&mut links) {
                return Err(Failure::Rejected(Told::new(0, ["The ticket holds no more links"])));
            }
            let retags = match tag {
                Some(true) if !before.tagged => {
                    tags.push(TAG.to_owned());
                    true
                }
                Some(false) if before.tagged && links.is_empty() => {
                    tags.retain(|tag| tag != TAG);
                    true
                }
                _ => false,
            };
            if !retags && links == before.links {
                return Ok(before);
            }
            let update = ticket::update(id, &before.stamp, field, &links, retags.then_some(tags.as_slice()));
            match self.ask(update).await {
                Ok(body) => {
                    let after = ticket::read(&body, Some(field))?.ticket;
                    // The answer to an update comes without users.
                    return Ok(Ticket { requester: after.requester.or(before.requester), ..after });
                }
                Err(failure @ Failure::Conflict(_)) => conflict = failure,
                Err(failure) => return Err(failure),
            }
        }
        Err(conflict)
    }

    /// Tells every open instance of the app with the id `app` that something has changed. Zendesk: `POST /api/v2/apps/notify`.
    pub async fn notify(&self, app: u64, hint: &Hint) -> Result<(), Failure> {
        self.announce(app, &hint.write()).await
    }

    /// Sends this text to every open instance of the app. It must be one of those that [`hint`](crate::domain::hint) knows.
    pub async fn announce(&self, app: u64, text: &str) -> Result<(), Failure> {
        let body = json!({ "app_id": app, "event": EVENT, "body": text });
        self.done(Request::new(Method::Post, "/api/v2/apps/notify").json(&body)).await
    }

    pub(super) async fn read(&self, id: TicketId, field: Option<u64>) -> Result<Reading, Failure> {
        ticket::read(&self.ask(ticket::request(id)).await?, field)
    }

    /// Sends a request whose good answer has no body worth reading.
    pub(super) async fn done(&self, request: Request) -> Result<(), Failure> {
        let answer = self.transport.send(request).await?;
        if matches!(answer.status, 200..=299) { Ok(()) } else { body_of(&answer).map(|_| ()) }
    }

    /// Sends a request and gives the body of a good answer.
    pub(super) async fn ask(&self, request: Request) -> Result<Value, Failure> {
        body_of(&self.transport.send(request).await?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use std::cell::RefCell;

    use super::*;
    use crate::domain::id::IncidentId;
    use crate::http::Response;
    use crate::zendesk::fixture::now;

    /// A ticket that other agents change before an update as often as they are told to.
    struct Desk {
        links: String,
        tags: Vec<String>,
        version: u32,
        rivals: Vec<&'static str>,
        requests: Vec<(Method, Option<Value>)>,
        refusal: Option<u16>,
    }

    impl Desk {
        fn new(links: &str, tags: &[&str], rivals: &[&'static str]) -> RefCell<Self> {
            let tags = tags.iter().map(ToString::to_string).collect();
            let rivals = rivals.iter().rev().copied().collect();
            RefCell::new(Self { links: links.into(), tags, version: 1, rivals, requests: Vec::new(), refusal: None })
        }

        fn answer(&mut self, request: &Request) -> Response {
            let body: Option<Value> = request.body.as_deref().map(|body| serde_json::from_str(body).unwrap());
            self.requests.push((request.method, body.clone()));
            let answer = |status, body: &Value| Response { status, retry_after: None, body: body.to_string() };
            if let Some(change) = body {
                let change = &change["ticket"];
                if let Some(status) = self.refusal {
                    return answer(status, &json!({ "error": "RecordInvalid" }));
                }
                if let Some(links) = self.rivals.pop() {
                    self.links = links.into();
                    self.version += 1;
                }
                if change["updated_stamp"] != json!(format!("v{}", self.version)) {
                    return answer(409, &json!({ "error": "UpdateConflict", "description": "Too late" }));
                }
                self.links = change["custom_fields"][0]["value"].as_str().unwrap().into();
                if let Some(tags) = change["tags"].as_array() {
                    self.tags = tags.iter().map(|tag| tag.as_str().unwrap().to_owned()).collect();
                }
                self.version += 1;
            }
            let ticket = json!({
                "id": 1, "status": "open", "requester_id": 7, "tags": self.tags, "updated_at": format!("v{}", self.version),
                "custom_fields": [{ "id": 5, "value": self.links }],
            });
            let mut whole = json!({ "ticket": ticket });
            if request.method == Method::Get {
                whole["users"] = json!([{ "id": 7, "name": "Ada" }]);
            }
            answer(200, &whole)
        }
    }

    fn change(
        desk: &RefCell<Desk>,
        change: impl Fn(&mut LinkedIncidents) -> bool,
        tag: Option<bool>,
    ) -> Result<Ticket, Failure> {
        let api = Api::new(async |request: Request| Ok(desk.borrow_mut().answer(&request)));
        now(api.change_links(TicketId(1), 5, change, tag))
    }

    fn id(text: &str) -> IncidentId {
        IncidentId::parse(text).unwrap()
    }

    fn methods(desk: &RefCell<Desk>) -> Vec<Method> {
        desk.borrow().requests.iter().map(|(method, _)| *method).collect()
    }

    #[test]
    fn a_link_and_its_tag_are_one_update() {
        let desk = Desk::new("Q111111", &["vip"], &[]);
        let ticket = change(&desk, |links| links.add(id("Q222222")), Some(true)).unwrap();
        assert_eq!(
            (ticket.links.write().as_str(), ticket.tagged, ticket.requester.as_deref()),
            ("Q111111 Q222222", true, Some("Ada"))
        );
        assert_eq!(methods(&desk), [Method::Get, Method::Put]);
        assert_eq!(desk.borrow().tags, ["vip", TAG]);
    }

    #[test]
    fn what_others_linked_meanwhile_stays() {
        let desk = Desk::new("", &[], &["Q888888", "Q888888 Q999999"]);
        let ticket = change(&desk, |links| links.add(id("Q111111")), Some(true)).unwrap();
        assert_eq!(ticket.links.write(), "Q888888 Q999999 Q111111");
        assert_eq!(methods(&desk), [Method::Get, Method::Put].repeat(3));
    }

    #[test]
    fn an_endless_race_is_given_up_as_a_conflict() {
        let desk = Desk::new("", &[], &["Q222222", "Q333333", "Q444444", "Q555555", "Q666666"]);
        let failure = change(&desk, |links| links.add(id("Q111111")), None).unwrap_err();
        assert_eq!(failure, Failure::Conflict(Told::new(0, ["Too late"])));
        assert_eq!(methods(&desk), [Method::Get, Method::Put].repeat(4));
    }

    #[test]
    fn what_is_so_already_is_not_written() {
        let desk = Desk::new("Q111111", &[TAG], &[]);
        let ticket = change(&desk, |links| links.add(id("Q111111")), Some(true)).unwrap();
        assert_eq!(ticket.links.write(), "Q111111");
        assert_eq!(methods(&desk), [Method::Get]);
        // The tag alone is worth a write.
        let desk = Desk::new("Q111111", &[], &[]);
        assert!(change(&desk, |links| links.add(id("Q111111")), Some(true)).unwrap().tagged);
        assert_eq!(methods(&desk), [Method::Get, Method::Put]);
    }

    #[test]
    fn the_tag_goes_with_the_last_link_only() {
        let remove = |links: &mut LinkedIncidents| {
            links.remove(&id("Q111111"), false);
            true
        };
        let desk = Desk::new("Q111111", &["vip", TAG], &[]);
        assert!(!change(&desk, remove, Some(false)).unwrap().tagged);
        assert_eq!(desk.borrow().tags, ["vip"]);
        let desk = Desk::new("Q111111", &[TAG], &["Q111111 Q222222"]);
        let ticket = change(&desk, remove, Some(false)).unwrap();
        assert_eq!((ticket.links.write().as_str(), ticket.tagged), ("Q222222", true));
        let untouched = desk.borrow().requests.last().unwrap().1.clone().unwrap();
        assert_eq!(untouched["ticket"].get("tags"), None);
    }

    #[test]
    fn a_full_ticket_is_told_and_not_written() {
        let desk = Desk::new("", &[], &[]);
        assert!(matches!(change(&desk, |_| false, Some(true)), Err(Failure::Rejected(_))));
        assert_eq!(methods(&desk), [Method::Get]);
    }

    #[test]
    fn a_refusal_is_not_tried_again() {
        let desk = Desk::new("", &[], &[]);
        desk.borrow_mut().refusal = Some(422);
        let failure = change(&desk, |links| links.add(id("Q111111")), None).unwrap_err();
        assert_eq!(failure, Failure::Rejected(Told::new(0, ["RecordInvalid"])));
        assert_eq!(methods(&desk), [Method::Get, Method::Put]);
    }

    #[test]
    fn a_hint_names_the_app_and_holds_ids_alone() {
        let requests = RefCell::new(Vec::new());
        let api = Api::new(async |request: Request| {
            requests.borrow_mut().push(request);
            Ok(Response { status: 200, retry_after: None, body: String::new() })
        });
        let hint = Hint { from: 10, ticket: TicketId(1), incidents: vec![id("Q111111")] };
        assert_eq!(now(api.notify(375, &hint)), Ok(()));
        let sent = requests.borrow().last().cloned().unwrap();
        assert_eq!((sent.method, sent.url.as_str()), (Method::Post, "/api/v2/apps/notify"));
        let body: Value = serde_json::from_str(sent.body.as_deref().unwrap()).unwrap();
        assert_eq!(body, json!({ "app_id": 375, "event": "incidents_changed", "body": "1 a 1 Q111111" }));
    }

    #[test]
    fn a_ticket_is_asked_for_with_its_users() {
        let desk = Desk::new("Q111111", &[], &[]);
        let urls = RefCell::new(Vec::new());
        let api = Api::new(async |request: Request| {
            urls.borrow_mut().push(request.url.clone());
            Ok(desk.borrow_mut().answer(&request))
        });
        assert_eq!(now(api.ticket(TicketId(1), Some(5))).unwrap().links.write(), "Q111111");
        assert_eq!(*urls.borrow(), ["/api/v2/tickets/1.json?include=users"]);
    }
}
