//! A ticket to try a rule on, and what the rule would do to it.

use crate::domain::id::TicketId;
use crate::domain::ticket::{TicketPriority, TicketStatus};

use super::condition::{Thing, TicketType};
use super::holds::Certainty;
use super::rule::{Action, Rule, SEND_TAG};
use super::template::Limit;

/// A ticket as it is now. Zendesk Tickets API: `ticket`, with what is sideloaded. Every text is hostile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its number.
    pub id: TicketId,
    /// Its subject.
    pub title: String,
    /// Its first comment.
    pub description: String,
    /// Its last comment, public or private.
    pub latest_comment: String,
    /// Where it stands.
    pub status: TicketStatus,
    /// How grave it is.
    pub priority: Option<TicketPriority>,
    /// What kind of request it is.
    pub kind: Option<TicketType>,
    /// The group that has it.
    pub group: Option<Thing>,
    /// The requester's organization.
    pub organization: Option<Thing>,
    /// Its brand.
    pub brand: Option<Thing>,
    /// Its form.
    pub form: Option<Thing>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Who asked.
    pub requester: String,
    /// That person's address.
    pub requester_email: String,
    /// The agent who has it.
    pub assignee: String,
    /// The channel by which it came, as Zendesk's API names it: `email`, `web`, `api`, …
    pub channel: String,
}

/// What a rule would do to a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Whether it would act.
    pub acts: Certainty,
    /// For each condition of "all" whether it holds, in their order.
    pub all: Vec<Certainty>,
    /// The same for "any".
    pub any: Vec<Certainty>,
    /// Whether the tag is there; `None` when the rule does not ask for it.
    pub tag: Option<bool>,
    /// What PagerDuty would be told; `None` when the rule opens nothing, or its words are wrong.
    pub words: Option<PreviewWords>,
}

/// What PagerDuty would be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewWords {
    /// The incident's title.
    pub summary: String,
    /// What the trouble is with.
    pub source: String,
    /// Names and texts.
    pub details: Vec<(String, String)>,
}

impl Rule {
    /// Tries the rule on a ticket as it is now. Words are in English, as Zendesk writes them for accounts in English.
    pub fn preview(&self, subdomain: &str, sample: &Sample) -> Preview {
        let all: Vec<_> = self.conditions.all.iter().map(|condition| condition.holds(sample)).collect();
        let any: Vec<_> = self.conditions.any.iter().map(|condition| condition.holds(sample)).collect();
        let tag = self.send_once.then(|| sample.tags.iter().any(|tag| tag == SEND_TAG));
        let one = if any.is_empty() { Certainty::Yes } else { Certainty::any(&any) };
        let every = Certainty::all(&all);
        let tagged = if tag == Some(false) { Certainty::No } else { Certainty::Yes };
        let acts = Certainty::all(&[every, one, tagged]);
        Preview { acts, all, any, tag, words: self.words(subdomain, sample) }
    }

    fn words(&self, subdomain: &str, sample: &Sample) -> Option<PreviewWords> {
        if self.action != Action::Trigger {
            return None;
        }
        let limit = self.detail_limit();
        let detail = |detail: &super::rule::Detail| {
            Some((detail.name.trim().to_owned(), detail.text.render(limit, subdomain, sample)?))
        };
        Some(PreviewWords {
            summary: self.summary.render(Limit::Line, subdomain, sample)?,
            source: self.source.render(Limit::Line, subdomain, sample)?,
            details: self.details.iter().map(detail).collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::super::fixture::sample;
    use super::super::{Detail, RuleId, Template, ready_made};
    use super::*;

    #[test]
    fn a_preview_tells_each_condition_and_the_words() {
        let rule = ready_made::urgent(RuleId::make(1), "U");
        let preview = rule.preview("northwind", &sample());
        assert_eq!(preview.acts, Certainty::WithUpdate);
        assert_eq!(preview.all, [Certainty::Yes, Certainty::Yes]);
        assert_eq!(preview.any, [Certainty::WithUpdate, Certainty::WithUpdate]);
        let words = preview.words.unwrap();
        assert_eq!((words.summary.as_str(), words.source.as_str()), ("Checkout is down", "Zendesk ticket #48213"));
        let description = words.details.last().unwrap();
        assert_eq!(description, &("description".into(), "Hi,\n\nnobody can pay. \nElena".into()));
    }

    #[test]
    fn a_rule_for_the_tag_waits_for_it() {
        let rule = ready_made::send_once(RuleId::make(1), "S");
        let preview = rule.preview("northwind", &sample());
        assert_eq!((preview.acts, preview.tag), (Certainty::No, Some(false)));
        let tagged = Sample { tags: vec![SEND_TAG.into()], ..sample() };
        assert_eq!(rule.preview("northwind", &tagged).acts, Certainty::Yes);
    }

    #[test]
    fn words_are_shown_as_pagerduty_would_get_them() {
        let mut rule = Rule {
            summary: Template::new("{{ticket.title}}"),
            source: Template::new("{{ticket.link}} {{ticket.via}} {{ticket.status}}"),
            details: vec![Detail {
                name: "a".into(),
                text: Template::new("{{ticket.tags}}/{{ticket.organization.name}}"),
            }],
            ..Rule::blank(RuleId::make(1))
        };
        let words = |rule: &Rule, sample: &Sample| rule.preview("northwind", sample).words;
        let told = words(&rule, &sample()).unwrap();
        assert_eq!(told.source, "https://northwind.zendesk.com/agent/tickets/48213 Mail Open");
        assert_eq!(told.details, [("a".to_owned(), "checkout vip/".to_owned())]);
        let untitled = Sample { title: " \u{7}".into(), ..sample() };
        assert_eq!(words(&rule, &untitled).unwrap().summary, "#48213", "PagerDuty refuses an empty summary");
        let long = Sample { title: "x ".repeat(2_000), ..sample() };
        let summary = words(&rule, &long).unwrap().summary;
        assert_eq!((summary.chars().count(), summary.ends_with("...")), (1_024, true));
        rule.summary = Template::new("{{ticket.nothing}}");
        assert_eq!(words(&rule, &sample()), None);
    }
}
