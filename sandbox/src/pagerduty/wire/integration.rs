//! Integrations of services.

use super::{View, page_url, rest_url, whole, with};
use crate::pagerduty::integration::{Integration, Kind};
use crate::pagerduty::mailbox::{Extractor, Filter, Gate, Mailbox, Parser, Part, Predicate, Taking, Test};
use crate::pagerduty::model::Service;
use crate::pagerduty::rest::vendors;
use serde_json::{Value, json};

impl View<'_> {
    /// A reference to an integration of a service, while the service still has it.
    pub(super) fn integration_reference(&self, service: &str, integration: &str) -> Option<Value> {
        let service = self.world.services.get(service)?;
        let integration = service.integrations.iter().find(|one| one.id == integration)?;
        Some(integration_reference(service, integration))
    }

    /// A whole integration, with the key or the address that senders need.
    pub(crate) fn integration(&self, service: &Service, integration: &Integration) -> Value {
        let head = with(
            whole(integration_reference(service, integration)),
            json!({
                "name": integration.name,
                "service": self.expand(
                    "services",
                    || View::plain(self.world).service(service),
                    || self.service_reference(&service.id),
                ),
                "created_at": self.time(integration.created_at),
                "vendor": integration.vendor.as_deref().and_then(vendors::reference),
            }),
        );
        match &integration.kind {
            Kind::Events { key } => with(head, json!({"integration_key": key})),
            Kind::Email(mailbox) => with(head, settings(mailbox)),
        }
    }
}

/// A reference to an integration.
pub(super) fn integration_reference(service: &Service, integration: &Integration) -> Value {
    let path = format!("services/{}/integrations", service.id);
    json!({
        "id": integration.id,
        "type": format!("{}_reference", integration.type_name()),
        "summary": integration.name,
        "self": rest_url(&path, &integration.id),
        "html_url": page_url(&path, &integration.id),
    })
}

fn settings(mailbox: &Mailbox) -> Value {
    json!({
        "integration_email": mailbox.address,
        "email_incident_creation": mailbox.creation,
        "email_filter_mode": mailbox.filter_mode,
        "email_filters": mailbox.filters.iter().map(filter).collect::<Vec<_>>(),
        "email_parsers": mailbox.parsers.iter().map(parser).collect::<Vec<_>>(),
        "email_parsing_fallback": mailbox.fallback,
    })
}

fn filter(filter: &Filter) -> Value {
    let gate = |gate: &Gate| match gate {
        Gate::Always => ("always", None),
        Gate::Match(regex) => ("match", Some(regex.as_str().to_owned())),
        Gate::NoMatch(regex) => ("no-match", Some(regex.as_str().to_owned())),
    };
    let ((subject, subject_regex), (body, body_regex), (from, from_regex)) =
        (gate(&filter.subject), gate(&filter.body), gate(&filter.from));
    json!({
        "subject_mode": subject,
        "subject_regex": subject_regex,
        "body_mode": body,
        "body_regex": body_regex,
        "from_email_mode": from,
        "from_email_regex": from_regex,
    })
}

fn parser(parser: &Parser) -> Value {
    json!({
        "action": parser.action,
        "match_predicate": predicate(&parser.predicate),
        "value_extractors": parser.extractors.iter().map(extractor).collect::<Vec<_>>(),
    })
}

/// The schema requires `part` and `children` of every predicate; what PagerDuty's own Terraform provider reads and
/// writes has the one on leaves and the other on joins.
fn predicate(node: &Predicate) -> Value {
    let join = |kind: &str, children: &[Predicate]| json!({"type": kind, "children": children.iter().map(predicate).collect::<Vec<_>>()});
    let leaf =
        |kind: &str, part: Part, matcher: &str| json!({"type": kind, "part": part, "matcher": matcher, "children": []});
    match node {
        Predicate::All(children) => join("all", children),
        Predicate::Any(children) => join("any", children),
        Predicate::Not(children) => join("not", children),
        Predicate::Leaf(part, Test::Contains(text)) => leaf("contains", *part, text),
        Predicate::Leaf(part, Test::Exactly(text)) => leaf("exactly", *part, text),
        Predicate::Leaf(part, Test::Regex(regex)) => leaf("regex", *part, regex.as_str()),
    }
}

/// The schema calls the end `ends_with`; what comes back over the wire is called `ends_before`.
fn extractor(extractor: &Extractor) -> Value {
    let head = json!({"part": extractor.part, "value_name": extractor.value_name});
    let how = match &extractor.taking {
        Taking::Entire => json!({"type": "entire"}),
        Taking::Regex(regex) => json!({"type": "regex", "regex": regex.as_str()}),
        Taking::Between { starts_after, ends_before } => {
            json!({"type": "between", "starts_after": starts_after, "ends_before": ends_before})
        }
    };
    with(how, head)
}
