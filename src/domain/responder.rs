//! Requests for help on an incident, handing it over, and how to tell afterwards whether that was done.

use super::id::{EscalationPolicyId, UserId};
use super::incident::{Incident, Named};
use super::moment::Moment;
use super::people::Target;

/// What somebody answered to a request. PagerDuty REST: `IncidentsRespondersReference.state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponderState {
    /// Nothing yet.
    Pending,
    /// Takes part.
    Joined,
    /// Does not take part.
    Declined,
    /// The request was taken back.
    Cancelled,
}

/// Somebody whom a request reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responder {
    /// Who.
    pub user: Named<UserId>,
    /// The answer.
    pub state: ResponderState,
    /// When the answer came, or the request went out; `None` when PagerDuty did not say.
    pub at: Option<Moment>,
}

/// One target of a request for help. PagerDuty REST: `ResponderRequest.responder_request_targets`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponderRequest {
    /// Who asked, if that is known.
    pub requester: Option<UserId>,
    /// When; `None` when PagerDuty did not say.
    pub at: Option<Moment>,
    /// What they were told; hostile text.
    pub message: String,
    /// Who was asked.
    pub target: Target,
    /// Whom that reached.
    pub responders: Vec<Responder>,
}

impl ResponderRequest {
    /// Whether somebody has still to answer.
    pub fn is_pending(&self) -> bool {
        self.responders.iter().any(|responder| responder.state == ResponderState::Pending)
    }
}

/// A request for help that can be sent: it names somebody, and says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plea {
    /// Who is asked; never empty, each once.
    pub targets: Vec<Target>,
    /// What they are told; never blank.
    pub message: String,
}

/// To whom an incident goes. PagerDuty takes one kind at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    /// To these people at once, away from any policy; never empty.
    Users(Vec<Named<UserId>>),
    /// To the first level of a policy.
    EscalationPolicy(Named<EscalationPolicyId>),
    /// To this level of the incident's own policy, from 1.
    Level(u32),
}

/// A change that notifies people and must not be made twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Summons {
    /// More people are asked to help.
    Responders(Plea),
    /// The incident goes to somebody else.
    Handover(Handover),
}

impl Summons {
    /// Whether `after`, read from PagerDuty, shows that `me` has made the change, which `before` did not show.
    ///
    /// A request is recognized by its author, its words and everybody in it; that there is one more of them than before tells a
    /// second request from the first. A handover shows in the assignments: PagerDuty dates them anew.
    pub fn was_made(&self, me: &UserId, before: &Incident, after: &Incident) -> bool {
        match self {
            Self::Responders(plea) => {
                let count = |incident: &Incident, target: &Target| {
                    let is_it = |request: &&ResponderRequest| {
                        request.requester.as_ref() == Some(me)
                            && request.message == plea.message
                            && request.target.is(target)
                    };
                    incident.responder_requests.iter().filter(is_it).count()
                };
                plea.targets.iter().all(|target| count(after, target) > count(before, target))
            }
            Self::Handover(handover) => {
                let fits = match handover {
                    Handover::Users(users) => {
                        users.len() == after.assigned.len()
                            && users.iter().all(|user| after.assigned.iter().any(|since| since.user.id == user.id))
                    }
                    Handover::EscalationPolicy(policy) => {
                        after.escalation_policy.as_ref().is_some_and(|known| known.id == policy.id)
                    }
                    Handover::Level(_) => true,
                };
                fits && after.assigned != before.assigned
            }
        }
    }
}

/// What became of taking a request back. PagerDuty REST: `PUT /incidents/{id}/responder_requests/cancel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cancellation {
    /// Those who had not answered are no longer asked.
    Cancelled,
    /// Too late: they take part.
    Joined,
    /// Too late: they declined.
    Declined,
    /// PagerDuty knows no such request.
    NotFound,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::super::id::{IncidentId, ServiceId};
    use super::super::incident::{Since, Status, Urgency};
    use super::*;

    fn user(id: &str) -> Named<UserId> {
        Named { id: UserId::parse(id).unwrap(), name: id.to_owned() }
    }

    fn since(id: &str, at: i64) -> Since {
        Since { user: user(id), by_service: false, at: Some(Moment(at)) }
    }

    fn incident() -> Incident {
        Incident {
            id: IncidentId::parse("P1").unwrap(),
            number: 1,
            title: "x".into(),
            status: Status::Triggered,
            urgency: Urgency::High,
            priority: None,
            service: Named { id: ServiceId::parse("S1").unwrap(), name: "s".into() },
            escalation_policy: None,
            teams: Vec::new(),
            assigned: vec![since("A", 1)],
            acknowledged: Vec::new(),
            created_at: Moment(0),
            changed_at: Moment(0),
            updated_at: Moment(0),
            key: None,
            url: None,
            escalates_at: None,
            responder_requests: Vec::new(),
            triggers_again_at: None,
            merged_into: None,
            assigned_directly: false,
        }
    }

    fn request(by: &str, message: &str) -> ResponderRequest {
        ResponderRequest {
            requester: UserId::parse(by),
            at: None,
            message: message.into(),
            target: Target::User(user("B")),
            responders: Vec::new(),
        }
    }

    #[test]
    fn a_request_is_told_from_an_earlier_one_and_from_a_colleagues() {
        let me = UserId::parse("ME").unwrap();
        let plea = Plea { targets: vec![Target::User(user("B"))], message: "help".into() };
        let summons = Summons::Responders(plea);
        let with = |requests: &[ResponderRequest]| Incident { responder_requests: requests.to_vec(), ..incident() };
        let before = with(&[request("ME", "help")]);
        assert!(!summons.was_made(&me, &before, &before));
        assert!(!summons.was_made(&me, &before, &with(&[request("ME", "help"), request("YOU", "help")])));
        assert!(!summons.was_made(&me, &before, &with(&[request("ME", "help"), request("ME", "other")])));
        assert!(summons.was_made(&me, &before, &with(&[request("ME", "help"), request("ME", "help")])));
    }

    #[test]
    fn a_handover_to_the_same_person_shows_in_the_time_of_the_assignment() {
        let me = UserId::parse("ME").unwrap();
        let summons = Summons::Handover(Handover::Users(vec![user("A")]));
        let again = Incident { assigned: vec![since("A", 2)], ..incident() };
        assert!(!summons.was_made(&me, &incident(), &incident()));
        assert!(summons.was_made(&me, &incident(), &again));
        let elsewhere = Incident { assigned: vec![since("C", 2)], ..incident() };
        assert!(!summons.was_made(&me, &incident(), &elsewhere), "somebody else has given it to somebody else");
        assert!(Summons::Handover(Handover::Level(2)).was_made(&me, &incident(), &elsewhere));
    }
}
