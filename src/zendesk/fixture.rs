//! What the tests of this client share.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use serde_json::Value;

use crate::http::{Failure, Request, Response, Transport};

use super::Api;

/// The value of a future that never waits.
pub(super) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// A line on which every request is heard and the answers are known before. The last answer is given again.
#[derive(Clone, Default)]
pub(super) struct Line {
    heard: Rc<RefCell<Vec<Request>>>,
    answers: Rc<RefCell<VecDeque<Result<Response, Failure>>>>,
}

impl Line {
    /// A line with one answer.
    pub(super) fn answering(status: u16, body: &Value) -> Self {
        Self::default().then(status, body)
    }

    /// One more answer; null is none at all.
    pub(super) fn then(self, status: u16, body: &Value) -> Self {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.answers.borrow_mut().push_back(Ok(Response { status, retry_after: None, body }));
        self
    }

    /// The API at the other end.
    pub(super) fn api(&self) -> Api<impl Transport + use<>> {
        let line = self.clone();
        Api::new(async move |request: Request| {
            line.heard.borrow_mut().push(request);
            let mut answers = line.answers.borrow_mut();
            if answers.len() > 1 { answers.pop_front().unwrap() } else { answers.front().unwrap().clone() }
        })
    }

    /// Everything that was heard.
    pub(super) fn requests(&self) -> Vec<Request> {
        self.heard.borrow().clone()
    }

    /// The addresses that were asked.
    pub(super) fn urls(&self) -> Vec<String> {
        self.requests().into_iter().map(|request| request.url).collect()
    }

    /// The JSON body of a request.
    pub(super) fn body(&self, place: usize) -> Value {
        serde_json::from_str(self.requests()[place].body.as_deref().unwrap()).unwrap()
    }
}
