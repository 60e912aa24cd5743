//! The form that creates an incident.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! create {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "create.title" => CreateTitle,
            "create.title_hint" => CreateTitleHint,
            "create.service" => CreateService,
            "create.service_placeholder" => CreateServicePlaceholder,
            "create.services_found" => ServicesFound { count: u64 },
            "create.services_none" => ServicesNone { query },
            "create.services_more" => ServicesMore,
            "create.searching" => Searching,
            "create.urgency" => CreateUrgency,
            "create.priority" => CreatePriority,
            "create.priority_none" => PriorityNone,
            "create.assign_to" => CreateAssignTo,
            "create.assign_default" => AssignDefault,
            "create.assign_policy" => AssignPolicy,
            "create.assign_person" => AssignPerson,
            "create.assign_none" => AssigneesNone { query },
            "create.description" => CreateDescription,
            "create.description_hint" => CreateDescriptionHint,
            "create.body_ticket" => BodyTicket { ticket, address },
            "create.body_requester" => BodyRequester { name },
            "create.title_missing" => TitleMissing,
            "create.title_too_long" => TitleTooLong { count: u64 },
            "create.service_missing" => ServiceMissing,
            "create.check_form" => CheckForm,
            "create.sending" => Creating,
            "create.checking" => CreateChecking,
            "create.unsure" => CreateUnsure,
            "create.check_again" => CheckAgain,
            "create.exists" => CreateExists,
            "create.another" => CreateAnother,
            "create.created_not_linked_title" => CreatedNotLinkedTitle,
            "create.created_not_linked_body" => CreatedNotLinkedBody { number },
            "create.link_now" => LinkNow,
            "create.options_failed" => OptionsFailed,
            "create.draft_kept" => DraftKept,
        }
    };
}
