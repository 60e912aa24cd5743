//! Seconds that count down before the agent's eyes. The machine decides by its own clock; this is only what is shown.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;

use crate::domain::moment::Moment;

use crate::kit::reactive::{Slice, memo};

use super::screen::Screen;

/// Milliseconds left until `until`, in whole seconds; counts while the view that asked for it is there.
pub(super) fn time_left(screen: Screen, until: Slice<Option<Moment>>) -> Slice<u64> {
    let began = screen.model.with_untracked(|model| model.now);
    let seconds = RwSignal::new(0_u32);
    let interval = set_interval_with_handle(
        move || {
            seconds.try_update(|seconds| *seconds = seconds.wrapping_add(1));
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        interval.as_ref().ok().map(IntervalHandle::clear);
    });
    memo(move || {
        let counted = began.after(Duration::from_secs(u64::from(seconds.get())));
        let now = counted.max(screen.model.with(|model| model.now));
        until.get().map_or(0, |until| rounded_up(now, until))
    })
}

/// Milliseconds from `now` to `until` in whole seconds, so that "1 sec" is the last thing shown; 0 once it is over.
fn rounded_up(now: Moment, until: Moment) -> u64 {
    u64::try_from(now.age(until).as_millis().div_ceil(1_000) * 1_000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_that_has_begun_counts_and_none_is_negative() {
        assert_eq!(rounded_up(Moment(0), Moment(5_000)), 5_000);
        assert_eq!(rounded_up(Moment(100), Moment(5_000)), 5_000);
        assert_eq!(rounded_up(Moment(4_999), Moment(5_000)), 1_000);
        assert_eq!(rounded_up(Moment(9_000), Moment(5_000)), 0);
    }
}
