//! `mirror`: what the console writes to tickets, and which priorities follow each other.

use serde_json::Value;

use crate::domain::configuration::Problem;
use crate::domain::mirror::{Mirroring, PriorityMap, Switch};
use crate::domain::ticket::TicketPriority;
use crate::http::json::Json;

use super::{members_of, wrong};

/// Reads the section of a setting; whatever cannot be read writes nothing.
pub(super) fn read(setting: &Value, problems: &mut Vec<Problem>) -> Mirroring {
    let root = Json::root(setting);
    let at = root.at("mirror");
    let Some(section) = setting.get("mirror") else { return Mirroring::usual() };
    if !section.is_object() {
        problems.push(wrong(&at));
        return Mirroring::default();
    }
    let mut mirroring = Mirroring::usual();
    for switch in Switch::ALL {
        let Some(value) = section.get(switch.name()) else { continue };
        if !value.is_boolean() {
            problems.push(wrong(&at.at(switch.name())));
        }
        mirroring.set(switch, value.as_bool() == Some(true));
    }
    mirroring.priorities = priorities(&at.at("priority"), problems);
    mirroring
}

fn priorities(at: &Json<'_>, problems: &mut Vec<Problem>) -> PriorityMap {
    let mut pairs = Vec::new();
    if let Some(named) = at.value().as_object() {
        // A ticket priority that we do not know is of a later console.
        for (ticket, incident) in named.keys().filter_map(|name| Some((TicketPriority::named(name)?, at.at(name)))) {
            match incident.value().as_str().map(str::trim).filter(|name| !name.is_empty()) {
                Some(name) => pairs.push((ticket, name.to_owned())),
                None => problems.push(wrong(&incident)),
            }
        }
    } else if !at.value().is_null() {
        problems.push(wrong(at));
    }
    PriorityMap::new(pairs)
}

/// Writes the section.
pub(super) fn write(mirroring: &Mirroring, before: Option<&Value>) -> Value {
    let mut section = members_of(before);
    for switch in Switch::ALL {
        section.insert(switch.name().to_owned(), mirroring.is_on(switch).into());
    }
    let mut priorities = members_of(section.get("priority"));
    for ticket in TicketPriority::ALL {
        match mirroring.priorities.for_incident(ticket) {
            Some(name) => priorities.insert(ticket.name().to_owned(), name.into()),
            None => priorities.remove(ticket.name()),
        };
    }
    if priorities.is_empty() {
        section.remove("priority");
    } else {
        section.insert("priority".to_owned(), priorities.into());
    }
    Value::Object(section)
}
