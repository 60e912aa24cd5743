//! The two regions through which the app speaks to screen readers. A page has exactly one pair of them.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::part::{fragment, part};

/// How long an announcement stays. It goes, so that browsing the page does not come upon it again.
const STAY: Duration = Duration::from_secs(5);

/// A polite region for news and an assertive one for the failure of what the agent just did. Setting the same words again
/// announces them again.
#[must_use]
pub fn live_regions(polite: Signal<String>, assertive: Signal<String>) -> AnyView {
    let region =
        |role: &str, words: Signal<String>| part("p", "visually-hidden").attr("role", role).words(spoken(words)).into();
    fragment(vec![region("status", polite), region("alert", assertive)])
}

/// What a region holds at the moment: empty for one frame before each announcement, since only a change is read out,
/// and empty again when the announcement has stayed its time.
fn spoken(words: Signal<String>) -> Signal<String> {
    let show = RwSignal::new(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        timer.try_update_value(|timer| timer.take().inspect(TimeoutHandle::clear));
    };
    Effect::new(move || {
        let words = words.get();
        stop();
        show.set(String::new());
        if words.is_empty() {
            return;
        }
        request_animation_frame(move || {
            // The region may be gone by the time the frame is drawn.
            if show.try_set(words).is_none() {
                let leaving = set_timeout_with_handle(
                    move || {
                        show.try_set(String::new());
                    },
                    STAY,
                );
                timer.try_set_value(leaving.ok());
            }
        });
    });
    on_cleanup(stop);
    show.into()
}
