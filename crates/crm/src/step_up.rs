//! Proving who one is again, inside a session, before something dangerous.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::{
    attempt::{self, STEP_UP_BY_SESSION},
    audit::{self, Actor, AuditScope},
    credential::{self, Credential},
    database::Database,
    error::Error,
    password::Hasher,
    principal::Principal,
    sealer::Sealer,
    second_factor::{self, Verdict},
    session::{self, Assurance, NewSession, Renewal, Session},
    trace::RequestTrace,
};

/// By what a person proves who they are.
#[derive(Debug, Clone, Copy)]
pub enum StepUpProof<'a> {
    /// The password, for whoever has no second factor.
    Password(&'a Sensitive<String>),
    /// A code of the second factor, or a recovery code.
    Code(&'a Sensitive<String>),
}

/// Proves by the second factor or, where there is none, by password. The session gets a new token;
/// after five wrong answers it ends.
///
/// # Errors
/// [`Error::StepUpRequired`] for the wrong kind of proof; [`Error::CurrentPasswordWrong`],
/// [`Error::CodeInvalid`], [`Error::CodeReplayed`], [`Error::FactorLocked`],
/// [`Error::RateLimited`], [`Error::HasherBusy`].
pub async fn step_up<W: Sync>(
    db: &Database,
    hasher: &Hasher,
    sealer: &Sealer,
    session: &Session<W>,
    proof: StepUpProof<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    match proof {
        StepUpProof::Password(_) if session.has_factor => Err(missing(session)),
        StepUpProof::Password(password) => {
            verify(db, hasher, session, password, trace, now).await?;
            let renewal = Renewal {
                proved: true,
                assurance: session.assurance,
            };
            let tx = db.write().await?;
            let renewed = session::renew(&tx, session, renewal, now).await?;
            tx.commit().await?;
            Ok(renewed)
        }
        StepUpProof::Code(_) if !session.has_factor => Err(missing(session)),
        StepUpProof::Code(code) => by_factor(db, sealer, session, code, trace, now).await,
    }
}

async fn by_factor<W: Sync>(
    db: &Database,
    sealer: &Sealer,
    session: &Session<W>,
    code: &Sensitive<String>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    let tx = db.write().await?;
    let attempt = attempt::reserve(&tx, &STEP_UP_BY_SESSION, &session.id, now).await?;
    let credential = credential::behind(&tx, &session.principal).await?;
    let owner = credential.ok_or_else(|| missing(session))?.owner();
    match second_factor::check(&tx, sealer, &owner, code, trace, now).await? {
        Verdict::Right(_) => {
            attempt::forgive(&tx, attempt).await?;
            let renewal = Renewal {
                proved: true,
                assurance: Assurance::Two,
            };
            let renewed = session::renew(&tx, session, renewal, now).await?;
            tx.commit().await?;
            Ok(renewed)
        }
        Verdict::Wrong(error) => {
            end_if_too_many(&tx, session, trace, now).await?;
            tx.commit().await?;
            Err(error)
        }
    }
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
    let credential = credential::behind(db.read(), &session.principal).await?;
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
    end_if_too_many(&tx, session, trace, now).await?;
    tx.commit().await?;
    Err(Error::CurrentPasswordWrong)
}

/// Refuses a session whose person hasn't proved who they are lately.
pub(crate) fn require<W>(session: &Session<W>, now: Timestamp) -> Result<(), Error> {
    if session.is_stepped_up(now) {
        Ok(())
    } else {
        Err(missing(session))
    }
}

const fn missing<W>(session: &Session<W>) -> Error {
    Error::StepUpRequired {
        by_password: session.has_password && !session.has_factor,
        by_factor: session.has_factor,
        by_provider: session.sso_provider_id.is_some() || !session.has_password,
        by_passkey: session.has_passkey,
    }
}

/// Ends a session in which too many answers were wrong.
pub(crate) async fn end_if_too_many<C: ConnectionTrait, W: Sync>(
    tx: &C,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if !attempt::is_reached(tx, &STEP_UP_BY_SESSION, &session.id, now).await? {
        return Ok(());
    }
    session::revoke(tx, &session.id, "step_up_failed", now).await?;
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
