//! Waiting no longer than it makes sense to.

use std::pin::pin;
use std::task::Poll;

/// How long Zendesk may take, in milliseconds. The SDK itself waits for requests without end.
pub(super) const PATIENCE: u32 = 30_000;

/// What `work` brings, unless `deadline` comes first.
pub(super) async fn within<F: Future>(work: F, deadline: impl Future) -> Option<F::Output> {
    let mut work = pin!(work);
    let mut deadline = pin!(deadline);
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => deadline.as_mut().poll(context).map(|_| None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::task::{Context, Waker};

    use super::*;

    fn poll<F: Future>(future: F) -> Poll<F::Output> {
        pin!(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn the_answer_wins_then_the_deadline_and_until_then_it_waits() {
        assert_eq!(poll(within(ready(1), ready(()))), Poll::Ready(Some(1)));
        assert_eq!(poll(within(pending::<u8>(), ready(()))), Poll::Ready(None));
        assert_eq!(poll(within(pending::<u8>(), pending::<()>())), Poll::Pending);
    }
}
