//! The words for changes, for what cannot be read, and for what went wrong with saving.

use crate::domain::ability::Ability;
use crate::domain::configuration::{Change, EntryKind, LARGEST, List, Problem, Section};
use crate::domain::failure::Failure;
use crate::domain::mirror::Switch;
use crate::domain::ticket::TicketPriority;
use crate::i18n::SettingsMessage;
use crate::i18n::explain::{ability, item_name, zendesk_failure};

use super::super::super::model::Model;
use super::super::screen::Screen;

/// A number of bytes in the style of the language.
pub(super) fn bytes(screen: Screen, bytes: usize) -> String {
    screen.words.number(u64::try_from(bytes).unwrap_or(u64::MAX))
}

/// What a call to Zendesk that failed means for the settings.
pub(super) fn failure(screen: Screen, failure: &Failure) -> String {
    let own = match failure {
        Failure::Forbidden(_) | Failure::PaymentRequired => Some(SettingsMessage::StoreForbidden),
        Failure::NotFound => Some(SettingsMessage::StoreGone),
        Failure::Conflict(_) => Some(SettingsMessage::StoreConflict),
        _ => None,
    };
    let general =
        || screen.words.consult(|catalog| catalog.say(&zendesk_failure(failure, catalog).body)).unwrap_or_default();
    own.map_or_else(general, |message| screen.words.say(message))
}

/// Why a text is no configuration.
pub(super) fn problem(screen: Screen, problem: &Problem) -> String {
    screen.words.say(match problem {
        Problem::NotJson => SettingsMessage::StoreProblemJson,
        Problem::Version(None) => SettingsMessage::StoreProblemNoVersion,
        Problem::Version(Some(version)) => SettingsMessage::StoreProblemVersion { version: version.to_string() },
        Problem::Wrong { place } => SettingsMessage::StoreProblemPlace { place: shortened(place) },
        Problem::TooLarge { bytes: used } => {
            SettingsMessage::StoreProblemLarge { used: bytes(screen, *used), most: bytes(screen, LARGEST) }
        }
    })
}

/// The first few of several: who sees these looks at the file anyway.
pub(super) fn problems(screen: Screen, problems: &[Problem]) -> Vec<String> {
    problems.iter().take(5).map(|it| problem(screen, it)).collect()
}

/// A place whose names come from a file, cut to a readable length.
fn shortened(place: &str) -> String {
    const LONGEST: usize = 80;
    let mut cut: String = place.chars().take(LONGEST).collect();
    if cut.len() < place.len() {
        cut.push('…');
    }
    cut
}

/// The page that a section is edited on.
pub(in super::super) fn section_name(section: Section) -> SettingsMessage {
    match section {
        Section::Permissions => SettingsMessage::PermissionsHeading,
        Section::Mirroring => SettingsMessage::SyncedHeading,
        Section::Automation => SettingsMessage::AutomationHeading,
        Section::Email => SettingsMessage::EmailHeading,
        Section::Display => SettingsMessage::LayoutHeading,
        Section::Redirect => SettingsMessage::StoreRedirectSection,
    }
}

/// What a switch is called.
pub(in super::super) fn switch_name(switch: Switch) -> SettingsMessage {
    match switch {
        Switch::Notes => SettingsMessage::SyncedNotes,
        Switch::StateChanges => SettingsMessage::SyncedStateChanges,
        Switch::OpenNewTickets => SettingsMessage::SyncedOpenNew,
    }
}

/// What a ticket priority is called.
pub(in super::super) fn priority_name(priority: TicketPriority) -> SettingsMessage {
    match priority {
        TicketPriority::Urgent => SettingsMessage::SyncedUrgent,
        TicketPriority::High => SettingsMessage::SyncedHigh,
        TicketPriority::Normal => SettingsMessage::SyncedNormal,
        TicketPriority::Low => SettingsMessage::SyncedLow,
    }
}

