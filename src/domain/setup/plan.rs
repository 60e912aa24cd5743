//! What the account's PagerDuty plan has of what the console offers.

use crate::domain::failure::Failure;

/// Something that a plan has or lacks, and with it a part of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Asking others to help.
    Responders,
    /// Priorities of incidents.
    Priorities,
    /// Incident workflows.
    Workflows,
    /// Templates for status updates.
    Templates,
    /// Teams.
    Teams,
    /// A low and a high urgency.
    Urgencies,
}

impl Feature {
    /// Every feature, in the order of the list.
    pub const ALL: [Self; 6] =
        [Self::Responders, Self::Priorities, Self::Workflows, Self::Templates, Self::Teams, Self::Urgencies];

    /// Its name in ids; never shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Responders => "responders",
            Self::Priorities => "priorities",
            Self::Workflows => "workflows",
            Self::Templates => "templates",
            Self::Teams => "teams",
            Self::Urgencies => "urgencies",
        }
    }

    /// The account ability that stands for it. The others are not in that list: they show by the answer to their own call.
    pub fn ability(self) -> Option<&'static str> {
        match self {
            Self::Responders => Some("coordinated_responding"),
            Self::Teams => Some("teams"),
            Self::Urgencies => Some("urgencies"),
            Self::Priorities | Self::Workflows | Self::Templates => None,
        }
    }
}

/// Whether the account has a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It does.
    On,
    /// It does not.
    Off,
    /// Nobody knows, because the question failed.
    Unknown(Failure),
}

/// What the plan has, feature by feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Each of [`Feature::ALL`], in that order.
    pub features: Vec<(Feature, Availability)>,
}

impl Plan {
    /// The features that the account does not have.
    pub fn lacking(&self) -> Vec<Feature> {
        self.features.iter().filter(|(_, it)| *it == Availability::Off).map(|(feature, _)| *feature).collect()
    }

    /// Whether nothing is left open.
    pub fn is_certain(&self) -> bool {
        !self.features.iter().any(|(_, it)| matches!(it, Availability::Unknown(_)))
    }
}
