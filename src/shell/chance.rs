//! Numbers that nobody guesses.

/// A number from the browser's source of secrets; from its ordinary one where that is missing.
#[cfg(target_arch = "wasm32")]
pub(crate) fn secret_number() -> u64 {
    let mut bytes = [0_u8; 8];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    match crypto.map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes)) {
        Some(Ok(_)) => u64::from_le_bytes(bytes),
        Some(Err(_)) | None => js_sys::Math::random().to_bits() ^ js_sys::Math::random().to_bits().rotate_left(32),
    }
}

/// The same outside a browser: the standard library seeds its hash maps from the system's source of secrets.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn secret_number() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_are_two() {
        assert_ne!(secret_number(), secret_number());
    }
}
