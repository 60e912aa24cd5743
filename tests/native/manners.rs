//! Drafts, notes that wait, hints and shortcuts: stories told in full, and a law of searches.

use std::rc::Rc;
use std::time::Duration;

use incident_command_console::console::event::DraftChange;
use incident_command_console::console::manners::shortcuts::Shortcut;
use incident_command_console::console::manners::{MannersEffect, MannersEvent};
use incident_command_console::console::model::{Spoken, Task};
use incident_command_console::console::{Effect, Event};
use incident_command_console::domain::ability::Abilities;
use incident_command_console::domain::id::{IncidentId, ServiceId};
use incident_command_console::domain::incident::{Named, Status};
use incident_command_console::domain::timeline::Page;
use proptest::prelude::*;
use sandbox::faults::{Fault, Kind, Target};

use crate::desk::{Desk, JONAS, sandbox};
use crate::story::Story;

const EMAIL: &str = "jonas.okafor@northwind.example";
const ONE: u64 = 48_213;
const NONE: u64 = 48_214;
const SEVERAL: u64 = 48_215;

async fn write(desk: &mut Desk, id: &IncidentId, text: &str) {
    desk.tell(Event::NoteTyped(id.clone(), text.into())).await;
    desk.tell(Event::NoteSubmitted(id.clone())).await;
}

#[tokio::test]
async fn notes_written_offline_wait_and_go_out_once_in_their_order() {
    let mut desk = Desk::new(&sandbox(), ONE, JONAS, Some(EMAIL)).await;
    let id = desk.only().id;
    let before = desk.notes_in_pagerduty(&id).len();
    desk.tell(Event::ConnectivityChanged(false)).await;
    write(&mut desk, &id, "first").await;
    write(&mut desk, &id, "second").await;
    assert_eq!(desk.notes_in_pagerduty(&id).len(), before);
    assert!(desk.model.dossiers[&id].outbox.iter().all(|note| note.waiting.is_some() && note.failure.is_none()));
    desk.tell(Event::ConnectivityChanged(true)).await;
    desk.wait(Duration::from_secs(60)).await;
    let after = desk.notes_in_pagerduty(&id);
    assert_eq!(after.len(), before + 2, "{after:?}");
    let place = |text: &str| after.iter().position(|note| note == text).unwrap();
    assert_eq!(place("first").abs_diff(place("second")), 1);
    assert!(desk.model.dossiers[&id].outbox.is_empty());
}

#[tokio::test]
async fn a_note_that_waited_through_a_reload_goes_out_once_even_with_two_windows() {
    let world = sandbox();
    let mut first = Desk::new(&world, ONE, JONAS, Some(EMAIL)).await;
    let id = first.only().id;
    first.tell(Event::ConnectivityChanged(false)).await;
    write(&mut first, &id, "from the train").await;
    // Another window finds it in the browser and sends it; the first one then comes back.
    let browser = Rc::clone(&first.browser);
    let mut second = Desk::in_browser(&world, ONE, JONAS, Some(EMAIL), browser).await;
    second.wait(Duration::from_secs(20)).await;
    let written = |desk: &Desk| desk.notes_in_pagerduty(&id).iter().filter(|note| *note == "from the train").count();
    assert_eq!(written(&second), 1);
    first.tell(Event::ConnectivityChanged(true)).await;
    first.wait(Duration::from_secs(60)).await;
    assert_eq!(written(&first), 1);
    assert!(first.model.dossiers[&id].outbox.is_empty(), "it was found");
}

#[tokio::test]
async fn a_note_whose_answer_was_cut_off_by_a_reload_is_looked_for_and_not_sent_again() {
    let world = sandbox();
    let mut desk = Desk::new(&world, ONE, JONAS, Some(EMAIL)).await;
    let id = desk.only().id;
    desk.take(Event::NoteTyped(id.clone(), "under way".into()));
    desk.take(Event::NoteSubmitted(id.clone()));
    // The page goes before the request was made.
    let mut again = Desk::in_browser(&world, ONE, JONAS, Some(EMAIL), Rc::clone(&desk.browser)).await;
    again.wait(Duration::from_secs(20)).await;
    let outbox = &again.model.dossiers[&id].outbox;
    assert!(outbox.len() == 1 && outbox[0].can_be_sent_again(), "{outbox:?}");
    assert!(!again.notes_in_pagerduty(&id).contains(&"under way".to_owned()), "nobody sends it but the agent");
}

