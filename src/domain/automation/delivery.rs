//! What became of what a webhook sent.

use crate::domain::moment::Moment;

use super::key::Fingerprint;
use crate::domain::region::Region;

/// One call of a webhook. Zendesk: `Invocation`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// When its last attempt ended.
    pub at: Moment,
    /// The status that came back; 0 when nobody answered.
    pub status: u16,
}

impl Delivery {
    /// Whether PagerDuty took it.
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether PagerDuty answered that it does not take events with this key, or in this form.
    pub fn is_refused(&self) -> bool {
        matches!(self.status, 400 | 401 | 403)
    }
}

/// The latest calls of our webhook of a region, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deliveries {
    /// The region.
    pub region: Region,
    /// The calls that were looked at.
    pub latest: Vec<Delivery>,
    /// Keys that PagerDuty refused and did not take again since. The key was revoked: its integration was deleted, or belongs to another
    /// region.
    pub refused: Vec<Fingerprint>,
}

impl Deliveries {
    /// The last call.
    pub fn last(&self) -> Option<&Delivery> {
        self.latest.first()
    }

    /// The last call that failed.
    pub fn last_failure(&self) -> Option<&Delivery> {
        self.latest.iter().find(|delivery| !delivery.is_good())
    }

    /// How many of those that were looked at failed.
    pub fn failures(&self) -> usize {
        self.latest.iter().filter(|delivery| !delivery.is_good()).count()
    }
}
