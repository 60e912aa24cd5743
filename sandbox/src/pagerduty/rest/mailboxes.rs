//! The settings of e-mail integrations, as requests give them.
//!
//! Source: PagerDuty REST schemas `Integration`, `EmailParser` and `MatchPredicate`.

use super::body::read;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::mailbox::{
    Action, Creation, Extractor, Fallback, Filter, FilterMode, Gate, Mailbox, Parser, Part, Predicate, Taking, Test,
};
use regex::Regex;
use serde::Deserialize;
use serde_json::Value;

/// The most rules of one integration (PagerDuty knowledge base).
const MOST_PARSERS: usize = 10;
/// The deepest nesting of predicates that is read.
const DEEPEST: usize = 8;

/// The e-mail settings of a body; those that are absent stay as they are.
#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "the fields carry the names of the schema")]
pub(super) struct Settings {
    email_incident_creation: Option<Creation>,
    email_filter_mode: Option<FilterMode>,
    email_filters: Option<Vec<Value>>,
    email_parsers: Option<Vec<Value>>,
    email_parsing_fallback: Option<Fallback>,
}

#[derive(Deserialize)]
struct FilterBody {
    subject_mode: Mode,
    subject_regex: Option<String>,
    body_mode: Mode,
    body_regex: Option<String>,
    from_email_mode: Mode,
    from_email_regex: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    Match,
    NoMatch,
    Always,
}

#[derive(Deserialize)]
struct ParserBody {
    action: Action,
    match_predicate: PredicateBody,
    #[serde(default)]
    value_extractors: Vec<Value>,
}

#[derive(Deserialize)]
struct PredicateBody {
    #[serde(rename = "type")]
    kind: PredicateKind,
    matcher: Option<String>,
    part: Option<Part>,
    #[serde(default)]
    children: Vec<PredicateBody>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PredicateKind {
    All,
    Any,
    Not,
    Contains,
    Exactly,
    Regex,
}

#[derive(Deserialize)]
struct ExtractorBody {
    #[serde(rename = "type")]
    kind: ExtractorKind,
    part: Part,
    value_name: String,
    regex: Option<String>,
    starts_after: Option<String>,
    /// The name of the schema.
    ends_with: Option<String>,
    /// The name that PagerDuty's Terraform provider sends and reads.
    ends_before: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ExtractorKind {
    Entire,
    Regex,
    Between,
}

impl Settings {
    /// Puts the settings into a mailbox, or refuses them all.
    pub(super) fn apply(&self, mailbox: &mut Mailbox) -> Result<(), Failure> {
        if let Some(filters) = &self.email_filters {
            list("email_filters", filters)?;
            mailbox.filters = filters.iter().map(filter).collect::<Result<_, _>>()?;
        }
        if let Some(parsers) = &self.email_parsers {
            list("email_parsers", parsers)?;
            if parsers.len() > MOST_PARSERS {
                return Err(Failure::input(format!("An integration can have at most {MOST_PARSERS} email_parsers")));
            }
            mailbox.parsers = parsers.iter().map(parser).collect::<Result<_, _>>()?;
        }
        mailbox.creation = self.email_incident_creation.unwrap_or(mailbox.creation);
        mailbox.filter_mode = self.email_filter_mode.unwrap_or(mailbox.filter_mode);
        mailbox.fallback = self.email_parsing_fallback.unwrap_or(mailbox.fallback);
        if mailbox.filter_mode != FilterMode::All && mailbox.filters.is_empty() {
            return Err(Failure::input("email_filters are required by this email_filter_mode"));
        }
        Ok(())
    }
}

/// A list of the schema: `minItems` 1 and `uniqueItems`.
fn list(name: &str, items: &[Value]) -> Result<(), Failure> {
    if items.is_empty() {
        return Err(Failure::input(format!("{name} cannot be empty")));
    }
    let mut rest = items;
    while let Some((first, others)) = rest.split_first() {
        if others.contains(first) {
            return Err(Failure::input(format!("{name} must be unique")));
        }
        rest = others;
    }
    Ok(())
}

fn shape<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T, Failure> {
    read(value.to_string().as_bytes())
}

fn filter(value: &Value) -> Result<Filter, Failure> {
    let body: FilterBody = shape(value)?;
    Ok(Filter {
        subject: gate("subject_regex", body.subject_mode, body.subject_regex.as_deref())?,
        body: gate("body_regex", body.body_mode, body.body_regex.as_deref())?,
        from: gate("from_email_regex", body.from_email_mode, body.from_email_regex.as_deref())?,
    })
}

fn gate(name: &str, mode: Mode, regex: Option<&str>) -> Result<Gate, Failure> {
    Ok(match mode {
        Mode::Always => Gate::Always,
        Mode::Match => Gate::Match(expression(name, regex)?),
        Mode::NoMatch => Gate::NoMatch(expression(name, regex)?),
    })
}

/// A regular expression that must be given.
fn expression(name: &str, text: Option<&str>) -> Result<Regex, Failure> {
    let text = filled(name, text)?;
    Regex::new(text).map_err(|_| Failure::input(format!("{name} is not a regular expression")))
}

/// A text that must be given and hold something.
fn filled<'a>(name: &str, text: Option<&'a str>) -> Result<&'a str, Failure> {
    text.filter(|text| !text.is_empty()).ok_or_else(|| Failure::input(format!("{name} cannot be blank")))
}

