//! Whom an incident can be given to, who is on call for it now, and who is notified in which order.

use super::id::{EscalationPolicyId, UserId};
use super::incident::Named;
use super::moment::Moment;

/// Somebody who can be asked for help or given an incident.
///
/// PagerDuty REST: `user_reference` or `escalation_policy_reference`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A person.
    User(Named<UserId>),
    /// Whoever is on call on a policy.
    EscalationPolicy(Named<EscalationPolicyId>),
}

impl Target {
    /// What tells it from every other: letters, digits and `-`.
    pub fn key(&self) -> String {
        match self {
            Self::User(user) => format!("user-{}", user.id),
            Self::EscalationPolicy(policy) => format!("policy-{}", policy.id),
        }
    }

    /// What the account calls it; hostile text.
    pub fn name(&self) -> &str {
        match self {
            Self::User(user) => &user.name,
            Self::EscalationPolicy(policy) => &policy.name,
        }
    }

    /// The id as PagerDuty writes it.
    pub fn id(&self) -> &str {
        match self {
            Self::User(user) => user.id.as_str(),
            Self::EscalationPolicy(policy) => policy.id.as_str(),
        }
    }

    /// Whether it is a policy.
    pub fn is_policy(&self) -> bool {
        matches!(self, Self::EscalationPolicy(_))
    }

    /// Whether both are the same person or policy, whatever they are called.
    pub fn is(&self, other: &Self) -> bool {
        self.is_policy() == other.is_policy() && self.id() == other.id()
    }
}

/// A target as the directory knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub target: Target,
    /// A person's job title; empty for a policy and where there is none.
    pub title: String,
    /// A person's time zone, an IANA name, if it is known.
    pub time_zone: Option<String>,
    /// For each level of a policy, after how many minutes without an answer the next one is notified.
    pub delays: Vec<u32>,
}

/// Which targets a search may find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kinds {
    /// People and policies.
    Both,
    /// People only.
    Users,
    /// Policies only.
    EscalationPolicies,
}

impl Kinds {
    /// Whether people are looked for.
    pub fn has_users(self) -> bool {
        self != Self::EscalationPolicies
    }

    /// Whether policies are looked for.
    pub fn has_policies(self) -> bool {
        self != Self::Users
    }
}

/// One person's duty at one level of one policy. PagerDuty REST: `Oncall`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnCall {
    /// Who.
    pub user: Named<UserId>,
    /// The person's time zone, an IANA name, if it is known.
    pub time_zone: Option<String>,
    /// For which policy.
    pub policy: Named<EscalationPolicyId>,
    /// At which level, from 1.
    pub level: u32,
    /// Until when; `None` for somebody who is always on call.
    pub until: Option<Moment>,
}

/// One level of a policy: who is notified, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its number, from 1.
    pub number: u32,
    /// Minutes from now until it is notified if nobody acknowledges before; `None` when nobody is on call, so that it is passed over.
    pub after: Option<u32>,
    /// Who is on call, each once.
    pub on_call: Vec<OnCall>,
}

/// The levels of a policy from `first` on, in the order in which they are notified.
pub fn levels(policy: &EscalationPolicyId, delays: &[u32], duties: &[OnCall], first: u32) -> Vec<Level> {
    let mut passed = 0_u32;
    let mut found = Vec::new();
    for (number, delay) in (1_u32..).zip(delays) {
        if number < first {
            continue;
        }
        let mut on_call: Vec<OnCall> = Vec::new();
        for duty in duties.iter().filter(|duty| duty.policy.id == *policy && duty.level == number) {
            if !on_call.iter().any(|known| known.user.id == duty.user.id) {
                on_call.push(duty.clone());
            }
        }
        let after = (!on_call.is_empty()).then_some(passed);
        if after.is_some() {
            passed = passed.saturating_add(*delay);
        }
        found.push(Level { number, after, on_call });
    }
    found
}

