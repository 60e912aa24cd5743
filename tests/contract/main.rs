//! The two clients against the sandbox, which reads the vendors' documents on its own: what one writes the other understands.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod bench;
mod incidents;
mod people;
mod sign_in;
mod telling;
mod ticket;
mod tickets;
