//! The words for what became of paging people.

use crate::domain::failure::Failure;
use crate::domain::people::Target;
use crate::domain::responder::{Cancellation, Handover, Summons};
use crate::i18n::{Catalog, Message, explain};

use super::super::event::Answer;
use super::super::words::{Wording, action_failure};
use super::{Lack, Purpose};

/// Tells changes apart, for keys that nobody reads.
pub fn key(summons: &Summons) -> String {
    match summons {
        Summons::Responders(plea) => plea.targets.iter().map(Target::key).collect::<Vec<_>>().join(" "),
        Summons::Handover(Handover::Users(users)) => {
            users.iter().map(|user| user.id.to_string()).collect::<Vec<_>>().join(" ")
        }
        Summons::Handover(Handover::EscalationPolicy(policy)) => policy.id.to_string(),
        Summons::Handover(Handover::Level(level)) => level.to_string(),
    }
}

/// Who was paged, for the incident with this number.
pub fn summoned(summons: &Summons, number: String, catalog: &Catalog) -> Wording {
    let list = |names: Vec<String>| catalog.formats().list(&names);
    let message = match summons {
        Summons::Responders(plea) => {
            let names = list(plea.targets.iter().map(|target| target.name().to_owned()).collect());
            Message::RespondersAsked { names, number }
        }
        Summons::Handover(Handover::Users(users)) => {
            Message::ReassignDone { number, names: list(users.iter().map(|user| user.name.clone()).collect()) }
        }
        Summons::Handover(Handover::EscalationPolicy(policy)) => {
            Message::ReassignDone { number, names: policy.name.clone() }
        }
        Summons::Handover(Handover::Level(level)) => Message::ReassignEscalated { number, level: level.to_string() },
    };
    Wording { title: catalog.say(&message), body: String::new() }
}

/// A request for help that could not be taken back.
pub fn not_cancelled(target: &Target, answer: &Answer<Cancellation>, catalog: &Catalog) -> Wording {
    let name = target.name().to_owned();
    let plain = |message: &Message| Wording { title: catalog.say(message), body: String::new() };
    match answer {
        Ok(Cancellation::Joined) => plain(&Message::ResponderLateJoined { name }),
        Ok(Cancellation::Declined) => plain(&Message::ResponderLateDeclined { name }),
        Ok(Cancellation::NotFound | Cancellation::Cancelled) => plain(&Message::ResponderLateGone { name }),
        Err(failure) => {
            let explained = explain::failure(failure, catalog);
            let (title, body) = (catalog.say(&explained.title), catalog.say(&explained.body));
            let mut wording = plain(&Message::ResponderCancelFailed { name });
            wording.body = catalog.say(&Message::Because { title, body });
            if failure.leaves_doubt() { wording.and(&Message::OutcomeUnknown, catalog) } else { wording }
        }
    }
}

/// Why people were not paged. When nobody can tell whether they were, sending again is safe, and says so.
pub fn failure(purpose: Purpose, failure: &Failure, unsure: bool, catalog: &Catalog) -> Wording {
    if purpose == Purpose::Responders && *failure == Failure::PaymentRequired {
        return Wording { title: catalog.say(&Message::PlanTitle), body: catalog.say(&Message::RespondersPlan) };
    }
    if !unsure {
        return action_failure(purpose.action(), failure, catalog).and(&Message::DraftKept, catalog);
    }
    let explained = explain::failure(failure, catalog);
    let wording = Wording { title: catalog.say(&explained.title), body: catalog.say(&explained.body) };
    wording.and(&Message::PeopleUnsure, catalog)
}

/// What is missing.
pub fn lack(lack: Lack) -> Message {
    match lack {
        Lack::Target => Message::PeopleLackTarget,
        Lack::Message => Message::PeopleLackMessage,
        Lack::Level => Message::PeopleLackLevel,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::domain::id::{EscalationPolicyId, UserId};
    use crate::domain::incident::Named;
    use crate::domain::responder::Plea;

    fn user(name: &str) -> Named<UserId> {
        Named { id: UserId::parse("PUSR001").unwrap(), name: name.into() }
    }

    #[test]
    fn a_notice_names_everybody_who_was_paged() {
        let catalog = Catalog::english();
        let said = |summons: Summons| summoned(&summons, "#7".into(), &catalog).title;
        let policy = Named { id: EscalationPolicyId::parse("PPOL001").unwrap(), name: "Ledger".into() };
        let targets = vec![Target::User(user("Mia")), Target::EscalationPolicy(policy.clone())];
        let plea = Plea { targets, message: "x".into() };
        assert_eq!(said(Summons::Responders(plea)), "Mia and Ledger: asked to help with #7");
        assert_eq!(said(Summons::Handover(Handover::EscalationPolicy(policy))), "#7 reassigned to Ledger");
        assert_eq!(said(Summons::Handover(Handover::Level(2))), "#7 escalated to level 2");
    }

    #[test]
    fn a_plan_without_the_feature_says_what_to_do_instead() {
        let catalog = Catalog::english();
        let told = failure(Purpose::Responders, &Failure::PaymentRequired, false, &catalog);
        assert!(told.body.contains("nobody was notified") && told.body.contains("Reassign"), "{told:?}");
        let other = failure(Purpose::Reassign, &Failure::PaymentRequired, false, &catalog);
        assert!(other.title.contains("Reassign") && other.body.contains("Nothing was changed"), "{other:?}");
    }

    #[test]
    fn doubt_is_told_apart_from_refusal() {
        let catalog = Catalog::english();
        let lost = failure(Purpose::Responders, &Failure::TimedOut, true, &catalog);
        assert!(lost.body.contains("Nobody knows yet") && !lost.body.contains("Nothing was changed"), "{lost:?}");
        let late = not_cancelled(&Target::User(user("Mia")), &Ok(Cancellation::Joined), &catalog);
        assert_eq!(late.title, "Mia has already joined");
        let lost = not_cancelled(&Target::User(user("Mia")), &Err(Failure::Unreachable), &catalog);
        assert!(lost.body.contains("The answer was lost"), "{lost:?}");
    }
}
