//! Everything the help desk knows at one moment.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::desk::{Brand, TicketForm};
use super::installation::Installation;
use super::model::{Group, Organization, Role, Ticket, TicketField, User};
use super::refusal::Refusal;
use super::targets::{Mail, Target};
use super::triggers::{Category, Trigger};
use super::webhooks::Webhook;
use super::webhooks::invocation::Invocation;
use super::webhooks::sending::Errand;

/// The state behind the Support API.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) users: BTreeMap<u64, User>,
    pub(crate) groups: BTreeMap<u64, Group>,
    pub(crate) organizations: BTreeMap<u64, Organization>,
    pub(crate) tickets: BTreeMap<u64, Ticket>,
    pub(crate) fields: BTreeMap<u64, TicketField>,
    pub(crate) forms: BTreeMap<u64, TicketForm>,
    pub(crate) brands: BTreeMap<u64, Brand>,
    pub(crate) categories: BTreeMap<u64, Category>,
    pub(crate) triggers: BTreeMap<u64, Trigger>,
    pub(crate) webhooks: BTreeMap<String, Webhook>,
    pub(crate) targets: BTreeMap<u64, Target>,
    /// What webhooks sent, oldest first.
    pub(crate) invocations: VecDeque<Invocation>,
    /// What targets sent, oldest first.
    pub(crate) mails: Vec<Mail>,
    /// What waits to be sent.
    pub(crate) outbox: VecDeque<Errand>,
    pub(crate) installation: Installation,
    /// When each agent updated each ticket, for the limit of 30 updates in 10 minutes.
    pub(crate) updates: BTreeMap<(u64, u64), VecDeque<i64>>,
    /// When searches were exported, for the limit of 100 in a minute for the account.
    pub(crate) exports: VecDeque<i64>,
    /// When notifications were sent, for the limit of 100 in a minute for the account.
    pub(crate) notifications: VecDeque<i64>,
    next_id: u64,
}

impl World {
    /// An empty help desk with the app installed.
    pub(crate) fn new(installation: Installation) -> Self {
        Self {
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
            organizations: BTreeMap::new(),
            tickets: BTreeMap::new(),
            fields: BTreeMap::new(),
            forms: BTreeMap::new(),
            brands: BTreeMap::new(),
            categories: BTreeMap::new(),
            triggers: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            targets: BTreeMap::new(),
            invocations: VecDeque::new(),
            mails: Vec::new(),
            outbox: VecDeque::new(),
            installation,
            updates: BTreeMap::new(),
            exports: VecDeque::new(),
            notifications: VecDeque::new(),
            next_id: 9_310_044_800_001,
        }
    }

    /// A fresh id for a comment, an audit or an event.
    pub(crate) fn mint(&mut self) -> u64 {
        self.next_id += 7;
        self.next_id
    }

    /// The signed-in agent; customers and strangers have no session here.
    pub(crate) fn staff(&self, id: u64) -> Result<&User, Refusal> {
        self.users.get(&id).filter(|user| user.role.is_staff()).ok_or_else(Refusal::unauthenticated)
    }

    /// The ticket, or Zendesk's 404.
    pub(crate) fn ticket(&self, id: u64) -> Result<&Ticket, Refusal> {
        self.tickets.get(&id).ok_or_else(Refusal::record_not_found)
    }

    /// Whether the user may work tickets, not only read them and write internal notes.
    pub(crate) fn may_edit(&self, user: u64) -> bool {
        self.users.get(&user).is_some_and(|user| matches!(user.role, Role::Agent | Role::Admin))
    }

    /// The id the install gave to a requirement.
    pub(crate) fn requirement(&self, identifier: &str) -> Option<u64> {
        self.installation.requirements.iter().find(|made| made.identifier == identifier).map(|made| made.id)
    }

    /// The first text field among the requirements: the one that holds the linked incidents.
    pub(crate) fn link_field(&self) -> Option<u64> {
        self.installation
            .requirements
            .iter()
            .filter(|made| made.kind == "ticket_fields")
            .map(|made| made.id)
            .find(|id| self.fields.get(id).is_some_and(|field| field.kind == "text"))
    }

    /// The state as one JSON value, for tests and the controls.
    pub(crate) fn dump(&self) -> Value {
        serde_json::json!({
            "tickets": self.tickets.values().map(Ticket::dump).collect::<Vec<_>>(),
            "users": self.users.values().map(|user| {
                let mut value = user.to_json();
                if let Some(object) = value.as_object_mut() {
                    object.insert("group_ids".to_owned(), serde_json::json!(user.group_ids));
                }
                value
            }).collect::<Vec<_>>(),
            "groups": self.groups.values().map(Group::to_json).collect::<Vec<_>>(),
            "organizations": self.organizations.values().map(Organization::to_json).collect::<Vec<_>>(),
            "ticket_fields": self.fields.values().map(TicketField::to_json).collect::<Vec<_>>(),
            "ticket_forms": self.forms.values().map(TicketForm::to_json).collect::<Vec<_>>(),
            "triggers": self.triggers.values().map(Trigger::to_json).collect::<Vec<_>>(),
            "webhooks": self.webhooks.values().map(Webhook::dump).collect::<Vec<_>>(),
            "targets": self.targets.values().map(Target::to_json).collect::<Vec<_>>(),
            "invocations": self.invocations.iter().map(Invocation::dump).collect::<Vec<_>>(),
            "mails": self.mails.iter().map(Mail::to_json).collect::<Vec<_>>(),
            "installation": self.installation.to_json(),
        })
    }
}
