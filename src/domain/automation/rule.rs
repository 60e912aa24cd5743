//! One rule: which tickets, what happens, and what PagerDuty is told.

use super::condition::{ConditionProblem, Conditions, List};
use super::handle::{DestinationId, RuleId};
use super::template::{Limit, Template, TemplateProblem};

/// The tag that sends a ticket once. Agents set it by hand or by macro.
pub const SEND_TAG: &str = "send_to_pagerduty";

/// The longest title, in characters; Zendesk keeps titles of triggers in 255, and ours has a prefix.
pub const LONGEST_TITLE: usize = 200;

/// The most custom details of a rule.
pub const MOST_DETAILS: usize = 20;

/// The longest name of a custom detail, in characters.
pub const LONGEST_DETAIL_NAME: usize = 100;

/// What happens to the ticket's incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Opens one, or adds to the one that is open.
    Trigger,
    /// Acknowledges it.
    Acknowledge,
    /// Resolves it.
    Resolve,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 3] = [Self::Trigger, Self::Acknowledge, Self::Resolve];

    /// Its name in the configuration and as `event_action`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Acknowledge => "acknowledge",
            Self::Resolve => "resolve",
        }
    }

    /// The action of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// How grave an event is. PagerDuty, "Events API v2": `payload.severity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// `critical`
    Critical,
    /// `error`
    Error,
    /// `warning`
    Warning,
    /// `info`
    Info,
}

impl Severity {
    /// Every severity, gravest first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::Error, Self::Warning, Self::Info];

    /// Its name in the configuration and in events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }

    /// The severity of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// One of the custom details that an event carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Its name in PagerDuty.
    pub name: String,
    /// What it says.
    pub text: Template,
}

/// A rule, complete or still being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its own id, for good.
    pub id: RuleId,
    /// What administrators call it.
    pub title: String,
    /// Whether it is to be carried out.
    pub active: bool,
    /// Where its events go; `None` until it is chosen.
    pub destination: Option<DestinationId>,
    /// On which tickets.
    pub conditions: Conditions,
    /// Whether it also wants the tag [`SEND_TAG`], and takes it off, so that a ticket is sent once for each time it is tagged.
    pub send_once: bool,
    /// What happens.
    pub action: Action,
    /// How grave; only said when an incident is opened, like all that follows.
    pub severity: Severity,
    /// The incident's title.
    pub summary: Template,
    /// What the trouble is with.
    pub source: Template,
    /// More about it.
    pub details: Vec<Detail>,
}

/// What is missing or wrong in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleProblem {
    /// It has no title.
    NoTitle,
    /// The title has so many characters too many.
    TitleTooLong(usize),
    /// No destination is chosen.
    NoDestination,
    /// The chosen destination is not there any more.
    UnknownDestination,
    /// There is no condition, so that it would act on every ticket.
    NoCondition,
    /// A condition is wrong.
    Condition {
        /// In which list.
        list: List,
        /// At which place, from 0.
        index: usize,
        /// What is wrong.
        problem: ConditionProblem,
    },
    /// The summary is wrong.
    Summary(TemplateProblem),
    /// The source is wrong.
    Source(TemplateProblem),
    /// There are more details than [`MOST_DETAILS`].
    TooManyDetails,
    /// The detail at this place has no name.
    DetailWithoutName(usize),
    /// The name of the detail at this place has so many characters too many.
    DetailNameTooLong(usize, usize),
    /// The name of the detail at this place stands there before.
    DetailTwice(usize),
    /// The text of the detail at this place is wrong.
    Detail(usize, TemplateProblem),
}

impl Rule {
    /// A rule that does nothing yet.
    pub fn blank(id: RuleId) -> Self {
        Self {
            id,
            title: String::new(),
            active: true,
            destination: None,
            conditions: Conditions::default(),
            send_once: false,
            action: Action::Trigger,
            severity: Severity::Critical,
            summary: Template::new("{{ticket.title}}"),
            source: Template::new("Zendesk ticket #{{ticket.id}}"),
            details: Vec::new(),
        }
    }

