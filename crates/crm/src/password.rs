//! Passwords: which are good enough, and how they are kept.

mod argon;
mod memory;

use std::{
    collections::HashSet,
    sync::{Arc, LazyLock},
};

use argon2::{Block, password_hash::phc::PasswordHash};
use domain::Sensitive;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use self::memory::Memory;
use crate::{
    error::{Error, FieldFault},
    text::folded,
};

/// The least for everybody else.
pub(crate) const SHORTEST: usize = 12;

/// The least for whoever can reach everything with the password alone (NIST SP 800-63B-4).
pub(crate) const SHORTEST_ALONE: usize = 15;
const LONGEST: usize = 128;

/// How many passwords may wait for a free core.
const QUEUE: usize = 64;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("password/common.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Checks a new password. `personal` are names that it must not be.
pub(crate) fn check(password: &str, shortest: usize, personal: &[&str]) -> Result<(), FieldFault> {
    let normal: String = password.nfkc().collect();
    let length = normal.chars().count();
    if length < shortest {
        return Err(FieldFault::TooShort(shortest));
    }
    if length > LONGEST {
        return Err(FieldFault::TooLong(LONGEST));
    }
    let folded_password = folded(&normal);
    if COMMON.contains(folded_password.as_str()) || is_repetition(&folded_password) {
        return Err(FieldFault::Common);
    }
    if personal.iter().any(|name| folded(name) == folded_password) {
        return Err(FieldFault::Personal);
    }
    Ok(())
}

/// Whether a text is a shorter one again and again, up to a quarter of its length: `aaaaaaaa…`,
/// `1234 1234 1234 1234`.
fn is_repetition(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=chars.len() / 4).any(|period| {
        chars
            .iter()
            .zip(chars.iter().skip(period))
            .all(|(one, other)| one == other)
    })
}

/// Hashes passwords with `Argon2id`, no more at once than there are cores.
#[derive(Debug, Clone)]
pub struct Hasher {
    cores: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// As much at most as there are cores: it is lent to whoever has one.
    memory: Memory,
    /// Verified when there is nothing to verify, so that this takes the same time.
    dummy: Arc<str>,
}

/// What a check of a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// It is the right one.
    pub(crate) right: bool,
    /// It was hashed with weaker settings than today's.
    pub(crate) outdated: bool,
}

impl Hasher {
    /// A hasher for a machine with so many cores.
    ///
    /// # Errors
    /// [`Error::Hash`] when hashing doesn't work at all.
    pub fn new(cores: usize) -> Result<Self, Error> {
        // In memory that goes: perhaps nobody signs in here for long.
        let dummy = argon::hash(b"nobody has this password", &mut Memory::default().lend())
            .map_err(Error::Hash)?;
        let cores = cores.max(1);
        Ok(Self {
            cores: Arc::new(Semaphore::new(cores)),
            places: Arc::new(Semaphore::new(cores + QUEUE)),
            memory: Memory::default(),
            dummy: dummy.into(),
        })
    }

    /// The hash of a new password, as a PHC string.
    pub(crate) async fn hash(&self, password: &Sensitive<String>) -> Result<String, Error> {
        let normal = normalised(password);
        self.run(move |memory| {
            // EXPOSE: hashing needs the password.
            argon::hash(normal.expose().as_bytes(), memory).map_err(Error::Hash)
        })
        .await
    }

    /// Checks a password against a stored hash, or for as long against nothing.
    pub(crate) async fn verify(
        &self,
        password: &Sensitive<String>,
        stored: Option<&str>,
    ) -> Result<Verdict, Error> {
        let normal = normalised(password);
        let known = stored.is_some();
        let hash = stored.unwrap_or(&self.dummy).to_owned();
        self.run(move |memory| {
            let hash = PasswordHash::new(&hash).map_err(|e| Error::Hash(e.into()))?;
            // EXPOSE: verification needs the password.
            let fits = argon::is_of(&hash, normal.expose().as_bytes(), memory);
            Ok(Verdict {
                right: known && fits,
                outdated: argon::is_outdated(&hash),
            })
        })
        .await
    }

    /// Runs on a thread of its own. The places are given back when the work is done, not when
    /// the caller loses interest: a client that hangs up doesn't make room for the next one.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut [Block]) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| Error::HasherBusy)?;
        let core = Arc::clone(&self.cores)
            .acquire_owned()
            .await
            .map_err(|_| Error::HasherBusy)?;
        let memory = self.memory.clone();
        tokio::task::spawn_blocking(move || {
            let result = work(&mut memory.lend());
            drop((core, place));
            result
        })
        .await
        .map_err(Error::HashTask)?
    }
}

