//! Status updates: sending one, and reading those that were sent.
//!
//! PagerDuty has no call that lists them; each stands in the timeline as a `status_update_log_entry` with its `message`.

use serde_json::json;

use crate::domain::id::IncidentId;
use crate::domain::moment::Moment;
use crate::domain::status_update::{NewStatusUpdate, StatusUpdate};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::{Api, LARGEST_PAGE};
use super::incident_reader::name_of;

/// How many pages of a timeline are searched for the latest status update.
const MOST_PAGES: u32 = 3;

impl<T: Transport> Api<T> {
    /// Sends a status update, once. PagerDuty REST: `POST /incidents/{id}/status_updates`.
    pub async fn send_status_update(&self, id: &IncidentId, update: &NewStatusUpdate) -> Result<StatusUpdate, Failure> {
        let mut body = json!({ "message": update.message() });
        if let (Some(email), Some(fields)) = (update.email(), body.as_object_mut()) {
            fields.insert("subject".to_owned(), json!(email.subject));
            fields.insert("html_message".to_owned(), json!(email.html));
        }
        let request = Request::new(Method::Post, format!("/incidents/{id}/status_updates")).json(&body);
        let answer = self.ask_from(request).await?;
        let root = Json::root(&answer);
        let place = root.at("status_update");
        Ok(StatusUpdate {
            at: place.at("created_at").read(Moment::parse)?,
            who: name_of(&place.at("sender")),
            message: update.message().to_owned(),
        })
    }

    /// The status updates since `since`, newest first; without it, those among the latest entries of the timeline.
    /// PagerDuty REST: `GET /incidents/{id}/log_entries`.
    pub async fn status_updates(&self, id: &IncidentId, since: Option<Moment>) -> Result<Vec<StatusUpdate>, Failure> {
        let mut offset = 0;
        loop {
            let mut request = Request::new(Method::Get, format!("/incidents/{id}/log_entries"));
            if let Some(since) = since {
                request = request.query("since", &since.to_iso());
            }
            let page = self.page(request, "log_entries", LARGEST_PAGE, offset, read).await?;
            let found: Vec<_> = page.items.into_iter().flatten().collect();
            offset += LARGEST_PAGE;
            if !found.is_empty() || !page.more || offset >= MOST_PAGES * LARGEST_PAGE {
                return Ok(found);
            }
        }
    }
}

/// Reads the entry if it tells of a status update, and says which.
fn read(place: &Json<'_>) -> Result<Option<StatusUpdate>, Failure> {
    let message = place.at("message").text_or_empty().trim().to_owned();
    if message.is_empty() || !place.at("type").text_or_empty().starts_with("status_update") {
        return Ok(None);
    }
    let who = name_of(&place.at("agent"));
    Ok(Some(StatusUpdate { at: place.at("created_at").read(Moment::parse)?, who, message }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::Value;

    use super::super::fixture::{Line, body, header, now};
    use super::*;
    use crate::domain::status_update::Rendered;

    fn id() -> IncidentId {
        IncidentId::parse("P1").unwrap()
    }

    fn entry(kind: &str, message: &str) -> Value {
        let agent = json!({ "type": "user_reference", "summary": "Mia Wong" });
        json!({ "id": "R1", "type": kind, "message": message, "created_at": "2026-11-22T14:08:00Z", "agent": agent })
    }

    fn sent() -> Value {
        let sender = json!({ "id": "PU1", "type": "user_reference", "summary": "Mia Wong" });
        json!({ "status_update": { "id": "PS1", "message": "m", "sender": sender, "created_at": "2026-11-22T14:08:00Z" } })
    }

    #[test]
    fn a_plain_update_is_sent_once_as_the_agent() {
        let line = Line::answering(200, &sent());
        let update = now(line.api().send_status_update(&id(), &NewStatusUpdate::plain(" On it ").unwrap())).unwrap();
        assert_eq!((update.who.as_deref(), update.message.as_str()), (Some("Mia Wong"), "On it"));
        let request = line.only();
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.url, "https://api.pagerduty.com/incidents/P1/status_updates");
        assert_eq!(body(&request), json!({ "message": "On it" }));
        assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
    }

    #[test]
    fn a_rendered_update_carries_subject_and_content_together() {
        let line = Line::answering(200, &sent());
        let rendered =
            Rendered { subject: "S".into(), html: "<p>m</p>".into(), message: "m".into(), ..Rendered::default() };
        now(line.api().send_status_update(&id(), &NewStatusUpdate::rendered(&rendered).unwrap())).unwrap();
        assert_eq!(body(&line.only()), json!({ "message": "m", "subject": "S", "html_message": "<p>m</p>" }));
    }

    #[test]
    fn only_entries_of_status_updates_with_words_are_read() {
        let entries = [
            entry("acknowledge_log_entry", "no"),
            entry("status_update_log_entry", " Rolling back\nnow "),
            entry("status_update_log_entry", " "),
            json!({ "type": "notify_log_entry" }),
        ];
        let line = Line::answering(200, &json!({ "log_entries": entries, "more": false }));
        let found = now(line.api().status_updates(&id(), Some(Moment(1_795_356_000_000)))).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].who.as_deref(), found[0].message.as_str()), (Some("Mia Wong"), "Rolling back\nnow"));
        let path = "/incidents/P1/log_entries?since=2026-11-22T14%3A00%3A00Z&limit=100&offset=0";
        assert_eq!(line.only().url, format!("https://api.pagerduty.com{path}"));
    }

    #[test]
    fn the_search_ends_at_the_first_page_that_has_one_and_after_three_without() {
        let none = json!({ "log_entries": [entry("notify_log_entry", "")], "more": true });
        let one = json!({ "log_entries": [entry("status_update_log_entry", "m")], "more": true });
        let line = Line::answering(200, &none).then(200, &one);
        assert_eq!(now(line.api().status_updates(&id(), None)).unwrap().len(), 1);
        assert_eq!(line.requests().len(), 2);
        let line = Line::answering(200, &none);
        assert_eq!(now(line.api().status_updates(&id(), None)), Ok(Vec::new()));
        assert_eq!(line.requests().len(), 3);
        assert!(line.requests()[2].url.ends_with("limit=100&offset=200"));
    }
}
