//! Changing a ticket the way `PUT /api/v2/tickets/{id}` does, with everything that Zendesk refuses.

use serde_json::{Map, Value, json};

use super::model::{Audit, Comment, Ticket};
use super::refusal::Refusal;
use super::stamp::{MINUTE, SECOND, parse};
use super::triggers::Cause;
use super::world::World;

/// Updates that one agent may make on one ticket within [`WINDOW`].
const UPDATES: usize = 30;
/// The most bytes of custom metadata.
const METADATA: usize = 1_024;
/// Ten minutes.
const WINDOW: i64 = 10 * MINUTE;
const STATUSES: [&str; 6] = ["new", "open", "pending", "hold", "solved", "closed"];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
const KINDS: [&str; 4] = ["problem", "incident", "question", "task"];

/// Who changed what, and when.
pub(super) struct Conclusion<'a> {
    pub(super) actor: u64,
    /// The comment's words, and whether the requester sees them.
    pub(super) note: Option<(String, bool)>,
    pub(super) events: Vec<Value>,
    pub(super) custom: Value,
    pub(super) channel: &'a str,
    pub(super) now: i64,
}

/// What happens to the tags of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tagging {
    Add,
    Remove,
    Set,
}

impl World {
    /// Applies the `ticket` object of an update as `actor`; all of it or nothing. Answers the audit.
    pub(crate) fn update_ticket(
        &mut self,
        actor: u64,
        id: u64,
        change: &Map<String, Value>,
        now: i64,
    ) -> Result<Audit, Refusal> {
        self.guard(actor, id, change, now)?;
        let note = change.get("comment").filter(|comment| !comment.is_null());
        if !self.may_edit(actor) {
            let only_a_note = change
                .keys()
                .all(|key| matches!(key.as_str(), "comment" | "metadata" | "safe_update" | "updated_stamp"))
                && note.is_some_and(|comment| comment.get("public") == Some(&Value::Bool(false)));
            if !only_a_note {
                return Err(Refusal::forbidden());
            }
        }
        let custom = metadata(change)?;
        let before = self.ticket(id)?.clone();
        let mut ticket = before.clone();
        let mut events = Vec::new();
        self.apply(&mut ticket, change, &mut events)?;
        let note = note.map(read_comment).transpose()?;
        let audit =
            self.conclude(Some(&before), ticket, Conclusion { actor, note, events, custom, channel: "web", now });
        self.updates.entry((actor, id)).or_default().push_back(now);
        Ok(audit)
    }

