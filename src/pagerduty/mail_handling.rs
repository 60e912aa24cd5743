//! What an e-mail integration does with mails, as it travels. PagerDuty REST: schemas `Integration`, `EmailParser`,
//! `MatchPredicate`.

use serde_json::{Map, Value, json};

use crate::domain::email_routing::mailbox::{
    Act, Creation, Extractor, Fallback, Filter, FilterMode, Gate, Handling, Part, Predicate, Rule, Taking,
};
use crate::http::Failure;
use crate::http::json::Json;

/// The deepest nesting of predicates that is read.
const DEEPEST: usize = 8;

const CREATIONS: [(Creation, &str); 4] = [
    (Creation::EveryMail, "on_new_email"),
    (Creation::EverySubject, "on_new_email_subject"),
    (Creation::WhenNoneIsOpen, "only_if_no_open_incidents"),
    (Creation::Rules, "use_rules"),
];
const MODES: [(FilterMode, &str); 3] =
    [(FilterMode::TakeAll, "all-email"), (FilterMode::Any, "or-rules-email"), (FilterMode::All, "and-rules-email")];
const FALLBACKS: [(Fallback, &str); 2] = [(Fallback::Open, "open_new_incident"), (Fallback::Discard, "discard")];
const PARTS: [(Part, &str); 3] = [(Part::Body, "body"), (Part::Subject, "subject"), (Part::From, "from_addresses")];
const ACTS: [(Act, &str); 2] = [(Act::Trigger, "trigger"), (Act::Resolve, "resolve")];

fn word<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> &'static str {
    table.iter().find(|(known, _)| known == value).map_or("", |(_, word)| word)
}

fn meant<T: Copy>(table: &[(T, &str)], place: &Json<'_>) -> Result<T, Failure> {
    place.read(|text| table.iter().find(|(_, word)| *word == text).map(|(value, _)| *value))
}

/// The same where nothing is said, as of integrations that were made long ago.
fn meant_or<T: Copy>(table: &[(T, &str)], place: &Json<'_>, usual: T) -> Result<T, Failure> {
    if place.value().is_null() { Ok(usual) } else { meant(table, place) }
}

/// The members of an integration that say what it does. A list cannot be empty, so an empty one is left out.
pub(super) fn write_handling(handling: &Handling) -> Map<String, Value> {
    let Handling { creation, filter_mode, filters, rules, fallback } = handling;
    let mut members = Map::new();
    members.insert("email_incident_creation".to_owned(), json!(word(&CREATIONS, creation)));
    members.insert("email_filter_mode".to_owned(), json!(word(&MODES, filter_mode)));
    if !filters.is_empty() {
        members.insert("email_filters".to_owned(), filters.iter().map(write_filter).collect());
    }
    if !rules.is_empty() {
        members.insert("email_parsers".to_owned(), rules.iter().map(write_rule).collect());
    }
    members.insert("email_parsing_fallback".to_owned(), json!(word(&FALLBACKS, fallback)));
    members
}

fn write_filter(filter: &Filter) -> Value {
    let mut members = Map::new();
    for (name, gate) in [("subject", &filter.subject), ("body", &filter.body), ("from_email", &filter.from)] {
        let (mode, regex) = match gate {
            Gate::Open => ("always", None),
            Gate::Matches(regex) => ("match", Some(regex)),
            Gate::Misses(regex) => ("no-match", Some(regex)),
        };
        members.insert(format!("{name}_mode"), json!(mode));
        if let Some(regex) = regex {
            members.insert(format!("{name}_regex"), json!(regex));
        }
    }
    members.into()
}

fn write_rule(rule: &Rule) -> Value {
    json!({
        "action": word(&ACTS, &rule.act),
        "match_predicate": write_predicate(&rule.predicate),
        "value_extractors": rule.extractors.iter().map(write_extractor).collect::<Vec<_>>(),
    })
}

/// The schema asks for `part` and `children` everywhere; what PagerDuty's Terraform provider sends has a part where something is
/// looked at, and children where predicates are joined.
fn write_predicate(predicate: &Predicate) -> Value {
    let join = |kind: &str, children: &[Predicate]| json!({ "type": kind, "children": children.iter().map(write_predicate).collect::<Vec<_>>() });
    let leaf = |kind: &str, part: &Part, matcher: &str| json!({ "type": kind, "part": word(&PARTS, part), "matcher": matcher, "children": [] });
    match predicate {
        Predicate::All(children) => join("all", children),
        Predicate::Any(children) => join("any", children),
        Predicate::Not(children) => join("not", children),
        Predicate::Contains(part, text) => leaf("contains", part, text),
        Predicate::Exactly(part, text) => leaf("exactly", part, text),
        Predicate::Regex(part, regex) => leaf("regex", part, regex),
    }
}

