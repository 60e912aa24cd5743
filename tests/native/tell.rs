//! Telling people: status updates, and one that follows a resolution, with what goes wrong on the way.

use std::time::Duration;

use incident_command_console::console::Event;
use incident_command_console::console::effect::{Effect, StatusUpdateEffect};
use incident_command_console::console::model::{Account, Notice, Task};
use incident_command_console::console::status_update::{Sending, StatusUpdateEvent};
use incident_command_console::console::workflow::WorkflowEvent;
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::IncidentId;
use incident_command_console::domain::status_update::{Subscription, UpdateProblem};
use sandbox::faults::{Fault, Kind, Target};
use serde_json::{Value, json};

use crate::desk::{Desk, JONAS, sandbox};

/// A manager, who may start workflows through the API.
const PRIYA: u64 = 8_410_300_121;
const PRIYA_EMAIL: &str = "priya.nair@northwind.example";
/// A responder, who may not.
pub(crate) const JONAS_EMAIL: &str = "jonas.okafor@northwind.example";

/// The ticket with one incident, and the closed one.
pub(crate) const ONE: u64 = 48_213;
const CLOSED: u64 = 48_230;

const WORDS: &str = "A bad release is being rolled back.";

pub(crate) async fn priya() -> Desk {
    Desk::new(&sandbox(), ONE, PRIYA, Some(PRIYA_EMAIL)).await
}

pub(crate) fn fault(desk: &Desk, method: &str, path: &str, kind: Kind, times: u32) {
    desk.sandbox.faults().add(Fault::new(Target::Pagerduty, kind).method(method).path(path).times(times));
}

pub(crate) fn status(code: u16) -> Kind {
    Kind::Status { code, retry_after: None, body: None }
}

async fn told(desk: &mut Desk, event: StatusUpdateEvent) {
    desk.tell(Event::StatusUpdate(event)).await;
}

pub(crate) async fn ran(desk: &mut Desk, event: WorkflowEvent) {
    desk.tell(Event::Workflow(event)).await;
}

/// Opens the task and writes the words.
async fn write(desk: &mut Desk) -> IncidentId {
    let id = desk.only().id;
    told(desk, StatusUpdateEvent::Opened(id.clone())).await;
    told(desk, StatusUpdateEvent::Typed(id.clone(), WORDS.into())).await;
    id
}

fn updates(desk: &Desk, id: &IncidentId) -> Vec<Value> {
    desk.in_pagerduty(id)["status_updates"].as_array().cloned().unwrap_or_default()
}

fn with_words(desk: &Desk, id: &IncidentId) -> usize {
    updates(desk, id).iter().filter(|update| update["message"] == json!(WORDS)).count()
}

pub(crate) fn instances(desk: &Desk, id: &IncidentId) -> usize {
    desk.in_pagerduty(id)["workflow_instances"].as_array().map_or(0, Vec::len)
}

fn sends(desk: &Desk) -> usize {
    let sends = |effect: &&Effect| matches!(effect, Effect::StatusUpdate(StatusUpdateEffect::Send { .. }));
    desk.seen.iter().filter(sends).count()
}

fn latest(desk: &Desk, id: &IncidentId) -> Option<(Option<String>, String)> {
    let known = desk.model.dossiers.get(id)?.latest_update.known.clone()?;
    Some((known.who, known.message))
}

#[tokio::test]
async fn the_latest_update_shows_and_goes_into_the_reply_as_a_draft() {
    let mut desk = priya().await;
    let id = desk.only().id;
    let (who, message) = latest(&desk, &id).unwrap();
    assert!(who.is_some() && !message.is_empty());
    told(&mut desk, StatusUpdateEvent::InsertClicked(id.clone())).await;
    assert_eq!(*desk.reply.borrow(), message);
    desk.refuses_text = Some(Failure::TimedOut);
    told(&mut desk, StatusUpdateEvent::InsertClicked(id)).await;
    assert!(desk.model.notices.iter().any(|it| matches!(it, Notice::InsertFailed { .. })));
}

#[tokio::test]
async fn a_closed_ticket_takes_no_text_for_a_reply() {
    let mut desk = Desk::new(&sandbox(), CLOSED, PRIYA, Some(PRIYA_EMAIL)).await;
    for incident in desk.shown() {
        told(&mut desk, StatusUpdateEvent::InsertClicked(incident.id)).await;
    }
    assert!(desk.reply.borrow().is_empty());
}

