//! The project's rules, held against its sources: who may see whom, and the manners of every file.
//!
//! Each rule is a function of sources, so that the tests can also show it refusing. ARCHITECTURE.md tells the reasons.

mod layers;
mod manners;
mod names;
mod sources;

/// Fails with every offense in one message.
fn assert_none(offenses: &[String]) {
    assert!(
        offenses.is_empty(),
        "{} offense(s) against the project's rules:\n  {}",
        offenses.len(),
        offenses.join("\n  ")
    );
}
