//! What the setting says, whatever stands in it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::ability::{Abilities, Ability};
use crate::domain::display::{Block, DetailField, Showable};
use crate::domain::mirror::Switch;
use crate::domain::ticket::TicketPriority;

fn of(value: &Value) -> Result<Permissions, ()> {
    read(Some(&value.to_string()))
}

#[test]
fn nothing_set_leaves_everything_open() {
    for setting in [None, Some(""), Some(" \n "), Some(r#"{"version":1}"#), Some(r#"{"version":1,"display":{}}"#)] {
        assert_eq!(read(setting), Ok(Permissions::open()), "{setting:?}");
    }
}

#[test]
fn sets_are_read_by_group_and_what_is_new_is_passed_over() {
    let setting = json!({
        "version": 1,
        "display": { "sections": ["timeline"] },
        "permissions": {
            "default": ["view", "levitate"],
            "groups": { "360001": ["view", "create", "status_update"], "2": [] },
            "teams": {},
        },
    });
    let view: Abilities = [Ability::View].into_iter().collect();
    let more: Abilities = [Ability::View, Ability::Create, Ability::StatusUpdate].into_iter().collect();
    let expected = Permissions { default: view, groups: vec![(2, Abilities::NONE), (360_001, more)] };
    assert_eq!(of(&setting), Ok(expected));
}

#[test]
fn what_cannot_be_read_is_an_error_and_never_opens_anything() {
    for setting in [
        json!([]),
        json!("view"),
        json!({}),
        json!({ "version": 3, "permissions": { "default": [] } }),
        json!({ "version": 0, "permissions": { "default": [] } }),
        json!({ "version": "1", "permissions": { "default": [] } }),
        json!({ "version": 1.5 }),
        json!({ "version": 1, "permissions": null }),
        json!({ "version": 1, "permissions": [] }),
        json!({ "version": 1, "permissions": {} }),
        json!({ "version": 1, "permissions": { "default": null } }),
        json!({ "version": 1, "permissions": { "default": "view" } }),
        json!({ "version": 1, "permissions": { "default": ["view", 7] } }),
        json!({ "version": 1, "permissions": { "default": [], "groups": [] } }),
        json!({ "version": 1, "permissions": { "default": [], "groups": null } }),
        json!({ "version": 1, "permissions": { "default": [], "groups": { "support": ["view"] } } }),
        json!({ "version": 1, "permissions": { "default": [], "groups": { "-1": ["view"] } } }),
        json!({ "version": 1, "permissions": { "default": [], "groups": { "1": { "view": true } } } }),
    ] {
        assert_eq!(of(&setting), Err(()), "{setting}");
    }
    assert_eq!(read(Some("{\"version\":1")), Err(()));
    assert_eq!(read(Some(&"[".repeat(100_000))), Err(()));
}

#[test]
fn the_display_names_what_is_shown_and_in_which_order() {
    let setting = json!({ "version": 1, "display": {
        "sections": ["notes", "levitation", 7, "details", "-timeline"], "fields": ["priority", "service"],
    }});
    let display = read_display(Some(&setting.to_string()));
    let shown: Vec<_> = display.blocks.items().iter().filter(|(_, shown)| *shown).map(|(it, _)| it.name()).collect();
    assert_eq!(shown, ["notes", "details"]);
    let shown: Vec<_> = display.fields.items().iter().filter(|(_, shown)| *shown).map(|(it, _)| it.name()).collect();
    assert_eq!(shown, ["priority", "service"]);
}

#[test]
fn a_display_that_cannot_be_read_hides_nothing() {
    for setting in [
        json!({ "version": 1 }),
        json!({ "version": 3, "display": { "sections": ["notes"] } }),
        json!({ "version": 1, "display": [] }),
        json!({ "version": 1, "display": { "sections": "notes", "fields": [] } }),
        json!({ "version": 1, "display": { "sections": ["levitation"], "fields": [null] } }),
    ] {
        assert_eq!(read_display(Some(&setting.to_string())), Display::default(), "{setting}");
    }
    assert_eq!(read_display(None), Display::default());
    assert_eq!(read_display(Some("{")), Display::default());
}

fn mirror(value: &Value) -> Mirroring {
    mirroring(Some(&json!({ "version": 1, "mirror": value }).to_string()))
}

#[test]
fn without_a_word_about_mirroring_the_usual_holds() {
    for setting in [None, Some(""), Some(r#"{"version":1}"#), Some(r#"{"version":1,"mirror":{}}"#)] {
        assert_eq!(mirroring(setting), Mirroring::usual(), "{setting:?}");
    }
}

#[test]
fn each_part_of_mirroring_is_switched_on_its_own() {
    let off = mirror(&json!({ "notes": false }));
    assert_eq!(off, Mirroring { notes: false, ..Mirroring::usual() });
    let mapped =
        mirror(&json!({ "state_changes": false, "priority": { "urgent": " P1 ", "low": "P5", "grave": "P0" } }));
    assert!(!mapped.state_changes && mapped.notes);
    assert_eq!(mapped.priorities.for_incident(TicketPriority::Urgent), Some("P1"));
    assert_eq!(mapped.priorities.for_ticket("P5", None), Some(TicketPriority::Low));
    assert_eq!(mapped.priorities.for_ticket("P0", None), None);
}

#[test]
fn mirroring_that_cannot_be_read_writes_nothing() {
    for setting in ["{", "[]", r#"{"version":3}"#, r#"{"version":1,"mirror":true}"#, r#"{"version":1,"mirror":null}"#] {
        assert_eq!(mirroring(Some(setting)), Mirroring::default(), "{setting}");
    }
    let odd = mirror(
        &json!({ "notes": "yes", "state_changes": 1, "open_new_tickets": null, "priority": { "high": 2, "low": " " } }),
    );
    assert_eq!(odd, Mirroring::default());
    assert_eq!(mirror(&json!({ "priority": ["P1"] })), Mirroring::usual());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0_u64..3).prop_map(Value::from),
        "version|permissions|default|groups|view|1|\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let key = "version|permissions|default|groups|[0-9]{1,3}|\\PC{0,4}";
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key, inner, 0..4).prop_map(|map| map.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,60}") {
        // Whatever is no object of a version that we know must not open anything.
        let opens = text.trim().is_empty() || json::parse(&text).is_ok_and(|value| [json!(1), json!(2)].contains(&value["version"]));
        prop_assert!(opens || read(Some(&text)).is_err());
    }

    #[test]
    fn permissions_that_are_read_come_from_lists_of_names(permissions in any_json()) {
        let setting = json!({ "version": 1, "permissions": permissions });
        if let Ok(read) = of(&setting) {
            prop_assert!(permissions["default"].is_array());
            prop_assert_eq!(read.groups.is_empty(), permissions["groups"].as_object().is_none_or(serde_json::Map::is_empty));
        }
    }

    #[test]
    fn what_is_written_is_read_back_without_a_complaint(configuration in any_configuration(), before in any_json()) {
        let fresh = write(&configuration, "");
        prop_assert_eq!(examine(&fresh), Ok((configuration.clone(), Vec::new())));
        // Whatever stood there before.
        let over = write(&configuration, &json!({ "version": 2, "permissions": before, "display": before, "mirror": before }).to_string());
        prop_assert_eq!(examine(&over), Ok((configuration.clone(), Vec::new())));
        prop_assert_eq!(write(&configuration, &over), over, "and writing it again changes nothing");
        prop_assert_eq!(import(&export(&configuration, "")), Ok(configuration));
    }

    #[test]
    fn no_file_stops_the_import(text in "\\PC{0,80}", value in any_json()) {
        let _ = import(&text);
        let file = json!({ "version": 2, "permissions": value, "display": value, "mirror": value, "automation": value });
        if let Ok(configuration) = import(&file.to_string()) {
            prop_assert_eq!(import(&write(&configuration, "")), Ok(configuration));
        }
    }
}

