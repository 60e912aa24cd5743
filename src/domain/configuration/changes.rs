//! What is different between two configurations, in the words of whoever decides.

use super::super::ability::{Abilities, Ability, Permissions};
use super::super::automation::Automation;
use super::super::display::{Arrangement, Block, DetailField, Display, Item, Showable};
use super::super::email_routing::EmailRouting;
use super::super::mirror::{Mirroring, Switch};
use super::super::ticket::TicketPriority;
use super::{Configuration, Section};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Agents in none of the listed groups may do more or less.
    Everyone {
        /// What they may do now.
        gained: Vec<Ability>,
        /// What they may do no longer.
        lost: Vec<Ability>,
    },
    /// A group is listed that was not.
    GroupAdded {
        /// Its Zendesk id.
        group: u64,
        /// What it may do.
        abilities: Vec<Ability>,
    },
    /// A group is no longer listed.
    GroupRemoved {
        /// Its Zendesk id.
        group: u64,
    },
    /// A listed group may do more or less.
    Group {
        /// Its Zendesk id.
        group: u64,
        /// What it may do now.
        gained: Vec<Ability>,
        /// What it may do no longer.
        lost: Vec<Ability>,
    },
    /// Another incident priority follows a ticket priority.
    Priority {
        /// The ticket's.
        ticket: TicketPriority,
        /// The incident's before; none if none followed.
        before: Option<String>,
        /// The incident's now.
        after: Option<String>,
    },
    /// Something that is written to tickets was turned on or off.
    Switched {
        /// What.
        switch: Switch,
        /// Whether it is on now.
        on: bool,
    },
    /// A part of an incident is shown or hidden.
    Shown {
        /// Which.
        item: Item,
        /// Whether it is shown now.
        shown: bool,
    },
    /// Parts of an incident stand in another order.
    Reordered(List),
    /// A rule or a route is another.
    Entry {
        /// In which section.
        section: Section,
        /// What happened to it.
        entry: EntryChange,
    },
    /// Another redirect address counts as registered.
    Redirect {
        /// Which; none when none does.
        now: Option<String>,
    },
}

impl Change {
    /// The section that it is in.
    pub fn section(&self) -> Section {
        match self {
            Self::Everyone { .. } | Self::GroupAdded { .. } | Self::GroupRemoved { .. } | Self::Group { .. } => {
                Section::Permissions
            }
            Self::Priority { .. } | Self::Switched { .. } => Section::Mirroring,
            Self::Shown { .. } | Self::Reordered(_) => Section::Display,
            Self::Entry { section, .. } => *section,
            Self::Redirect { .. } => Section::Redirect,
        }
    }
}

/// What stands in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The sections of an incident.
    Sections,
    /// The fields in its details.
    Fields,
}

/// What happened to one entry of a section that is a list of named things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// What administrators call it; `None` when the section can only tell that it is another. Hostile text.
    pub name: Option<String>,
    /// What happened to it.
    pub kind: EntryKind,
}

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// It is new.
    Added,
    /// It says something else, or stands elsewhere.
    Changed,
    /// It is gone.
    Removed,
}

/// A section that tells its own differences, because only it knows what its entries are called.
pub trait Described: PartialEq {
    /// What became of each entry since `before`. It is asked only when something is different.
    fn entries_changed(&self, before: &Self) -> Vec<EntryChange>;
}

impl Described for Automation {
    fn entries_changed(&self, before: &Self) -> Vec<EntryChange> {
        let mut all = listed(&before.destinations, &self.destinations, |it| &it.id, |it| &it.label);
        all.extend(listed(&before.rules, &self.rules, |it| &it.id, |it| &it.title));
        all
    }
}

impl Described for EmailRouting {
    fn entries_changed(&self, before: &Self) -> Vec<EntryChange> {
        listed(&before.routes, &self.routes, |it| &it.id, |it| &it.name)
    }
}

/// What became of the entries of a list, which ids tell apart. Nothing is said of entries that only stand in another order.
fn listed<T: PartialEq, Id: PartialEq>(
    before: &[T],
    after: &[T],
    id: impl Fn(&T) -> &Id,
    name: impl Fn(&T) -> &String,
) -> Vec<EntryChange> {
    let entry = |it: &T, kind| EntryChange { name: Some(name(it).clone()), kind };
    let mut all = Vec::new();
    for it in after {
        match before.iter().find(|other| id(other) == id(it)) {
            None => all.push(entry(it, EntryKind::Added)),
            Some(other) if other != it => all.push(entry(it, EntryKind::Changed)),
            Some(_) => {}
        }
    }
    all.extend(
        before
            .iter()
            .filter(|it| !after.iter().any(|other| id(other) == id(it)))
            .map(|it| entry(it, EntryKind::Removed)),
    );
    all
}

/// What `after` says otherwise than `before`, by section in their order. Empty exactly when both say the same.
pub fn changes(before: &Configuration, after: &Configuration) -> Vec<Change> {
    let differ = |section: &Section| !before.agrees(after, *section);
    let mut all = Vec::new();
    for section in Section::ALL.into_iter().filter(differ) {
        match section {
            Section::Permissions => permissions(&before.permissions, &after.permissions, &mut all),
            Section::Mirroring => mirroring(&before.mirroring, &after.mirroring, &mut all),
            Section::Automation => entries(section, &before.automation, &after.automation, &mut all),
            Section::Email => entries(section, &before.email, &after.email, &mut all),
            Section::Display => display(&before.display, &after.display, &mut all),
            Section::Redirect => all.push(Change::Redirect { now: after.registered_redirect.clone() }),
        }
    }
    all
}

