//! Status updates, subscribers, templates and workflows.

use incident_command_console::domain::id::{IncidentId, UserId};
use incident_command_console::domain::link::Reference;
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::status_update::{NewStatusUpdate, SubscriberId, Subscription};
use incident_command_console::domain::workflow::{InstanceId, RunnableId, Trace};
use incident_command_console::http::{Failure, Transport};
use incident_command_console::pagerduty::Api;
use sandbox::Sandbox;

use super::bench::{MAYA, NOW, fresh};
use super::incidents::api;

/// A manager, who may start workflows through the API.
const PRIYA: &str = "priya.nair@northwind.example";

async fn incident(api: &Api<impl Transport>) -> IncidentId {
    api.incident(&Reference::Number(1042)).await.unwrap().id
}

fn as_priya() -> (Sandbox, Api<impl Transport>) {
    let (sandbox, _) = fresh();
    let api = api(&sandbox, PRIYA);
    (sandbox, api)
}

#[tokio::test]
async fn an_update_is_sent_and_found_in_the_timeline() {
    let (sandbox, _) = fresh();
    let maya = api(&sandbox, MAYA);
    let id = incident(&maya).await;
    let before = maya.status_updates(&id, None).await.unwrap();
    assert!(!before.is_empty(), "the story has one");
    let sent = maya.send_status_update(&id, &NewStatusUpdate::plain("Rolling back").unwrap()).await.unwrap();
    let after = maya.status_updates(&id, Some(Moment(NOW - 60_000))).await.unwrap();
    assert_eq!(after.first(), Some(&sent));
    assert_eq!(sent.who.as_deref(), Some("Maya Chen"));
}

#[tokio::test]
async fn a_template_is_filled_in_and_sent_with_its_email() {
    let (sandbox, _) = fresh();
    let maya = api(&sandbox, MAYA);
    let id = incident(&maya).await;
    let templates = maya.status_update_templates().await.unwrap();
    let gaps = templates.iter().find(|it| it.name == "Old newsletter").unwrap();
    let rendered = maya.render(&gaps.id, &id, "Rolling back").await.unwrap();
    assert!(rendered.warnings[0].contains("incident.newsletter") && rendered.errors.is_empty());
    let update = NewStatusUpdate::rendered(&rendered).unwrap();
    maya.send_status_update(&id, &update).await.unwrap();
    let dump = sandbox.pagerduty().dump().to_string();
    assert!(dump.contains("<p>Rolling back</p>") && dump.contains("News about"));
    sandbox.pagerduty().remove_ability("status_update_templates");
    assert_eq!(maya.status_update_templates().await, Ok(Vec::new()));
    assert_eq!(maya.render(&gaps.id, &id, "x").await, Err(Failure::PaymentRequired));
}

#[tokio::test]
async fn subscribers_are_added_counted_and_named() {
    let (sandbox, _) = fresh();
    let maya = api(&sandbox, MAYA);
    let id = incident(&maya).await;
    assert!(maya.subscribers(&id).await.unwrap().ids.is_empty());
    let team = maya.possible_subscribers("Payments").await.unwrap().into_iter().find(|it| it.id.is_team()).unwrap();
    let olu = maya.possible_subscribers("Olu").await.unwrap().into_iter().find(|it| !it.id.is_team()).unwrap();
    let nobody = SubscriberId::User(UserId::parse("PNOBODY").unwrap());
    let wanted = [team.id.clone(), olu.id.clone(), nobody.clone()];
    let told = maya.subscribe(&id, &wanted).await.unwrap();
    assert_eq!(told, [Subscription::Added, Subscription::Added, Subscription::Unauthorized]);
    assert_eq!(maya.subscribe(&id, &wanted[..1]).await.unwrap(), [Subscription::Duplicate]);
    assert_eq!(maya.subscribers(&id).await.unwrap().counts(), (1, 1));
    assert_eq!(maya.subscriber_name(&team.id).await, Ok(team.name));
    assert_eq!(maya.subscriber_name(&nobody).await, Ok(String::new()));
}

#[tokio::test]
async fn a_workflow_is_listed_explained_started_and_traced() {
    let (sandbox, priya) = as_priya();
    let id = incident(&priya).await;
    let offers = priya.manual_workflows(&id).await.unwrap();
    assert!(offers.iter().any(|it| it.restricted) && offers.iter().any(|it| !it.restricted), "{offers:?}");
    let first = offers.iter().find(|it| it.name.starts_with("Major incident")).unwrap();
    let RunnableId::Workflow(workflow) = &first.id else { panic!("{first:?}") };
    assert!(priya.workflow_steps(workflow).await.unwrap().len() >= 2);
    let instance = InstanceId::new("PUSER", Moment(NOW), 1);
    priya.start_workflow(workflow, &instance, &id).await.unwrap();
    let again = priya.start_workflow(workflow, &instance, &id).await;
    assert!(matches!(again, Err(Failure::Rejected(_))), "{again:?}");
    let traces = priya.workflow_traces(&id, Moment(NOW - 1_000), &instance, &first.name, "Priya Nair").await.unwrap();
    assert!(Trace::shows_run(&traces) && traces[0].certain && traces[0].mine, "{traces:?}");

    let maya = api(&sandbox, "jonas.okafor@northwind.example");
    let refused = maya.start_workflow(workflow, &InstanceId::new("x", Moment(1), 1), &id).await;
    assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn response_plays_are_offered_only_by_an_account_that_still_has_them() {
    let (sandbox, priya) = as_priya();
    let id = incident(&priya).await;
    assert!(priya.response_plays().await.is_empty());
    sandbox.pagerduty().restore_ability("response_plays");
    let plays = priya.response_plays().await;
    let RunnableId::ResponsePlay(play) = &plays[0].id else { panic!("{plays:?}") };
    assert_eq!(priya.run_response_play(play, &id).await, Ok(()));
}
