//! Routes, steps and rules in words.

use crate::domain::email_routing::RouteProblem;
use crate::domain::email_routing::mail::Kind;
use crate::domain::email_routing::mailbox::{Act, Part, Predicate, Rule, Taking};
use crate::domain::email_routing::plan::Work;
use crate::domain::email_routing::wanted::Difference;
use crate::domain::failure::Failure;
use crate::i18n::{Message, SettingsMessage, Words, explain};
use crate::kit::tag::TagTone;

use super::super::super::email::{Failing, Said, Standing, Vendor};

/// The most of a text of others that is shown within a sentence, in characters.
const MOST: usize = 120;

/// Why a call came to nothing, and what to do.
pub(super) fn reason(words: Words, failing: &Failing) -> String {
    match (failing.vendor, &failing.failure) {
        (Vendor::PagerDuty, Failure::Forbidden(_)) => words.say(SettingsMessage::EmailRefusedPagerDuty),
        (Vendor::PagerDuty, Failure::PaymentRequired) => words.say(SettingsMessage::EmailRefusedPlan),
        (Vendor::Zendesk, Failure::Forbidden(_)) => words.say(SettingsMessage::EmailRefusedZendesk),
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
        Work::MakeTarget(target) => SettingsMessage::EmailStepMakeTarget { address: target.email.clone() },
        Work::MendTarget(target) => SettingsMessage::EmailStepMendTarget { address: target.email.clone() },
        Work::RemoveTarget { .. } => SettingsMessage::EmailStepRemoveTarget,
        Work::MakeMailbox { address, .. } => SettingsMessage::EmailStepMakeMailbox { address: address.clone() },
        Work::MendMailbox { mailbox, .. } => SettingsMessage::EmailStepMendMailbox { name: cut(&mailbox.name) },
        Work::RemoveMailbox { .. } => SettingsMessage::EmailStepRemoveMailbox,
        Work::LeaveMailbox(mailbox) => SettingsMessage::EmailStepLeaveMailbox { name: cut(&mailbox.name) },
        Work::MakeTrigger { kind: it, .. } => SettingsMessage::EmailStepMakeTrigger { kind: kind(*it) },
        Work::MendTrigger { kind: it, .. } => SettingsMessage::EmailStepMendTrigger { kind: kind(*it) },
        Work::RemoveTrigger { kind: Some(it), .. } => SettingsMessage::EmailStepRemoveTrigger { kind: kind(*it) },
        Work::RemoveTrigger { kind: None, .. } => SettingsMessage::EmailStepRemoveSomeTrigger,
    })
}

/// What is announced.
pub(in crate::settings::panels) fn said(said: Said) -> SettingsMessage {
    match said {
        Said::SetUp => SettingsMessage::EmailSaidSetUp,
        Said::Removed => SettingsMessage::EmailSaidRemoved,
        Said::Stopped => SettingsMessage::EmailSaidStopped,
    }
}

fn mails_of(kind: Kind) -> SettingsMessage {
    match kind {
        Kind::Opened => SettingsMessage::EmailKindOpened,
        Kind::Updated => SettingsMessage::EmailKindUpdated,
        Kind::Waiting => SettingsMessage::EmailKindWaiting,
        Kind::Resolved => SettingsMessage::EmailKindResolved,
    }
}

/// How a route stands, in a word or two, and the color of that.
pub(super) fn standing(standing: &Standing) -> (SettingsMessage, TagTone) {
    match standing {
        Standing::Incomplete(_) => (SettingsMessage::EmailStandingIncomplete, TagTone::Warning),
        Standing::Unknown => (SettingsMessage::EmailStandingUnknown, TagTone::Neutral),
        Standing::ServiceGone => (SettingsMessage::EmailStandingServiceGone, TagTone::Danger),
        Standing::MailboxGone => (SettingsMessage::EmailStandingMailboxGone, TagTone::Danger),
        Standing::Absent => (SettingsMessage::EmailStandingAbsent, TagTone::Neutral),
        Standing::Differs(_) if standing.was_edited() => (SettingsMessage::EmailStandingEdited, TagTone::Warning),
        Standing::Differs(_) => (SettingsMessage::EmailStandingMissing, TagTone::Warning),
        Standing::Working => (SettingsMessage::EmailStandingWorking, TagTone::Success),
        Standing::Off => (SettingsMessage::EmailStandingOff, TagTone::Neutral),
    }
}

