//! What a trigger posts: an event of PagerDuty's Events API v2 as a JSON text with placeholders.
//!
//! PagerDuty, "Send an Alert Event": `links`, `client` and `client_url` stand beside `payload`; acknowledging and resolving need no
//! more than the key, the action and `dedup_key`.

use std::fmt;

use super::key::RoutingKey;
use super::liquid;
use super::rule::{Action, Rule};
use super::template::Limit;

/// How every body of ours begins.
const BEGIN: &str = r#"{"routing_key":""#;

/// The body of a trigger's request. It holds a routing key, so it prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(String);

impl Body {
    /// A body as it was found.
    pub fn found(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The whole text; only for a request to Zendesk.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// The key, if the body begins as ours do.
    pub fn key(&self) -> Option<RoutingKey> {
        RoutingKey::parse(self.split()?.0)
    }

    /// What follows the key; all of it, made safe to be shown, when the body does not begin as ours do.
    pub fn rest(&self) -> String {
        self.split().map_or_else(|| self.shown(), |(_, rest)| redacted(rest))
    }

    /// The text without anything that could be a key.
    pub fn shown(&self) -> String {
        redacted(&self.0)
    }

    /// `event_action`, wherever it stands; hostile text.
    pub fn event_action(&self) -> Option<Action> {
        let behind = self.0.split("\"event_action\"").nth(1)?;
        let value = behind.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        Action::named(value.split('"').next()?)
    }

    fn split(&self) -> Option<(&str, &str)> {
        self.0.strip_prefix(BEGIN)?.split_once('"')
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Body({} bytes)", self.0.len())
    }
}

/// Puts dots in the place of every run of 32 letters and digits or more: a key may stand anywhere in what others wrote.
pub fn redacted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run = String::new();
    for letter in text.chars().map(Some).chain([None]) {
        match letter {
            Some(letter) if letter.is_ascii_alphanumeric() => run.push(letter),
            other => {
                shown.push_str(if run.len() >= 32 { "••••••••" } else { &run });
                run.clear();
                shown.extend(other);
            }
        }
    }
    shown
}

/// The body of a rule's request. `None` when the rule's words are wrong or the subdomain cannot be one.
pub fn body(rule: &Rule, subdomain: &str, key: &RoutingKey) -> Option<Body> {
    Some(Body(format!("{BEGIN}{}\"{}", key.expose_secret(), rest(rule, subdomain)?)))
}

