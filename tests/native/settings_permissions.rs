//! The table of permissions, against the sandbox: groups by the hundred, what failed, and what one agent would see.

use std::time::Duration;

use incident_command_console::domain::ability::{Abilities, Ability, Holder, Permissions, Preset};
use incident_command_console::domain::failure::Failure;
use incident_command_console::domain::remote::Remote;
use incident_command_console::settings::permissions::{
    Listed, Outcome, PermissionsEffect, PermissionsEvent, Remark, Size, UNDO, addable, listed, outcome, preset_id,
};
use incident_command_console::settings::{Effect, Event, Page};
use proptest::prelude::*;
use sandbox::Sandbox;
use sandbox::clock::Clock;
use sandbox::faults::{Fault, Kind, Target};
use serde_json::json;

use crate::desk::{JONAS, TIER_1, sandbox};
use crate::settings_desk::{ADA, SettingsDesk};

/// No group has this id.
const GONE: u64 = 999;
/// The id of the first of the groups that the sandbox adds.
const MORE: u64 = 7_290_210_000;

fn configure(world: &(Sandbox, Clock), groups: &serde_json::Value) {
    let configuration =
        json!({ "version": 1, "permissions": { "default": ["view", "note"], "groups": groups } }).to_string();
    assert!(world.0.zendesk().set_setting("configuration", configuration));
}

/// Ada opens the page in an account where these groups are in the table.
async fn ada(world: &(Sandbox, Clock)) -> SettingsDesk {
    SettingsDesk::new(world, ADA, None, Page::Permissions).await
}

async fn tell(desk: &mut SettingsDesk, event: PermissionsEvent) {
    desk.tell(Event::Permissions(event)).await;
}

fn row(desk: &SettingsDesk, holder: Holder) -> Option<Abilities> {
    desk.model.store.draft.permissions.row(holder)
}

fn set(abilities: &[Ability]) -> Abilities {
    abilities.iter().copied().collect()
}

fn names(listed: &[Listed]) -> Vec<(Option<&str>, bool)> {
    listed.iter().map(|it| (it.name.as_deref(), it.gone)).collect()
}

fn fault(desk: &SettingsDesk, path: &str, kind: Kind, times: u32) {
    desk.sandbox.faults().add(Fault::new(Target::Zendesk, kind).method("GET").path(path).times(times));
}

const BROKEN: Kind = Kind::Status { code: 422, retry_after: None, body: None };

#[tokio::test]
async fn the_table_shows_names_sizes_and_a_group_that_is_gone() {
    let world = sandbox();
    configure(&world, &json!({ GONE.to_string(): ["view"], TIER_1.to_string(): ["view", "create"] }));
    let mut desk = ada(&world).await;
    assert_eq!(names(&listed(&desk.model)), [(Some("Tier 1 Support"), false), (None, true)]);
    assert!(matches!(desk.model.permissions.sizes.get(&TIER_1), Some(Size::Agents(3..))));
    assert_eq!(desk.model.permissions.sizes.get(&GONE), None, "nobody asks about it");
    tell(&mut desk, PermissionsEvent::GroupRemoved(GONE)).await;
    assert_eq!(row(&desk, Holder::Group(GONE)), None);
    assert!(desk.seen.contains(&Effect::Focus(UNDO.into())));
    assert!(desk.model.store.is_changed());
    tell(&mut desk, PermissionsEvent::Undone).await;
    assert_eq!(row(&desk, Holder::Group(GONE)), Some(Abilities::view_only()));
    assert!(!desk.model.store.is_changed(), "it stands where it stood");
}

