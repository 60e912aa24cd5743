//! `/incidents/{id}/notes`: reading, writing, changing and deleting notes.

use super::answer::Answer;
use super::body;
use super::call::Call;
use super::gate::{Needs, Operation};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::Note;
use crate::pagerduty::rules::log::Line;
use crate::pagerduty::wire::View;
use crate::pagerduty::world::World;
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::{Value, json};

/// The most notes on one incident.
const MOST_NOTES: usize = 2_000;
/// The longest note, in bytes.
const LONGEST_NOTE: usize = 65_535;

pub(super) fn operations() -> [Operation; 4] {
    [
        Operation::new(MethodFilter::GET, "/incidents/{id}/notes", Needs::ReadIncidents, list),
        Operation::new(MethodFilter::POST, "/incidents/{id}/notes", Needs::Act, add).requiring_from(),
        Operation::new(MethodFilter::PUT, "/incidents/{id}/notes/{note_id}", Needs::Act, change).requiring_from(),
        Operation::new(MethodFilter::DELETE, "/incidents/{id}/notes/{note_id}", Needs::Act, delete),
    ]
}

#[derive(Deserialize)]
struct Wrapped {
    note: Content,
}

#[derive(Deserialize)]
struct Content {
    content: String,
}

fn content(call: &Call) -> Result<String, Failure> {
    let content = body::read::<Wrapped>(&call.body)?.note.content;
    if content.trim().is_empty() {
        return Err(Failure::input("Content cannot be empty"));
    }
    if content.len() > LONGEST_NOTE {
        return Err(Failure::input("Content is too long (maximum is 65535 characters)"));
    }
    Ok(content)
}

fn list(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let incident = world.incident(call.param("id")?)?;
    let view = call.view(world)?;
    let notes: Vec<Value> = incident.notes.iter().rev().map(|note| view.note(note)).collect();
    Ok(Answer::ok(json!({"notes": notes})))
}

fn add(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let content = content(call)?;
    let id = call.incident_id(world)?;
    if world.incident(&id)?.notes.len() >= MOST_NOTES {
        return Err(Failure::input("An incident can have at most 2000 notes"));
    }
    let note = world.annotate(&id, call.user()?, &content, call.now)?;
    Ok(Answer::ok(json!({"note": View::plain(world).note(&note)})))
}

fn change(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let content = content(call)?;
    let id = call.incident_id(world)?;
    let wanted = call.param("note_id")?;
    let incident = world.incident_mut(&id)?;
    let note = incident.notes.iter_mut().find(|note| note.id == wanted).ok_or_else(Failure::not_found)?;
    note.content = content;
    note.updated_at = call.now;
    let note = note.clone();
    incident.updated_at = call.now;
    Ok(Answer::ok(json!({"note": View::plain(world).note(&note)})))
}

fn delete(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let id = call.incident_id(world)?;
    let wanted = call.param("note_id")?;
    let incident = world.incident_mut(&id)?;
    let before = incident.notes.len();
    incident.notes.retain(|note| note.id != wanted);
    if incident.notes.len() == before {
        return Err(Failure::not_found());
    }
    incident.updated_at = call.now;
    Ok(Answer::nothing())
}

impl World {
    /// Adds a note and its timeline line.
    pub(crate) fn annotate(&mut self, id: &str, user: &str, content: &str, at: i64) -> Result<Note, Failure> {
        let note = Note {
            id: self.random.resource(),
            user: user.to_owned(),
            content: content.to_owned(),
            created_at: at,
            updated_at: at,
        };
        self.incident_mut(id)?.notes.push(note.clone());
        let summary = format!("Note added by {}.", self.user_name(user));
        let agent = crate::pagerduty::model::Agent::User(user.to_owned());
        let channel = json!({"type": "note", "summary": content, "content": content});
        self.log(id, at, Line::new("annotate", &agent, summary).through(channel));
        Ok(note)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::bench::Bench;
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "the calls read like the requests they stand for")]
    fn note(text: &str) -> Option<Value> {
        Some(json!({"note": {"content": text}}))
    }

    #[tokio::test]
    async fn a_note_is_added_read_back_changed_and_deleted() {
        let bench = Bench::new();
        let path = format!("/incidents/{}/notes", bench.triggered().await);
        let (status, added) = bench.send("POST", &path, note("Rolled back build 812")).await;
        assert_eq!(status, 200, "the vendor answers 200 here, not 201");
        assert_eq!(added["note"]["user"]["summary"], "Maya Chen");
        let address = format!("{path}/{}", added["note"]["id"].as_str().unwrap());
        let (_, changed) = bench.send("PUT", &address, note("Rolled back build 813")).await;
        assert_eq!(changed["note"]["content"], "Rolled back build 813");
        assert_eq!(bench.get(&path).await["notes"].as_array().unwrap().len(), 1);
        assert_eq!(bench.send("DELETE", &address, None).await.0, 204);
        assert_eq!(bench.get(&path).await["notes"], json!([]));
        bench.refused("DELETE", &address, None, 404, 2100).await;
    }

    #[tokio::test]
    async fn empty_overlong_and_surplus_notes_are_refused() {
        let bench = Bench::new();
        let id = bench.triggered().await;
        let path = format!("/incidents/{id}/notes");
        bench.refused("POST", &path, note(" \n"), 400, 2001).await;
        bench.refused("POST", &path, note(&"n".repeat(LONGEST_NOTE + 1)), 400, 2001).await;
        bench.refused("POST", &path, Some(json!({"note": "text"})), 400, 2001).await;
        bench.refused("POST", "/incidents/QNOSUCHINCIDEN/notes", note("x"), 404, 2100).await;
        let maya = bench.user("maya.chen@northwind.example");
        {
            let mut world = bench.pagerduty.shared().lock();
            for _ in 0..MOST_NOTES {
                world.annotate(&id, &maya, "again", 0).unwrap();
            }
        }
        bench.refused("POST", &path, note("one too many"), 400, 2001).await;
    }
}
