//! Tests of the integrations of services: shapes, refusals, roles, and that what was set up works.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "the calls read like the bodies they stand for"
)]

use super::super::bench::Bench;
use serde_json::{Value, json};

const ADDRESS: &str = "zendesk-ledger@northwind-pay.pagerduty.com";

fn events(name: &str) -> Option<Value> {
    Some(json!({"integration": {"type": "events_api_v2_inbound_integration", "name": name}}))
}

fn email(more: Value) -> Value {
    let mut integration = json!({
        "type": "generic_email_inbound_integration",
        "name": "Zendesk by mail",
        "integration_email": ADDRESS,
    });
    let map = integration.as_object_mut().unwrap();
    map.extend(more.as_object().unwrap().clone());
    json!({ "integration": integration })
}

fn rule(action: &str, status: &str) -> Value {
    json!({
        "action": action,
        "match_predicate": {
            "type": "all",
            "children": [{"type": "contains", "part": "body", "matcher": format!("Status: {status}")}],
        },
        "value_extractors": [
            {"type": "regex", "part": "subject", "regex": r"\[(Zendesk_\S+)\]", "value_name": "incident_key"},
            {"type": "between", "part": "body", "starts_after": "Group: ", "ends_with": "\n", "value_name": "group"},
        ],
    })
}

fn rules() -> Value {
    json!({
        "email_incident_creation": "use_rules",
        "email_parsers": [rule("trigger", "New"), rule("resolve", "Resolved")],
        "email_parsing_fallback": "discard",
    })
}

async fn made(bench: &Bench, service: &str, body: Option<Value>) -> Value {
    let (status, answer) = bench.send("POST", &format!("/services/{service}/integrations"), body).await;
    assert_eq!(status, 201, "{answer}");
    answer["integration"].clone()
}

#[tokio::test]
async fn an_events_integration_shows_its_key_and_the_key_works_until_it_is_deleted() {
    let bench = Bench::new();
    let ledger = bench.service("Ledger");
    let integration = made(&bench, &ledger, events("Zendesk tickets")).await;
    assert_eq!((&integration["name"], &integration["vendor"]), (&json!("Zendesk tickets"), &Value::Null));
    assert_eq!(integration["service"]["id"], ledger);
    let key = integration["integration_key"].as_str().unwrap();
    assert_eq!(key.len(), 32);
    let opened = bench.pagerduty.trigger_event(key, "Zendesk_northwind_1", "Books do not balance").unwrap();
    let alerts = bench.get(&format!("/incidents/{opened}/alerts")).await;
    assert_eq!(alerts["alerts"][0]["integration"]["id"], integration["id"]);

    let path = format!("/services/{ledger}/integrations/{}", integration["id"].as_str().unwrap());
    assert_eq!(bench.get(&path).await["integration"], integration);
    let plain = bench.get(&format!("/services/{ledger}")).await;
    assert_eq!(plain["service"]["integrations"].as_array().unwrap().len(), 2);
    assert!(!plain.to_string().contains(key));
    let whole = bench.get(&format!("/services/{ledger}?include[]=integrations")).await;
    assert_eq!(whole["service"]["integrations"][1]["integration_key"], key);
    let included = bench.get(&format!("{path}?include[]=services")).await;
    assert_eq!(included["integration"]["service"]["type"], "service");

    assert_eq!(bench.send("DELETE", &path, None).await.0, 204);
    bench.refused("GET", &path, None, 404, 2100).await;
    bench.refused("DELETE", &path, None, 404, 2100).await;
    assert_eq!(bench.pagerduty.trigger_event(key, "Zendesk_northwind_2", "Books do not balance"), None);
    let alerts = bench.get(&format!("/incidents/{opened}/alerts")).await;
    assert!(alerts["alerts"][0]["integration"].is_null(), "the alert outlives its integration");
}

