//! How near a name comes to what was typed.
//!
//! PagerDuty searches for names that contain the text and sorts them by name, so the very thing that was asked for can stand
//! behind hundreds that merely contain it.

use crate::domain::search::Fold;

/// How near a name comes to what was typed; the nearest is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// It is the name.
    Whole,
    /// The name begins with it.
    Beginning,
    /// A word of the name begins with it.
    WordBeginning,
    /// It stands somewhere else, or in what is searched besides the name.
    Elsewhere,
}

/// What was typed, ready to be compared: without regard to case and to space around it.
pub(super) struct Wanted {
    text: String,
    fold: Fold,
}

impl Wanted {
    /// Takes what was typed; `None` when that is nothing.
    pub(super) fn new(typed: &str, fold: Fold) -> Option<Self> {
        let text = fold(typed.trim());
        (!text.is_empty()).then_some(Self { text, fold })
    }

    /// How near `name` comes to it.
    pub(super) fn closeness(&self, name: &str) -> Closeness {
        let name = (self.fold)(name.trim());
        if name == self.text {
            return Closeness::Whole;
        }
        if name.starts_with(&self.text) {
            return Closeness::Beginning;
        }
        let begins_word = |(place, _): (usize, &str)| {
            let before = place.checked_sub(1).and_then(|before| name.as_bytes().get(before));
            before.is_some_and(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
        };
        if name.match_indices(&self.text).any(begins_word) { Closeness::WordBeginning } else { Closeness::Elsewhere }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn wanted(typed: &str) -> Wanted {
        Wanted::new(typed, str::to_lowercase).unwrap()
    }

    #[test]
    fn the_whole_name_is_nearest_and_case_and_space_do_not_count() {
        let wanted = wanted("  LedgeR ");
        assert_eq!(wanted.closeness("Ledger"), Closeness::Whole);
        assert_eq!(wanted.closeness("ledger-cache"), Closeness::Beginning);
        assert_eq!(wanted.closeness("eu-west ledger-cache"), Closeness::WordBeginning);
        assert_eq!(wanted.closeness("eu-ledger"), Closeness::WordBeginning);
        assert_eq!(wanted.closeness("bookledger ledger"), Closeness::WordBeginning);
        assert_eq!(wanted.closeness("bookledger"), Closeness::Elsewhere);
        assert_eq!(wanted.closeness("mia@northwind.example"), Closeness::Elsewhere);
        assert!(Closeness::Whole < Closeness::Beginning && Closeness::WordBeginning < Closeness::Elsewhere);
    }

    #[test]
    fn letters_of_every_script_are_compared() {
        assert_eq!(wanted("zahlung").closeness("Über Zahlungen"), Closeness::WordBeginning);
        assert_eq!(wanted("ÜBER").closeness("über"), Closeness::Whole);
        assert_eq!(wanted("ber").closeness("über"), Closeness::Elsewhere);
        assert_eq!(wanted("الدفع").closeness("بوابة الدفع"), Closeness::WordBeginning);
        assert!(Wanted::new("  ", str::to_lowercase).is_none());
    }
}
