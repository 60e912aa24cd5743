//! Tickets that open, acknowledge and resolve incidents by rules.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_automation {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.automation.heading" => AutomationHeading,
        }
    };
}
