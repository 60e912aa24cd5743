//! The records of the help desk and the JSON in which the Support API shows them.

use serde_json::{Map, Value, json};

use super::stamp::stamp;

/// What a user may do. Zendesk shows light agents as `role: agent` with `role_type: 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A customer; has no place in the agent workspace.
    EndUser,
    /// Works tickets.
    Agent,
    /// Reads tickets and writes internal notes only.
    LightAgent,
    /// Works tickets and changes settings.
    Admin,
}

impl Role {
    /// Whether the user signs in to the agent workspace.
    pub fn is_staff(self) -> bool {
        self != Self::EndUser
    }

    /// Zendesk's word for the role (`end-user`, `agent`, `admin`).
    pub fn name(self) -> &'static str {
        match self {
            Self::EndUser => "end-user",
            Self::Agent | Self::LightAgent => "agent",
            Self::Admin => "admin",
        }
    }

    fn role_type(self) -> Value {
        match self {
            Self::EndUser => Value::Null,
            Self::Agent => json!(0),
            Self::LightAgent => json!(1),
            Self::Admin => json!(4),
        }
    }
}

/// A person: agent or requester.
#[derive(Clone, Debug)]
pub struct User {
    /// Zendesk's id.
    pub id: u64,
    /// Display name; may hold anything a customer typed.
    pub name: String,
    /// Primary e-mail.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// Zendesk locale, such as `en-US`.
    pub locale: String,
    /// IANA time zone name.
    pub time_zone: String,
    /// The organization, if any.
    pub organization_id: Option<u64>,
    /// Groups of an agent; the first is the default one.
    pub group_ids: Vec<u64>,
}

impl User {
    /// The user as `GET /api/v2/users/{id}` shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "url": format!("{ORIGIN}/api/v2/users/{}.json", self.id),
            "name": self.name,
            "email": self.email,
            "created_at": CREATED,
            "updated_at": CREATED,
            "time_zone": self.time_zone.rsplit('/').next().unwrap_or_default().replace('_', " "),
            "iana_time_zone": self.time_zone,
            "phone": null,
            "shared_phone_number": null,
            "photo": null,
            "locale_id": 1,
            "locale": self.locale,
            "organization_id": self.organization_id,
            "role": self.role.name(),
            "role_type": self.role.role_type(),
            "custom_role_id": null,
            "verified": true,
            "external_id": null,
            "tags": [],
            "alias": null,
            "active": true,
            "shared": false,
            "shared_agent": false,
            "last_login_at": CREATED,
            "two_factor_auth_enabled": null,
            "signature": null,
            "details": null,
            "notes": null,
            "moderator": self.role == Role::Admin,
            "ticket_restriction": if self.role.is_staff() { Value::Null } else { json!("requested") },
            "only_private_comments": self.role == Role::LightAgent,
            "restricted_agent": self.role != Role::Admin,
            "suspended": false,
            "default_group_id": self.group_ids.first(),
            "report_csv": false,
            "user_fields": {}
        })
    }
}

/// A group of agents.
#[derive(Clone, Debug)]
pub struct Group {
    /// Zendesk's id.
    pub id: u64,
    /// Display name.
    pub name: String,
    /// Description that admins see.
    pub description: String,
}

impl Group {
    /// The group as `GET /api/v2/groups` shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "url": format!("{ORIGIN}/api/v2/groups/{}.json", self.id),
            "name": self.name,
            "description": self.description,
            "default": false,
            "deleted": false,
            "is_public": true,
            "created_at": CREATED,
            "updated_at": CREATED
        })
    }
}

/// A customer's organization.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Zendesk's id.
    pub id: u64,
    /// Display name.
    pub name: String,
    /// Mail domains whose senders belong to it.
    pub domain_names: Vec<String>,
}

impl Organization {
    /// The organization as `GET /api/v2/organizations/{id}` shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "url": format!("{ORIGIN}/api/v2/organizations/{}.json", self.id),
            "name": self.name,
            "domain_names": self.domain_names,
            "details": null,
            "notes": null,
            "group_id": null,
            "shared_tickets": false,
            "shared_comments": false,
            "external_id": null,
            "tags": [],
            "organization_fields": {},
            "created_at": CREATED,
            "updated_at": CREATED
        })
    }
}

