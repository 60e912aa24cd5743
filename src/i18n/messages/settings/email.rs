//! Tickets that reach PagerDuty by e-mail.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_email {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.email.heading" => EmailHeading,
        }
    };
}
