//! Acknowledging, resolving, reopening and snoozing.

use super::log::Line;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Agent, Since, Status};
use crate::pagerduty::time::SECOND;
use crate::pagerduty::world::World;

/// The longest snooze, in seconds: a week.
const LONGEST_SNOOZE: i64 = 604_800;

impl World {
    /// Refuses a change to a resolved incident: 1001, or 1019 when it was merged away.
    pub(crate) fn require_open(&self, id: &str) -> Result<(), Failure> {
        let incident = self.incident(id)?;
        if incident.merged_into.is_some() {
            return Err(Failure::incident(1019));
        }
        if incident.open() { Ok(()) } else { Err(Failure::incident(1001)) }
    }

    /// Acknowledges for `user`; a second acknowledgement by the same user is refused with 1002.
    pub(crate) fn acknowledge(&mut self, id: &str, user: &str, at: i64) -> Result<(), Failure> {
        self.require_open(id)?;
        if self.incident(id)?.acknowledgements.iter().any(|earlier| earlier.user == user) {
            return Err(Failure::incident(1002));
        }
        self.mark_acknowledged(id, user, at);
        Ok(())
    }

    /// Marks as acknowledged and starts the service's acknowledgement timeout.
    pub(crate) fn mark_acknowledged(&mut self, id: &str, user: &str, at: i64) {
        let agent = Agent::User(user.to_owned());
        let summary = format!("Acknowledged by {}.", self.user_name(user));
        self.mark_acknowledged_by(id, user, &agent, summary, at);
    }

    /// Marks as acknowledged by whoever `who` names: a user, or the service of an event.
    pub(crate) fn mark_acknowledged_by(&mut self, id: &str, who: &str, agent: &Agent, summary: String, at: i64) {
        let Some(incident) = self.incidents.get_mut(id) else {
            return;
        };
        let timeout = self.services.get(&incident.service).and_then(|service| service.acknowledgement_timeout);
        if incident.status != Status::Acknowledged {
            incident.status = Status::Acknowledged;
            incident.last_status_change_at = at;
            incident.last_status_change_by = agent.clone();
        }
        incident.acknowledgements.push(Since { user: who.to_owned(), at });
        incident.escalate_at = None;
        incident.unsnooze_at = None;
        incident.unacknowledge_at = timeout.map(|seconds| at + seconds * SECOND);
        // Whoever was asked to help and acknowledges has joined.
        let asked = incident.responder_requests.iter_mut().flat_map(|request| request.targets.iter_mut());
        for responder in asked.flat_map(|target| target.responders.iter_mut()) {
            if responder.user == who && responder.state == "pending" {
                responder.state = "joined";
                responder.updated_at = at;
            }
        }
        self.log(id, at, Line::new("acknowledge", agent, summary));
    }

    /// Resolves; alerts resolve with it and nothing is pending any more.
    pub(crate) fn resolve(
        &mut self,
        id: &str,
        agent: &Agent,
        resolution: Option<String>,
        at: i64,
    ) -> Result<(), Failure> {
        self.require_open(id)?;
        let summary = match agent {
            Agent::User(_) => format!("Resolved by {}.", self.agent_name(agent)),
            Agent::Service(_) => "Resolved by timeout.".to_owned(),
            Agent::Integration { .. } => "Resolved through the API.".to_owned(),
        };
        let incident = self.incident_mut(id)?;
        incident.status = Status::Resolved;
        incident.resolved_at = Some(at);
        incident.last_status_change_at = at;
        incident.last_status_change_by = agent.clone();
        incident.assignments.clear();
        incident.acknowledgements.clear();
        incident.escalate_at = None;
        incident.unacknowledge_at = None;
        incident.auto_resolve_at = None;
        incident.unsnooze_at = None;
        incident.resolution.clone_from(&resolution);
        for alert in &mut incident.alerts {
            alert.resolved_at.get_or_insert(at);
        }
        self.log(id, at, Line::new("resolve", agent, summary).noting(resolution));
        Ok(())
    }