    /// Everything that keeps it from being carried out, in the order of the form. Whether its destination is there is asked by
    /// [`Automation::problems`](super::Automation::problems).
    pub fn check(&self) -> Vec<RuleProblem> {
        let mut problems = Vec::new();
        match self.title.trim().chars().count() {
            0 => problems.push(RuleProblem::NoTitle),
            count if count > LONGEST_TITLE => problems.push(RuleProblem::TitleTooLong(count - LONGEST_TITLE)),
            _ => {}
        }
        if self.destination.is_none() {
            problems.push(RuleProblem::NoDestination);
        }
        if self.conditions.is_empty() && !self.send_once {
            problems.push(RuleProblem::NoCondition);
        }
        problems.extend(self.conditions.check().into_iter().map(|(list, index, problem)| RuleProblem::Condition {
            list,
            index,
            problem,
        }));
        if self.action == Action::Trigger {
            problems.extend(self.summary.check(Limit::Line).map(RuleProblem::Summary));
            problems.extend(self.source.check(Limit::Line).map(RuleProblem::Source));
            self.check_details(&mut problems);
        }
        problems
    }

    fn check_details(&self, problems: &mut Vec<RuleProblem>) {
        if self.details.len() > MOST_DETAILS {
            problems.push(RuleProblem::TooManyDetails);
        }
        for (index, detail) in self.details.iter().enumerate() {
            let name = detail.name.trim();
            match name.chars().count() {
                0 => problems.push(RuleProblem::DetailWithoutName(index)),
                count if count > LONGEST_DETAIL_NAME => {
                    problems.push(RuleProblem::DetailNameTooLong(index, count - LONGEST_DETAIL_NAME));
                }
                _ => {}
            }
            if !name.is_empty() && self.details.iter().take(index).any(|other| other.name.trim() == name) {
                problems.push(RuleProblem::DetailTwice(index));
            }
            problems.extend(detail.text.check(self.detail_limit()).map(|problem| RuleProblem::Detail(index, problem)));
        }
    }

    /// How long each detail may become.
    pub(super) fn detail_limit(&self) -> Limit {
        Limit::lines(self.details.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::domain::automation::ready_made;

    fn rule() -> Rule {
        let mut rule = ready_made::urgent(RuleId::make(1), "Urgent");
        rule.destination = Some(DestinationId::make(2));
        rule
    }

    #[test]
    fn a_complete_rule_has_no_problem() {
        assert_eq!(rule().check(), []);
    }

    #[test]
    fn a_blank_rule_names_what_is_missing_in_the_order_of_the_form() {
        let problems = Rule::blank(RuleId::make(1)).check();
        assert_eq!(problems, [RuleProblem::NoTitle, RuleProblem::NoDestination, RuleProblem::NoCondition]);
    }

    #[test]
    fn the_tag_alone_is_a_condition() {
        let rule = Rule { conditions: Conditions::default(), send_once: true, ..rule() };
        assert_eq!(rule.check(), []);
    }

    #[test]
    fn a_rule_that_only_resolves_needs_no_words() {
        let silent = Rule { action: Action::Resolve, summary: Template::default(), ..rule() };
        assert_eq!(silent.check(), []);
        let loud = Rule { action: Action::Trigger, ..silent };
        assert_eq!(loud.check(), [RuleProblem::Summary(TemplateProblem::Empty)]);
    }

    #[test]
    fn every_detail_has_a_name_of_its_own() {
        let detail = |name: &str| Detail { name: name.into(), text: Template::new("x") };
        let rule = Rule { details: vec![detail("a"), detail(" a "), detail(""), detail(&"b".repeat(103))], ..rule() };
        let expected =
            [RuleProblem::DetailTwice(1), RuleProblem::DetailWithoutName(2), RuleProblem::DetailNameTooLong(3, 3)];
        assert_eq!(rule.check(), expected);
        let many = Rule { details: (0..21).map(|number| detail(&number.to_string())).collect(), ..rule };
        assert_eq!(many.check(), [RuleProblem::TooManyDetails]);
    }
}
