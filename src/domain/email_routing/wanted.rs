//! What a route's integration must be, and in what the one that is there differs.

use super::mail;
use super::mailbox::{Creation, Filter, FilterMode, Gate, Handling, Mailbox, Rule, literal};
use super::{Address, Before, EmailRoute, RouteId};

/// What the names of integrations of ours begin with.
const BEGINNING: &str = "Zendesk e-mail: ";

/// In what an integration differs from what its route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// It has another name.
    Name,
    /// It opens incidents otherwise than by rules.
    Creation,
    /// Rules are missing, changed, or come after others.
    Rules,
    /// Something else happens to mails that no rule is for.
    Fallback,
    /// Other mails are kept out.
    Filters,
    /// It has another address.
    Address,
}

/// The name of a route's own integration; its end tells whose it is.
pub fn name(route: &EmailRoute) -> String {
    format!("{BEGINNING}{} ({})", route.name.trim(), route.id.as_str())
}

/// The route whose own integration has this name.
pub fn owner(name: &str) -> Option<RouteId> {
    let rest = name.strip_prefix(BEGINNING)?.strip_suffix(')')?;
    RouteId::parse(rest.rsplit_once('(')?.1)
}

/// The address of a route's own integration, at the account's host.
pub fn address(route: &EmailRoute, host: &str) -> String {
    format!("zendesk-{}@{host}", route.id.as_str())
}

/// What a route's own integration does with mails.
pub fn handling(route: &EmailRoute, subdomain: &str) -> Handling {
    let filters: Vec<_> = route.sender.as_deref().map(only_from).into_iter().collect();
    Handling {
        creation: Creation::Rules,
        filter_mode: if filters.is_empty() { FilterMode::TakeAll } else { FilterMode::All },
        filters,
        rules: mail::rules(subdomain, route.updates),
        fallback: route.fallback,
    }
}

/// Takes mails of this sender alone, or of any sender at this host.
fn only_from(sender: &str) -> Filter {
    let sender = literal(&sender.to_ascii_lowercase());
    let pattern = if sender.contains('@') { format!(r"(?i)\A{sender}\z") } else { format!(r"(?i)@{sender}\z") };
    Filter { subject: Gate::Open, body: Gate::Open, from: Gate::Matches(pattern) }
}

/// The same integration as its route needs it. Of one that was there before, the rules of others stay behind ours, and the filters
/// stay as they are unless the route says who may write.
pub fn repaired(found: &Mailbox, route: &EmailRoute, subdomain: &str) -> Mailbox {
    let own = handling(route, subdomain);
    if route.address == Address::Own {
        return Mailbox { name: name(route), handling: own, ..found.clone() };
    }
    let mut rules = own.rules;
    rules.extend(others(&found.handling.rules, subdomain).cloned());
    let (filter_mode, filters) = match route.sender {
        Some(_) => (own.filter_mode, own.filters),
        None => (found.handling.filter_mode, found.handling.filters.clone()),
    };
    let handling = Handling { creation: own.creation, filter_mode, filters, rules, fallback: own.fallback };
    Mailbox { handling, ..found.clone() }
}

/// The same integration without our rules, as it is left when its route is removed. Where ours are the only ones they cannot be
/// taken out, since the list cannot be empty; it then opens an incident as it did before, and nobody looks at them.
/// `before` is `None` when nobody knows any more.
pub fn left(found: &Mailbox, before: Option<Before>, subdomain: &str) -> Mailbox {
    let rest: Vec<_> = others(&found.handling.rules, subdomain).cloned().collect();
    let mut handling = found.handling.clone();
    if let Some(before) = before {
        handling.creation = before.creation;
        handling.fallback = before.fallback;
    }
    if !rest.is_empty() {
        handling.rules = rest;
    } else if handling.creation == Creation::Rules {
        handling.creation = Creation::EveryMail;
    }
    Mailbox { handling, ..found.clone() }
}

/// Whether rules of ours are looked at there.
pub fn is_in_use(found: &Mailbox, subdomain: &str) -> bool {
    found.handling.creation == Creation::Rules && found.handling.rules.iter().any(|rule| mail::is_ours(rule, subdomain))
}

fn others<'a>(rules: &'a [Rule], subdomain: &str) -> impl Iterator<Item = &'a Rule> {
    rules.iter().filter(move |rule| !mail::is_ours(rule, subdomain))
}

