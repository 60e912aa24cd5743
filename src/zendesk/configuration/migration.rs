//! How a setting of an earlier version becomes one of this version.
//!
//! A step knows what its version meant, so what it needs of that is written down in it: what the console learns later must not
//! change what an old setting says.

use serde_json::{Map, Value};

use crate::domain::display::{Arrangement, Block, DetailField, Showable};

/// Makes a setting of one version one of the next.
type Step = fn(&mut Map<String, Value>);

/// The first step leads from version 1 to 2.
const STEPS: [Step; 1] = [name_what_is_hidden];

/// The version that is written.
pub(super) const VERSION: u64 = 1 + STEPS.len() as u64;

/// Takes every step from `version` on.
pub(super) fn migrate(members: &mut Map<String, Value>, version: u64) {
    let done = usize::try_from(version.saturating_sub(1)).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(done) {
        step(members);
    }
    members.insert("version".to_owned(), VERSION.into());
}

/// The sections that version 1 knew.
const SECTIONS_OF_1: [&str; 6] = ["status_update", "responders", "details", "timeline", "notes", "linked_tickets"];

/// The fields that version 1 knew.
const FIELDS_OF_1: [&str; 9] = [
    "service",
    "urgency",
    "priority",
    "escalation_policy",
    "teams",
    "assigned_to",
    "triggered_at",
    "resolved_at",
    "source",
];

/// Version 1 listed what is shown, and hid what was not listed, so that it would have hidden every part that the console learns
/// later. Version 2 names what is hidden behind a minus sign, as agents' own choice always did.
fn name_what_is_hidden(members: &mut Map<String, Value>) {
    let Some(display) = members.get_mut("display").and_then(Value::as_object_mut) else { return };
    reword::<Block>(display, "sections", &SECTIONS_OF_1);
    reword::<DetailField>(display, "fields", &FIELDS_OF_1);
}

fn reword<T: Showable>(display: &mut Map<String, Value>, key: &str, known: &[&str]) {
    // What is no list is left to the reader, who says so.
    let Some(list) = display.get(key).and_then(Value::as_array) else { return };
    let named: Vec<_> = list.iter().filter_map(Value::as_str).filter(|name| !name.starts_with('-')).collect();
    if !named.iter().any(|name| known.contains(name)) {
        // A list without any name that was known left everything shown.
        display.remove(key);
        return;
    }
    let arranged = Arrangement::<T>::read(named.iter().copied().filter(|name| known.contains(name)), false).write();
    let ours = arranged.split(' ').filter(|word| known.contains(&word.trim_start_matches('-')));
    let foreign = named.iter().copied().filter(|name| !known.contains(name));
    let words: Vec<_> = ours.chain(foreign).map(Value::from).collect();
    display.insert(key.to_owned(), words.into());
}
