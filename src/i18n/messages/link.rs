//! Linking an open incident to the ticket, and unlinking it.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! link {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "link.search" => LinkSearch,
            "link.placeholder" => LinkPlaceholder,
            "link.filter_service" => LinkFilterService,
            "link.all_services" => LinkAllServices,
            "link.open_count" => LinkOpenCount { count: u64 },
            "link.open_count_more" => LinkOpenCountMore { count: u64 },
            "link.searching" => LinkSearching,
            "link.none_open" => LinkNoneOpen,
            "link.none_found" => LinkNoneFound { query },
            "link.create_instead" => LinkCreateInstead,
            "link.not_found_by_address" => LinkNotFoundByAddress,
            "link.already_here" => LinkAlreadyHere,
            "link.search_older" => LinkSearchOlder,
            "link.note_on_incident" => LinkNoteOnIncident { ticket, address },
            "link.note_failed" => LinkNoteFailed,
            "link.linked" => LinkLinked,
            "link.unlinked" => LinkUnlinked,
            "link.failed" => LinkFailed,
            "link.unlink_failed" => UnlinkFailed,
        }
    };
}
