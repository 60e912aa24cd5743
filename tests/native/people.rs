//! Adding responders and handing incidents over: whole stories, with what goes wrong between the console and PagerDuty.

use std::time::Duration;

use incident_command_console::console::Event;
use incident_command_console::console::model::{Account, Notice, Task};
use incident_command_console::console::people::{Errand, Lack, PeopleEvent, PeopleTask, Purpose, Sending, Way};
use incident_command_console::domain::action::{Action, Refusal};
use incident_command_console::domain::failure::{Failure, Told};
use incident_command_console::domain::id::IncidentId;
use incident_command_console::domain::incident::Status;
use incident_command_console::domain::people::Target;
use incident_command_console::domain::responder::{Cancellation, ResponderRequest, ResponderState, Summons};
use sandbox::faults::{Fault, Kind, Target as Service};
use sandbox::pagerduty::Deed;
use serde_json::{Value, json};

use crate::desk::{Desk, JONAS, sandbox};

const JONAS_EMAIL: &str = "jonas.okafor@northwind.example";
const PRIYA_EMAIL: &str = "priya.nair@northwind.example";
const MESSAGE: &str = "Please help with the checkout";

/// The ticket with one acknowledged incident, on the policy "Checkout" at its first level.
const ONE: u64 = 48_213;

async fn jonas() -> Desk {
    Desk::new(&sandbox(), ONE, JONAS, Some(JONAS_EMAIL)).await
}

fn fault(desk: &Desk, method: &str, path: &str, kind: Kind, times: u32) {
    desk.sandbox.faults().add(Fault::new(Service::Pagerduty, kind).method(method).path(path).times(times));
}

fn status(code: u16) -> Kind {
    Kind::Status { code, retry_after: None, body: None }
}

fn errand(desk: &Desk, purpose: Purpose) -> Errand {
    Errand { purpose, incident: desk.only().id }
}

fn task(desk: &Desk, purpose: Purpose) -> &PeopleTask {
    &desk.model.people.tasks[&errand(desk, purpose)]
}

async fn tell(desk: &mut Desk, event: PeopleEvent) {
    desk.tell(Event::People(event)).await;
}

async fn open(desk: &mut Desk, purpose: Purpose) {
    let errand = errand(desk, purpose);
    tell(desk, PeopleEvent::Opened(errand.clone())).await;
    assert_eq!(desk.model.task, Some(Task::People(errand)));
}

