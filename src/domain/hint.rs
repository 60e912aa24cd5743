//! A hint from one console to the others that something has changed. It says where to look, and nothing of what is there.

use super::id::{IncidentId, TicketId};

/// The name under which hints travel. Zendesk: `POST /api/v2/apps/notify`, `event`; it arrives as `api_notification.<event>`.
pub const EVENT: &str = "incidents_changed";

/// The most incidents that one hint names; a ticket rarely has more than three.
const MOST: usize = 20;

/// The longest text that is read at all: twenty ids of the longest kind fit.
const LONGEST: usize = 2_000;

/// The form of the text; one that we do not know is passed over.
const VERSION: &str = "1";

/// What travels when an administrator has saved the app's configuration. It says so and nothing more: who hears it reads the
/// setting. Consoles that know only the first form pass it over.
pub const CONFIGURATION: &str = "2 configuration";

/// Something changed at a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Which console tells, so that it can pass over its own hints. A number drawn when the console starts; no secret.
    pub from: u64,
    /// At which ticket.
    pub ticket: TicketId,
    /// The ticket's incidents, which can stand on other tickets too.
    pub incidents: Vec<IncidentId>,
}

impl Hint {
    /// What travels: words with blanks between them.
    pub fn write(&self) -> String {
        let mut text = format!("{VERSION} {:x} {}", self.from, self.ticket);
        for id in self.incidents.iter().take(MOST) {
            text.push(' ');
            text.push_str(id.as_str());
        }
        text
    }

    /// Reads what came. Anybody in the account can send such a thing, so anything that is not to the letter is none.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = (text.len() <= LONGEST).then(|| text.split(' '))?;
        if words.next()? != VERSION {
            return None;
        }
        let from = u64::from_str_radix(words.next()?, 16).ok()?;
        let ticket = TicketId(words.next()?.parse().ok()?);
        let incidents: Option<Vec<_>> = words.map(IncidentId::parse).collect();
        let incidents = incidents.filter(|ids| ids.len() <= MOST)?;
        Some(Self { from, ticket, incidents })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn hint(count: usize) -> Hint {
        let incidents = (0..count).map(|number| IncidentId::parse(&format!("Q{number}")).unwrap()).collect();
        Hint { from: 0xfeed, ticket: TicketId(48_213), incidents }
    }

    #[test]
    fn a_hint_is_read_as_it_was_written() {
        assert_eq!(hint(2).write(), "1 feed 48213 Q0 Q1");
        assert_eq!(Hint::read("1 feed 48213 Q0 Q1"), Some(hint(2)));
        assert_eq!(Hint::read("1 feed 48213"), Some(hint(0)));
    }

    #[test]
    fn a_ticket_with_many_incidents_names_the_first_of_them() {
        assert_eq!(Hint::read(&hint(50).write()), Some(hint(20)));
    }

    #[test]
    fn what_is_no_hint_to_the_letter_is_none() {
        let long = format!("1 feed 48213 {}", "Q".repeat(3_000));
        let many = format!("1 feed 48213{}", " Q1".repeat(21));
        let hostile = [
            "",
            "1",
            "1 feed",
            "2 feed 48213",
            "1 feed -1",
            "1 xyz 48213",
            "1 feed 48213 ../users",
            "1 feed 48213 <b>",
            CONFIGURATION,
        ];
        for text in hostile.into_iter().chain([long.as_str(), many.as_str()]) {
            assert_eq!(Hint::read(text), None, "{text:?}");
        }
    }
}
