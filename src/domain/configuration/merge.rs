//! Two administrators who saved at once: what of both can stand beside each other.

use super::{Configuration, Section};

/// Whose decision counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Whoever is here.
    Mine,
    /// Who has saved meanwhile.
    Theirs,
}

/// Puts what `mine` decided since `base` on top of what `theirs` did since then. Sections that both changed, and not to the same,
/// are named; they say what `theirs` does until somebody chooses.
pub fn merge(base: &Configuration, mine: &Configuration, theirs: &Configuration) -> (Configuration, Vec<Section>) {
    let mut merged = theirs.clone();
    let mut conflicts = Vec::new();
    for section in Section::ALL {
        let changed_by_me = !mine.agrees(base, section);
        let changed_by_them = !theirs.agrees(base, section);
        if changed_by_me && changed_by_them && !mine.agrees(theirs, section) {
            conflicts.push(section);
        } else if changed_by_me {
            merged.take(section, mine);
        }
    }
    (merged, conflicts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::ability::{Abilities, Ability};
    use super::super::super::display::Block;
    use super::super::super::mirror::Switch;
    use super::*;

    /// A configuration that says one of a few things in each of four sections.
    fn some() -> impl Strategy<Value = Configuration> {
        (0_usize..3, any::<bool>(), any::<bool>(), 0_u8..3).prop_map(|(abilities, notes, timeline, redirect)| {
            let mut configuration = Configuration::default();
            configuration.permissions.default = Ability::ALL.into_iter().take(abilities).collect::<Abilities>();
            configuration.mirroring.set(Switch::Notes, notes);
            configuration.display.blocks.set(Block::Timeline, timeline);
            configuration.registered_redirect = (redirect > 0).then(|| format!("https://{redirect}.example"));
            configuration
        })
    }

    proptest! {
        #[test]
        fn nobodys_decision_is_lost_without_being_named(base in some(), mine in some(), theirs in some()) {
            let (merged, conflicts) = merge(&base, &mine, &theirs);
            for section in Section::ALL {
                let here = !mine.agrees(&base, section);
                let there = !theirs.agrees(&base, section);
                if here && !conflicts.contains(&section) {
                    prop_assert!(merged.agrees(&mine, section));
                }
                if there && !here {
                    prop_assert!(merged.agrees(&theirs, section));
                }
                if !here && !there {
                    prop_assert!(merged.agrees(&base, section));
                }
                prop_assert!(!conflicts.contains(&section) || (here && there));
            }
        }

        #[test]
        fn who_changed_nothing_gets_what_the_other_saved(base in some(), theirs in some()) {
            prop_assert_eq!(merge(&base, &base, &theirs), (theirs, Vec::new()));
        }
    }
}