/// Types a name, waits for what is found, and chooses the one with exactly that name.
async fn choose(desk: &mut Desk, purpose: Purpose, name: &str) {
    tell(desk, PeopleEvent::Typed(name.into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let found = task(desk, purpose).search.results.known().unwrap().items.clone();
    let candidate = found.into_iter().find(|it| it.target.name() == name).unwrap();
    tell(desk, PeopleEvent::Chosen(Box::new(candidate))).await;
}

async fn submit(desk: &mut Desk) {
    tell(desk, PeopleEvent::Submitted(MESSAGE.into())).await;
}

/// The requests of these stories that PagerDuty holds: for each its message and its targets' names. The incident began with another.
fn requests(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let incident = desk.in_pagerduty(&desk.only().id);
    let requests = incident["responder_requests"].as_array().cloned().unwrap_or_default();
    let names = |request: &Value| {
        let targets = request["responder_request_targets"].as_array().cloned().unwrap_or_default();
        let name = |target: &Value| target["responder_request_target"]["summary"].as_str().unwrap().to_owned();
        targets.iter().map(name).collect()
    };
    let ours = requests.iter().filter(|it| it["message"] == MESSAGE);
    ours.map(|it| (it["message"].as_str().unwrap().to_owned(), names(it))).collect()
}

/// The same as the console shows them.
fn shown_requests(desk: &Desk) -> Vec<ResponderRequest> {
    desk.only().responder_requests.into_iter().filter(|it| it.message == MESSAGE).collect()
}

fn assignments(desk: &Desk, id: &IncidentId) -> Vec<String> {
    let incident = desk.in_pagerduty(id);
    let list = incident["assignments"].as_array().cloned().unwrap_or_default();
    list.iter().map(|it| it["assignee"]["summary"].as_str().unwrap().to_owned()).collect()
}

fn asked_names() -> Vec<(String, Vec<String>)> {
    vec![(MESSAGE.to_owned(), vec!["Priya Nair".to_owned(), "Ledger".to_owned()])]
}

/// Chooses Priya and the Ledger policy.
async fn choose_both(desk: &mut Desk) {
    open(desk, Purpose::Responders).await;
    choose(desk, Purpose::Responders, "Priya Nair").await;
    choose(desk, Purpose::Responders, "Ledger").await;
}

#[tokio::test]
async fn people_and_policies_are_asked_and_who_is_on_call_is_known_before() {
    let mut desk = jonas().await;
    choose_both(&mut desk).await;
    let chosen = task(&desk, Purpose::Responders);
    assert!(chosen.is_told(Purpose::Responders) && chosen.chosen.len() == 2);
    let roster = &chosen.roster;
    let ledger = roster.duties.iter().find(|duty| duty.policy.name == "Ledger" && duty.level == 1).unwrap();
    assert!(ledger.until.is_some() && ledger.time_zone.is_some(), "{ledger:?}");
    assert_eq!(requests(&desk), [], "nobody is paged by choosing");
    submit(&mut desk).await;
    assert_eq!(requests(&desk), asked_names());
    assert_eq!(desk.model.task, None);
    assert!(matches!(desk.model.notices.as_slice(), [.., Notice::Summoned { summons: Summons::Responders(_), .. }]));
    let shown = shown_requests(&desk);
    assert_eq!(shown.iter().map(|it| it.target.name()).collect::<Vec<_>>(), ["Priya Nair", "Ledger"]);
    assert!(shown.iter().all(|it| it.is_pending() && it.responders.len() == 1));
}

#[tokio::test]
async fn one_question_for_the_policies_and_one_for_the_people_tell_who_is_on_call() {
    let mut desk = jonas().await;
    choose_both(&mut desk).await;
    choose(&mut desk, Purpose::Responders, "Search").await;
    desk.sandbox.recorder().clear();
    tell(&mut desk, PeopleEvent::OnCallRetried).await;
    let asked = desk.sandbox.recorder().exchanges();
    let urls: Vec<_> =
        asked.iter().filter_map(|it| it["request"]["url"].as_str()).filter(|it| it.contains("/oncalls")).collect();
    assert_eq!(urls.len(), 2, "{urls:?}");
    assert!(urls.iter().all(|url| url.contains("earliest=true")), "{urls:?}");
}

#[tokio::test]
async fn exact_and_prefix_names_are_not_crowded_out_by_hundreds_of_others() {
    let mut desk = jonas().await;
    desk.sandbox.pagerduty().hire(300, "Chen");
    open(&mut desk, Purpose::Responders).await;
    tell(&mut desk, PeopleEvent::Typed("chen".into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let found = task(&desk, Purpose::Responders).search.results.known().unwrap();
    assert!(!found.more && found.items.iter().any(|it| it.target.name() == "Maya Chen"));
    tell(&mut desk, PeopleEvent::Typed("MAYA chen".into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let first = &task(&desk, Purpose::Responders).search.results.known().unwrap().items[0];
    assert_eq!(first.target.name(), "Maya Chen");
}

#[tokio::test]
async fn an_older_answer_never_replaces_a_newer_one() {
    let mut desk = jonas().await;
    open(&mut desk, Purpose::Responders).await;
    let errand = errand(&desk, Purpose::Responders);
    choose(&mut desk, Purpose::Responders, "Priya Nair").await;
    let before = task(&desk, Purpose::Responders).clone();
    tell(&mut desk, PeopleEvent::Found { errand: errand.clone(), asked: 1, answer: Err(Failure::TimedOut) }).await;
    tell(&mut desk, PeopleEvent::OnCallArrived { errand, asked: 1, answer: Ok(Vec::new()) }).await;
    assert_eq!(*task(&desk, Purpose::Responders), before);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_nobody_is_asked_twice() {
    let mut desk = jonas().await;
    choose_both(&mut desk).await;
    fault(&desk, "POST", "*/responder_requests", Kind::DropAnswer, 1);
    submit(&mut desk).await;
    assert_eq!(requests(&desk), asked_names());
    assert_eq!(desk.model.task, None, "it was found, so there is nothing to send again");
}

#[tokio::test]
async fn a_request_that_never_arrived_keeps_the_choice_and_is_sent_once_more_when_the_agent_says_so() {
    let mut desk = jonas().await;
    choose_both(&mut desk).await;
    fault(&desk, "POST", "*/responder_requests", Kind::DropRequest, 1);
    submit(&mut desk).await;
    assert!(matches!(task(&desk, Purpose::Responders).sending, Sending::Checking { .. }));
    submit(&mut desk).await;
    desk.wait(Duration::from_secs(60)).await;
    let kept = task(&desk, Purpose::Responders);
    assert_eq!((kept.failure.clone(), kept.chosen.len()), (Some(Failure::Unreachable), 2));
    assert!(kept.unsure.is_some() && requests(&desk).is_empty());
    submit(&mut desk).await;
    assert_eq!(requests(&desk), asked_names());
}

#[tokio::test]
async fn a_lost_request_that_turns_up_late_is_completed_and_not_repeated() {
    let mut desk = jonas().await;
    open(&mut desk, Purpose::Responders).await;
    choose(&mut desk, Purpose::Responders, "Priya Nair").await;
    fault(&desk, "POST", "*/responder_requests", Kind::DropAnswer, 1);
    // Reading the incident fails as well, until the agent is told that nobody knows.
    fault(&desk, "GET", "/incidents/*", status(503), 100);
    submit(&mut desk).await;
    desk.wait(Duration::from_secs(60)).await;
    assert!(task(&desk, Purpose::Responders).unsure.is_some());
    desk.sandbox.faults().clear();
    choose(&mut desk, Purpose::Responders, "Ledger").await;
    submit(&mut desk).await;
    let expected =
        [(MESSAGE.to_owned(), vec!["Priya Nair".to_owned()]), (MESSAGE.to_owned(), vec!["Ledger".to_owned()])];
    assert_eq!(requests(&desk), expected, "Priya is asked once, the policy that was added is asked too");
}

#[tokio::test]
async fn each_refusal_keeps_the_choice_and_a_second_attempt_succeeds() {
    for (kind, failure) in [
        (status(402), Failure::PaymentRequired),
        (status(403), Failure::Forbidden(Told::default())),
        (Kind::Status { code: 429, retry_after: Some(9), body: None }, Failure::RateLimited { seconds: Some(9) }),
    ] {
        let mut desk = jonas().await;
        choose_both(&mut desk).await;
        fault(&desk, "POST", "*/responder_requests", kind, 1);
        submit(&mut desk).await;
        let kept = task(&desk, Purpose::Responders);
        let same_kind = std::mem::discriminant(kept.failure.as_ref().unwrap()) == std::mem::discriminant(&failure);
        assert!(same_kind && kept.chosen.len() == 2 && kept.unsure.is_none(), "{kept:?}");
        assert!(requests(&desk).is_empty());
        submit(&mut desk).await;
        assert_eq!(requests(&desk), asked_names());
    }
}

#[tokio::test]
async fn an_account_without_the_feature_answers_402() {
    let mut desk = jonas().await;
    desk.sandbox.pagerduty().remove_ability("coordinated_responding");
    choose_both(&mut desk).await;
    submit(&mut desk).await;
    assert_eq!(task(&desk, Purpose::Responders).failure, Some(Failure::PaymentRequired));
}

#[tokio::test]
async fn a_double_click_sends_once_and_what_is_missing_is_told() {
    let mut desk = jonas().await;
    open(&mut desk, Purpose::Responders).await;
    tell(&mut desk, PeopleEvent::Submitted("  ".into())).await;
    assert_eq!(task(&desk, Purpose::Responders).lacks, [Lack::Target, Lack::Message]);
    choose(&mut desk, Purpose::Responders, "Priya Nair").await;
    submit(&mut desk).await;
    submit(&mut desk).await;
    assert_eq!(requests(&desk).len(), 1);
}

#[tokio::test]
async fn an_ended_session_loses_nothing_that_was_chosen() {
    let world = sandbox();
    let mut desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    choose_both(&mut desk).await;
    desk.sandbox.pagerduty().expire_tokens();
    submit(&mut desk).await;
    assert!(matches!(desk.model.account, Account::SignedOut(Some(_))));
    assert_eq!(task(&desk, Purpose::Responders).chosen.len(), 2);
    desk.tell(Event::SignInClicked).await;
    let Account::SigningIn { attempt } = desk.model.account else { panic!("no attempt") };
    let me = desk.take_token(JONAS_EMAIL).await;
    desk.tell(Event::SignInAnswered { attempt, answer: Ok(me) }).await;
    submit(&mut desk).await;
    assert_eq!(requests(&desk), asked_names());
}

#[tokio::test]
async fn a_request_is_taken_back_unless_it_was_answered() {
    let mut desk = jonas().await;
    choose_both(&mut desk).await;
    submit(&mut desk).await;
    let incident = desk.only();
    let requests = shown_requests(&desk);
    let [priya, ledger] = requests.as_slice() else { panic!("{requests:?}") };
    desk.sandbox.pagerduty().act_as(PRIYA_EMAIL, incident.id.as_str(), Deed::Join).unwrap();
    tell(&mut desk, PeopleEvent::CancelClicked(incident.id.clone(), priya.target.clone())).await;
    let late = desk.model.notices.iter().find(|it| matches!(it, Notice::NotCancelled { .. })).unwrap();
    assert!(matches!(late, Notice::NotCancelled { answer: Ok(Cancellation::Joined), .. }), "{late:?}");
    tell(&mut desk, PeopleEvent::CancelClicked(incident.id.clone(), ledger.target.clone())).await;
    let states: Vec<_> = shown_requests(&desk).iter().map(|it| it.responders[0].state).collect();
    assert_eq!(states, [ResponderState::Joined, ResponderState::Cancelled]);
    desk.sandbox.recorder().clear();
    tell(&mut desk, PeopleEvent::CancelClicked(incident.id, ledger.target.clone())).await;
    assert!(desk.sandbox.recorder().exchanges().is_empty(), "what is taken back is not taken back again");
}

#[tokio::test]
async fn a_lost_answer_to_taking_back_shows_what_became_of_it() {
    let mut desk = jonas().await;
    choose_both(&mut desk).await;
    submit(&mut desk).await;
    let incident = desk.only();
    fault(&desk, "PUT", "*/responder_requests/cancel", Kind::DropAnswer, 1);
    let target = shown_requests(&desk)[0].target.clone();
    tell(&mut desk, PeopleEvent::CancelClicked(incident.id, target)).await;
    assert_eq!(shown_requests(&desk)[0].responders[0].state, ResponderState::Cancelled);
    assert!(desk.model.people.cancelling.is_empty());
}

#[tokio::test]
async fn an_incident_goes_to_people_and_is_triggered_again() {
    let mut desk = jonas().await;
    let id = desk.only().id;
    assert_eq!(desk.only().status, Status::Acknowledged);
    open(&mut desk, Purpose::Reassign).await;
    tell(&mut desk, PeopleEvent::WayChosen(Way::Users)).await;
    choose(&mut desk, Purpose::Reassign, "Priya Nair").await;
    choose(&mut desk, Purpose::Reassign, "Jonas Okafor").await;
    submit(&mut desk).await;
    assert_eq!(assignments(&desk, &id), ["Priya Nair", "Jonas Okafor"]);
    assert_eq!((desk.only().status, desk.only().assigned_directly), (Status::Triggered, true));
    open(&mut desk, Purpose::Reassign).await;
    let task = task(&desk, Purpose::Reassign);
    assert_eq!((task.next_level(&desk.only()), task.chosen.len()), (None, 0), "given to people it has no level");
}

#[tokio::test]
async fn an_incident_goes_to_one_policy_at_a_time() {
    let mut desk = jonas().await;
    let id = desk.only().id;
    open(&mut desk, Purpose::Reassign).await;
    choose(&mut desk, Purpose::Reassign, "Ledger").await;
    choose(&mut desk, Purpose::Reassign, "Search").await;
    assert_eq!(task(&desk, Purpose::Reassign).counting(Purpose::Reassign).len(), 1);
    submit(&mut desk).await;
    assert_eq!(desk.in_pagerduty(&id)["escalation_policy"]["summary"], json!("Search"));
}

#[tokio::test]
async fn an_incident_escalates_to_the_next_and_to_a_named_level() {
    let mut desk = jonas().await;
    let id = desk.only().id;
    open(&mut desk, Purpose::Reassign).await;
    let begun = task(&desk, Purpose::Reassign);
    assert_eq!((begun.own_levels().len(), begun.current_level(&desk.only())), (3, Some(1)));
    let second: Vec<_> = begun.own_levels()[1].on_call.iter().map(|duty| duty.user.name.clone()).collect();
    tell(&mut desk, PeopleEvent::WayChosen(Way::NextLevel)).await;
    submit(&mut desk).await;
    assert_eq!(assignments(&desk, &id), second);
    assert!(matches!(desk.model.notices.as_slice(), [.., Notice::Summoned { summons: Summons::Handover(_), .. }]));

    open(&mut desk, Purpose::Reassign).await;
    tell(&mut desk, PeopleEvent::WayChosen(Way::Level)).await;
    submit(&mut desk).await;
    assert_eq!(task(&desk, Purpose::Reassign).lacks, [Lack::Level]);
    tell(&mut desk, PeopleEvent::LevelChosen(3)).await;
    submit(&mut desk).await;
    assert_eq!(assignments(&desk, &id), ["Amelia Thornton"]);
}

#[tokio::test]
async fn a_lost_answer_to_a_handover_is_looked_up_and_not_repeated() {
    for way in [Way::NextLevel, Way::EscalationPolicy, Way::Users] {
        let mut desk = jonas().await;
        let id = desk.only().id;
        open(&mut desk, Purpose::Reassign).await;
        tell(&mut desk, PeopleEvent::WayChosen(way)).await;
        match way {
            Way::EscalationPolicy => choose(&mut desk, Purpose::Reassign, "Ledger").await,
            Way::Users => choose(&mut desk, Purpose::Reassign, "Priya Nair").await,
            _ => {}
        }
        fault(&desk, "PUT", "/incidents/*", Kind::DropAnswer, 1);
        submit(&mut desk).await;
        assert_eq!(desk.model.task, None, "{way:?}");
        let log = desk.in_pagerduty(&id)["log_entries"].as_array().cloned().unwrap();
        let made = log.iter().filter(|it| it["type"] == "assign_log_entry" && it["agent"]["summary"] == "Jonas Okafor");
        assert_eq!(made.count(), 1, "{way:?}");
    }
}

#[tokio::test]
async fn a_policy_with_nobody_on_call_is_known_before_and_refused_with_words() {
    let mut desk = jonas().await;
    open(&mut desk, Purpose::Reassign).await;
    choose(&mut desk, Purpose::Reassign, "Facilities").await;
    let begun = task(&desk, Purpose::Reassign);
    assert!(begun.roster.covers(&begun.chosen[0].target));
    assert!(!begun.roster.duties.iter().any(|duty| duty.policy.name == "Facilities"));
    submit(&mut desk).await;
    let refused = task(&desk, Purpose::Reassign).failure.clone().unwrap();
    assert!(matches!(&refused, Failure::Rejected(told) if told.code == 1015), "{refused:?}");
}

#[tokio::test]
async fn nobody_is_paged_without_the_ability_and_no_other_change_goes_between() {
    let world = sandbox();
    let configuration = json!({ "version": 1, "permissions": { "default": ["view", "acknowledge"], "groups": {} } });
    world.0.zendesk().set_setting("configuration", configuration.to_string());
    let mut desk = Desk::new(&world, ONE, JONAS, Some(JONAS_EMAIL)).await;
    for purpose in [Purpose::Responders, Purpose::Reassign] {
        let errand = errand(&desk, purpose);
        tell(&mut desk, PeopleEvent::Opened(errand)).await;
        assert_eq!(desk.model.task, None);
    }
    let mut desk = jonas().await;
    open(&mut desk, Purpose::Reassign).await;
    choose(&mut desk, Purpose::Reassign, "Ledger").await;
    fault(&desk, "PUT", "/incidents/*", Kind::DropRequest, 1);
    submit(&mut desk).await;
    let id = desk.only().id;
    assert_eq!(desk.model.permit_on(Action::Resolve, &id), Err(Refusal::Busy));
    let target = Target::User(desk.only().assigned[0].user.clone());
    tell(&mut desk, PeopleEvent::CancelClicked(id, target)).await;
    assert!(desk.model.people.cancelling.is_empty(), "who was not asked cannot be let off");
}
