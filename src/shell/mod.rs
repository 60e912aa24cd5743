//! Where everything meets: effects are performed, the browser is listened to, and the screen is chosen.
//!
//! [`perform`] is free of the browser, so that native tests run whole stories through it; the other modules exist in wasm only.

pub mod cabinet;
mod chance;
pub mod perform;
pub mod session;
pub mod settings;
pub mod settings_screen;
pub mod world;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod element;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod languages;
#[cfg(target_arch = "wasm32")]
mod lifecycle;
#[cfg(target_arch = "wasm32")]
mod popup;
#[cfg(target_arch = "wasm32")]
mod runtime;

#[cfg(target_arch = "wasm32")]
pub use lifecycle::start;
#[cfg(target_arch = "wasm32")]
pub use settings_screen::start as start_settings;