fn parser(value: &Value) -> Result<Parser, Failure> {
    let body: ParserBody = shape(value)?;
    list("value_extractors", &body.value_extractors)?;
    let extractors: Vec<Extractor> = body.value_extractors.iter().map(extractor).collect::<Result<_, _>>()?;
    let keys = extractors.iter().filter(|extractor| extractor.value_name == "incident_key").count();
    if keys != 1 {
        return Err(Failure::input("Exactly one value extractor must have a value_name of incident_key"));
    }
    Ok(Parser { action: body.action, predicate: predicate(&body.match_predicate, 1)?, extractors })
}

/// The schema's own example joins with `any` and no children; its words say that they must not be empty.
fn predicate(body: &PredicateBody, depth: usize) -> Result<Predicate, Failure> {
    if depth > DEEPEST {
        return Err(Failure::input("match_predicate is nested too deeply"));
    }
    let children = || {
        if body.children.is_empty() {
            return Err(Failure::input("children cannot be empty for a predicate of type all, any or not"));
        }
        body.children.iter().map(|child| predicate(child, depth + 1)).collect::<Result<Vec<_>, _>>()
    };
    let matcher = || filled("matcher", body.matcher.as_deref());
    let part = || body.part.ok_or_else(|| Failure::input("part is required to match"));
    Ok(match body.kind {
        PredicateKind::All => Predicate::All(children()?),
        PredicateKind::Any => Predicate::Any(children()?),
        PredicateKind::Not => Predicate::Not(children()?),
        PredicateKind::Contains => Predicate::Leaf(part()?, Test::Contains(matcher()?.to_owned())),
        PredicateKind::Exactly => Predicate::Leaf(part()?, Test::Exactly(matcher()?.to_owned())),
        PredicateKind::Regex => Predicate::Leaf(part()?, Test::Regex(expression("matcher", body.matcher.as_deref())?)),
    })
}

fn extractor(value: &Value) -> Result<Extractor, Failure> {
    let body: ExtractorBody = shape(value)?;
    filled("value_name", Some(&body.value_name))?;
    let taking = match body.kind {
        ExtractorKind::Entire => Taking::Entire,
        ExtractorKind::Regex => {
            let regex = expression("regex", body.regex.as_deref())?;
            // The whole match counts as a group of its own.
            if regex.captures_len() != 2 {
                return Err(Failure::input("regex must have exactly one capture group"));
            }
            Taking::Regex(regex)
        }
        ExtractorKind::Between => Taking::Between {
            starts_after: filled("starts_after", body.starts_after.as_deref())?.to_owned(),
            ends_before: filled("ends_with", body.ends_before.as_deref().or(body.ends_with.as_deref()))?.to_owned(),
        },
    };
    Ok(Extractor { part: body.part, value_name: body.value_name, taking })
}
