//! Who asks something of a CRM that people and programs may ask.

use crate::{api_key::KeyHolder, audit::Actor, session::CrmSession};

/// Somebody who is signed in, or a program with a key.
#[derive(Debug)]
pub enum Requester {
    /// Somebody who is signed in.
    Person(Box<CrmSession>),
    /// A program with a key.
    Program(KeyHolder),
}

impl Requester {
    /// The session of a person.
    #[must_use]
    pub fn person(&self) -> Option<&CrmSession> {
        match self {
            Self::Person(session) => Some(session),
            Self::Program(_) => None,
        }
    }

    pub(crate) fn actor(&self) -> Actor<'_> {
        match self {
            Self::Person(session) => Actor::User(&session.who.id),
            Self::Program(key) => Actor::Key(&key.id),
        }
    }
}
