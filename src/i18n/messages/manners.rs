//! Notes that wait for the network, and shortcuts.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! manners {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "manners.note_waits" => NoteWaits,
            "manners.note_will_be_sent" => NoteWillBeSent,
            "manners.shortcuts" => Shortcuts,
            "manners.shortcuts_hint" => ShortcutsHint,
            "manners.shortcuts_on" => ShortcutsOn,
            "manners.close" => Close,
        }
    };
}
