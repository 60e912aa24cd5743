//! Laws of the console's state machine, under any order of events, answers and failures; and a few stories told in full.

use incident_command_console::console::event::DraftChange;
use incident_command_console::console::{Effect, Event, LinkChange, Timer};
use incident_command_console::domain::ability::{Abilities, Ability};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::id::{IncidentId, ServiceId};
use incident_command_console::domain::incident::{Named, Status};
use incident_command_console::domain::moment::Moment;
use proptest::prelude::*;

use crate::story::Story;

#[derive(Clone, Copy, Debug)]
enum Step {
    Click(u8, usize),
    Answer(usize, u8),
    Wake,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u8..36, 0_usize..6).prop_map(|(what, which)| Step::Click(what, which)),
        5 => (0_usize..6, 0_u8..14).prop_map(|(which, fate)| Step::Answer(which, fate)),
        1 => Just(Step::Wake),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_created_twice_lost_or_done_without_the_right(
        steps in proptest::collection::vec(step(), 1..160),
        denied in proptest::collection::btree_set(0_usize..12, 0..4),
        signed_in in any::<bool>(),
    ) {
        let abilities = Ability::ALL.into_iter().enumerate().filter(|(index, _)| !denied.contains(index)).map(|(_, it)| it);
        let mut story = Story::new(abilities.collect(), signed_in);
        for step in steps {
            match step {
                Step::Click(what, which) => story.click(what, which),
                Step::Answer(which, fate) => story.answer(which, fate),
                Step::Wake => story.wake(),
            }
        }
    }

    #[test]
    fn after_leaving_nothing_happens(steps in proptest::collection::vec(step(), 0..60)) {
        let mut story = Story::new(Abilities::all(), true);
        for step in steps {
            match step {
                Step::Click(what, which) => story.click(what, which),
                Step::Answer(which, fate) => story.answer(which, fate),
                Step::Wake => story.wake(),
            }
        }
        story.send(Event::Left);
        prop_assert!(story.model.update(Event::RefreshClicked, Moment(story.now)).is_empty());
        prop_assert!(story.model.update(Event::Woke(Timer::Poll), Moment(story.now)).is_empty());
    }
}

/// Lets everything be answered well until nothing is open.
fn settle(story: &mut Story) {
    for _ in 0..200 {
        if story.open.is_empty() {
            return;
        }
        story.answer(0, 9);
    }
    panic!("the console never comes to rest: {:?}", story.open);
}

fn settled() -> Story {
    let mut story = Story::new(Abilities::all(), true);
    settle(&mut story);
    story
}

fn begin_create(story: &mut Story) {
    story.send(Event::CreateClicked { description: "about".into() });
    settle(story);
    let service = ServiceId::parse("PS3").map(|id| Named { id, name: "S".into() });
    story.send(Event::DraftChanged(DraftChange::Service(service)));
    settle(story);
}

#[test]
fn a_ticket_shows_what_its_field_names_and_what_carries_its_key() {
    let story = settled();
    let ids: Vec<_> = story.model.shown_incidents().into_iter().map(|it| it.id.to_string()).collect();
    assert_eq!(ids, ["Q222222", "Q111111"]);
}

#[test]
fn a_double_click_creates_once() {
    let mut story = settled();
    begin_create(&mut story);
    story.send(Event::CreateSubmitted);
    story.send(Event::CreateSubmitted);
    settle(&mut story);
    assert_eq!(story.created, 1);
    assert!(story.model.shown_incidents().iter().any(|it| it.id.as_str() == "C0"));
}

#[test]
fn a_lost_answer_to_a_create_is_looked_up_and_found() {
    let mut story = settled();
    begin_create(&mut story);
    story.send(Event::CreateSubmitted);
    story.answer(0, 1);
    settle(&mut story);
    assert_eq!(story.created, 1);
    assert!(story.model.task.is_none(), "the form is gone, so nothing can be sent again");
    assert!(story.links.has(&IncidentId::parse("C0").unwrap()));
}

#[test]
fn a_create_that_never_arrived_keeps_the_draft_and_succeeds_when_sent_again() {
    let mut story = settled();
    begin_create(&mut story);
    story.send(Event::CreateSubmitted);
    story.answer(0, 0);
    for _ in 0..6 {
        settle(&mut story);
        if story.timers.contains_key(&Timer::CreateCheck) {
            story.now = story.timers[&Timer::CreateCheck];
            story.timers.remove(&Timer::CreateCheck);
            story.send(Event::Woke(Timer::CreateCheck));
        }
    }
    assert_eq!(story.created, 0);
    assert_eq!(story.model.create.failure, Some(Failure::Unreachable));
    assert_eq!(story.model.create.draft.title, "Checkout fails");
    story.send(Event::CreateSubmitted);
    settle(&mut story);
    assert_eq!(story.created, 1);
}

