//! The cycle: every active trigger in its order, and again from the first one whenever one of them changed the ticket.
//!
//! Source: support.zendesk.com, "About triggers and how they work": a trigger fires at most once for an update, and those that did
//! not fire are looked at again after each change.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::model::{Comment, Ticket};
use super::super::placeholders::{Scope, render};
use super::super::targets::Mail;
use super::super::update::tag;
use super::super::webhooks::id as fresh;
use super::super::webhooks::sending::{Call, Errand};
use super::super::world::World;
use super::evaluate::{Update, meets};
use super::{Action, Trigger};

/// The help desk's own address, from which targets write.
const SENDER: &str = "support@northwind.zendesk.com";

/// What an update was, apart from the ticket itself.
#[derive(Clone, Copy)]
pub(crate) struct Cause<'a> {
    /// The ticket before; nothing when it was made just now.
    pub(crate) before: Option<&'a Ticket>,
    pub(crate) actor: u64,
    pub(crate) comment: Option<&'a Comment>,
    pub(crate) channel: &'a str,
    pub(crate) now: i64,
}

impl World {
    /// Runs the triggers over a ticket that is about to be kept. Answers the events for its audit.
    pub(crate) fn run_triggers(&mut self, ticket: &mut Ticket, cause: Cause<'_>) -> Vec<Value> {
        let mut fired = BTreeSet::new();
        let mut events = Vec::new();
        while let Some(trigger) = self.next_trigger(ticket, cause, &fired) {
            fired.insert(trigger.id);
            if let Some(kept) = self.triggers.get_mut(&trigger.id) {
                kept.fired.push(cause.now);
            }
            self.act(&trigger, ticket, cause, &mut events);
        }
        events
    }

    /// The first trigger that has not fired and whose conditions hold. Looking from the first one again after a trigger that
    /// only notified finds the same as going on would, because nothing that conditions look at has changed.
    fn next_trigger(&self, ticket: &Ticket, cause: Cause<'_>, fired: &BTreeSet<u64>) -> Option<Trigger> {
        let update = Update {
            before: cause.before,
            now: ticket,
            actor: self.users.get(&cause.actor),
            comment: cause.comment,
            channel: cause.channel,
        };
        let mut active: Vec<&Trigger> =
            self.triggers.values().filter(|trigger| trigger.active && !fired.contains(&trigger.id)).collect();
        active.sort_by_key(|trigger| (trigger.position, trigger.id));
        active.into_iter().find(|trigger| meets(trigger, update)).cloned()
    }

    /// Changes first, so that notifications tell of the ticket as the trigger leaves it.
    fn act(&mut self, trigger: &Trigger, ticket: &mut Ticket, cause: Cause<'_>, events: &mut Vec<Value>) {
        let via = json!({"channel": "rule", "source": {"to": {}, "rel": "trigger",
            "from": {"deleted": false, "id": trigger.id, "title": trigger.title, "revision_id": 1}}});
        let mut note = |world: &mut Self, mut event: Value| {
            if let Some(event) = event.as_object_mut() {
                event.insert("id".to_owned(), world.mint().into());
                event.insert("via".to_owned(), via.clone());
            }
            events.push(event);
        };
        for action in &trigger.actions {
            if let Action::Set { field, value } = action
                && let Some((name, before, after)) = self.set(ticket, field, value, cause)
            {
                note(self, json!({"type": "Change", "field_name": name, "previous_value": before, "value": after}));
            }
        }
        for action in &trigger.actions {
            match action {
                Action::Set { .. } => {}
                Action::Webhook { id, body } => {
                    if self.call(id, body, ticket, cause) {
                        note(self, json!({"type": "External", "resource": id, "body": body, "success": true}));
                    }
                }
                Action::Target { id, text } => {
                    if let Some(mail) = self.mail(*id, text, ticket, cause) {
                        let event =
                            json!({"type": "External", "resource": id.to_string(), "body": mail.body, "success": true});
                        self.outbox.push_back(Errand::Mail(mail));
                        note(self, event);
                    }
                }
            }
        }
    }

