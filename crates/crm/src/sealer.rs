//! The server's key at work: sealing what must be read again, and digests of what is short enough to
//! be guessed. The key isn't in the database, so that a copy of the database opens nothing.
//!
//! A sealed text is base64url of a version byte, 24 bytes of nonce, and the encrypted bytes with
//! their tag (XChaCha20-Poly1305).

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use domain::Sensitive;
use hkdf::Hkdf;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use sha2::Sha256;

use crate::{
    entity::{credential, sso_provider, webhook_endpoint},
    error::Error,
    text::hex,
    token::TokenHash,
};

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// Uses the server's key. Cheap to clone.
#[derive(Clone)]
pub struct Sealer {
    key_id: Arc<str>,
    cipher: XChaCha20Poly1305,
    kdf: Hkdf<Sha256>,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

impl Sealer {
    /// Derives what it needs from the key.
    ///
    /// # Errors
    /// [`Error::KeyDerivation`].
    pub fn new(key: &Sensitive<[u8; 32]>) -> Result<Self, Error> {
        // EXPOSE: all other keys come from this one.
        let kdf = Hkdf::<Sha256>::new(None, key.expose());
        let mut id = [0; 8];
        kdf.expand(b"ninefold key id", &mut id)?;
        let mut sealing = Sensitive::new([0; 32]);
        expand(&kdf, &["ninefold seal"], &mut sealing)?;
        Ok(Self {
            key_id: hex(&id).into(),
            // EXPOSE: the cipher is what the key is for.
            cipher: XChaCha20Poly1305::new(sealing.expose().into()),
            kdf,
        })
    }

    /// Names the key without telling anything about it.
    pub(crate) fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Seals bytes for one column of one row: they open for the same one alone.
    pub(crate) fn seal(&self, column: &str, row: &str, bytes: &[u8]) -> Result<String, Error> {
        let nonce: [u8; NONCE] = rand::random();
        let aad = context(column, row);
        let payload = Payload {
            msg: bytes,
            aad: aad.as_bytes(),
        };
        let encrypted = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::NotSealed)?;
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&encrypted);
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what [`seal`](Self::seal) made with the same key, for the same column and row.
    pub(crate) fn open(
        &self,
        column: &str,
        row: &str,
        sealed: &str,
    ) -> Result<Sensitive<Vec<u8>>, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok();
        let parts = bytes.as_deref().and_then(|bytes| {
            let (version, rest) = bytes.split_first()?;
            let (nonce, encrypted) = rest.split_first_chunk::<NONCE>()?;
            (*version == VERSION).then_some((*nonce, encrypted))
        });
        let (nonce, msg) = parts.ok_or(Error::NotOpened)?;
        let aad = context(column, row);
        let payload = Payload {
            msg,
            aad: aad.as_bytes(),
        };
        let opened = self.cipher.decrypt(&XNonce::from(nonce), payload);
        opened.map(Sensitive::new).map_err(|_| Error::NotOpened)
    }

    /// A digest that can't be made without the key: for secrets so short that whoever has a plain
    /// hash of one could try all.
    pub(crate) fn digest(
        &self,
        purpose: &str,
        of: &str,
        secret: &Sensitive<String>,
    ) -> Result<TokenHash, Error> {
        let mut bytes = Sensitive::new([0; 32]);
        // EXPOSE: only its digest leaves.
        let parts = ["ninefold digest", purpose, of, secret.expose()];
        expand(&self.kdf, &parts, &mut bytes)?;
        // EXPOSE: a digest may be stored.
        Ok(TokenHash::of_bytes(*bytes.expose()))
    }
}

fn context(column: &str, row: &str) -> String {
    format!("{column}\n{row}")
}

/// Derives from parts, none of which can reach into the next.
fn expand(kdf: &Hkdf<Sha256>, parts: &[&str], out: &mut Sensitive<[u8; 32]>) -> Result<(), Error> {
    let mut derived = [0; 32];
    let info: Vec<u8> = parts
        .iter()
        .flat_map(|part| {
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            length.to_be_bytes().into_iter().chain(part.bytes())
        })
        .collect();
    kdf.expand(&info, &mut derived)?;
    *out = Sensitive::new(derived);
    Ok(())
}