/// In what `found` differs from `wanted`. Filters that are not looked at make no difference.
pub fn differences(found: &Mailbox, wanted: &Mailbox) -> Vec<Difference> {
    let filters = |handling: &Handling| {
        let idle = handling.filter_mode == FilterMode::TakeAll;
        (handling.filter_mode, if idle { Vec::new() } else { handling.filters.clone() })
    };
    let (is, should) = (&found.handling, &wanted.handling);
    let checks = [
        (Difference::Name, found.name != wanted.name),
        (Difference::Creation, is.creation != should.creation),
        (Difference::Rules, is.rules != should.rules),
        (Difference::Fallback, is.fallback != should.fallback),
        (Difference::Filters, filters(is) != filters(should)),
        (Difference::Address, !found.address.eq_ignore_ascii_case(&wanted.address)),
    ];
    checks.into_iter().filter(|(_, differs)| *differs).map(|(difference, _)| difference).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::super::mailbox::{Act, Extractor, Fallback, KEY, Part, Predicate, Taking, is_address};
    use super::*;
    use crate::domain::id::{IntegrationId, ServiceId};

    const BEFORE: Before = Before { creation: Creation::EverySubject, fallback: Fallback::Open };

    fn route(address: Address) -> EmailRoute {
        EmailRoute { name: "Payments".into(), address, ..EmailRoute::new(RouteId::of(7)) }
    }

    fn existing() -> EmailRoute {
        let integration = IntegrationId::parse("PINT001").unwrap();
        route(Address::Existing { integration, before: BEFORE })
    }

    fn foreign() -> Rule {
        let extractors = vec![Extractor { part: Part::Subject, name: KEY.into(), taking: Taking::Entire }];
        Rule { act: Act::Trigger, predicate: Predicate::Contains(Part::Body, "DOWN".into()), extractors }
    }

    fn found(rules: Vec<Rule>) -> Mailbox {
        Mailbox {
            id: IntegrationId::parse("PINT001").unwrap(),
            service: ServiceId::parse("PSVC001").unwrap(),
            name: "Monitoring".into(),
            address: "pay@acme.pagerduty.com".into(),
            handling: Handling {
                creation: Creation::EverySubject,
                filter_mode: FilterMode::TakeAll,
                filters: vec![only_from("acme.example")],
                rules,
                fallback: Fallback::Open,
            },
        }
    }

    #[test]
    fn the_name_of_an_integration_tells_whose_it_is() {
        let named = EmailRoute { name: "Pay (EU)".into(), ..route(Address::Own) };
        assert_eq!(owner(&name(&named)), Some(named.id.clone()));
        for text in
            ["Zendesk e-mail: x", "E-mail (aaaaaaaaaaaa)", "Zendesk e-mail: x (AAAAAAAAAAAA)", "Zendesk e-mail: )"]
        {
            assert_eq!(owner(text), None, "{text}");
        }
        assert!(is_address(&address(&named, "acme.eu.pagerduty.com")));
    }

    #[test]
    fn what_is_repaired_differs_in_nothing() {
        for route in [route(Address::Own), existing(), EmailRoute { sender: Some("Acme.example".into()), ..existing() }]
        {
            let before = found(vec![foreign()]);
            let after = repaired(&before, &route, "acme");
            assert!(!differences(&before, &after).is_empty());
            assert_eq!(repaired(&after, &route, "acme"), after);
        }
    }

    #[test]
    fn rules_of_others_stay_behind_ours_and_come_back() {
        let before = found(vec![foreign()]);
        let after = repaired(&before, &existing(), "acme");
        assert_eq!((after.handling.rules.len(), after.handling.rules.last()), (4, Some(&foreign())));
        assert_eq!(differences(&before, &after), [Difference::Creation, Difference::Rules, Difference::Fallback]);
        let left = left(&after, Some(BEFORE), "acme");
        assert_eq!(left, before);
    }

    #[test]
    fn rules_that_nobody_else_has_are_left_where_nobody_looks() {
        let after = repaired(&found(Vec::new()), &existing(), "acme");
        assert!(is_in_use(&after, "acme") && !is_in_use(&after, "other"));
        for (before, creation) in [(Some(BEFORE), Creation::EverySubject), (None, Creation::EveryMail)] {
            let left = left(&after, before, "acme");
            assert_eq!((left.handling.creation, is_in_use(&left, "acme")), (creation, false));
        }
    }

    #[test]
    fn one_sender_is_that_address_and_a_host_is_any_sender_there() {
        let pattern = |sender: &str| only_from(sender).from;
        assert_eq!(pattern("Help@acme.example"), Gate::Matches(r"(?i)\Ahelp@acme\.example\z".into()));
        assert_eq!(pattern("acme.zendesk.com"), Gate::Matches(r"(?i)@acme\.zendesk\.com\z".into()));
    }

    #[test]
    fn filters_that_nobody_looks_at_make_no_difference() {
        let own = route(Address::Own);
        let made = Mailbox { name: name(&own), handling: handling(&own, "acme"), ..found(Vec::new()) };
        let handling = Handling { filters: vec![only_from("x.example")], ..made.handling.clone() };
        assert_eq!(differences(&Mailbox { handling, ..made.clone() }, &made), []);
    }
}
