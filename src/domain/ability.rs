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

    /// The set with `ability` turned on or off in the table of permissions.
    ///
    /// Nothing can be done to what one may not see: whatever is turned on turns [`Ability::View`] on, which turned off turns
    /// everything off.
    #[must_use]
    pub fn turned(self, ability: Ability, on: bool) -> Self {
        match (ability, on) {
            (ability, true) => Self(self.0 | ability.bit() | Ability::View.bit()),
            (Ability::View, false) => Self::NONE,
            (ability, false) => Self(self.0 & !ability.bit()),
        }
    }
}

/// A set of abilities with a name, for a group that is like most groups of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// Everything.
    FullAccess,
    /// An incident's life from creation to resolution, with links and notes; nobody else is paged and no subscriber is told.
    WorkIncidents,
    /// Look, and write notes for responders.
    ViewAndNote,
    /// Look.
    ViewOnly,
    /// Not even look.
    Nothing,
}

impl Preset {
    /// Every preset, the widest first.
    pub const ALL: [Self; 5] =
        [Self::FullAccess, Self::WorkIncidents, Self::ViewAndNote, Self::ViewOnly, Self::Nothing];

    /// Its name in a list of choices; never shown, and never kept: the configuration holds the abilities.
    pub fn name(self) -> &'static str {
        match self {
            Self::FullAccess => "full_access",
            Self::WorkIncidents => "work_incidents",
            Self::ViewAndNote => "view_and_note",
            Self::ViewOnly => "view_only",
            Self::Nothing => "nothing",
        }
    }

    /// The preset of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// What it allows.
    pub fn abilities(self) -> Abilities {
        match self {
            Self::FullAccess => Abilities::all(),
            Self::WorkIncidents => [
                Ability::View,
                Ability::Create,
                Ability::Link,
                Ability::Unlink,
                Ability::Acknowledge,
                Ability::Resolve,
                Ability::Note,
            ]
            .into_iter()
            .collect(),
            Self::ViewAndNote => [Ability::View, Ability::Note].into_iter().collect(),
            Self::ViewOnly => Abilities::view_only(),
            Self::Nothing => Abilities::NONE,
        }
    }

    /// The preset that allows exactly this, if there is one.
    pub fn of(abilities: Abilities) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.abilities() == abilities)
    }
}

/// For whom a row of the table of permissions is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// Agents in none of the listed groups.
    EveryoneElse,
    /// The agents of the Zendesk group with this id.
    Group(u64),
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

    /// What a row of the table allows; nothing for a group that is not listed.
    pub fn row(&self, holder: Holder) -> Option<Abilities> {
        match holder {
            Holder::EveryoneElse => Some(self.default),
            Holder::Group(group) => self.groups.iter().find(|(id, _)| *id == group).map(|(_, abilities)| *abilities),
        }
    }

    /// Changes a row that is there; says whether there is one.
    pub fn set(&mut self, holder: Holder, abilities: Abilities) -> bool {
        let row = match holder {
            Holder::EveryoneElse => Some(&mut self.default),
            Holder::Group(group) => self.groups.iter_mut().find(|(id, _)| *id == group).map(|(_, row)| row),
        };
        row.map(|row| *row = abilities).is_some()
    }

    /// Lists a group that is not listed yet, at `place` or at the end; says whether it was not.
    pub fn list(&mut self, group: u64, abilities: Abilities, place: usize) -> bool {
        let listed = self.row(Holder::Group(group)).is_some();
        if !listed {
            self.groups.insert(place.min(self.groups.len()), (group, abilities));
        }
        !listed
    }

    /// Takes a group off the list; where it stood and what it was allowed, so that it can be put back.
    pub fn unlist(&mut self, group: u64) -> Option<(usize, Abilities)> {
        let place = self.groups.iter().position(|(id, _)| *id == group)?;
        let (_, abilities) = self.groups.remove(place);
        Some((place, abilities))
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

    #[test]
    fn presets_lead_back_to_themselves_and_are_told_apart() {
        for preset in Preset::ALL {
            assert_eq!(Preset::of(preset.abilities()), Some(preset));
            assert_eq!(Preset::named(preset.name()), Some(preset));
        }
        let of_its_own: Abilities = [Ability::View, Ability::Workflow].into_iter().collect();
        assert_eq!((Preset::of(of_its_own), Preset::named("custom")), (None, None));
    }

    fn any_permissions() -> impl Strategy<Value = Permissions> {
        let groups = proptest::collection::btree_map(0_u64..6, 0_u16..4096, 0..6);
        (0_u16..4096, groups).prop_map(|(default, groups)| Permissions {
            default: Abilities(default),
            groups: groups.into_iter().map(|(id, bits)| (id, Abilities(bits))).collect(),
        })
    }

    proptest! {
        #[test]
        fn a_preset_can_be_named_exactly_when_one_allows_the_same(bits in 0_u16..4096) {
            let named = Preset::of(Abilities(bits));
            let same = Preset::ALL.into_iter().filter(|preset| preset.abilities() == Abilities(bits));
            prop_assert_eq!(same.collect::<Vec<_>>(), Vec::from_iter(named));
        }

        #[test]
        fn turning_one_ability_changes_no_other_but_by_the_rule_of_seeing(bits in 0_u16..4096, which in 0_usize..12, on: bool) {
            let (before, ability) = (Abilities(bits), *Ability::ALL.get(which).unwrap_or(&Ability::View));
            let after = before.turned(ability, on);
            prop_assert_eq!(after.has(ability), on);
            for other in Ability::ALL.into_iter().filter(|other| *other != ability) {
                let expected = match (ability, on) {
                    (Ability::View, false) => false,
                    (_, true) if other == Ability::View => true,
                    _ => before.has(other),
                };
                prop_assert_eq!(after.has(other), expected, "{:?}", other);
            }
            // Once seeing goes with everything else, it does so for good.
            let sound = |set: Abilities| set == Abilities::NONE || set.has(Ability::View);
            prop_assert!(!sound(before) || sound(after));
        }

        #[test]
        fn changing_a_row_changes_that_row_only(before in any_permissions(), which in 0_u64..8, bits in 0_u16..4096) {
            let holder = if which == 7 { Holder::EveryoneElse } else { Holder::Group(which) };
            let mut after = before.clone();
            let changed = after.set(holder, Abilities(bits));
            prop_assert_eq!(changed, before.row(holder).is_some());
            let rows = (0..7).map(Holder::Group).chain([Holder::EveryoneElse]);
            for row in rows {
                let expected = if row == holder && changed { Some(Abilities(bits)) } else { before.row(row) };
                prop_assert_eq!(after.row(row), expected);
            }
        }

        #[test]
        fn what_was_taken_off_the_list_can_be_put_back(before in any_permissions(), group in 0_u64..7) {
            let mut after = before.clone();
            if let Some((place, abilities)) = after.unlist(group) {
                prop_assert_eq!(after.row(Holder::Group(group)), None);
                prop_assert_eq!(after.of(&[group]), before.default, "without its row the default holds");
                prop_assert!(after.list(group, abilities, place));
                prop_assert!(!after.list(group, Abilities::NONE, 0), "it is listed once");
            } else {
                prop_assert_eq!(before.row(Holder::Group(group)), None);
            }
            prop_assert_eq!(after, before);
        }

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