fn write_extractor(extractor: &Extractor) -> Value {
    let (part, name) = (word(&PARTS, &extractor.part), &extractor.name);
    match &extractor.taking {
        Taking::Entire => json!({ "type": "entire", "part": part, "value_name": name }),
        Taking::Regex(regex) => json!({ "type": "regex", "part": part, "value_name": name, "regex": regex }),
        // Both names of the end: the schema has the one, PagerDuty's Terraform provider sends the other.
        Taking::Between { after, before } => json!({
            "type": "between", "part": part, "value_name": name,
            "starts_after": after, "ends_with": before, "ends_before": before,
        }),
    }
}

/// Reads what an integration does. A rule or a filter of a kind that we do not know is malformed: it could not be written back.
pub(super) fn read_handling(place: &Json<'_>) -> Result<Handling, Failure> {
    let list = |name: &'static str| place.maybe(name);
    let filters = match list("email_filters") {
        None => Vec::new(),
        Some(list) => list.items()?.iter().map(read_filter).collect::<Result<_, _>>()?,
    };
    let rules = match list("email_parsers") {
        None => Vec::new(),
        Some(list) => list.items()?.iter().map(read_rule).collect::<Result<_, _>>()?,
    };
    Ok(Handling {
        creation: meant_or(&CREATIONS, &place.at("email_incident_creation"), Creation::EveryMail)?,
        filter_mode: meant_or(&MODES, &place.at("email_filter_mode"), FilterMode::TakeAll)?,
        filters,
        rules,
        fallback: meant_or(&FALLBACKS, &place.at("email_parsing_fallback"), Fallback::Open)?,
    })
}

fn read_filter(place: &Json<'_>) -> Result<Filter, Failure> {
    let gate = |mode: &str, regex: &str| {
        let (mode, regex) = (place.at(mode), place.at(regex));
        Ok(match mode.text_or_empty() {
            "always" | "" => Gate::Open,
            "match" => Gate::Matches(regex.text()?.to_owned()),
            "no-match" => Gate::Misses(regex.text()?.to_owned()),
            _ => return Err(mode.malformed()),
        })
    };
    Ok(Filter {
        subject: gate("subject_mode", "subject_regex")?,
        body: gate("body_mode", "body_regex")?,
        from: gate("from_email_mode", "from_email_regex")?,
    })
}

fn read_rule(place: &Json<'_>) -> Result<Rule, Failure> {
    let extractors = match place.maybe("value_extractors") {
        None => Vec::new(),
        Some(list) => list.items()?.iter().map(read_extractor).collect::<Result<_, _>>()?,
    };
    Ok(Rule {
        act: meant(&ACTS, &place.at("action"))?,
        predicate: read_predicate(&place.at("match_predicate"), DEEPEST)?,
        extractors,
    })
}

fn read_predicate(place: &Json<'_>, deeper: usize) -> Result<Predicate, Failure> {
    let Some(deeper) = deeper.checked_sub(1) else { return Err(place.malformed()) };
    let list = place.at("children");
    let children =
        || list.items_or_none().iter().map(|child| read_predicate(child, deeper)).collect::<Result<Vec<_>, _>>();
    let part = || meant(&PARTS, &place.at("part"));
    let text = || place.at("matcher").text().map(str::to_owned);
    let kind = place.at("type");
    Ok(match kind.text_or_empty() {
        "all" => Predicate::All(children()?),
        "any" => Predicate::Any(children()?),
        "not" => Predicate::Not(children()?),
        "contains" => Predicate::Contains(part()?, text()?),
        "exactly" => Predicate::Exactly(part()?, text()?),
        "regex" => Predicate::Regex(part()?, text()?),
        _ => return Err(kind.malformed()),
    })
}

