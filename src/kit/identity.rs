//! Ids that tie elements of one component together.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// An id that no other component of this page has, such as `menu-7`.
#[must_use]
pub fn unique_id(prefix: &str) -> String {
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The id of one row of a list. Characters of the key that `aria-activedescendant` could not refer to become dashes.
#[must_use]
pub fn row_id(list: &str, key: &str) -> String {
    let safe: String = key
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() || character == '_' { character } else { '-' })
        .collect();
    format!("{list}-{safe}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_components_never_share_an_id() {
        assert_ne!(unique_id("menu"), unique_id("menu"));
    }

    #[test]
    fn a_row_id_holds_no_space_whatever_the_key() {
        assert_eq!(row_id("list-1", "P 1\"x"), "list-1-P-1-x");
    }
}