#[tokio::test]
async fn a_colleagues_update_shows_within_a_minute() {
    let mut desk = priya().await;
    let id = desk.only().id;
    let before = latest(&desk, &id);
    let world = (desk.sandbox.clone(), desk.clock());
    let mut colleague = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    write(&mut colleague).await;
    told(&mut colleague, StatusUpdateEvent::Submitted).await;
    assert_eq!(latest(&desk, &id), before);
    desk.wait(Duration::from_secs(80)).await;
    assert_eq!(latest(&desk, &id), Some((Some("Jonas Okafor".into()), WORDS.into())));
}

#[tokio::test]
async fn an_update_is_sent_once_and_then_shown_and_inserted_if_that_was_asked_for() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    told(&mut desk, StatusUpdateEvent::InsertToggled(true)).await;
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert_eq!(with_words(&desk, &id), 1);
    assert_eq!(latest(&desk, &id), Some((Some("Priya Nair".into()), WORDS.into())));
    assert_eq!(*desk.reply.borrow(), WORDS);
    assert!(desk.model.task.is_none() && desk.model.updates.drafts.get(&id).is_none());
    assert!(desk.model.notices.iter().any(|it| matches!(it, Notice::StatusUpdateSent { .. })));
}

#[tokio::test]
async fn an_empty_update_is_not_sent() {
    let mut desk = priya().await;
    let id = desk.only().id;
    told(&mut desk, StatusUpdateEvent::Opened(id.clone())).await;
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert_eq!(desk.model.update_task().unwrap().problem, Some(UpdateProblem::Empty));
    assert_eq!(sends(&desk), 0);
}

#[tokio::test]
async fn a_lost_answer_is_found_in_the_timeline_and_nothing_is_sent_again() {
    for kind in [Kind::DropAnswer, Kind::Malformed] {
        let mut desk = priya().await;
        let id = write(&mut desk).await;
        fault(&desk, "POST", "/incidents/*/status_updates", kind, 1);
        told(&mut desk, StatusUpdateEvent::Submitted).await;
        assert_eq!((with_words(&desk, &id), sends(&desk)), (1, 1));
        assert!(desk.model.task.is_none(), "it was sent");
    }
}

#[tokio::test]
async fn the_same_words_sent_before_are_not_taken_for_a_lost_update() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    desk.wait(Duration::from_secs(20)).await;
    write(&mut desk).await;
    fault(&desk, "POST", "/incidents/*/status_updates", Kind::DropRequest, 1);
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    desk.wait(Duration::from_secs(30)).await;
    assert_eq!(with_words(&desk, &id), 1);
    assert!(matches!(desk.model.update_task().unwrap().sending, Sending::Failed(Failure::Unreachable)));
}

#[tokio::test]
async fn an_update_that_never_arrived_keeps_its_words_and_can_be_sent_after_the_search() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    fault(&desk, "POST", "/incidents/*/status_updates", Kind::DropRequest, 1);
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert!(matches!(desk.model.update_task().unwrap().sending, Sending::Checking { .. }));
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert_eq!(sends(&desk), 1, "nothing is sent while the timeline is searched");
    desk.wait(Duration::from_secs(30)).await;
    assert_eq!(desk.model.update_task().unwrap().text, WORDS);
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert_eq!(with_words(&desk, &id), 1);
}

#[tokio::test]
async fn while_the_timeline_cannot_be_read_nothing_is_sent_again() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    fault(&desk, "POST", "/incidents/*/status_updates", Kind::DropAnswer, 1);
    desk.sandbox.faults().add(Fault::new(Target::Pagerduty, status(503)).method("GET"));
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    desk.wait(Duration::from_secs(120)).await;
    assert!(matches!(desk.model.update_task().unwrap().sending, Sending::Doubt { .. }));
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    desk.wait(Duration::from_secs(120)).await;
    assert_eq!(sends(&desk), 1);
    desk.sandbox.faults().clear();
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert_eq!((with_words(&desk, &id), sends(&desk)), (1, 1));
    assert!(desk.model.task.is_none());
}

#[tokio::test]
async fn a_refused_update_keeps_its_words_and_says_why() {
    for (code, failure) in [(402, Failure::PaymentRequired), (404, Failure::NotFound), (401, Failure::Unauthorized)] {
        let mut desk = priya().await;
        let id = write(&mut desk).await;
        fault(&desk, "POST", "/incidents/*/status_updates", status(code), 5);
        told(&mut desk, StatusUpdateEvent::Submitted).await;
        let task = desk.model.update_task().unwrap();
        assert_eq!((task.text.as_str(), &task.sending), (WORDS, &Sending::Failed(failure)));
        assert_eq!(with_words(&desk, &id), 0);
        assert_eq!(matches!(desk.model.account, Account::SignedOut(_)), code == 401);
    }
}