#[tokio::test]
async fn hundreds_of_groups_are_read_page_by_page_and_searched_here() {
    let world = sandbox();
    world.0.zendesk().add_groups(260);
    let mut desk = ada(&world).await;
    let groups = desk.model.permissions.groups.known().unwrap().clone();
    assert!(groups.complete && groups.list.len() > 260, "{}", groups.list.len());
    tell(&mut desk, PermissionsEvent::AddOpened).await;
    tell(&mut desk, PermissionsEvent::AddTyped("FRAUD osa".into())).await;
    let found = addable(&desk.model);
    assert!(!found.is_empty() && found.iter().all(|group| group.name.starts_with("Osaka Fraud")), "{found:?}");
    let id = found[0].id;
    tell(&mut desk, PermissionsEvent::GroupAdded(id)).await;
    assert_eq!(row(&desk, Holder::Group(id)), row(&desk, Holder::EveryoneElse), "adding changes nothing by itself");
    assert_eq!(desk.model.permissions.adding, None);
    assert_eq!(
        desk.seen.last(),
        Some(&Effect::Permissions(PermissionsEffect::Count { asked: last(&desk), groups: vec![id] }))
    );
    assert!(desk.seen.contains(&Effect::Focus(preset_id(Holder::Group(id)))));
    assert!(desk.model.permissions.sizes.contains_key(&id));
    assert!(addable(&desk.model).iter().all(|group| group.id != id));
    tell(&mut desk, PermissionsEvent::GroupAdded(id)).await;
    tell(&mut desk, PermissionsEvent::GroupAdded(GONE)).await;
    assert_eq!(desk.model.store.draft.permissions.groups.len(), 1, "twice, or without a group, is not at all");
}