fn read_extractor(place: &Json<'_>) -> Result<Extractor, Failure> {
    let text = |name: &str| place.at(name).text().map(str::to_owned);
    let kind = place.at("type");
    let taking = match kind.text_or_empty() {
        "entire" => Taking::Entire,
        "regex" => Taking::Regex(text("regex")?),
        "between" => Taking::Between {
            after: text("starts_after")?,
            before: text("ends_before").or_else(|_| text("ends_with"))?,
        },
        _ => return Err(kind.malformed()),
    };
    Ok(Extractor { part: meant(&PARTS, &place.at("part"))?, name: text("value_name")?, taking })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;

    fn part() -> impl Strategy<Value = Part> {
        proptest::sample::select(PARTS.map(|(part, _)| part).to_vec())
    }

    fn predicate() -> impl Strategy<Value = Predicate> {
        let leaf = (part(), "\\PC{1,8}", 0..3).prop_map(|(part, text, kind)| match kind {
            0 => Predicate::Contains(part, text),
            1 => Predicate::Exactly(part, text),
            _ => Predicate::Regex(part, text),
        });
        leaf.prop_recursive(4, 12, 3, |inner| {
            (proptest::collection::vec(inner, 1..3), 0..3).prop_map(|(children, kind)| match kind {
                0 => Predicate::All(children),
                1 => Predicate::Any(children),
                _ => Predicate::Not(children),
            })
        })
    }

    fn rule() -> impl Strategy<Value = Rule> {
        let taking = ("\\PC{1,8}", "\\PC{1,8}", 0..3).prop_map(|(one, two, kind)| match kind {
            0 => Taking::Entire,
            1 => Taking::Regex(one),
            _ => Taking::Between { after: one, before: two },
        });
        let extractor = (part(), "[a-z_]{1,9}", taking);
        let extractor = extractor.prop_map(|(part, name, taking)| Extractor { part, name, taking });
        (any::<bool>(), predicate(), proptest::collection::vec(extractor, 1..3)).prop_map(
            |(opens, predicate, extractors)| Rule {
                act: if opens { Act::Trigger } else { Act::Resolve },
                predicate,
                extractors,
            },
        )
    }

    fn gate() -> impl Strategy<Value = Gate> {
        ("\\PC{1,8}", 0..3).prop_map(|(regex, kind)| match kind {
            0 => Gate::Open,
            1 => Gate::Matches(regex),
            _ => Gate::Misses(regex),
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            rules in proptest::collection::vec(rule(), 0..4),
            filters in proptest::collection::vec((gate(), gate(), gate()), 0..3),
            (creation, mode, opens) in (0_usize..4, 0_usize..3, any::<bool>()),
        ) {
            let filters = filters.into_iter().map(|(subject, body, from)| Filter { subject, body, from }).collect();
            let fallback = if opens { Fallback::Open } else { Fallback::Discard };
            let handling = Handling { creation: CREATIONS[creation].0, filter_mode: MODES[mode].0, filters, rules, fallback };
            let written = Value::Object(write_handling(&handling));
            prop_assert_eq!(read_handling(&Json::root(&written)), Ok(handling));
        }
    }

    #[test]
    fn an_old_integration_without_a_word_opens_an_incident_for_every_mail() {
        let handling = read_handling(&Json::root(&json!({ "email_parsers": null }))).unwrap();
        assert_eq!((handling.creation, handling.fallback), (Creation::EveryMail, Fallback::Open));
        assert!(handling.rules.is_empty() && handling.filters.is_empty());
    }

    #[test]
    fn the_end_of_what_stands_between_has_two_names() {
        for name in ["ends_with", "ends_before"] {
            let value = json!({ "type": "between", "part": "subject", "value_name": "incident_key", "starts_after": "[", name: "]" });
            let taking = read_extractor(&Json::root(&value)).unwrap().taking;
            assert_eq!(taking, Taking::Between { after: "[".into(), before: "]".into() });
        }
    }

    #[test]
    fn what_could_not_be_written_back_is_malformed() {
        let mut deep = json!({ "type": "contains", "part": "body", "matcher": "x" });
        for _ in 0..DEEPEST {
            deep = json!({ "type": "not", "children": [deep] });
        }
        for predicate in [
            json!(null),
            json!({ "type": "moon" }),
            json!({ "type": "contains", "part": "header", "matcher": "x" }),
            deep,
        ] {
            let place = json!({ "email_parsers": [{ "action": "trigger", "match_predicate": predicate }] });
            assert!(matches!(read_handling(&Json::root(&place)), Err(Failure::Malformed { .. })), "{place}");
        }
        let place = json!({ "email_incident_creation": "when_it_rains" });
        let complaint = Failure::Malformed { path: "email_incident_creation".into() };
        assert_eq!(read_handling(&Json::root(&place)), Err(complaint));
    }
}
