//! An incident as this console speaks of it.

use super::id::{EscalationPolicyId, IncidentId, PriorityId, ServiceId, UserId};
use super::moment::Moment;
use super::responder::ResponderRequest;

/// Where an incident stands. PagerDuty REST: `Incident.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Somebody is being paged and nobody has taken it.
    Triggered,
    /// Somebody has taken it.
    Acknowledged,
    /// It is over.
    Resolved,
}

/// How loudly responders are notified. PagerDuty REST: `Incident.urgency`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Urgency {
    /// Notify at once, by the user's high-urgency rules.
    High,
    /// Notify by the user's low-urgency rules.
    Low,
}

/// One of the account's priorities. PagerDuty REST: `Priority`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// The priority's id.
    pub id: PriorityId,
    /// What the account calls it, such as `P1`.
    pub name: String,
    /// Six hexadecimal digits without `#`, checked; `None` when the account gave none.
    pub color: Option<String>,
}

/// A named thing with an id of type `Id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<Id> {
    /// The thing's id.
    pub id: Id,
    /// What the account calls it.
    pub name: String,
}

/// A user and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// Who.
    pub user: Named<UserId>,
    /// Whether it is no person but a service, whose integration did it: an acknowledgment by an event.
    pub by_service: bool,
    /// Since when; `None` when PagerDuty did not say.
    pub at: Option<Moment>,
}

/// The key by which PagerDuty de-duplicates open incidents of a service. At most 255 characters, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IncidentKey(String);

impl IncidentKey {
    /// The longest key that PagerDuty keeps.
    pub const LONGEST: usize = 255;

    /// The key, unless it is empty or too long.
    ///
    /// An empty one must not exist: a search by it returns every incident of the account.
    pub fn parse(text: &str) -> Option<Self> {
        (!text.is_empty() && text.chars().count() <= Self::LONGEST).then(|| Self(text.to_owned()))
    }

    /// The key as PagerDuty keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is known of one incident. PagerDuty REST: `Incident`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// Its number in the account.
    pub number: u64,
    /// Its title; hostile text.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// How loudly it notifies.
    pub urgency: Urgency,
    /// Its priority, if the account uses them and one is set.
    pub priority: Option<Priority>,
    /// The service it is on.
    pub service: Named<ServiceId>,
    /// The policy by which it escalates.
    pub escalation_policy: Option<Named<EscalationPolicyId>>,
    /// Names of the teams it concerns.
    pub teams: Vec<String>,
    /// Who is to act, in PagerDuty's order.
    pub assigned: Vec<Since>,
    /// Who has acknowledged it.
    pub acknowledged: Vec<Since>,
    /// When it was triggered.
    pub created_at: Moment,
    /// When its status last changed.
    pub changed_at: Moment,
    /// When anything about it last changed.
    pub updated_at: Moment,
    /// Its de-duplication key, if it has one.
    pub key: Option<IncidentKey>,
    /// Its page in PagerDuty: `https` on `pagerduty.com`, checked.
    pub url: Option<String>,
    /// When it goes to the next level by itself, if that is pending.
    pub escalates_at: Option<Moment>,
    /// When its acknowledgment ends by itself, with a snooze or by the service's timeout, if that is pending.
    pub triggers_again_at: Option<Moment>,
    /// The incident into which it was merged, by PagerDuty's own words for it.
    pub merged_into: Option<Named<IncidentId>>,
    /// Whether people were named to act, so that it does not escalate by itself.
    pub assigned_directly: bool,
    /// Who was asked to help besides, one for each target, in PagerDuty's order.
    pub responder_requests: Vec<ResponderRequest>,
}

impl Incident {
    /// Whether somebody still has to act.
    pub fn is_open(&self) -> bool {
        self.status != Status::Resolved
    }
}

/// Puts incidents in the order of an agent's interest: open first, triggered before acknowledged, newest first.
pub fn in_order_of_interest(incidents: impl IntoIterator<Item = Incident>) -> Vec<Incident> {
    let rank = |incident: &Incident| (incident.status, std::cmp::Reverse(incident.created_at));
    let mut ordered: Vec<Incident> = Vec::new();
    for incident in incidents {
        // A ticket has a handful: inserting them costs less program than sorting does.
        let place = ordered.partition_point(|other| rank(other) <= rank(&incident));
        ordered.insert(place, incident);
    }
    ordered
}

/// A page in PagerDuty, if `text` is an `https` address on `pagerduty.com` without a user, a port or odd characters.
///
/// The address comes from the network and becomes a link; a `javascript:` one would run in our frame.
pub fn checked_url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let is_pagerduty = host == "pagerduty.com" || host.ends_with(".pagerduty.com");
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\`@".contains(&byte));
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
    (is_pagerduty && is_plain && is_host && text.len() <= 2_048).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_pagerduty_become_links() {
        assert!(checked_url("https://northwind.pagerduty.com/incidents/PABC").is_some());
        assert!(checked_url("https://northwind.eu.pagerduty.com/incidents/PABC").is_some());
        for text in [
            "javascript:alert(1)",
            "http://northwind.pagerduty.com/incidents/P1",
            "https://pagerduty.com.evil.example/",
            "https://evil.example/?.pagerduty.com",
            "https://evil.example#.pagerduty.com",
            "https://user@northwind.pagerduty.com/",
            "https://northwind.pagerduty.com/\"onclick=1",
            "https://evilpagerduty.com/",
        ] {
            assert_eq!(checked_url(text), None, "{text}");
        }
    }

    #[test]
    fn an_empty_key_cannot_exist() {
        assert_eq!(IncidentKey::parse(""), None);
        assert_eq!(IncidentKey::parse(&"k".repeat(256)), None);
        assert!(IncidentKey::parse(&"k".repeat(255)).is_some());
    }
}
