//! The page `synced`.

use leptos::prelude::*;

use crate::kit::part::part;

use super::screen::Screen;

/// What stands below the heading.
pub(super) fn page(_screen: Screen) -> AnyView {
    part("div", "stack").into()
}
