//! What a private comment on the ticket says of its incidents. Plain text: whatever people typed is repeated to the letter.

use crate::domain::mirror::{Change, Report};

use super::{Catalog, Message};

/// The comment for these reports, in their order; the address of an incident follows the last report about it.
pub fn comment(reports: &[Report], catalog: &Catalog) -> String {
    let mut parts = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        let mut part = catalog.say(&sentence(report, catalog));
        if let Change::Note(text) = &report.change {
            part.push('\n');
            part.push_str(text);
        }
        let told_later = reports.iter().skip(at + 1).any(|later| later.incident == report.incident);
        if let (Some(url), false) = (&report.url, told_later) {
            part.push('\n');
            part.push_str(url);
        }
        parts.push(part);
    }
    // The marks that fence a name off in a right-to-left sentence would puzzle who searches for it.
    parts.join("\n\n").replace(['\u{2068}', '\u{2069}'], "")
}

fn sentence(report: &Report, catalog: &Catalog) -> Message {
    let name = report.by.clone();
    let number = catalog.say(&Message::IncidentNumber { number: report.number.to_string() });
    let title = report.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let incident = if title.is_empty() { number } else { format!("{number} “{title}”") };
    match &report.change {
        Change::Created => Message::MirrorCreated { name, incident },
        Change::Linked => Message::MirrorLinked { name, incident },
        Change::Unlinked => Message::MirrorUnlinked { name, incident },
        Change::Acknowledged => Message::MirrorAcknowledged { name, incident },
        Change::Resolved => Message::MirrorResolved { name, incident },
        Change::HandedOver(to) => Message::MirrorHandedOver { name, incident, who: catalog.formats().list(to) },
        Change::Escalated(level) => Message::MirrorEscalated { name, incident, level: level.to_string() },
        Change::Snoozed => Message::MirrorSnoozed { name, incident },
        Change::Priority(Some(priority)) => Message::MirrorPriority { name, incident, priority: priority.clone() },
        Change::Priority(None) => Message::MirrorPriorityNone { name, incident },
        Change::Note(_) => Message::MirrorNote { name, incident },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::domain::id::IncidentId;

    fn report(id: &str, change: Change) -> Report {
        Report {
            incident: IncidentId::parse(id).unwrap(),
            number: 1_042,
            title: "Checkout\n<script>alert(1)</script> {{ticket.id}}".into(),
            url: Some(format!("https://northwind.pagerduty.com/incidents/{id}")),
            by: "Jonas Okafor".into(),
            change,
        }
    }

    #[test]
    fn a_comment_says_who_did_what_to_which_incident_and_where_it_is() {
        let said = comment(&[report("Q1", Change::Acknowledged)], &Catalog::english());
        assert_eq!(
            said,
            "Jonas Okafor acknowledged PagerDuty incident #1042 “Checkout <script>alert(1)</script> {{ticket.id}}”.\n\
             https://northwind.pagerduty.com/incidents/Q1"
        );
    }

    #[test]
    fn several_reports_make_one_comment_with_each_address_once() {
        let note = Change::Note("Rolled back\n**all** of it".into());
        let reports = [report("Q1", note), report("Q1", Change::Resolved), report("Q2", Change::Unlinked)];
        let said = comment(&reports, &Catalog::english());
        assert!(said.contains("\nRolled back\n**all** of it\n\nJonas Okafor resolved"), "{said}");
        assert_eq!((said.matches("incidents/Q1").count(), said.matches("incidents/Q2").count()), (1, 1));
    }

    #[test]
    fn every_change_has_words_with_the_number_and_the_name() {
        let changes = [
            Change::Created,
            Change::Linked,
            Change::Unlinked,
            Change::Acknowledged,
            Change::Resolved,
            Change::HandedOver(vec!["Mia".into(), "Ola".into()]),
            Change::Escalated(2),
            Change::Snoozed,
            Change::Priority(Some("P1".into())),
            Change::Priority(None),
            Change::Note("x".into()),
        ];
        let mut said: Vec<_> = changes.map(|change| comment(&[report("Q1", change)], &Catalog::english())).into();
        assert!(said.iter().all(|it| it.contains("#1042") && it.contains("Jonas Okafor")), "{said:?}");
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), 11);
    }
}
