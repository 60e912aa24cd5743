//! Which tickets.

use leptos::prelude::*;

use super::super::screen::Screen;

pub(super) fn fields(_screen: Screen) -> AnyView {
    crate::kit::part::nothing()
}
