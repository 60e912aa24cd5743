//! Something that has to be fetched.

use super::failure::Failure;

/// A value from elsewhere, and how well it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Remote<T> {
    /// Nobody has asked.
    #[default]
    Absent,
    /// Asked for the first time.
    Loading,
    /// As the last answer said.
    Fresh(T),
    /// As an earlier answer said; the last attempt failed.
    Stale(T, Failure),
    /// Never known; the last attempt failed.
    Failed(Failure),
}

impl<T> Remote<T> {
    /// What is known, however old.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Fresh(value) | Self::Stale(value, _) => Some(value),
            Self::Absent | Self::Loading | Self::Failed(_) => None,
        }
    }

    /// What is known, to be changed.
    pub fn known_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Fresh(value) | Self::Stale(value, _) => Some(value),
            Self::Absent | Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Why the last attempt failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Stale(_, failure) | Self::Failed(failure) => Some(failure),
            Self::Absent | Self::Loading | Self::Fresh(_) => None,
        }
    }

    /// Marks that it was asked for; what is known stays.
    pub fn ask(&mut self) {
        if matches!(self, Self::Absent | Self::Failed(_)) {
            *self = Self::Loading;
        }
    }

    /// Takes an answer in. A failed one never takes away what was known.
    pub fn absorb(&mut self, answer: Result<T, Failure>) {
        *self = match (std::mem::take(self), answer) {
            (_, Ok(value)) => Self::Fresh(value),
            (Self::Fresh(value) | Self::Stale(value, _), Err(failure)) => Self::Stale(value, failure),
            (Self::Absent | Self::Loading | Self::Failed(_), Err(failure)) => Self::Failed(failure),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_refresh_keeps_what_was_known() {
        let mut remote = Remote::Absent;
        remote.ask();
        remote.absorb(Ok(1));
        remote.ask();
        remote.absorb(Err(Failure::TimedOut));
        assert_eq!(remote, Remote::Stale(1, Failure::TimedOut));
        remote.absorb(Ok(2));
        assert_eq!(remote, Remote::Fresh(2));
    }
}