/// The body from behind the key on.
pub fn rest(rule: &Rule, subdomain: &str) -> Option<String> {
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if subdomain.is_empty() || !subdomain.bytes().all(is_host) {
        return None;
    }
    let mut text =
        format!(r#","event_action":"{}","dedup_key":"Zendesk_{subdomain}_{{{{ticket.id}}}}""#, rule.action.name());
    if rule.action == Action::Trigger {
        let page = {
            let mut page = String::new();
            liquid::link(&mut page, subdomain);
            page
        };
        text.push_str(r#","payload":{"summary":""#);
        text.push_str(&liquid::string(&rule.summary.parts(Limit::Line).ok()?, Limit::Line, subdomain));
        text.push_str(r#"","source":""#);
        text.push_str(&liquid::string(&rule.source.parts(Limit::Line).ok()?, Limit::Line, subdomain));
        text.push_str(r#"","severity":""#);
        text.push_str(rule.severity.name());
        text.push('"');
        details(&mut text, rule, subdomain)?;
        text.push_str(r#"},"client":"Zendesk","client_url":""#);
        text.push_str(&page);
        text.push_str(r#"","links":[{"href":""#);
        text.push_str(&page);
        text.push_str(r#"","text":"Zendesk ticket #{{ticket.id}}"}]"#);
    }
    text.push('}');
    Some(text)
}

fn details(text: &mut String, rule: &Rule, subdomain: &str) -> Option<()> {
    if rule.details.is_empty() {
        return Some(());
    }
    let limit = rule.detail_limit();
    text.push_str(r#","custom_details":{"#);
    for (index, detail) in rule.details.iter().enumerate() {
        text.push_str(if index == 0 { "\"" } else { ",\"" });
        liquid::literal(text, detail.name.trim());
        text.push_str("\":\"");
        text.push_str(&liquid::string(&detail.text.parts(limit).ok()?, limit, subdomain));
        text.push('"');
    }
    text.push('}');
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::domain::automation::{Detail, RuleId, Template, ready_made};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const KEY: &str = "R0123456789ABCDEFGHIJKLMNOPQRSTU";

    fn key() -> RoutingKey {
        RoutingKey::parse(KEY).unwrap()
    }

    fn parsed(rule: &Rule) -> Value {
        serde_json::from_str(body(rule, "northwind", &key()).unwrap().expose_secret()).unwrap()
    }

    #[test]
    fn acknowledging_and_resolving_say_no_more_than_they_need() {
        for (rule, action) in [
            (ready_made::acknowledge(RuleId::make(1), "A"), "acknowledge"),
            (ready_made::resolve(RuleId::make(1), "R"), "resolve"),
        ] {
            let expected =
                json!({ "routing_key": KEY, "event_action": action, "dedup_key": "Zendesk_northwind_{{ticket.id}}" });
            assert_eq!(parsed(&rule), expected);
        }
    }

    #[test]
    fn an_event_has_its_links_and_client_beside_the_payload() {
        let rule = Rule {
            summary: Template::new("Ticket {{ ticket.id }} is \"{urgent}\""),
            source: Template::new("{{ticket.link}}"),
            details: vec![Detail { name: " \"a\"\\ ".into(), text: Template::new("\t1\n2 {x}") }],
            ..Rule::blank(RuleId::make(1))
        };
        let page = "https://northwind.zendesk.com/agent/tickets/{{ticket.id}}";
        assert_eq!(
            parsed(&rule),
            json!({
                "routing_key": KEY, "event_action": "trigger", "dedup_key": "Zendesk_northwind_{{ticket.id}}",
                "payload": {
                    "summary": "Ticket {{ticket.id}} is \"{urgent}\"", "source": page, "severity": "critical",
                    "custom_details": { "\"a\"\\": "1\n2 {x}" },
                },
                "client": "Zendesk", "client_url": page,
                "links": [{ "href": page, "text": "Zendesk ticket #{{ticket.id}}" }],
            })
        );
    }

    #[test]
    fn a_subdomain_that_could_break_out_makes_no_event() {
        for subdomain in ["", "a\"b", "a.b", "a/b", "{{x}}"] {
            assert_eq!(rest(&ready_made::resolve(RuleId::make(1), "R"), subdomain), None, "{subdomain}");
        }
    }

    #[test]
    fn a_key_is_found_in_our_own_bodies_and_shown_in_none() {
        let ours = body(&ready_made::resolve(RuleId::make(1), "R"), "northwind", &key()).unwrap();
        assert_eq!(ours.key(), Some(key()));
        assert_eq!(Some(ours.rest()), rest(&ready_made::resolve(RuleId::make(1), "R"), "northwind"));
        let theirs = Body::found(&format!(
            "{{ \"routing_key\" : \"{KEY}\", \"event_action\" :\"resolve\", \"x\": \"{KEY}0\" }}"
        ));
        assert_eq!((theirs.key(), theirs.event_action()), (None, Some(Action::Resolve)));
        for body in [ours, theirs] {
            assert!(!format!("{body:?} {} {}", body.shown(), body.rest()).contains(KEY));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_body_is_json_and_no_liquid_of_its_own(
            words in "[ -~\\n\\t“”é😀]{0,60}", name in "[ -~]{1,20}", place in 0_usize..3,
        ) {
            let template = Template::new(&format!("{words}{{{{ticket.title}}}}{words}"));
            prop_assume!(template.check(Limit::Line).is_none());
            let mut rule = Rule { details: vec![Detail { name, text: Template::new("x") }], ..Rule::blank(RuleId::make(1)) };
            match place {
                0 => rule.summary = template,
                1 => rule.source = template,
                _ => rule.details[0].text = template,
            }
            let value = parsed(&rule);
            prop_assert!(value["payload"]["summary"].is_string());
            let text = rest(&rule, "northwind").unwrap();
            let confusing = text.contains("{{{") || text.contains("{{%");
            prop_assert!(!confusing);
        }
    }
}
