//! What an admin does for a colleague who has lost a phone or a laptop.

use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{directory::colleague, rights::require_admin};
use crate::{
    audit::{self, Actor},
    credential::{self, Credential},
    crm_record::Crm,
    database::Database,
    device,
    entity::crm_user::{self, CredentialSource, Role},
    error::Error,
    passkey,
    principal::Principal,
    second_factor,
    session::{self, CrmSession},
    step_up,
    trace::RequestTrace,
};

/// Ends every session that a user has at the CRM, and the trust in their devices.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::Forbidden`], also for the owner's; [`Error::NotFound`],
/// [`Error::CannotChangeOwnRole`].
pub async fn revoke_sessions(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let (whose, _) = subject(&tx, crm, session, id, now).await?;
    let ended = session::revoke_others(&tx, &whose, "", "revoked_by_admin", now).await?;
    device::distrust_all(&tx, &whose).await?;
    let (actor, fields) = (Actor::User(&session.who.id), json!({ "sessions": ended }));
    audit::append_about(&tx, &whose, actor, "session.revoked", fields, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a user's second factor and passkeys away, ends all their sessions, and tells them.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::Forbidden`], also for the owner's factor and for one that is an
/// account's, which is good elsewhere, too; [`Error::NotFound`] also where there is no factor;
/// [`Error::CannotChangeOwnRole`].
pub async fn reset_factor(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let (whose, user) = subject(&tx, crm, session, id, now).await?;
    if user.credential_source == CredentialSource::Portal {
        return Err(Error::Forbidden);
    }
    let credential = credential::of(&tx, &whose).await?;
    credential
        .filter(Credential::has_factor)
        .ok_or(Error::NotFound)?;
    // What was lost may be the phone that has both.
    passkey::forget_all(&tx, &whose).await?;
    let actor = Actor::User(&session.who.id);
    second_factor::reset(&tx, &whose, actor, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A colleague of an admin who has proved to be one; neither the admin nor the owner.
async fn subject(
    tx: &DatabaseTransaction,
    crm: &Crm,
    session: &CrmSession,
    id: &str,
    now: Timestamp,
) -> Result<(Principal, crm_user::Model), Error> {
    require_admin(session)?;
    step_up::require(session, now)?;
    let row = colleague(tx, crm, id).await?;
    if row.id == session.who.id {
        return Err(Error::CannotChangeOwnRole);
    }
    if row.role == Role::Owner {
        return Err(Error::Forbidden);
    }
    Ok((Principal::user(&row.crm_id, &row.id), row))
}
