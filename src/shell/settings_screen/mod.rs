//! The settings screen's place in the browser: its loop, its life, and its effects.
//!
//! [`perform`] is free of the browser, so that native tests run whole stories through it.

pub mod perform;

#[cfg(target_arch = "wasm32")]
mod lifecycle;
#[cfg(target_arch = "wasm32")]
mod runtime;

#[cfg(target_arch = "wasm32")]
pub use lifecycle::start;
