//! What an agent's Zendesk groups allow, as the administrators set it.
//!
//! PagerDuty's own permissions stay authoritative; these only narrow what the console offers.

/// One thing that a group may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ability {
    /// See the ticket's incidents.
    View,
    /// Create an incident.
    Create,
    /// Link an existing incident to a ticket.
    Link,
    /// Take an incident off a ticket.
    Unlink,
    /// Acknowledge.
    Acknowledge,
    /// Resolve.
    Resolve,
    /// Write a note for responders.
    Note,
    /// Ask more people to help.
    Responders,
    /// Give the incident to somebody else, or escalate it.
    Reassign,
    /// Run an incident workflow.
    Workflow,
    /// Send a status update.
    StatusUpdate,
    /// Change priority, urgency or title.
    Priority,
}

impl Ability {
    /// Every ability, in the order of the permissions table.
    pub const ALL: [Self; 12] = [
        Self::View,
        Self::Create,
        Self::Link,
        Self::Unlink,
        Self::Acknowledge,
        Self::Resolve,
        Self::Note,
        Self::Responders,
        Self::Reassign,
        Self::Workflow,
        Self::StatusUpdate,
        Self::Priority,
    ];

    /// Its name in the configuration setting; never shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Create => "create",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Acknowledge => "acknowledge",
            Self::Resolve => "resolve",
            Self::Note => "note",
            Self::Responders => "responders",
            Self::Reassign => "reassign",
            Self::Workflow => "workflow",
            Self::StatusUpdate => "status_update",
            Self::Priority => "priority",
        }
    }

    /// The ability of that name in the configuration setting.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ability| ability.name() == name)
    }

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// A set of abilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities(u16);

impl Abilities {
    /// No ability at all.
    pub const NONE: Self = Self(0);

    /// Every ability.
    pub fn all() -> Self {
        Ability::ALL.into_iter().collect()
    }

    /// Only to see: what is safe when the configuration cannot be read.
    pub fn view_only() -> Self {
        [Ability::View].into_iter().collect()
    }

    /// Whether `ability` is in the set.
    pub fn has(self, ability: Ability) -> bool {
        self.0 & ability.bit() != 0
    }

    /// Everything that is in one of the two.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Ability> for Abilities {
    fn from_iter<I: IntoIterator<Item = Ability>>(abilities: I) -> Self {
        Self(abilities.into_iter().fold(0, |bits, ability| bits | ability.bit()))
    }
}

/// What each Zendesk group may do, and what everyone else may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// For agents in none of the listed groups.
    pub default: Abilities,
    /// By the group's Zendesk id.
    pub groups: Vec<(u64, Abilities)>,
}

impl Permissions {
    /// Until an administrator says otherwise everyone may do everything that PagerDuty lets them.
    pub fn open() -> Self {
        Self { default: Abilities::all(), groups: Vec::new() }
    }

    /// What to fall back to when the configuration is there but cannot be read: nobody may change anything.
    pub fn safest() -> Self {
        Self { default: Abilities::view_only(), groups: Vec::new() }
    }

    /// The listed groups by their ids, each once.
    pub fn listed(&self) -> Vec<(u64, Abilities)> {
        let mut listed: Vec<(u64, Abilities)> = Vec::new();
        for (group, abilities) in &self.groups {
            // Of two lines for the same group the first counts, as it does in `of`.
            if !listed.iter().any(|(id, _)| id == group) {
                listed.push((*group, *abilities));
            }
        }
        listed.sort_unstable_by_key(|(group, _)| *group);
        listed
    }

    /// Whether both allow the same, in whatever order the groups are listed.
    pub fn same_as(&self, other: &Self) -> bool {
        self.default == other.default && self.listed() == other.listed()
    }

    /// What an agent in `groups` may do: the union over those of the groups that are listed, else the default.
    pub fn of(&self, groups: &[u64]) -> Abilities {
        groups
            .iter()
            .filter_map(|group| self.groups.iter().find(|(id, _)| id == group))
            .map(|(_, abilities)| *abilities)
            .reduce(Abilities::union)
            .unwrap_or(self.default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_listed_group_without_abilities_takes_the_default_away() {
        let permissions = Permissions { default: Abilities::all(), groups: [(1, Abilities::NONE)].into() };
        assert_eq!(permissions.of(&[1, 2]), Abilities::NONE);
        assert_eq!(permissions.of(&[2]), Abilities::all());
    }

    #[test]
    fn names_lead_back_to_their_abilities() {
        for ability in Ability::ALL {
            assert_eq!(Ability::named(ability.name()), Some(ability));
        }
        assert_eq!(Ability::named("View"), None);
    }

    proptest! {
        #[test]
        fn another_listed_group_never_takes_an_ability_away(
            sets in proptest::collection::btree_map(0_u64..6, 0_u16..4096, 1..6),
            mine in proptest::collection::vec(0_u64..6, 0..4),
            more in 0_u64..6,
        ) {
            let groups: Vec<_> = sets.into_iter().map(|(id, bits)| (id, Abilities(bits))).collect();
            prop_assume!(mine.iter().any(|id| groups.iter().any(|(listed, _)| listed == id)));
            let permissions = Permissions { default: Abilities::NONE, groups };
            let before = permissions.of(&mine);
            let mut with_more = mine.clone();
            with_more.push(more);
            let after = permissions.of(&with_more);
            for ability in Ability::ALL {
                prop_assert!(!before.has(ability) || after.has(ability));
            }
        }
    }
}
