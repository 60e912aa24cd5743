//! E-mail integrations: which mails they take, and what their rules make of one.
//!
//! Sources: PagerDuty REST schemas `Integration`, `EmailParser` and `MatchPredicate`; PagerDuty knowledge base, "Email
//! Management: Filters and Rules".

use regex::Regex;
use serde::{Deserialize, Serialize};

/// The longest key that a rule reads, in characters; the rest is cut off.
const LONGEST_KEY: usize = 255;

/// A mail as it arrives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mail<'a> {
    pub(crate) from: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) body: &'a str,
}

/// `email_incident_creation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::enum_variant_names, reason = "the names of the schema")]
pub(crate) enum Creation {
    OnNewEmail,
    OnNewEmailSubject,
    OnlyIfNoOpenIncidents,
    UseRules,
}

/// `email_filter_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum FilterMode {
    #[serde(rename = "all-email")]
    All,
    #[serde(rename = "or-rules-email")]
    Or,
    #[serde(rename = "and-rules-email")]
    And,
}

/// `email_parsing_fallback`: what becomes of a mail that no rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fallback {
    OpenNewIncident,
    Discard,
}

/// `part`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    Body,
    Subject,
    FromAddresses,
}

/// `action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    Trigger,
    Resolve,
}

/// One part of a filter.
#[derive(Clone, Debug)]
pub(crate) enum Gate {
    Always,
    Match(Regex),
    NoMatch(Regex),
}

/// One of `email_filters`.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) subject: Gate,
    pub(crate) body: Gate,
    pub(crate) from: Gate,
}

/// `match_predicate`.
#[derive(Clone, Debug)]
pub(crate) enum Predicate {
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    /// None of them.
    Not(Vec<Predicate>),
    Leaf(Part, Test),
}

/// How a part is looked at.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Contains(String),
    Exactly(String),
    Regex(Regex),
}

/// Which piece of a part is the value.
#[derive(Clone, Debug)]
pub(crate) enum Taking {
    Entire,
    /// The one capture group.
    Regex(Regex),
    Between {
        starts_after: String,
        ends_before: String,
    },
}

/// One of `value_extractors`.
#[derive(Clone, Debug)]
pub(crate) struct Extractor {
    pub(crate) part: Part,
    pub(crate) value_name: String,
    pub(crate) taking: Taking,
}

/// One of `email_parsers`.
#[derive(Clone, Debug)]
pub(crate) struct Parser {
    pub(crate) action: Action,
    pub(crate) predicate: Predicate,
    pub(crate) extractors: Vec<Extractor>,
}

/// The settings of an e-mail integration.
#[derive(Clone, Debug)]
pub(crate) struct Mailbox {
    /// In lower case, and no other integration's.
    pub(crate) address: String,
    pub(crate) creation: Creation,
    pub(crate) filter_mode: FilterMode,
    pub(crate) filters: Vec<Filter>,
    pub(crate) parsers: Vec<Parser>,
    pub(crate) fallback: Fallback,
}

/// What a mail leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing.
    Discard,
    /// An alert with this key, or with one of its own, and the other values that the rule has read.
    Trigger { key: Option<String>, values: Vec<(String, String)> },
    /// An alert unless the service has an open incident, to which the mail is then added.
    TriggerIfNone,
    /// The alert with this key is over.
    Resolve { key: String },
}

impl Mailbox {
    /// A mailbox that opens an incident for every mail.
    pub(crate) fn new(address: String) -> Self {
        Self {
            address,
            creation: Creation::OnNewEmail,
            filter_mode: FilterMode::All,
            filters: Vec::new(),
            parsers: Vec::new(),
            fallback: Fallback::OpenNewIncident,
        }
    }

