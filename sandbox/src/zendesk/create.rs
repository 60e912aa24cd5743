//! Making a ticket the way `POST /api/v2/tickets` does.

use serde_json::{Map, Value, json};

use super::model::{Audit, BRAND, FORM, Role, Ticket, User};
use super::refusal::Refusal;
use super::update::{Conclusion, number, read_comment, text};
use super::world::World;

/// Attributes that only a new ticket takes.
const OWN: [&str; 7] = ["comment", "description", "requester", "requester_id", "submitter_id", "metadata", "via"];

impl World {
    /// Makes a ticket as `actor` and runs the triggers over it. Answers its number and the audit.
    pub(crate) fn create_ticket(
        &mut self,
        actor: u64,
        sent: &Map<String, Value>,
        channel: &str,
        now: i64,
    ) -> Result<(u64, Audit), Refusal> {
        if !self.may_edit(actor) {
            return Err(Refusal::forbidden());
        }
        let note = match (sent.get("comment"), sent.get("description").and_then(Value::as_str)) {
            (Some(comment), _) => read_comment(comment).map_err(|_| Refusal::blank("base", "Description"))?,
            (None, Some(words)) if !words.trim().is_empty() => (words.to_owned(), true),
            _ => return Err(Refusal::blank("base", "Description")),
        };
        let requester_id = self.requester(actor, sent)?;
        let organization_id = self.users.get(&requester_id).and_then(|user| user.organization_id);
        let mut ticket = Ticket {
            id: self.tickets.keys().next_back().map_or(1, |last| last + 1),
            subject: String::new(),
            status: "new".to_owned(),
            priority: None,
            kind: None,
            requester_id,
            assignee_id: None,
            group_id: None,
            organization_id,
            tags: Vec::new(),
            custom_fields: self.fields.keys().map(|field| (*field, Value::Null)).collect(),
            form_id: FORM,
            brand_id: BRAND,
            external_id: None,
            channel: channel.to_owned(),
            created_at: now,
            updated_at: now,
            comments: Vec::new(),
            audits: Vec::new(),
        };
        let mut change = sent.clone();
        change.retain(|name, _| !OWN.contains(&name.as_str()));
        let mut events = Vec::new();
        self.apply(&mut ticket, &change, &mut events)?;
        if ticket.subject.is_empty() {
            ticket.subject = note.0.chars().take(150).collect();
        }
        // Somebody has it, so it is no longer new.
        if ticket.status == "new" && ticket.assignee_id.is_some() {
            "open".clone_into(&mut ticket.status);
        }
        for event in &mut events {
            if let Some(event) = event.as_object_mut() {
                event.insert("type".to_owned(), "Create".into());
                event.remove("previous_value");
            }
        }
        let id = ticket.id;
        let made = Conclusion { actor, note: Some(note), events, custom: json!({}), channel, now };
        Ok((id, self.conclude(None, ticket, made)))
    }

    /// Whoever asks for help: named by id, by address (made when unknown), or else whoever makes the ticket.
    fn requester(&mut self, actor: u64, sent: &Map<String, Value>) -> Result<u64, Refusal> {
        let invalid = || Refusal::record_invalid("requester", "Requester: is invalid");
        if let Some(id) = sent.get("requester_id").filter(|id| !id.is_null()) {
            let id = number("requester_id", id)?.filter(|id| self.users.contains_key(id));
            return id.ok_or_else(invalid);
        }
        let Some(asked) = sent.get("requester").filter(|asked| !asked.is_null()) else {
            return Ok(actor);
        };
        let part = |name: &str| text(name, asked.get(name).unwrap_or(&Value::Null)).map(Option::unwrap_or_default);
        let (name, email) = (part("name")?, part("email")?);
        if let Some(known) = self.users.values().find(|user| user.email.eq_ignore_ascii_case(&email)) {
            return Ok(known.id);
        }
        if name.is_empty() || !email.contains('@') {
            return Err(invalid());
        }
        let id = self.mint();
        let user = User {
            id,
            name,
            email,
            role: Role::EndUser,
            locale: "en-US".to_owned(),
            time_zone: "Europe/London".to_owned(),
            organization_id: None,
            group_ids: Vec::new(),
        };
        self.users.insert(id, user);
        Ok(id)
    }
}
