//! The bridge to the page that frames the app: the Zendesk Apps Framework, version 2.
//!
//! The SDK is a script of Zendesk's that defines the global `ZAFClient`; here is all that the app asks of it. Values cross the
//! border as JSON, so that everything that can go wrong with them is read and tested as ordinary data. Zendesk: "Apps framework
//! (ZAF): Client API", "Core API", "Support API".

mod bindings;
mod client;
mod deadline;
mod response;
mod subscription;
mod surroundings;
mod transport;

pub use client::{Client, NoticeKind, sdk_present};
pub use subscription::Subscription;
pub use surroundings::{ColorScheme, Registration};
pub use transport::ZafTransport;
