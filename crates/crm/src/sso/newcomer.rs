//! Somebody new to a provider who has come back from it in a window's place: they are linked, or join, once that window
//! was approved, and not before. Until then nothing shows that the window is theirs.

use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};

use super::{
    offer,
    recognition::{Realm, Recognised, Standing, admit, standing},
};
use crate::{
    error::Error,
    principal::Principal,
    sign_in::step::{Arrival, Goal},
    trace::RequestTrace,
};

/// Whom a provider has recognised for the first time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Newcomer {
    /// Where the one with their address gets, if there is one.
    goal: Option<Goal>,
    person: Recognised,
    keep: bool,
}

/// A newcomer who may come in until the transaction ends.
#[derive(Debug)]
pub(crate) struct Admission {
    realm: Realm,
    standing: Standing,
    newcomer: Newcomer,
}

impl Newcomer {
    pub(super) fn new(candidate: Option<&Principal>, person: &Recognised, keep: bool) -> Self {
        Self {
            goal: candidate.map(Goal::of),
            person: person.clone(),
            keep,
        }
    }

    /// Who here has their address, if anybody.
    pub(crate) fn candidate(&self) -> Option<Principal> {
        self.goal.as_ref().map(Goal::who)
    }

    /// Who they are at the provider.
    pub(crate) fn subject(&self) -> &str {
        &self.person.subject
    }

    /// Checks that they may still come in, as whom they might when they came back. What that takes is held before
    /// anything is written.
    ///
    /// # Errors
    /// [`Error::TicketInvalid`].
    pub(crate) async fn ready(
        self,
        tx: &DatabaseTransaction,
        provider_id: &str,
        now: Timestamp,
    ) -> Result<Admission, Error> {
        let realm = realm(tx, provider_id).await?;
        let standing = standing(tx, &realm, &self.person, now).await?;
        let standing = standing.map_err(|_| Error::TicketInvalid)?;
        let is_the_same = match &standing {
            // They were linked meanwhile, in another browser.
            Standing::Known(who) => self.candidate().as_ref() == Some(who),
            Standing::New(candidate) => self.candidate() == *candidate,
        };
        if !is_the_same {
            return Err(Error::TicketInvalid);
        }
        Ok(Admission {
            realm,
            standing,
            newcomer: self,
        })
    }
}

impl Admission {
    /// Links them, or lets them join, and on the way in.
    ///
    /// # Errors
    /// [`Error::TicketInvalid`] when the CRM takes nobody in.
    pub(crate) async fn complete(
        self,
        tx: &DatabaseTransaction,
        trace: &RequestTrace<'_>,
        now: Timestamp,
    ) -> Result<Arrival, Error> {
        let (realm, Newcomer { person, keep, .. }) = (&self.realm, &self.newcomer);
        let principal = match self.standing {
            Standing::Known(principal) => principal,
            Standing::New(candidate) => {
                let admitted = admit(tx, realm, candidate, person, trace, now).await;
                admitted.map_err(|error| match error {
                    Error::SsoNoUser => Error::TicketInvalid,
                    error => error,
                })?
            }
        };
        Ok(realm.arrival(&principal, person, *keep))
    }
}

/// A provider that may still be signed in by.
async fn realm(tx: &DatabaseTransaction, provider_id: &str) -> Result<Realm, Error> {
    let provider = match offer::find(tx, provider_id).await {
        Err(Error::NotFound) => return Err(Error::TicketInvalid),
        found => found?,
    };
    let crm = match &provider.crm_id {
        Some(id) => {
            let crm = offer::open_crm(tx, id).await?;
            Some(crm.ok_or(Error::TicketInvalid)?)
        }
        None => None,
    };
    Ok(Realm { provider, crm })
}
