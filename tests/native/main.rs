//! Native tests that reach across modules: one binary, because linking is what takes long.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod desk;
mod edit;
mod machine;
mod manners;
mod mapped_priority;
mod mirror;
mod office;
mod panel_faults;
mod people;
mod people_laws;
mod scenarios;
mod seat;
mod seed;
mod settings_automation;
mod settings_automation_text;
mod settings_conflicts;
mod settings_desk;
mod settings_email;
mod settings_files;
mod settings_live;
mod settings_permissions;
mod settings_setup;
mod settings_setup_laws;
mod settings_store;
mod story;
mod story_cast;
mod story_edit;
mod story_tell;
mod tell;
mod tickets;
mod two_consoles;
mod workflows;
