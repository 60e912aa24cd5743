//! How the keyboard walks a list of rows, shared by menus and lists of results.

use super::fold::folded;

/// One step through a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the next row, from the last to the first.
    Next,
    /// To the row before, from the first to the last.
    Previous,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Step {
    /// The step that a key asks for, by `KeyboardEvent.key`.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "ArrowDown" => Some(Self::Next),
            "ArrowUp" => Some(Self::Previous),
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => None,
        }
    }

    /// Where the step leads in a list of `length` rows; nowhere in an empty one.
    #[must_use]
    pub fn from(self, current: Option<usize>, length: usize) -> Option<usize> {
        let last = length.checked_sub(1)?;
        Some(match (self, current) {
            (Self::Next, Some(index)) if index < last => index + 1,
            (Self::Next | Self::First, _) => 0,
            (Self::Previous, Some(index)) if index > 0 => index - 1,
            (Self::Previous | Self::Last, _) => last,
        })
    }
}

/// The next row whose label starts with what was typed, searching on from the current one and round the end.
/// One letter typed again and again walks the rows that start with it.
#[must_use]
pub fn find_by_typing(labels: &[String], current: Option<usize>, typed: &str) -> Option<usize> {
    let typed = folded(typed);
    let first = typed.chars().next()?;
    let repeats = typed.chars().all(|character| character == first);
    let (wanted, skip) = if repeats { (first.to_string(), 1) } else { (typed, 0) };
    let start = current.map_or(0, |index| index + skip);
    (0..labels.len())
        .map(|offset| (start + offset) % labels.len())
        .find(|index| labels.get(*index).is_some_and(|label| folded(label).starts_with(&wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_walk_round_the_ends() {
        assert_eq!(Step::Next.from(Some(2), 3), Some(0));
        assert_eq!(Step::Previous.from(Some(0), 3), Some(2));
        assert_eq!(Step::Next.from(Some(0), 3), Some(1));
        assert_eq!(Step::Previous.from(Some(2), 3), Some(1));
    }

    #[test]
    fn the_first_arrow_enters_at_the_near_end() {
        assert_eq!(Step::Next.from(None, 3), Some(0));
        assert_eq!(Step::Previous.from(None, 3), Some(2));
    }

    #[test]
    fn home_and_end_reach_the_ends() {
        assert_eq!(Step::First.from(Some(1), 3), Some(0));
        assert_eq!(Step::Last.from(Some(1), 3), Some(2));
    }

    #[test]
    fn an_empty_list_leads_nowhere() {
        for step in [Step::Next, Step::Previous, Step::First, Step::Last] {
            assert_eq!(step.from(None, 0), None);
        }
        assert_eq!(find_by_typing(&[], None, "a"), None);
    }

    #[test]
    fn a_position_beyond_a_list_that_shrank_is_harmless() {
        assert_eq!(Step::Next.from(Some(9), 3), Some(0));
        assert_eq!(find_by_typing(&labels(), Some(9), "res"), Some(1));
    }

    fn labels() -> Vec<String> {
        ["Add note", "Resolve", "Reassign", "Ändern"].map(str::to_owned).to_vec()
    }

    #[test]
    fn typing_finds_a_row_by_its_beginning() {
        assert_eq!(find_by_typing(&labels(), Some(0), "rea"), Some(2));
        assert_eq!(find_by_typing(&labels(), None, "ä"), Some(3));
        assert_eq!(find_by_typing(&labels(), None, "x"), None);
    }

    #[test]
    fn one_letter_again_walks_the_rows_that_start_with_it() {
        assert_eq!(find_by_typing(&labels(), Some(1), "r"), Some(2));
        assert_eq!(find_by_typing(&labels(), Some(2), "rr"), Some(1));
    }
}
