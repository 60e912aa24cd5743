//! An e-mail integration of a PagerDuty service: which mails it takes, and what its rules make of them.
//!
//! PagerDuty REST: schemas `Integration`, `EmailParser` and `MatchPredicate`.

use crate::domain::id::{IntegrationId, ServiceId};

/// The most rules that one integration holds. PagerDuty knowledge base: "Email Management: Filters and Rules".
pub const MOST_RULES: usize = 10;

/// The value that becomes the incident's key. PagerDuty REST: `EmailParser.value_extractors`.
pub const KEY: &str = "incident_key";

/// An e-mail integration as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Its id.
    pub id: IntegrationId,
    /// The service that its incidents belong to.
    pub service: ServiceId,
    /// What PagerDuty shows; hostile text.
    pub name: String,
    /// Where mails go.
    pub address: String,
    /// What becomes of them.
    pub handling: Handling,
}

/// A service with its e-mail integrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceMailboxes {
    /// The service.
    pub service: ServiceId,
    /// Its name; hostile text.
    pub name: String,
    /// What stands after the `@` of the account's addresses, such as `acme.pagerduty.com`.
    pub host: String,
    /// The integrations that take e-mail and could be read.
    pub mailboxes: Vec<Mailbox>,
}

/// What an integration does with mails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handling {
    /// What opens an incident.
    pub creation: Creation,
    /// How the filters are joined.
    pub filter_mode: FilterMode,
    /// What keeps a mail out.
    pub filters: Vec<Filter>,
    /// The rules, of which the first that fits decides.
    pub rules: Vec<Rule>,
    /// What becomes of a mail that no rule is for.
    pub fallback: Fallback,
}

/// What opens an incident. PagerDuty REST: `email_incident_creation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// Every mail.
    EveryMail,
    /// Every mail with a subject that no open incident has.
    EverySubject,
    /// A mail while no incident of the service is open.
    WhenNoneIsOpen,
    /// What the rules say.
    Rules,
}

/// How filters are joined. PagerDuty REST: `email_filter_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterMode {
    /// They are not looked at.
    TakeAll,
    /// One of them must let the mail through.
    Any,
    /// All of them must.
    All,
}

/// What one part of a filter asks for. The texts are regular expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Nothing.
    Open,
    /// That it matches.
    Matches(String),
    /// That it does not.
    Misses(String),
}

/// A filter. PagerDuty REST: `email_filters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// For the subject.
    pub subject: Gate,
    /// For the body.
    pub body: Gate,
    /// For the sender's address.
    pub from: Gate,
}

/// What becomes of a mail that no rule is for. PagerDuty REST: `email_parsing_fallback`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fallback {
    /// It opens an incident with a key of its own.
    Open,
    /// It is dropped.
    #[default]
    Discard,
}

/// A part of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The text.
    Body,
    /// The subject.
    Subject,
    /// The senders' addresses.
    From,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Opens an incident, or adds to the open one with the same key.
    Trigger,
    /// Resolves the incident with the key.
    Resolve,
}

/// Whether a rule is for a mail. PagerDuty REST: `MatchPredicate`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// All of these hold.
    All(Vec<Predicate>),
    /// One of these holds.
    Any(Vec<Predicate>),
    /// None of these holds.
    Not(Vec<Predicate>),
    /// A part holds this text.
    Contains(Part, String),
    /// A part is this text.
    Exactly(Part, String),
    /// A part matches this regular expression.
    Regex(Part, String),
}

/// Which piece of a part is a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    /// All of it.
    Entire,
    /// The one capture group of a regular expression.
    Regex(String),
    /// What stands between two texts. The schema calls the second `ends_with`, what travels is called `ends_before`.
    Between {
        /// The first.
        after: String,
        /// The second.
        before: String,
    },
}

/// How a rule reads a value. PagerDuty REST: `value_extractors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extractor {
    /// Where it looks.
    pub part: Part,
    /// The value's name; [`KEY`] is the incident's key.
    pub name: String,
    /// What it takes.
    pub taking: Taking,
}

/// A rule. PagerDuty REST: `EmailParser`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it does.
    pub act: Act,
    /// When.
    pub predicate: Predicate,
    /// What it reads; exactly one is [`KEY`].
    pub extractors: Vec<Extractor>,
}

impl Rule {
    /// How the incident's key is found.
    pub fn key(&self) -> Option<&Extractor> {
        self.extractors.iter().find(|it| it.name == KEY)
    }
}

/// Whether `text` can be an e-mail address: one `@` with something before it and a host after it, and nothing that could end
/// a line or begin another address.
pub fn is_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    !local.is_empty() && text.len() <= 254 && local.bytes().all(plain) && is_host(host)
}

/// Whether `text` can be the name of a host with a dot in it.
pub fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.contains('.') && text.len() <= 253 && text.split('.').all(label)
}

/// The text as a regular expression that matches it and nothing else.
pub fn literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\.+*?()|[]{}^$".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address() {
        for text in ["a@b.c", "zendesk-x1@acme.eu.pagerduty.com", "o'neil+x@acme.example"] {
            assert!(is_address(text), "{text}");
        }
        for text in
            ["", "a", "@b.c", "a@", "a@b", "a@b..c", "a@b.c, d@e.f", "a b@c.d", "a@b.c\nX: y", "a@@b.c", "a@-b.c"]
        {
            assert!(!is_address(text), "{text:?}");
        }
    }

    #[test]
    fn a_literal_holds_no_operator() {
        assert_eq!(literal("support@north-wind.example"), r"support@north-wind\.example");
        assert_eq!(literal("a+(b)|[c]^$\\"), r"a\+\(b\)\|\[c\]\^\$\\");
    }
}
