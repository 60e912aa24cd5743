//! Where a PagerDuty account lives.

/// A PagerDuty service region; an account lives in one of them. PagerDuty: "Service Regions".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// United States.
    #[default]
    Us,
    /// European Union.
    Eu,
}

impl Region {
    /// Every region.
    pub const ALL: [Self; 2] = [Self::Us, Self::Eu];

    /// Its name in settings and in PagerDuty's `service_region` parameter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
        }
    }

    /// The region of that name, whatever its case; `None` for any other text.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.name().eq_ignore_ascii_case(name.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_regions() {
        assert_eq!(Region::named(" EU "), Some(Region::Eu));
        assert_eq!(Region::named(Region::Us.name()), Some(Region::Us));
        assert_eq!(Region::named("ap"), None);
    }
}