/// Everything that administrators can decide, apart from the sections that have tests of their own.
fn any_configuration() -> impl Strategy<Value = Configuration> {
    let set = || {
        proptest::sample::subsequence(Ability::ALL.to_vec(), 0..=12)
            .prop_map(|it| it.into_iter().collect::<Abilities>())
    };
    let permissions = (set(), proptest::collection::btree_map(any::<u64>(), set(), 0..4));
    let name = "[^ \\p{C}\\s][^\\p{C}]{0,6}[^ \\p{C}\\s]";
    let priorities = proptest::collection::vec(proptest::option::of(name), 4);
    let display = (any_arrangement::<Block>(), any_arrangement::<DetailField>());
    let redirect = proptest::option::of("https://[a-z]{1,9}\\.example/oauth\\.html");
    (permissions, any::<[bool; 3]>(), priorities, display, redirect).prop_map(
        |((default, groups), switches, priorities, (blocks, fields), registered_redirect)| {
            let mut configuration = Configuration {
                permissions: Permissions { default, groups: groups.into_iter().collect() },
                display: Display { blocks, fields },
                registered_redirect,
                ..Configuration::default()
            };
            for (switch, on) in Switch::ALL.into_iter().zip(switches) {
                configuration.mirroring.set(switch, on);
            }
            for (ticket, name) in TicketPriority::ALL.into_iter().zip(priorities) {
                configuration.mirroring.priorities.set(ticket, name);
            }
            configuration
        },
    )
}

fn any_arrangement<T: Showable + std::fmt::Debug>() -> impl Strategy<Value = crate::domain::display::Arrangement<T>> {
    let items = Just(T::ALL.to_vec()).prop_shuffle();
    let shown = proptest::collection::vec(any::<bool>(), T::ALL.len());
    (items, shown).prop_map(|(items, shown)| {
        let words: Vec<_> = items
            .iter()
            .zip(shown)
            .map(|(item, shown)| format!("{}{}", if shown { "" } else { "-" }, item.name()))
            .collect();
        crate::domain::display::Arrangement::read(words.iter().map(String::as_str), true)
    })
}

