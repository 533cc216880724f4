//! Somebody who comes back from a provider.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    decision::{Decision, Refusal, decide},
    departure::{self, Journal, Place, Purpose, is_for, secrets},
    identities,
    newcomer::Newcomer,
    offer,
    provider::{self, Credentials},
    recognition::{Realm, Recognised, Standing, admit, hold, look, standing},
};
use crate::{
    audit::{self, Actor, AuditScope},
    database::{Database, Exclusive},
    error::Error,
    principal::Principal,
    qr::hand_off::{self, Came},
    sealer::Sealer,
    session::{self, Assurance, NewSession, Renewal, Session},
    sign_in::step::{self, Step},
    ticket::{self, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// What people are told of everything that only the log tells.
const FAILED: &str = "sso_failed";

/// Somebody who came back, and what they went for.
#[derive(Debug)]
pub struct Journey {
    realm: Realm,
    purpose: Purpose,
    back_to: Option<String>,
    anew: bool,
    /// What it takes to speak with the provider.
    pub credentials: Credentials,
    /// What must come back inside the provider's word.
    pub nonce: Sensitive<String>,
    /// What is shown when their code is exchanged.
    pub verifier: Sensitive<String>,
}

impl Journey {
    /// Where they come back to.
    #[must_use]
    pub const fn place(&self) -> Place<'_> {
        match &self.realm.crm {
            Some(crm) => Place::Crm(crm),
            None => Place::Portal,
        }
    }

    /// They want to be signed in.
    #[must_use]
    pub const fn signs_in(&self) -> bool {
        matches!(self.purpose, Purpose::SignIn { .. })
    }

    /// The id of the window that waits for them, if one does.
    #[must_use]
    pub fn hands_off(&self) -> Option<&str> {
        match &self.purpose {
            Purpose::HandOff { request_id, .. } => Some(request_id),
            _ => None,
        }
    }

    /// The page, with path and query, that they want to come back to in place of the usual one.
    #[must_use]
    pub fn back_to(&self) -> Option<&str> {
        self.back_to.as_deref()
    }

    /// They want to see whether the provider works.
    #[must_use]
    pub const fn tries_out(&self) -> bool {
        matches!(self.purpose, Purpose::Try { .. })
    }

    /// They want to prove anew who they are.
    #[must_use]
    pub const fn proves_anew(&self) -> bool {
        matches!(self.purpose, Purpose::Prove { .. })
    }

    /// They were asked who they are, whatever the provider knew.
    #[must_use]
    pub const fn was_asked_anew(&self) -> bool {
        self.anew
    }

    /// Which of the session's requests it belongs to.
    fn is_of<W>(&self, session: &Session<W>) -> bool {
        let session_id = match &self.purpose {
            Purpose::SignIn { .. } | Purpose::HandOff { .. } => return false,
            Purpose::Connect { session_id }
            | Purpose::Prove { session_id }
            | Purpose::Try { session_id } => session_id,
        };
        *session_id == session.id && is_for(&self.realm.provider, &session.principal)
    }
}

/// Uses up what somebody took along. It is good once, and in the browser that left alone.
///
/// # Errors
/// [`Error::TicketInvalid`]; [`Error::SsoFailed`] when the provider was taken away meanwhile.
pub async fn take(
    db: &Database,
    sealer: &Sealer,
    state: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Journey, Error> {
    let tx = db.write().await?;
    let row = ticket::find(&tx, TicketKind::SsoState, state.hash(), now).await?;
    let browser = trace.device.hash().to_hex();
    let row = row.filter(|row| row.browser_hash.as_ref() == Some(&browser));
    let row = row.ok_or(Error::TicketInvalid)?;
    let used = ticket::use_up(&tx, TicketKind::SsoState, state.hash(), None, now).await?;
    used.ok_or(Error::TicketInvalid)?;
    tx.commit().await?;
    let journal: Journal = serde_json::from_value(row.payload)?;
    let row = match departure::find(db.read(), &journal.provider_id, &journal.purpose).await {
        Err(Error::NotFound) => return Err(Error::SsoFailed),
        found => found?,
    };
    let crm = match &row.crm_id {
        Some(id) => Some(
            offer::open_crm(db.read(), id)
                .await?
                .ok_or(Error::SsoFailed)?,
        ),
        None => None,
    };
    let (nonce, verifier) = secrets(sealer, &row.id, state)?;
    Ok(Journey {
        credentials: provider::credentials(sealer, &row)?,
        purpose: journal.purpose,
        back_to: journal.back_to,
        anew: journal.anew,
        realm: Realm { provider: row, crm },
        nonce,
        verifier,
    })
}

/// Lets in whom the provider has recognised, or asks for the second factor that they have.
///
/// # Errors
/// [`Error::SsoNoUser`], [`Error::SsoEmailUnverified`], [`Error::SsoLinkRequired`];
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`]; [`Error::TicketInvalid`] for somebody who
/// went for something else.
pub async fn sign_in(
    db: &Database,
    journey: &Journey,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let Purpose::SignIn { keep } = journey.purpose else {
        return Err(Error::TicketInvalid);
    };
    let (tx, principal) = resolve(db, journey, person, trace, now).await?;
    let arrival = journey.realm.arrival(&principal, person, keep);
    let step = step::arrive(&tx, arrival, trace, now).await?;
    tx.commit().await?;
    Ok(step)
}

/// Notes whom the provider has recognised for the window that waits. This browser is let in nowhere: what it gets is
/// good for picking that window's number. Who is new to the provider is so until then.
///
/// # Errors
/// [`Error::SsoNoUser`], [`Error::SsoEmailUnverified`], [`Error::SsoLinkRequired`]; [`Error::TicketInvalid`] when
/// no window waits any more, and for somebody who went for something else.
pub async fn hand_off(
    db: &Database,
    journey: &Journey,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Token, Error> {
    let Purpose::HandOff { request_id, keep } = &journey.purpose else {
        return Err(Error::TicketInvalid);
    };
    let (tx, standing) = recognise(db, journey, person, trace, now).await?;
    let came = match standing {
        Standing::Known(who) => Came::Known(journey.realm.arrival(&who, person, *keep)),
        Standing::New(candidate) => Came::New(Newcomer::new(candidate.as_ref(), person, *keep)),
    };
    let provider_id = &journey.realm.provider.id;
    let secret = hand_off::note(&tx, request_id, provider_id, &came, trace, now).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Who somebody is here whom the provider has recognised, in the transaction in which they may have become so.
async fn resolve(
    db: &Database,
    journey: &Journey,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(DatabaseTransaction, Principal), Error> {
    let (tx, standing) = recognise(db, journey, person, trace, now).await?;
    let principal = match standing {
        Standing::Known(principal) => principal,
        Standing::New(candidate) => {
            admit(&tx, &journey.realm, candidate, person, trace, now).await?
        }
    };
    Ok((tx, principal))
}

/// How somebody stands here whom the provider has recognised, and the transaction in which that holds.
async fn recognise(
    db: &Database,
    journey: &Journey,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(DatabaseTransaction, Standing), Error> {
    let tx = db.write().await?;
    match standing(&tx, &journey.realm, person, now).await? {
        Ok(standing) => Ok((tx, standing)),
        Err((refusal, reason)) => {
            drop(tx);
            refuse(db, journey, refusal.code(), reason, trace, now).await?;
            Err(refusal.error())
        }
    }
}

/// Connects whom the provider has recognised with whoever is signed in, who left for that.
///
/// # Errors
/// [`Error::TicketInvalid`] in another session than the one that left, and for an account that was closed in this
/// moment; [`Error::SsoFailed`] when they are somebody else here already, or somebody else there.
pub async fn connect<W: Sync>(
    db: &Database,
    journey: &Journey,
    session: &Session<W>,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if !journey.is_of(session) || !matches!(journey.purpose, Purpose::Connect { .. }) {
        return Err(Error::TicketInvalid);
    }
    let tx = db.write().await?;
    Exclusive::Identities(&journey.realm.provider.id)
        .hold(&tx)
        .await?;
    let principal = &session.principal;
    hold(&tx, principal).await?;
    if !step::may_sign_in(&tx, principal).await? {
        return Err(Error::TicketInvalid);
    }
    let there = identities::of_subject(&tx, &journey.realm.provider.id, &person.subject).await?;
    let here = identities::of_principal(&tx, &journey.realm.provider.id, principal).await?;
    match (there, here) {
        (None, None) => {
            identities::link(&tx, &journey.realm.provider, principal, person, trace, now).await?;
            tx.commit().await?;
            Ok(())
        }
        (Some(row), _) if row.principal_key == principal.key() => Ok(()),
        (there, _) => {
            drop(tx);
            let reason = if there.is_some() {
                "linked_elsewhere"
            } else {
                "linked_otherwise"
            };
            refuse(db, journey, FAILED, reason, trace, now).await?;
            Err(Error::SsoFailed)
        }
    }
}

/// Takes the provider's word that whoever is signed in has proved anew who they are. The session gets a new
/// token. Whoever has a second factor must have proved that, too.
///
/// # Errors
/// [`Error::TicketInvalid`] in another session than the one that left; [`Error::SsoFailed`] when the
/// provider has recognised somebody else, or by one factor where two are asked for.
pub async fn prove<W: Sync>(
    db: &Database,
    journey: &Journey,
    session: &Session<W>,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    if !journey.is_of(session) || !journey.proves_anew() {
        return Err(Error::TicketInvalid);
    }
    let tx = db.write().await?;
    let link = identities::of_subject(&tx, &journey.realm.provider.id, &person.subject).await?;
    let is_them = link.is_some_and(|row| row.principal_key == session.principal.key());
    let two = journey.realm.has_two_factors(person);
    let reason = match (is_them, session.has_factor && !two) {
        (false, _) => Some("somebody_else"),
        (true, true) => Some("second_factor_missing"),
        (true, false) => None,
    };
    if let Some(reason) = reason {
        drop(tx);
        refuse(db, journey, FAILED, reason, trace, now).await?;
        return Err(Error::SsoFailed);
    }
    let renewal = Renewal {
        proved: true,
        assurance: if two {
            Assurance::Two
        } else {
            session.assurance
        },
    };
    let renewed = session::renew(&tx, session, renewal, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// What would have come of somebody who had gone to be signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// The provider recognises them: they would be let in.
    Opens,
    /// They would be recognised by their address, and from then on.
    Connects,
    /// They would become a member.
    Joins,
    /// Their address is known here, but its domain isn't proven.
    NeedsConnection,
    /// They are nobody here.
    Nobody,
    /// The provider doesn't vouch for their address.
    Unverified,
}

/// Says what would have come of whom the provider has recognised. Nothing does.
///
/// # Errors
/// [`Error::TicketInvalid`] in another session than the one that left.
pub async fn try_out<W: Sync>(
    db: &Database,
    journey: &Journey,
    session: &Session<W>,
    person: &Recognised,
    now: Timestamp,
) -> Result<Trial, Error> {
    if !journey.is_of(session) || !journey.tries_out() {
        return Err(Error::TicketInvalid);
    }
    let (facts, candidate) = look(db.read(), &journey.realm, person, now).await?;
    let is_active = match &candidate {
        Some(principal) => step::may_sign_in(db.read(), principal).await?,
        None => false,
    };
    Ok(match decide(facts) {
        Decision::Open if is_active => Trial::Opens,
        Decision::Link => Trial::Connects,
        Decision::Join => Trial::Joins,
        Decision::Refuse(Refusal::LinkRequired) => Trial::NeedsConnection,
        Decision::Refuse(Refusal::EmailUnverified) => Trial::Unverified,
        Decision::Open | Decision::Refuse(Refusal::NoUser) => Trial::Nobody,
    })
}

/// Notes that the provider's answer was none that counts. `reason` says why, for the log alone.
///
/// # Errors
/// [`Error::Database`].
pub async fn fail(
    db: &Database,
    journey: &Journey,
    reason: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    refuse(db, journey, FAILED, reason, trace, now).await
}

/// Notes why somebody who came back wasn't let in.
async fn refuse(
    db: &Database,
    journey: &Journey,
    code: &'static str,
    reason: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (scope, scope_id) = match &journey.realm.crm {
        Some(crm) => (AuditScope::Crm, crm.scope().crm_id()),
        None => (AuditScope::Server, audit::SERVER),
    };
    let tx = db.write().await?;
    let entry = audit::Entry {
        scope,
        scope_id,
        action: "sso.refused",
        actor: Actor::Nobody,
        subject: Some(&journey.realm.provider.id),
        fields: json!({ "code": code, "reason": reason }),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(())
}
