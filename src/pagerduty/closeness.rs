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

/// What was typed, ready to be compared: without regard to space around it and to the case of Latin letters without accents.
///
/// Other letters count as they are: their tables would cost agents more download than the order of a list is worth, and
/// PagerDuty's own search finds them whatever their case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted(String);

impl Wanted {
    /// Takes what was typed; `None` when that is nothing.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let folded = typed.trim().to_ascii_lowercase();
        (!folded.is_empty()).then_some(Self(folded))
    }

    /// How near `name` comes to it.
    pub(super) fn closeness(&self, name: &str) -> Closeness {
        let name = name.trim().to_ascii_lowercase();
        if name == self.0 {
            return Closeness::Whole;
        }
        if name.starts_with(&self.0) {
            return Closeness::Beginning;
        }
        let begins_word = |(place, _): (usize, &str)| {
            let before = place.checked_sub(1).and_then(|before| name.as_bytes().get(before));
            before.is_some_and(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
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
    fn letters_of_every_script_are_compared_as_they_are() {
        assert_eq!(Wanted::new("ZAHLUNG").unwrap().closeness("Über Zahlungen"), Closeness::WordBeginning);
        assert_eq!(Wanted::new("über").unwrap().closeness("über"), Closeness::Whole);
        assert_eq!(Wanted::new("ber").unwrap().closeness("über"), Closeness::Elsewhere);
        assert_eq!(Wanted::new("الدفع").unwrap().closeness("بوابة الدفع"), Closeness::WordBeginning);
        assert_eq!(Wanted::new("  "), None);
    }
}