    /// Opens a resolved incident again, as `PUT /incidents/{id}` does since 2025-09-18.
    pub(crate) fn reopen(&mut self, id: &str, agent: &Agent, at: i64) -> Result<(), Failure> {
        let summary = format!("Reopened by {}.", self.agent_name(agent));
        let incident = self.incident_mut(id)?;
        if incident.merged_into.is_some() {
            return Err(Failure::incident(1019));
        }
        incident.status = Status::Triggered;
        incident.resolved_at = None;
        incident.resolution = None;
        incident.loops = 0;
        incident.last_status_change_at = at;
        incident.last_status_change_by = agent.clone();
        let service = incident.service.clone();
        let timeout = self.services.get(&service).and_then(|service| service.auto_resolve_timeout);
        self.incident_mut(id)?.auto_resolve_at = timeout.map(|seconds| at + seconds * SECOND);
        self.log(id, at, Line::new("reopen", agent, summary));
        Ok(())
    }

    /// Takes an acknowledgement back by hand; a triggered incident is left alone.
    pub(crate) fn unacknowledge(&mut self, id: &str, agent: &Agent, at: i64) {
        let name = self.agent_name(agent);
        let Some(incident) = self.incidents.get_mut(id).filter(|one| one.status == Status::Acknowledged) else {
            return;
        };
        incident.status = Status::Triggered;
        incident.acknowledgements.clear();
        incident.unacknowledge_at = None;
        incident.unsnooze_at = None;
        incident.last_status_change_at = at;
        incident.last_status_change_by = agent.clone();
        let (direct, level) = (incident.direct, incident.escalation_level);
        self.log(id, at, Line::new("unacknowledge", agent, format!("Unacknowledged by {name}.")));
        if !direct {
            self.assign_level(id, level, agent, at);
        }
    }

    /// Snoozes an acknowledged incident for 1 to 604 800 seconds.
    pub(crate) fn snooze(&mut self, id: &str, seconds: i64, agent: &Agent, at: i64) -> Result<(), Failure> {
        self.require_open(id)?;
        if !(1..=LONGEST_SNOOZE).contains(&seconds) {
            return Err(Failure::incident(1013));
        }
        let name = self.agent_name(agent);
        let incident = self.incident_mut(id)?;
        if incident.status != Status::Acknowledged {
            return Err(Failure::incident(1012));
        }
        incident.unacknowledge_at = None;
        incident.unsnooze_at = Some(at + seconds * SECOND);
        let minutes = (seconds + 59) / 60;
        self.log(id, at, Line::new("snooze", agent, format!("Snoozed for {minutes} minutes by {name}.")));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::super::fixture::Fixture;
    use crate::pagerduty::model::{Agent, Status};

    #[test]
    fn an_incident_goes_from_triggered_to_acknowledged_to_resolved_and_back() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        let agent = Agent::User(fixture.maya.clone());
        fixture.world.acknowledge(&id, &fixture.maya, 1_000).unwrap();
        assert_eq!(fixture.world.acknowledge(&id, &fixture.maya, 1_001).unwrap_err().code, 1002);
        fixture.world.acknowledge(&id, &fixture.jonas, 1_002).unwrap();
        assert_eq!(fixture.world.incident(&id).unwrap().acknowledgements.len(), 2);
        fixture.world.resolve(&id, &agent, Some("Rolled back".into()), 2_000).unwrap();
        assert_eq!(fixture.world.resolve(&id, &agent, None, 2_001).unwrap_err().code, 1001);
        let incident = fixture.world.incident(&id).unwrap();
        assert_eq!(incident.resolved_at, Some(2_000));
        assert!(incident.assignments.is_empty());
        assert_eq!(incident.log.last().unwrap().note.as_deref(), Some("Rolled back"));
        fixture.world.reopen(&id, &agent, 3_000).unwrap();
        assert_eq!(fixture.world.incident(&id).unwrap().status, Status::Triggered);
    }

    #[test]
    fn only_an_acknowledged_incident_can_be_snoozed_and_only_for_a_week() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        let agent = Agent::User(fixture.maya.clone());
        assert_eq!(fixture.world.snooze(&id, 60, &agent, 1).unwrap_err().code, 1012);
        fixture.world.acknowledge(&id, &fixture.maya, 2).unwrap();
        assert_eq!(fixture.world.snooze(&id, 0, &agent, 3).unwrap_err().code, 1013);
        assert_eq!(fixture.world.snooze(&id, 604_801, &agent, 3).unwrap_err().code, 1013);
        fixture.world.snooze(&id, 60, &agent, 3).unwrap();
        assert_eq!(fixture.world.incident(&id).unwrap().unsnooze_at, Some(60_003));
    }
}
