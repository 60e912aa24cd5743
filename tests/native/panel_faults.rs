//! Every panel that reads, under every way in which reading fails: it fails alone, keeps what it knew, has words, and is well again
//! after the next step that it offers.

use std::time::Duration;

use incident_command_console::console::linked_tickets::TicketsEvent;
use incident_command_console::console::model::{Account, SignInProblem};
use incident_command_console::console::people::{Errand, PeopleEvent, Purpose};
use incident_command_console::console::status_update::StatusUpdateEvent;
use incident_command_console::console::workflow::WorkflowEvent;
use incident_command_console::console::{Event, Model, Remote};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::IncidentId;
use incident_command_console::i18n::{Catalog, explain};
use sandbox::faults::{Fault, Kind, Target};

use crate::desk::{Desk, JONAS, sandbox};

const EMAIL: &str = "jonas.okafor@northwind.example";
const ONE: u64 = 48_213;

/// How a panel stands: whether it knows anything, and why the last question failed.
type Standing = (bool, Option<Failure>);

struct Panel {
    name: &'static str,
    /// Whom it asks.
    target: Target,
    /// What it asks for; a star stands for an id.
    path: &'static str,
    /// Whether it has read when the ticket is open, so that it has something to keep.
    at_once: bool,
    /// What makes it ask, the first time and again after a failure.
    ask: fn(&IncidentId) -> Vec<Event>,
    again: fn(&IncidentId) -> Vec<Event>,
    standing: fn(&Model, &IncidentId) -> Standing,
}

fn stands<T>(remote: &Remote<T>) -> Standing {
    (remote.known().is_some(), remote.failure().cloned())
}

/// A panel joins with an entry here.
const PANELS: [Panel; 12] = [
    Panel {
        name: "incidents",
        target: Target::Pagerduty,
        path: "/incidents",
        at_once: true,
        ask: |_| vec![Event::RefreshClicked],
        again: |_| vec![Event::RefreshClicked],
        standing: |model, _| (!model.feed.known.is_empty(), model.feed.failure.clone()),
    },
    Panel {
        name: "timeline",
        target: Target::Pagerduty,
        path: "/incidents/*/log_entries",
        at_once: true,
        ask: |_| vec![Event::RefreshClicked],
        again: |id| vec![Event::MoreTimelineClicked(id.clone())],
        standing: |model, id| stands(&model.dossiers[id].timeline),
    },
    Panel {
        name: "notes",
        target: Target::Pagerduty,
        path: "/incidents/*/notes",
        at_once: true,
        ask: |_| vec![Event::RefreshClicked],
        again: |_| vec![Event::RefreshClicked],
        standing: |model, id| stands(&model.dossiers[id].notes),
    },
    Panel {
        name: "services",
        target: Target::Pagerduty,
        path: "/services",
        at_once: false,
        ask: |_| vec![Event::CreateClicked { description: String::new() }],
        again: |_| vec![Event::ServiceTyped("Checkout".into())],
        standing: |model, _| stands(&model.services.results),
    },
    Panel {
        name: "assignees",
        target: Target::Pagerduty,
        path: "/escalation_policies",
        at_once: false,
        ask: |_| vec![Event::CreateClicked { description: String::new() }],
        again: |_| vec![Event::AssigneeTyped("a".into())],
        standing: |model, _| stands(&model.create.assignees.results),
    },
    Panel {
        name: "priorities",
        target: Target::Pagerduty,
        path: "/priorities",
        at_once: false,
        ask: |_| vec![Event::CreateClicked { description: String::new() }],
        again: |_| vec![Event::PrioritiesWanted],
        standing: |model, _| stands(&model.create.priorities),
    },
    Panel {
        name: "open incidents",
        target: Target::Pagerduty,
        path: "/incidents",
        at_once: false,
        ask: |_| vec![Event::LinkClicked],
        again: |_| vec![Event::MoreIncidentsClicked],
        standing: |model, _| stands(&model.link.read),
    },
    Panel {
        name: "people",
        target: Target::Pagerduty,
        path: "/users",
        at_once: false,
        ask: |id| vec![Event::People(PeopleEvent::Opened(errand(id)))],
        again: |_| vec![Event::People(PeopleEvent::Typed("a".into()))],
        standing: |model, id| stands(&model.people.tasks[&errand(id)].search.results),
    },
    Panel {
        name: "workflows",
        target: Target::Pagerduty,
        path: "/incident_workflows",
        at_once: false,
        ask: |id| vec![Event::Workflow(WorkflowEvent::Opened(id.clone()))],
        again: |_| vec![Event::Workflow(WorkflowEvent::ReloadClicked)],
        standing: |model, _| stands(&model.workflows.offers),
    },
    Panel {
        name: "templates",
        target: Target::Pagerduty,
        path: "/templates",
        at_once: false,
        ask: |id| vec![Event::StatusUpdate(StatusUpdateEvent::Opened(id.clone()))],
        again: |_| vec![Event::StatusUpdate(StatusUpdateEvent::RenderAgain)],
        standing: |model, _| stands(&model.updates.templates),
    },
    Panel {
        name: "subscribers",
        target: Target::Pagerduty,
        path: "/incidents/*/status_updates/subscribers",
        at_once: false,
        ask: |id| vec![Event::StatusUpdate(StatusUpdateEvent::Opened(id.clone()))],
        again: |_| vec![Event::StatusUpdate(StatusUpdateEvent::RecipientsToggled)],
        standing: |model, id| stands(&model.updates.drafts[id].recipients.known),
    },
    Panel {
        name: "linked tickets",
        target: Target::Zendesk,
        path: "/api/v2/search",
        at_once: true,
        ask: |_| vec![Event::RefreshClicked],
        again: |id| vec![Event::Tickets(TicketsEvent::MoreClicked(id.clone()))],
        standing: |model, id| stands(&model.dossiers[id].tickets.read),
    },
];

