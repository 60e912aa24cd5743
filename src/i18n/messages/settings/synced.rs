//! What incidents and tickets have in common.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_synced {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.synced.heading" => SyncedHeading,
        }
    };
}