#[tokio::test]
async fn an_integration_can_be_renamed_and_keeps_what_is_not_sent() {
    let bench = Bench::new();
    let ledger = bench.service("Ledger");
    let integration = made(&bench, &ledger, Some(email(rules()))).await;
    let path = format!("/services/{ledger}/integrations/{}", integration["id"].as_str().unwrap());
    let change = json!({"integration": {"name": "By mail", "vendor": {"id": "PZD94QK", "type": "vendor_reference"}}});
    let (status, changed) = bench.send("PUT", &path, Some(change)).await;
    assert_eq!((status, &changed["integration"]["name"]), (200, &json!("By mail")));
    assert_eq!(changed["integration"]["vendor"]["id"], "PZD94QK");
    for kept in ["integration_email", "email_incident_creation", "email_parsers", "email_parsing_fallback"] {
        assert_eq!(changed["integration"][kept], integration[kept], "{kept}");
    }
    let other = json!({"integration": {"type": "events_api_v2_inbound_integration"}});
    bench.refused("PUT", &path, Some(other), 400, 2001).await;
    let same = json!({"integration": {"integration_email": ADDRESS.to_uppercase(), "vendor": null}});
    let (status, changed) = bench.send("PUT", &path, Some(same)).await;
    assert_eq!((status, &changed["integration"]["integration_email"]), (200, &json!(ADDRESS)), "its own address");
    assert!(changed["integration"]["vendor"].is_null());
    let bad = json!({"integration": {"name": "Half", "email_parsers": []}});
    bench.refused("PUT", &path, Some(bad), 400, 2001).await;
    assert_eq!(bench.get(&path).await["integration"]["name"], "By mail", "a refusal changes nothing");
}

#[tokio::test]
async fn what_was_set_for_mails_is_read_back() {
    let bench = Bench::new();
    let mut settings = rules();
    settings["email_filter_mode"] = json!("and-rules-email");
    settings["email_filters"] = json!([{
        "subject_mode": "match", "subject_regex": "Zendesk_",
        "body_mode": "always",
        "from_email_mode": "no-match", "from_email_regex": "spam",
    }]);
    let integration = made(&bench, &bench.service("Ledger"), Some(email(settings.clone()))).await;
    for name in ["email_incident_creation", "email_filter_mode", "email_parsing_fallback"] {
        assert_eq!(integration[name], settings[name], "{name}");
    }
    assert_eq!(integration["email_filters"][0]["subject_regex"], "Zendesk_");
    assert_eq!(integration["email_filters"][0]["body_regex"], Value::Null);
    let parser = &integration["email_parsers"][0];
    assert_eq!(parser["match_predicate"]["children"][0]["matcher"], "Status: New");
    assert_eq!(parser["value_extractors"][0]["value_name"], "incident_key");
    assert_eq!(parser["value_extractors"][1]["ends_before"], "\n", "given as ends_with");
    let default = json!({"integration_email": "other@northwind-pay.pagerduty.com"});
    let plain = made(&bench, &bench.service("Ledger"), Some(email(default))).await;
    assert_eq!(
        (&plain["email_incident_creation"], &plain["email_filter_mode"]),
        (&json!("on_new_email"), &json!("all-email"))
    );
}