fn normalised(password: &Sensitive<String>) -> Sensitive<String> {
    // EXPOSE: the normal form is a secret again.
    Sensitive::new(password.expose().nfkc().collect())
}

#[cfg(test)]
mod tests {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
    use proptest::prelude::*;
    use rstest::rstest;
    use tokio::task::JoinSet;

    use super::*;

    #[rstest]
    #[case("correct horse battery", Ok(()))]
    #[case("short but sweet", Ok(()))]
    #[case("short and sour", Err(FieldFault::TooShort(15)))]
    #[case("aaaaaaaaaaaaaaaaaaaa", Err(FieldFault::Common))]
    #[case("12341234123412341234", Err(FieldFault::Common))]
    #[case("Olena@Acme.Example", Err(FieldFault::Personal))]
    #[case("olena  KOVALENKO-petrenko", Err(FieldFault::Personal))]
    fn a_password_for_an_owner_is_checked(
        #[case] password: &str,
        #[case] verdict: Result<(), FieldFault>,
    ) {
        let personal = ["olena@acme.example", "Olena Kovalenko-Petrenko"];
        assert_eq!(check(password, SHORTEST_ALONE, &personal), verdict);
    }

    #[test]
    fn common_passwords_are_refused_in_any_case() {
        assert_eq!(check("1QAZ2wsx3edc", 8, &[]), Err(FieldFault::Common));
        assert_eq!(check("Password", 8, &[]), Err(FieldFault::Common));
        assert_eq!(COMMON.len(), 10_000);
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hasher = Hasher::new(2).expect("hashing works");
        let password = Sensitive::from(String::from("ﬁve wizards jump"));
        let hash = hasher.hash(&password).await.expect("hashed");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );

        let same = Sensitive::from(String::from("five wizards jump"));
        let right = hasher.verify(&same, Some(&hash)).await.expect("verified");
        assert_eq!(
            right,
            Verdict {
                right: true,
                outdated: false
            },
            "NFKC forms are equal"
        );

        let other = Sensitive::from(String::from("Five wizards jump"));
        assert!(
            !hasher
                .verify(&other, Some(&hash))
                .await
                .expect("verified")
                .right
        );
        assert!(
            !hasher
                .verify(&password, None)
                .await
                .expect("verified")
                .right
        );
    }

    #[tokio::test]
    async fn a_weaker_hash_is_known_as_outdated() {
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8_192, 1, 1, None).expect("valid"),
        );
        let hash = weak
            .hash_password(b"five wizards jump")
            .expect("hashed")
            .to_string();
        let hasher = Hasher::new(1).expect("hashing works");
        let password = Sensitive::from(String::from("five wizards jump"));
        let verdict = hasher
            .verify(&password, Some(&hash))
            .await
            .expect("verified");
        assert_eq!(
            verdict,
            Verdict {
                right: true,
                outdated: true
            }
        );
    }

    #[tokio::test]
    async fn no_more_memory_is_taken_than_hashes_run_at_once_and_none_remembers() {
        let hasher = Hasher::new(2).expect("hashing works");
        let password = Sensitive::from(String::from("five wizards jump"));
        let hash = hasher.hash(&password).await.expect("hashed");
        let first = hasher.memory.places();
        assert_eq!(first.len(), 1);
        hasher.verify(&password, None).await.expect("verified");
        assert_eq!(hasher.memory.places(), first, "the same again");

        let many: JoinSet<_> = (0..12)
            .map(|_| {
                let (hasher, password, hash) = (hasher.clone(), password.clone(), hash.clone());
                async move { hasher.verify(&password, Some(&hash)).await }
            })
            .collect();
        for verdict in many.join_all().await {
            assert!(verdict.expect("verified").right);
        }
        let kept = hasher.memory.places();
        assert!(kept.len() <= 2 && kept.contains(&first[0]), "{kept:?}");
        assert!(hasher.memory.is_clean());
    }

    #[tokio::test]
    async fn a_full_queue_says_busy_at_once() {
        let hasher = Hasher::new(1).expect("hashing works");
        let _all = hasher.places.try_acquire_many(65).expect("all places");
        let password = Sensitive::from(String::from("five wizards jump"));
        assert!(matches!(
            hasher.verify(&password, None).await,
            Err(Error::HasherBusy)
        ));
    }

    proptest! {
        #[test]
        fn no_password_makes_the_check_panic(password in "\\PC{0,140}", name in "\\PC{0,20}") {
            let _ = check(&password, 8, &[&name]);
        }
    }
}
