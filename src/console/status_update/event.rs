//! What happens to status updates and their recipients.

use crate::domain::id::{IncidentId, TemplateId};
use crate::domain::status_update::{
    Rendered, StatusUpdate, Subscriber, SubscriberId, Subscribers, Subscription, Template,
};

use super::super::event::Answer;

/// Something that happened to a status update or its recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusUpdateEvent {
    /// The agent wants to write one.
    Opened(IncidentId),
    /// The agent typed.
    Typed(IncidentId, String),
    /// The agent chose a template, or none.
    TemplateChosen(Option<TemplateId>),
    /// The agent went to the preview, or back to the text.
    PreviewShown(bool),
    /// The agent wants the text in the reply too, once it was sent.
    InsertToggled(bool),
    /// The agent sends it, or lets a lost one be searched for again.
    Submitted,
    /// PagerDuty answered to an update.
    Answered {
        /// Which one.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<StatusUpdate>,
    },
    /// The updates since the lost one was sent came.
    LookedUp {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Vec<StatusUpdate>>,
    },
    /// The account's templates came; none when its plan has none.
    TemplatesArrived(Answer<Vec<Template>>),
    /// A template was filled in.
    Rendered {
        /// The question.
        asked: u32,
        /// For which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Rendered>,
    },
    /// The agent wants the template filled in again after a failure.
    RenderAgain,
    /// The incident's subscribers came.
    SubscribersArrived {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Subscribers>,
    },
    /// The agent opened or closed the list of recipients.
    RecipientsToggled,
    /// The agent wants to see more names.
    MoreNamesClicked,
    /// Names of subscribers came; one that could not be read is empty.
    NamesArrived {
        /// Of which incident.
        incident: IncidentId,
        /// Who.
        names: Vec<Subscriber>,
    },
    /// The agent typed into the search for somebody to add.
    SubscriberTyped(String),
    /// Teams and users came.
    SubscribersFound {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Vec<Subscriber>>,
    },
    /// The agent chose somebody to add.
    SubscriberChosen(Subscriber),
    /// The agent took somebody off those to add.
    SubscriberDropped(SubscriberId),
    /// The agent adds those who were chosen.
    SubscribeClicked,
    /// PagerDuty told what became of each.
    Subscribed {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer, in the order of those who were chosen.
        answer: Answer<Vec<Subscription>>,
    },
    /// The latest updates came, newest first.
    LatestArrived {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Vec<StatusUpdate>>,
    },
    /// The agent wants the latest update in the reply.
    InsertClicked(IncidentId),
    /// Zendesk answered to the text for the reply.
    Inserted(Answer<()>),
}
