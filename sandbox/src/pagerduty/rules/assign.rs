//! Assigning, escalating and notifying.

use super::log::Line;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Agent, Id, Since, Status};
use crate::pagerduty::time::MINUTE;
use crate::pagerduty::world::World;
use serde_json::json;

impl World {
    /// Assigns to whoever is on call at `level` or the next one with somebody; leaves it unassigned when nobody is.
    pub(crate) fn assign_level(&mut self, id: &str, level: usize, agent: &Agent, at: i64) {
        let Some(policy) = self.incidents.get(id).map(|incident| incident.escalation_policy.clone()) else {
            return;
        };
        let Some((level, users)) = self.next_level(&policy, level, at) else {
            if let Some(incident) = self.incidents.get_mut(id) {
                incident.assignments.clear();
                incident.escalate_at = None;
            }
            return;
        };
        if let Some(incident) = self.incidents.get_mut(id) {
            incident.escalation_level = level;
        }
        self.assign(id, &users, false, agent, at, true);
        self.start_escalation(id, at);
    }

    /// Replaces the assignments and writes the lines; `notify` tells the users, except the one who did it.
    pub(crate) fn assign(&mut self, id: &str, users: &[Id], direct: bool, agent: &Agent, at: i64, notify: bool) {
        let Some(incident) = self.incidents.get_mut(id) else {
            return;
        };
        incident.assignments = users.iter().map(|user| Since { user: user.clone(), at }).collect();
        incident.direct = direct;
        if direct {
            incident.escalate_at = None;
        }
        let names = users.iter().map(|user| self.user_name(user)).collect::<Vec<_>>().join(", ");
        self.log(id, at, Line::new("assign", agent, format!("Assigned to {names}.")).naming(users));
        if notify {
            self.notify(id, agent, at);
        }
    }

    /// Tells every assignee except the one who acted.
    pub(crate) fn notify(&mut self, id: &str, agent: &Agent, at: i64) {
        let Some(incident) = self.incidents.get(id) else {
            return;
        };
        let service = Agent::Service(incident.service.clone());
        let kind = if incident.urgency == "high" { "push_notification" } else { "email_notification" };
        let users: Vec<Id> = incident
            .assignments
            .iter()
            .map(|assignment| assignment.user.clone())
            .filter(|user| *agent != Agent::User(user.clone()))
            .collect();
        for user in users {
            let name = self.user_name(&user);
            let way = if kind == "push_notification" { "push notification" } else { "e-mail" };
            let line = Line::new("notify", &service, format!("Notified {name} by {way}."))
                .through(json!({"type": "auto", "notification": {"type": kind, "status": "success"}}))
                .naming(&[user]);
            self.log(id, at, line);
        }
    }

    /// Sets the timer of the level the incident stands at.
    fn start_escalation(&mut self, id: &str, at: i64) {
        let Some(incident) = self.incidents.get_mut(id) else {
            return;
        };
        incident.escalate_at = self
            .policies
            .get(&incident.escalation_policy)
            .and_then(|policy| policy.rules.get(incident.escalation_level.checked_sub(1)?))
            .map(|rule| at + rule.delay_minutes * MINUTE);
    }

    /// Gives the incident to named users; an acknowledged one is triggered again.
    pub(crate) fn reassign(&mut self, id: &str, users: &[Id], agent: &Agent, at: i64) -> Result<(), Failure> {
        self.require_open(id)?;
        if users.is_empty() {
            return Err(Failure::incident(1011).because("Assignments cannot be empty"));
        }
        if let Some(user) = users.iter().find(|user| !self.users.contains_key(*user)) {
            return Err(Failure::incident(1007).because(format!("User {user} was not found")));
        }
        self.trigger_again(id, agent, at);
        self.assign(id, users, true, agent, at, true);
        Ok(())
    }

