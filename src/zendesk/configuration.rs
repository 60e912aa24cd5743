//! The app's hidden `configuration` setting: versioned JSON that administrators write and every agent reads.
//!
//! ```json
//! {"version":1,"permissions":{"default":["view"],"groups":{"360001":["view","create"]}},
//!  "display":{"sections":["details","notes"],"fields":["service","priority"]},
//!  "mirror":{"notes":true,"state_changes":true,"open_new_tickets":true,"priority":{"urgent":"P1","high":"P2"}}}
//! ```
//!
//! What is written to tickets (`mirror`) has two defaults. Where nothing is said, notes and changes appear as private comments and a
//! New ticket becomes Open, which customers never see and which is what agents ask for; priorities need names that only the account
//! knows, so none follow. Where something is said that cannot be read, nothing is written.

use serde_json::Value;

use crate::domain::ability::{Abilities, Ability, Permissions};
use crate::domain::configuration::Configuration;
use crate::domain::display::{Arrangement, Display, Showable};
use crate::domain::mirror::{Mirroring, PriorityMap};
use crate::domain::ticket::TicketPriority;
use crate::http::json::{self, Json};

/// The only version that there is.
const VERSION: u64 = 1;

/// Reads the setting's permissions; absent or blank, or without any, it leaves everything open.
///
/// Keys and abilities that we do not know are of a later console and are passed over. What cannot be read is an error, so that the
/// caller falls back to [`Permissions::safest`] and says so.
#[expect(clippy::result_unit_err, reason = "there is one way to fail, and what to do then is up to the caller")]
pub fn read(setting: Option<&str>) -> Result<Permissions, ()> {
    let text = setting.unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(Permissions::open());
    }
    let value = json::parse(text).map_err(|_| ())?;
    if value.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(());
    }
    match value.get("permissions") {
        None => Ok(Permissions::open()),
        Some(permissions) => read_permissions(permissions).ok_or(()),
    }
}

/// Reads the whole setting. `Err` when it is there but cannot be read.
#[expect(clippy::result_unit_err, reason = "there is one way to fail, and what to do then is up to the caller")]
pub fn whole(setting: &str) -> Result<Configuration, ()> {
    Ok(Configuration {
        permissions: read(Some(setting))?,
        display: read_display(Some(setting)),
        mirroring: mirroring(Some(setting)),
        ..Configuration::default()
    })
}

/// Reads what the console shows until an agent chooses otherwise: the listed sections and fields in their order, and no others.
///
/// Nobody is kept from anything by it, so what cannot be read simply leaves everything shown; unlike the permissions it is no error.
pub fn read_display(setting: Option<&str>) -> Display {
    let value = json::parse(setting.unwrap_or_default()).unwrap_or_default();
    if value.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Display::default();
    }
    let root = Json::root(&value);
    let display = root.at("display");
    Display { blocks: arrangement(&display.at("sections")), fields: arrangement(&display.at("fields")) }
}

/// The listed names; everything where there is no list, or none of its names is known.
fn arrangement<T: Showable>(list: &Json<'_>) -> Arrangement<T> {
    let items = list.items_or_none();
    let names: Vec<_> = items.iter().map(Json::text_or_empty).filter(|name| !name.starts_with('-')).collect();
    let known = names.iter().any(|name| T::ALL.iter().any(|item| item.name() == *name));
    if known { Arrangement::read(names, false) } else { Arrangement::default() }
}

/// Reads what the console writes to tickets, as the module says.
pub fn mirroring(setting: Option<&str>) -> Mirroring {
    let text = setting.unwrap_or_default().trim();
    if text.is_empty() {
        return Mirroring::usual();
    }
    let Ok(value) = json::parse(text) else { return Mirroring::default() };
    if value.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Mirroring::default();
    }
    let Some(mirror) = value.get("mirror") else { return Mirroring::usual() };
    if !mirror.is_object() {
        return Mirroring::default();
    }
    let switch = |name: &str, usual: bool| mirror.get(name).map_or(usual, |it| it.as_bool() == Some(true));
    let usual = Mirroring::usual();
    Mirroring {
        notes: switch("notes", usual.notes),
        state_changes: switch("state_changes", usual.state_changes),
        open_new_tickets: switch("open_new_tickets", usual.open_new_tickets),
        priorities: mirror.get("priority").map(read_priorities).unwrap_or_default(),
    }
}

fn read_priorities(value: &Value) -> PriorityMap {
    let name = |value: &Value| value.as_str().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let pair = |(ticket, incident): (&String, &Value)| Some((TicketPriority::named(ticket)?, name(incident)?));
    PriorityMap::new(value.as_object().into_iter().flatten().filter_map(pair))
}

fn read_permissions(value: &Value) -> Option<Permissions> {
    let default = abilities(value.get("default")?)?;
    let groups = match value.get("groups") {
        None => Vec::new(),
        Some(groups) => {
            let group = |(id, names): (&String, &Value)| Some((id.parse::<u64>().ok()?, abilities(names)?));
            groups.as_object()?.iter().map(group).collect::<Option<_>>()?
        }
    };
    Some(Permissions { default, groups })
}

fn abilities(value: &Value) -> Option<Abilities> {
    let root = Json::root(value);
    let items = root.items().ok()?;
    let names = items.iter().map(|item| item.text().ok()).collect::<Option<Vec<_>>>()?;
    Some(names.into_iter().filter_map(Ability::named).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

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
        let read = of(&setting).map(|mut permissions| {
            permissions.groups.sort_unstable_by_key(|(group, _)| *group);
            permissions
        });
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_never_opens_anything() {
        for setting in [
            json!([]),
            json!("view"),
            json!({}),
            json!({ "version": 2, "permissions": { "default": [] } }),
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
        let shown: Vec<_> =
            display.blocks.items().iter().filter(|(_, shown)| *shown).map(|(it, _)| it.name()).collect();
        assert_eq!(shown, ["notes", "details"]);
        let shown: Vec<_> =
            display.fields.items().iter().filter(|(_, shown)| *shown).map(|(it, _)| it.name()).collect();
        assert_eq!(shown, ["priority", "service"]);
    }

    #[test]
    fn a_display_that_cannot_be_read_hides_nothing() {
        for setting in [
            json!({ "version": 1 }),
            json!({ "version": 2, "display": { "sections": ["notes"] } }),
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
        for setting in
            ["{", "[]", r#"{"version":2}"#, r#"{"version":1,"mirror":true}"#, r#"{"version":1,"mirror":null}"#]
        {
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
            // Whatever is no object of version 1 must not open anything.
            let opens = text.trim().is_empty() || json::parse(&text).is_ok_and(|value| value.get("version") == Some(&json!(1)));
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
        fn what_is_written_is_read_back(default in proptest::collection::btree_set(0_usize..12, 0..12), group in any::<u64>()) {
            let names: Vec<_> = Ability::ALL.iter().enumerate().filter(|(at, _)| default.contains(at)).map(|(_, it)| it.name()).collect();
            let mut setting = json!({ "version": 1, "permissions": { "default": names, "groups": {} } });
            setting["permissions"]["groups"][group.to_string()] = json!(names);
            let set: Abilities = names.iter().filter_map(|name| Ability::named(name)).collect();
            prop_assert_eq!(of(&setting), Ok(Permissions { default: set, groups: [(group, set)].into() }));
        }
    }
}
