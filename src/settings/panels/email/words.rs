//! Routes, steps and rules in words.

use crate::domain::email_routing::RouteProblem;
use crate::domain::email_routing::mail::Kind;
use crate::domain::email_routing::mailbox::{Act, Part, Predicate, Rule, Taking};
use crate::domain::email_routing::plan::Work;
use crate::domain::email_routing::wanted::Difference;
use crate::domain::failure::Failure;
use crate::i18n::{Message, SettingsMessage as Say, Words, explain};
use crate::kit::tag::TagTone;

use super::super::super::email::{Failing, Said, Standing, Vendor};

/// The most of a text of others that is shown within a sentence, in characters.
const MOST: usize = 120;

/// Why a call came to nothing, and what to do.
pub(super) fn reason(words: Words, failing: &Failing) -> String {
    match (failing.vendor, &failing.failure) {
        (Vendor::PagerDuty, Failure::Forbidden(_)) => words.say(Say::EmailRefusedPagerDuty),
        (Vendor::PagerDuty, Failure::PaymentRequired) => words.say(Say::EmailRefusedPlan),
        (Vendor::Zendesk, Failure::Forbidden(_)) => words.say(Say::EmailRefusedZendesk),
        (Vendor::Zendesk, Failure::NotFound) => words.say(Message::GoneBody),
        (vendor, failure) => {
            let said = words.consult(|catalog| {
                let explanation = match vendor {
                    Vendor::Zendesk => explain::zendesk_failure(failure, catalog),
                    Vendor::PagerDuty => explain::failure(failure, catalog),
                };
                catalog.say(&explanation.body)
            });
            said.unwrap_or_default()
        }
    }
}

/// What a step does.
pub(super) fn work(words: Words, work: &Work) -> String {
    let kind = |kind: Kind| words.say(mails_of(kind));
    words.say(match work {
        Work::MakeTarget(target) => Say::EmailStepMakeTarget { address: target.email.clone() },
        Work::MendTarget(target) => Say::EmailStepMendTarget { address: target.email.clone() },
        Work::RemoveTarget { .. } => Say::EmailStepRemoveTarget,
        Work::MakeMailbox { address, .. } => Say::EmailStepMakeMailbox { address: address.clone() },
        Work::MendMailbox { mailbox, .. } => Say::EmailStepMendMailbox { name: cut(&mailbox.name) },
        Work::RemoveMailbox { .. } => Say::EmailStepRemoveMailbox,
        Work::LeaveMailbox(mailbox) => Say::EmailStepLeaveMailbox { name: cut(&mailbox.name) },
        Work::MakeTrigger { kind: it, .. } => Say::EmailStepMakeTrigger { kind: kind(*it) },
        Work::MendTrigger { kind: it, .. } => Say::EmailStepMendTrigger { kind: kind(*it) },
        Work::RemoveTrigger { kind: Some(it), .. } => Say::EmailStepRemoveTrigger { kind: kind(*it) },
        Work::RemoveTrigger { kind: None, .. } => Say::EmailStepRemoveSomeTrigger,
    })
}

/// What is announced.
pub(in crate::settings::panels) fn said(said: Said) -> Say {
    match said {
        Said::SetUp => Say::EmailSaidSetUp,
        Said::Removed => Say::EmailSaidRemoved,
        Said::Stopped => Say::EmailSaidStopped,
    }
}

fn mails_of(kind: Kind) -> Say {
    match kind {
        Kind::Opened => Say::EmailKindOpened,
        Kind::Updated => Say::EmailKindUpdated,
        Kind::Waiting => Say::EmailKindWaiting,
        Kind::Resolved => Say::EmailKindResolved,
    }
}

/// How a route stands, in a word or two, and the color of that.
pub(super) fn standing(standing: &Standing) -> (Say, TagTone) {
    match standing {
        Standing::Incomplete(_) => (Say::EmailStandingIncomplete, TagTone::Warning),
        Standing::Unknown => (Say::EmailStandingUnknown, TagTone::Neutral),
        Standing::ServiceGone => (Say::EmailStandingServiceGone, TagTone::Danger),
        Standing::MailboxGone => (Say::EmailStandingMailboxGone, TagTone::Danger),
        Standing::Absent => (Say::EmailStandingAbsent, TagTone::Neutral),
        Standing::Differs(_) if standing.was_edited() => (Say::EmailStandingEdited, TagTone::Warning),
        Standing::Differs(_) => (Say::EmailStandingMissing, TagTone::Warning),
        Standing::Working => (Say::EmailStandingWorking, TagTone::Success),
        Standing::Off => (Say::EmailStandingOff, TagTone::Neutral),
    }
}

