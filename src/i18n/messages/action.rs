//! Names of the things an agent can do, and the words while they are being done.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! action {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "action.acknowledge" => Acknowledge,
            "action.resolve" => Resolve,
            "action.add_note" => AddNote,
            "action.add_responders" => AddResponders,
            "action.reassign" => Reassign,
            "action.run_workflow" => RunWorkflow,
            "action.send_status_update" => SendStatusUpdate,
            "action.edit_incident" => EditIncident,
            "action.snooze" => Snooze,
            "action.create_incident" => CreateIncident,
            "action.link_incident" => LinkIncident,
            "action.unlink" => Unlink,
            "action.open_in_pagerduty" => OpenInPagerDuty,
            "action.more" => MoreActions,
            "action.add" => Add,
            "action.refresh" => Refresh,
            "action.cancel" => Cancel,
            "action.back" => Back,
            "action.back_to_incidents" => BackToIncidents,
            "action.try_again" => TryAgain,
            "action.copy_details" => CopyErrorDetails,
            "action.details_copied" => ErrorDetailsCopied,
            "action.undo" => Undo,
            "action.dismiss" => Dismiss,
            "action.acknowledging" => Acknowledging,
            "action.resolving" => Resolving,
            "action.linking" => Linking,
        }
    };
}
