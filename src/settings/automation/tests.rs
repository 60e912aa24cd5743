//! Tests of the list, the editor and the choice of a destination.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;

use crate::domain::automation::condition::Thing;
use crate::domain::automation::ready_made::ReadyMade;
use crate::domain::automation::{Action, Automation, Condition, Field, List, Region, Route, RuleId, Value};
use crate::domain::failure::{Failure, Told};
use crate::domain::id::{ServiceId, TicketId};
use crate::domain::incident::Named;
use crate::domain::remote::Remote;
use crate::domain::timeline::Page;
use crate::settings::model::Account;
use crate::settings::{Effect, Event, Model, Page as Tab, Timer};

use super::choosing::ChoosingEvent;
use super::destination::{Creating, Offer, TypedKey, Way};
use super::editor::{Change, EditorEvent, Place};
use super::fixture::{asked, automation, destination, focused, key, screen, service_route, tell};
use super::preview::PreviewEvent;
use super::rules::RulesEvent;
use super::{AutomationEffect, AutomationEvent, SEARCH, edit_button};

fn rules(event: RulesEvent) -> AutomationEvent {
    AutomationEvent::Rules(event)
}

fn change(model: &mut Model, change: Change) -> Vec<Effect> {
    tell(model, AutomationEvent::Editor(EditorEvent::Changed(change)))
}

fn choose(model: &mut Model, event: ChoosingEvent) -> Vec<Effect> {
    tell(model, AutomationEvent::Choosing(event))
}

fn drafted(model: &Model) -> &Automation {
    &model.store.draft.automation
}

#[test]
fn a_rule_that_is_added_opens_and_takes_the_only_way_there_is() {
    let mut model = screen(Automation::default());
    let added = RulesEvent::Added { ready_made: Some(ReadyMade::Urgent), title: "Urgent".into() };
    assert_eq!(focused(&tell(&mut model, rules(added))), Some("rule-title"));
    assert_eq!(model.open_rule().unwrap().destination, None);
    tell(&mut model, AutomationEvent::Editor(EditorEvent::RevertClicked));

    let only = Automation { destinations: vec![destination(1, service_route())], rules: Vec::new() };
    let mut model = screen(only);
    tell(&mut model, rules(RulesEvent::Added { ready_made: None, title: String::new() }));
    let opened = model.open_rule().unwrap();
    assert_eq!(opened.destination.as_ref(), Some(&destination(1, service_route()).id));
}

#[test]
fn a_copy_stands_behind_its_rule_and_is_off() {
    let mut model = screen(automation());
    let original = drafted(&model).rules[0].clone();
    tell(&mut model, rules(RulesEvent::DuplicateClicked { rule: original.id.clone(), title: "Copy".into() }));
    let copy = &drafted(&model).rules[1];
    assert_eq!((copy.title.as_str(), copy.active, copy.id == original.id), ("Copy", false, false));
    assert_eq!(copy.conditions, original.conditions);
}

#[test]
fn what_is_removed_comes_back_with_its_destination() {
    for place in 0..3 {
        let mut model = screen(automation());
        let id = drafted(&model).rules[place].id.clone();
        assert_eq!(focused(&tell(&mut model, rules(RulesEvent::RemoveClicked(id.clone())))), Some("automation-undo"));
        assert!(drafted(&model).rule(&id).is_none());
        let effects = tell(&mut model, rules(RulesEvent::UndoClicked));
        assert_eq!(focused(&effects), Some(edit_button(&id).as_str()));
        assert_eq!(drafted(&model), &automation());
    }
}

#[test]
fn nothing_is_left_of_a_destination_to_which_nothing_leads() {
    let mut model = screen(automation());
    let last = drafted(&model).rules[2].id.clone();
    tell(&mut model, rules(RulesEvent::RemoveClicked(last)));
    assert_eq!(drafted(&model).destinations, [destination(1, service_route())]);
}

