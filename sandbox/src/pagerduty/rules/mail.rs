//! Mails to the account.

use super::events::{Event, Follow, Origin, Source, takes};
use super::log::Line;
use crate::pagerduty::mailbox::{Mail, Verdict};
use crate::pagerduty::model::{Agent, Id};
use crate::pagerduty::world::World;
use serde_json::{Map, Value, json};

/// The title of a mail without a subject.
const UNTITLED: &str = "[No subject]";

impl World {
    /// Takes a mail in; whether its address belongs to an integration.
    pub(crate) fn receive_mail(&mut self, to: &str, from: &str, subject: &str, body: &str, at: i64) -> bool {
        let address = bare(to);
        let mail = Mail { from: bare(from), subject, body };
        let found = self.services.values().find_map(|service| {
            service.integrations.iter().find_map(|one| {
                let mailbox = one.mailbox().filter(|mailbox| mailbox.address.eq_ignore_ascii_case(address))?;
                let source = Source::Service(service.id.clone());
                Some((service.id.clone(), Origin { source, integration: one.id.clone() }, mailbox.judge(mail)))
            })
        });
        let Some((service, origin, verdict)) = found else {
            self.mails.refused += 1;
            return false;
        };
        self.mails.accepted += 1;
        self.count_received(&origin);
        let done = match verdict {
            Verdict::Discard => None,
            Verdict::Resolve { key } => self.follow_up(&origin.integration, &key, Follow::Resolve, at),
            Verdict::TriggerIfNone => match self.newest_open(&service) {
                Some(open) => self.add_mail(&open, &service, &origin.integration, address, mail, at),
                None => self.mail_alert(&service, &origin.integration, address, mail, None, Vec::new(), at),
            },
            Verdict::Trigger { key, values } => {
                self.mail_alert(&service, &origin.integration, address, mail, key, values, at)
            }
        };
        if done.is_none() {
            self.mails.dropped += 1;
        }
        true
    }

    #[allow(clippy::too_many_arguments, reason = "a mail, where it arrived and what was read from it")]
    fn mail_alert(
        &mut self,
        service: &str,
        integration: &str,
        to: &str,
        mail: Mail<'_>,
        key: Option<String>,
        values: Vec<(String, String)>,
        at: i64,
    ) -> Option<Id> {
        let key = key.unwrap_or_else(|| self.random.uuid());
        let title = if mail.subject.trim().is_empty() { UNTITLED } else { mail.subject };
        let mut details: Map<String, Value> =
            values.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        details.insert("from".to_owned(), json!(mail.from));
        details.insert("body".to_owned(), json!(mail.body));
        let mut event = Event::new(service, integration, &key, title, "critical", Value::Object(details));
        event.channel = channel(to, mail);
        self.receive_trigger(event, at)
    }

    /// Adds a mail to an open incident, as another line of its timeline.
    fn add_mail(
        &mut self,
        incident: &str,
        service: &str,
        integration: &str,
        to: &str,
        mail: Mail<'_>,
        at: i64,
    ) -> Option<Id> {
        self.services.get(service).filter(|service| takes(service))?;
        let agent = Agent::Integration { service: service.to_owned(), integration: integration.to_owned() };
        self.log(incident, at, Line::new("trigger", &agent, "Triggered through e-mail.").through(channel(to, mail)));
        Some(incident.to_owned())
    }

    fn newest_open(&self, service: &str) -> Option<Id> {
        let open = self.incidents.values().filter(|incident| incident.open() && incident.service == service);
        open.max_by_key(|incident| incident.number).map(|incident| incident.id.clone())
    }
}

/// The channel of the schema, `EmailChannel`.
fn channel(to: &str, mail: Mail<'_>) -> Value {
    json!({
        "type": "email",
        "summary": mail.subject,
        "to": to,
        "from": mail.from,
        "subject": mail.subject,
        "body": mail.body,
        "body_content_type": "text/plain",
    })
}

/// The address of `Name <address>`.
fn bare(address: &str) -> &str {
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(address, |(inner, _)| inner).trim()
}
