//! Workflows: choosing one by what it does, starting it once, and what goes wrong on the way.

use crate::desk::{Desk, JONAS, sandbox};
use crate::tell::{JONAS_EMAIL, ONE, fault, instances, priya, ran, status};
use incident_command_console::console::Event;
use incident_command_console::console::effect::{Effect, WorkflowEffect};
use incident_command_console::console::model::{Notice, Task};
use incident_command_console::console::workflow::{RunStage, WorkflowEvent};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::IncidentId;
use incident_command_console::domain::workflow::RunnableId;
use sandbox::faults::{Fault, Kind, Target};
use std::time::Duration;

/// Opens the task and chooses the first workflow.
async fn choose(desk: &mut Desk) -> (IncidentId, RunnableId) {
    let id = desk.only().id;
    ran(desk, WorkflowEvent::Opened(id.clone())).await;
    let first = desk.model.workflows.offers.known().unwrap()[0].id.clone();
    ran(desk, WorkflowEvent::Chosen(first.clone())).await;
    (id, first)
}

fn stage(desk: &Desk, id: &IncidentId) -> RunStage {
    desk.model.workflows.runs[id].stage.clone()
}

#[tokio::test]
async fn a_workflow_is_chosen_by_what_it_does_started_once_and_followed_to_its_end() {
    let mut desk = priya().await;
    let (id, RunnableId::Workflow(workflow)) = choose(&mut desk).await else { panic!("a workflow") };
    let offers = desk.model.workflows.offers.known().unwrap().clone();
    assert!(offers.len() >= 4 && offers.iter().all(|it| !it.description.is_empty()), "{offers:?}");
    assert!(!offers.iter().any(|it| it.name == "Executive briefing on P1"), "that one starts by itself");
    assert!(!desk.model.workflows.steps[&workflow].known().unwrap().is_empty());
    ran(&mut desk, WorkflowEvent::Submitted).await;
    ran(&mut desk, WorkflowEvent::Submitted).await;
    assert_eq!(instances(&desk, &id), 1);
    assert!(desk.model.notices.iter().any(|it| matches!(it, Notice::WorkflowStarted { .. })));
    desk.wait(Duration::from_secs(40)).await;
    let RunStage::Started { trace: Some(trace), .. } = stage(&desk, &id) else { panic!("{:?}", stage(&desk, &id)) };
    assert!(trace.certain && trace.summary.contains("completed"), "{trace:?}");
}

#[tokio::test]
async fn a_responder_sees_why_a_workflow_does_not_start() {
    let mut desk = Desk::new(&sandbox(), ONE, JONAS, Some(JONAS_EMAIL)).await;
    let (id, _) = choose(&mut desk).await;
    ran(&mut desk, WorkflowEvent::Submitted).await;
    assert!(matches!(stage(&desk, &id), RunStage::Failed(Failure::Forbidden(_))));
    assert!(matches!(desk.model.task, Some(Task::Workflow(_))) && desk.model.workflows.chosen.is_some());
    assert_eq!(instances(&desk, &id), 0);
}

#[tokio::test]
async fn an_account_without_workflows_says_so_unless_it_still_has_response_plays() {
    let mut desk = priya().await;
    desk.sandbox.pagerduty().remove_ability("incident_workflows");
    let id = desk.only().id;
    ran(&mut desk, WorkflowEvent::Opened(id.clone())).await;
    assert_eq!(desk.model.workflows.offers.failure(), Some(&Failure::PaymentRequired));

    let mut desk = priya().await;
    desk.sandbox.pagerduty().restore_ability("response_plays");
    desk.sandbox.pagerduty().remove_ability("incident_workflows");
    let (id, play) = choose(&mut desk).await;
    assert!(matches!(play, RunnableId::ResponsePlay(_)));
    ran(&mut desk, WorkflowEvent::Submitted).await;
    assert!(desk.in_pagerduty(&id)["log"].to_string().contains("Response play") || desk.model.task.is_none());
    desk.wait(Duration::from_secs(10)).await;
    let RunStage::Started { trace: Some(trace), .. } = stage(&desk, &id) else { panic!("{:?}", stage(&desk, &id)) };
    assert!(trace.summary.starts_with("Response play"));
}

#[tokio::test]
async fn an_account_that_answers_to_no_response_plays_is_asked_once() {
    let mut desk = priya().await;
    choose(&mut desk).await;
    desk.tell(Event::TaskClosed).await;
    choose(&mut desk).await;
    let asks = |effect: &&Effect| matches!(effect, Effect::Workflow(WorkflowEffect::Load { plays: true, .. }));
    assert_eq!(desk.seen.iter().filter(asks).count(), 1);
}

#[tokio::test]
async fn a_lost_start_is_found_in_the_timeline_and_never_repeated() {
    let mut desk = priya().await;
    let (id, _) = choose(&mut desk).await;
    fault(&desk, "POST", "/incident_workflows/*/instances", Kind::DropAnswer, 1);
    ran(&mut desk, WorkflowEvent::Submitted).await;
    assert_eq!(instances(&desk, &id), 1);
    assert!(matches!(stage(&desk, &id), RunStage::Started { .. }) && desk.model.task.is_none());
}

#[tokio::test]
async fn a_start_that_never_arrived_is_repeated_under_the_same_id() {
    let mut desk = priya().await;
    let (id, _) = choose(&mut desk).await;
    fault(&desk, "POST", "/incident_workflows/*/instances", Kind::DropRequest, 1);
    ran(&mut desk, WorkflowEvent::Submitted).await;
    desk.wait(Duration::from_secs(30)).await;
    assert!(matches!(stage(&desk, &id), RunStage::Failed(Failure::Unreachable)));
    let instance = desk.model.workflows.runs[&id].instance.clone();
    ran(&mut desk, WorkflowEvent::Submitted).await;
    assert_eq!((instances(&desk, &id), &desk.model.workflows.runs[&id].instance), (1, &instance));
}

#[tokio::test]
async fn while_nobody_knows_whether_it_started_nothing_is_started() {
    let mut desk = priya().await;
    let (id, _) = choose(&mut desk).await;
    fault(&desk, "POST", "/incident_workflows/*/instances", Kind::DropAnswer, 1);
    desk.sandbox.faults().add(Fault::new(Target::Pagerduty, status(503)).method("GET"));
    ran(&mut desk, WorkflowEvent::Submitted).await;
    desk.wait(Duration::from_secs(60)).await;
    assert!(matches!(stage(&desk, &id), RunStage::Doubt(_)));
    desk.sandbox.faults().clear();
    ran(&mut desk, WorkflowEvent::Submitted).await;
    assert_eq!(instances(&desk, &id), 1);
    assert!(matches!(stage(&desk, &id), RunStage::Started { .. }));
}

#[tokio::test]
async fn running_nothing_asks_for_a_choice() {
    let mut desk = priya().await;
    let id = desk.only().id;
    ran(&mut desk, WorkflowEvent::Opened(id)).await;
    ran(&mut desk, WorkflowEvent::Submitted).await;
    assert!(desk.model.workflows.nothing_chosen);
    ran(&mut desk, WorkflowEvent::Typed("payments lead".into())).await;
    assert_eq!(desk.model.workflows.results().len(), 1);
}
