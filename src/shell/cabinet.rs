//! What agents typed and did not send, as the browser keeps it: a record for each agent and ticket, bounded in number and age.
//!
//! Nothing secret is ever put here: only what was typed, and where.

use serde::{Deserialize, Serialize};

use crate::console::manners::drafts::Shelf;
use crate::domain::moment::Moment;

/// The most tickets with drafts that are kept; the oldest go first.
const MOST: usize = 25;

/// How long drafts are kept: a week.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(7 * 24 * 3_600);

/// Whose drafts, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The Zendesk account's subdomain.
    pub account: String,
    /// The agent's Zendesk id.
    pub agent: u64,
    /// The ticket's number.
    pub ticket: u64,
}

#[derive(Serialize, Deserialize)]
struct Record {
    place: Place,
    /// When it was written, in milliseconds since 1970.
    at: i64,
    texts: Vec<(String, String)>,
}

/// All records.
#[derive(Default)]
pub struct Cabinet(Vec<Record>);

impl Cabinet {
    /// Reads what [`Cabinet::write`] wrote; anything else is an empty one. What is too old is left out.
    pub fn read(text: &str, now: Moment) -> Self {
        let mut records: Vec<Record> = serde_json::from_str(text).unwrap_or_default();
        records.retain(|record| Moment(record.at).age(now) < LONGEST);
        Self(records)
    }

    /// The text to keep; `None` when there is nothing.
    pub fn write(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| serde_json::to_string(&self.0).ok())?
    }

    /// The drafts of an agent at a ticket.
    pub fn get(&self, place: &Place) -> Shelf {
        let mut kept = Shelf::default();
        let found = self.0.iter().find(|record| record.place == *place);
        for (name, text) in found.map(|record| record.texts.as_slice()).unwrap_or_default() {
            kept.put(name.clone(), text.clone());
        }
        kept
    }

    /// Keeps the drafts of an agent at a ticket in the place of the earlier ones.
    pub fn put(&mut self, place: Place, kept: &Shelf, now: Moment) {
        self.0.retain(|record| record.place != place);
        if kept.is_empty() {
            return;
        }
        let texts = kept.entries().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        self.0.push(Record { place, at: now.0, texts });
        let surplus = self.0.len().saturating_sub(MOST);
        self.0.drain(..surplus);
    }

    /// Forgets an agent's drafts at every ticket of the account.
    pub fn forget(&mut self, account: &str, agent: u64) {
        self.0.retain(|record| record.place.account != account || record.place.agent != agent);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn place(agent: u64, ticket: u64) -> Place {
        Place { account: "northwind".into(), agent, ticket }
    }

    fn shelf(text: &str) -> Shelf {
        let mut shelf = Shelf::default();
        shelf.put("note Q1", text);
        shelf
    }

    #[test]
    fn drafts_belong_to_one_agent_at_one_ticket() {
        let mut cabinet = Cabinet::default();
        cabinet.put(place(1, 7), &shelf("mine"), Moment(0));
        cabinet.put(place(2, 7), &shelf("hers"), Moment(0));
        let cabinet = Cabinet::read(&cabinet.write().unwrap(), Moment(1));
        assert_eq!(cabinet.get(&place(1, 7)), shelf("mine"));
        assert_eq!(cabinet.get(&place(2, 7)), shelf("hers"));
        assert!(cabinet.get(&place(1, 8)).is_empty());
    }

    #[test]
    fn what_is_empty_old_or_too_much_goes() {
        let mut cabinet = Cabinet::default();
        for ticket in 0..30 {
            cabinet.put(place(1, ticket), &shelf("text"), Moment(0));
        }
        assert!(cabinet.get(&place(1, 4)).is_empty());
        assert_eq!(cabinet.get(&place(1, 5)), shelf("text"));
        cabinet.put(place(1, 5), &Shelf::default(), Moment(0));
        assert!(cabinet.get(&place(1, 5)).is_empty());
        let later = Cabinet::read(&cabinet.write().unwrap(), Moment(8 * 24 * 3_600_000));
        assert_eq!(later.write(), None);
    }

    #[test]
    fn signing_out_forgets_every_ticket_of_that_agent_alone() {
        let mut cabinet = Cabinet::default();
        for (agent, ticket) in [(1, 7), (1, 8), (2, 7)] {
            cabinet.put(place(agent, ticket), &shelf("text"), Moment(0));
        }
        cabinet.forget("northwind", 1);
        assert!(cabinet.get(&place(1, 7)).is_empty() && cabinet.get(&place(1, 8)).is_empty());
        assert!(!cabinet.get(&place(2, 7)).is_empty());
    }

    #[test]
    fn what_is_no_cabinet_is_an_empty_one() {
        for text in ["", "{}", "[1]", "null"] {
            assert_eq!(Cabinet::read(text, Moment(0)).write(), None);
        }
    }
}
