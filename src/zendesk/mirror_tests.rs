//! What is sent to tell a ticket, and that it is never told twice.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use std::cell::RefCell;
use std::collections::VecDeque;

use super::*;
use crate::domain::id::IncidentId;
use crate::domain::mirror::{Change, Report};
use crate::domain::ticket::TicketPriority;
use crate::http::Response;
use crate::zendesk::fixture::now;

/// What happens to a request that writes.
#[derive(Clone, Copy)]
enum Fate {
    Well,
    /// It arrives and the answer is lost.
    Lost,
    /// It never arrives.
    Dropped,
    /// Another agent was faster.
    Conflict,
    Refused(u16),
}

/// A ticket with its audits.
struct Desk {
    status: &'static str,
    priority: Value,
    version: u32,
    comments: Vec<Value>,
    audits: Vec<Value>,
    fates: VecDeque<Fate>,
    audits_broken: bool,
    requests: Vec<(Method, String)>,
    sent: Vec<Value>,
}

fn desk(status: &'static str, fates: &[Fate]) -> RefCell<Desk> {
    RefCell::new(Desk {
        status,
        priority: json!("low"),
        version: 1,
        comments: Vec::new(),
        audits: (0..250).map(|id| json!({ "id": id, "metadata": { "custom": {}, "system": {} } })).collect(),
        fates: fates.iter().copied().collect(),
        audits_broken: false,
        requests: Vec::new(),
        sent: Vec::new(),
    })
}

impl Desk {
    fn ticket(&self) -> Value {
        json!({ "ticket": {
            "id": 1, "status": self.status, "priority": self.priority, "tags": [], "updated_at": format!("v{}", self.version),
        }})
    }

    fn take(&mut self, change: &Value) {
        self.version += 1;
        self.audits.push(json!({ "id": 999, "metadata": { "custom": change["metadata"], "system": {} } }));
        if let Some(comment) = change.get("comment") {
            self.comments.push(comment.clone());
        }
        if change.get("status").is_some() {
            self.status = "open";
        }
        if let Some(priority) = change.get("priority") {
            self.priority = priority.clone();
        }
    }

    fn answer(&mut self, request: &Request) -> Result<Response, Failure> {
        let respond = |status, body: &Value| Ok(Response { status, retry_after: None, body: body.to_string() });
        self.requests.push((request.method, request.url.clone()));
        if request.url.contains("/audits") {
            if self.audits_broken {
                return respond(503, &json!({}));
            }
            let start = request.url.split("page%5Bafter%5D=").nth(1).map_or(0, |at| at.parse::<usize>().unwrap());
            let end = (start + 100).min(self.audits.len());
            let more = end < self.audits.len();
            let meta = json!({ "has_more": more, "after_cursor": end.to_string() });
            return respond(200, &json!({ "audits": self.audits[start..end], "meta": meta }));
        }
        let Some(body) = &request.body else { return respond(200, &self.ticket()) };
        let change = serde_json::from_str::<Value>(body).unwrap()["ticket"].clone();
        self.sent.push(change.clone());
        match self.fates.pop_front().unwrap_or(Fate::Well) {
            Fate::Dropped => return Err(Failure::Unreachable),
            Fate::Refused(status) => return respond(status, &json!({ "error": "RecordInvalid" })),
            Fate::Conflict => self.version += 1,
            Fate::Well => {}
            Fate::Lost => {
                self.take(&change);
                return Err(Failure::TimedOut);
            }
        }
        if change["safe_update"] == json!(true) && change["updated_stamp"] != json!(format!("v{}", self.version)) {
            return respond(409, &json!({ "error": "UpdateConflict" }));
        }
        self.take(&change);
        respond(200, &self.ticket())
    }
}

fn report(change: Change) -> Report {
    Report {
        incident: IncidentId::parse("Q111111").unwrap(),
        number: 1_042,
        title: "Checkout".into(),
        url: None,
        by: "Jonas".into(),
        change,
    }
}

fn update() -> TicketUpdate {
    TicketUpdate {
        mark: "1-7-99-3".into(),
        reports: vec![report(Change::Acknowledged)],
        open: true,
        priority: Some(TicketPriority::High),
        unsure: false,
    }
}

fn tell(desk: &RefCell<Desk>, update: &TicketUpdate) -> Result<Option<Ticket>, Failure> {
    let api = Api::new(async |request: Request| desk.borrow_mut().answer(&request));
    now(api.tell(TicketId(1), None, update, "Acknowledged"))
}

