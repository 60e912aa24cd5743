//! The frame around every page of the settings: pages, saving, who may be here.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! settings_frame {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "settings.frame.heading" => Heading,
            "settings.frame.pages" => Pages,
            "settings.frame.loading" => Loading,
            "settings.frame.connected" => Connected { account },
            "settings.frame.not_connected" => NotConnected,
            "settings.frame.outside_title" => OutsideTitle,
            "settings.frame.outside_body" => OutsideBody,
            "settings.frame.admins_title" => AdminsTitle,
            "settings.frame.admins_body" => AdminsBody,
            "settings.frame.failed_title" => FailedTitle,
            "settings.frame.copied" => Copied,
        }
    };
}
