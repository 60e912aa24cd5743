//! Every sentence the console can say, in every language it speaks.
//!
//! A sentence is a [`Message`]: one variant, its slots as fields. The words stand in
//! `translations/<locale>.json` (nested objects, `{{slot}}` holes), in the very files that
//! Zendesk reads the app's name from. English is compiled in as the fallback; other languages
//! are fetched beside `index.html`. Numbers, dates, lists and plurals follow the browser's `Intl`.
//!
//! To add a sentence: one line in the fitting file of `messages/`, and one entry in each
//! translation. The tests of [`catalog`] refuse a sentence that is missing anywhere.

pub mod catalog;
mod embedded;
pub mod explain;
mod fill;
pub mod format;
pub mod locale;
pub mod messages;
pub mod report;
pub mod words;

#[cfg(target_arch = "wasm32")]
#[path = "engine_intl.rs"]
mod engine;
#[cfg(not(target_arch = "wasm32"))]
#[path = "engine_plain.rs"]
mod engine;

pub use catalog::Catalog;
pub use format::Formats;
pub use locale::{Direction, Locale};
pub use messages::settings::SettingsMessage;
pub use messages::{Message, Sentence};
pub use words::Words;