/// The names of the groups in these changes, as far as the screen knows them.
pub(super) fn group_names(model: &Model, changes: &[Change]) -> Vec<(u64, String)> {
    let group = |change: &Change| match change {
        Change::GroupAdded { group, .. } | Change::GroupRemoved { group } | Change::Group { group, .. } => Some(*group),
        _ => None,
    };
    let named = |group: u64| Some((group, model.group_name(group)?));
    changes.iter().filter_map(group).filter_map(named).collect()
}

/// What a change says, in one sentence or two.
pub(super) fn sentences(screen: Screen, change: &Change, names: &[(u64, String)]) -> Vec<String> {
    let say = |message: SettingsMessage| screen.words.say(message);
    let abilities = |all: &[Ability]| {
        let all: Vec<_> = all.iter().map(|it| screen.words.say(ability(*it))).collect();
        screen.words.list(&all)
    };
    let who = |group: u64| {
        let known = names.iter().find(|(id, _)| *id == group).map(|(_, name)| name.clone());
        known.unwrap_or_else(|| say(SettingsMessage::StoreGroup { id: group.to_string() }))
    };
    let may = |who: String, gained: &[Ability], lost: &[Ability]| {
        let mut lines = Vec::new();
        if !gained.is_empty() {
            lines.push(say(SettingsMessage::StoreMayNow { who: who.clone(), abilities: abilities(gained) }));
        }
        if !lost.is_empty() {
            lines.push(say(SettingsMessage::StoreMayNoLonger { who, abilities: abilities(lost) }));
        }
        lines
    };
    match change {
        Change::Everyone { gained, lost } => may(say(SettingsMessage::StoreEveryone), gained, lost),
        Change::Group { group, gained, lost } => may(who(*group), gained, lost),
        Change::GroupAdded { group, abilities: all } if all.is_empty() => {
            vec![say(SettingsMessage::StoreGroupAddedEmpty { who: who(*group) })]
        }
        Change::GroupAdded { group, abilities: all } => {
            vec![say(SettingsMessage::StoreGroupAdded { who: who(*group), abilities: abilities(all) })]
        }
        Change::GroupRemoved { group } => vec![say(SettingsMessage::StoreGroupRemoved { who: who(*group) })],
        Change::Priority { ticket, before, after } => {
            let ticket = say(priority_name(*ticket));
            let line = match (before.clone(), after.clone()) {
                (None, Some(after)) => SettingsMessage::StorePrioritySet { ticket, after },
                (Some(before), Some(after)) => SettingsMessage::StorePriorityChanged { ticket, before, after },
                (before, None) => SettingsMessage::StorePriorityCleared { ticket, before: before.unwrap_or_default() },
            };
            vec![say(line)]
        }
        Change::Switched { switch, on } => {
            let what = say(switch_name(*switch));
            vec![say(if *on {
                SettingsMessage::StoreTurnedOn { what }
            } else {
                SettingsMessage::StoreTurnedOff { what }
            })]
        }
        Change::Shown { item, shown } => {
            let what = screen.words.say(item_name(*item));
            vec![say(if *shown { SettingsMessage::StoreShown { what } } else { SettingsMessage::StoreHidden { what } })]
        }
        Change::Reordered(List::Sections) => vec![say(SettingsMessage::StoreSectionsReordered)],
        Change::Reordered(List::Fields) => vec![say(SettingsMessage::StoreFieldsReordered)],
        Change::Entry { entry, .. } => {
            let Some(name) = entry.name.clone() else { return vec![say(SettingsMessage::StoreSectionChanged)] };
            vec![say(match entry.kind {
                EntryKind::Added => SettingsMessage::StoreEntryAdded { name },
                EntryKind::Changed => SettingsMessage::StoreEntryChanged { name },
                EntryKind::Removed => SettingsMessage::StoreEntryRemoved { name },
            })]
        }
        Change::Redirect { now: Some(address) } => {
            vec![say(SettingsMessage::StoreRedirectSet { address: address.clone() })]
        }
        Change::Redirect { now: None } => vec![say(SettingsMessage::StoreRedirectCleared)],
    }
}
