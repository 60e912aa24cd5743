//! What saving says, and the bar that saves.

use leptos::prelude::*;

use crate::kit::part::part;

use super::screen::Screen;

/// What went wrong with saving, and what another administrator did meanwhile.
pub(super) fn notices(_screen: Screen) -> AnyView {
    part("div", "banners").into()
}

/// The bar at the foot.
pub(super) fn bar(_screen: Screen) -> AnyView {
    part("div", "settings__bar").into()
}