#[test]
fn a_created_incident_that_could_not_be_linked_offers_the_link_alone() {
    let mut story = settled();
    begin_create(&mut story);
    story.send(Event::CreateSubmitted);
    story.answer(0, 9);
    let place = story.open.iter().position(|it| matches!(it, Effect::WriteLinks(_))).unwrap();
    story.answer(place, 2);
    let id = IncidentId::parse("C0").unwrap();
    assert!(story.model.notices.iter().any(
        |it| matches!(it, incident_command_console::console::model::Notice::CreatedNotLinked { incident, .. } if *incident == id)
    ));
    assert!(story.model.belongs(&id), "it is shown all the same");
    story.send(Event::LinkChangeRequested(LinkChange::Add(id.clone())));
    settle(&mut story);
    assert!(story.links.has(&id));
}

#[test]
fn an_acknowledgement_shows_at_once_and_is_taken_back_when_refused() {
    let mut story = settled();
    let id = IncidentId::parse("Q111111").unwrap();
    story.send(Event::AcknowledgeClicked(id.clone()));
    assert_eq!(story.model.shown(&id).unwrap().status, Status::Acknowledged);
    let place = story.open.iter().position(|it| matches!(it, Effect::Acknowledge(_))).unwrap();
    story.answer(place, 2);
    assert_eq!(story.model.shown(&id).unwrap().status, Status::Triggered);
    assert_eq!(story.model.notices.len(), 1);
}

#[test]
fn the_incident_that_the_agent_works_on_stays_open_when_another_comes_first() {
    let mut story = settled();
    let id = IncidentId::parse("Q222222").unwrap();
    assert_eq!(story.model.open_incident().as_ref(), Some(&id));
    story.send(Event::AcknowledgeClicked(id.clone()));
    settle(&mut story);
    assert_ne!(story.model.shown_incidents()[0].id, id, "one that nobody has acknowledged comes first");
    assert_eq!(story.model.open_incident(), Some(id));
}

#[test]
fn a_resolution_waits_and_can_be_taken_back_with_its_note() {
    let mut story = settled();
    let id = IncidentId::parse("Q111111").unwrap();
    story.send(Event::ResolveClicked(id.clone()));
    story.send(Event::ResolutionTyped("rolled back".into()));
    story.send(Event::ResolveConfirmed);
    assert!(!story.open.iter().any(|it| matches!(it, Effect::Resolve { .. })));
    story.send(Event::ResolveUndone(id));
    assert!(
        matches!(&story.model.task, Some(incident_command_console::console::model::Task::Resolve { note, .. }) if note == "rolled back")
    );
}

#[test]
fn leaving_during_the_hold_sends_what_was_confirmed() {
    let mut story = settled();
    let id = IncidentId::parse("Q111111").unwrap();
    story.send(Event::ResolveClicked(id.clone()));
    story.send(Event::ResolveConfirmed);
    let effects = story.model.update(Event::Left, Moment(story.now));
    assert!(matches!(effects.as_slice(), [Effect::Resolve { leaving: true, .. }, Effect::Stop]));
}

#[test]
fn an_expired_session_keeps_the_screen_and_the_draft() {
    let mut story = settled();
    begin_create(&mut story);
    story.send(Event::CreateSubmitted);
    story.answer(0, 3);
    assert!(story.model.me().is_none());
    assert_eq!(story.model.create.draft.title, "Checkout fails");
    assert_eq!(story.model.shown_incidents().len(), 2);
}

#[test]
fn an_unlinked_incident_with_the_tickets_key_stays_away_and_comes_back_when_undone() {
    let mut story = settled();
    let id = IncidentId::parse("Q111111").unwrap();
    story.send(Event::UnlinkClicked(id.clone()));
    settle(&mut story);
    assert!(!story.model.belongs(&id));
    story.send(Event::RefreshClicked);
    settle(&mut story);
    assert!(!story.model.belongs(&id));
    story.send(Event::LinkChangeRequested(LinkChange::Add(id.clone())));
    settle(&mut story);
    assert!(story.model.belongs(&id));
}

#[test]
fn being_told_again_that_somebody_looks_asks_nothing_again() {
    let mut story = Story::new(Abilities::all(), true);
    let asked = |story: &Story| story.open.iter().filter(|it| matches!(it, Effect::LoadIncidents { .. })).count();
    assert_eq!(asked(&story), 1);
    story.send(Event::VisibilityChanged(true));
    story.send(Event::ConnectivityChanged(true));
    let place = story.open.iter().position(|it| matches!(it, Effect::LoadIncidents { .. })).unwrap();
    story.answer(place, 9);
    assert_eq!(asked(&story), 0);
}

#[test]
fn nothing_is_asked_while_nobody_looks() {
    let mut story = settled();
    story.send(Event::VisibilityChanged(false));
    assert!(!story.timers.contains_key(&Timer::Poll));
    story.send(Event::Woke(Timer::Poll));
    assert!(story.open.is_empty());
    story.now += 60_000;
    story.send(Event::VisibilityChanged(true));
    assert!(story.open.iter().any(|it| matches!(it, Effect::LoadIncidents { .. })));
}

#[test]
fn being_rate_limited_pauses_for_as_long_as_pagerduty_asks() {
    let mut story = settled();
    story.send(Event::RefreshClicked);
    story.answer(0, 4);
    let until = story.model.feed.paused_until.unwrap();
    assert_eq!(until.0 - story.model.now.0, 3_000);
    let asked = story.open.len();
    story.send(Event::RefreshClicked);
    assert_eq!(story.open.len(), asked, "pressing Refresh does not press PagerDuty");
}
