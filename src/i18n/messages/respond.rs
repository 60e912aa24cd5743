//! Resolving an incident and adding notes.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! respond {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "resolve.heading" => ResolveHeading,
            "resolve.note" => ResolutionNote,
            "resolve.note_optional" => Optional,
            "resolve.note_placeholder" => ResolutionNotePlaceholder,
            "resolve.warning" => ResolveWarning,
            "resolve.hold" => ResolveHold { duration },
            "resolve.holding" => ResolvingIn { duration },
            "resolve.undone" => ResolveUndone,
            "note.label" => NoteLabel,
            "note.placeholder" => NotePlaceholder,
            "note.empty" => NoteEmpty,
            "note.send" => SendNote,
            "note.too_long" => NoteTooLong { count: u64 },
            "note.sending" => NoteSending,
            "note.failed" => NoteFailed,
            "note.send_again" => NoteSendAgain,
            "note.edit" => EditNote,
        }
    };
}
