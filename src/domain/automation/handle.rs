//! Our own short ids of rules and destinations: what ties a rule to its trigger.

use std::fmt;

/// How long an id is.
const LENGTH: usize = 8;

const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

fn is_handle(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| LETTERS.contains(&byte))
}

fn make(mut random: u64) -> String {
    let mut text = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        let place = usize::try_from(random % 36).unwrap_or_default();
        text.push(LETTERS.get(place).map_or('0', |letter| char::from(*letter)));
        random /= 36;
    }
    text
}

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id, if `text` has the shape of one: eight small letters and digits.
            pub fn parse(text: &str) -> Option<Self> {
                is_handle(text).then(|| Self(text.to_owned()))
            }

            /// A new id out of a random number. Two of the same number are the same.
            pub fn make(random: u64) -> Self {
                Self(make(random))
            }

            /// The id as the configuration keeps it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

handles! {
    /// A rule's id, by which its trigger is known in Zendesk.
    RuleId;
    /// A destination's id.
    DestinationId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_eight_small_letters_and_digits_are_an_id() {
        for text in ["", "abc", "ABCDEFGH", "abcdefg]", "abcdefghi", "abc defg"] {
            assert_eq!(RuleId::parse(text), None, "{text}");
        }
        assert!(RuleId::parse("a1b2c3d4").is_some());
    }

    proptest! {
        #[test]
        fn any_number_makes_an_id(random in any::<u64>()) {
            let made = DestinationId::make(random);
            prop_assert_eq!(DestinationId::parse(made.as_str()), Some(made));
        }
    }
}
