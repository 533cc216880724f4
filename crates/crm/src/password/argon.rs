//! `Argon2id`: from a password to the PHC string that is kept, in memory that the caller has.

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{Output, ParamsString, PasswordHash, Salt},
        try_generate_salt,
    },
};

/// OWASP's settings for `Argon2id` with 19 MiB.
pub(super) const KIBIBYTES: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The hash of a password, as a PHC string.
pub(super) fn hash(password: &[u8], memory: &mut [Block]) -> password_hash::Result<String> {
    let params = Params::new(KIBIBYTES, PASSES, LANES, None)?;
    let version = Version::V0x13;
    let salt = Salt::new(&try_generate_salt()?)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(version.into()),
        params: ParamsString::try_from(&params)?,
        hash: Some(output(
            &Argon2::new(Algorithm::Argon2id, version, params),
            (password, &salt),
            memory,
        )?),
        salt: Some(salt),
    };
    Ok(hash.to_string())
}

/// Whether a hash is one of a password.
pub(super) fn is_of(hash: &PasswordHash, password: &[u8], memory: &mut [Block]) -> bool {
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else {
        return false;
    };
    // Outputs are compared in constant time.
    settings(hash)
        .and_then(|argon| output(&argon, (password, salt), memory))
        .is_ok_and(|output| output == *expected)
}

/// Whether a hash was made with weaker settings than today's.
pub(super) fn is_outdated(hash: &PasswordHash) -> bool {
    Params::try_from(hash).map_or(true, |params| {
        params.m_cost() < KIBIBYTES || params.t_cost() < PASSES
    })
}

/// What a hash says that it was made with.
fn settings(hash: &PasswordHash) -> password_hash::Result<Argon2<'static>> {
    let algorithm = Algorithm::try_from(hash.algorithm.as_str())?;
    let version = hash.version.map(Version::try_from).transpose()?;
    let params = Params::try_from(hash)?;
    Ok(Argon2::new(algorithm, version.unwrap_or_default(), params))
}

fn output(
    argon: &Argon2<'_>,
    (password, salt): (&[u8], &[u8]),
    memory: &mut [Block],
) -> password_hash::Result<Output> {
    let params = argon.params();
    let mut bytes = [0; Output::MAX_LENGTH];
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let bytes = bytes
        .get_mut(..length)
        .ok_or(password_hash::Error::OutputSize)?;
    if params.block_count() <= memory.len() {
        argon.hash_password_into_with_memory(password, salt, bytes, memory)?;
    } else {
        // From a time with stronger settings: it takes what it needs.
        argon.hash_password_into(password, salt, bytes)?;
    }
    Ok(Output::new(bytes)?)
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher as _, PasswordVerifier as _};
    use rstest::rstest;

    use super::*;

    const PASSWORD: &[u8] = b"five wizards jump";

    fn memory() -> Vec<Block> {
        vec![Block::new(); KIBIBYTES as usize]
    }

    #[test]
    fn the_crate_itself_finds_our_hashes_right() {
        let hash = hash(PASSWORD, &mut memory()).expect("hashed");
        let hash = PasswordHash::new(&hash).expect("a PHC string");
        let argon = Argon2::default();
        assert!(argon.verify_password(PASSWORD, &hash).is_ok());
        assert!(argon.verify_password(b"Five wizards jump", &hash).is_err());
    }

    #[rstest]
    #[case::todays(Algorithm::Argon2id, Version::V0x13, 19_456, 2, 1)]
    #[case::weaker(Algorithm::Argon2id, Version::V0x13, 8_192, 1, 1)]
    #[case::stronger(Algorithm::Argon2id, Version::V0x13, 20_480, 3, 4)]
    #[case::another_kind(Algorithm::Argon2i, Version::V0x10, 4_096, 3, 2)]
    fn a_hash_is_checked_with_the_settings_that_it_was_made_with(
        #[case] algorithm: Algorithm,
        #[case] version: Version,
        #[case] kibibytes: u32,
        #[case] passes: u32,
        #[case] lanes: u32,
    ) {
        let params = Params::new(kibibytes, passes, lanes, Some(24)).expect("valid");
        let made = Argon2::new(algorithm, version, params)
            .hash_password(PASSWORD)
            .expect("hashed");
        // What another hash left there makes no difference.
        let mut memory = memory();
        hash(b"another one", &mut memory).expect("hashed");
        assert!(is_of(&made, PASSWORD, &mut memory));
        assert!(!is_of(&made, b"Five wizards jump", &mut memory));
    }

    #[test]
    fn what_is_no_hash_of_argon_is_one_of_no_password() {
        for other in [
            "$scrypt$ln=4,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ",
        ] {
            let other = PasswordHash::new(other).expect("a PHC string");
            assert!(!is_of(&other, PASSWORD, &mut memory()), "{other}");
        }
    }
}
