//! Every panel that reads, under every way in which reading fails: it fails alone, keeps what it knew, has words, and is well again
//! after the next step that it offers.

use std::time::Duration;

use incident_command_console::console::model::{Account, SignInProblem};
use incident_command_console::console::people::{Errand, PeopleEvent, Purpose};
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
    /// What it asks PagerDuty for; a star stands for an id.
    path: &'static str,
    /// What makes it ask, the first time and again after a failure.
    ask: fn(&IncidentId) -> Vec<Event>,
    again: fn(&IncidentId) -> Vec<Event>,
    standing: fn(&Model, &IncidentId) -> Standing,
}

fn stands<T>(remote: &Remote<T>) -> Standing {
    (remote.known().is_some(), remote.failure().cloned())
}

/// A panel joins with an entry here.
const PANELS: [Panel; 9] = [
    Panel {
        name: "incidents",
        path: "/incidents",
        ask: |_| vec![Event::RefreshClicked],
        again: |_| vec![Event::RefreshClicked],
        standing: |model, _| (!model.feed.known.is_empty(), model.feed.failure.clone()),
    },
    Panel {
        name: "timeline",
        path: "/incidents/*/log_entries",
        ask: |_| vec![Event::RefreshClicked],
        again: |id| vec![Event::MoreTimelineClicked(id.clone())],
        standing: |model, id| stands(&model.dossiers[id].timeline),
    },
    Panel {
        name: "notes",
        path: "/incidents/*/notes",
        ask: |_| vec![Event::RefreshClicked],
        again: |_| vec![Event::RefreshClicked],
        standing: |model, id| stands(&model.dossiers[id].notes),
    },
    Panel {
        name: "services",
        path: "/services",
        ask: |_| vec![Event::CreateClicked { description: String::new() }],
        again: |_| vec![Event::ServiceTyped("Checkout".into())],
        standing: |model, _| stands(&model.services.results),
    },
    Panel {
        name: "assignees",
        path: "/escalation_policies",
        ask: |_| vec![Event::CreateClicked { description: String::new() }],
        again: |_| vec![Event::AssigneeTyped("a".into())],
        standing: |model, _| stands(&model.create.assignees.results),
    },
    Panel {
        name: "priorities",
        path: "/priorities",
        ask: |_| vec![Event::CreateClicked { description: String::new() }],
        again: |_| vec![Event::TaskClosed, Event::CreateClicked { description: String::new() }],
        standing: |model, _| stands(&model.create.priorities),
    },
    Panel {
        name: "open incidents",
        path: "/incidents",
        ask: |_| vec![Event::LinkClicked],
        again: |_| vec![Event::MoreIncidentsClicked],
        standing: |model, _| stands(&model.link.read),
    },
    Panel {
        name: "people",
        path: "/users",
        ask: |id| vec![Event::People(PeopleEvent::Opened(errand(id)))],
        again: |_| vec![Event::People(PeopleEvent::Typed("a".into()))],
        standing: |model, id| stands(&model.people.tasks[&errand(id)].search.results),
    },
    Panel {
        name: "workflows",
        path: "/incident_workflows",
        ask: |id| vec![Event::Workflow(WorkflowEvent::Opened(id.clone()))],
        again: |_| vec![Event::Workflow(WorkflowEvent::ReloadClicked)],
        standing: |model, _| stands(&model.workflows.offers),
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
    panel.name == "priorities" && matches!(fault, "402" | "404")
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
            let knew = if panel.path.starts_with("/incidents") && panel.name != "open incidents" {
                (panel.standing)(&desk.model, &id).0
            } else {
                false
            };
            desk.sandbox.faults().add(Fault::new(Target::Pagerduty, kind).method("GET").path(&exactly(panel.path)));
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
