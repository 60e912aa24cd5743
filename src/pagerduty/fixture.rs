//! For tests: a line on which every request is heard and the answers are known before.

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

use super::{AccessToken, Api, Credential};

/// The value of a future that has nothing to wait for.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// A header of a request.
pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    request.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
}

/// The JSON body of a request.
pub(crate) fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_deref().unwrap()).unwrap()
}

/// The line. The last answer is given again when there are more requests.
#[derive(Clone, Default)]
pub(crate) struct Line {
    heard: Rc<RefCell<Vec<Request>>>,
    answers: Rc<RefCell<VecDeque<Result<Response, Failure>>>>,
}

impl Line {
    /// A line with one answer.
    pub(crate) fn answering(status: u16, body: &Value) -> Self {
        Self::default().then(status, body)
    }

    /// One more answer.
    pub(crate) fn then(self, status: u16, body: &Value) -> Self {
        self.then_raw(Ok(Response { status, retry_after: None, body: body.to_string() }))
    }

    /// One more answer, or none at all.
    pub(crate) fn then_raw(self, answer: Result<Response, Failure>) -> Self {
        self.answers.borrow_mut().push_back(answer);
        self
    }

    /// What carries requests over the line.
    pub(crate) fn transport(&self) -> impl Transport + use<> {
        let line = self.clone();
        async move |request: Request| {
            line.heard.borrow_mut().push(request);
            let mut answers = line.answers.borrow_mut();
            if answers.len() > 1 { answers.pop_front().unwrap() } else { answers.front().unwrap().clone() }
        }
    }

    /// The API at the other end, with the agent's token.
    pub(crate) fn api(&self) -> Api<impl Transport + use<>> {
        let access = AccessToken::parse("hidden").unwrap();
        let credential = Credential::Token { access, from: Some("mia@northwind.example".into()) };
        Api::new(self.transport(), "https://api.pagerduty.com", credential)
    }

    /// Everything that was heard.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.heard.borrow().clone()
    }

    /// The one request that was heard.
    pub(crate) fn only(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "one request");
        requests.into_iter().next().unwrap()
    }
}
