//! The client id of the app in PagerDuty, as somebody types it.

/// The fewest characters that can be a client id; PagerDuty gives 36.
const SHORTEST: usize = 8;
/// The most.
const LONGEST: usize = 128;

/// Why a text cannot be a client id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientIdProblem {
    /// Nothing was typed. Without one nobody can sign in.
    Empty,
    /// It is a web address.
    Address,
    /// It holds something else than letters, digits and hyphens; a key or a secret does.
    Characters,
    /// It is too short or too long.
    Length,
}

/// The client id in what was typed, without the space around it.
///
/// PagerDuty does not write its shape down and gives UUIDs, so this only refuses what certainly is something else.
///
/// # Errors
///
/// What is wrong with it.
pub fn client_id(typed: &str) -> Result<&str, ClientIdProblem> {
    let id = typed.trim();
    if id.is_empty() {
        Err(ClientIdProblem::Empty)
    } else if id.contains("://") {
        Err(ClientIdProblem::Address)
    } else if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        Err(ClientIdProblem::Characters)
    } else if id.len() < SHORTEST || id.len() > LONGEST {
        Err(ClientIdProblem::Length)
    } else {
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_something_else_is_refused_with_the_reason() {
        assert_eq!(client_id("  4d1f6f0c-2b7e-4c55-9c3a-6a0e8f2b9d71 "), Ok("4d1f6f0c-2b7e-4c55-9c3a-6a0e8f2b9d71"));
        assert_eq!(client_id(" \n"), Err(ClientIdProblem::Empty));
        assert_eq!(client_id("https://app.pagerduty.com/x"), Err(ClientIdProblem::Address));
        assert_eq!(client_id("u+rSecretOfSomebody"), Err(ClientIdProblem::Characters));
        assert_eq!(client_id("4d1f 6f0c 2b7e"), Err(ClientIdProblem::Characters));
        assert_eq!(client_id("абвгдежз"), Err(ClientIdProblem::Characters));
        assert_eq!(client_id("short"), Err(ClientIdProblem::Length));
        assert_eq!(client_id(&"a".repeat(129)), Err(ClientIdProblem::Length));
    }

    proptest! {
        #[test]
        fn what_is_taken_can_stand_in_an_address_and_is_taken_again(typed in "\\PC{0,140}") {
            if let Ok(id) = client_id(&typed) {
                prop_assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
                prop_assert_eq!(client_id(id), Ok(id));
            }
        }
    }
}
