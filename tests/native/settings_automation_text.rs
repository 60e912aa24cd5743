//! Whatever a ticket says, what reaches PagerDuty is an event, and says what the preview says.

use incident_command_console::domain::automation::ready_made::ReadyMade;
use incident_command_console::domain::automation::{Automation, Detail, Sample, Template};
use incident_command_console::domain::id::TicketId;
use incident_command_console::settings::automation::preview::PreviewEvent;
use incident_command_console::settings::automation::{AutomationEffect, AutomationEvent};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::desk::sandbox;
use crate::office::{Office, PRIYA};

/// Rules whose every word comes from tickets.
async fn set_up(office: &Office) -> Automation {
    let mut automation = office.rules("Checkout API", &[ReadyMade::Urgent]).await;
    let rule = &mut automation.rules[0];
    rule.summary = Template::new("{{ticket.title}} \"{x}\" \\ {{ticket.requester.name}}{{ticket.description}}");
    rule.source = Template::new("{{ticket.title}}");
    let detail = |name: &str, text: &str| Detail { name: name.into(), text: Template::new(text) };
    rule.details = vec![
        detail("de\"tail", "{{ticket.description}}"),
        detail("lines", "a\n\"{{ticket.title}}\"\n\t{{ticket.latest_comment}}."),
        detail(
            "tags",
            "{{ticket.tags}} {{ticket.via}} {{ticket.group.name}} {{ticket.ticket_form}} {{ticket.brand.name}}",
        ),
    ];
    office.bring_in_line(&automation).await;
    automation
}

async fn sample(office: &Office, ticket: u64) -> Sample {
    match office.ask(AutomationEffect::LoadSample { asked: 1, ticket: TicketId(ticket) }).await {
        AutomationEvent::Preview(PreviewEvent::SampleArrived { answer, .. }) => *answer.unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Makes a ticket and compares what PagerDuty got with the preview. `Err` tells what is wrong.
async fn send(office: &Office, automation: &Automation, title: &str, text: &str) -> Result<(), String> {
    let made = json!({ "subject": title, "comment": { "body": text }, "priority": "urgent" });
    let Ok(ticket) = office.sandbox().create_ticket(PRIYA, &made).await else { return Ok(()) };
    office.seat.clock().advance(1_000);
    let calls = office.sandbox().zendesk().invocations();
    let attempt = calls.last().and_then(|call| call["attempts"].as_array()?.last()).cloned().unwrap();
    let payload = attempt["request"]["payload"].as_str().unwrap();
    let event: Value = serde_json::from_str(payload).map_err(|error| format!("{error}: {payload}"))?;
    if attempt["status_code"] != 202 {
        return Err(format!("{}: {payload}", attempt["response"]));
    }
    let words = automation.rules[0].preview("northwind", &sample(office, ticket).await).words.unwrap();
    let expected: serde_json::Map<_, _> = words.details.into_iter().map(|(name, text)| (name, text.into())).collect();
    for (got, wanted) in [
        (&event["dedup_key"], json!(format!("Zendesk_northwind_{ticket}"))),
        (&event["payload"]["summary"], words.summary.into()),
        (&event["payload"]["source"], words.source.into()),
        (&event["payload"]["custom_details"], expected.into()),
    ] {
        if *got != wanted {
            return Err(difference(&got.to_string(), &wanted.to_string()));
        }
    }
    Ok(())
}

/// The place where two texts part.
fn difference(got: &str, wanted: &str) -> String {
    let same = got.chars().zip(wanted.chars()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
    format!("at {same}: {:?} is not {:?}", around(got), around(wanted))
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\"",
            "\\",
            "\\\\",
            "'",
            "`",
            "\n",
            "\r\n",
            "\r",
            "\t",
            "\u{b}",
            "\u{c}",
            "\0",
            "\u{1b}",
            "\u{7f}",
            "\u{85}",
            "\u{2028}",
            "{{",
            "}}",
            "{%",
            "%}",
            "{{ticket.id}}",
            "{% raw %}",
            "{% assign b = 'x' %}",
            "<br />",
            "<br />\n",
            "&quot;",
            "&amp;quot;",
            "&#39;",
            "&lt;",
            "&",
            "<",
            ">",
            "\\u0022",
            "\\n",
            "%22",
            "%0A",
            "%00",
            "\\0",
            "\\&",
            "\\'",
            "\\`",
            "\",\"x\":\"",
            "🚒",
            "👩‍👩‍👧",
            "e\u{301}\u{302}\u{303}",
            "\u{202e}",
            "مرحبا",
            "日本語",
            " ",
            "  ",
            "a",
            "ticket",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[a-z ]{1,12}",
    ];
    (proptest::collection::vec(piece, 0..12), 1_usize..40).prop_map(|(pieces, times)| {
        let text = pieces.concat();
        if times > 30 { text.repeat(times * 20) } else { text }
    })
}

#[test]
fn no_ticket_breaks_an_event_and_the_preview_tells_the_truth() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = sandbox();
    let (office, automation) = runtime.block_on(async {
        let office = Office::new(&world).await;
        let automation = set_up(&office).await;
        (office, automation)
    });
    let mut runner = TestRunner::new(Config { cases: 160, failure_persistence: None, ..Config::default() });
    let law = |(title, text): (String, String)| {
        runtime.block_on(send(&office, &automation, &title, &format!("x{text}"))).map_err(TestCaseError::fail)
    };
    runner.run(&(hostile(), hostile()), law).unwrap();
}

#[tokio::test]
async fn known_tricks_are_harmless() {
    let world = sandbox();
    let office = Office::new(&world).await;
    let automation = set_up(&office).await;
    for (title, text) in [
        ("\",\"event_action\":\"resolve\",\"x\":\"", "\"}}}"),
        ("\\", "\\\\\\"),
        ("C:\\new\\table \\u0022", "'; \\' \\\" \\& \\0"),
        ("{{ticket.id}} {% if %} }} %}", "{% raw %}{{ t0 }}"),
        ("&quot;&amp;quot;&lt;br /&gt;", "<br />&#39;<br>\n<br />"),
        ("\u{1b}[31m\u{0}\u{8}red", "a\u{b}b\u{c}c\rd\te"),
        ("\u{85}\u{3000}\u{a0}", "\u{2003}"),
        ("\u{202e}gnikcatta مرحبا", "😀👩‍👩‍👧e\u{301}"),
    ] {
        assert_eq!(send(&office, &automation, title, text).await, Ok(()), "{title} {text}");
    }
    for letter in ["\"", "\\", "&", "<", "é", "😀", "\n", "e\u{301}"] {
        let long = letter.repeat(5_000);
        assert_eq!(send(&office, &automation, &long, &long).await, Ok(()), "{letter}");
    }
}
