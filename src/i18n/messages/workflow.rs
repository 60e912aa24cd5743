//! Running a workflow: what there is, what it does, and what became of it.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! workflow {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "workflow.search" => WorkflowSearch,
            "workflow.placeholder" => WorkflowPlaceholder { count: u64 },
            "workflow.list" => WorkflowList,
            "workflow.loading" => WorkflowsLoading,
            "workflow.none" => WorkflowsNone,
            "workflow.none_found" => WorkflowsNoneFound { query },
            "workflow.failed" => WorkflowsFailed,
            "workflow.does" => WorkflowDoes,
            "workflow.does_loading" => WorkflowDoesLoading,
            "workflow.does_unknown" => WorkflowDoesUnknown,
            "workflow.play" => WorkflowIsPlay,
            "workflow.restricted" => WorkflowRestricted,
            "workflow.choose" => WorkflowChoose,
            "workflow.warning" => WorkflowWarning,
            "workflow.warning_body" => WorkflowWarningBody,
            "workflow.starting" => WorkflowStarting,
            "workflow.checking" => WorkflowChecking,
            "workflow.not_found" => WorkflowNotFound,
            "workflow.started" => WorkflowStarted { name, number },
            "workflow.started_body" => WorkflowStartedBody,
            "workflow.trace" => WorkflowTrace { summary, age },
            "workflow.plan" => WorkflowPlan,
            "workflow.forbidden" => WorkflowForbidden,
            "workflow.announce" => WorkflowAnnounced,
        }
    };
}