#[tokio::test]
async fn a_draft_outlives_its_task() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    desk.tell(Event::TaskClosed).await;
    desk.tell(Event::RefreshClicked).await;
    told(&mut desk, StatusUpdateEvent::Opened(id)).await;
    assert_eq!(desk.model.update_task().unwrap().text, WORDS);
}

#[tokio::test]
async fn a_template_words_the_update_which_is_shown_before_it_is_sent() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    let templates = desk.model.updates.templates.known().unwrap().clone();
    let template = templates.iter().find(|it| it.name == "Customer impact").unwrap().id.clone();
    told(&mut desk, StatusUpdateEvent::TemplateChosen(Some(template))).await;
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    let task = desk.model.update_task().unwrap();
    assert!(task.preview && sends(&desk) == 0, "first it is shown");
    let rendered = task.outcome().unwrap().clone().unwrap();
    assert!(rendered.html.contains(WORDS) && rendered.warnings.is_empty());
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    let sent = updates(&desk, &id).pop().unwrap();
    assert_eq!(sent["message"], json!(rendered.message));
    assert_eq!((&sent["subject"], &sent["html_message"]), (&json!(rendered.subject), &json!(rendered.html)));
}

#[tokio::test]
async fn a_change_of_the_text_after_the_preview_is_filled_in_again() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    let templates = desk.model.updates.templates.known().unwrap().clone();
    let old = templates.iter().find(|it| it.name == "Old newsletter").unwrap().id.clone();
    told(&mut desk, StatusUpdateEvent::TemplateChosen(Some(old))).await;
    told(&mut desk, StatusUpdateEvent::PreviewShown(true)).await;
    let rendered = desk.model.update_task().unwrap().outcome().unwrap().clone().unwrap();
    assert!(rendered.warnings.iter().any(|it| it.contains("incident.newsletter")), "{:?}", rendered.warnings);
    told(&mut desk, StatusUpdateEvent::PreviewShown(false)).await;
    told(&mut desk, StatusUpdateEvent::Typed(id.clone(), "Recovered.".into())).await;
    assert_eq!(desk.model.update_task().unwrap().outcome(), None, "the old one is of other words");
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert_eq!(updates(&desk, &id).pop().unwrap()["message"], json!("Recovered."));
}

#[tokio::test]
async fn without_templates_in_the_plan_there_are_none_and_a_failure_is_tried_again() {
    let mut desk = priya().await;
    desk.sandbox.pagerduty().remove_ability("status_update_templates");
    write(&mut desk).await;
    assert_eq!(desk.model.updates.templates.known(), Some(&Vec::new()));
    let mut desk = priya().await;
    fault(&desk, "GET", "/templates", status(400), 1);
    write(&mut desk).await;
    assert!(desk.model.updates.templates.failure().is_some());
    told(&mut desk, StatusUpdateEvent::RenderAgain).await;
    assert_eq!(desk.model.updates.templates.known().unwrap().len(), 3);
}

#[tokio::test]
async fn subscribers_are_found_added_and_named_and_each_result_is_told() {
    let mut desk = priya().await;
    let id = write(&mut desk).await;
    for query in ["Olu", "Payments"] {
        told(&mut desk, StatusUpdateEvent::SubscriberTyped(query.into())).await;
        desk.wait(Duration::from_millis(300)).await;
        let found = desk.model.update_task().unwrap().recipients.search.results.known().unwrap().items.clone();
        let first = found.into_iter().find(|it| it.name.contains(query)).unwrap();
        told(&mut desk, StatusUpdateEvent::SubscriberChosen(first.clone())).await;
        told(&mut desk, StatusUpdateEvent::SubscriberChosen(first)).await;
    }
    assert_eq!(desk.model.update_task().unwrap().recipients.chosen.len(), 2, "each once");
    fault(&desk, "POST", "/incidents/*/status_updates/subscribers", status(422), 1);
    told(&mut desk, StatusUpdateEvent::SubscribeClicked).await;
    let recipients = &desk.model.update_task().unwrap().recipients;
    assert!(recipients.failure.is_some() && recipients.chosen.len() == 2, "they stay chosen");
    told(&mut desk, StatusUpdateEvent::SubscribeClicked).await;
    let recipients = desk.model.update_task().unwrap().recipients.clone();
    assert!(recipients.results.iter().all(|(_, result)| *result == Subscription::Added));
    assert_eq!(recipients.known.known().unwrap().counts(), (1, 1));

    let (olu, _) = recipients.results[0].clone();
    told(&mut desk, StatusUpdateEvent::SubscriberChosen(olu)).await;
    told(&mut desk, StatusUpdateEvent::SubscribeClicked).await;
    let recipients = &desk.model.update_task().unwrap().recipients;
    assert_eq!(recipients.results[0].1, Subscription::Duplicate);
    told(&mut desk, StatusUpdateEvent::RecipientsToggled).await;
    let listed = desk.model.update_task().unwrap().recipients.listed();
    assert!(listed.iter().all(|(_, name)| name.as_ref().is_some_and(|name| !name.is_empty())), "{listed:?}");
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    let sent = Notice::StatusUpdateSent { incident: id, subscribers: Some((1, 1)) };
    assert!(desk.model.notices.contains(&sent));
}