    /// What the filters and the rules make of a mail. The first rule that is for it and finds its key decides.
    pub(crate) fn judge(&self, mail: Mail<'_>) -> Verdict {
        let mut passes = self.filters.iter().map(|filter| filter.admits(mail));
        let taken = match self.filter_mode {
            FilterMode::All => true,
            FilterMode::Or => passes.any(|passes| passes),
            FilterMode::And => passes.all(|passes| passes),
        };
        if !taken {
            return Verdict::Discard;
        }
        let anew = || Verdict::Trigger { key: None, values: Vec::new() };
        match self.creation {
            Creation::OnNewEmail => anew(),
            Creation::OnNewEmailSubject => Verdict::Trigger { key: Some(shortened(mail.subject)), values: Vec::new() },
            Creation::OnlyIfNoOpenIncidents => Verdict::TriggerIfNone,
            Creation::UseRules => {
                self.parsers.iter().find_map(|parser| parser.judge(mail)).unwrap_or_else(|| match self.fallback {
                    Fallback::OpenNewIncident => anew(),
                    Fallback::Discard => Verdict::Discard,
                })
            }
        }
    }
}

impl Filter {
    fn admits(&self, mail: Mail<'_>) -> bool {
        self.subject.admits(mail.subject) && self.body.admits(mail.body) && self.from.admits(mail.from)
    }
}

impl Gate {
    fn admits(&self, text: &str) -> bool {
        match self {
            Self::Always => true,
            Self::Match(regex) => regex.is_match(text),
            Self::NoMatch(regex) => !regex.is_match(text),
        }
    }
}

impl Part {
    fn of(self, mail: Mail<'_>) -> &str {
        match self {
            Self::Body => mail.body,
            Self::Subject => mail.subject,
            Self::FromAddresses => mail.from,
        }
    }
}

impl Predicate {
    fn holds(&self, mail: Mail<'_>) -> bool {
        match self {
            Self::All(children) => children.iter().all(|child| child.holds(mail)),
            Self::Any(children) => children.iter().any(|child| child.holds(mail)),
            Self::Not(children) => !children.iter().any(|child| child.holds(mail)),
            Self::Leaf(part, test) => {
                let given = part.of(mail);
                match test {
                    Test::Contains(piece) => given.contains(piece.as_str()),
                    Test::Exactly(whole) => given == whole,
                    Test::Regex(regex) => regex.is_match(given),
                }
            }
        }
    }
}

impl Extractor {
    fn value(&self, mail: Mail<'_>) -> Option<String> {
        let text = self.part.of(mail);
        let piece = match &self.taking {
            Taking::Entire => text,
            Taking::Regex(regex) => regex.captures(text)?.get(1)?.as_str(),
            Taking::Between { starts_after, ends_before } => {
                let (_, rest) = text.split_once(starts_after.as_str())?;
                rest.split_once(ends_before.as_str())?.0
            }
        };
        let piece = piece.trim();
        (!piece.is_empty()).then(|| piece.to_owned())
    }
}

impl Parser {
    fn judge(&self, mail: Mail<'_>) -> Option<Verdict> {
        if !self.predicate.holds(mail) {
            return None;
        }
        let mut key = None;
        let mut values = Vec::new();
        for extractor in &self.extractors {
            match (extractor.value_name.as_str(), extractor.value(mail)) {
                ("incident_key", value) => key = value,
                (name, Some(value)) => values.push((name.to_owned(), value)),
                (_, None) => {}
            }
        }
        let key = shortened(&key?);
        Some(match self.action {
            Action::Trigger => Verdict::Trigger { key: Some(key), values },
            Action::Resolve => Verdict::Resolve { key },
        })
    }
}