#[test]
fn moving_stops_at_the_ends() {
    let mut model = screen(automation());
    let ids: Vec<RuleId> = drafted(&model).rules.iter().map(|rule| rule.id.clone()).collect();
    assert!(tell(&mut model, rules(RulesEvent::UpClicked(ids[0].clone()))).is_empty());
    assert!(tell(&mut model, rules(RulesEvent::DownClicked(ids[2].clone()))).is_empty());
    tell(&mut model, rules(RulesEvent::DownClicked(ids[0].clone())));
    let now: Vec<RuleId> = drafted(&model).rules.iter().map(|rule| rule.id.clone()).collect();
    assert_eq!(now, [ids[1].clone(), ids[0].clone(), ids[2].clone()]);
}

#[test]
fn what_is_missing_is_said_when_the_rule_is_done_and_the_first_of_it_gets_the_focus() {
    let mut model = screen(Automation::default());
    tell(&mut model, rules(RulesEvent::Added { ready_made: None, title: String::new() }));
    let id = model.open_rule().unwrap().id.clone();
    let problems = super::editor::problems(&model, &id);
    assert!(!problems.is_empty() && problems.iter().all(|it| !model.automation.editor.as_ref().unwrap().shows(it)));
    let done = || AutomationEvent::Editor(EditorEvent::DoneClicked);
    assert_eq!(focused(&tell(&mut model, done())), Some("rule-title"));
    assert!(problems.iter().all(|it| model.automation.editor.as_ref().unwrap().shows(it)));
    change(&mut model, Change::Title("Tagged".into()));
    assert_eq!(focused(&tell(&mut model, done())), Some("rule-destination"));
    change(&mut model, Change::SendOnce(true));
    paste(&mut model, "Checkout", &key(1));
    assert_eq!(focused(&tell(&mut model, done())), Some(edit_button(&id).as_str()));
    assert!(model.automation.editor.is_none());
}

fn paste(model: &mut Model, label: &str, key: &crate::domain::automation::RoutingKey) -> Vec<Effect> {
    choose(model, ChoosingEvent::Opened);
    choose(model, ChoosingEvent::WayChosen(Way::Paste));
    choose(model, ChoosingEvent::LabelTyped(label.into()));
    choose(model, ChoosingEvent::KeyTyped(TypedKey::new(key.expose_secret().into())));
    choose(model, ChoosingEvent::PasteClicked)
}

#[test]
fn a_pasted_key_is_kept_beside_the_draft_and_prints_nothing() {
    let mut model = screen(automation());
    let id = drafted(&model).rules[0].id.clone();
    tell(&mut model, rules(RulesEvent::EditClicked(id)));
    assert_eq!(focused(&paste(&mut model, "Own", &key(3))), Some("rule-destination"));
    let own = drafted(&model).destination_of(model.open_rule().unwrap()).unwrap().clone();
    assert_eq!((own.route, own.region, own.fingerprint), (Route::Pasted, Region::Eu, Some(key(3).fingerprint())));
    assert_eq!(model.automation.keys.of(&own.id), Some(&key(3)));
    assert!(!format!("{model:?}").contains(key(3).expose_secret()));
    let typed = AutomationEvent::Choosing(ChoosingEvent::KeyTyped(TypedKey::new(key(3).expose_secret().into())));
    assert!(!format!("{typed:?}").contains(key(3).expose_secret()));
    let known = drafted(&model).destinations.len();
    paste(&mut model, "Once more", &key(3));
    assert_eq!(drafted(&model).destinations.len(), known, "the same key is the same destination");
}

#[test]
fn a_wrong_key_or_name_stays_in_its_field() {
    let mut model = screen(automation());
    let id = drafted(&model).rules[0].id.clone();
    tell(&mut model, rules(RulesEvent::EditClicked(id)));
    choose(&mut model, ChoosingEvent::Opened);
    choose(&mut model, ChoosingEvent::WayChosen(Way::Paste));
    choose(&mut model, ChoosingEvent::KeyTyped(TypedKey::new("nonsense".into())));
    assert_eq!(focused(&choose(&mut model, ChoosingEvent::PasteClicked)), Some("destination-label"));
    choose(&mut model, ChoosingEvent::LabelTyped("Own".into()));
    assert_eq!(focused(&choose(&mut model, ChoosingEvent::PasteClicked)), Some("destination-key"));
    let choosing = model.automation.editor.as_ref().unwrap().choosing.as_ref().unwrap();
    assert_eq!((choosing.label.as_str(), choosing.key.expose_secret()), ("Own", "nonsense"));
    assert_eq!(drafted(&model), &automation());
}

