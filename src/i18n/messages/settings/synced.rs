//! What incidents and tickets have in common.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_synced {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.synced.heading" => SyncedHeading,
            "settings.synced.lead" => SyncedLead,
            "settings.synced.priority" => SyncedPriority,
            "settings.synced.priority_lead" => SyncedPriorityLead,
            "settings.synced.ticket_priority" => SyncedTicketPriority,
            "settings.synced.incident_priority" => SyncedIncidentPriority,
            "settings.synced.incident_priority_for" => SyncedIncidentPriorityFor { ticket },
            "settings.synced.urgent" => SyncedUrgent,
            "settings.synced.high" => SyncedHigh,
            "settings.synced.normal" => SyncedNormal,
            "settings.synced.low" => SyncedLow,
            "settings.synced.none" => SyncedNone,
            "settings.synced.unknown" => SyncedUnknown { name },
            "settings.synced.signed_out_title" => SyncedSignedOutTitle,
            "settings.synced.by_hand" => SyncedByHand,
            "settings.synced.unused_title" => SyncedUnusedTitle,
            "settings.synced.unused_body" => SyncedUnusedBody,
            "settings.synced.failed_title" => SyncedFailedTitle,
            "settings.synced.comments" => SyncedComments,
            "settings.synced.notes" => SyncedNotes,
            "settings.synced.notes_hint" => SyncedNotesHint,
            "settings.synced.state_changes" => SyncedStateChanges,
            "settings.synced.state_changes_hint" => SyncedStateChangesHint,
            "settings.synced.open_new" => SyncedOpenNew,
            "settings.synced.open_new_hint" => SyncedOpenNewHint,
        }
    };
}