#[tokio::test]
async fn what_was_typed_survives_a_reload_and_goes_when_it_is_sent_or_the_agent_signs_out() {
    let world = sandbox();
    let mut desk = Desk::new(&world, NONE, JONAS, Some(EMAIL)).await;
    desk.tell(Event::CreateClicked { description: "From the ticket".into() }).await;
    desk.tell(Event::DraftChanged(DraftChange::Title("Half a title".into()))).await;
    let browser = Rc::clone(&desk.browser);
    let mut desk = Desk::in_browser(&world, NONE, JONAS, Some(EMAIL), Rc::clone(&browser)).await;
    desk.tell(Event::CreateClicked { description: "Another".into() }).await;
    let draft = &desk.model.create.draft;
    assert_eq!((draft.title.as_str(), draft.description.as_str()), ("Half a title", "From the ticket"));
    desk.tell(Event::ServiceTyped("Checkout API".into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let services = desk.model.services.results.known().unwrap().items.clone();
    let service = services.into_iter().find(|service| service.name == "Checkout API");
    desk.tell(Event::DraftChanged(DraftChange::Service(service))).await;
    desk.tell(Event::CreateSubmitted).await;
    assert_eq!(browser.borrow().write(), None, "what was sent is kept no longer");

    let id = desk.only().id;
    desk.tell(Event::NoteTyped(id.clone(), "private".into())).await;
    assert!(browser.borrow().write().unwrap().contains("private"));
    desk.tell(Event::SignOutClicked).await;
    desk.tell(Event::RefreshClicked).await;
    assert_eq!(browser.borrow().write(), None);
}

#[tokio::test]
async fn a_create_cut_off_by_a_reload_is_looked_up_before_anything_is_sent_again() {
    let world = sandbox();
    let mut desk = Desk::new(&world, NONE, JONAS, Some(EMAIL)).await;
    desk.tell(Event::CreateClicked { description: String::new() }).await;
    desk.tell(Event::ServiceTyped("Checkout API".into())).await;
    desk.wait(Duration::from_millis(300)).await;
    let service = desk.model.services.results.known().unwrap().items[0].clone();
    desk.tell(Event::DraftChanged(DraftChange::Service(Some(service)))).await;
    let before = desk.count_in_pagerduty();
    world.0.faults().add(Fault::new(Target::Pagerduty, Kind::DropAnswer).method("POST").path("/incidents").times(1));
    desk.take(Event::CreateSubmitted);
    while desk.pending().any(|effect| matches!(effect, Effect::Create { .. })) {
        desk.perform_one(0).await;
    }
    assert_eq!(desk.count_in_pagerduty(), before + 1);
    let mut again = Desk::in_browser(&world, NONE, JONAS, Some(EMAIL), Rc::clone(&desk.browser)).await;
    again.tell(Event::CreateClicked { description: String::new() }).await;
    again.tell(Event::CreateSubmitted).await;
    assert_eq!(again.count_in_pagerduty(), before + 1);
    assert!(again.model.task.is_none() && again.field().contains(again.only().id.as_str()));
}

fn heard(desk: &Desk, event: Event) -> Vec<Effect> {
    let mut model = desk.model.clone();
    let now = model.now;
    model.update(event, now)
}

#[tokio::test]
async fn a_hint_is_followed_only_when_it_concerns_the_ticket_and_never_ones_own() {
    let mut desk = Desk::new(&sandbox(), ONE, JONAS, Some(EMAIL)).await;
    desk.wait(Duration::from_secs(10)).await;
    let id = desk.only().id;
    let hint = |text: String| Event::Manners(MannersEvent::HintHeard(text));
    for foreign in [format!("1 {JONAS:x} {ONE} {id}"), "1 5 99 QOTHER1".into(), "1 5".into(), "<script>".into()] {
        assert_eq!(heard(&desk, hint(foreign.clone())), Vec::new(), "{foreign}");
    }
    for mine in [format!("1 5 {ONE}"), format!("1 5 99 QOTHER1 {id}")] {
        assert!(!heard(&desk, hint(mine.clone())).is_empty(), "{mine}");
    }
}

#[tokio::test]
async fn a_flood_of_hints_causes_few_questions() {
    let world = sandbox();
    let mut desk = Desk::new(&world, ONE, JONAS, Some(EMAIL)).await;
    world.0.recorder().clear();
    for _ in 0..600 {
        desk.tell(Event::Manners(MannersEvent::HintHeard(format!("1 5 {ONE}")))).await;
        desk.wait(Duration::from_millis(100)).await;
    }
    let asked = world.0.recorder().exchanges();
    let asked =
        asked.iter().filter(|it| it["request"]["url"].as_str().unwrap_or_default().contains("/incidents?")).count();
    // In a minute: four polls, and looks after 5, 10, 20 and 40 seconds.
    assert!(asked <= 9, "{asked} questions");
}

#[tokio::test]
async fn zendesk_refusing_hints_silences_them_and_harms_nothing() {
    let world = sandbox();
    let mut desk = Desk::new(&world, ONE, JONAS, Some(EMAIL)).await;
    let kind = Kind::Status { code: 429, retry_after: Some(60), body: None };
    world.0.faults().add(Fault::new(Target::Zendesk, kind).method("POST").path("/api/v2/apps/notify"));
    let id = desk.only().id;
    for text in ["one", "two", "three"] {
        write(&mut desk, &id, text).await;
        desk.wait(Duration::from_secs(10)).await;
    }
    let sent = desk.seen.iter().filter(|it| matches!(it, Effect::Manners(MannersEffect::SendHint(_)))).count();
    assert_eq!(sent, 1);
    assert!(desk.model.notices.is_empty() && desk.model.dossiers[&id].outbox.is_empty());
}

#[tokio::test]
async fn a_key_does_what_the_button_does_and_says_why_it_cannot() {
    let mut desk = Desk::new(&sandbox(), SEVERAL, JONAS, Some(EMAIL)).await;
    let press = |shortcut| Event::Manners(MannersEvent::Pressed(shortcut));
    let id = desk.model.open_incident().unwrap();
    let before = desk.model.incident(&id).unwrap().status;
    desk.tell(press(Shortcut::Resolve)).await;
    assert!(matches!(&desk.model.task, Some(Task::Resolve { incident, .. }) if *incident == id));
    desk.tell(press(Shortcut::Acknowledge)).await;
    assert_eq!(desk.model.incident(&id).unwrap().status, before, "a task takes the keys");
    desk.tell(Event::TaskClosed).await;
    desk.tell(Event::ConnectivityChanged(false)).await;
    desk.tell(press(Shortcut::Link)).await;
    assert!(matches!(desk.model.announcement.spoken, Some(Spoken::Refused(_))) && desk.model.task.is_none());
    desk.tell(Event::ConnectivityChanged(true)).await;
    desk.tell(press(Shortcut::Sheet)).await;
    assert_eq!(desk.model.task, Some(Task::Shortcuts));
    desk.tell(Event::Manners(MannersEvent::ShortcutsSwitched(false))).await;
    desk.tell(Event::TaskClosed).await;
    desk.tell(press(Shortcut::Sheet)).await;
    assert_eq!(desk.model.task, None);
    assert_ne!(before, Status::Resolved);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever the order in which answers come, the list is never that of an older question than one that was shown.
    #[test]
    fn no_older_answer_to_a_search_comes_over_a_newer_one(steps in proptest::collection::vec((any::<bool>(), 0_usize..6), 1..60)) {
        let mut story = Story::new(Abilities::all(), true);
        while !story.open.is_empty() {
            story.answer(0, 9);
        }
        story.send(Event::CreateClicked { description: String::new() });
        let mut open: Vec<u32> = Vec::new();
        let mut newest_shown = 0;
        let mut last_asked = 0;
        for (types, which) in steps {
            if types {
                story.send(Event::ServiceTyped(format!("query {which}")));
                story.send(Event::Woke(incident_command_console::console::Timer::ServiceSearch));
            }
            let asked = story.open.iter().filter_map(|effect| match effect {
                Effect::SearchServices { asked, .. } => Some(*asked),
                _ => None,
            });
            open.extend(asked);
            story.open.clear();
            last_asked = open.iter().copied().max().unwrap_or(0).max(last_asked);
            if open.is_empty() {
                continue;
            }
            let asked = open.remove(which % open.len());
            let found = Named { id: ServiceId::parse(&format!("P{asked}")).unwrap(), name: asked.to_string() };
            story.send(Event::ServicesArrived { asked, answer: Ok(Page { items: vec![found], more: false }) });
            let shown = story.model.services.results.known().map_or(0, |page| page.items[0].name.parse().unwrap());
            prop_assert!(shown >= newest_shown, "{shown} came over {newest_shown}");
            prop_assert!(shown == newest_shown || shown == last_asked, "only the last question counts");
            newest_shown = shown;
        }
    }
}
