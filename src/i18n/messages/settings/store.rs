//! Saving, what changed, and what another administrator saved.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_store {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.store.save" => StoreSave,
        }
    };
}
