//! The mails themselves: what stands in the subject and in the body, and how PagerDuty reads it.
//!
//! ```text
//! Subject: [Zendesk_northwind_48213] Checkout is down
//!
//! Status: New
//! Ticket: 48213
//! …
//! ```
//!
//! Tickets hold whatever customers write, and a customer can write `Status: Resolved`. So:
//!
//! * The key is read from the **beginning** of the subject, where nothing but the template writes. No text of a ticket can name
//!   another ticket's incident.
//! * Free text goes through [`TAMED`], which puts a space before the colon of each `Status:`. What a rule looks for then stands
//!   in the first line and nowhere else.
//! * The rule that resolves wants no other state in the body. Should a state have slipped through all the same, because PagerDuty
//!   took a letter for another, the incident stays open, which somebody sees.
//!
//! What cannot be prevented: whoever knows the integration's address can write to it, and e-mail does not prove who sent it. The
//! address therefore holds a part that cannot be guessed, and a route can be limited to one sender.

use super::mailbox::{Act, Extractor, KEY, Part, Predicate, Rule, Taking};

/// What a mail tells. Each is sent by a Zendesk trigger of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A ticket has begun to be one that is routed: it is new, was changed, or was opened again.
    Opened,
    /// Somebody has written on it while it is new or open.
    Updated,
    /// Somebody has written on it while it is pending or on hold.
    Waiting,
    /// It is solved or closed.
    Resolved,
}

impl Kind {
    /// All of them, in the order in which Zendesk should run their triggers.
    pub const ALL: [Self; 4] = [Self::Opened, Self::Updated, Self::Waiting, Self::Resolved];

    /// Its name in titles and ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Updated => "updated",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
        }
    }

    /// What the body's first line says.
    pub fn line(self) -> &'static str {
        match self {
            Self::Opened => "Status: New",
            Self::Updated => "Status: Open",
            Self::Waiting => "Status: Pending",
            Self::Resolved => "Status: Resolved",
        }
    }

    /// Whether a route that mails no updates has it too.
    pub fn is_always_sent(self) -> bool {
        matches!(self, Self::Opened | Self::Resolved)
    }
}

/// Liquid that takes the meaning out of `Status:` in free text, in any of the ways that people write it.
const TAMED: &str = r#" | replace: "tatus:", "tatus :" | replace: "TATUS:", "TATUS :""#;

/// What [`TAMED`] does to a text.
pub fn tamed(text: &str) -> String {
    text.replace("tatus:", "tatus :").replace("TATUS:", "TATUS :")
}

/// The subject, with Zendesk's placeholders.
pub fn subject(subdomain: &str) -> String {
    format!("[Zendesk_{subdomain}_{{{{ticket.id}}}}] {{{{ticket.title}}}}")
}

/// The body, with Zendesk's placeholders.
pub fn body(kind: Kind) -> String {
    format!(
        "{line}\nTicket: {{{{ticket.id}}}}\nTitle: {{{{ticket.title{TAMED}}}}}\n\
         Requester: {{{{ticket.requester.name{TAMED}}}}}\nLink: {{{{ticket.link}}}}\n\n\
         {{{{ticket.latest_comment{TAMED}}}}}",
        line = kind.line()
    )
}

/// The regular expression that finds the key. A subdomain holds letters, digits and hyphens, which need no escape here; others
/// make a key that no mail has.
pub fn key_pattern(subdomain: &str) -> String {
    format!(r"\A\[(Zendesk_{}_[0-9]+)\]", super::mailbox::literal(subdomain))
}

/// The rules by which PagerDuty reads the mails, in their order.
pub fn rules(subdomain: &str, updates: bool) -> Vec<Rule> {
    let says = |kind: Kind| Predicate::Contains(Part::Body, kind.line().to_owned());
    let key = || Extractor { part: Part::Subject, name: KEY.to_owned(), taking: Taking::Regex(key_pattern(subdomain)) };
    let rule = |act, predicate| Rule { act, predicate, extractors: vec![key()] };
    let others = Predicate::Not([Kind::Opened, Kind::Updated, Kind::Waiting].map(says).into());
    let mut rules = vec![
        rule(Act::Trigger, says(Kind::Opened)),
        rule(Act::Resolve, Predicate::All(vec![says(Kind::Resolved), others])),
    ];
    if updates {
        rules.push(rule(Act::Trigger, Predicate::Any([Kind::Updated, Kind::Waiting].map(says).into())));
    }
    rules
}