#[test]
fn changing_the_field_of_a_condition_gives_up_what_does_not_fit() {
    let mut model = screen(automation());
    let id = drafted(&model).rules[0].id.clone();
    tell(&mut model, rules(RulesEvent::EditClicked(id)));
    let last = drafted(&model).rules[0].conditions.all.len();
    change(&mut model, Change::ConditionAdded(List::All));
    let place = Place { list: List::All, index: last };
    change(&mut model, Change::Field(place, Field::Group));
    change(&mut model, Change::Value(place, Value::Thing(Thing { id: 7, name: "Tier 1".into() })));
    change(&mut model, Change::Field(place, Field::Brand));
    assert_eq!(model.open_rule().unwrap().conditions.all[last], Condition::on(Field::Brand));
    let effects = change(&mut model, Change::ConditionRemoved(place));
    assert_eq!(focused(&effects), Some(format!("rule-all-{}-remove", last - 1).as_str()));
    assert!(change(&mut model, Change::ConditionRemoved(place)).is_empty(), "there is none any more");
}

#[test]
fn a_search_asks_when_typing_rests_and_drops_what_comes_late() {
    let mut model = screen(automation());
    let id = drafted(&model).rules[0].id.clone();
    tell(&mut model, rules(RulesEvent::EditClicked(id)));
    change(&mut model, Change::ConditionAdded(List::Any));
    let index = model.open_rule().unwrap().conditions.any.len() - 1;
    let place = Place { list: List::Any, index };
    change(&mut model, Change::Field(place, Field::Group));
    let first = asked(tell(&mut model, AutomationEvent::Editor(EditorEvent::ThingFocused(place))));
    let [AutomationEffect::SearchThings { asked: before, field: Field::Group, query }] = &first[..] else { panic!() };
    assert!(query.is_empty());
    let typed = tell(&mut model, AutomationEvent::Editor(EditorEvent::ThingTyped(place, "bil".into())));
    assert!(typed.iter().any(|it| matches!(it, Effect::Wake(Timer::Search(SEARCH), _))) && asked(typed).is_empty());
    let now = model.now;
    let woke = asked(model.update(Event::Woke(Timer::Search(SEARCH)), now));
    let [AutomationEffect::SearchThings { asked: second, query, .. }] = &woke[..] else { panic!() };
    assert_eq!(query, "bil");
    let page = |name: &str| Ok(Page { items: vec![Thing { id: 1, name: name.into() }], more: false });
    let arrived =
        |asked: u32, name: &str| AutomationEvent::Editor(EditorEvent::ThingsArrived { asked, answer: page(name) });
    tell(&mut model, arrived(*second, "Billing"));
    tell(&mut model, arrived(*before, "Everything"));
    let found = &model.automation.editor.as_ref().unwrap().things.as_ref().unwrap().found;
    assert_eq!(found.known().unwrap().items[0].name, "Billing");
}

/// A rule is open and the service is chosen; gives the question for its integrations.
fn service_chosen(model: &mut Model) -> u32 {
    let id = drafted(model).rules[0].id.clone();
    tell(model, rules(RulesEvent::EditClicked(id)));
    let effects = asked(choose(model, ChoosingEvent::Opened));
    let [AutomationEffect::SearchServices { asked: question, .. }] = effects[..] else { panic!() };
    let service = Named { id: ServiceId::parse("PSVC002").unwrap(), name: "Search".into() };
    let answer = Ok(Page { items: vec![service.clone()], more: false });
    choose(model, ChoosingEvent::ServicesArrived { asked: question, answer });
    let effects = asked(choose(model, ChoosingEvent::ServiceChosen(service.id)));
    let [AutomationEffect::LoadIntegrations { asked: question, .. }] = effects[..] else { panic!() };
    question
}

fn offer(number: u8) -> Offer {
    Offer {
        route: service_route(),
        name: format!("Integration {number}"),
        fingerprint: Some(key(number).fingerprint()),
    }
}

