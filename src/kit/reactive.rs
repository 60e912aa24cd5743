//! Derived values behind one type each.
//!
//! Every closure handed to Leptos makes the compiler write out the whole machinery of a memo or a signal once more, about a
//! kilobyte of program a closure. In a box they all share one copy for each type of value.

use leptos::prelude::*;

/// A value that wakes its readers only when it is another.
pub fn memo<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    fn boxed<T: PartialEq + Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| read())
    }
    boxed(Box::new(read))
}

/// A value that is worked out whenever it is read.
pub fn derive<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T>
where
    T: Send + Sync + 'static,
{
    fn boxed<T: Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
        Signal::derive(move || read())
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
            assert_eq!((twice.get(), even.get()), (8, true));
        });
    }
}