fn shortened(key: &str) -> String {
    key.chars().take(LONGEST_KEY).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    const NEW: Mail<'_> = Mail {
        from: "support@northwind.zendesk.com",
        subject: "[Ticket 48213] Checkout is down",
        body: "Status: New\nPriority: Urgent",
    };

    fn regex(text: &str) -> Regex {
        Regex::new(text).unwrap()
    }

    fn key(part: Part, taking: Taking) -> Extractor {
        Extractor { part, value_name: "incident_key".to_owned(), taking }
    }

    fn trigger(key: &str) -> Verdict {
        Verdict::Trigger { key: Some(key.to_owned()), values: Vec::new() }
    }

    #[test]
    fn filters_join_as_their_mode_says() {
        let mut mailbox = Mailbox::new("a@b".to_owned());
        let on = |subject| Filter { subject, body: Gate::Always, from: Gate::Always };
        mailbox.filters = vec![on(Gate::Match(regex("down"))), on(Gate::NoMatch(regex("Ticket")))];
        for (mode, taken) in [(FilterMode::All, true), (FilterMode::Or, true), (FilterMode::And, false)] {
            mailbox.filter_mode = mode;
            assert_eq!(mailbox.judge(NEW) != Verdict::Discard, taken, "{mode:?}");
        }
        mailbox.filters.clear();
        mailbox.filters.push(Filter { subject: Gate::Always, body: Gate::Always, from: Gate::Match(regex("@evil")) });
        assert_eq!(mailbox.judge(NEW), Verdict::Discard);
    }

    #[test]
    fn every_kind_of_predicate_is_evaluated() {
        let leaf = |part, test| Predicate::Leaf(part, test);
        let new = || leaf(Part::Body, Test::Contains("Status: New".to_owned()));
        let resolved = || leaf(Part::Body, Test::Contains("Status: Resolved".to_owned()));
        let from = || leaf(Part::FromAddresses, Test::Exactly("support@northwind.zendesk.com".to_owned()));
        let ticket = || leaf(Part::Subject, Test::Regex(regex(r"^\[Ticket \d+\]")));
        let cases = [
            (Predicate::All(vec![new(), from(), ticket()]), true),
            (Predicate::All(vec![new(), resolved()]), false),
            (Predicate::Any(vec![resolved(), ticket()]), true),
            (Predicate::Any(vec![resolved()]), false),
            (Predicate::Not(vec![resolved()]), true),
            (Predicate::Not(vec![resolved(), new()]), false),
            (leaf(Part::FromAddresses, Test::Exactly("support".to_owned())), false),
        ];
        for (predicate, holds) in cases {
            assert_eq!(predicate.holds(NEW), holds, "{predicate:?}");
        }
    }

    #[test]
    fn keys_come_from_the_whole_part_a_capture_or_what_stands_between() {
        let between = |after: &str, before: &str| Taking::Between {
            starts_after: after.to_owned(),
            ends_before: before.to_owned(),
        };
        let cases = [
            (key(Part::Subject, Taking::Entire), Some("[Ticket 48213] Checkout is down")),
            (key(Part::Subject, Taking::Regex(regex(r"\[Ticket (\d+)\]"))), Some("48213")),
            (key(Part::Subject, Taking::Regex(regex(r"\[Case (\d+)\]"))), None),
            (key(Part::Subject, between("[Ticket ", "]")), Some("48213")),
            (key(Part::Body, between("Priority: ", "\n")), None),
        ];
        for (extractor, expected) in cases {
            assert_eq!(extractor.value(NEW).as_deref(), expected, "{extractor:?}");
        }
        assert_eq!(shortened(&"é".repeat(300)).chars().count(), 255);
    }

    #[test]
    fn the_first_rule_that_finds_its_key_decides_and_the_fallback_takes_the_rest() {
        let rule = |action, text: &str, extractors| Parser {
            action,
            predicate: Predicate::Leaf(Part::Body, Test::Contains(text.to_owned())),
            extractors,
        };
        let number = || key(Part::Subject, Taking::Regex(regex(r"(\d+)")));
        let mut mailbox = Mailbox::new("a@b".to_owned());
        mailbox.creation = Creation::UseRules;
        mailbox.parsers = vec![
            rule(Action::Trigger, "Status: New", vec![key(Part::Subject, Taking::Regex(regex("Case (.)")))]),
            rule(Action::Trigger, "Status: New", vec![number()]),
            rule(Action::Resolve, "Status: Resolved", vec![number()]),
        ];
        assert_eq!(mailbox.judge(NEW), trigger("48213"), "a rule without its key is passed over");
        let resolved = Mail { body: "Status: Resolved", ..NEW };
        assert_eq!(mailbox.judge(resolved), Verdict::Resolve { key: "48213".to_owned() });
        let other = Mail { body: "Status: Pending", ..NEW };
        assert_eq!(mailbox.judge(other), Verdict::Trigger { key: None, values: Vec::new() });
        mailbox.fallback = Fallback::Discard;
        assert_eq!(mailbox.judge(other), Verdict::Discard);
        mailbox.creation = Creation::OnNewEmailSubject;
        assert_eq!(mailbox.judge(other), trigger(NEW.subject), "rules are looked at in the mode for them only");
    }
}