fn errand(id: &IncidentId) -> Errand {
    Errand { purpose: Purpose::Responders, incident: id.clone() }
}

fn faults() -> Vec<(&'static str, Kind)> {
    let status = |code| Kind::Status { code, retry_after: Some(5), body: None };
    vec![
        ("401", status(401)),
        ("402", status(402)),
        ("403", status(403)),
        ("404", status(404)),
        ("409", status(409)),
        ("429", status(429)),
        ("500", status(500)),
        ("503", status(503)),
        ("an HTML page", Kind::Status { code: 502, retry_after: None, body: Some("<h1>Bad gateway</h1>".into()) }),
        ("a lost request", Kind::DropRequest),
        ("a lost answer", Kind::DropAnswer),
        ("half an answer", Kind::Malformed),
    ]
}

/// Whether PagerDuty's answer says that the account does not have the feature at all.
fn means_absent(panel: &Panel, fault: &str) -> bool {
    match panel.name {
        "priorities" => matches!(fault, "402" | "404"),
        "templates" => matches!(fault, "402" | "403" | "404"),
        _ => false,
    }
}

async fn tell(desk: &mut Desk, events: Vec<Event>) {
    for event in events {
        desk.tell(event).await;
    }
    // Searches wait until the agent has stopped typing.
    desk.wait(Duration::from_millis(400)).await;
}

fn others(desk: &Desk, panel: &Panel, id: &IncidentId) -> Vec<(&'static str, Standing)> {
    let read_before = PANELS.iter().take(3).filter(|other| other.path != panel.path);
    read_before.map(|other| (other.name, (other.standing)(&desk.model, id))).collect()
}

#[tokio::test]
async fn every_panel_fails_alone_keeps_what_it_knew_and_is_well_again_after_its_next_step() {
    for panel in &PANELS {
        for (fault_name, kind) in faults() {
            let case = format!("{} under {fault_name}", panel.name);
            let mut desk = Desk::new(&sandbox(), ONE, JONAS, Some(EMAIL)).await;
            let id = desk.only().id;
            let before = others(&desk, panel, &id);
            let knew = panel.at_once && (panel.standing)(&desk.model, &id).0;
            desk.sandbox.faults().add(Fault::new(panel.target, kind).method("GET").path(&exactly(panel.path)));
            tell(&mut desk, (panel.ask)(&id)).await;

            if desk.model.account == Account::SignedOut(Some(SignInProblem::Expired)) {
                assert_eq!(fault_name, "401", "{case}: only a refused token ends the session");
                assert_eq!(desk.only().id, id, "{case}: what was shown stays");
                continue;
            }
            let (knows, failure) = (panel.standing)(&desk.model, &id);
            if means_absent(panel, fault_name) {
                assert_eq!((knows, failure), (true, None), "{case}: the account has none, which is no failure");
                continue;
            }
            assert_eq!(knows, knew, "{case}: what was known stays, and nothing is made up");
            let failure = failure.unwrap_or_else(|| panic!("{case}: the panel says nothing of it"));
            let words = explain::failure(&failure, &Catalog::english());
            let catalog = Catalog::english();
            assert!(!catalog.say(&words.title).is_empty() && !catalog.say(&words.body).is_empty(), "{case}");
            assert_eq!(others(&desk, panel, &id), before, "{case}: the other panels are as they were");

            desk.sandbox.faults().clear();
            // After a limit nothing is asked before its time.
            desk.wait(Duration::from_secs(6)).await;
            tell(&mut desk, (panel.again)(&id)).await;
            assert_eq!((panel.standing)(&desk.model, &id), (true, None), "{case}: the next step helps");
        }
    }
}

/// A path without a star is matched by its beginning; the list of incidents must not catch what stands below one of them.
fn exactly(path: &str) -> String {
    if path == "/incidents" { "*/incidents".to_owned() } else { path.to_owned() }
}