#[test]
fn what_a_later_console_keeps_here_stays() {
    let before = json!({
        "version": 2,
        "theme": "dusk",
        "permissions": {
            "default": ["view", "levitate"],
            "groups": { "7": ["view", "levitate"], "8": ["levitate"] },
            "teams": { "1": [] },
        },
        "display": { "sections": ["notes", "hologram", "-seance"], "density": "high" },
        "mirror": { "notes": true, "echo": 3, "priority": { "urgent": "P1", "blocker": "P0" } },
        "automation": { "later": [1, 2] },
        "email": { "later": true },
    });
    let mut configuration = whole(&before.to_string()).unwrap();
    configuration.permissions = Permissions { default: Abilities::all(), groups: vec![(7, Abilities::NONE)] };
    configuration.display = Display::default();
    configuration.mirroring.priorities.set(TicketPriority::Urgent, None);
    let after: Value = serde_json::from_str(&write(&configuration, &before.to_string())).unwrap();
    assert_eq!(after["theme"], json!("dusk"));
    assert_eq!(after["permissions"]["teams"], before["permissions"]["teams"]);
    assert_eq!(after["permissions"]["default"].as_array().unwrap().last(), Some(&json!("levitate")));
    assert_eq!(after["permissions"]["groups"], json!({ "7": ["levitate"] }), "a group that was taken off is gone");
    assert_eq!(after["display"], json!({ "sections": ["hologram", "-seance"], "density": "high" }));
    assert_eq!(after["mirror"]["echo"], json!(3));
    assert_eq!(after["mirror"]["priority"], json!({ "blocker": "P0" }));
    assert_eq!((&after["automation"], &after["email"]), (&before["automation"], &before["email"]));
}

#[test]
fn the_first_version_means_what_it_meant_and_is_written_as_the_second() {
    let first = json!({
        "version": 1,
        "permissions": { "default": ["view"] },
        "display": { "sections": ["notes", "levitation", "details"], "fields": ["priority", "service"] },
        "mirror": { "notes": false },
    });
    let configuration = whole(&first.to_string()).unwrap();
    let words = configuration.display.blocks.write();
    assert_eq!(words, "-status_update -responders notes -linked_tickets details -timeline");
    assert!(!configuration.mirroring.notes && configuration.mirroring.state_changes);
    let second: Value = serde_json::from_str(&write(&configuration, &first.to_string())).unwrap();
    assert_eq!(second["version"], json!(2));
    assert_eq!(whole(&second.to_string()), Ok(configuration));
    let listed: Vec<_> = second["display"]["sections"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(listed.last(), Some(&"levitation"));
}

#[test]
fn the_second_version_shows_what_is_not_named() {
    let display = read_display(Some(r#"{"version":2,"display":{"sections":["-timeline"],"fields":["teams"]}}"#));
    assert!(!display.blocks.shows(Block::Timeline) && display.blocks.shows(Block::Notes));
    assert!(display.fields.shows(DetailField::Service));
}

#[test]
fn every_place_that_cannot_be_read_is_named() {
    let setting = json!({
        "version": 2,
        "display": { "sections": ["notes", 7], "fields": "all" },
        "mirror": { "notes": "yes", "priority": { "high": 2 } },
        "automation": [],
        "email": 1,
        "registered_redirect": false,
    });
    let (configuration, problems) = examine(&setting.to_string()).unwrap();
    let places: Vec<_> = problems
        .iter()
        .map(|problem| match problem {
            Problem::Wrong { place } => place.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        "display.sections[1]",
        "display.fields",
        "mirror.notes",
        "mirror.priority.high",
        "automation",
        "email",
        "registered_redirect",
    ];
    assert_eq!(places, expected);
    assert!(!configuration.mirroring.notes && configuration.permissions == Permissions::open());
    assert_eq!(import(&setting.to_string()), Err(problems));
}

#[test]
fn a_file_that_is_no_setting_is_refused_and_says_why() {
    let wrong = |place: &str| Problem::Wrong { place: place.to_owned() };
    for (file, problem) in [
        (String::new(), Problem::NotJson),
        ("<html>".to_owned(), Problem::NotJson),
        ("[]".to_owned(), Problem::NotJson),
        ("{}".to_owned(), Problem::Version(None)),
        (r#"{"version":9}"#.to_owned(), Problem::Version(Some(9))),
        (
            r#"{"version":2,"permissions":{"default":["view"],"groups":{"x":[]}}}"#.to_owned(),
            wrong("permissions.groups.x"),
        ),
        (r#"{"version":2,"permissions":{"default":[7]}}"#.to_owned(), wrong("permissions.default[0]")),
        (" ".repeat(3) + &"x".repeat(LARGEST + 1), Problem::TooLarge { bytes: LARGEST + 1 }),
    ] {
        assert_eq!(import(&file), Err(vec![problem]), "{file:.40}");
    }
    assert_eq!(import("\u{feff}{\"version\":2}\n"), Ok(Configuration::default()));
}

#[test]
fn a_setting_that_cannot_be_read_is_replaced_as_a_whole() {
    for before in ["{", r#"{"version":9,"theme":"dusk"}"#] {
        let written: Value = serde_json::from_str(&write(&Configuration::default(), before)).unwrap();
        assert_eq!((&written["version"], written.get("theme")), (&json!(2), None));
    }
}