/// One message on a ticket.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Zendesk's id.
    pub id: u64,
    /// Who wrote it.
    pub author_id: u64,
    /// Plain text as typed.
    pub body: String,
    /// Whether the requester sees it.
    pub public: bool,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// The audit that carries it.
    pub audit_id: u64,
    /// `web`, `api`, `email` …
    pub channel: String,
}

impl Comment {
    /// The comment as `GET /api/v2/tickets/{id}/comments` shows it.
    pub fn to_json(&self) -> Value {
        let escaped = self.body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        json!({
            "id": self.id,
            "type": "Comment",
            "author_id": self.author_id,
            "body": self.body,
            "html_body": format!("<div class=\"zd-comment\" dir=\"auto\">{}</div>", escaped.replace('\n', "<br>")),
            "plain_body": self.body,
            "public": self.public,
            "attachments": [],
            "audit_id": self.audit_id,
            "via": {"channel": self.channel, "source": {"from": {}, "to": {}, "rel": null}},
            "created_at": stamp(self.created_at),
            "metadata": {"system": {}, "custom": {}}
        })
    }
}

/// One change of a ticket: who, when and which events.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Zendesk's id.
    pub id: u64,
    /// The ticket it belongs to.
    pub ticket_id: u64,
    /// Who made the change.
    pub author_id: u64,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// `Comment`, `Change` and `Create` events.
    pub events: Vec<Value>,
    /// What the update brought as `metadata`: at most a kilobyte of the integration's own.
    pub custom: Value,
}

impl Audit {
    /// The audit as `GET /api/v2/tickets/{id}/audits` shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "ticket_id": self.ticket_id,
            "author_id": self.author_id,
            "created_at": stamp(self.created_at),
            "metadata": {"system": {}, "custom": self.custom},
            "events": self.events,
            "via": {"channel": "api", "source": {"from": {}, "to": {}, "rel": null}}
        })
    }
}

/// A ticket with everything that hangs on it.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// The number agents see.
    pub id: u64,
    /// Subject line, as the requester typed it.
    pub subject: String,
    /// `new`, `open`, `pending`, `hold`, `solved` or `closed`.
    pub status: String,
    /// `low`, `normal`, `high`, `urgent` or unset.
    pub priority: Option<String>,
    /// `problem`, `incident`, `question`, `task` or unset.
    pub kind: Option<String>,
    /// The customer.
    pub requester_id: u64,
    /// The agent it is assigned to.
    pub assignee_id: Option<u64>,
    /// The group it is assigned to.
    pub group_id: Option<u64>,
    /// The requester's organization.
    pub organization_id: Option<u64>,
    /// Tags, lower case, in the order they were added.
    pub tags: Vec<String>,
    /// Values of custom fields by field id; a field that is not here was never on the ticket.
    pub custom_fields: Vec<(u64, Value)>,
    /// The form that it is filled in on.
    pub form_id: u64,
    /// The brand that it belongs to.
    pub brand_id: u64,
    /// External id, if an integration set one.
    pub external_id: Option<String>,
    /// The channel it came in by.
    pub channel: String,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch; every update moves it.
    pub updated_at: i64,
    /// Oldest first.
    pub comments: Vec<Comment>,
    /// Oldest first.
    pub audits: Vec<Audit>,
}

impl Ticket {
    /// The value of a custom field, `None` when the ticket does not carry the field.
    pub fn custom_field(&self, field: u64) -> Option<&Value> {
        self.custom_fields.iter().find(|(id, _)| *id == field).map(|(_, value)| value)
    }

    /// Who wrote the first message.
    pub fn submitter_id(&self) -> u64 {
        self.comments.first().map_or(self.requester_id, |comment| comment.author_id)
    }

    /// The ticket with its comments and audits, as the state of the sandbox shows it.
    pub(crate) fn dump(&self) -> Value {
        let mut value = self.to_json();
        if let Some(object) = value.as_object_mut() {
            object.insert("comments".to_owned(), self.comments.iter().map(Comment::to_json).collect());
            object.insert("audits".to_owned(), self.audits.iter().map(Audit::to_json).collect());
        }
        value
    }

