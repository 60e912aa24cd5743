//! Which open incidents resemble a ticket, so that the same outage is not reported twice.
//!
//! The rule is plain on purpose, because an agent has to see why something is suggested: the service that was chosen, and rare
//! words that the ticket's subject or tags share with an incident's title, service or teams.

use std::cmp::Reverse;

use super::id::{IncidentId, ServiceId};
use super::incident::{Incident, Status};

/// The most that are suggested.
pub const MOST: usize = 3;

/// What a suggestion needs: the service, or one rare word.
const ENOUGH: u32 = 3;

/// The most words given as a reason.
const MOST_WORDS: usize = 3;

/// What is known of the ticket and of the incident that is being described.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// The service that was chosen.
    pub service: Option<&'a ServiceId>,
    /// The ticket's subject and the title so far.
    pub words: &'a str,
    /// The ticket's tags.
    pub tags: &'a [String],
}

/// An open incident that resembles the ticket, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The incident.
    pub incident: Incident,
    /// Whether it is on the service that was chosen.
    pub same_service: bool,
    /// The words that it shares with the ticket, as the incident has them.
    pub words: Vec<String>,
}

/// The incidents that resemble the ticket, most alike first, at most [`MOST`]. The order of `incidents` does not matter.
pub fn related<'a>(clues: Clues<'_>, incidents: impl IntoIterator<Item = &'a Incident>) -> Vec<Related> {
    let mut open: Vec<(&Incident, Vec<String>)> = Vec::new();
    for incident in incidents {
        let is_new = !open.iter().any(|(known, _)| known.id == incident.id);
        if incident.is_open() && is_new {
            open.push((incident, words_of(&text_of(incident))));
        }
    }
    let mut wanted = words_of(clues.words);
    wanted.extend(clues.tags.iter().flat_map(|tag| words_of(tag)));
    wanted.sort_unstable();
    wanted.dedup();
    let weighed: Vec<(String, u32)> = wanted
        .into_iter()
        .map(|word| {
            let holders = open.iter().filter(|(_, words)| words.contains(&word)).count();
            (word, weight(holders, open.len()))
        })
        .filter(|(_, weight)| *weight > 0)
        .collect();
    let mut found: Vec<(u32, Related)> = open
        .into_iter()
        .filter_map(|(incident, words)| {
            let same_service = clues.service == Some(&incident.service.id);
            let mut shared: Vec<_> = weighed.iter().filter(|(word, _)| words.contains(word)).collect();
            let score = shared.iter().map(|(_, weight)| weight).sum::<u32>() + if same_service { 4 } else { 0 };
            shared.sort_by_key(|(word, weight)| (Reverse(*weight), word.clone()));
            let words = shared.into_iter().take(MOST_WORDS).map(|(word, _)| word.clone()).collect();
            (score >= ENOUGH).then(|| (score, Related { incident: incident.clone(), same_service, words }))
        })
        .collect();
    found.sort_by_key(|(score, it)| rank(*score, &it.incident));
    found.into_iter().take(MOST).map(|(_, related)| related).collect()
}

/// The most alike first; then what nobody has taken, what is newest, and the id, so that the order is always the same.
fn rank(score: u32, incident: &Incident) -> (Reverse<u32>, Status, Reverse<i64>, IncidentId) {
    (Reverse(score), incident.status, Reverse(incident.created_at.0), incident.id.clone())
}

/// What an incident can be known by.
fn text_of(incident: &Incident) -> String {
    let mut text = format!("{} {}", incident.title, incident.service.name);
    for team in &incident.teams {
        text.push(' ');
        text.push_str(team);
    }
    text
}

/// A word counts the more the fewer open incidents have it.
fn weight(holders: usize, all: usize) -> u32 {
    match holders {
        0 => 0,
        few if few <= (all / 10).max(2) => 3,
        some if some <= all / 3 => 1,
        _ => 0,
    }
}