#[test]
fn an_integration_is_created_once_and_looked_for_when_its_answer_is_lost() {
    let mut model = screen(automation());
    let question = service_chosen(&mut model);
    assert!(choose(&mut model, ChoosingEvent::CreateClicked).is_empty(), "it is not known yet which there are");
    choose(&mut model, ChoosingEvent::OffersArrived { asked: question, answer: Ok(Vec::new()) });
    let effects = asked(choose(&mut model, ChoosingEvent::CreateClicked));
    let [AutomationEffect::CreateIntegration { asked: question, .. }] = effects[..] else { panic!() };
    for event in [ChoosingEvent::CreateClicked, ChoosingEvent::Closed, ChoosingEvent::WayChosen(Way::Paste)] {
        assert!(choose(&mut model, event).is_empty(), "one is on its way");
    }
    let lost = ChoosingEvent::Created { asked: question, answer: Err(Failure::TimedOut) };
    let effects = asked(choose(&mut model, lost));
    let [AutomationEffect::LoadIntegrations { asked: look, .. }] = effects[..] else { panic!() };
    assert!(choose(&mut model, ChoosingEvent::CreateClicked).is_empty());
    choose(&mut model, ChoosingEvent::OffersArrived { asked: look, answer: Err(Failure::Unreachable) });
    assert!(choose(&mut model, ChoosingEvent::CreateClicked).is_empty(), "still nobody knows");
    let effects = asked(choose(&mut model, ChoosingEvent::RetryClicked));
    let [AutomationEffect::LoadIntegrations { asked: look, .. }] = effects[..] else { panic!() };
    choose(&mut model, ChoosingEvent::OffersArrived { asked: look, answer: Ok(vec![offer(1)]) });
    choose(&mut model, ChoosingEvent::OfferChosen(service_route()));
    assert_eq!(model.open_rule().unwrap().destination.as_ref(), Some(&destination(1, service_route()).id));
    assert_eq!(drafted(&model).destinations.len(), 2, "what leads there already is not added twice");
}

#[test]
fn a_refusal_to_create_says_so_and_may_be_tried_again() {
    let mut model = screen(automation());
    let question = service_chosen(&mut model);
    choose(&mut model, ChoosingEvent::OffersArrived { asked: question, answer: Ok(Vec::new()) });
    let effects = asked(choose(&mut model, ChoosingEvent::CreateClicked));
    let [AutomationEffect::CreateIntegration { asked: question, .. }] = effects[..] else { panic!() };
    let refusal = Failure::Forbidden(Told::new(2_010, ["Access Denied"]));
    choose(&mut model, ChoosingEvent::Created { asked: question, answer: Err(refusal.clone()) });
    let choosing = model.automation.editor.as_ref().unwrap().choosing.as_ref().unwrap();
    assert_eq!((&choosing.creating, choosing.may_create()), (&Creating::Refused(refusal), true));
}

#[test]
fn without_pagerduty_only_a_key_can_be_chosen_and_nothing_is_asked() {
    let mut model = screen(automation());
    model.account = Account::SignedOut(None);
    let id = drafted(&model).rules[0].id.clone();
    tell(&mut model, rules(RulesEvent::EditClicked(id)));
    assert!(asked(choose(&mut model, ChoosingEvent::Opened)).is_empty());
    for way in [Way::Service, Way::Orchestration] {
        assert!(asked(choose(&mut model, ChoosingEvent::WayChosen(way))).is_empty());
        assert!(asked(choose(&mut model, ChoosingEvent::RetryClicked)).is_empty());
    }
}

#[test]
fn the_ticket_for_trying_is_the_one_that_was_chosen_last() {
    let mut model = screen(automation());
    let ask = |model: &mut Model, number| {
        let effects = asked(tell(model, AutomationEvent::Preview(PreviewEvent::Chosen(TicketId(number)))));
        let [AutomationEffect::LoadSample { asked, .. }] = effects[..] else { panic!() };
        asked
    };
    let (first, second) = (ask(&mut model, 1), ask(&mut model, 2));
    let failed =
        |asked| AutomationEvent::Preview(PreviewEvent::SampleArrived { asked, answer: Err(Failure::NotFound) });
    tell(&mut model, failed(first));
    assert_eq!(model.automation.preview.sample, Remote::Loading);
    tell(&mut model, failed(second));
    assert_eq!(model.automation.preview.sample, Remote::Failed(Failure::NotFound));
    let typed = |text: &str| AutomationEvent::Preview(PreviewEvent::Typed(text.into()));
    tell(&mut model, typed(" #48213 "));
    assert_eq!(model.automation.preview.typed_number(), Some(TicketId(48_213)));
    tell(&mut model, typed("0"));
    assert_eq!(model.automation.preview.typed_number(), None);
}

