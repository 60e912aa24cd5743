//! What tests and the controls do to the account past the API, and what they look at.

use serde_json::{Map, Value};

use super::model::Role;
use super::refusal::Refusal;
use super::seed::desk::many_groups;
use super::targets::Mail;
use super::triggers::Trigger;
use super::webhooks::Webhook;
use super::webhooks::invocation::Invocation;
use super::{Push, Zendesk};

impl Zendesk {
    /// Makes a ticket as an agent: `ticket` is the `ticket` object of a create. Answers its number.
    pub fn create_as(&self, agent: u64, ticket: &Value) -> Result<u64, Refusal> {
        let sent = ticket.as_object().cloned().unwrap_or_default();
        let now = self.now();
        let made = {
            let mut world = self.lock();
            world.staff(agent)?;
            world.create_ticket(agent, &sent, "web", now)?.0
        };
        self.push(Push::TicketCreated { ticket: made });
        Ok(made)
    }

    /// Every trigger in the order in which they run, as `GET /api/v2/triggers` shows them.
    pub fn triggers(&self) -> Vec<Value> {
        let world = self.lock();
        let mut triggers: Vec<&Trigger> = world.triggers.values().collect();
        triggers.sort_by_key(|trigger| (trigger.position, trigger.id));
        triggers.into_iter().map(Trigger::to_json).collect()
    }

    /// Every webhook, as `GET /api/v2/webhooks` shows them.
    pub fn webhooks(&self) -> Vec<Value> {
        self.lock().webhooks.values().map(Webhook::to_json).collect()
    }

    /// What webhooks sent, oldest first: `{id, webhook_id, status, status_code, latest_completed_at, attempts}`.
    pub fn invocations(&self) -> Vec<Value> {
        self.lock().invocations.iter().map(Invocation::dump).collect()
    }

    /// What targets mailed, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.lock().mails.clone()
    }

    /// Makes a trigger as an admin would; `trigger` is the object of a create.
    pub fn add_trigger(&self, trigger: &Value) -> Result<Value, Refusal> {
        self.make_trigger(&object(trigger))
    }

    /// Changes a trigger as an admin would by hand.
    pub fn edit_trigger(&self, id: u64, change: &Value) -> Result<Value, Refusal> {
        self.change_trigger(id, &object(change))
    }

    /// Makes a webhook as an admin would; `webhook` is the object of a create.
    pub fn add_webhook(&self, webhook: &Value) -> Result<Value, Refusal> {
        let by = self.lock().users.values().find(|user| user.role == Role::Admin).map(|user| user.id);
        self.make_webhook(&object(webhook), by.unwrap_or_default())
    }

    /// Adds this many groups with agents in them.
    pub fn add_groups(&self, count: u64) {
        many_groups(&mut self.lock(), count);
    }
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}
