//! Requests and answers as values.
//!
//! A client builds a [`Request`] and reads a [`Response`]; a [`Transport`] carries the one to the other. The browser, Zendesk's
//! request proxy and the native tests each bring their own.

pub mod json;
pub mod message;
pub mod retry;

pub use crate::domain::failure::{Failure, Told};
pub use message::{Method, Request, Response, Search, Transport};