    /// Hands the incident to the first level of a policy.
    pub(crate) fn reassign_policy(&mut self, id: &str, policy: &str, agent: &Agent, at: i64) -> Result<(), Failure> {
        self.require_open(id)?;
        if !self.policies.contains_key(policy) {
            return Err(Failure::incident(1014));
        }
        if self.next_level(policy, 1, at).is_none() {
            return Err(Failure::incident(1015));
        }
        self.trigger_again(id, agent, at);
        let incident = self.incident_mut(id)?;
        policy.clone_into(&mut incident.escalation_policy);
        incident.loops = 0;
        self.assign_level(id, 1, agent, at);
        Ok(())
    }

    /// Escalates by hand to a level of the policy.
    pub(crate) fn escalate(&mut self, id: &str, level: usize, agent: &Agent, at: i64) -> Result<(), Failure> {
        self.require_open(id)?;
        let policy = self.incident(id)?.escalation_policy.clone();
        let levels = self.policies.get(&policy).map_or(0, |policy| policy.rules.len());
        if level == 0 || level > levels {
            return Err(Failure::incident(1006).because(format!("The escalation policy has {levels} levels")));
        }
        if self.on_call(&policy, level, at).is_empty() {
            return Err(Failure::incident(1015));
        }
        self.trigger_again(id, agent, at);
        let name = self.agent_name(agent);
        self.log(id, at, Line::new("escalate", agent, format!("Escalated to level {level} by {name}.")));
        self.assign_level(id, level, agent, at);
        Ok(())
    }

    /// Puts an acknowledged incident back to triggered, without notifying anybody.
    fn trigger_again(&mut self, id: &str, agent: &Agent, at: i64) {
        if let Some(incident) = self.incidents.get_mut(id)
            && incident.status == Status::Acknowledged
        {
            incident.status = Status::Triggered;
            incident.acknowledgements.clear();
            incident.unacknowledge_at = None;
            incident.unsnooze_at = None;
            incident.last_status_change_at = at;
            incident.last_status_change_by = agent.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::fixture::Fixture;
    use crate::pagerduty::model::{Agent, Status};

    #[test]
    fn reassigning_an_acknowledged_incident_triggers_it_again_and_tells_the_new_assignee() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        let agent = Agent::User(fixture.maya.clone());
        fixture.world.acknowledge(&id, &fixture.maya.clone(), 1_000).unwrap();
        fixture.world.reassign(&id, &[fixture.jonas.clone()], &agent, 2_000).unwrap();
        let incident = fixture.world.incident(&id).unwrap();
        assert_eq!(incident.status, Status::Triggered);
        assert!(incident.acknowledgements.is_empty());
        assert_eq!(incident.assignments[0].user, fixture.jonas);
        assert!(incident.direct && incident.escalate_at.is_none(), "named assignees do not escalate");
        let kinds: Vec<_> = incident.log.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, ["trigger", "assign", "notify", "acknowledge", "assign", "notify"]);
    }

    #[test]
    fn impossible_reassignments_are_refused_with_their_codes() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        let agent = Agent::User(fixture.maya.clone());
        let code = |result: Result<(), crate::pagerduty::failure::Failure>| result.unwrap_err().code;
        assert_eq!(code(fixture.world.reassign(&id, &["PNOBODY".into()], &agent, 1)), 1007);
        assert_eq!(code(fixture.world.reassign(&id, &[], &agent, 1)), 1011);
        assert_eq!(code(fixture.world.reassign_policy(&id, "PNOTHIN", &agent, 1)), 1014);
        let empty = fixture.empty_policy.clone();
        assert_eq!(code(fixture.world.reassign_policy(&id, &empty, &agent, 1)), 1015);
        assert_eq!(code(fixture.world.escalate(&id, 3, &agent, 1)), 1006);
        fixture.world.resolve(&id, &agent, None, 2).unwrap();
        assert_eq!(code(fixture.world.escalate(&id, 2, &agent, 3)), 1001);
    }
}