    /// Writes the attributes of a change into a copy of a ticket.
    pub(super) fn apply(
        &self,
        ticket: &mut Ticket,
        change: &Map<String, Value>,
        events: &mut Vec<Value>,
    ) -> Result<(), Refusal> {
        for (name, value) in change {
            match name.as_str() {
                "subject" => ticket.subject = text(name, value)?.unwrap_or_default(),
                "status" => {
                    let status = choice(name, value, &STATUSES)?
                        .ok_or_else(|| Refusal::record_invalid("status", "Status: is invalid"))?;
                    events.push(changed("status", &ticket.status, &status));
                    ticket.status = status;
                }
                "priority" => {
                    let priority = choice(name, value, &PRIORITIES)?;
                    events.push(changed("priority", &ticket.priority, &priority));
                    ticket.priority = priority;
                }
                "type" => ticket.kind = choice(name, value, &KINDS)?,
                "external_id" => ticket.external_id = text(name, value)?,
                "group_id" => {
                    let group = number(name, value)?;
                    if group.is_some_and(|group| !self.groups.contains_key(&group)) {
                        return Err(Refusal::record_invalid("group", "Group: is invalid"));
                    }
                    if ticket.group_id != group {
                        events.push(changed("group_id", &ticket.group_id, &group));
                    }
                    ticket.group_id = group;
                }
                "assignee_id" => {
                    let assignee = number(name, value)?;
                    if assignee.is_some_and(|assignee| self.staff(assignee).is_err()) {
                        return Err(Refusal::record_invalid("assignee", "Assignee: is invalid"));
                    }
                    if ticket.assignee_id != assignee {
                        events.push(changed("assignee_id", &ticket.assignee_id, &assignee));
                    }
                    ticket.assignee_id = assignee;
                }
                "ticket_form_id" => {
                    let form = number(name, value)?.filter(|form| self.forms.contains_key(form));
                    ticket.form_id = form.ok_or_else(|| Refusal::record_invalid("ticket_form", "Form: is invalid"))?;
                }
                "brand_id" => {
                    let brand = number(name, value)?.filter(|brand| self.brands.contains_key(brand));
                    ticket.brand_id = brand.ok_or_else(|| Refusal::record_invalid("brand", "Brand: is invalid"))?;
                }
                "custom_fields" | "fields" => {
                    for (field, value) in field_values(value)? {
                        // The API passes over what it does not know, and so do we.
                        if !self.fields.contains_key(&field) {
                            continue;
                        }
                        let value = normalized(value);
                        let before = ticket.custom_field(field).cloned().unwrap_or_default();
                        if before != value {
                            events.push(changed(&field.to_string(), &before, &value));
                        }
                        ticket.custom_fields.retain(|(id, _)| *id != field);
                        ticket.custom_fields.push((field, value));
                    }
                }
                "tags" => retag(&mut ticket.tags, Tagging::Set, value, events),
                "additional_tags" => retag(&mut ticket.tags, Tagging::Add, value, events),
                "remove_tags" => retag(&mut ticket.tags, Tagging::Remove, value, events),
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds the comment and the audit, runs the triggers, and keeps the ticket.
    pub(super) fn conclude(&mut self, before: Option<&Ticket>, mut ticket: Ticket, made: Conclusion<'_>) -> Audit {
        let Conclusion { actor, note, mut events, custom, channel, now } = made;
        let audit_id = self.mint();
        let comment = note.map(|(body, public)| Comment {
            id: self.mint(),
            author_id: actor,
            body,
            public,
            created_at: now,
            audit_id,
            channel: channel.to_owned(),
        });
        if let Some(comment) = &comment {
            events.push(comment.to_json());
            ticket.comments.push(comment.clone());
        }
        for event in &mut events {
            let id = self.mint();
            if let Some(event) = event.as_object_mut() {
                event.entry("id").or_insert_with(|| id.into());
            }
        }
        ticket.updated_at = now;
        let cause = Cause { before, actor, comment: comment.as_ref(), channel, now };
        events.extend(self.run_triggers(&mut ticket, cause));
        let audit = Audit { id: audit_id, ticket_id: ticket.id, author_id: actor, created_at: now, events, custom };
        ticket.audits.push(audit.clone());
        self.tickets.insert(ticket.id, ticket);
        audit
    }

    /// `PUT`, `POST` or `DELETE /api/v2/tickets/{id}/tags`. Answers the tags that the ticket has now.
    pub(crate) fn tag_ticket(
        &mut self,
        actor: u64,
        id: u64,
        tagging: Tagging,
        body: &Map<String, Value>,
        now: i64,
    ) -> Result<Vec<String>, Refusal> {
        let Some(tags) = body.get("tags") else {
            return Err(Refusal::invalid_attribute("tags", "Invalid parameter: tags is required"));
        };
        let key = match tagging {
            Tagging::Add => "additional_tags",
            Tagging::Remove => "remove_tags",
            Tagging::Set => "tags",
        };
        let mut change = body.clone();
        change.remove("tags");
        change.insert(key.to_owned(), tags.clone());
        self.update_ticket(actor, id, &change, now)?;
        Ok(self.ticket(id)?.tags.clone())
    }

    /// Everything that stops an update before its content is read.
    fn guard(&mut self, actor: u64, id: u64, change: &Map<String, Value>, now: i64) -> Result<(), Refusal> {
        let ticket = self.ticket(id)?;
        if ticket.status == "closed" {
            return Err(Refusal::record_invalid("status", "Status: closed prevents ticket update"));
        }
        let safe = change.get("safe_update").is_some_and(|safe| safe == &json!(true) || safe == "true");
        if safe {
            let stamp = change.get("updated_stamp").and_then(Value::as_str).and_then(parse);
            let Some(stamp) = stamp else {
                return Err(Refusal::invalid_attribute(
                    "updated_stamp",
                    "Invalid parameter: updated_stamp must be a date",
                ));
            };
            // Stamps carry whole seconds, so that is all that can be compared.
            if stamp.div_euclid(SECOND) < ticket.updated_at.div_euclid(SECOND) {
                return Err(Refusal::update_conflict());
            }
        }
        let made = self.updates.entry((actor, id)).or_default();
        while made.front().is_some_and(|at| *at <= now - WINDOW) {
            made.pop_front();
        }
        match made.front() {
            Some(first) if made.len() >= UPDATES => {
                let wait = (first + WINDOW - now).div_euclid(SECOND) + 1;
                Err(Refusal::rate_limited("Number of allowed ticket updates per 10 minutes exceeded", wait))
            }
            _ => Ok(()),
        }
    }
}

/// A comment's words and whether the requester sees it.
pub(super) fn read_comment(comment: &Value) -> Result<(String, bool), Refusal> {
    let words = ["body", "html_body"].iter().find_map(|key| comment.get(key).and_then(Value::as_str));
    let words = words.unwrap_or_default();
    if words.trim().is_empty() {
        return Err(Refusal::record_invalid("base", "Comment: cannot be blank"));
    }
    Ok((words.to_owned(), comment.get("public").and_then(Value::as_bool).unwrap_or(true)))
}

/// The custom metadata of an update, which its audit keeps. Source: `api-reference/ticketing/tickets/tickets`, "Setting metadata".
fn metadata(change: &Map<String, Value>) -> Result<Value, Refusal> {
    match change.get("metadata") {
        None | Some(Value::Null) => Ok(json!({})),
        Some(custom @ Value::Object(_)) if custom.to_string().len() <= METADATA => Ok(custom.clone()),
        Some(_) => Err(Refusal::invalid_attribute("metadata", "Invalid parameter: metadata is limited to 1 kilobyte")),
    }
}

/// Zendesk's form of a tag: lower case, spaces made into underscores, no other punctuation.
pub(crate) fn tag(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .map(|character| if character.is_whitespace() { '_' } else { character })
        .filter(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | '/' | ':' | '.'))
        .collect()
}

fn retag(tags: &mut Vec<String>, tagging: Tagging, value: &Value, events: &mut Vec<Value>) {
    let before = tags.clone();
    // The API takes a list, or one string with tags apart by spaces or commas.
    let named: Vec<String> = match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(tag).collect(),
        Value::String(text) => text.split([' ', ',']).map(tag).collect(),
        _ => Vec::new(),
    };
    match tagging {
        Tagging::Set => tags.clear(),
        Tagging::Remove => tags.retain(|tag| !named.contains(tag)),
        Tagging::Add => {}
    }
    if tagging != Tagging::Remove {
        for tag in named {
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    if *tags != before {
        events.push(changed("tags", &before, &*tags));
    }
}

fn changed<T: serde::Serialize>(field: &str, before: &T, after: &T) -> Value {
    json!({"type": "Change", "field_name": field, "previous_value": before, "value": after})
}

/// Custom fields as `[{"id":1,"value":"a"}]` or `{"1":"a"}`.
fn field_values(value: &Value) -> Result<Vec<(u64, Value)>, Refusal> {
    let refused = || Refusal::invalid_attribute("custom_fields", "Invalid parameter: custom_fields must be an array");
    match value {
        Value::Array(list) => list
            .iter()
            .map(|entry| {
                let id = entry
                    .get("id")
                    .and_then(|id| id.as_u64().or_else(|| id.as_str()?.parse().ok()))
                    .ok_or_else(refused)?;
                Ok((id, entry.get("value").cloned().unwrap_or_default()))
            })
            .collect(),
        Value::Object(map) => {
            map.iter().map(|(id, value)| Ok((id.parse().map_err(|_| refused())?, value.clone()))).collect()
        }
        _ => Err(refused()),
    }
}

/// A text field that is emptied reads back as null.
fn normalized(value: Value) -> Value {
    match value {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}

pub(super) fn text(name: &str, value: &Value) -> Result<Option<String>, Refusal> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        _ => Err(Refusal::invalid_attribute(name, &format!("Invalid parameter: {name} must be a string"))),
    }
}

pub(super) fn number(name: &str, value: &Value) -> Result<Option<u64>, Refusal> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_u64()),
        _ => Err(Refusal::invalid_attribute(name, &format!("Invalid parameter: {name} must be an integer"))),
    }
}

fn choice(name: &str, value: &Value, allowed: &[&str]) -> Result<Option<String>, Refusal> {
    let chosen = text(name, value)?.filter(|chosen| !chosen.is_empty());
    match chosen {
        Some(chosen) if !allowed.contains(&chosen.as_str()) => {
            Err(Refusal::record_invalid(name, &format!("{chosen} is not a valid {name}")))
        }
        other => Ok(other),
    }
}