/// Whatever else happens on the screen.
fn elsewhere() -> impl Strategy<Value = Event> {
    let own = |event| Event::Automation(event);
    prop_oneof![
        (0..Tab::ALL.len()).prop_map(|at| Event::PageChosen(Tab::ALL[at])),
        Just(Event::SignOutClicked),
        Just(Event::SessionExpired),
        any::<bool>().prop_map(Event::ConnectivityChanged),
        Just(Event::Woke(Timer::Search(SEARCH))),
        Just(own(AutomationEvent::Editor(EditorEvent::BackClicked))),
        Just(own(AutomationEvent::Editor(EditorEvent::DoneClicked))),
        Just(own(rules(RulesEvent::OffersToggled))),
        Just(own(AutomationEvent::Choosing(ChoosingEvent::Opened))),
        Just(own(AutomationEvent::Choosing(ChoosingEvent::Closed))),
        Just(own(AutomationEvent::Side(super::side::SideEvent::LookClicked))),
        Just(own(AutomationEvent::Side(super::side::SideEvent::SetUpClicked))),
        (0..9_u32).prop_map(move |asked| {
            let answer = Err(Failure::Unreachable);
            own(AutomationEvent::Side(super::side::SideEvent::Found { asked, answer }))
        }),
        ".{0,5}".prop_map(move |text| own(AutomationEvent::Preview(PreviewEvent::Typed(text)))),
    ]
}

proptest! {
    #[test]
    fn what_was_typed_is_never_lost(
        text in ".{0,40}", summary in ".{0,40}", detail in ".{0,40}",
        events in proptest::collection::vec(elsewhere(), 0..40),
        revert in any::<bool>(),
    ) {
        let mut model = screen(automation());
        let id = drafted(&model).rules[0].id.clone();
        tell(&mut model, rules(RulesEvent::EditClicked(id.clone())));
        change(&mut model, Change::Title(text.clone()));
        change(&mut model, Change::Summary(summary.clone()));
        change(&mut model, Change::DetailAdded);
        let last = model.open_rule().unwrap().details.len() - 1;
        change(&mut model, Change::DetailText(last, detail.clone()));
        change(&mut model, Change::Action(Action::Resolve));
        let typed = drafted(&model).rule(&id).unwrap().clone();
        for event in events {
            let now = model.now;
            model.update(event, now);
            prop_assert_eq!(drafted(&model).rule(&id), Some(&typed));
        }
        prop_assert_eq!((&typed.title, typed.summary.text(), typed.details[last].text.text()), (&text, summary.as_str(), detail.as_str()));
        if revert {
            tell(&mut model, rules(RulesEvent::EditClicked(id.clone())));
            tell(&mut model, AutomationEvent::Editor(EditorEvent::RevertClicked));
        } else {
            tell(&mut model, rules(RulesEvent::RemoveClicked(id.clone())));
            prop_assert_eq!(drafted(&model).rule(&id), None);
        }
        tell(&mut model, rules(RulesEvent::UndoClicked));
        prop_assert_eq!(drafted(&model).rule(&id), Some(&typed));
    }

    #[test]
    fn two_rules_never_have_one_id(times in proptest::collection::vec(0..3_i64, 1..40)) {
        let mut model = screen(Automation::default());
        for wait in &times {
            model.now.0 += wait;
            let now = model.now;
            let added = RulesEvent::Added { ready_made: None, title: "x".into() };
            model.update(Event::Automation(rules(added)), now);
        }
        let ids: std::collections::BTreeSet<_> = drafted(&model).rules.iter().map(|rule| rule.id.clone()).collect();
        prop_assert_eq!(ids.len(), times.len());
    }
}
