//! The list of every sentence, one line each, gathered from one file per area.
//!
//! A line reads `"section.key" => Variant { slot, count: u64 },`. A slot is text unless it is
//! called `count`, which is a whole number and chooses the plural form. The areas are macros that
//! hand a growing list from one to the next, because a Rust enum must be written in one place.

/// Passes the list through the areas named in brackets; when none is left, defines the enum `$name`, whose English is `$english`.
macro_rules! gather {
    (@$name:ident $english:ident [] $($lines:tt)*) => { define! { @$name $english $($lines)* } };
    (@$name:ident $english:ident [$area:ident $($rest:ident)*] $($lines:tt)*) => {
        $area! { @$name $english [$($rest)*] $($lines)* }
    };
}

/// The Rust type of a slot: text unless the line says `u64`.
macro_rules! slot_type {
    () => {
        String
    };
    (u64) => {
        u64
    };
}

/// A value for a slot in tests: the slot's own name, or five.
#[cfg(test)]
macro_rules! slot_sample {
    ($slot:ident) => {
        String::from(stringify!($slot))
    };
    ($slot:ident u64) => {
        5
    };
}

/// Writes an enum of sentences and its tables from the gathered lines.
macro_rules! define {
    (@$name:ident $english:ident $($key:literal => $variant:ident $({ $($slot:ident $(: $kind:ident)?),* })?,)*) => {
        /// One sentence, with what goes into its holes.
        #[derive(Clone, PartialEq, Eq)]
        pub enum $name {
            $(
                #[doc = concat!("The sentence `", $key, "`.")]
                $variant $({
                    $(
                        #[doc = concat!("What fills `{{", stringify!($slot), "}}`.")]
                        $slot: slot_type!($($kind)?),
                    )*
                })?,
            )*
        }

        /// Every sentence's key and the names of its slots, for tests and tools.
        pub const ENTRIES: &[(&str, &[&str])] = &[
            $(($key, &[$($(stringify!($slot)),*)?]),)*
        ];

        /// Every variant's name, in the same order.
        #[cfg(test)]
        pub const VARIANTS: &[&str] = &[$(stringify!($variant)),*];

        impl $name {
            /// The path of the sentence in a translation file, for example `console.heading`.
            pub fn key(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $key,)*
                }
            }

            /// Shows every slot's name and value to `visit`, in the order of the declaration.
            pub fn visit_slots(&self, visit: &mut dyn FnMut(&'static str, Slot<'_>)) {
                match self {
                    $(Self::$variant $({ $($slot),* })? => {
                        $($(visit(stringify!($slot), Slot::from($slot));)*)?
                    })*
                }
            }

            /// One of each sentence, slots filled with their own names and counts with five.
            #[cfg(test)]
            pub fn samples() -> Vec<Self> {
                vec![
                    $(Self::$variant $({ $($slot: slot_sample!($slot $($kind)?)),* })?,)*
                ]
            }
        }

        impl $crate::i18n::messages::Sentence for $name {
            fn key(&self) -> &'static str {
                Self::key(self)
            }

            fn visit_slots(&self, visit: &mut dyn FnMut(&'static str, Slot<'_>)) {
                Self::visit_slots(self, visit);
            }

            fn english(&self) -> &'static str {
                $crate::i18n::embedded::$english
            }
        }

        // Written by hand, because the derived one would spell out every variant in the wasm.
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut described = formatter.debug_struct(self.key());
                self.visit_slots(&mut |name, slot| {
                    described.field(name, &slot);
                });
                described.finish()
            }
        }
    };
}

#[macro_use]
mod incident;
#[macro_use]
mod action;
#[macro_use]
mod console;
#[macro_use]
mod failure;
#[macro_use]
mod sign_in;
#[macro_use]
mod create;
#[macro_use]
mod link;
#[macro_use]
mod edit;
#[macro_use]
mod respond;
#[macro_use]
mod tickets;
#[macro_use]
mod mirror;
#[macro_use]
mod people;
#[macro_use]
mod status_update;
#[macro_use]
mod workflow;
#[macro_use]
mod manners;

pub mod settings;

gather! {
    @Message ENGLISH
    [
        incident
        action
        console
        failure
        sign_in
        create
        link
        respond
        status_update
        workflow
        tickets
        mirror
        people
        manners
        edit
    ]
}

/// A sentence of one of the screens, with what goes into its holes.
pub trait Sentence {
    /// Its path in a translation file.
    fn key(&self) -> &'static str;

    /// Shows every slot's name and value to `visit`.
    fn visit_slots(&self, visit: &mut dyn FnMut(&'static str, Slot<'_>));

    /// The compiled-in English that holds it, as compact JSON. Each screen carries only its own.
    fn english(&self) -> &'static str;

    /// The number in the slot `count`, when the sentence has one.
    fn count(&self) -> Option<u64> {
        let mut found = None;
        self.visit_slots(&mut |_, slot| {
            if let Slot::Count(count) = slot {
                found = Some(count);
            }
        });
        found
    }
}

impl<S: Sentence + ?Sized> Sentence for &S {
    fn key(&self) -> &'static str {
        (**self).key()
    }

    fn visit_slots(&self, visit: &mut dyn FnMut(&'static str, Slot<'_>)) {
        (**self).visit_slots(visit);
    }

    fn english(&self) -> &'static str {
        (**self).english()
    }
}

/// What one slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot<'message> {
    /// Text that is shown as it is, whoever wrote it.
    Text(&'message str),
    /// A number of things; it is formatted, and chooses the plural form.
    Count(u64),
}

impl<'message> From<&'message String> for Slot<'message> {
    fn from(text: &'message String) -> Self {
        Self::Text(text)
    }
}

impl From<&u64> for Slot<'_> {
    fn from(count: &u64) -> Self {
        Self::Count(*count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use std::collections::BTreeSet;

    use super::{ENTRIES, Message, Sentence as _, Slot};

    #[test]
    fn no_two_sentences_share_a_key() {
        let keys: BTreeSet<_> = ENTRIES.iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), ENTRIES.len());
    }

    #[test]
    fn a_sentence_shows_its_key_its_slots_and_its_count() {
        let message = Message::IncidentCount { count: 7 };
        assert_eq!(message.key(), "incident.count");
        assert_eq!(message.count(), Some(7));

        let mut slots = Vec::new();
        let message = Message::EntryByAgo { name: "Maya".to_owned(), age: "9 min ago".to_owned() };
        message.visit_slots(&mut |name, slot| slots.push(format!("{name} {slot:?}")));
        assert_eq!(slots, ["name Text(\"Maya\")", "age Text(\"9 min ago\")"]);
        assert_eq!(message.count(), None);
    }

    #[test]
    fn the_samples_are_the_declared_list() {
        let samples = Message::samples();
        assert_eq!(samples.len(), ENTRIES.len());
        for (sample, (key, slots)) in samples.iter().zip(ENTRIES) {
            let mut names = Vec::new();
            sample.visit_slots(&mut |name, slot| {
                assert_eq!(matches!(slot, Slot::Count(_)), name == "count", "{key}");
                names.push(name);
            });
            assert_eq!((sample.key(), names.as_slice()), (*key, *slots));
        }
    }
}
