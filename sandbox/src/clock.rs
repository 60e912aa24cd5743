//! Time as an input: the real clock for the demo, a hand-set one for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since the Unix epoch, read from the system or set by a test.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `milliseconds` until it is advanced; clones share the time.
    pub fn manual(milliseconds: i64) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(milliseconds))))
    }

    /// Now, in milliseconds since the Unix epoch.
    pub fn now(&self) -> i64 {
        match &self.0 {
            Source::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|passed| i64::try_from(passed.as_millis()).ok())
                .unwrap_or_default(),
            Source::Manual(at) => at.load(Ordering::SeqCst),
        }
    }

    /// Moves a manual clock forward; the system clock is left alone.
    pub fn advance(&self, milliseconds: i64) {
        if let Source::Manual(at) = &self.0 {
            at.fetch_add(milliseconds, Ordering::SeqCst);
        }
    }
}