fn difference(before: Abilities, after: Abilities) -> (Vec<Ability>, Vec<Ability>) {
    let only = |one: Abilities, other: Abilities| {
        Ability::ALL.into_iter().filter(|ability| one.has(*ability) && !other.has(*ability)).collect()
    };
    (only(after, before), only(before, after))
}

fn permissions(before: &Permissions, after: &Permissions, all: &mut Vec<Change>) {
    let (gained, lost) = difference(before.default, after.default);
    if !gained.is_empty() || !lost.is_empty() {
        all.push(Change::Everyone { gained, lost });
    }
    let (before, after) = (before.listed(), after.listed());
    let of = |list: &[(u64, Abilities)], group: u64| list.iter().find(|(id, _)| *id == group).map(|(_, set)| *set);
    for (group, abilities) in &after {
        match of(&before, *group) {
            None => {
                let abilities = Ability::ALL.into_iter().filter(|ability| abilities.has(*ability)).collect();
                all.push(Change::GroupAdded { group: *group, abilities });
            }
            Some(earlier) if earlier != *abilities => {
                let (gained, lost) = difference(earlier, *abilities);
                all.push(Change::Group { group: *group, gained, lost });
            }
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|(group, _)| of(&after, *group).is_none());
    all.extend(gone.map(|(group, _)| Change::GroupRemoved { group: *group }));
}

fn mirroring(before: &Mirroring, after: &Mirroring, all: &mut Vec<Change>) {
    for ticket in TicketPriority::ALL {
        let of = |mirroring: &Mirroring| mirroring.priorities.for_incident(ticket).map(str::to_owned);
        let (before, after) = (of(before), of(after));
        if before != after {
            all.push(Change::Priority { ticket, before, after });
        }
    }
    let turned = Switch::ALL.into_iter().filter(|switch| before.is_on(*switch) != after.is_on(*switch));
    all.extend(turned.map(|switch| Change::Switched { switch, on: after.is_on(switch) }));
}

fn display(before: &Display, after: &Display, all: &mut Vec<Change>) {
    fn of<T: Showable>(
        before: &Arrangement<T>,
        after: &Arrangement<T>,
        wrap: fn(T) -> Item,
        list: List,
        all: &mut Vec<Change>,
    ) {
        for (item, shown) in after.items() {
            if before.shows(*item) != *shown {
                all.push(Change::Shown { item: wrap(*item), shown: *shown });
            }
        }
        let order = |arrangement: &Arrangement<T>| arrangement.items().iter().map(|(it, _)| *it).collect::<Vec<_>>();
        if order(before) != order(after) {
            all.push(Change::Reordered(list));
        }
    }
    of::<Block>(&before.blocks, &after.blocks, Item::Block, List::Sections, all);
    of::<DetailField>(&before.fields, &after.fields, Item::Field, List::Fields, all);
}

fn entries<T: Described>(section: Section, before: &T, after: &T, all: &mut Vec<Change>) {
    let mut entries = after.entries_changed(before);
    if entries.is_empty() {
        // What the section cannot name is told all the same: nothing is saved without being seen.
        entries.push(EntryChange { name: None, kind: EntryKind::Changed });
    }
    all.extend(entries.into_iter().map(|entry| Change::Entry { section, entry }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_difference_is_told_once() {
        let before = Configuration::default();
        let mut after = before.clone();
        after.permissions.default = Abilities::view_only();
        after.permissions.groups = vec![(7, Abilities::view_only())];
        after.mirroring.set(Switch::Notes, false);
        after.mirroring.priorities.set(TicketPriority::Urgent, Some("P1".to_owned()));
        after.display.blocks.set(Block::Timeline, false);
        after.display.fields.put(DetailField::Teams, 0);
        after.registered_redirect = Some("https://example.com/oauth.html".to_owned());
        let told = changes(&before, &after);
        let lost = Ability::ALL.into_iter().skip(1).collect();
        let expected = [
            Change::Everyone { gained: Vec::new(), lost },
            Change::GroupAdded { group: 7, abilities: vec![Ability::View] },
            Change::Priority { ticket: TicketPriority::Urgent, before: None, after: Some("P1".to_owned()) },
            Change::Switched { switch: Switch::Notes, on: false },
            Change::Shown { item: Item::Block(Block::Timeline), shown: false },
            Change::Reordered(List::Fields),
            Change::Redirect { now: after.registered_redirect.clone() },
        ];
        assert_eq!(told, expected);
        let back = changes(&after, &before);
        assert!(back.contains(&Change::GroupRemoved { group: 7 }));
        assert_eq!(back.len(), told.len());
    }

    #[test]
    fn the_order_of_groups_is_no_difference_and_a_changed_group_tells_what_it_gained_and_lost() {
        let group = |id, ability| (id, [ability].into_iter().collect::<Abilities>());
        let mut one = Configuration::default();
        one.permissions.groups = vec![group(1, Ability::View), group(2, Ability::Note)];
        let mut other = one.clone();
        other.permissions.groups.reverse();
        assert!(one.same_as(&other) && changes(&one, &other).is_empty());
        other.permissions.groups = vec![group(2, Ability::Link), group(1, Ability::View)];
        let told = changes(&one, &other);
        assert_eq!(told, [Change::Group { group: 2, gained: vec![Ability::Link], lost: vec![Ability::Note] }]);
    }
}
