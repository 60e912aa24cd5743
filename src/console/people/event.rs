//! What happens around people, and what is to be done about it.

use crate::domain::id::{EscalationPolicyId, IncidentId, UserId};
use crate::domain::incident::Incident;
use crate::domain::people::{Candidate, Kinds, OnCall, Target};
use crate::domain::responder::{Cancellation, ResponderRequest, Summons};
use crate::domain::timeline::Page;

use super::super::event::Answer;
use super::{Errand, Way};

/// What PagerDuty gives back for a change that notifies people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// The requests, one for each target.
    Requests(Vec<ResponderRequest>),
    /// The incident after the handover.
    Incident(Box<Incident>),
}

/// Something that happened around people.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "an event lives for a moment, and there is one at a time")]
pub enum PeopleEvent {
    /// The agent wants to page people.
    Opened(Errand),
    /// The agent chose a way to hand the incident over.
    WayChosen(Way),
    /// The agent named a level.
    LevelChosen(u32),
    /// The agent typed into the search.
    Typed(String),
    /// People and policies came.
    Found {
        /// For what.
        errand: Errand,
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Page<Candidate>>,
    },
    /// The agent chose somebody.
    Chosen(Box<Candidate>),
    /// The agent took somebody off again: the target's key.
    Removed(String),
    /// The incident's own policy came.
    PolicyArrived {
        /// For what.
        errand: Errand,
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Candidate>,
    },
    /// Those on call came.
    OnCallArrived {
        /// For what.
        errand: Errand,
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Vec<OnCall>>,
    },
    /// The agent wants to know again who is on call.
    OnCallRetried,
    /// The agent typed into the message.
    MessageTyped(String),
    /// The agent sends, with the message as it stands in the panel.
    Submitted(String),
    /// PagerDuty answered.
    Answered {
        /// For what.
        errand: Errand,
        /// Which attempt.
        asked: u32,
        /// The answer.
        answer: Answer<Made>,
    },
    /// The incident was read, to see whether the change was made.
    LookedUp {
        /// For what.
        errand: Errand,
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Incident>,
    },
    /// The agent takes a request back.
    CancelClicked(IncidentId, Target),
    /// PagerDuty answered to that.
    CancelAnswered {
        /// At which incident.
        incident: IncidentId,
        /// Who was asked.
        target: Target,
        /// The answer.
        answer: Answer<Cancellation>,
    },
}

/// Something to be done around people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleEffect {
    /// Find people and policies by name.
    Search {
        /// For what.
        errand: Errand,
        /// Names the question.
        asked: u32,
        /// Part of a name; empty for the first ones.
        query: String,
        /// Which of them.
        kinds: Kinds,
    },
    /// Read the incident's own policy.
    LoadPolicy {
        /// For what.
        errand: Errand,
        /// Names the question.
        asked: u32,
        /// Which; never a person.
        policy: EscalationPolicyId,
    },
    /// Read who is on call for these.
    LoadOnCall {
        /// For what.
        errand: Errand,
        /// Names the question.
        asked: u32,
        /// For whom.
        targets: Vec<Target>,
    },
    /// Make a change that notifies people. Sent once; a lost answer is looked up.
    Summon {
        /// For what.
        errand: Errand,
        /// Names the attempt.
        asked: u32,
        /// The agent's PagerDuty user.
        me: UserId,
        /// The change.
        summons: Summons,
    },
    /// Read the incident after a lost answer.
    LookUp {
        /// For what.
        errand: Errand,
        /// Names the question.
        asked: u32,
    },
    /// Take back what one target has not answered.
    Cancel {
        /// At which incident.
        incident: IncidentId,
        /// The agent's PagerDuty user.
        me: UserId,
        /// Who was asked.
        target: Target,
    },
}

impl PeopleEffect {
    /// Whether it changes anything in PagerDuty.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Summon { .. } | Self::Cancel { .. })
    }
}