#[tokio::test]
async fn wrong_settings_are_refused() {
    let bench = Bench::new();
    let path = format!("/services/{}/integrations", bench.service("Ledger"));
    let parser = |change: fn(&mut Value)| {
        let mut one = rule("trigger", "New");
        change(&mut one);
        email(json!({"email_incident_creation": "use_rules", "email_parsers": [one]}))
    };
    let predicate = |predicate: Value| {
        let mut one = rule("trigger", "New");
        one["match_predicate"] = predicate;
        email(json!({"email_parsers": [one]}))
    };
    let filter = |filter: Value| email(json!({"email_filter_mode": "or-rules-email", "email_filters": [filter]}));
    let always = json!({"subject_mode": "always", "body_mode": "always", "from_email_mode": "always"});
    let eleven: Vec<Value> = (0..11).map(|number| rule("trigger", &format!("New {number}"))).collect();
    let cases = [
        ("no type", json!({"integration": {"name": "x"}})),
        ("no name", json!({"integration": {"type": "events_api_v2_inbound_integration"}})),
        ("a blank name", email(json!({"name": " "}))),
        ("an unknown type", email(json!({"type": "pigeon_inbound_integration"}))),
        ("a type of before", email(json!({"type": "nagios_inbound_integration"}))),
        ("no address", email(json!({"integration_email": null}))),
        ("another domain", email(json!({"integration_email": "ledger@northwind.example"}))),
        ("no local part", email(json!({"integration_email": "@northwind-pay.pagerduty.com"}))),
        ("a space", email(json!({"integration_email": "a b@northwind-pay.pagerduty.com"}))),
        ("a taken address", email(json!({"integration_email": "customer-portal@northwind-pay.pagerduty.com"}))),
        ("another service", email(json!({"service": {"id": "POTHER", "type": "service_reference"}}))),
        ("an unknown vendor", email(json!({"vendor": {"id": "PNOBODY", "type": "vendor_reference"}}))),
        ("an unknown creation", email(json!({"email_incident_creation": "sometimes"}))),
        ("an unknown fallback", email(json!({"email_parsing_fallback": "shrug"}))),
        ("a mode without filters", email(json!({"email_filter_mode": "or-rules-email"}))),
        ("no filters", email(json!({"email_filters": []}))),
        ("a filter twice", email(json!({"email_filters": [always, always]}))),
        ("a filter without modes", filter(json!({"subject_mode": "always"}))),
        (
            "match without regex",
            filter(json!({"subject_mode": "match", "body_mode": "always", "from_email_mode": "always"})),
        ),
        (
            "a broken regex",
            filter(
                json!({"subject_mode": "always", "body_mode": "match", "body_regex": "(", "from_email_mode": "always"}),
            ),
        ),
        ("too many rules", email(json!({"email_parsers": eleven}))),
        ("an unknown action", parser(|one| one["action"] = json!("acknowledge"))),
        ("no extractors", parser(|one| one["value_extractors"] = json!([]))),
        ("no key", parser(|one| one["value_extractors"][0]["value_name"] = json!("ticket"))),
        ("two keys", parser(|one| one["value_extractors"][1]["value_name"] = json!("incident_key"))),
        ("no group", parser(|one| one["value_extractors"][0]["regex"] = json!("Zendesk_\\S+"))),
        ("two groups", parser(|one| one["value_extractors"][0]["regex"] = json!("(a)(b)"))),
        ("look-ahead", parser(|one| one["value_extractors"][0]["regex"] = json!("(a)(?=b)"))),
        ("between what", parser(|one| one["value_extractors"][1]["ends_with"] = Value::Null)),
        ("an unknown part", parser(|one| one["value_extractors"][0]["part"] = json!("to_addresses"))),
        ("no children", predicate(json!({"type": "any", "part": "body", "matcher": "x", "children": []}))),
        ("no matcher", predicate(json!({"type": "contains", "part": "body", "children": []}))),
        ("no part", predicate(json!({"type": "exactly", "matcher": "x"}))),
        ("an unknown predicate", predicate(json!({"type": "none", "children": []}))),
    ];
    for (what, body) in cases {
        let (status, answer) = bench.send("POST", &path, Some(body)).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!(2001)), "{what}: {answer}");
    }
    let integrations = bench.get(&format!("/services/{}", bench.service("Ledger"))).await;
    assert_eq!(integrations["service"]["integrations"].as_array().unwrap().len(), 1, "nothing was made");
    bench.refused("POST", "/services/PNOSERV/integrations", events("x"), 404, 2100).await;
    bench.refused("GET", &path, None, 404, 2100).await;
}

#[tokio::test]
async fn managers_may_change_integrations_and_responders_may_look() {
    let bench = Bench::new();
    let ledger = bench.service("Ledger");
    let one = made(&bench, &ledger, events("Made by Maya")).await;
    let path = format!("/services/{ledger}/integrations/{}", one["id"].as_str().unwrap());
    let who = "priya.nair@northwind.example";
    for (role, allowed) in [
        ("owner", true),
        ("admin", true),
        ("user", true),
        ("limited_user", false),
        ("observer", false),
        ("restricted_access", false),
        ("read_only_user", false),
    ] {
        bench.pagerduty.set_role(who, role);
        let token = bench.bearer(who);
        let list = format!("/services/{ledger}/integrations");
        let (status, answer) = bench.send_as(&token, "POST", &list, events(role)).await;
        assert_eq!(status, if allowed { 201 } else { 403 }, "{role}: {answer}");
        let (status, _) = bench.send_as(&token, "PUT", &path, Some(json!({"integration": {"name": role}}))).await;
        assert_eq!(status, if allowed { 200 } else { 403 }, "{role}");
        assert_eq!(bench.send_as(&token, "GET", &path, None).await.0, 200, "{role}");
        if !allowed {
            assert_eq!(bench.send_as(&token, "DELETE", &path, None).await.0, 403, "{role}");
        }
    }
    let read_only = format!("Token token={}", bench.pagerduty.read_only_key());
    assert_eq!(bench.send_as(&read_only, "GET", &path, None).await.0, 200);
    assert_eq!(bench.send_as(&read_only, "DELETE", &path, None).await.0, 403);
}

