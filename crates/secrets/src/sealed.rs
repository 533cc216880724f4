//! Sealing with XChaCha20-Poly1305: what is sealed can't be read, changed, or passed off as another
//! account's.
//!
//! Form: one byte of version, 24 bytes of nonce, the encrypted bytes with their tag.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use domain::Sensitive;

use crate::error::SecretsError;

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// A key.
pub(crate) type Key = Sensitive<[u8; 32]>;

pub(crate) fn new_key() -> Key {
    Sensitive::new(rand::random())
}

/// Seals bytes for one context: they open for the same one alone.
pub(crate) fn seal(key: &Key, context: &[u8], bytes: &[u8]) -> Result<Vec<u8>, SecretsError> {
    let nonce: [u8; NONCE] = rand::random();
    let encrypted = cipher(key)
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: bytes,
                aad: context,
            },
        )
        .map_err(|_| SecretsError::TooLarge)?;
    let mut sealed = Vec::with_capacity(1 + NONCE + encrypted.len());
    sealed.push(VERSION);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&encrypted);
    Ok(sealed)
}

/// Opens what [`seal`] made with the same key and context.
pub(crate) fn open(
    key: &Key,
    context: &[u8],
    sealed: &[u8],
) -> Result<Sensitive<Vec<u8>>, SecretsError> {
    let (version, rest) = sealed.split_first().ok_or(SecretsError::Refused)?;
    let (nonce, encrypted) = rest
        .split_first_chunk::<NONCE>()
        .ok_or(SecretsError::Refused)?;
    if *version != VERSION {
        return Err(SecretsError::Refused);
    }
    cipher(key)
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: encrypted,
                aad: context,
            },
        )
        .map(Sensitive::new)
        .map_err(|_| SecretsError::Refused)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    // EXPOSE: the cipher is what the key is for.
    XChaCha20Poly1305::new(key.expose().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_refused(key: &Key, context: &[u8], sealed: &[u8]) -> bool {
        matches!(open(key, context, sealed), Err(SecretsError::Refused))
    }

    #[test]
    fn the_same_bytes_never_look_the_same_twice() {
        let key = new_key();
        assert_ne!(
            seal(&key, b"a", b"x").unwrap(),
            seal(&key, b"a", b"x").unwrap()
        );
    }

    #[test]
    fn another_key_opens_nothing() {
        let sealed = seal(&new_key(), b"a", b"x").unwrap();
        assert!(is_refused(&new_key(), b"a", &sealed));
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens(bytes: Vec<u8>, context: Vec<u8>) {
            let key = new_key();
            let sealed = seal(&key, &context, &bytes).unwrap();
            let opened = open(&key, &context, &sealed).unwrap();
            prop_assert_eq!(opened.expose(), &bytes);
        }

        #[test]
        fn one_flipped_bit_is_refused(bytes: Vec<u8>, at: prop::sample::Index, bit in 0u8..8) {
            let key = new_key();
            let mut sealed = seal(&key, b"a", &bytes).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert!(is_refused(&key, b"a", &sealed));
        }

        #[test]
        fn a_cut_or_longer_one_is_refused(bytes: Vec<u8>, at: prop::sample::Index, more in 1u8..) {
            let key = new_key();
            let mut sealed = seal(&key, b"a", &bytes).unwrap();
            prop_assert!(is_refused(&key, b"a", &sealed[..at.index(sealed.len())]));
            sealed.push(more);
            prop_assert!(is_refused(&key, b"a", &sealed));
        }

        #[test]
        fn another_context_is_refused(one: Vec<u8>, other: Vec<u8>) {
            prop_assume!(one != other);
            let key = new_key();
            let sealed = seal(&key, &one, b"x").unwrap();
            prop_assert!(is_refused(&key, &other, &sealed));
        }

        #[test]
        fn garbage_is_refused(garbage: Vec<u8>) {
            prop_assert!(is_refused(&new_key(), b"a", &garbage));
        }
    }
}
