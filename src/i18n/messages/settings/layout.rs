//! What the console shows until an agent chooses otherwise.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_layout {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.layout.heading" => LayoutHeading,
            "settings.layout.lead" => LayoutLead,
            "settings.layout.reset" => LayoutReset,
        }
    };
}