#[tokio::test]
async fn mails_open_and_resolve_an_incident_by_the_rules_that_were_sent() {
    let bench = Bench::new();
    let ledger = bench.service("Ledger");
    let integration = made(&bench, &ledger, Some(email(rules()))).await;
    let mail = |status: &str| {
        let body = format!("Status: {status}\nGroup: Payments\nThe books do not balance.");
        bench.pagerduty.receive_mail(
            &format!("PagerDuty <{}>", ADDRESS.to_uppercase()),
            "Northwind <support@northwind.zendesk.com>",
            "[Zendesk_northwind_48225] Books",
            &body,
        )
    };
    let found = async || {
        let list = bench.get("/incidents?incident_key=Zendesk_northwind_48225&date_range=all").await;
        list["incidents"].as_array().unwrap().clone()
    };
    assert!(mail("Resolved") && found().await.is_empty(), "there is nothing to resolve");
    assert!(mail("New"));
    let open = found().await;
    assert_eq!((open.len(), &open[0]["status"], &open[0]["priority"]), (1, &json!("triggered"), &Value::Null));
    let id = open[0]["id"].as_str().unwrap().to_owned();
    assert!(mail("New") && found().await.len() == 1, "the same key joins");
    let whole = bench.pagerduty.incident(&id).unwrap();
    let alert = &whole["alerts"][0];
    assert_eq!(alert["integration"]["id"], integration["id"]);
    assert_eq!(alert["body"]["details"]["group"], "Payments");
    let first = &whole["log_entries"][0];
    assert_eq!(
        (&first["channel"]["type"], &first["channel"]["from"]),
        (&json!("email"), &json!("support@northwind.zendesk.com"))
    );
    assert!(mail("Pending"));
    assert!(mail("Resolved"));
    assert_eq!(found().await[0]["status"], "resolved");
    assert!(!bench.pagerduty.receive_mail("nobody@northwind-pay.pagerduty.com", "a@b.example", "Hi", ""));
    let dump = bench.pagerduty.dump();
    assert_eq!(dump["mails"], json!({"accepted": 5, "dropped": 2, "refused": 1}));
    let service = dump["services"].as_array().unwrap().iter().find(|one| one["id"] == ledger).unwrap();
    assert_eq!(
        (&service["integrations"][1]["received"], &service["integrations"][1]["integration_email"]),
        (&json!(5), &json!(ADDRESS))
    );
}

#[tokio::test]
async fn the_other_modes_open_incidents_as_their_names_say() {
    for (mode, expected) in [("on_new_email", 3), ("on_new_email_subject", 2), ("only_if_no_open_incidents", 1)] {
        let bench = Bench::new();
        made(&bench, &bench.service("Payouts"), Some(email(json!({"email_incident_creation": mode})))).await;
        let open = async || {
            let path = format!(
                "/incidents?service_ids[]={}&statuses[]=triggered&statuses[]=acknowledged",
                bench.service("Payouts")
            );
            bench.get(&path).await["incidents"].as_array().unwrap().clone()
        };
        for incident in open().await {
            let id = incident["id"].as_str().unwrap();
            bench.pagerduty.act_as("maya.chen@northwind.example", id, crate::pagerduty::Deed::Resolve).unwrap();
        }
        for subject in ["Stuck", "Late", "Stuck"] {
            assert!(bench.pagerduty.receive_mail(ADDRESS, "a@b.example", subject, "Please look."));
        }
        let open = open().await;
        assert_eq!(open.len(), expected, "{mode}");
        let triggers: usize = open
            .iter()
            .map(|one| bench.pagerduty.incident(one["id"].as_str().unwrap()).unwrap())
            .map(|one| {
                one["log_entries"].as_array().unwrap().iter().filter(|line| line["type"] == "trigger_log_entry").count()
            })
            .sum();
        assert_eq!(triggers, 3, "{mode}: every mail is on a timeline");
    }
}

#[tokio::test]
async fn a_service_under_maintenance_takes_no_mail() {
    let bench = Bench::new();
    let printer = bench.service("Statement Printer");
    made(&bench, &printer, Some(email(json!({})))).await;
    assert!(bench.pagerduty.receive_mail(ADDRESS, "a@b.example", "Paper jam", ""));
    let open = bench.get(&format!("/incidents?service_ids[]={printer}&date_range=all")).await;
    assert_eq!(open["incidents"], json!([]));
    assert_eq!(bench.pagerduty.dump()["mails"]["dropped"], 1);
}
