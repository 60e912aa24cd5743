//! Who may do what.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_permissions {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.permissions.heading" => PermissionsHeading,
        }
    };
}