#[tokio::test]
async fn an_update_follows_a_resolution_once_it_has_succeeded() {
    let mut desk = priya().await;
    let id = desk.only().id;
    desk.tell(Event::ResolveClicked(id.clone())).await;
    desk.tell(Event::ResolutionTyped("Rolled back".into())).await;
    desk.tell(Event::ResolutionUpdateToggled(true)).await;
    desk.tell(Event::ResolveConfirmed).await;
    assert!(matches!(desk.model.task, Some(Task::Resolve { .. })), "it says nothing yet");
    told(&mut desk, StatusUpdateEvent::Typed(id.clone(), WORDS.into())).await;
    desk.tell(Event::ResolveConfirmed).await;
    assert_eq!(with_words(&desk, &id), 0, "not before it is resolved");
    desk.tell(Event::ResolveUndone(id.clone())).await;
    assert!(matches!(&desk.model.task, Some(Task::Resolve { update: true, note, .. }) if note == "Rolled back"));
    desk.tell(Event::ResolveConfirmed).await;
    desk.wait(Duration::from_secs(6)).await;
    assert_eq!(desk.in_pagerduty(&id)["status"], json!("resolved"));
    assert_eq!(with_words(&desk, &id), 1);
}

#[tokio::test]
async fn a_follow_up_that_fails_is_the_only_step_that_is_offered_again() {
    let mut desk = priya().await;
    let id = desk.only().id;
    desk.tell(Event::ResolveClicked(id.clone())).await;
    desk.tell(Event::ResolutionUpdateToggled(true)).await;
    told(&mut desk, StatusUpdateEvent::Typed(id.clone(), WORDS.into())).await;
    desk.tell(Event::ResolveConfirmed).await;
    fault(&desk, "POST", "/incidents/*/status_updates", status(403), 1);
    desk.wait(Duration::from_secs(6)).await;
    assert_eq!((desk.in_pagerduty(&id)["status"].clone(), with_words(&desk, &id)), (json!("resolved"), 0));
    let offered = |it: &Notice| matches!(it, Notice::StatusUpdateFailed { failure: Some(Failure::Forbidden(_)), .. });
    assert!(desk.model.notices.iter().any(offered), "{:?}", desk.model.notices);
    assert!(!desk.model.notices.iter().any(|it| matches!(it, Notice::CommandFailed { .. })));
    told(&mut desk, StatusUpdateEvent::Opened(id.clone())).await;
    told(&mut desk, StatusUpdateEvent::Submitted).await;
    assert_eq!(with_words(&desk, &id), 1);
    assert!(!desk.model.notices.iter().any(offered));
}

#[tokio::test]
async fn a_refused_resolution_sends_no_update_and_keeps_its_draft() {
    let mut desk = priya().await;
    let id = desk.only().id;
    desk.tell(Event::ResolveClicked(id.clone())).await;
    desk.tell(Event::ResolutionUpdateToggled(true)).await;
    told(&mut desk, StatusUpdateEvent::Typed(id.clone(), WORDS.into())).await;
    desk.tell(Event::ResolveConfirmed).await;
    fault(&desk, "PUT", "/incidents/", status(403), 1);
    desk.wait(Duration::from_secs(6)).await;
    assert_eq!(with_words(&desk, &id), 0);
    assert_eq!(desk.model.updates.drafts[&id].text, WORDS);
    assert!(desk.model.notices.iter().any(|it| matches!(it, Notice::StatusUpdateFailed { failure: None, .. })));
}