    /// One change; answers the field's name in audits with the value before and after, or nothing when it was so already.
    fn set(&self, ticket: &mut Ticket, field: &str, value: &str, cause: Cause<'_>) -> Option<(String, Value, Value)> {
        let chosen = || Some(value.to_owned()).filter(|value| !value.is_empty());
        let id = || match value {
            "current_user" => Some(cause.actor),
            "requester_id" => Some(ticket.requester_id),
            other => other.parse().ok(),
        };
        let (name, before, after) = match field {
            "status" => (field, json!(ticket.status), json!(value)),
            "priority" => (field, json!(ticket.priority), json!(chosen())),
            "type" => (field, json!(ticket.kind), json!(chosen())),
            "group_id" => (field, json!(ticket.group_id), json!(id())),
            "assignee_id" => (field, json!(ticket.assignee_id), json!(id())),
            "current_tags" | "set_tags" | "remove_tags" => {
                let scope = Scope { world: self, ticket, actor: self.users.get(&cause.actor) };
                let named: Vec<String> = render(value, scope).split_whitespace().map(tag).collect();
                let mut tags = if field == "set_tags" { Vec::new() } else { ticket.tags.clone() };
                if field == "remove_tags" {
                    tags.retain(|tag| !named.contains(tag));
                } else {
                    for tag in named {
                        if !tag.is_empty() && !tags.contains(&tag) {
                            tags.push(tag);
                        }
                    }
                }
                ("tags", json!(ticket.tags), json!(tags))
            }
            custom => {
                let field = custom.strip_prefix("custom_fields_")?.parse().ok()?;
                let before = ticket.custom_field(field).cloned().unwrap_or_default();
                let after = json!(chosen());
                if before != after {
                    ticket.custom_fields.retain(|(id, _)| *id != field);
                    ticket.custom_fields.push((field, after.clone()));
                }
                return (before != after).then(|| (field.to_string(), before, after));
            }
        };
        match name {
            "status" => value.clone_into(&mut ticket.status),
            "priority" => ticket.priority = chosen(),
            "type" => ticket.kind = chosen(),
            "group_id" => ticket.group_id = after.as_u64(),
            "assignee_id" => ticket.assignee_id = after.as_u64(),
            _ => {
                ticket.tags =
                    after.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            }
        }
        (before != after).then(|| (name.to_owned(), before, after))
    }

    /// Puts a request of a webhook into the outbox; says whether the webhook is there and active.
    fn call(&mut self, id: &str, body: &Value, ticket: &Ticket, cause: Cause<'_>) -> bool {
        let invocation = fresh(self.mint());
        let Some(webhook) = self.webhooks.get(id).filter(|webhook| webhook.active) else {
            return false;
        };
        let scope = Scope { world: self, ticket, actor: self.users.get(&cause.actor) };
        let fill = |template: &str| render(template, scope);
        let mut url = fill(&webhook.endpoint);
        let mut text = String::new();
        match body {
            Value::Array(pairs) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                for pair in pairs.iter().filter_map(Value::as_array) {
                    if let [Value::String(name), Value::String(value)] = pair.as_slice() {
                        query.append_pair(name, &fill(value));
                    }
                }
                let query = query.finish();
                if !query.is_empty() {
                    url = format!("{url}{}{query}", if url.contains('?') { '&' } else { '?' });
                }
            }
            other => text = fill(other.as_str().unwrap_or_default()),
        }
        let call = Call::new(webhook, invocation, url, text, cause.now);
        self.outbox.push_back(Errand::Call(call));
        true
    }

    fn mail(&self, id: u64, text: &str, ticket: &Ticket, cause: Cause<'_>) -> Option<Mail> {
        let target = self.targets.get(&id).filter(|target| target.active)?;
        let scope = Scope { world: self, ticket, actor: self.users.get(&cause.actor) };
        Some(Mail {
            to: target.email.clone(),
            from: SENDER.to_owned(),
            subject: render(&target.subject, scope).replace(['\r', '\n'], " "),
            body: render(text, scope),
        })
    }
}
