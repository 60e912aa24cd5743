//! The checklist of what has been set up.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_setup {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.setup.heading" => SetupHeading,
        }
    };
}
