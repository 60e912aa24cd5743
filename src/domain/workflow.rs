//! Incident workflows that an agent can run, and what is known of a run.

use super::id::{ResponsePlayId, WorkflowId, is_id};
use super::moment::Moment;

/// What is run: an incident workflow, or one of the response plays that workflows have replaced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunnableId {
    /// PagerDuty REST: `POST /incident_workflows/{id}/instances`.
    Workflow(WorkflowId),
    /// PagerDuty REST, until September 2025: `POST /response_plays/{id}/run`.
    ResponsePlay(ResponsePlayId),
}

impl RunnableId {
    /// The id alone.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Workflow(id) => id.as_str(),
            Self::ResponsePlay(id) => id.as_str(),
        }
    }
}

/// Something that can be run on an incident by hand. PagerDuty REST: `IncidentWorkflowTrigger.workflow`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runnable {
    /// What it is.
    pub id: RunnableId,
    /// What the account calls it.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Whether PagerDuty says that only a team may run it.
    pub restricted: bool,
}

/// The id by which a run is told apart. Chosen here, so that the same run cannot be two. PagerDuty REST: `IncidentWorkflowInstance.id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InstanceId(String);

impl InstanceId {
    /// The id of the run that `user` starts at `at` as the `nth` thing in this console.
    pub fn new(user: &str, at: Moment, nth: u32) -> Self {
        Self(format!("{user}T{}N{nth}", at.0))
    }

    /// The id of a run that was started before, if `text` has the shape of one.
    pub fn parse(text: &str) -> Option<Self> {
        is_id(text).then(|| Self(text.to_owned()))
    }

    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line that the timeline tells of a workflow. PagerDuty documents no way to read an instance, so this is what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// When.
    pub at: Moment,
    /// PagerDuty's own words; hostile text.
    pub summary: String,
    /// Whether it names the instance.
    pub certain: bool,
    /// Whether it names the workflow.
    pub named: bool,
    /// Whether it says that the agent did it.
    pub mine: bool,
}

impl Trace {
    /// Whether a run whose answer was lost has begun, by what the timeline tells since.
    pub fn shows_run(traces: &[Self]) -> bool {
        traces.iter().any(|trace| trace.certain || (trace.named && trace.mine))
    }

    /// The latest that is told of a run that has begun.
    pub fn latest(traces: &[Self]) -> Option<&Self> {
        traces.iter().filter(|trace| trace.certain || trace.named).max_by_key(|trace| trace.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_never_share_an_id() {
        let first = InstanceId::new("PU1", Moment(5), 1);
        assert_eq!(first, InstanceId::new("PU1", Moment(5), 1));
        assert_eq!(InstanceId::parse(first.as_str()), Some(first.clone()));
        assert_eq!(InstanceId::parse("a b"), None);
        for other in [("PU2", 5, 1), ("PU1", 6, 1), ("PU1", 5, 2)] {
            assert_ne!(first, InstanceId::new(other.0, Moment(other.1), other.2));
        }
    }

    #[test]
    fn a_line_about_another_workflow_shows_nothing() {
        let trace = |certain, named, mine| Trace { at: Moment(1), summary: String::new(), certain, named, mine };
        assert!(!Trace::shows_run(&[trace(false, false, true), trace(false, true, false)]));
        assert!(Trace::shows_run(&[trace(false, false, false), trace(false, true, true)]));
        assert!(Trace::shows_run(&[trace(true, false, false)]));
        assert_eq!(Trace::latest(&[trace(false, false, true)]), None);
        let later = Trace { at: Moment(2), ..trace(false, true, false) };
        assert_eq!(Trace::latest(&[trace(true, true, true), later.clone()]), Some(&later));
    }
}