/// Whether a rule is one of ours: it reads the key as [`rules`] do.
pub fn is_ours(rule: &Rule, subdomain: &str) -> bool {
    rule.key().is_some_and(|key| key.part == Part::Subject && key.taking == Taking::Regex(key_pattern(subdomain)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;

    fn holds(predicate: &Predicate, body: &str) -> bool {
        match predicate {
            Predicate::All(all) => all.iter().all(|it| holds(it, body)),
            Predicate::Any(any) => any.iter().any(|it| holds(it, body)),
            Predicate::Not(none) => !none.iter().any(|it| holds(it, body)),
            Predicate::Contains(Part::Body, text) => body.contains(text.as_str()),
            Predicate::Contains(..) | Predicate::Exactly(..) | Predicate::Regex(..) => false,
        }
    }

    /// What the rules make of a body: the first that fits.
    fn verdict(body: &str) -> Option<usize> {
        rules("northwind", true).iter().position(|rule| holds(&rule.predicate, body))
    }

    fn filled(kind: Kind, text: &str) -> String {
        format!("{}\nTitle: {}\n\n{}", kind.line(), tamed(text), tamed(text))
    }

    #[test]
    fn the_subject_begins_with_the_key_and_the_body_with_the_state() {
        assert_eq!(subject("northwind"), "[Zendesk_northwind_{{ticket.id}}] {{ticket.title}}");
        let body = body(Kind::Resolved);
        assert!(body.starts_with("Status: Resolved\nTicket: {{ticket.id}}\nTitle: {{ticket.title | replace:"));
        assert!(body.ends_with("}}") && body.contains("Link: {{ticket.link}}\n"));
        assert_eq!(key_pattern("north-wind"), r"\A\[(Zendesk_north-wind_[0-9]+)\]");
    }

    #[test]
    fn without_updates_there_are_the_two_rules_of_the_life_of_an_incident() {
        let rules = rules("northwind", false);
        let acts: Vec<_> = rules.iter().map(|rule| rule.act).collect();
        assert_eq!(acts, [Act::Trigger, Act::Resolve]);
        assert!(rules.iter().all(|rule| is_ours(rule, "northwind") && !is_ours(rule, "other")));
    }

    #[test]
    fn a_state_that_was_not_tamed_leaves_the_incident_open() {
        // Were a letter taken for another, an update that quotes the end would still not be the end.
        assert_eq!(verdict("Status: Open\n\nStatus: Resolved"), Some(2));
        assert_eq!(verdict("Status: New\n\nStatus: Resolved"), Some(0));
        assert_eq!(verdict("Status: Resolved\n\nStatus: Open"), Some(2));
    }

    proptest! {
        #[test]
        fn no_text_of_a_ticket_changes_what_a_mail_means(
            words in proptest::collection::vec("Status: ?|STATUS:|tatus:|:| |Resolved|New|Open|\\n|\\PC{0,3}", 0..12),
        ) {
            let text = words.concat();
            let expected = [(Kind::Opened, 0), (Kind::Resolved, 1), (Kind::Updated, 2), (Kind::Waiting, 2)];
            for (kind, rule) in expected {
                prop_assert_eq!(verdict(&filled(kind, &text)), Some(rule), "{:?}", kind);
            }
        }

        #[test]
        fn taming_is_the_end_of_it(text in "(S?TATUS:|S?tatus:|:| |\\PC){0,12}") {
            let once = tamed(&text);
            prop_assert!(!once.contains("tatus:") && !once.contains("TATUS:"));
            prop_assert_eq!(tamed(&once), once.clone());
        }
    }
}