/// The words of a text that tell something, folded. Languages without blanks between words are cut into pairs of characters.
fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in text.split(|character: char| !character.is_alphanumeric()) {
        let folded: Vec<char> = part.chars().flat_map(char::to_lowercase).collect();
        if folded.iter().any(|character| *character >= '\u{3040}') {
            words.extend(folded.windows(2).map(|pair| pair.iter().collect()));
            continue;
        }
        let word: String = folded.into_iter().collect();
        let long = word.chars().count() >= 4 || word.chars().any(char::is_numeric) && word.chars().count() >= 3;
        if long && !IDLE.contains(&word.as_str()) {
            words.push(word);
        }
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// Words that say nothing of an outage, in the languages that agents of this console read most.
const IDLE: [&str; 64] = [
    "about", "after", "again", "avec", "been", "before", "being", "beim", "cannot", "como", "couldn", "dans", "dass",
    "desde", "diese", "doesn", "does", "eine", "einen", "error", "errors", "from", "have", "help", "incident", "into",
    "issue", "kann", "keine", "mais", "meine", "more", "nach", "nicht", "nous", "oder", "over", "para", "pero",
    "please", "pour", "problem", "problema", "since", "sont", "that", "their", "there", "they", "this", "ticket",
    "unable", "unsere", "urgent", "vous", "wenn", "were", "when", "will", "with", "wird", "your", "zeit", "über",
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;
    use crate::domain::incident::{Named, Urgency};
    use crate::domain::moment::Moment;

    fn incident(id: &str, title: &str, service: &str) -> Incident {
        Incident {
            id: IncidentId::parse(id).unwrap(),
            number: 1,
            title: title.into(),
            status: Status::Triggered,
            urgency: Urgency::High,
            priority: None,
            service: Named { id: ServiceId::parse(service).unwrap(), name: service.into() },
            escalation_policy: None,
            teams: Vec::new(),
            assigned: Vec::new(),
            acknowledged: Vec::new(),
            created_at: Moment(0),
            changed_at: Moment(0),
            updated_at: Moment(0),
            key: None,
            url: None,
            escalates_at: None,
            assigned_directly: false,
            responder_requests: Vec::new(),
            triggers_again_at: None,
            merged_into: None,
        }
    }

    fn ids(found: &[Related]) -> Vec<&str> {
        found.iter().map(|it| it.incident.id.as_str()).collect()
    }

    fn clues(words: &str) -> Clues<'_> {
        Clues { words, ..Clues::default() }
    }

    #[test]
    fn a_rare_word_of_the_subject_is_enough_and_is_the_reason() {
        let known =
            [incident("Q1", "Checkout API: elevated 5xx errors", "PCHK"), incident("Q2", "Search is slow", "PSRC")];
        let found = related(clues("Can't complete checkout – card declined"), &known);
        assert_eq!(ids(&found), ["Q1"]);
        assert_eq!((found[0].same_service, found[0].words.as_slice()), (false, ["checkout".to_owned()].as_slice()));
    }

    #[test]
    fn the_chosen_service_comes_before_a_word_and_tags_count_as_words() {
        let known = [incident("Q1", "Webhooks delayed", "PONE"), incident("Q2", "Gift cards rejected", "PTWO")];
        let service = ServiceId::parse("PONE").unwrap();
        let tags = ["gift_cards".to_owned()];
        let clues = Clues { service: Some(&service), words: "", tags: &tags };
        let found = related(clues, &known);
        // Two rare words weigh more than the service alone.
        assert_eq!(ids(&found), ["Q2", "Q1"]);
        assert!(found[1].same_service && found[1].words.is_empty());
    }

    #[test]
    fn idle_and_common_words_suggest_nothing() {
        let known: Vec<_> =
            (0..9).map(|at| incident(&format!("Q{at}"), "Payment problem with your ticket", "PPAY")).collect();
        assert_eq!(related(clues("Payment problem with this ticket"), &known), []);
        assert_eq!(related(clues(""), &known), []);
    }

    #[test]
    fn a_resolved_incident_is_never_suggested_and_no_more_than_three_are() {
        let mut known: Vec<_> = (0..20).map(|at| incident(&format!("Q{at:02}"), "Checkout", "PCHK")).collect();
        known[0].status = Status::Resolved;
        known[7].status = Status::Acknowledged;
        known[9].created_at = Moment(5);
        let service = ServiceId::parse("PCHK").unwrap();
        let found = related(Clues { service: Some(&service), ..Clues::default() }, &known);
        assert_eq!(ids(&found), ["Q09", "Q01", "Q02"]);
    }

    #[test]
    fn text_without_blanks_is_compared_in_pairs() {
        let known = [incident("Q1", "決済サービスの障害", "PPAY"), incident("Q2", "検索が遅い", "PSRC")];
        assert_eq!(ids(&related(clues("決済ができません"), &known)), ["Q1"]);
    }

    fn any_incident() -> impl Strategy<Value = Incident> {
        let word = "checkout|payment|webhook|search|login|europe|card|slow";
        (0_u8..30, proptest::collection::vec(word, 0..4), 0_u8..4, 0_u8..3, 0_i64..4).prop_map(
            |(id, words, service, status, at)| {
                let mut made = incident(&format!("Q{id:02}"), &words.join(" "), &format!("PS{service}"));
                made.status = [Status::Triggered, Status::Acknowledged, Status::Resolved][usize::from(status)];
                made.created_at = Moment(at);
                made
            },
        )
    }

    proptest! {
        #[test]
        fn the_order_of_the_input_does_not_matter(
            known in proptest::collection::vec(any_incident(), 0..20),
            words in "(checkout|payment|login|card| ){0,6}",
            turn in 0_usize..20,
        ) {
            let mut known = known;
            // The same id with another content would be another incident.
            known.sort_by(|one, other| one.id.cmp(&other.id));
            known.dedup_by(|one, other| one.id == other.id);
            let service = ServiceId::parse("PS1").unwrap();
            let clues = Clues { service: Some(&service), words: &words, tags: &[] };
            let expected = related(clues, &known);
            let mut turned = known.clone();
            turned.rotate_left(turn.min(known.len()));
            prop_assert_eq!(&related(clues, &turned), &expected);
            turned.reverse();
            turned.extend(known.clone());
            prop_assert_eq!(&related(clues, &turned), &expected);
            prop_assert!(expected.len() <= MOST);
            for it in &expected {
                prop_assert!(it.incident.is_open() && (it.same_service || !it.words.is_empty()));
            }
        }
    }
}