fn last(desk: &SettingsDesk) -> u32 {
    match desk.seen.last() {
        Some(Effect::Permissions(PermissionsEffect::Count { asked, .. })) => *asked,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_long_table_is_drawn_and_counted_as_far_as_somebody_looks() {
    let world = sandbox();
    world.0.zendesk().add_groups(130);
    let groups: serde_json::Map<_, _> = (0..130).map(|at| ((MORE + at).to_string(), json!(["view"]))).collect();
    configure(&world, &groups.into());
    let mut desk = ada(&world).await;
    let counted = |desk: &SettingsDesk| desk.model.permissions.sizes.len();
    assert_eq!((listed(&desk.model).len(), desk.model.permissions.rows_shown(), counted(&desk)), (130, 50, 50));
    tell(&mut desk, PermissionsEvent::MoreShown).await;
    assert_eq!((desk.model.permissions.rows_shown(), counted(&desk)), (100, 100));
    tell(&mut desk, PermissionsEvent::FilterTyped(" nairobi ".into())).await;
    let found = listed(&desk.model);
    assert!(!found.is_empty() && found.iter().all(|it| it.name.as_deref().unwrap().starts_with("Nairobi")));
    // A row that stands far down is drawn when it comes back.
    tell(&mut desk, PermissionsEvent::FilterTyped(String::new())).await;
    let far = listed(&desk.model).last().unwrap().id;
    tell(&mut desk, PermissionsEvent::GroupRemoved(far)).await;
    tell(&mut desk, PermissionsEvent::Undone).await;
    assert!(desk.model.permissions.rows_shown() >= 130);
}

#[tokio::test]
async fn names_that_cannot_be_read_are_asked_for_again_and_the_table_stays_usable() {
    let world = sandbox();
    configure(&world, &json!({ TIER_1.to_string(): ["view"] }));
    let mut desk = SettingsDesk::closed(&world, ADA, None);
    fault(&desk, "/api/v2/groups.json", BROKEN, 1);
    let surroundings = desk.surroundings(Page::Permissions).await;
    desk.tell(Event::Registered(Box::new(surroundings))).await;
    assert!(matches!(desk.model.permissions.groups, Remote::Failed(Failure::Rejected(_))));
    assert_eq!(names(&listed(&desk.model)), [(None, false)], "not known is not gone");
    let turn = PermissionsEvent::AbilityTurned { holder: Holder::Group(TIER_1), ability: Ability::Note, on: true };
    tell(&mut desk, turn).await;
    tell(&mut desk, PermissionsEvent::GroupsRetried).await;
    assert_eq!(names(&listed(&desk.model)), [(Some("Tier 1 Support"), false)]);
    assert_eq!(row(&desk, Holder::Group(TIER_1)), Some(set(&[Ability::View, Ability::Note])));
}

#[tokio::test]
async fn names_that_cannot_be_read_again_stay_known() {
    let world = sandbox();
    world.0.zendesk().add_groups(150);
    let mut desk = ada(&world).await;
    let before = desk.model.permissions.groups.clone();
    fault(&desk, "/api/v2/groups.json", BROKEN, 1);
    tell(&mut desk, PermissionsEvent::GroupsRetried).await;
    assert_eq!(desk.model.permissions.groups.known(), before.known());
    assert!(desk.model.permissions.groups.failure().is_some());
}

#[tokio::test]
async fn sizes_that_cannot_be_read_are_left_out_and_not_asked_for_again_and_again() {
    let world = sandbox();
    configure(&world, &json!({ TIER_1.to_string(): ["view"] }));
    let mut desk = SettingsDesk::closed(&world, ADA, None);
    let down = Kind::Status { code: 503, retry_after: None, body: None };
    desk.sandbox.faults().add(Fault::new(Target::Zendesk, down).path("/api/v2/groups/*"));
    let surroundings = desk.surroundings(Page::Permissions).await;
    desk.tell(Event::Registered(Box::new(surroundings))).await;
    let asked = |desk: &SettingsDesk| {
        desk.seen.iter().filter(|it| matches!(it, Effect::Permissions(PermissionsEffect::Count { .. }))).count()
    };
    assert_eq!((desk.model.permissions.sizes.len(), asked(&desk)), (0, 1));
    tell(&mut desk, PermissionsEvent::FilterTyped("tier".into())).await;
    assert_eq!(asked(&desk), 1);
    desk.sandbox.faults().clear();
    desk.tell(Event::PageChosen(Page::Permissions)).await;
    assert!(desk.model.permissions.sizes.contains_key(&TIER_1));
}

#[tokio::test]
async fn view_takes_everything_with_it_and_comes_along() {
    let world = sandbox();
    configure(&world, &json!({ TIER_1.to_string(): ["view", "create", "link"] }));
    let mut desk = ada(&world).await;
    let holder = Holder::Group(TIER_1);
    let turn = |ability, on| PermissionsEvent::AbilityTurned { holder, ability, on };
    tell(&mut desk, turn(Ability::View, false)).await;
    assert_eq!(row(&desk, holder), Some(Abilities::NONE));
    let before = set(&[Ability::View, Ability::Create, Ability::Link]);
    assert_eq!(desk.model.permissions.remark, Some(Remark::SightLost { holder, before }));
    tell(&mut desk, PermissionsEvent::Undone).await;
    assert_eq!((row(&desk, holder), &desk.model.permissions.remark), (Some(before), &None));
    tell(&mut desk, PermissionsEvent::PresetChosen { holder, preset: Preset::Nothing }).await;
    tell(&mut desk, turn(Ability::Note, true)).await;
    assert_eq!(row(&desk, holder), Some(Preset::ViewAndNote.abilities()));
    assert_eq!(desk.model.permissions.remark, Some(Remark::SightCame { holder }));
    tell(&mut desk, turn(Ability::Note, false)).await;
    tell(&mut desk, turn(Ability::View, false)).await;
    assert_eq!(desk.model.permissions.remark, None, "nothing else was lost");
}

async fn choose(desk: &mut SettingsDesk, typed: &str) -> Outcome {
    tell(desk, PermissionsEvent::AgentTyped(typed.into())).await;
    desk.wait(Duration::from_secs(1)).await;
    let found = desk.model.permissions.preview.found.known().unwrap().clone();
    assert_eq!(found.len(), 1, "{found:?}");
    tell(desk, PermissionsEvent::AgentChosen(found[0].id)).await;
    outcome(&desk.model).unwrap()
}

#[tokio::test]
async fn an_agent_is_found_by_name_or_address_and_a_customer_never() {
    let world = sandbox();
    let mut desk = ada(&world).await;
    assert_eq!(choose(&mut desk, "jonas").await.groups, ["Tier 1 Support"]);
    assert_eq!(choose(&mut desk, "ada.admin@northwind.example").await.name, "Ada Admin");
    tell(&mut desk, PermissionsEvent::AgentTyped("elena".into())).await;
    desk.wait(Duration::from_secs(1)).await;
    assert_eq!(desk.model.permissions.preview.found, Remote::Fresh(Vec::new()));
    let before = desk.seen.len();
    tell(&mut desk, PermissionsEvent::AgentTyped("e".into())).await;
    desk.wait(Duration::from_secs(1)).await;
    assert_eq!(desk.model.permissions.preview.found, Remote::Absent);
    assert!(!desk.seen[before..].iter().any(|it| matches!(it, Effect::Permissions(_))), "one letter asks nothing");
}

#[tokio::test]
async fn the_preview_follows_the_table_before_anything_is_saved() {
    let world = sandbox();
    configure(&world, &json!({}));
    let mut desk = ada(&world).await;
    let seen = choose(&mut desk, "jonas").await;
    assert_eq!((seen.counting.len(), seen.abilities), (0, set(&[Ability::View, Ability::Note])));
    tell(&mut desk, PermissionsEvent::GroupAdded(TIER_1)).await;
    let holder = Holder::Group(TIER_1);
    tell(&mut desk, PermissionsEvent::PresetChosen { holder, preset: Preset::FullAccess }).await;
    let seen = outcome(&desk.model).unwrap();
    assert_eq!((seen.counting, seen.abilities), (vec!["Tier 1 Support".to_owned()], Abilities::all()));
    tell(&mut desk, PermissionsEvent::PresetChosen { holder, preset: Preset::Nothing }).await;
    assert_eq!(outcome(&desk.model).unwrap().lacking(), [Ability::View]);
    assert!(desk.written.borrow().is_empty(), "looking writes nothing");
}

#[tokio::test]
async fn an_agent_whose_groups_cannot_be_read_is_asked_for_again() {
    let world = sandbox();
    let mut desk = ada(&world).await;
    fault(&desk, &format!("/api/v2/users/{JONAS}/groups"), BROKEN, 1);
    tell(&mut desk, PermissionsEvent::AgentTyped("jonas".into())).await;
    desk.wait(Duration::from_secs(1)).await;
    tell(&mut desk, PermissionsEvent::AgentChosen(JONAS)).await;
    assert_eq!(outcome(&desk.model), None);
    tell(&mut desk, PermissionsEvent::PreviewRetried).await;
    assert_eq!(outcome(&desk.model).unwrap().groups, ["Tier 1 Support"]);
}

#[tokio::test]
async fn an_agent_in_very_many_groups_has_what_any_of_them_allows() {
    let world = sandbox();
    world.0.zendesk().add_groups(390);
    configure(
        &world,
        &json!({ (MORE + 387).to_string(): ["view", "workflow"], (MORE + 1).to_string(): ["view", "resolve"] }),
    );
    let mut desk = ada(&world).await;
    let seen = choose(&mut desk, "jonas").await;
    assert!(seen.groups.len() > 100, "{}", seen.groups.len());
    assert_eq!(seen.abilities, set(&[Ability::View, Ability::Workflow]), "of the other group he is no member");
}

#[tokio::test]
async fn late_answers_change_nothing() {
    let world = sandbox();
    let mut desk = ada(&world).await;
    let before = desk.model.permissions.clone();
    for event in [
        PermissionsEvent::GroupsArrived { asked: 0, answer: Err(Failure::NotFound) },
        PermissionsEvent::Counted { asked: 0, sizes: vec![(TIER_1, Ok(7))] },
        PermissionsEvent::AgentsFound { asked: 0, answer: Ok(Vec::new()) },
        PermissionsEvent::AgentGroupsArrived { asked: 0, answer: Err(Failure::TimedOut) },
        PermissionsEvent::AgentChosen(JONAS),
    ] {
        tell(&mut desk, event).await;
    }
    assert_eq!(desk.model.permissions, before);
}

#[tokio::test]
async fn who_is_no_administrator_reaches_nothing_here() {
    let world = sandbox();
    configure(&world, &json!({ TIER_1.to_string(): ["view"] }));
    let mut desk = SettingsDesk::new(&world, JONAS, None, Page::Permissions).await;
    for event in [
        PermissionsEvent::GroupsRetried,
        PermissionsEvent::AgentTyped("jonas".into()),
        PermissionsEvent::GroupRemoved(TIER_1),
        PermissionsEvent::PresetChosen { holder: Holder::EveryoneElse, preset: Preset::FullAccess },
    ] {
        tell(&mut desk, event).await;
    }
    desk.wait(Duration::from_secs(2)).await;
    assert!(!desk.seen.iter().any(|it| matches!(it, Effect::Permissions(_))), "{:?}", desk.seen);
    assert_eq!(desk.model.store.draft, incident_command_console::domain::configuration::Configuration::default());
}

/// A press in the table.
fn any_edit() -> impl Strategy<Value = (Holder, Option<(usize, bool)>, usize)> {
    let holder = prop_oneof![Just(Holder::EveryoneElse), (1_u64..5).prop_map(Holder::Group)];
    (holder, proptest::option::of((0_usize..12, any::<bool>())), 0_usize..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_pressed_changes_one_row_and_the_preview_is_what_the_console_reckons(
        edits in proptest::collection::vec(any_edit(), 1..12),
        mine in proptest::collection::btree_set(1_u64..7, 0..5),
    ) {
        use incident_command_console::domain::staff::{Colleague, Group, Groups};
        let mut model = incident_command_console::settings::Model::default();
        model.stage = incident_command_console::settings::model::Stage::Running;
        model.agent = Remote::Fresh(incident_command_console::domain::ticket::Agent {
            id: ADA, name: "Ada".into(), is_admin: true, locale: "en-US".into(), time_zone: None, groups: Vec::new(),
        });
        let start = (1_u64..5).map(|id| (id, Preset::ALL[usize::try_from(id).unwrap() % 5].abilities())).collect();
        model.store.draft.permissions = Permissions { default: Abilities::view_only(), groups: start };
        let preview = &mut model.permissions.preview;
        preview.chosen = Some(Colleague { id: JONAS, name: "Jonas".into(), email: String::new() });
        let list = mine.iter().map(|id| Group { id: *id, name: format!("Group {id}") }).collect();
        preview.groups = Remote::Fresh(Groups { list, complete: true });
        for (holder, turned, preset) in edits {
            let before = model.store.draft.permissions.clone();
            let (event, expected) = if let Some((which, on)) = turned {
                let ability = Ability::ALL[which];
                let expected = before.row(holder).unwrap().turned(ability, on);
                (PermissionsEvent::AbilityTurned { holder, ability, on }, expected)
            } else {
                let preset = Preset::ALL[preset];
                (PermissionsEvent::PresetChosen { holder, preset }, preset.abilities())
            };
            model.update(Event::Permissions(event), incident_command_console::domain::moment::Moment(0));
            let after = &model.store.draft.permissions;
            for row in (1..5).map(Holder::Group).chain([Holder::EveryoneElse]) {
                let wanted = if row == holder { Some(expected) } else { before.row(row) };
                prop_assert_eq!(after.row(row), wanted);
            }
            let ids: Vec<u64> = mine.iter().copied().collect();
            prop_assert_eq!(outcome(&model).unwrap().abilities, after.of(&ids));
        }
    }
}
