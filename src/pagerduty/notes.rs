//! Notes on an incident.

use serde_json::json;

use crate::domain::draft::NewNote;
use crate::domain::id::IncidentId;
use crate::domain::moment::Moment;
use crate::domain::timeline::{Note, insert_newest_first};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::name_of;

impl<T: Transport> Api<T> {
    /// An incident's notes, newest first. PagerDuty REST: `GET /incidents/{id}/notes`, which has no pages.
    pub async fn notes(&self, id: &IncidentId) -> Result<Vec<Note>, Failure> {
        let body = self.ask(Request::new(Method::Get, path(id))).await?;
        let mut notes = Vec::new();
        for note in Json::root(&body).at("notes").items()? {
            insert_newest_first(&mut notes, read(&note)?, |note| note.at);
        }
        Ok(notes)
    }

    /// Writes a note, once. PagerDuty REST: `POST /incidents/{id}/notes`.
    pub async fn post_note(&self, id: &IncidentId, note: &NewNote) -> Result<Note, Failure> {
        let request = Request::new(Method::Post, path(id)).json(&json!({ "note": { "content": note.text() } }));
        let body = self.ask_from(request).await?;
        read(&Json::root(&body).at("note"))
    }
}

fn path(id: &IncidentId) -> String {
    format!("/incidents/{id}/notes")
}

/// Reads a note. One that an integration wrote has no user; its channel may say who it was.
fn read(place: &Json<'_>) -> Result<Note, Failure> {
    Ok(Note {
        id: place.at("id").text()?.to_owned(),
        at: place.at("created_at").read(Moment::parse)?,
        who: name_of(&place.at("user")).or_else(|| name_of(&place.at("channel"))).unwrap_or_default(),
        content: place.at("content").text()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::Value;

    use super::super::fixture::{Line, body, header, now};
    use super::*;

    fn id() -> IncidentId {
        IncidentId::parse("P1").unwrap()
    }

    fn note(id: &str, at: &str, user: &Value) -> Value {
        json!({ "id": id, "created_at": at, "content": "<b>hi</b>", "user": user, "channel": { "summary": "A bot" } })
    }

    #[test]
    fn notes_come_newest_first_and_name_their_author() {
        let mia = json!({ "id": "PUSR001", "type": "user_reference", "summary": "Mia Wong" });
        let notes = [note("a", "2026-11-22T14:08:00Z", &mia), note("b", "2026-11-22T14:09:00+00:00", &Value::Null)];
        let line = Line::answering(200, &json!({ "notes": notes }));
        let read = now(line.api().notes(&id())).unwrap();
        let seen: Vec<_> = read.iter().map(|note| (note.id.as_str(), note.who.as_str())).collect();
        assert_eq!(seen, [("b", "A bot"), ("a", "Mia Wong")]);
        assert_eq!(read.first().unwrap().content, "<b>hi</b>");
        assert_eq!(line.only().url, "https://api.pagerduty.com/incidents/P1/notes");
    }

    #[test]
    fn a_note_is_posted_once_with_from() {
        let line = Line::answering(200, &json!({ "note": note("a", "2026-11-22T14:08:00Z", &Value::Null) }));
        now(line.api().post_note(&id(), &NewNote::check(" Rolled\nback ").unwrap())).unwrap();
        let request = line.only();
        assert_eq!(
            (request.method, request.url.as_str()),
            (Method::Post, "https://api.pagerduty.com/incidents/P1/notes")
        );
        assert_eq!(body(&request), json!({ "note": { "content": "Rolled\nback" } }));
        assert_eq!(header(&request, "From").as_deref(), Some("mia@northwind.example"));
    }

    #[test]
    fn a_note_without_content_or_time_names_the_place() {
        for (name, path) in
            [("content", "notes[0].content"), ("created_at", "notes[0].created_at"), ("id", "notes[0].id")]
        {
            let mut broken = note("a", "2026-11-22T14:08:00Z", &Value::Null);
            broken[name] = Value::Null;
            let line = Line::answering(200, &json!({ "notes": [broken] }));
            assert_eq!(now(line.api().notes(&id())), Err(Failure::Malformed { path: path.into() }));
        }
    }
}
