//! What happens by itself: escalations, lapsed acknowledgements, ended snoozes and automatic resolution.

use super::log::Line;
use crate::pagerduty::model::{Agent, Id, Incident, Status};
use crate::pagerduty::world::World;
use serde_json::json;

/// Something an incident is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Resolve,
    Unsnooze,
    Unacknowledge,
    Escalate,
    WorkflowDone,
}

impl World {
    /// Does everything that is due by `now`, in the order and at the times at which it fell due.
    pub(crate) fn advance(&mut self, now: i64) {
        let waiting: Vec<Id> = self
            .incidents
            .values()
            .filter(|incident| next_due(incident).is_some_and(|(at, _)| at <= now))
            .map(|incident| incident.id.clone())
            .collect();
        for id in waiting {
            self.advance_incident(&id, now);
        }
    }

    /// Does everything that is due on one incident by `now`.
    pub(crate) fn advance_incident(&mut self, id: &str, now: i64) {
        while let Some((at, due)) = self.incidents.get(id).and_then(next_due).filter(|(at, _)| *at <= now) {
            self.fall_due(id, due, at);
        }
    }

    fn fall_due(&mut self, id: &str, due: Due, at: i64) {
        let Some(incident) = self.incidents.get_mut(id) else {
            return;
        };
        let agent = Agent::Service(incident.service.clone());
        match due {
            Due::Resolve => {
                incident.auto_resolve_at = None;
                // An open incident cannot refuse; a closed one has no timer left to get here.
                let _ = self.resolve(id, &agent, None, at);
            }
            Due::Unsnooze | Due::Unacknowledge => {
                incident.unsnooze_at = None;
                incident.unacknowledge_at = None;
                incident.acknowledgements.clear();
                incident.status = Status::Triggered;
                incident.last_status_change_at = at;
                incident.last_status_change_by = agent.clone();
                let direct = incident.direct;
                let level = incident.escalation_level;
                let cause = if due == Due::Unsnooze { "the end of the snooze" } else { "timeout" };
                self.log(id, at, Line::new("unacknowledge", &agent, format!("Unacknowledged by {cause}.")));
                if direct {
                    self.notify(id, &agent, at);
                } else {
                    self.assign_level(id, level, &agent, at);
                }
            }
            Due::Escalate => self.escalate_by_timeout(id, &agent, at),
            Due::WorkflowDone => {
                let (_, instance, name) = incident.workflows_running.remove(0);
                let channel = json!({"type": "incident_workflow", "summary": name, "workflow_instance": instance});
                let summary = format!("Workflow {name} completed.");
                self.log(id, at, Line::new("incident_workflow_complete", &agent, summary).through(channel));
            }
        }
    }

    fn escalate_by_timeout(&mut self, id: &str, agent: &Agent, at: i64) {
        let Some(incident) = self.incidents.get_mut(id) else {
            return;
        };
        incident.escalate_at = None;
        let policy = incident.escalation_policy.clone();
        let (level, loops) = (incident.escalation_level, incident.loops);
        if let Some((next, _)) = self.next_level(&policy, level + 1, at) {
            self.log(id, at, Line::new("escalate", agent, format!("Escalated to level {next} by timeout.")));
            self.assign_level(id, next, agent, at);
        } else if loops < self.policies.get(&policy).map_or(0, |policy| policy.num_loops) {
            if let Some(incident) = self.incidents.get_mut(id) {
                incident.loops += 1;
            }
            let summary = "The escalation policy starts again.";
            self.log(id, at, Line::new("repeat_escalation_path", agent, summary));
            self.assign_level(id, 1, agent, at);
        } else {
            let summary = "Nobody is left to escalate to.";
            self.log(id, at, Line::new("exhaust_escalation_path", agent, summary));
        }
    }
}

/// The earliest thing the incident waits for.
fn next_due(incident: &Incident) -> Option<(i64, Due)> {
    [
        (incident.auto_resolve_at, Due::Resolve),
        (incident.unsnooze_at, Due::Unsnooze),
        (incident.unacknowledge_at, Due::Unacknowledge),
        (incident.escalate_at, Due::Escalate),
        (incident.workflows_running.first().map(|(at, ..)| *at), Due::WorkflowDone),
    ]
    .into_iter()
    .filter_map(|(at, due)| at.map(|at| (at, due)))
    .min()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]
    use super::super::fixture::Fixture;
    use crate::pagerduty::model::{Agent, Status};
    use crate::pagerduty::time::{HOUR, MINUTE, SECOND};

    #[test]
    fn an_unanswered_incident_climbs_the_policy_repeats_it_and_gives_up() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        fixture.world.advance(30 * MINUTE - 1);
        assert_eq!(fixture.world.incident(&id).unwrap().escalation_level, 1);
        fixture.world.advance(30 * MINUTE);
        let incident = fixture.world.incident(&id).unwrap();
        assert_eq!((incident.escalation_level, incident.updated_at), (2, 30 * MINUTE));
        assert_eq!(incident.assignments[0].user, fixture.jonas);
        fixture.world.advance(3 * HOUR);
        let incident = fixture.world.incident(&id).unwrap();
        let last = incident.log.last().unwrap();
        assert_eq!((last.kind, last.created_at), ("exhaust_escalation_path", 2 * HOUR));
        assert_eq!(incident.log.iter().filter(|entry| entry.kind == "repeat_escalation_path").count(), 1);
    }

    #[test]
    fn an_acknowledgement_lapses_and_an_old_incident_resolves_by_itself() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        fixture.world.acknowledge(&id, &fixture.maya, SECOND).unwrap();
        fixture.world.advance(31 * MINUTE);
        let incident = fixture.world.incident(&id).unwrap();
        assert_eq!(incident.status, Status::Triggered);
        assert_eq!(incident.last_status_change_at, 30 * MINUTE + SECOND);
        fixture.world.advance(5 * HOUR);
        let incident = fixture.world.incident(&id).unwrap();
        assert_eq!((incident.status, incident.resolved_at), (Status::Resolved, Some(4 * HOUR)));
    }

    #[test]
    fn a_snooze_ends_by_triggering_again() {
        let mut fixture = Fixture::new();
        let id = fixture.opened();
        fixture.world.acknowledge(&id, &fixture.maya, 0).unwrap();
        let agent = Agent::User(fixture.maya.clone());
        fixture.world.snooze(&id, 3_600, &agent, 0).unwrap();
        fixture.world.advance(59 * MINUTE);
        assert_eq!(fixture.world.incident(&id).unwrap().status, Status::Acknowledged);
        fixture.world.advance(HOUR);
        assert_eq!(fixture.world.incident(&id).unwrap().status, Status::Triggered);
    }
}
