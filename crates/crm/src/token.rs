//! Random secrets that are stored only as hashes.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Sensitive;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// 256 random bits from the operating system, written as 43 characters of base64url.
#[derive(Debug, Clone)]
pub struct Token(Sensitive<String>);

impl Token {
    /// A new token.
    #[must_use]
    pub fn new() -> Self {
        let bits: [u8; 32] = rand::random();
        Self(Sensitive::new(URL_SAFE_NO_PAD.encode(bits)))
    }

    /// A token that somebody presented.
    #[must_use]
    pub const fn presented(text: Sensitive<String>) -> Self {
        Self(text)
    }

    /// What is stored in its place.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        // EXPOSE: only its hash leaves.
        TokenHash(Sha256::digest(self.0.expose().as_bytes()).into())
    }

    /// The token itself, for the one who will present it.
    #[must_use]
    pub const fn secret(&self) -> &Sensitive<String> {
        &self.0
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

/// The SHA-256 of a token.
#[derive(Debug, Clone, Copy)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// A hash that was made elsewhere.
    pub(crate) const fn of_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Lower-case hex, as columns hold it.
    #[must_use]
    pub fn to_hex(self) -> String {
        crate::text::hex(&self.0)
    }

    /// Compares in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presented_token_has_the_hash_of_the_original() {
        let token = Token::new();
        let text = token.secret().expose().clone();
        assert_eq!(text.len(), 43);
        assert!(Token::presented(text.into()).hash().matches(&token.hash()));
        assert!(!Token::new().hash().matches(&token.hash()));
    }
}
