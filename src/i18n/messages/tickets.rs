//! The other tickets of an incident, and incidents that resemble the ticket.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! tickets {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "tickets.heading" => LinkedTickets,
            "tickets.loading" => TicketsLoading,
            "tickets.none" => TicketsNone,
            "tickets.failed" => TicketsFailed,
            "tickets.count" => TicketsCount { count: u64 },
            "tickets.waiting" => TicketsWaiting { count: u64 },
            "tickets.longest" => TicketsLongest { duration },
            "tickets.organizations" => TicketsOrganizations { count: u64 },
            "tickets.organizations_more" => TicketsOrganizationsMore { count: u64 },
            "tickets.number" => TicketNumber { ticket },
            "tickets.open" => TicketOpen { ticket },
            "tickets.show_more" => TicketsShowMore,
            "tickets.status_new" => TicketNew,
            "tickets.status_open" => TicketIsOpen,
            "tickets.status_pending" => TicketPending,
            "tickets.status_hold" => TicketHold,
            "tickets.status_solved" => TicketSolved,
            "tickets.status_closed" => TicketIsClosed,
            "related.heading" => RelatedHeading,
            "related.hint" => RelatedHint,
            "related.similar" => RelatedSimilar { count: u64 },
            "related.link" => RelatedLink,
            "related.link_one" => RelatedLinkOne { incident },
            "related.same_service" => RelatedSameService,
            "related.shared_words" => RelatedSharedWords { words },
        }
    };
}
