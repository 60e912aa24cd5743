//! Stories of editing and snoozing, of incidents that merge or go away, and of what is shown.

use std::time::Duration;

use incident_command_console::console::display::{DisplayEvent, Item};
use incident_command_console::console::edit::EditEvent;
use incident_command_console::console::model::{Model, Notice, View};
use incident_command_console::console::snooze::SnoozeEvent;
use incident_command_console::console::{Effect, Event, Focus, LinkChange};
use incident_command_console::domain::action::{Action, Refusal};
use incident_command_console::domain::display::{Block, DetailField};
use incident_command_console::domain::edit::EditField;
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::IncidentId;
use incident_command_console::domain::incident::{Status, Urgency};
use incident_command_console::domain::moment::Moment;
use incident_command_console::domain::snooze::{SnoozeChoice, SnoozeProblem, SnoozeUnit};
use incident_command_console::http::{Method, Request};
use sandbox::faults::{Fault, Kind, Target};
use serde_json::{Value, json};

use crate::desk::{Desk, JONAS, sandbox};

const JONAS_EMAIL: &str = "jonas.okafor@northwind.example";
const MAYA_EMAIL: &str = "maya.chen@northwind.example";
const ONE: u64 = 48_213;
const SEVERAL: u64 = 48_215;

async fn jonas_at(ticket: u64) -> Desk {
    Desk::new(&sandbox(), ticket, JONAS, Some(JONAS_EMAIL)).await
}

fn fault(desk: &Desk, method: &str, path: &str, kind: Kind) {
    desk.sandbox.faults().add(Fault::new(Target::Pagerduty, kind).method(method).path(path).times(1));
}

/// Maya Chen changes something in PagerDuty.
async fn maya(desk: &Desk, method: Method, path: &str, body: &Value) {
    let token = desk.sandbox.pagerduty().token_for(MAYA_EMAIL).unwrap();
    let request = Request::new(method, format!("https://api.pagerduty.com{path}"))
        .header("Authorization", format!("Bearer {token}"))
        .header("From", MAYA_EMAIL)
        .json(body);
    let answer = desk.carry(request).await.unwrap();
    assert!(answer.status < 300, "{} {}", answer.status, answer.body);
}

async fn maya_retitles(desk: &Desk, id: &IncidentId, title: &str) {
    let body = json!({ "incident": { "type": "incident_reference", "title": title } });
    maya(desk, Method::Put, &format!("/incidents/{id}"), &body).await;
}

async fn edit(desk: &mut Desk, event: EditEvent) {
    desk.tell(Event::Edit(event)).await;
}

async fn snooze(desk: &mut Desk, event: SnoozeEvent) {
    desk.tell(Event::Snooze(event)).await;
}

/// Opens the task and types a title.
async fn retitle(desk: &mut Desk, title: &str) -> IncidentId {
    let id = desk.only().id;
    edit(desk, EditEvent::Opened(id.clone())).await;
    edit(desk, EditEvent::TitleTyped(title.into())).await;
    id
}

/// The bodies of the changes that reached PagerDuty.
fn changes(desk: &Desk) -> Vec<Value> {
    let asked = desk.sandbox.recorder().exchanges();
    let put = |it: &&Value| {
        it["request"]["method"] == json!("PUT")
            && it["request"]["url"].as_str().unwrap_or_default().contains("/incidents/")
    };
    asked.iter().filter(put).map(|it| it["request"]["body"].clone()).collect()
}

