//! Priorities, incident workflows and status update templates.

use super::people::person;
use crate::pagerduty::model::{Priority, ResponsePlay, Template, Workflow, WorkflowTrigger};
use crate::pagerduty::time::DAY;
use crate::pagerduty::world::World;

const PRIORITIES: [(&str, &str, &str); 5] = [
    ("P1", "Customers cannot pay, or money is at risk", "a8171c"),
    ("P2", "A core function is badly degraded for many customers", "eb6016"),
    ("P3", "A function is degraded, or few customers are affected", "f9b406"),
    ("P4", "A minor fault with a way around it", "555555"),
    ("P5", "Cosmetic, or a question", "8f9497"),
];

/// Name, description, steps, manual, condition, the services it is bound to (all when empty), the team it is for.
type Row = (
    &'static str,
    &'static str,
    &'static [&'static str],
    bool,
    Option<&'static str>,
    &'static [&'static str],
    Option<&'static str>,
);

const WORKFLOWS: [Row; 6] = [
    (
        "Major incident: call everyone",
        "Opens the bridge and calls the major incident team",
        &["Create a conference bridge", "Add responders", "Send a status update"],
        true,
        None,
        &[],
        None,
    ),
    (
        "Page the payments lead",
        "Adds the lead of Payments as a responder",
        &["Add responders"],
        true,
        None,
        &["Checkout API", "Payments Webhooks"],
        None,
    ),
    (
        "Freeze deployments",
        "Stops every pipeline until the incident is over",
        &["Call the delivery API", "Post to the channel"],
        true,
        None,
        &[],
        Some("Platform"),
    ),
    (
        "Regulator notice",
        "Prepares the notice that is due within four hours",
        &["Create a task", "Send an e-mail"],
        true,
        None,
        &["Ledger", "Payouts"],
        Some("Ledger & Money Movement"),
    ),
    (
        "Executive briefing on P1",
        "Tells the executives at once",
        &["Send a status update"],
        false,
        Some("incident.priority matches 'P1'"),
        &[],
        None,
    ),
    (
        "After the incident",
        "Opens the review and invites those involved",
        &["Create a review", "Post to the channel"],
        true,
        None,
        &[],
        None,
    ),
];

const TEMPLATES: [(&str, &str, &str, &str, &str); 3] = [
    (
        "Customer impact",
        "For support and account managers",
        "[{{incident.priority.name}}] {{incident.title}}",
        "<h1>{{incident.title}}</h1><p>{{status_update.message}}</p><p>Service: {{incident.service.name}}</p>",
        "{{incident.service.name}}: {{status_update.message}}",
    ),
    (
        "Executive summary",
        "Short, for executives",
        "Incident {{incident.incident_number}} is {{incident.status}}",
        "<p>{{status_update.message}}</p>",
        "#{{incident.incident_number}} ({{incident.status}}): {{status_update.message}}",
    ),
    (
        "Old newsletter",
        "Names a field that has been removed",
        "News about {{incident.title}}",
        "<p>{{status_update.message}}</p><p>{{incident.newsletter}}</p>",
        "{{status_update.message}}",
    ),
];

/// What the account still has from before workflows; it only answers to them while it has the ability.
const RESPONSE_PLAYS: [(&str, &str); 2] = [
    ("Call the crisis team", "Adds the crisis team and opens its bridge"),
    ("Tell the account managers", "Subscribes the account managers"),
];

/// Puts them in.
pub(super) fn fill(world: &mut World, now: i64) {
    for (name, description, color) in PRIORITIES {
        world.priorities.push(Priority {
            id: world.random.resource(),
            name: name.to_owned(),
            description: description.to_owned(),
            color: color.to_owned(),
        });
    }
    for (name, description, steps, manual, condition, services, team) in WORKFLOWS {
        let team =
            team.and_then(|name| world.teams.values().find(|team| team.name == name)).map(|team| team.id.clone());
        let services = world
            .services
            .values()
            .filter(|service| services.contains(&service.name.as_str()))
            .map(|service| service.id.clone())
            .collect();
        let trigger = WorkflowTrigger {
            id: world.random.uuid(),
            kind: if manual { "manual" } else { "conditional" },
            condition: condition.map(str::to_owned),
            services,
            team: team.clone(),
        };
        world.workflows.push(Workflow {
            id: world.random.resource(),
            name: name.to_owned(),
            description: description.to_owned(),
            created_at: now - 200 * DAY,
            team,
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            triggers: vec![trigger],
        });
    }
    for (name, description) in RESPONSE_PLAYS {
        let id = world.log_random.uuid();
        world.response_plays.push(ResponsePlay { id, name: name.to_owned(), description: description.to_owned() });
    }
    let author = person(world, "priya.nair").unwrap_or_default();
    for (age, (name, description, email_subject, email_body, message)) in (1..).zip(TEMPLATES) {
        world.templates.push(Template {
            id: world.random.resource(),
            name: name.to_owned(),
            description: description.to_owned(),
            created_at: now - 100 * DAY + age * DAY,
            author: author.clone(),
            email_subject: email_subject.to_owned(),
            email_body: email_body.to_owned(),
            message: message.to_owned(),
        });
    }
}
