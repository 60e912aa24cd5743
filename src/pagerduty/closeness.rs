//! How near a name comes to what was typed.
//!
//! PagerDuty searches for names that contain the text and sorts them by name, so the very thing that was asked for can stand
//! behind hundreds that merely contain it.

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted(String);

impl Wanted {
    /// Takes what was typed; `None` when that is nothing.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let folded = typed.trim().to_lowercase();
        (!folded.is_empty()).then_some(Self(folded))
    }

    /// How near `name` comes to it.
    pub(super) fn closeness(&self, name: &str) -> Closeness {
        let name = name.trim().to_lowercase();
        if name == self.0 {
            return Closeness::Whole;
        }
        if name.starts_with(&self.0) {
            return Closeness::Beginning;
        }
        let begins_word = |(place, _): (usize, &str)| {
            name.get(..place).and_then(|before| before.chars().next_back()).is_some_and(|it| !it.is_alphanumeric())
        };
        if name.match_indices(&self.0).any(begins_word) { Closeness::WordBeginning } else { Closeness::Elsewhere }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn the_whole_name_is_nearest_and_case_and_space_do_not_count() {
        let wanted = Wanted::new("  LedgeR ").unwrap();
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
        assert_eq!(Wanted::new("zahlung").unwrap().closeness("Über Zahlungen"), Closeness::WordBeginning);
        assert_eq!(Wanted::new("ÜBER").unwrap().closeness("über"), Closeness::Whole);
        assert_eq!(Wanted::new("  "), None);
    }
}
