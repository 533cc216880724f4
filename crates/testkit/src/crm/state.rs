//! What the fake CRM knows: sessions, unread counts, switches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use isolation::Book;
use tokio::sync::Notify;

use super::control::{Expiry, LoginStyle};
use super::log::{Log, Who};
use super::people::Person;

/// The tenant of everything outside of `/t/…`.
pub(crate) const ROOT: &str = "root";

/// A signed-in user at a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) person: Person,
    pub(crate) csrf: String,
}

/// The counter in the title, and how often it changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) count: u32,
    pub(crate) version: u64,
}

/// Everything that changes while the server runs.
#[derive(Debug, Default)]
pub(crate) struct Changing {
    sessions: BTreeMap<String, Session>,
    sessions_made: u64,
    unread: BTreeMap<(String, String), Unread>,
    expiry: BTreeMap<String, Expiry>,
    login: BTreeMap<String, LoginStyle>,
    pub(crate) failing: Option<u16>,
    pub(crate) released: BTreeSet<String>,
    pub(crate) holds_sign_outs: bool,
    /// Name and password that it wants as a proxy.
    pub(crate) at_proxy: Option<(String, String)>,
}

/// What handlers share.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) log: Log,
    pub(crate) tenants: Arc<[String]>,
    pub(crate) users: usize,
    pub(crate) seed: u64,
    pub(crate) http_port: u16,
    pub(crate) tls_port: u16,
    pub(crate) authority_pem: Arc<str>,
    pub(crate) changed: Arc<Notify>,
    pub(crate) isolation: Book,
    changing: Arc<Mutex<Changing>>,
}

impl Shared {
    pub(crate) fn new(
        tenants: Vec<String>,
        users: usize,
        seed: u64,
        (http_port, tls_port): (u16, u16),
        authority_pem: String,
    ) -> Self {
        Self {
            log: Log::default(),
            tenants: tenants.into(),
            users,
            seed,
            http_port,
            tls_port,
            authority_pem: authority_pem.into(),
            changed: Arc::default(),
            isolation: Book::default(),
            changing: Arc::default(),
        }
    }

    /// Looks at or changes the state, and wakes everyone who waits for a change.
    pub(crate) fn change<T>(&self, how: impl FnOnce(&mut Changing) -> T) -> T {
        let result = how(&mut self.lock());
        self.changed.notify_waiters();
        result
    }

    pub(crate) fn look<T>(&self, at: impl FnOnce(&Changing) -> T) -> T {
        at(&self.lock())
    }

    /// Waits until `ready` gives something.
    pub(crate) async fn until<T>(&self, ready: impl Fn(&Changing) -> Option<T>) -> T {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if let Some(result) = self.look(&ready) {
                return result;
            }
            changed.await;
        }
    }

    /// Forgets sessions, counts, findings, switches and the log. Session ids go on counting, so
    /// that a cookie of before never becomes good again.
    pub(crate) fn reset(&self) {
        self.change(|state| {
            *state = Changing {
                sessions_made: state.sessions_made,
                ..Changing::default()
            };
        });
        self.isolation.clear();
        self.log.clear();
    }

    pub(crate) fn knows(&self, tenant: &str) -> bool {
        tenant == ROOT || self.tenants.iter().any(|known| known == tenant)
    }

    /// The person with this name and password at this tenant.
    pub(crate) fn person(&self, tenant: &str, typed: &str, password: &str) -> Option<Person> {
        let number = Person::number_of(tenant, typed).filter(|n| (1..=self.users).contains(n))?;
        Some(Person::nth(tenant, number)).filter(|person| person.password == password)
    }

    /// Starts a session. Its id depends on the seed and on how many there were before.
    pub(crate) fn sign_in(&self, tenant: &str, person: Person, persistent: bool) -> Session {
        let seed = self.seed;
        let session = self.change(|state| {
            state.sessions_made += 1;
            let number = state.sessions_made * 2;
            let session = Session {
                id: mixed(seed, number),
                tenant: tenant.to_owned(),
                person,
                csrf: mixed(seed, number + 1),
            };
            state.sessions.insert(session.id.clone(), session.clone());
            session
        });
        self.log
            .add(session.who(), super::log::Event::SignedIn { persistent });
        session
    }

    fn lock(&self) -> MutexGuard<'_, Changing> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Changing {
    pub(crate) fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id)
    }

    pub(crate) fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.values()
    }

    pub(crate) fn end_session(&mut self, id: &str) {
        self.sessions.remove(id);
    }

    /// Ends the sessions of a tenant, of one user or of all.
    pub(crate) fn end_sessions_of(&mut self, tenant: &str, user: Option<&str>) {
        self.sessions.retain(|_, session| {
            session.tenant != tenant || user.is_some_and(|user| session.person.user != user)
        });
    }

    pub(crate) fn unread(&self, tenant: &str, user: &str) -> Unread {
        self.unread
            .get(&(tenant.to_owned(), user.to_owned()))
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn set_unread(&mut self, tenant: &str, user: &str, count: u32) {
        let unread = self
            .unread
            .entry((tenant.to_owned(), user.to_owned()))
            .or_default();
        unread.count = count;
        unread.version += 1;
    }

    pub(crate) fn expiry(&self, tenant: &str) -> Expiry {
        self.expiry.get(tenant).copied().unwrap_or_default()
    }

    pub(crate) fn set_expiry(&mut self, tenant: &str, expiry: Expiry) {
        self.expiry.insert(tenant.to_owned(), expiry);
    }

    pub(crate) fn login(&self, tenant: &str) -> LoginStyle {
        self.login.get(tenant).copied().unwrap_or_default()
    }

    pub(crate) fn set_login(&mut self, tenant: &str, style: LoginStyle) {
        self.login.insert(tenant.to_owned(), style);
    }
}

impl Session {
    pub(crate) fn who(&self) -> Who {
        Who {
            tenant: self.tenant.clone(),
            session: Some(self.id.clone()),
            user: Some(self.person.user.clone()),
            visitor: None,
        }
    }
}

/// A number that looks random, the same for the same input (`SplitMix64`).
fn mixed(seed: u64, number: u64) -> String {
    let mut z = seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    format!("{:016x}", z ^ (z >> 31))
}
