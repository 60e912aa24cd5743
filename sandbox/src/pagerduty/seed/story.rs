//! Playing an incident's history through the same rules that answer requests.

use super::people::person;
use crate::pagerduty::model::{Agent, ConferenceBridge, Id, StatusUpdate};
use crate::pagerduty::rules::events::Event;
use crate::pagerduty::rules::log::Line;
use crate::pagerduty::rules::open::{Assignee, Opening};
use crate::pagerduty::time::MINUTE;
use crate::pagerduty::world::World;
use serde_json::json;

/// Who opened an incident.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// An event, whose alert holds this key.
    Event(&'static str),
    /// A person (the local part of the address), with an incident key or one of PagerDuty's own.
    Person(&'static str, Option<&'static str>),
}

/// What happened later; people are named by the local part of their address.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    Acknowledge,
    Note(&'static str),
    Priority(&'static str),
    Assign(&'static str),
    Escalate(usize),
    Ask(&'static str, &'static str),
    Update(&'static str),
    Snooze(i64),
    Resolve(Option<&'static str>),
}

/// One incident of the past.
#[derive(Clone, Copy)]
pub(super) struct Story {
    /// Minutes before now.
    pub(super) ago: i64,
    pub(super) service: &'static str,
    pub(super) title: &'static str,
    pub(super) urgency: &'static str,
    pub(super) priority: Option<&'static str>,
    pub(super) by: By,
    pub(super) body: Option<&'static str>,
    pub(super) bridge: Option<(&'static str, &'static str)>,
    /// Minutes after the opening, who, what.
    pub(super) deeds: &'static [(i64, &'static str, Deed)],
}

/// A story to spread over: no priority, body or bridge, and nothing has happened yet.
pub(super) const PLAIN: Story = Story {
    ago: 0,
    service: "Checkout API",
    title: "",
    urgency: "high",
    priority: None,
    by: By::Event("plain"),
    body: None,
    bridge: None,
    deeds: &[],
};

/// Plays a story and returns the id of its incident; a service that does not exist plays nothing.
pub(super) fn play(world: &mut World, story: &Story, title: &str, now: i64) -> Option<Id> {
    let at = now - story.ago * MINUTE;
    let service = world.services.values().find(|known| known.name == story.service)?.clone();
    let id = match story.by {
        By::Event(key) => {
            let details = json!({"source": service.name, "environment": "production"});
            let integration = service.integrations.first().map(|one| one.id.as_str()).unwrap_or_default();
            let event = Event::new(&service.id, integration, key, title, "critical", details);
            world.take_event(event, at)?
        }
        By::Person(who, key) => {
            let key = key.map_or_else(|| world.random.uuid().replace('-', ""), str::to_owned);
            let opening = Opening {
                title: title.to_owned(),
                service: service.id.clone(),
                incident_key: Some(key),
                urgency: story.urgency.to_owned(),
                priority: None,
                body: story.body.map(str::to_owned),
                conference_bridge: None,
                incident_type: "incident_default".to_owned(),
                assignee: Assignee::Policy(service.escalation_policy.clone()),
                agent: Agent::User(person(world, who)?),
            };
            world.open(opening, at)
        }
    };
    let priority = story.priority.and_then(|name| priority(world, name));
    let incident = world.incidents.get_mut(&id)?;
    story.urgency.clone_into(&mut incident.urgency);
    incident.priority = priority;
    incident.conference_bridge = story
        .bridge
        .map(|(number, url)| ConferenceBridge { number: Some(number.to_owned()), url: Some(url.to_owned()) });
    for (minutes, who, deed) in story.deeds {
        let then = at + minutes * MINUTE;
        world.advance_incident(&id, then);
        if let Some(user) = person(world, who) {
            perform(world, &id, &user, deed, then);
        }
    }
    Some(id)
}

fn priority(world: &World, name: &str) -> Option<Id> {
    world.priorities.iter().find(|known| known.name == name).map(|known| known.id.clone())
}

/// Does one deed. A refused one leaves the incident as it was, which is what would have happened then.
pub(super) fn perform(world: &mut World, id: &str, user: &str, deed: &Deed, at: i64) {
    let agent = Agent::User(user.to_owned());
    let _ = match deed {
        Deed::Acknowledge => world.acknowledge(id, user, at),
        Deed::Note(text) => world.annotate(id, user, text, at).map(|_| ()),
        Deed::Priority(name) => {
            let chosen = priority(world, name);
            if let Some(incident) = world.incidents.get_mut(id) {
                incident.priority = chosen;
            }
            let summary = format!("Priority changed to {name} by {}.", world.user_name(user));
            world.log(id, at, Line::new("priority_change", &agent, summary));
            Ok(())
        }
        Deed::Assign(other) => match person(world, other) {
            Some(other) => world.reassign(id, &[other], &agent, at),
            None => Ok(()),
        },
        Deed::Escalate(level) => world.escalate(id, *level, &agent, at),
        Deed::Ask(other, message) => match person(world, other) {
            Some(other) => world.request_responders(id, user, message, &[("user", other)], at).map(|_| ()),
            None => Ok(()),
        },
        Deed::Update(message) => {
            let update = StatusUpdate {
                id: world.random.resource(),
                message: (*message).to_owned(),
                subject: None,
                html_message: None,
                sender: user.to_owned(),
                created_at: at,
            };
            if let Some(incident) = world.incidents.get_mut(id) {
                incident.status_updates.push(update);
            }
            let summary = format!("Status update sent by {}.", world.user_name(user));
            let channel = json!({"type": "status_update", "summary": message});
            world.log(id, at, Line::new("status_update", &agent, summary).through(channel));
            Ok(())
        }
        Deed::Snooze(minutes) => world.snooze(id, minutes * 60, &agent, at),
        Deed::Resolve(resolution) => world.resolve(id, &agent, resolution.map(str::to_owned), at),
    };
}
