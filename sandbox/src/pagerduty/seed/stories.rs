//! Plays the incidents of the last twenty days, oldest first: their numbers follow from the order.

use super::people::person;
use super::recent::{AFTER, BEFORE, CHECKOUT, LONG};
use super::routine::ROUTINE;
use super::story::{By, Deed, PLAIN, Story, perform, play};
use crate::pagerduty::time::MINUTE;
use crate::pagerduty::world::World;

/// One hour and one day, in minutes.
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// The number of the incident that the demo's ticket is about.
const CHECKOUT_NUMBER: u64 = 1_042;
/// How many lines the longest timeline has.
const LONG_TIMELINE: usize = 1_000;

/// A title as long as anybody's patience: 1,000 characters with a word that cannot be broken.
fn long_title() -> String {
    let head = "Feature store answers late for merchants 7731, 7732, 7733 and others; stack: ";
    let rest = 1_000 - head.chars().count();
    head.chars().chain("com.northwind.fraud.FeatureStoreException:".chars().cycle().take(rest)).collect()
}

/// Plays every story.
pub(super) fn fill(world: &mut World, now: i64) {
    let earlier = ROUTINE.len() + 1 + BEFORE.len();
    world.next_number = CHECKOUT_NUMBER - u64::try_from(earlier).unwrap_or_default();
    let keys = ["routine-a", "routine-b", "routine-c"];
    for (place, routine) in (0..).zip(ROUTINE) {
        let key = keys.get(usize::try_from(place % 3).unwrap_or_default()).copied().unwrap_or("routine");
        // One every 13 hours and some, from nearly twenty days ago.
        let ago = 19 * DAY + 20 * HOUR - place * (13 * HOUR + 17);
        let story = Story {
            ago,
            service: routine.service,
            title: routine.title,
            urgency: routine.urgency,
            by: By::Event(key),
            deeds: routine.deeds,
            ..PLAIN
        };
        play(world, &story, routine.title, now);
    }
    if let Some(id) = play(world, &LONG, LONG.title, now) {
        lengthen(world, &id, now - LONG.ago * MINUTE);
    }
    for story in BEFORE.iter().chain(std::iter::once(&CHECKOUT)).chain(&AFTER) {
        let title = if story.title.is_empty() { long_title() } else { story.title.to_owned() };
        play(world, story, &title, now);
    }
}

/// Works on an incident by hand until its timeline has a thousand lines.
fn lengthen(world: &mut World, id: &str, start: i64) {
    const NOTES: [&str; 4] = [
        "Checked and released the next batch of 25.",
        "The bank asks for the invoice of one payout; asked the merchant.",
        "Two duplicates found, both held back.",
        "Handed over, nothing unusual.",
    ];
    let team: Vec<String> =
        ["fang.wang", "anna.sokolova", "hubert.w"].iter().filter_map(|who| person(world, who)).collect();
    let people = ["fang.wang", "anna.sokolova", "hubert.w"];
    let mut at = start + 2 * MINUTE;
    let mut turn = 0;
    while world.incidents.get(id).is_some_and(|incident| incident.log.len() < LONG_TIMELINE) {
        let room = world.incidents.get(id).map_or(0, |incident| LONG_TIMELINE - incident.log.len());
        let (Some(user), Some(next)) = (team.get(turn % 3), people.get((turn + 1) % 3)) else {
            return;
        };
        let deed = match turn % 12 {
            0 => Deed::Acknowledge,
            11 if room > 1 => Deed::Assign(next),
            other => Deed::Note(NOTES.get(other % 4).copied().unwrap_or_default()),
        };
        perform(world, id, user, &deed, at);
        at += 8 * MINUTE;
        turn += 1;
    }
}
