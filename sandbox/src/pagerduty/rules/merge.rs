//! Merging incidents into one.
//!
//! Source: PagerDuty REST `PUT /incidents/{id}/merge`.

use super::log::Line;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::model::{Agent, Id, Incident};
use crate::pagerduty::world::World;

/// The most alerts that one incident may hold.
const MOST_ALERTS: usize = 1_000;

impl Incident {
    /// Only incidents that are open and have alerts, or were made by hand, can be merged.
    pub(crate) fn mergeable(&self) -> bool {
        let by_hand = self.log.first().is_some_and(|entry| matches!(entry.agent, Agent::User(_)));
        self.open() && self.merged_into.is_none() && (by_hand || !self.alerts.is_empty())
    }
}

impl World {
    /// Moves the alerts of every source to `target` and resolves the sources.
    pub(crate) fn merge(&mut self, target: &str, sources: &[Id], agent: &Agent, at: i64) -> Result<(), Failure> {
        self.require_open(target)?;
        let mut alerts = self.incident(target)?.alerts.len();
        for source in sources {
            let incident = self.incident(source)?;
            if incident.merged_into.is_some() {
                return Err(Failure::incident(1019));
            }
            if source == target || (incident.open() && !incident.mergeable()) {
                return Err(Failure::input(format!("Incident {source} cannot be merged")));
            }
            alerts += incident.alerts.len();
        }
        if !self.incident(target)?.mergeable() {
            return Err(Failure::input("The target incident cannot be merged into"));
        }
        if alerts > MOST_ALERTS {
            return Err(Failure::input("An incident can hold at most 1000 alerts"));
        }
        let (number, title) = {
            let incident = self.incident(target)?;
            (incident.number, incident.title.clone())
        };
        for source in sources {
            if self.incident(source)?.open() {
                self.resolve(source, agent, None, at)?;
            }
            let incident = self.incident_mut(source)?;
            incident.merged_into = Some(target.to_owned());
            let moved = std::mem::take(&mut incident.alerts);
            let from = incident.number;
            self.log(source, at, Line::new("merge", agent, format!("Merged into [#{number}] {title}.")));
            let incident = self.incident_mut(target)?;
            incident.alerts.extend(moved.into_iter().map(|mut alert| {
                alert.resolved_at = None;
                alert
            }));
            self.log(target, at, Line::new("link", agent, format!("Incident #{from} was merged into this one.")));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::super::events::Event;
    use super::super::fixture::Fixture;
    use crate::pagerduty::model::{Agent, Status};
    use serde_json::json;

    #[test]
    fn a_merge_moves_the_alerts_and_resolves_the_source_for_good() {
        let mut fixture = Fixture::new();
        let service = fixture.service.clone();
        let mut event = |key: &str| {
            let event = Event::new(&service, "PINTEGR", key, key, "critical", json!({}));
            fixture.world.take_event(event, 0).unwrap()
        };
        let (target, source) = (event("one"), event("two"));
        let agent = Agent::User(fixture.maya.clone());
        fixture.world.merge(&target, std::slice::from_ref(&source), &agent, 5).unwrap();
        assert_eq!(fixture.world.incident(&target).unwrap().alerts.len(), 2);
        let merged = fixture.world.incident(&source).unwrap();
        assert_eq!((merged.status, merged.merged_into.as_ref()), (Status::Resolved, Some(&target)));
        let again = fixture.world.merge(&target, std::slice::from_ref(&source), &agent, 6);
        assert_eq!(again.unwrap_err().code, 1019);
        assert_eq!(fixture.world.reopen(&source, &agent, 7).unwrap_err().code, 1019);
    }
}
