//! What the tests of this client share.

#![allow(clippy::panic, reason = "a test may stop at the first surprise")]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The value of a future that never waits.
pub(super) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}
