//! Liquid as triggers see it: what is filled in, what stays empty, and what hostile text does.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::{Value, json};

use super::super::bench::sandbox;
use super::super::seed::people::{JONAS_OKAFOR, PRIYA_NAIR};
use super::super::seed::tickets::{ARABIC, CHECKOUT, HOSTILE_TEXT};
use super::{Scope, check, render};
use crate::Sandbox;

fn fill(sandbox: &Sandbox, ticket: u64, template: &str) -> String {
    let world = sandbox.zendesk().lock();
    let actor = world.users.get(&PRIYA_NAIR);
    render(template, Scope { world: &world, ticket: world.ticket(ticket).unwrap(), actor })
}

#[test]
fn placeholders_name_the_ticket_its_people_and_whoever_changes_it() {
    let (sandbox, _) = sandbox();
    for (template, expected) in [
        ("{{ticket.id}}", "48213"),
        ("{{ticket.link}}", "https://northwind.zendesk.com/agent/tickets/48213"),
        ("{{ticket.url}}", "northwind.zendesk.com/agent/tickets/48213"),
        ("{{ticket.status}}/{{ticket.priority}}/{{ticket.ticket_type}}", "Open/High/Incident"),
        ("{{ticket.tags}}", "checkout payments pagerduty_incident"),
        ("{{ticket.via}} {{ticket.account}}", "Mail Northwind"),
        ("{{ticket.requester.first_name}} of {{ticket.requester.organization.name}}", "Elena of Brightside Coffee"),
        ("{{ticket.requester.email}}", "elena.petrova@brightside.example"),
        ("{{ticket.group.name}}: {{ticket.assignee.name}}", "Tier 1 Support: Jonas Okafor"),
        ("{{ticket.organization.name}} {{ticket.brand.name}}", "Brightside Coffee Northwind"),
        ("{{ticket.ticket_form}}", "Default ticket form"),
        ("{{current_user.name}}", "Priya Nair"),
        ("{{ticket.created_at_with_timestamp}}", "2026-11-22T08:22:57Z"),
        ("{{ticket.created_at}}", "November 22, 2026"),
    ] {
        assert_eq!(fill(&sandbox, CHECKOUT, template), expected, "{template}");
    }
    let latest = fill(&sandbox, CHECKOUT, "{{ticket.latest_comment_formatted}}");
    assert!(latest.contains("Elena Petrova, Nov 22, 2026, 08:53\n\nThanks Jonas."), "{latest}");
    assert!(fill(&sandbox, CHECKOUT, "{{ticket.description}}").starts_with("Hi,\n\nour customers"));
}

#[test]
fn a_name_that_nobody_knows_is_empty_at_any_depth() {
    let (sandbox, _) = sandbox();
    for template in [
        "{{ticket.nothing}}",
        "{{nothing.at.all}}",
        "{{ticket.nothing.of.it}}",
        "{{dc.greeting | upcase}}",
        "{{ticket.ticket_field_1}}",
        "{% if ticket.nothing.here %}x{% endif %}",
        "{% for each in ticket.nothing %}x{% endfor %}",
    ] {
        assert_eq!(fill(&sandbox, CHECKOUT, template), "", "{template}");
    }
    assert_eq!(fill(&sandbox, CHECKOUT, "{{ticket.nothing.here | default: 'none'}}"), "none");
    let named = "{% assign team = ticket.group.name %}{{team}}{{other}}";
    assert_eq!(fill(&sandbox, CHECKOUT, named), "Tier 1 Support");
}

#[test]
fn hostile_text_comes_in_as_it_is_and_can_break_json() {
    let (sandbox, _) = sandbox();
    let subject = sandbox.zendesk().ticket(HOSTILE_TEXT).unwrap().subject;
    assert_eq!(fill(&sandbox, HOSTILE_TEXT, "{{ticket.title}}"), subject);
    let change = json!({"subject": "a \"quoted\" \\ subject,\n{{ticket.id}}"});
    sandbox.zendesk().update_as(JONAS_OKAFOR, ARABIC, &change).unwrap();
    let body = fill(&sandbox, ARABIC, "{\"summary\":\"{{ticket.title}}\"}");
    assert!(body.contains("{{ticket.id}}"), "text of a ticket is never a template: {body}");
    assert!(serde_json::from_str::<Value>(&body).is_err(), "{body}");
    // Four backslashes: Ruby makes two of them, and JSON one.
    let guarded = r#"{"summary":"{{ticket.title | replace: '\', '\\\\' | replace: '"', '\"' | strip_newlines}}"}"#;
    let body = fill(&sandbox, ARABIC, guarded);
    let read: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(read, json!({"summary": "a \"quoted\" \\ subject,{{ticket.id}}"}));
}

#[test]
fn filters_work_as_rubys_do() {
    let (sandbox, _) = sandbox();
    for (template, expected) in [
        ("{{ ticket.tags | split: ' ' | join: ',' }}", "checkout,payments,pagerduty_incident"),
        ("{{ '  a \t b ' | split: ' ' | size }}", "2"),
        (r#"{{ "<a href='x'>" | escape }}"#, "&lt;a href=&#39;x&#39;&gt;"),
        ("{{ 'checkout is down' | truncate: 10 }}", "checkou..."),
        ("{{ 'a-b-a' | remove_first: 'a' }}", "-b-a"),
        ("{{ 'one two two' | replace_first: 'two', 'x' }}", "one x two"),
        ("{{ 'a' | newline_to_br }}", "a"),
        ("{% if ticket.priority == 'High' %}error{% else %}info{% endif %}", "error"),
        ("{% case ticket.status %}{% when 'Open' %}o{% endcase %}", "o"),
    ] {
        assert_eq!(fill(&sandbox, CHECKOUT, template), expected, "{template}");
    }
}

#[test]
fn what_is_no_liquid_is_told_before_it_runs() {
    for good in ["", "plain", "{{ticket.id}}", "{% if a %}b{% endif %}", "{\"a\":{\"b\":1}}", "{ {"] {
        assert_eq!(check(good), Ok(()), "{good}");
    }
    for bad in ["{{ticket.id", "{% if a %}b", "{% weather %}", "{{ticket.title | json}}", "{{ | }}"] {
        let refused = check(bad).unwrap_err();
        assert!(refused.starts_with("Liquid syntax error: ") && !refused.contains('\n'), "{bad}: {refused}");
    }
}