/// What keeps a route from being set up.
pub(super) fn problem(problem: RouteProblem) -> SettingsMessage {
    match problem {
        RouteProblem::NoName => SettingsMessage::EmailProblemNoName,
        RouteProblem::NameTooLong => SettingsMessage::EmailProblemNameLong,
        RouteProblem::NameTaken => SettingsMessage::EmailProblemNameTaken,
        RouteProblem::NoService => SettingsMessage::EmailProblemNoService,
        RouteProblem::MailboxTaken => SettingsMessage::EmailProblemMailboxTaken,
        RouteProblem::NoConditions => SettingsMessage::EmailProblemNoConditions,
        RouteProblem::BadConditions => SettingsMessage::EmailProblemBadConditions,
        RouteProblem::BadSender => SettingsMessage::EmailProblemBadSender,
    }
}

/// In what an integration differs.
pub(super) fn difference(difference: Difference) -> SettingsMessage {
    match difference {
        Difference::Name => SettingsMessage::EmailDifferenceName,
        Difference::Creation => SettingsMessage::EmailDifferenceCreation,
        Difference::Rules => SettingsMessage::EmailDifferenceRules,
        Difference::Fallback => SettingsMessage::EmailDifferenceFallback,
        Difference::Filters => SettingsMessage::EmailDifferenceFilters,
        Difference::Address => SettingsMessage::EmailDifferenceAddress,
    }
}

/// What a rule of an integration does.
pub(super) fn rule(words: Words, rule: &Rule) -> String {
    let when = predicate(words, &rule.predicate);
    let key = rule.key().map_or_else(
        || words.say(SettingsMessage::EmailKeyNone),
        |key| {
            let part = words.say(part(key.part));
            words.say(match &key.taking {
                Taking::Entire => SettingsMessage::EmailKeyEntire { part },
                Taking::Regex(regex) => SettingsMessage::EmailKeyRegex { part, text: cut(regex) },
                Taking::Between { after, before } => {
                    SettingsMessage::EmailKeyBetween { part, after: cut(after), before: cut(before) }
                }
            })
        },
    );
    words.say(match rule.act {
        Act::Trigger => SettingsMessage::EmailRuleTrigger { when, key },
        Act::Resolve => SettingsMessage::EmailRuleResolve { when, key },
    })
}

fn predicate(words: Words, it: &Predicate) -> String {
    let list = |all: &[Predicate]| {
        let all: Vec<_> = all.iter().map(|it| predicate(words, it)).collect();
        all.join("; ")
    };
    words.say(match it {
        Predicate::All(all) => SettingsMessage::EmailWhenAll { list: list(all) },
        Predicate::Any(any) => SettingsMessage::EmailWhenAny { list: list(any) },
        Predicate::Not(none) => SettingsMessage::EmailWhenNot { list: list(none) },
        Predicate::Contains(at, text) => {
            SettingsMessage::EmailWhenContains { part: words.say(part(*at)), text: cut(text) }
        }
        Predicate::Exactly(at, text) => {
            SettingsMessage::EmailWhenExactly { part: words.say(part(*at)), text: cut(text) }
        }
        Predicate::Regex(at, text) => SettingsMessage::EmailWhenRegex { part: words.say(part(*at)), text: cut(text) },
    })
}

fn part(part: Part) -> SettingsMessage {
    match part {
        Part::Body => SettingsMessage::EmailPartBody,
        Part::Subject => SettingsMessage::EmailPartSubject,
        Part::From => SettingsMessage::EmailPartFrom,
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
