//! Who may see whom in the app.

use super::names::{self, Name};
use super::sources::{self, Source};

/// What a room of the app may see of the others, as paths from the crate's root.
const MAY_SEE: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("http", &["domain"]),
    ("pagerduty", &["domain", "http"]),
    ("zendesk", &["domain", "http"]),
    ("i18n", &["domain"]),
    // The kit shows dates, and knows nothing of incidents.
    ("kit", &["domain::moment"]),
    ("console", &["domain", "i18n", "kit"]),
    ("settings", &["domain", "i18n", "kit"]),
    ("board", &["domain", "i18n", "kit"]),
];
/// Rooms and files that see everything, because they put the rest together.
const SEE_ALL: [&str; 4] = ["src/bin/", "src/shell/", "src/lib.rs", "src/main.rs"];
/// Rooms that are one screen each: a machine, and panels that show it.
const SCREENS: [&str; 3] = ["console", "settings", "board"];
/// Crates that reach into the browser.
const BROWSER: [&str; 6] = ["gloo_net", "gloo_timers", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"];
/// Where these crates may be named.
const MAY_NAME_THE_BROWSER: [&str; 4] = ["src/i18n/", "src/kit/", "src/shell/", "src/zendesk/zaf"];
/// Names that give a hand on the browser through whatever crate they are reached.
const HANDS: [&str; 2] = ["JsValue", "JsCast"];
/// Names that start work nobody waits for; only the shell runs effects.
const STARTERS: [&str; 3] = ["future_to_promise", "spawn_local", "spawn_local_scoped"];

/// Holds one file of the app against the rules; `dependencies` are the names of the crates that the app may use at all.
fn check(source: &Source, dependencies: &[String]) -> Vec<String> {
    if SEE_ALL.iter().any(|place| source.path.starts_with(place)) {
        return Vec::new();
    }
    let used = match names::read(source) {
        Ok(used) => used,
        Err(offense) => return vec![offense],
    };
    let module = names::module_of(&source.path);
    let Some(room) = module.first() else {
        return Vec::new();
    };
    let Some((_, visible)) = MAY_SEE.iter().find(|(name, _)| name == room) else {
        return vec![format!("{}: the room {room} has no rule; say in MAY_SEE what it may see", source.path)];
    };
    let is_screen = SCREENS.contains(&room.as_str());
    let is_panel = is_screen && module.get(1).is_some_and(|part| part == "panels");
    let mut offenses = Vec::new();
    for name in &used.names {
        let offense = sees_too_much(name, room, visible)
            .or_else(|| names_a_crate(name, source, room, dependencies))
            .or_else(|| (is_screen && !is_panel).then(|| draws(name)).flatten())
            .or_else(|| is_screen.then(|| starts(name)).flatten());
        offenses.extend(
            offense.map(|offense| format!("{}:{}: {} {offense}", source.path, name.line, name.parts.join("::"))),
        );
    }
    if is_screen {
        let waits = used
            .waits
            .iter()
            .map(|line| format!("{}:{line}: a screen never waits; its effects do, in the shell", source.path));
        offenses.extend(waits);
    }
    offenses
}

fn sees_too_much(name: &Name, room: &str, visible: &[&str]) -> Option<String> {
    let (first, inside) = name.parts.split_first()?;
    let other = inside.first().filter(|other| first == "crate" && *other != room)?;
    // Something of the crate's root itself, such as its version, belongs to no room.
    if !MAY_SEE.iter().any(|(known, _)| known == other) && other != "shell" && other != "*" {
        return None;
    }
    let path = inside.join("::");
    let is_visible = |allowed: &&&str| path == **allowed || path.starts_with(&format!("{allowed}::"));
    visible.iter().find(is_visible).is_none().then(|| format!("may not be seen from {room}"))
}

fn names_a_crate(name: &Name, source: &Source, room: &str, dependencies: &[String]) -> Option<String> {
    if name.in_test {
        return None;
    }
    let first = name.parts.first()?;
    if room == "domain" && dependencies.contains(first) {
        return Some("is a crate, and domain uses only the standard library".to_owned());
    }
    let reaches = BROWSER.contains(&first.as_str()) || name.parts.iter().any(|part| HANDS.contains(&part.as_str()));
    let allowed = MAY_NAME_THE_BROWSER.iter().any(|place| source.path.starts_with(place));
    (reaches && !allowed).then(|| "reaches into the browser; that is for zendesk/zaf, i18n, kit and shell".to_owned())
}

fn draws(name: &Name) -> Option<String> {
    let is_leptos = name.parts.first().is_some_and(|first| first == "leptos");
    (is_leptos && !name.in_test).then(|| "draws; a screen's machine is plain Rust, only its panels draw".to_owned())
}

fn starts(name: &Name) -> Option<String> {
    let found = name.parts.iter().any(|part| STARTERS.contains(&part.as_str()));
    found.then(|| "starts work by itself; a screen asks for effects, the shell runs them".to_owned())
}

/// The crates that the app's `Cargo.toml` names, as code names them.
fn dependencies() -> Vec<String> {
    let manifest = sources::all().into_iter().find(|source| source.path == "Cargo.toml");
    let table: toml::Table = manifest.and_then(|source| source.text.parse().ok()).unwrap_or_default();
    let sections = ["dependencies", "dev-dependencies"].into_iter().filter_map(|key| table.get(key)?.as_table());
    sections.flat_map(toml::Table::keys).map(|name| name.replace('-', "_")).collect()
}

/// The sandbox reads the vendors' documents by itself; if it used the app's reading, both could be wrong together.
fn names_the_app(source: &Source) -> Vec<String> {
    let offending = source.text.lines().enumerate().filter(|(_, line)| line.contains("incident_command_console"));
    offending
        .map(|(index, _)| format!("{}:{}: names the app, which the sandbox never sees", source.path, index + 1))
        .collect()
}

mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use super::super::assert_none;
    use super::*;

    fn offenses(path: &str, text: &str) -> usize {
        check(&Source::new(path, text), &["serde".to_owned()]).len()
    }

    #[test]
    fn every_room_sees_only_what_it_may() {
        let dependencies = dependencies();
        assert!(dependencies.iter().any(|name| name == "leptos"), "Cargo.toml was not read");
        let offenses: Vec<String> =
            sources::rust("src").iter().flat_map(|source| check(source, &dependencies)).collect();
        assert_none(&offenses);
    }

    #[test]
    fn the_sandbox_never_names_the_app() {
        let offenses: Vec<String> = sources::rust("sandbox").iter().flat_map(names_the_app).collect();
        assert_none(&offenses);
        let manifest = sources::all().into_iter().find(|source| source.path == "sandbox/Cargo.toml").unwrap();
        assert!(!manifest.text.contains("path = \"..\""), "the sandbox depends on the app");
    }

    #[test]
    fn the_rule_for_the_sandbox_refuses() {
        assert_eq!(names_the_app(&Source::new("sandbox/src/a.rs", "use incident_command_console::domain;")).len(), 1);
    }

    #[test]
    fn rooms_that_look_too_far_are_refused() {
        assert_eq!(offenses("src/domain/a.rs", "use crate::http::Request;"), 1);
        assert_eq!(offenses("src/domain/a.rs", "use serde::Serialize;"), 1);
        assert_eq!(offenses("src/http/a.rs", "use crate::pagerduty::Client;"), 1);
        assert_eq!(offenses("src/pagerduty/a.rs", "use crate::zendesk::Ticket;"), 1);
        assert_eq!(offenses("src/console/a.rs", "fn f(client: &crate::pagerduty::Client) {}"), 1);
        assert_eq!(offenses("src/console/panels/a.rs", "fn f() { view! { {crate::zendesk::get()} } }"), 1);
        assert_eq!(offenses("src/console/a.rs", "use super::super::shell::run;"), 1);
        assert_eq!(offenses("src/kit/a.rs", "use crate::domain::incident::Incident;"), 1);
        assert_eq!(offenses("src/i18n/a.rs", "use crate::console::Event;"), 1);
        assert_eq!(offenses("src/board/a.rs", "use crate::console::Event;"), 1);
        assert_eq!(offenses("src/http/a.rs", "use crate::*;"), 1);
        assert_eq!(offenses("src/attic/a.rs", ""), 1);
    }

    #[test]
    fn rooms_that_stay_within_their_sight_pass() {
        assert_eq!(offenses("src/domain/a.rs", "use std::fmt; use super::incident::Incident;"), 0);
        assert_eq!(
            offenses("src/pagerduty/a.rs", "use crate::{domain::id::IncidentId, http::Request}; use serde::Serialize;"),
            0
        );
        assert_eq!(
            offenses(
                "src/console/panels/a.rs",
                "use leptos::prelude::*; use crate::kit::button::Button; use super::super::Model;"
            ),
            0
        );
        assert_eq!(offenses("src/kit/a.rs", "use crate::domain::moment::Moment; use web_sys::Element;"), 0);
        assert_eq!(offenses("src/shell/a.rs", "use crate::pagerduty::Client; use wasm_bindgen::JsValue;"), 0);
    }

    #[test]
    fn the_browser_is_out_of_reach_where_it_should_be() {
        assert_eq!(offenses("src/console/update.rs", "use web_sys::window;"), 1);
        assert_eq!(offenses("src/pagerduty/a.rs", "use gloo_net::http::Request;"), 1);
        assert_eq!(offenses("src/zendesk/rest.rs", "fn f(value: &wasm_bindgen::JsValue) {}"), 1);
        assert_eq!(offenses("src/zendesk/zaf/client.rs", "use wasm_bindgen::JsValue;"), 0);
    }

    #[test]
    fn machines_are_plain_and_nobody_waits_on_a_screen() {
        assert_eq!(offenses("src/console/model.rs", "use leptos::prelude::RwSignal;"), 1);
        assert_eq!(offenses("src/console/panels/a.rs", "use leptos::task::spawn_local;"), 1);
        assert_eq!(offenses("src/console/panels/a.rs", "async fn f() { g().await }"), 1);
    }

    #[test]
    fn tests_may_use_crates_but_not_other_rooms() {
        assert_eq!(offenses("src/domain/a.rs", "#[cfg(test)] mod tests { use serde::Serialize; }"), 0);
        assert_eq!(offenses("src/domain/a.rs", "#[cfg(test)] mod tests { use crate::http::Request; }"), 1);
    }
}
