//! Proving who one is again, inside a session, before something dangerous.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde_json::json;

use crate::{
    attempt::{self, STEP_UP_BY_SESSION},
    audit::{self, Actor, AuditScope},
    credential::{self, Credential},
    database::Database,
    entity::crm_user,
    error::Error,
    password::Hasher,
    principal::Principal,
    session::{self, NewSession, Session},
    trace::RequestTrace,
};

/// Proves by password. The session gets a new token; after five wrong passwords it ends.
///
/// # Errors
/// [`Error::CurrentPasswordWrong`], [`Error::RateLimited`], [`Error::HasherBusy`].
pub async fn step_up<W: Sync>(
    db: &Database,
    hasher: &Hasher,
    session: &Session<W>,
    password: &Sensitive<String>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    verify(db, hasher, session, password, trace, now).await?;
    let tx = db.write().await?;
    let proved = session::prove(&tx, session, now).await?;
    tx.commit().await?;
    Ok(proved)
}

/// Checks the password of a session's person, and counts a wrong one against the session.
pub(crate) async fn verify<W: Sync>(
    db: &Database,
    hasher: &Hasher,
    session: &Session<W>,
    password: &Sensitive<String>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Option<Credential>, Error> {
    let tx = db.write().await?;
    let attempt = attempt::reserve(&tx, &STEP_UP_BY_SESSION, &session.id, now).await?;
    tx.commit().await?;
    let credential = credential_of(db.read(), &session.principal).await?;
    let stored = credential
        .as_ref()
        .and_then(|row| row.password_hash.as_deref());
    let right = hasher.verify(password, stored).await?.right;
    let tx = db.write().await?;
    if right {
        attempt::forgive(&tx, attempt).await?;
        tx.commit().await?;
        return Ok(credential);
    }
    if attempt::is_reached(&tx, &STEP_UP_BY_SESSION, &session.id, now).await? {
        session::revoke(&tx, &session.id, "step_up_failed", now).await?;
        log_revoked(&tx, session, trace, now).await?;
    }
    tx.commit().await?;
    Err(Error::CurrentPasswordWrong)
}

/// Refuses a session whose person hasn't proved who they are lately.
pub(crate) fn require<W>(session: &Session<W>, now: Timestamp) -> Result<(), Error> {
    if session.is_stepped_up(now) {
        Ok(())
    } else {
        Err(Error::StepUpRequired)
    }
}

async fn credential_of<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
) -> Result<Option<Credential>, Error> {
    let Principal::User { crm_id, id } = principal else {
        return credential::of(db, principal).await;
    };
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(id.as_str()))
        .one(db)
        .await?;
    match user {
        Some(user) => credential::of_user(db, &user).await,
        None => Ok(None),
    }
}

async fn log_revoked<C: ConnectionTrait, W: Sync>(
    tx: &C,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (scope, scope_id) = match &session.principal {
        Principal::Account { id } => (AuditScope::Account, id),
        Principal::User { crm_id, .. } => (AuditScope::Crm, crm_id),
    };
    let entry = audit::Entry {
        scope,
        scope_id,
        action: "session.revoked",
        actor: Actor::Nobody,
        subject: Some(&session.id),
        fields: json!({ "reason": "step_up_failed" }),
    };
    audit::append(tx, entry, trace, now).await
}
