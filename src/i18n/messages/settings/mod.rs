//! The sentences of the settings screen, apart from those of the console so that no ticket downloads them.
//!
//! What both say stands in [`Message`](super::Message); the settings screen carries both.

use super::Slot;

#[macro_use]
mod frame;
#[macro_use]
mod setup;
#[macro_use]
mod store;
#[macro_use]
mod permissions;
#[macro_use]
mod synced;
#[macro_use]
mod automation;
#[macro_use]
mod email;
#[macro_use]
mod layout;

gather! {
    @SettingsMessage SETTINGS_ENGLISH
    [
        settings_frame
        settings_setup
        settings_store
        settings_permissions
        settings_synced
        settings_automation
        settings_email
        settings_layout
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ENTRIES, SettingsMessage};

    #[test]
    fn every_sentence_has_a_key_of_its_own_in_the_section_of_the_settings() {
        let keys: BTreeSet<_> = ENTRIES.iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), ENTRIES.len());
        assert!(keys.iter().all(|key| key.starts_with("settings.")));
        assert_eq!(SettingsMessage::samples().len(), ENTRIES.len());
    }
}