#[test]
fn comment_status_and_priority_are_one_safe_update_with_a_mark() {
    let desk = desk("new", &[]);
    let ticket = tell(&desk, &update()).unwrap().unwrap();
    assert_eq!((ticket.status, ticket.priority), (TicketStatus::Open, Some(TicketPriority::High)));
    let expected = json!({
        "metadata": { "incident_command_console": "1-7-99-3" }, "safe_update": true, "updated_stamp": "v1",
        "comment": { "body": "Acknowledged", "public": false }, "status": "open", "priority": "high",
    });
    assert_eq!(desk.borrow().sent, [expected]);
    assert_eq!(desk.borrow().requests.len(), 2);
}

#[test]
fn what_is_so_already_is_not_written() {
    let desk = desk("pending", &[]);
    desk.borrow_mut().priority = json!("high");
    let silent = TicketUpdate { reports: Vec::new(), ..update() };
    assert_eq!(tell(&desk, &silent).unwrap().unwrap().status, TicketStatus::Pending);
    assert!(desk.borrow().sent.is_empty());
    // A ticket that is not New keeps its status.
    tell(&desk, &update()).unwrap();
    assert_eq!(desk.borrow().sent[0].get("status"), None);
}

#[test]
fn a_lost_answer_is_found_among_the_audits_however_many_there_are() {
    let desk = desk("new", &[Fate::Lost]);
    assert!(tell(&desk, &update()).unwrap().is_some());
    assert_eq!(desk.borrow().comments.len(), 1);
    assert_eq!(desk.borrow().requests.iter().filter(|(_, url)| url.contains("/audits")).count(), 3, "a hundred a page");
}

#[test]
fn what_never_arrived_is_not_written_again_by_itself_and_is_looked_for_before_the_next_attempt() {
    let desk = desk("open", &[Fate::Dropped]);
    assert_eq!(tell(&desk, &update()), Err(Failure::Unreachable));
    assert!(desk.borrow().comments.is_empty());
    let again = TicketUpdate { unsure: true, ..update() };
    desk.borrow_mut().requests.clear();
    tell(&desk, &again).unwrap();
    assert!(desk.borrow().requests[0].1.contains("/audits"));
    assert_eq!(desk.borrow().comments.len(), 1);
    // And once it is there, it is not written a second time.
    tell(&desk, &again).unwrap();
    assert_eq!(desk.borrow().comments.len(), 1);
}

#[test]
fn while_nobody_can_tell_nothing_is_written() {
    let desk = desk("open", &[]);
    desk.borrow_mut().audits_broken = true;
    assert_eq!(tell(&desk, &TicketUpdate { unsure: true, ..update() }), Err(Failure::Broken { status: 503 }));
    assert!(desk.borrow().sent.is_empty());
}

#[test]
fn a_conflict_is_repeated_with_the_new_stamp_and_given_up_at_last() {
    let raced = desk("open", &[Fate::Conflict, Fate::Conflict]);
    tell(&raced, &update()).unwrap();
    let stamps: Vec<_> = raced.borrow().sent.iter().map(|it| it["updated_stamp"].clone()).collect();
    assert_eq!(stamps, [json!("v1"), json!("v2"), json!("v3")]);
    assert_eq!(raced.borrow().comments.len(), 1);
    let endless = desk("open", &[Fate::Conflict; 9]);
    assert!(matches!(tell(&endless, &update()), Err(Failure::Conflict(_))));
    assert_eq!(endless.borrow().sent.len(), 4);
}

#[test]
fn a_refusal_is_told_and_not_repeated() {
    let desk = desk("open", &[Fate::Refused(422)]);
    assert!(matches!(tell(&desk, &update()), Err(Failure::Rejected(_))));
    assert_eq!(desk.borrow().sent.len(), 1);
}

#[test]
fn on_the_way_out_a_comment_goes_alone_and_a_status_only_to_the_ticket_as_it_was_known() {
    let desk = desk("open", &[]);
    let api = Api::new(async |request: Request| desk.borrow_mut().answer(&request));
    let known = now(api.ticket(TicketId(1), None)).unwrap();
    let silent = TicketUpdate { priority: None, ..update() };
    now(api.tell_leaving(&known, &silent, "Acknowledged")).unwrap();
    assert_eq!(desk.borrow().sent[0].get("safe_update"), None);
    assert!(matches!(now(api.tell_leaving(&known, &update(), "Acknowledged")), Err(Failure::Conflict(_))));
    assert_eq!(desk.borrow().comments.len(), 1);
}

#[test]
fn placeholders_stay_text_and_a_long_comment_is_cut_between_characters() {
    assert_eq!(plain("{{ticket.title}} {% if %}"), "{\u{200b}{ticket.title}} {\u{200b}% if %}");
    let cut = plain(&"ü".repeat(40_000));
    assert!(cut.len() <= LONGEST_COMMENT + 4 && cut.ends_with("ü…"));
}
