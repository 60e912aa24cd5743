//! Derived values behind one type.
//!
//! Every closure handed to Leptos makes the compiler write out the whole machinery of a memo or a signal once more, about a
//! kilobyte of program for each, and again for each type of value. In a box they share one copy.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// Any value, as the one kind of memo that there is holds it.
pub type Value = Arc<dyn Any + Send + Sync>;

/// What works out a value: it gets the one before, and says whether the new one is another.
pub type Step = Box<dyn Fn(Option<Value>) -> (Value, bool) + Send + Sync>;

/// A value that wakes its readers only when it is another; cheap to copy into every closure.
pub struct Slice<T> {
    memo: Memo<Value>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Slice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slice<T> {}

impl<T: 'static> Slice<T> {
    /// The slice that `memo` keeps. Every value in it must come from [`settle`] with this type.
    pub fn new(memo: Memo<Value>) -> Self {
        Self { memo, kind: PhantomData }
    }

    /// Reads the value in place, and follows it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(held(&followed(self.memo)))
    }

    /// Reads the value in place without following it.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(held(&untrack(|| followed(self.memo))))
    }

    /// Follows the value without reading it.
    pub fn track(self) {
        followed(self.memo);
    }
}

impl<T: Clone + 'static> Slice<T> {
    /// The value, followed.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, not followed.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Slice<T>> for Signal<T> {
    fn from(slice: Slice<T>) -> Self {
        derive(move || slice.get())
    }
}

fn followed(memo: Memo<Value>) -> Value {
    memo.get()
}

fn held<T: 'static>(value: &Value) -> &T {
    match value.downcast_ref() {
        Some(value) => value,
        None => unreachable!("a slice holds what it was made for"),
    }
}

/// Keeps the value before where the new one is the same.
pub fn settle<T>(now: T, before: Option<Value>) -> (Value, bool)
where
    T: PartialEq + Send + Sync + 'static,
{
    match before {
        Some(before) if before.downcast_ref() == Some(&now) => (before, false),
        _ => (Arc::new(now), true),
    }
}

/// A value that wakes its readers only when it is another.
pub fn memo<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Slice<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Slice::new(remembered(Box::new(move |before| settle(read(), before))))
}

/// The same for a value that depends on the one before.
pub fn memo_after<T>(read: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Slice<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Slice::new(remembered(Box::new(move |before| {
        settle(read(before.as_ref().and_then(|before| before.downcast_ref())), before)
    })))
}

fn remembered(step: Step) -> Memo<Value> {
    Memo::new_owning(step)
}

/// Whether something has ever been so.
pub fn ever(so: Signal<bool>) -> Signal<bool> {
    memo_after(move |before: Option<&bool>| before == Some(&true) || so.get()).into()
}

/// A value that is worked out whenever it is read.
pub fn derive<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T>
where
    T: Send + Sync + 'static,
{
    fn boxed<T: Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
        Signal::derive(read)
    }
    boxed(Box::new(read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxed_values_follow_what_they_read() {
        Owner::new().with(|| {
            let source = RwSignal::new(1);
            let (twice, even) = (derive(move || source.get() * 2), memo(move || source.get() % 2 == 0));
            assert_eq!((twice.get(), even.get()), (2, false));
            source.set(4);
            assert_eq!((twice.get(), even.get(), even.get_untracked()), (8, true, true));
        });
    }

    #[test]
    fn a_slice_that_stays_the_same_wakes_nobody() {
        Owner::new().with(|| {
            let source = RwSignal::new(1);
            let even = memo(move || source.get() % 2 == 0);
            let count = memo_after(move |before: Option<&u32>| {
                even.track();
                before.map_or(1, |before| before + 1)
            });
            assert_eq!(count.get(), 1);
            source.set(3);
            assert_eq!(count.get(), 1);
            source.set(4);
            assert_eq!(count.get(), 2);
        });
    }

    #[test]
    fn what_has_been_so_once_stays_so() {
        Owner::new().with(|| {
            let source = RwSignal::new(false);
            let ever = ever(source.into());
            assert!(!ever.get());
            source.set(true);
            assert!(ever.get());
            source.set(false);
            assert!(ever.get());
        });
    }
}