    /// The ticket as `GET /api/v2/tickets/{id}` shows it.
    pub fn to_json(&self) -> Value {
        let fields: Vec<Value> =
            self.custom_fields.iter().map(|(id, value)| json!({"id": id, "value": value})).collect();
        let mut ticket = Map::new();
        let description = self.comments.first().map(|comment| comment.body.clone()).unwrap_or_default();
        for (name, value) in [
            ("url", json!(format!("{ORIGIN}/api/v2/tickets/{}.json", self.id))),
            ("id", json!(self.id)),
            ("external_id", json!(self.external_id)),
            ("via", json!({"channel": self.channel, "source": {"from": {}, "to": {}, "rel": null}})),
            ("created_at", json!(stamp(self.created_at))),
            ("updated_at", json!(stamp(self.updated_at))),
            ("generated_timestamp", json!(self.updated_at.div_euclid(1_000))),
            ("type", json!(self.kind)),
            ("subject", json!(self.subject)),
            ("raw_subject", json!(self.subject)),
            ("description", json!(description)),
            ("priority", json!(self.priority)),
            ("status", json!(self.status)),
            ("recipient", Value::Null),
            ("requester_id", json!(self.requester_id)),
            ("submitter_id", json!(self.submitter_id())),
            ("assignee_id", json!(self.assignee_id)),
            ("organization_id", json!(self.organization_id)),
            ("group_id", json!(self.group_id)),
            ("collaborator_ids", json!([])),
            ("follower_ids", json!([])),
            ("email_cc_ids", json!([])),
            ("forum_topic_id", Value::Null),
            ("problem_id", Value::Null),
            ("has_incidents", json!(false)),
            ("is_public", json!(true)),
            ("due_at", Value::Null),
            ("tags", json!(self.tags)),
            ("custom_fields", json!(fields)),
            ("fields", json!(fields)),
            ("satisfaction_rating", Value::Null),
            ("sharing_agreement_ids", json!([])),
            ("followup_ids", json!([])),
            ("ticket_form_id", json!(self.form_id)),
            ("brand_id", json!(self.brand_id)),
            ("allow_channelback", json!(false)),
            ("allow_attachments", json!(true)),
            ("from_messaging_channel", json!(false)),
        ] {
            ticket.insert(name.to_owned(), value);
        }
        Value::Object(ticket)
    }
}

/// A ticket field, built in or made by the app's requirements.
#[derive(Clone, Debug)]
pub struct TicketField {
    /// Zendesk's id.
    pub id: u64,
    /// `text`, `tagger`, `checkbox` …
    pub kind: String,
    /// The title agents see.
    pub title: String,
    /// Description from the requirement.
    pub description: String,
}

impl TicketField {
    /// The field as `GET /api/v2/ticket_fields/{id}` shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "url": format!("{ORIGIN}/api/v2/ticket_fields/{}.json", self.id),
            "type": self.kind,
            "title": self.title,
            "raw_title": self.title,
            "description": self.description,
            "raw_description": self.description,
            "position": 9999,
            "active": true,
            "required": false,
            "collapsed_for_agents": false,
            "regexp_for_validation": null,
            "title_in_portal": self.title,
            "raw_title_in_portal": self.title,
            "visible_in_portal": false,
            "editable_in_portal": false,
            "required_in_portal": false,
            "agent_can_edit": true,
            "tag": null,
            "removable": true,
            "key": null,
            "agent_description": null,
            "created_at": CREATED,
            "updated_at": CREATED
        })
    }
}

/// The account's address.
pub const ORIGIN: &str = "https://northwind.zendesk.com";
/// The account's subdomain.
pub const SUBDOMAIN: &str = "northwind";
/// The account's name.
pub(crate) const ACCOUNT: &str = "Northwind";
/// The default brand.
pub(crate) const BRAND: u64 = 7_290_113_402;
/// The default ticket form.
pub(crate) const FORM: u64 = 7_290_113_455;
/// When everything that was always there was made.
pub(super) const CREATED: &str = "2024-02-12T08:30:00Z";
