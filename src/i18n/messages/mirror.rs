//! What the ticket is told of its incidents, and what the agent is told when that does not work.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! mirror {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "mirror.created" => MirrorCreated { name, incident },
            "mirror.linked" => MirrorLinked { name, incident },
            "mirror.unlinked" => MirrorUnlinked { name, incident },
            "mirror.acknowledged" => MirrorAcknowledged { name, incident },
            "mirror.resolved" => MirrorResolved { name, incident },
            "mirror.handed_over" => MirrorHandedOver { name, incident, who },
            "mirror.escalated" => MirrorEscalated { name, incident, level },
            "mirror.snoozed" => MirrorSnoozed { name, incident },
            "mirror.priority" => MirrorPriority { name, incident, priority },
            "mirror.priority_none" => MirrorPriorityNone { name, incident },
            "mirror.note" => MirrorNote { name, incident },
            "mirror.failed_title" => MirrorFailedTitle,
            "mirror.failed_body" => MirrorFailedBody,
            "mirror.unsure_body" => MirrorUnsureBody,
            "mirror.add_now" => MirrorAddNow,
            "mirror.waits_title" => MirrorWaitsTitle,
            "mirror.waits_body" => MirrorWaitsBody { duration },
            "mirror.priority_followed" => PriorityFollowed { number, priority },
            "mirror.priority_not_followed" => PriorityNotFollowed { number },
            "mirror.priority_unknown" => PriorityUnknown { priority },
        }
    };
}
