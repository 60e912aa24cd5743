//! What happened to an incident: its log entries and its notes.

use super::moment::Moment;

/// What kind of thing a log entry tells of; chooses an icon and our own sentence.
///
/// PagerDuty REST: `LogEntry.type` without `_log_entry`. New kinds appear over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// It began.
    Trigger,
    /// Somebody took it.
    Acknowledge,
    /// Nobody has it any more.
    Unacknowledge,
    /// It ended.
    Resolve,
    /// It was given to somebody.
    Assign,
    /// It went to the next level.
    Escalate,
    /// Somebody was notified.
    Notify,
    /// A note was written.
    Annotate,
    /// A status update was sent.
    StatusUpdate,
    /// It was put off.
    Snooze,
    /// Its priority changed.
    Priority,
    /// Somebody was asked to help.
    Responder,
    /// Anything else; PagerDuty's own summary tells.
    Other,
}

/// One line of an incident's timeline. PagerDuty REST: `LogEntry`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id; used to tell pages that overlap apart.
    pub id: String,
    /// When.
    pub at: Moment,
    /// What.
    pub kind: EntryKind,
    /// PagerDuty's own words; hostile text.
    pub summary: String,
    /// Who did it; `None` for what happened by itself.
    pub who: Option<String>,
}

/// A note for responders. PagerDuty REST: `IncidentNote`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// When it was written.
    pub at: Moment,
    /// Who wrote it.
    pub who: String,
    /// What it says; hostile text.
    pub content: String,
}

/// A part of a list that is read page by page, oldest question first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What this page holds.
    pub items: Vec<T>,
    /// Whether there is more after it.
    pub more: bool,
}

/// Puts an item where it belongs in a list whose newest item comes first.
///
/// Answers come nearly in order, so the place is nearly always the end; and it costs less program than sorting does.
pub fn insert_newest_first<T>(items: &mut Vec<T>, item: T, at: fn(&T) -> Moment) {
    let place = items.partition_point(|other| at(other) >= at(&item));
    items.insert(place, item);
}

/// Adds a page to what is there and drops what came twice, because pages move while they are read.
pub fn append_entries(known: &mut Vec<Entry>, page: Vec<Entry>) {
    for entry in page {
        if !known.iter().any(|other| other.id == entry.id) {
            insert_newest_first(known, entry, |entry| entry.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, at: i64) -> Entry {
        Entry { id: id.into(), at: Moment(at), kind: EntryKind::Other, summary: String::new(), who: None }
    }

    #[test]
    fn pages_that_overlap_show_each_entry_once_and_newest_first() {
        let mut known = vec![entry("c", 3), entry("b", 2)];
        append_entries(&mut known, vec![entry("b", 2), entry("a", 1), entry("d", 4)]);
        let ids: Vec<_> = known.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, ["d", "c", "b", "a"]);
    }
}
