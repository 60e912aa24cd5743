//! Telling the ticket what was done to its incident: one safe update that is never made twice.
//!
//! Zendesk has no idempotency key, but keeps custom metadata with the audit of an update (Zendesk: "Tickets", "Setting metadata"). The
//! mark that travels there is looked for when an answer was lost. Every update is safe, so that one which arrives late meets a
//! conflict instead of a ticket that has been told meanwhile.

use serde_json::{Value, json};

use crate::domain::id::TicketId;
use crate::domain::mirror::TicketUpdate;
use crate::domain::ticket::{Ticket, TicketStatus};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Told, Transport};

use super::api::{Api, MOST_ATTEMPTS};
use super::ticket;

/// The name of our metadata on an audit.
const MARK: &str = "incident_command_console";

/// How many pages of a hundred audits are read in search of the mark.
const MOST_PAGES: u32 = 20;

/// The longest comment, in bytes; Zendesk takes 64 kilobytes.
const LONGEST_COMMENT: usize = 60_000;

impl<T: Transport> Api<T> {
    /// Makes `update` with `comment` as its private comment, once, and gives the ticket after it if that could be read.
    ///
    /// A conflict is read again and repeated. After a lost answer the audits are searched for the update's mark; a failure that leaves
    /// doubt means that they could not tell, and the caller sets `unsure` before the next attempt, which looks first.
    /// Zendesk: `PUT /api/v2/tickets/{id}`, `GET /api/v2/tickets/{id}/audits`.
    pub async fn tell(
        &self,
        id: TicketId,
        field: Option<u64>,
        update: &TicketUpdate,
        comment: &str,
    ) -> Result<Option<Ticket>, Failure> {
        if update.unsure && self.was_told(id, &update.mark).await? {
            return Ok(self.ticket(id, field).await.ok());
        }
        let mut conflict = Failure::Conflict(Told::default());
        for _ in 0..MOST_ATTEMPTS {
            let before = self.read(id, field).await?.ticket;
            let Some(change) = change(&before, update, comment) else { return Ok(Some(before)) };
            let failure = match self.ask(put(id, &change)).await.and_then(|body| Ok(ticket::read(&body, field)?.ticket))
            {
                // The answer to an update comes without users.
                Ok(after) => return Ok(Some(Ticket { requester: after.requester.or(before.requester), ..after })),
                Err(failure) => failure,
            };
            let conflicts = matches!(failure, Failure::Conflict(_));
            // What was sent before may have arrived between the reading and the writing.
            let look = failure.leaves_doubt() || (conflicts && update.unsure);
            if look && self.was_told(id, &update.mark).await == Ok(true) {
                return Ok(self.ticket(id, field).await.ok());
            }
            if !conflicts {
                return Err(failure);
            }
            conflict = failure;
        }
        Err(conflict)
    }

    /// Tells it in one request, for when nobody stays to hear an answer. Status and priority go along only if the ticket is as it is
    /// known here; a comment alone hurts nothing.
    pub async fn tell_leaving(&self, known: &Ticket, update: &TicketUpdate, comment: &str) -> Result<(), Failure> {
        let Some(mut change) = change(known, update, comment) else { return Ok(()) };
        let alone = change.get("status").is_none() && change.get("priority").is_none();
        if let (true, Some(fields)) = (alone, change.as_object_mut()) {
            fields.remove("safe_update");
            fields.remove("updated_stamp");
        }
        self.ask(put(known.id, &change)).await.map(|_| ())
    }

    /// Whether an audit of the ticket carries the mark.
    async fn was_told(&self, id: TicketId, mark: &str) -> Result<bool, Failure> {
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let path = format!("/api/v2/tickets/{id}/audits.json");
            let request = Request::new(Method::Get, path).query("page[size]", "100");
            let request = match &after {
                Some(after) => request.query("page[after]", after),
                None => request,
            };
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            let audits = root.at("audits");
            let carries = |audit: &Json<'_>| audit.at("metadata").at("custom").at(MARK).text_or_empty() == mark;
            if audits.items()?.iter().any(carries) {
                return Ok(true);
            }
            let meta = root.at("meta");
            let next = meta.at("after_cursor").text().ok().filter(|_| meta.at("has_more").is_true());
            match next {
                Some(next) => after = Some(next.to_owned()),
                None => return Ok(false),
            }
        }
        // So long a history was not read to its end, so nobody can say that it is not there.
        Err(Failure::Malformed { path: "audits".into() })
    }
}

fn put(id: TicketId, change: &Value) -> Request {
    Request::new(Method::Put, format!("/api/v2/tickets/{id}.json")).json(&json!({ "ticket": change }))
}

/// What to change of the ticket as it is; `None` when there is nothing.
fn change(ticket: &Ticket, update: &TicketUpdate, comment: &str) -> Option<Value> {
    let mut change = json!({
        "metadata": { MARK: update.mark },
        "safe_update": true,
        "updated_stamp": ticket.stamp,
    });
    let fields = change.as_object_mut()?;
    let own = fields.len();
    if !update.reports.is_empty() && !comment.trim().is_empty() {
        fields.insert("comment".into(), json!({ "body": plain(comment), "public": false }));
    }
    if update.open && ticket.status == TicketStatus::New {
        fields.insert("status".into(), "open".into());
    }
    if let Some(priority) = update.priority.filter(|priority| ticket.priority != Some(*priority)) {
        fields.insert("priority".into(), priority.name().into());
    }
    (fields.len() > own).then_some(change)
}

/// Text that stays text: Zendesk fills in what stands in double braces, and takes only so much.
fn plain(comment: &str) -> String {
    let mut text = comment.replace("{{", "{\u{200b}{").replace("{%", "{\u{200b}%");
    if text.len() > LONGEST_COMMENT {
        let mut end = LONGEST_COMMENT;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
#[path = "mirror_tests.rs"]
mod tests;