/// The level at which everybody in `assigned` is on call: where an incident that came by the policy stands.
///
/// PagerDuty does not tell the level of an incident. `None` when nobody is assigned, or somebody who is on call nowhere.
pub fn level_of(assigned: &[UserId], levels: &[Level]) -> Option<u32> {
    let stands = |level: &&Level| assigned.iter().all(|user| level.on_call.iter().any(|duty| duty.user.id == *user));
    if assigned.is_empty() {
        return None;
    }
    levels.iter().find(stands).map(|level| level.number)
}

/// How well a name fits what was typed: the exact name first, then names that begin with it, then words that do, then the rest.
fn rank(name: &str, query: &str) -> u8 {
    let (name, query) = (name.to_lowercase(), query.trim().to_lowercase());
    if name == query {
        0
    } else if name.starts_with(&query) {
        1
    } else if name.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(&query)) {
        2
    } else {
        3
    }
}

/// Puts candidates in the order in which they fit `query`; those that fit alike keep their order.
pub fn best_first(mut candidates: Vec<Candidate>, query: &str) -> Vec<Candidate> {
    if !query.trim().is_empty() {
        candidates.sort_by_key(|candidate| rank(candidate.target.name(), query));
    }
    candidates
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;

    fn user(id: &str) -> Named<UserId> {
        Named { id: UserId::parse(id).unwrap(), name: id.to_owned() }
    }

    fn policy() -> Named<EscalationPolicyId> {
        Named { id: EscalationPolicyId::parse("PP1").unwrap(), name: "Payments".into() }
    }

    fn duty(id: &str, level: u32) -> OnCall {
        OnCall { user: user(id), time_zone: None, policy: policy(), level, until: None }
    }

    fn person(name: &str) -> Candidate {
        let user = Named { id: UserId::parse("PU1").unwrap(), name: name.to_owned() };
        Candidate { target: Target::User(user), title: String::new(), time_zone: None, delays: Vec::new() }
    }

    #[test]
    fn a_level_without_anybody_is_passed_over_and_costs_no_time() {
        let duties = [duty("A", 1), duty("A", 1), duty("B", 3)];
        let levels = levels(&policy().id, &[15, 20, 30], &duties, 1);
        let told: Vec<_> = levels.iter().map(|it| (it.number, it.after, it.on_call.len())).collect();
        assert_eq!(told, [(1, Some(0), 1), (2, None, 0), (3, Some(15), 1)]);
    }

    #[test]
    fn escalating_begins_at_the_level_that_is_named() {
        let duties = [duty("A", 1), duty("B", 2), duty("C", 3)];
        let levels = levels(&policy().id, &[15, 20, 30], &duties, 2);
        assert_eq!(levels.iter().map(|it| (it.number, it.after)).collect::<Vec<_>>(), [(2, Some(0)), (3, Some(20))]);
    }

    #[test]
    fn an_incident_stands_at_the_level_where_all_its_people_are_on_call() {
        let duties = [duty("A", 1), duty("B", 2), duty("C", 2)];
        let levels = levels(&policy().id, &[15, 20], &duties, 1);
        let at = |ids: &[&str]| level_of(&ids.iter().map(|id| user(id).id).collect::<Vec<_>>(), &levels);
        assert_eq!((at(&["A"]), at(&["C", "B"]), at(&["A", "B"]), at(&[])), (Some(1), Some(2), None, None));
    }

    #[test]
    fn exact_and_prefix_names_come_before_all_others() {
        let names = ["Anna Payne", "Subpayment", "Payments Europe", "pay", "Zoe-Pay"];
        let ordered = best_first(names.map(person).to_vec(), "Pay ");
        let ordered: Vec<_> = ordered.iter().map(|it| it.target.name()).collect();
        assert_eq!(ordered, ["pay", "Payments Europe", "Anna Payne", "Zoe-Pay", "Subpayment"]);
    }

    #[test]
    fn a_person_and_a_policy_with_the_same_id_are_not_the_same() {
        let user = Target::User(Named { id: UserId::parse("P1").unwrap(), name: "x".into() });
        let policy = Target::EscalationPolicy(Named { id: EscalationPolicyId::parse("P1").unwrap(), name: "x".into() });
        assert!(!user.is(&policy) && user.key() != policy.key());
    }
}