fn title(desk: &Desk, id: &IncidentId) -> String {
    desk.in_pagerduty(id)["title"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn only_what_was_changed_is_sent_and_the_task_closes_with_words() {
    let mut desk = jonas_at(ONE).await;
    let id = retitle(&mut desk, "  Checkout is   back ").await;
    edit(&mut desk, EditEvent::UrgencyChosen(Urgency::High)).await;
    let before = desk.in_pagerduty(&id);
    edit(&mut desk, EditEvent::Submitted).await;
    let after = desk.in_pagerduty(&id);
    assert_eq!(after["title"], json!("Checkout is back"));
    assert_eq!((&after["urgency"], &after["priority"]), (&before["urgency"], &before["priority"]));
    assert!(desk.model.task.is_none());
    assert!(desk.model.notices.contains(&Notice::Edited { incident: id.clone() }), "{:?}", desk.model.notices);
    assert_eq!(desk.only().title, "Checkout is back");
    let sent = changes(&desk).into_iter().next_back().unwrap().to_string();
    assert!(!sent.contains("urgency") && !sent.contains("priority"), "{sent}");
}

#[tokio::test]
async fn a_priority_is_taken_away_and_nothing_changed_sends_nothing() {
    let mut desk = jonas_at(ONE).await;
    let id = desk.only().id;
    edit(&mut desk, EditEvent::Opened(id.clone())).await;
    edit(&mut desk, EditEvent::Submitted).await;
    assert!(desk.model.edit().unwrap().unchanged);
    assert!(changes(&desk).is_empty());
    edit(&mut desk, EditEvent::PriorityChosen(None)).await;
    edit(&mut desk, EditEvent::Submitted).await;
    assert_eq!(desk.in_pagerduty(&id)["priority"], Value::Null);
    assert_eq!(desk.only().priority, None);
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten_unseen() {
    let mut desk = jonas_at(ONE).await;
    let id = retitle(&mut desk, "Mine").await;
    maya_retitles(&desk, &id, "Theirs").await;
    // The console has not looked since.
    edit(&mut desk, EditEvent::Submitted).await;
    assert_eq!(title(&desk, &id), "Theirs");
    let task = desk.model.edit().unwrap();
    assert_eq!((task.edit.disputed.as_slice(), task.edit.wanted.title.as_str()), (&[EditField::Title][..], "Mine"));
    assert_eq!(task.edit.seen.title, "Theirs");
    // Pressed again before anybody could have read it.
    edit(&mut desk, EditEvent::Submitted).await;
    assert_eq!(title(&desk, &id), "Theirs");
    assert!(desk.seen.contains(&Effect::Focus(Focus::Element("edit-dispute".into()))));
    desk.wait(Duration::from_secs(2)).await;
    edit(&mut desk, EditEvent::Submitted).await;
    assert_eq!(title(&desk, &id), "Mine");
}

#[tokio::test]
async fn a_poll_tells_of_a_dispute_and_the_agent_can_give_way() {
    let mut desk = jonas_at(ONE).await;
    let id = retitle(&mut desk, "Mine").await;
    let body = json!({ "incident": { "type": "incident_reference", "title": "Theirs", "urgency": "low" } });
    maya(&desk, Method::Put, &format!("/incidents/{id}"), &body).await;
    desk.wait(Duration::from_secs(20)).await;
    let task = desk.model.edit().unwrap();
    assert_eq!(task.edit.disputed, [EditField::Title]);
    assert_eq!(task.edit.wanted.urgency, Urgency::Low, "what the agent left alone follows");
    edit(&mut desk, EditEvent::GaveWay(EditField::Title)).await;
    edit(&mut desk, EditEvent::Submitted).await;
    assert!(desk.model.edit().unwrap().unchanged);
    assert_eq!(title(&desk, &id), "Theirs");
}

#[tokio::test]
async fn an_incident_that_was_resolved_meanwhile_is_not_edited() {
    let mut desk = jonas_at(ONE).await;
    let id = retitle(&mut desk, "Mine").await;
    let body = json!({ "incident": { "type": "incident_reference", "status": "resolved" } });
    maya(&desk, Method::Put, &format!("/incidents/{id}"), &body).await;
    edit(&mut desk, EditEvent::Submitted).await;
    assert!(matches!(desk.model.edit().unwrap().failure, Some((Failure::Conflict(_), true))));
    assert_eq!(desk.model.permit_on(Action::Edit, &id), Err(Refusal::AlreadyResolved));
    assert_eq!(desk.model.edit().unwrap().edit.wanted.title, "Mine");
}

#[tokio::test]
async fn a_lost_answer_to_an_edit_is_looked_up() {
    let mut desk = jonas_at(ONE).await;
    let id = retitle(&mut desk, "Arrived").await;
    fault(&desk, "PUT", "/incidents", Kind::DropAnswer);
    edit(&mut desk, EditEvent::Submitted).await;
    assert!(desk.model.task.is_none());
    assert_eq!(desk.only().title, "Arrived");
    retitle(&mut desk, "Lost").await;
    fault(&desk, "PUT", "/incidents", Kind::DropRequest);
    edit(&mut desk, EditEvent::Submitted).await;
    assert_eq!(title(&desk, &id), "Arrived");
    let task = desk.model.edit().unwrap();
    assert_eq!(task.failure, Some((Failure::Unreachable, true)), "it was looked up, so nothing is in doubt");
    assert_eq!(task.edit.wanted.title, "Lost");
    edit(&mut desk, EditEvent::Submitted).await;
    assert_eq!(title(&desk, &id), "Lost");
}

#[tokio::test]
async fn a_refused_edit_keeps_what_was_typed_through_sign_out() {
    for code in [402, 403, 429, 500] {
        let mut desk = jonas_at(ONE).await;
        let id = retitle(&mut desk, "Mine").await;
        let before = title(&desk, &id);
        fault(&desk, "PUT", "/incidents", Kind::Status { code, retry_after: Some(1), body: None });
        edit(&mut desk, EditEvent::Submitted).await;
        assert!(desk.model.edit().unwrap().failure.is_some(), "{code}");
        assert_eq!(title(&desk, &id), before, "{code}");
        desk.tell(Event::SignOutClicked).await;
        assert_eq!(desk.model.edits[&id].edit.wanted.title, "Mine", "{code}");
    }
}

async fn acknowledged() -> (Desk, IncidentId) {
    let mut desk = jonas_at(ONE).await;
    let id = desk.only().id;
    if desk.only().status == Status::Triggered {
        desk.tell(Event::AcknowledgeClicked(id.clone())).await;
    }
    assert_eq!(desk.only().status, Status::Acknowledged);
    (desk, id)
}

#[tokio::test]
async fn only_an_acknowledged_incident_is_snoozed_and_others_say_why() {
    let desk = jonas_at(SEVERAL).await;
    for incident in desk.shown() {
        let expected = match incident.status {
            Status::Triggered => Err(Refusal::NotAcknowledged),
            Status::Acknowledged => Ok(()),
            Status::Resolved => Err(Refusal::AlreadyResolved),
        };
        assert_eq!(desk.model.permit_on(Action::Snooze, &incident.id), expected);
    }
}

#[tokio::test]
async fn a_snoozed_incident_says_until_when_and_triggers_again_then() {
    let (mut desk, id) = acknowledged().await;
    snooze(&mut desk, SnoozeEvent::Opened(id.clone())).await;
    snooze(&mut desk, SnoozeEvent::Chosen(SnoozeChoice::Hours(4))).await;
    let until = desk.model.snooze().unwrap().check(desk.model.now).unwrap().until(desk.model.now);
    snooze(&mut desk, SnoozeEvent::Submitted).await;
    assert!(desk.model.task.is_none());
    let at = desk.only().triggers_again_at.unwrap();
    assert_eq!(at.0 / 1_000, until.0 / 1_000);
    assert!(desk.model.notices.contains(&Notice::Snoozed { incident: id.clone(), until: at }));
    desk.wait(Duration::from_secs(4 * 3_600 + 60)).await;
    assert_eq!(desk.in_pagerduty(&id)["status"], json!("triggered"));
    assert_eq!(desk.only().status, Status::Triggered);
}

#[tokio::test]
async fn an_own_number_is_checked_before_it_is_sent() {
    let (mut desk, id) = acknowledged().await;
    snooze(&mut desk, SnoozeEvent::Opened(id)).await;
    snooze(&mut desk, SnoozeEvent::NumberTyped("8".into())).await;
    snooze(&mut desk, SnoozeEvent::UnitChosen(SnoozeUnit::Days)).await;
    snooze(&mut desk, SnoozeEvent::Submitted).await;
    assert_eq!(desk.model.snooze().unwrap().problem, Some(SnoozeProblem::TooLong));
    assert!(!desk.seen.iter().any(|effect| matches!(effect, Effect::Snooze { .. })));
    snooze(&mut desk, SnoozeEvent::NumberTyped("7".into())).await;
    snooze(&mut desk, SnoozeEvent::Submitted).await;
    assert!(desk.model.task.is_none());
}

#[tokio::test]
async fn a_lost_answer_to_a_snooze_is_looked_up() {
    let (mut desk, id) = acknowledged().await;
    snooze(&mut desk, SnoozeEvent::Opened(id.clone())).await;
    fault(&desk, "POST", "*/snooze", Kind::DropAnswer);
    snooze(&mut desk, SnoozeEvent::Submitted).await;
    assert!(desk.model.task.is_none());
    assert!(desk.model.notices.iter().any(|notice| matches!(notice, Notice::Snoozed { .. })));
    desk.sandbox.faults().clear();
    snooze(&mut desk, SnoozeEvent::Opened(id)).await;
    snooze(&mut desk, SnoozeEvent::Chosen(SnoozeChoice::Hours(9))).await;
    fault(&desk, "POST", "*/snooze", Kind::DropRequest);
    snooze(&mut desk, SnoozeEvent::Submitted).await;
    assert_eq!(desk.model.snooze().unwrap().failure, Some((Failure::Unreachable, true)));
}

#[tokio::test]
async fn a_linked_incident_that_pagerduty_does_not_show_is_seen_as_such_and_can_be_taken_off() {
    let world = sandbox();
    let field = world.0.zendesk().requirement("pagerduty_incidents").unwrap();
    let change =
        json!({ "custom_fields": [{ "id": field, "value": "QGONE01" }], "additional_tags": ["pagerduty_incident"] });
    world.0.zendesk().update_as(JONAS, 48_214, &change).unwrap();
    let mut desk = Desk::new(&world, 48_214, JONAS, Some(JONAS_EMAIL)).await;
    let id = IncidentId::parse("QGONE01").unwrap();
    assert_eq!((desk.model.view(), desk.model.missing_links()), (View::Empty, vec![id.clone()]));
    desk.tell(Event::UnlinkClicked(id.clone())).await;
    assert_eq!(desk.field(), "");
    assert!(!desk.tags().contains(&"pagerduty_incident".to_owned()), "{:?}", desk.tags());
    assert!(desk.model.missing_links().is_empty());
    assert!(desk.model.notices.contains(&Notice::UnlinkedMissing { incident: id.clone() }));
    desk.tell(Event::LinkChangeRequested(LinkChange::Add(id.clone()))).await;
    assert_eq!(desk.field(), "QGONE01");
    assert_eq!(desk.model.missing_links(), [id]);
}

#[tokio::test]
async fn a_merged_incident_names_its_target_which_can_be_linked() {
    let mut desk = jonas_at(ONE).await;
    let source = desk.only().id;
    let body = json!({ "incident": {
        "type": "incident",
        "title": "Payments are down",
        "service": { "id": desk.only().service.id.as_str(), "type": "service_reference" },
    }});
    maya(&desk, Method::Post, "/incidents", &body).await;
    let dump = desk.sandbox.pagerduty().dump();
    let made =
        dump["incidents"].as_array().unwrap().iter().find(|it| it["title"] == json!("Payments are down")).unwrap();
    let target = IncidentId::parse(made["id"].as_str().unwrap()).unwrap();
    let merge = json!({ "source_incidents": [{ "id": source.as_str(), "type": "incident_reference" }] });
    maya(&desk, Method::Put, &format!("/incidents/{target}/merge"), &merge).await;
    desk.wait(Duration::from_secs(20)).await;
    let merged = desk.model.incident(&source).unwrap().merged_into.clone().unwrap();
    assert_eq!(merged.id, target);
    assert!(merged.name.contains("Payments are down"));
    desk.tell(Event::MergeTargetClicked(source.clone())).await;
    assert!(desk.field().contains(target.as_str()));
    assert!(desk.model.belongs(&target) && desk.model.incident(&target).is_some());
    let before = desk.field();
    desk.tell(Event::MergeTargetClicked(source)).await;
    assert_eq!(desk.field(), before, "it is linked once");
}

fn asks_for_timeline(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::LoadTimeline { .. }))
}

#[tokio::test]
async fn what_is_hidden_is_not_read_and_the_order_is_kept() {
    let mut desk = jonas_at(ONE).await;
    desk.tell(Event::Display(DisplayEvent::Opened)).await;
    desk.tell(Event::Display(DisplayEvent::Toggled(Item::Block(Block::Timeline), false))).await;
    desk.tell(Event::Display(DisplayEvent::MovedUp(Item::Block(Block::Notes)))).await;
    let Some(Effect::Remember(kept)) = desk.seen.iter().rev().find(|it| matches!(it, Effect::Remember(_))).cloned()
    else {
        panic!("it is kept");
    };
    assert_eq!(kept.display, Some(desk.model.display()));
    desk.seen.clear();
    desk.tell(Event::RefreshClicked).await;
    assert!(!asks_for_timeline(&desk.seen));
    assert!(!desk.model.blocks().contains(&Block::Timeline));
    desk.tell(Event::Display(DisplayEvent::Reset)).await;
    assert!(desk.model.preferences.display.is_none());
    assert!(asks_for_timeline(&desk.seen));
}

#[tokio::test]
async fn the_administrators_display_holds_until_the_agent_chooses() {
    let world = sandbox();
    let setting = json!({ "version": 1, "display": { "sections": ["notes", "details"], "fields": ["priority"] } });
    assert!(world.0.zendesk().set_setting("configuration", json!(setting.to_string())));
    let mut desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    assert_eq!(desk.model.blocks(), [Block::Notes, Block::Details]);
    assert!(!asks_for_timeline(&desk.seen));
    desk.tell(Event::Display(DisplayEvent::Toggled(Item::Field(DetailField::Service), true))).await;
    assert!(desk.model.display().fields.shows(DetailField::Service));
    assert_eq!(desk.model.blocks(), [Block::Notes, Block::Details]);
    desk.tell(Event::Display(DisplayEvent::Reset)).await;
    assert!(!desk.model.display().fields.shows(DetailField::Service));
}

#[test]
fn moving_gives_the_focus_to_a_button_that_is_still_there() {
    let mut model = Model::default();
    let mut press = |event| model.update(Event::Display(event), Moment(1));
    let notes = Item::Block(Block::StatusUpdate);
    let focus = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Focus(Focus::Element(id)) => Some(id.clone()),
            _ => None,
        })
    };
    assert_eq!(focus(&press(DisplayEvent::MovedUp(notes))), None, "it stands first");
    assert_eq!(focus(&press(DisplayEvent::MovedDown(notes))).as_deref(), Some("down-block-status_update"));
    assert_eq!(focus(&press(DisplayEvent::MovedUp(notes))).as_deref(), Some("down-block-status_update"), "up is gone");
    let onto = Item::Block(Block::Notes);
    press(DisplayEvent::Dropped { item: notes, onto });
    assert_eq!(model.display().blocks.place(Block::StatusUpdate), 4);
}

#[tokio::test]
async fn a_note_is_never_hidden_while_it_is_written() {
    let mut desk = jonas_at(ONE).await;
    let id = desk.only().id;
    desk.tell(Event::Display(DisplayEvent::Toggled(Item::Block(Block::Notes), false))).await;
    assert!(!desk.model.blocks().contains(&Block::Notes));
    desk.tell(Event::AddNoteClicked(id)).await;
    assert!(desk.model.blocks().contains(&Block::Notes));
}
