//! The states of the console as a whole: loading, empty, view only, offline, footer, announcements.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! console {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "boot.loading" => Loading,
            "boot.failed_title" => BootFailedTitle,
            "boot.failed_body" => BootFailedBody,
            "outside.title" => OutsideTitle,
            "outside.body" => OutsideBody,
            "outside.no_ticket" => OutsideNoTicket,
            "outside.no_ticket_body" => OutsideNoTicketBody,
            "console.heading" => ConsoleHeading,
            "console.empty_title" => EmptyTitle,
            "console.empty_body" => EmptyBody,
            "console.empty_view_only" => EmptyViewOnly,
            "console.view_only_title" => ViewOnlyTitle,
            "console.view_only_sign_in" => ViewOnlySignIn,
            "console.no_access_title" => NoAccessTitle,
            "console.no_access_body" => NoAccessBody,
            "console.no_account_help" => NoAccountHelp,
            "console.not_permitted_title" => NotPermittedTitle,
            "console.offline_title" => OfflineTitle,
            "console.offline_body" => OfflineBody { time },
            "console.offline_draft_kept" => OfflineDraftKept,
            "console.paused_title" => PausedTitle,
            "console.paused_body" => PausedBody { duration },
            "console.stale" => Stale,
            "console.linked_missing" => LinkedMissing { count: u64 },
            "footer.live" => FooterLive { age },
            "footer.updated" => FooterUpdated { age },
            "footer.paused" => FooterPaused { age },
            "footer.offline" => FooterOffline { time },
            "footer.not_connected" => FooterNotConnected,
            "display.account" => DisplayAccount,
            "display.signed_in_as" => SignedInAs { name },
            "display.not_signed_in" => NotSignedIn,
            "keyboard.browse_link" => KeyboardBrowseLink,
            "keyboard.send_note" => KeyboardSendNote,
            "keyboard.send_update" => KeyboardSendUpdate,
            "announce.incidents_loaded" => AnnounceLoaded { count: u64 },
            "announce.of_incident" => AnnounceOf { number, words },
            "announce.created" => AnnounceCreated { number },
            "announce.linked" => AnnounceLinked { number },
            "announce.unlinked" => AnnounceUnlinked { number },
            "announce.results" => AnnounceResults { count: u64 },
        }
    };
}
