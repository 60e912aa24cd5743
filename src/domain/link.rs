//! Which incidents belong to a ticket: the ticket field, the incident key, and what an agent pastes.

use super::id::{IncidentId, TicketId};
use super::incident::IncidentKey;

/// The tag on every ticket that has a linked incident, for views and triggers.
pub const TAG: &str = "pagerduty_incident";

/// The most incidents one ticket holds; far above use, low enough that a hostile field cannot make us ask for thousands.
pub const MOST: usize = 50;

/// What a ticket's field says of incidents, in the order they were linked.
///
/// An incident that carries the ticket's key shows up by itself, so taking it off the ticket has to be written down too:
/// its id stays in the field behind a minus sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkedIncidents {
    linked: Vec<IncidentId>,
    unlinked: Vec<IncidentId>,
}

impl LinkedIncidents {
    /// Reads the ticket field. Whatever is no id is passed over, because agents and other apps can write there too.
    pub fn read(field: &str) -> Self {
        let mut links = Self::default();
        for word in field.split(|character: char| !character.is_ascii_alphanumeric() && character != '-') {
            let (unlinked, word) = match word.strip_prefix('-') {
                Some(word) => (true, word),
                None => (false, word),
            };
            match IncidentId::parse(word).filter(|_| looks_like_id(word)) {
                Some(id) if unlinked => links.remove(&id, true),
                Some(id) => drop(links.add(id)),
                None => {}
            }
        }
        links
    }

    /// What the ticket field is to hold.
    pub fn write(&self) -> String {
        let linked = self.linked.iter().map(ToString::to_string);
        let unlinked = self.unlinked.iter().map(|id| format!("-{id}"));
        linked.chain(unlinked).collect::<Vec<_>>().join(" ")
    }

    /// Links an incident; says whether it is linked now, which it is not when the ticket is full.
    pub fn add(&mut self, id: IncidentId) -> bool {
        self.unlinked.retain(|other| *other != id);
        if self.has(&id) {
            return true;
        }
        if self.linked.len() >= MOST {
            return false;
        }
        self.linked.push(id);
        true
    }

    /// Takes an incident off; `found_by_key` says that it would come back by itself and must be remembered.
    pub fn remove(&mut self, id: &IncidentId, found_by_key: bool) {
        self.linked.retain(|other| other != id);
        if found_by_key && !self.hides(id) && self.unlinked.len() < MOST {
            self.unlinked.push(id.clone());
        }
    }

    /// Whether the incident is linked.
    pub fn has(&self, id: &IncidentId) -> bool {
        self.linked.contains(id)
    }

    /// Whether the incident was taken off and stays off although it carries the ticket's key.
    pub fn hides(&self, id: &IncidentId) -> bool {
        self.unlinked.contains(id)
    }

    /// The linked ids in the order they were linked.
    pub fn ids(&self) -> &[IncidentId] {
        &self.linked
    }

    /// Whether none is linked.
    pub fn is_empty(&self) -> bool {
        self.linked.is_empty()
    }
}

/// Whether a word has the shape of PagerDuty's ids, which are 7 or 14 capitals and digits beginning with P, Q or R.
///
/// A field that people can type in holds other words too, and asking PagerDuty for each of them would be rude.
fn looks_like_id(word: &str) -> bool {
    matches!(word.len(), 7 | 14)
        && word.starts_with(['P', 'Q', 'R'])
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// The key of a ticket's first incident, which PagerDuty's own integration uses too: `Zendesk_<subdomain>_<ticket>`.
///
/// `None` when the subdomain is empty, since two accounts would then share keys.
pub fn key_for(subdomain: &str, ticket: TicketId) -> Option<IncidentKey> {
    (!subdomain.is_empty()).then(|| IncidentKey::parse(&format!("Zendesk_{subdomain}_{ticket}")))?
}

/// The key of the next incident of the same ticket while the ones before are open on the same service.
///
/// PagerDuty refuses a key that is open on the service, so `nth` (2, 3, …) becomes a suffix.
pub fn nth_key(first: &IncidentKey, nth: u32) -> Option<IncidentKey> {
    if nth < 2 { Some(first.clone()) } else { IncidentKey::parse(&format!("{}_{nth}", first.as_str())) }
}

/// Whether `text` names the page at `address`, which ends in a number: a longer number is another ticket's.
pub fn mentions(text: &str, address: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|character: char| character.is_ascii_digit());
    !address.is_empty() && text.split(address).skip(1).any(ends)
}