/// Whether the database holds anything that only a server's key opens.
///
/// # Errors
/// [`Error::Database`].
pub async fn has_sealed<C: ConnectionTrait>(db: &C) -> Result<bool, Error> {
    let row = credential::Entity::find()
        .filter(credential::COLUMN.totp_key_id.is_not_null())
        .one(db)
        .await?;
    let secret = sso_provider::Entity::find()
        .filter(sso_provider::COLUMN.client_secret_key_id.is_not_null())
        .one(db)
        .await?;
    let webhook = webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::COLUMN.secret_key_id.is_not_null())
        .one(db)
        .await?;
    Ok(row.is_some() || secret.is_some() || webhook.is_some())
}

/// Makes sure that this is the key for all that is sealed in the database.
///
/// # Errors
/// [`Error::SealedWithAnotherKey`].
pub async fn check_key<C: ConnectionTrait>(db: &C, sealer: &Sealer) -> Result<(), Error> {
    let row = credential::Entity::find()
        .filter(credential::COLUMN.totp_key_id.is_not_null())
        .filter(credential::COLUMN.totp_key_id.ne(sealer.key_id()))
        .one(db)
        .await?;
    let secret = sso_provider::Entity::find()
        .filter(sso_provider::COLUMN.client_secret_key_id.is_not_null())
        .filter(
            sso_provider::COLUMN
                .client_secret_key_id
                .ne(sealer.key_id()),
        )
        .one(db)
        .await?;
    let webhook = webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::COLUMN.secret_key_id.is_not_null())
        .filter(webhook_endpoint::COLUMN.secret_key_id.ne(sealer.key_id()))
        .one(db)
        .await?;
    if row.is_some() || secret.is_some() || webhook.is_some() {
        return Err(Error::SealedWithAnotherKey);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sealer(key: u8) -> Sealer {
        Sealer::new(&Sensitive::new([key; 32])).expect("derived")
    }

    fn opens(sealer: &Sealer, column: &str, row: &str, kept: &str) -> bool {
        sealer.open(column, row, kept).is_ok()
    }

    #[test]
    fn what_is_sealed_opens_for_its_own_row_column_and_key_alone() {
        let (ours, other) = (sealer(1), sealer(2));
        let kept = ours.seal("totp", "row", b"secret").expect("sealed");
        assert_ne!(kept, ours.seal("totp", "row", b"secret").expect("sealed"));
        let opened = ours.open("totp", "row", &kept).expect("opened");
        assert_eq!(opened.expose(), b"secret");
        assert!(!opens(&ours, "totp", "other", &kept));
        assert!(!opens(&ours, "mail", "row", &kept));
        assert!(!opens(&other, "totp", "row", &kept));
        assert_ne!(ours.key_id(), other.key_id());
    }

    #[test]
    fn a_digest_is_of_one_key_purpose_owner_and_secret() {
        let secret = |text: &str| Sensitive::from(text.to_owned());
        let digest = |key, purpose: &str, of: &str, text: &str| {
            let made = sealer(key).digest(purpose, of, &secret(text));
            made.expect("derived").to_hex()
        };
        let one = digest(1, "recovery_code", "u:1", "abc");
        assert_eq!(digest(1, "recovery_code", "u:1", "abc"), one);
        for other in [
            digest(2, "recovery_code", "u:1", "abc"),
            digest(1, "other", "u:1", "abc"),
            digest(1, "recovery_code", "u:1a", "bc"),
            digest(1, "recovery_code", "u:1", "abd"),
        ] {
            assert_ne!(other, one);
        }
    }

    proptest! {
        #[test]
        fn nothing_that_was_changed_opens(at in 0_usize..60, bit in 0_u8..8) {
            let sealer = sealer(1);
            let kept = sealer.seal("totp", "row", b"twenty secret bytes!").expect("sealed");
            let mut bytes = URL_SAFE_NO_PAD.decode(&kept).expect("base64url");
            bytes[at] ^= 1 << bit;
            prop_assert!(!opens(&sealer, "totp", "row", &URL_SAFE_NO_PAD.encode(&bytes)));
            prop_assert!(!opens(&sealer, "totp", "row", kept.get(..at).expect("ASCII")));
        }
    }
}