/// What keeps a route from being set up.
pub(super) fn problem(problem: RouteProblem) -> Say {
    match problem {
        RouteProblem::NoName => Say::EmailProblemNoName,
        RouteProblem::NameTooLong => Say::EmailProblemNameLong,
        RouteProblem::NameTaken => Say::EmailProblemNameTaken,
        RouteProblem::NoService => Say::EmailProblemNoService,
        RouteProblem::MailboxTaken => Say::EmailProblemMailboxTaken,
        RouteProblem::NoConditions => Say::EmailProblemNoConditions,
        RouteProblem::BadConditions => Say::EmailProblemBadConditions,
        RouteProblem::BadSender => Say::EmailProblemBadSender,
    }
}

/// In what an integration differs.
pub(super) fn difference(difference: Difference) -> Say {
    match difference {
        Difference::Name => Say::EmailDifferenceName,
        Difference::Creation => Say::EmailDifferenceCreation,
        Difference::Rules => Say::EmailDifferenceRules,
        Difference::Fallback => Say::EmailDifferenceFallback,
        Difference::Filters => Say::EmailDifferenceFilters,
        Difference::Address => Say::EmailDifferenceAddress,
    }
}

/// What a rule of an integration does.
pub(super) fn rule(words: Words, rule: &Rule) -> String {
    let when = predicate(words, &rule.predicate);
    let key = rule.key().map_or_else(
        || words.say(Say::EmailKeyNone),
        |key| {
            let part = words.say(part(key.part));
            words.say(match &key.taking {
                Taking::Entire => Say::EmailKeyEntire { part },
                Taking::Regex(regex) => Say::EmailKeyRegex { part, text: cut(regex) },
                Taking::Between { after, before } => {
                    Say::EmailKeyBetween { part, after: cut(after), before: cut(before) }
                }
            })
        },
    );
    words.say(match rule.act {
        Act::Trigger => Say::EmailRuleTrigger { when, key },
        Act::Resolve => Say::EmailRuleResolve { when, key },
    })
}

fn predicate(words: Words, it: &Predicate) -> String {
    let list = |all: &[Predicate]| {
        let all: Vec<_> = all.iter().map(|it| predicate(words, it)).collect();
        all.join("; ")
    };
    words.say(match it {
        Predicate::All(all) => Say::EmailWhenAll { list: list(all) },
        Predicate::Any(any) => Say::EmailWhenAny { list: list(any) },
        Predicate::Not(none) => Say::EmailWhenNot { list: list(none) },
        Predicate::Contains(at, text) => Say::EmailWhenContains { part: words.say(part(*at)), text: cut(text) },
        Predicate::Exactly(at, text) => Say::EmailWhenExactly { part: words.say(part(*at)), text: cut(text) },
        Predicate::Regex(at, text) => Say::EmailWhenRegex { part: words.say(part(*at)), text: cut(text) },
    })
}

fn part(part: Part) -> Say {
    match part {
        Part::Body => Say::EmailPartBody,
        Part::Subject => Say::EmailPartSubject,
        Part::From => Say::EmailPartFrom,
    }
}

/// A text of others, cut to what fits into a sentence.
fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(MOST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use leptos::prelude::Owner;

    use super::*;
    use crate::domain::email_routing::mail;
    use crate::domain::failure::Told;
    use crate::i18n::Catalog;

    fn with<T>(test: impl FnOnce(Words) -> T) -> T {
        Owner::new().with(|| test(Words::new(Catalog::english())))
    }

    #[test]
    fn a_rule_reads_as_a_sentence() {
        with(|words| {
            let rules = mail::rules("acme", false);
            assert_eq!(
                rule(words, &rules[1]),
                "Resolves an incident when all of (the body contains “Status: Resolved”; none of (the body contains \
                 “Status: New”; the body contains “Status: Open”; the body contains “Status: Pending”)). Key: what \
                 \\A\\[(Zendesk_acme_[0-9]+)\\] finds in the subject."
            );
        });
    }

    #[test]
    fn a_refusal_says_which_role_is_missing() {
        with(|words| {
            let of = |vendor| reason(words, &Failing { vendor, failure: Failure::Forbidden(Told::default()) });
            assert!(of(Vendor::PagerDuty).contains("Manager, Global Admin and Account Owner"));
            assert!(of(Vendor::Zendesk).contains("administrators"));
            let failure = Failure::Rejected(Told::new(2_001, ["Integration email has already been taken"]));
            let told = reason(words, &Failing { vendor: Vendor::PagerDuty, failure });
            assert_eq!(told, "PagerDuty says: Integration email has already been taken");
        });
    }

    #[test]
    fn long_texts_of_others_are_cut() {
        assert_eq!(cut(&"ä".repeat(121)).chars().count(), 121);
        assert_eq!(cut("short"), "short");
    }
}