/// An incident as an agent names it: by number, by id, or by the address of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Its number in the account.
    Number(u64),
    /// Its id.
    Id(IncidentId),
}

impl Reference {
    /// Reads `#1042`, `1042`, an id, or the address of an incident's page; `None` for words to search by.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(path) = text.strip_prefix("https://") {
            let (host, path) = path.split_once('/')?;
            let is_pagerduty = host == "pagerduty.com" || host.ends_with(".pagerduty.com");
            let mut parts = path.split(['/', '?', '#']);
            let id = parts.find(|part| *part == "incidents").and_then(|_| parts.next())?;
            return if is_pagerduty { IncidentId::parse(id).map(Self::Id) } else { None };
        }
        let digits = text.strip_prefix('#').unwrap_or(text);
        if !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return digits.parse().ok().map(Self::Number);
        }
        // A search for `PAYMENT` must not become one for an incident of that id.
        let is_id = looks_like_id(text) && text.bytes().any(|byte| byte.is_ascii_digit());
        is_id.then(|| IncidentId::parse(text).map(Self::Id))?
    }

    /// What goes into `/incidents/{id}`, which takes an id or a number.
    pub fn segment(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Id(id) => id.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_field_that_others_wrote_in_is_read_as_far_as_it_goes() {
        let links = LinkedIncidents::read("  Q0TZ3E1ZUV2P4B, PT4KHLK;PT4KHLK\n<b>PLEASE</b> <script>alert(1)</script>");
        let ids: Vec<_> = links.ids().iter().map(IncidentId::as_str).collect();
        assert_eq!(ids, ["Q0TZ3E1ZUV2P4B", "PT4KHLK"]);
    }

    #[test]
    fn an_incident_taken_off_stays_off_until_it_is_linked_again() {
        let id = IncidentId::parse("Q111111").unwrap();
        let mut links = LinkedIncidents::read("Q111111 Q222222");
        links.remove(&id, true);
        assert_eq!(links.write(), "Q222222 -Q111111");
        assert!(LinkedIncidents::read("Q222222 -Q111111").hides(&id));
        links.add(id.clone());
        assert_eq!((links.hides(&id), links.write().as_str()), (false, "Q222222 Q111111"));
    }

    #[test]
    fn the_key_matches_what_triggers_send() {
        let key = key_for("northwind", TicketId(48_213)).map(|key| key.as_str().to_owned());
        assert_eq!(key.as_deref(), Some("Zendesk_northwind_48213"));
        assert_eq!(key_for("", TicketId(1)), None);
    }

    #[test]
    fn a_note_about_ticket_12_is_none_about_ticket_1() {
        let address = "https://northwind.zendesk.com/agent/tickets/1";
        assert!(mentions(&format!("See {address}."), address));
        assert!(mentions(&format!("{address}2 and {address}"), address));
        assert!(!mentions(&format!("{address}2"), address));
        assert!(!mentions("", address));
    }

    #[test]
    fn what_agents_paste_is_understood() {
        let id = |text: &str| IncidentId::parse(text).map(Reference::Id);
        assert_eq!(Reference::read(" #1042 "), Some(Reference::Number(1_042)));
        assert_eq!(
            Reference::read("https://northwind.pagerduty.com/incidents/Q0TZ3E1ZUV2P4B?tab=x"),
            id("Q0TZ3E1ZUV2P4B")
        );
        assert_eq!(Reference::read("PT4KHLK"), id("PT4KHLK"));
        assert_eq!(Reference::read("https://evil.example/incidents/Q0TZ3E1ZUV2P4B"), None);
        assert_eq!(Reference::read("payment"), None);
        assert_eq!(Reference::read(""), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(words in proptest::collection::vec("[PQR][A-Z0-9]{6}", 0..20)) {
            let mut links = LinkedIncidents::default();
            for (index, word) in words.iter().enumerate() {
                let id = IncidentId::parse(word).unwrap();
                if index % 3 == 0 { links.remove(&id, true) } else { let _ = links.add(id); }
            }
            prop_assert_eq!(LinkedIncidents::read(&links.write()), links);
        }

        #[test]
        fn no_field_yields_an_id_that_could_leave_a_path(field in ".{0,200}") {
            for id in LinkedIncidents::read(&field).ids() {
                prop_assert!(super::super::id::is_id(id.as_str()));
            }
        }
    }
}
