//! One question of the checklist.

use crate::domain::remote::Remote;

use super::super::event::Answer;

/// Something that is asked, and can be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check<T> {
    /// What was found.
    pub found: Remote<T>,
    asked: Option<u32>,
}

impl<T> Default for Check<T> {
    fn default() -> Self {
        Self { found: Remote::Absent, asked: None }
    }
}

impl<T> Check<T> {
    /// Whether the answer is on its way.
    pub fn is_checking(&self) -> bool {
        self.asked.is_some()
    }

    /// What was found, unless the last question failed.
    pub fn fresh(&self) -> Option<&T> {
        match &self.found {
            Remote::Fresh(value) => Some(value),
            _ => None,
        }
    }

    /// Asks, under the name `asked`.
    pub(super) fn ask(&mut self, asked: u32) {
        self.asked = Some(asked);
        self.found.ask();
    }

    /// Takes the answer to the question `asked`; says whether that is the one that is open.
    pub(super) fn absorb(&mut self, asked: u32, answer: Answer<T>) -> bool {
        let is_open = self.asked == Some(asked);
        if is_open {
            self.asked = None;
            self.found.absorb(answer);
        }
        is_open
    }

    /// Takes in what was learnt in another way; an answer that is under way is older.
    pub(super) fn learn(&mut self, value: T) {
        self.asked = None;
        self.found = Remote::Fresh(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Failure;

    #[test]
    fn an_answer_that_nobody_waits_for_is_dropped() {
        let mut check = Check::default();
        check.ask(1);
        check.ask(2);
        assert!(!check.absorb(1, Ok(1)));
        assert!(check.is_checking() && check.fresh().is_none());
        assert!(check.absorb(2, Ok(2)));
        assert!(!check.absorb(2, Ok(3)));
        assert_eq!((check.fresh(), check.is_checking()), (Some(&2), false));
        check.ask(3);
        check.learn(4);
        assert!(!check.absorb(3, Err(Failure::TimedOut)));
        assert_eq!(check.fresh(), Some(&4));
    }
}
