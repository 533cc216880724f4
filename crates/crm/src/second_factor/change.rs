//! Turning the factor off, and new recovery codes.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::{enrol::credential_of, recovery, rules, void_proofs};
use crate::{
    audit,
    credential::Credential,
    database::Database,
    entity::credential::{Column, Entity},
    error::Error,
    letter::Notice,
    notice,
    principal::Principal,
    sealer::Sealer,
    session::{self, Assurance, NewSession, Renewal, Session},
    step_up,
    trace::RequestTrace,
};

/// Turns the factor off. Whoever has one proves with it that they are themselves, so nobody does it
/// with the password alone. Every other session ends; this one goes on with another token.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::NotFound`] where there is no factor;
/// [`Error::FactorRequiredByPolicy`] while a CRM demands it.
pub async fn disable_factor<W: Sync>(
    db: &Database,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    step_up::require(session, now)?;
    let tx = db.write().await?;
    let owner = enabled(credential_of(&tx, session).await?)?;
    if rules::is_demanded(&tx, &owner).await? {
        return Err(Error::FactorRequiredByPolicy);
    }
    take_away(&tx, &owner).await?;
    void_proofs(&tx, session, &owner, now).await?;
    let renewal = Renewal {
        proved: false,
        assurance: Assurance::One,
    };
    let renewed = session::renew(&tx, session, renewal, now).await?;
    audit::append_own(&tx, &owner, "2fa.disabled", json!({}), trace, now).await?;
    notice::send(&tx, &owner, Notice::FactorDisabled, now).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// Ten new recovery codes, shown once; the old ones are good no more.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::NotFound`] where there is no factor.
pub async fn new_recovery_codes<W: Sync>(
    db: &Database,
    sealer: &Sealer,
    session: &Session<W>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Vec<Sensitive<String>>, Error> {
    step_up::require(session, now)?;
    let tx = db.write().await?;
    let owner = enabled(credential_of(&tx, session).await?)?;
    let codes = recovery::replace(&tx, sealer, &owner, now).await?;
    audit::append_own(&tx, &owner, "2fa.codes_regenerated", json!({}), trace, now).await?;
    tx.commit().await?;
    Ok(codes)
}

fn enabled(credential: Credential) -> Result<Principal, Error> {
    let credential = Some(credential).filter(Credential::has_factor);
    credential.map(|row| row.owner()).ok_or(Error::NotFound)
}

/// Removes secret and recovery codes, whoever asks for it.
pub(crate) async fn take_away<C: ConnectionTrait>(tx: &C, owner: &Principal) -> Result<(), Error> {
    let text = || Expr::value(None::<String>);
    let number = || Expr::value(None::<i64>);
    Entity::update_many()
        .col_expr(Column::TotpSecretEnc, text())
        .col_expr(Column::TotpKeyId, text())
        .col_expr(Column::TotpEnabledAt, number())
        .col_expr(Column::TotpLastStep, number())
        .col_expr(Column::TotpPendingEnc, text())
        .col_expr(Column::TotpPendingUntil, number())
        .col_expr(Column::FactorLockedUntil, number())
        .filter(Column::PrincipalKey.eq(owner.key()))
        .exec(tx)
        .await?;
    recovery::remove(tx, owner).await
}
